//! What faults do to an answer on its way out.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use hyper::body::Frame;
use raccord_kernel::Spoil;
use serde_json::Value;

use crate::web::Spoils;

/// A fault ended the connection.
#[derive(Debug, thiserror::Error)]
#[error("cut short on purpose")]
pub(super) struct CutShort;

/// Spoils an answer as its mark says, and tells how long it is to be kept back.
pub(super) async fn spoil(mut response: Response) -> Result<(Response, Duration), CutShort> {
    let Some(Spoils(spoils)) = response.extensions_mut().remove() else {
        return Ok((response, Duration::ZERO));
    };
    let mut delay = Duration::ZERO;
    for by in spoils {
        response = match by {
            Spoil::Delay(kept_back) => {
                delay = delay.saturating_add(kept_back);
                response
            }
            Spoil::Truncate { bytes } => truncated(response, bytes).await?,
            Spoil::ContentType(value) => of_type(response, &value),
            Spoil::EmptyToken => without_token(response).await?,
        };
    }
    Ok((response, delay))
}

fn of_type(mut response: Response, value: &str) -> Response {
    match HeaderValue::from_str(value) {
        Ok(value) => response.headers_mut().insert(header::CONTENT_TYPE, value),
        // What no header can hold leaves an answer that says nothing of its type.
        Err(_) => response.headers_mut().remove(header::CONTENT_TYPE),
    };
    response
}

/// Empties the `access_token` of a JSON object; any other answer stays as it is.
async fn without_token(response: Response) -> Result<Response, CutShort> {
    let (parts, body) = response.into_parts();
    let body = whole(body).await?;
    let mut json = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let Some(token) = json.get_mut("access_token") else {
        return Ok(Response::from_parts(parts, Body::from(body)));
    };
    *token = Value::from("");
    let mut response = Response::from_parts(parts, Body::from(json.to_string()));
    response.headers_mut().remove(header::CONTENT_LENGTH);
    Ok(response)
}

/// Says how long the body is, and sends less of it. An answer that has no body ends its connection.
async fn truncated(response: Response, bytes: usize) -> Result<Response, CutShort> {
    let (parts, body) = response.into_parts();
    let body = whole(body).await?;
    let bytes = bytes.min(body.len().saturating_sub(1));
    if body.is_empty() || parts.status == StatusCode::NO_CONTENT {
        return Err(CutShort);
    }
    let length = HeaderValue::from(body.len());
    let sent = Truncated { left: Left::Bytes(body.slice(..bytes)) };
    let mut response = Response::from_parts(parts, Body::new(sent));
    response.headers_mut().insert(header::CONTENT_LENGTH, length);
    Ok(response)
}

async fn whole(body: Body) -> Result<Bytes, CutShort> {
    axum::body::to_bytes(body, usize::MAX).await.map_err(|_| CutShort)
}

/// A body that breaks off.
struct Truncated {
    left: Left,
}

enum Left {
    Bytes(Bytes),
    /// What was sent before is flushed first.
    Pause,
    Break,
}

impl hyper::body::Body for Truncated {
    type Data = Bytes;
    type Error = CutShort;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutShort>>> {
        match std::mem::replace(&mut self.left, Left::Break) {
            Left::Bytes(bytes) if !bytes.is_empty() => {
                self.left = Left::Pause;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
            Left::Bytes(_) | Left::Pause => {
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Left::Break => Poll::Ready(Some(Err(CutShort))),
        }
    }
}
