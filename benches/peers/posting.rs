//! Posts forms over one connection that is kept, and reads tokens.

use tokio::io::{AsyncRead, AsyncReadExt as _};

use super::measure::Fallible;

/// A form as it is posted.
pub(crate) fn post(host: &str, path: &str, form: &str) -> Vec<u8> {
    let length = form.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
    .into_bytes()
}

/// Reads one answer, which must grant a token.
pub(crate) async fn granted(
    stream: &mut (impl AsyncRead + Unpin),
    buffer: &mut [u8],
) -> Fallible<()> {
    let mut read = 0;
    loop {
        let count = stream.read(buffer.get_mut(read..).ok_or("a long answer")?).await?;
        read += count;
        let answer = buffer.get(..read).unwrap_or_default();
        if count == 0 {
            return Err("the server hung up".into());
        }
        // Every answer is one JSON object, the only thing in it with a brace.
        if answer.ends_with(b"}") {
            let is_granted = answer.starts_with(b"HTTP/1.1 200");
            let told = || String::from_utf8_lossy(answer).into_owned();
            return if is_granted { Ok(()) } else { Err(format!("no token: {}", told()).into()) };
        }
    }
}
