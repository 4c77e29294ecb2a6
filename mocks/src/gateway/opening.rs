//! What a client begins with, and which way it then goes.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::head::Head;
use super::socket::{Reset, Socket};
use super::tenant::Known;
use super::tenants::Tenants;
use super::{handshake, http};
use crate::chorus_pro::sftp;

/// The first byte of a TLS record that carries a handshake.
const TLS_HANDSHAKE: u8 = 0x16;

/// Serves one connection of the HTTP door.
pub(super) async fn http(tenants: Arc<Tenants>, stream: Socket) {
    let reset = stream.reset();
    let mut first = [0];
    // A connection that ends before it begins has nothing to be told.
    let _ = match stream.peek(&mut first).await {
        Ok(0) | Err(_) => return,
        Ok(_) if first == [TLS_HANDSHAKE] => {
            handshake::serve(tenants.by_default(), stream, &reset, None).await
        }
        Ok(_) => plain(&tenants, stream, &reset).await,
    };
}

/// Serves one connection of the SFTP door.
pub(super) async fn sftp(tenants: Arc<Tenants>, stream: Socket) {
    let reset = stream.reset();
    sftp::serve(stream, tenants, sftp::LOGIN_GRACE, move || reset.at_the_end()).await;
}

/// HTTP in clear: a request to a proxy, or a person's browser.
async fn plain(tenants: &Tenants, mut stream: Socket, reset: &Reset) -> io::Result<()> {
    let head = match Head::read(&mut stream).await? {
        Ok(head) => head,
        Err(why) => return answer(&mut stream, "400 Bad Request", &why).await,
    };
    if head.method == "CONNECT" {
        return connect(tenants, stream, reset, &head).await;
    }
    let (read, write) = tokio::io::split(stream);
    let whole = tokio::io::join(io::Cursor::new(head.bytes).chain(read), write);
    http::serve_in_clear(tenants, whole, reset).await;
    Ok(())
}

/// `CONNECT`: what comes through is taken here, for known names; nothing is ever dialled.
async fn connect(
    tenants: &Tenants,
    mut stream: Socket,
    reset: &Reset,
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
                served = handshake::serve(&tenant, stream, reset, Some(name)) => served,
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
