//! What a client begins with, and which way it then goes.

use std::io;
use std::sync::Arc;

use raccord_kernel::{Outcome, Trace};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::head::{Head, NoHead};
use super::socket::{Line, Socket};
use super::tenant::Known;
use super::tenants::Tenants;
use super::{handshake, http, rules};
use crate::chorus_pro::sftp;

/// The first byte of a TLS record that carries a handshake.
const TLS_HANDSHAKE: u8 = 0x16;

/// Serves one connection of the HTTP door.
pub(super) async fn http(tenants: Arc<Tenants>, stream: Socket) {
    let line = stream.line();
    let mut first = [0];
    // A connection that ends before it begins has nothing to be told, nor has one that never does.
    let begun = tokio::time::timeout(line.limits.head_patience, stream.peek(&mut first));
    let _ = match begun.await {
        Ok(Ok(0) | Err(_)) | Err(_) => return,
        Ok(Ok(_)) if first == [TLS_HANDSHAKE] => {
            handshake::serve(tenants.by_default(), stream, &line, None).await
        }
        Ok(Ok(_)) => plain(&tenants, stream, &line).await,
    };
}

/// Serves one connection of the SFTP door.
pub(super) async fn sftp(tenants: Arc<Tenants>, stream: Socket) {
    let line = stream.line();
    let login_grace = line.limits.login_grace;
    sftp::serve(stream, tenants, login_grace, move || line.reset_at_the_end()).await;
}

/// HTTP in clear: a request to a proxy, or a person's browser.
async fn plain(tenants: &Tenants, mut stream: Socket, line: &Line) -> io::Result<()> {
    let head = Head::read(&mut stream, &line.limits);
    let head = match tokio::time::timeout(line.limits.head_patience, head).await?? {
        Ok(head) => head,
        Err(why) => return no_head(tenants, &mut stream, &why).await,
    };
    if head.method == "CONNECT" {
        return connect(tenants, stream, line, &head).await;
    }
    let (read, write) = tokio::io::split(stream);
    let whole = tokio::io::join(io::Cursor::new(head.bytes).chain(read), write);
    http::serve_in_clear(tenants, whole, line).await;
    Ok(())
}

/// Answers what is no head, and writes down one that goes beyond what is let in.
async fn no_head(tenants: &Tenants, stream: &mut Socket, why: &NoHead) -> io::Result<()> {
    let told = why.to_string();
    let status = match why {
        NoHead::NotHttp(_) => "400 Bad Request",
        NoHead::TooLarge(_) => {
            let outcome = Outcome::refused(rules::LIMIT_01, &told);
            let office = tenants.by_default().office();
            office.write("gateway", "gateway.request", outcome, Trace::default());
            "431 Request Header Fields Too Large"
        }
    };
    answer(stream, status, &told).await?;
    // What was still being sent would reset the answer away.
    handshake::last_words(stream).await;
    Ok(())
}

/// `CONNECT`: what comes through is taken here, for known names; nothing is ever dialled.
async fn connect(
    tenants: &Tenants,
    mut stream: Socket,
    line: &Line,
    head: &Head,
) -> io::Result<()> {
    let user = head.proxy_user.as_deref();
    let Some(tenant) = tenants.by_proxy_user(user) else {
        let why =
            format!("no tenant is called `{}`; the proxy's user names one", user.unwrap_or(""));
        return answer(&mut stream, "407 Proxy Authentication Required", &why).await;
    };
    let (host, port) = head.target.rsplit_once(':').unwrap_or((&head.target, "443"));
    if let Some(missing) = tenant.missing(host) {
        let status = if missing.is_refused() { "502 Bad Gateway" } else { "403 Forbidden" };
        let why = missing.why.clone();
        missing.write(&tenant, "gateway.connect", host);
        return answer(&mut stream, status, &why).await;
    }
    match tenant.known(host) {
        Known::Host(_) if port != "443" => {
            let why = format!("{host} is served on port 443, not on {port}");
            tenant.knows_no_host("gateway.connect", &head.target);
            answer(&mut stream, "403 Forbidden", &why).await
        }
        Known::Host(name) => {
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
            let rest = io::Cursor::new(head.after().to_vec());
            let (read, write) = tokio::io::split(stream);
            let stream = tokio::io::join(rest.chain(read), write);
            tokio::select! {
                biased;
                served = handshake::serve(&tenant, stream, line, Some(name)) => served,
                () = tenant.left() => Ok(()),
            }
        }
        // What is missing was told above.
        Known::Retired { .. } | Known::Mistaken { .. } | Known::Nobody => Ok(()),
    }
}

async fn answer<S>(stream: &mut S, status: &str, why: &str) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let length = why.len() + 1;
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{why}\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.shutdown().await
}
