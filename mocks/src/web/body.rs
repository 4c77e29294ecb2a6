//! How the body of a request is read: to its end, always.

use axum::body::Body;
use http_body_util::BodyExt as _;

/// Why a body was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyError {
    /// It has more octets than it may.
    TooLarge,
    /// It breaks off.
    BrokenOff,
}

/// Reads a body of at most `bytes_max` octets to its end, even one that is too large: the
/// connection of a body half read may close before its answer arrives.
///
/// # Errors
///
/// When it is too large, or breaks off.
pub async fn whole(mut body: Body, bytes_max: usize) -> Result<Vec<u8>, BodyError> {
    let mut whole = Ok(Vec::new());
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| BodyError::BrokenOff)?;
        let (Ok(bytes), Some(data)) = (&mut whole, frame.data_ref()) else { continue };
        if bytes.len() + data.len() > bytes_max {
            whole = Err(BodyError::TooLarge);
        } else {
            bytes.extend_from_slice(data);
        }
    }
    whole
}

/// Reads a body to its end and drops it.
pub async fn read_to_the_end(mut body: Body) {
    while let Some(Ok(_)) = body.frame().await {}
}
