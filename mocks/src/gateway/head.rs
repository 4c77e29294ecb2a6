//! The head of the first request on a connection in clear, read without losing a byte.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncRead, AsyncReadExt};

/// The longest head that is read.
const HEAD_BYTES_MAX: usize = 16 * 1024;
const HEADERS_MAX: usize = 64;

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
    pub(super) async fn read<S>(stream: &mut S) -> io::Result<Result<Self, String>>
    where
        S: AsyncRead + Unpin,
    {
        let mut bytes = Vec::with_capacity(1024);
        loop {
            match Self::parse(&bytes) {
                Ok(Some(head)) => return Ok(Ok(Self { bytes, ..head })),
                Ok(None) if bytes.len() >= HEAD_BYTES_MAX => {
                    return Ok(Err(format!("a request head of more than {HEAD_BYTES_MAX} bytes")));
                }
                Ok(None) => {}
                Err(why) => return Ok(Err(format!("not an HTTP request: {why}"))),
            }
            if stream.read_buf(&mut bytes).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// What was read after the head.
    pub(super) fn after(&self) -> &[u8] {
        self.bytes.get(self.length..).unwrap_or_default()
    }

    fn parse(bytes: &[u8]) -> Result<Option<Self>, httparse::Error> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
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

    async fn read(mut bytes: &[u8]) -> Result<Head, String> {
        Head::read(&mut bytes).await.unwrap()
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
        endless.resize(HEAD_BYTES_MAX + 1, b'a');
        assert!(read(&endless).await.unwrap_err().contains("more than"));
        assert!(read(b"SSH-2.0-x\r\n\r\n").await.unwrap_err().contains("not an HTTP request"));
    }
}
