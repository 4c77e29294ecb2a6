//! The head of the first request on a connection in clear, read without losing a byte.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncRead, AsyncReadExt};

use super::limits::Limits;

/// Why a head was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoHead {
    /// It is too long, or has too many headers.
    #[error("{0}")]
    TooLarge(String),
    /// It is no head of HTTP.
    #[error("not an HTTP request: {0}")]
    NotHttp(httparse::Error),
}

/// The head of a request, with every byte that was read.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) method: String,
    /// The request target as it stands: `host:443` for `CONNECT`.
    pub(super) target: String,
    /// The user of `Proxy-Authorization: Basic`; its password is not looked at.
    pub(super) proxy_user: Option<String>,
    /// All that was read, head and what followed it.
    pub(super) bytes: Vec<u8>,
    length: usize,
}

impl Head {
    /// Reads up to the end of the head; the inner error says what is wrong with it.
    pub(super) async fn read<S>(stream: &mut S, limits: &Limits) -> io::Result<Result<Self, NoHead>>
    where
        S: AsyncRead + Unpin,
    {
        let mut bytes = Vec::with_capacity(1024);
        let mut looked = 0;
        loop {
            // A head ends with a line: one that comes letter by letter is not read anew for each.
            let news = bytes.get(looked..).unwrap_or_default();
            let is_worth_it = looked == 0 || news.contains(&b'\n');
            looked = bytes.len();
            if !is_worth_it && looked < limits.head_bytes_max {
                Self::read_more(stream, &mut bytes).await?;
                continue;
            }
            match Self::parse(&bytes, limits.headers_max) {
                Ok(Some(head)) => return Ok(Ok(Self { bytes, ..head })),
                Ok(None) if bytes.len() >= limits.head_bytes_max => {
                    let max = limits.head_bytes_max;
                    let found = format!("found a request head of {} bytes", bytes.len());
                    let told = format!("{found} or more, expected less than {max}");
                    return Ok(Err(NoHead::TooLarge(told)));
                }
                Ok(None) => {}
                Err(httparse::Error::TooManyHeaders) => {
                    let max = limits.headers_max;
                    let told = format!("found more than {max} headers, expected no more");
                    return Ok(Err(NoHead::TooLarge(told)));
                }
                Err(why) => return Ok(Err(NoHead::NotHttp(why))),
            }
            Self::read_more(stream, &mut bytes).await?;
        }
    }

    async fn read_more<S>(stream: &mut S, bytes: &mut Vec<u8>) -> io::Result<()>
    where
        S: AsyncRead + Unpin,
    {
        match stream.read_buf(bytes).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// What was read after the head.
    pub(super) fn after(&self) -> &[u8] {
        self.bytes.get(self.length..).unwrap_or_default()
    }

    fn parse(bytes: &[u8], headers_max: usize) -> Result<Option<Self>, httparse::Error> {
        let mut headers = vec![httparse::EMPTY_HEADER; headers_max];
        let mut request = httparse::Request::new(&mut headers);
        let httparse::Status::Complete(length) = request.parse(bytes)? else { return Ok(None) };
        Ok(Some(Self {
            method: request.method.unwrap_or_default().to_owned(),
            target: request.path.unwrap_or_default().to_owned(),
            proxy_user: proxy_user(request.headers),
            bytes: Vec::new(),
            length,
        }))
    }
}

fn proxy_user(headers: &[httparse::Header<'_>]) -> Option<String> {
    let header = headers.iter().find(|it| it.name.eq_ignore_ascii_case("proxy-authorization"))?;
    user_of(header.value)
}

/// The user of the value of `Proxy-Authorization`.
pub(super) fn user_of(value: &[u8]) -> Option<String> {
    let credentials = std::str::from_utf8(value).ok()?.strip_prefix("Basic ")?;
    let pair = String::from_utf8(STANDARD.decode(credentials.trim()).ok()?).ok()?;
    Some(pair.split_once(':')?.0.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(mut bytes: &[u8]) -> Result<Head, NoHead> {
        Head::read(&mut bytes, &Limits::default()).await.unwrap()
    }

    #[tokio::test]
    async fn nothing_that_follows_the_head_is_lost() {
        let head = read(b"CONNECT a.fr:443 HTTP/1.1\r\nHost: a.fr\r\n\r\n\x16\x03").await.unwrap();
        assert_eq!((&*head.method, &*head.target), ("CONNECT", "a.fr:443"));
        assert_eq!(head.after(), b"\x16\x03");
    }

    #[tokio::test]
    async fn a_proxy_user_is_read_whatever_its_password() {
        // "second:whatever"
        let head =
            b"CONNECT a.fr:443 HTTP/1.1\r\nproxy-authorization: Basic c2Vjb25kOndoYXRldmVy\r\n\r\n";
        assert_eq!(read(head).await.unwrap().proxy_user.as_deref(), Some("second"));
    }

    #[tokio::test]
    async fn a_head_that_never_ends_is_refused() {
        let mut endless = b"GET / HTTP/1.1\r\nX: ".to_vec();
        endless.resize(Limits::default().head_bytes_max + 1, b'a');
        assert!(matches!(read(&endless).await, Err(NoHead::TooLarge(_))));
        assert!(matches!(read(b"SSH-2.0-x\r\n\r\n").await, Err(NoHead::NotHttp(_))));
    }
}
