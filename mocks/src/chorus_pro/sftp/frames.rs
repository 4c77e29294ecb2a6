//! Cuts the bytes of a channel into SFTP requests.
//!
//! The payload of a write is passed on as it comes, in the pieces it comes in, so that an upload
//! is copied once: into the buffer of its spool. Everything else is small, and is gathered first.

use bytes::Bytes;
use russh_sftp::protocol::Packet;

/// The longest frame that is taken; as OpenSSH's server.
pub(super) const FRAME_BYTES_MAX: usize = 256 * 1024;

const WRITE: u8 = 6;
const HANDLE_BYTES_MAX: usize = 64;

/// What is wrong with the bytes of a channel: nothing after it can be trusted.
#[derive(Debug, thiserror::Error)]
#[error("malformed SFTP frame: {0}")]
pub(super) struct Malformed(pub(super) String);

/// What came.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// A part of a write's payload.
    Write {
        /// The request's id.
        id: u32,
        /// The handle.
        handle: String,
        /// Where this part belongs.
        offset: u64,
        /// This part.
        bytes: &'a [u8],
        /// Whether the request ends with it.
        is_last: bool,
    },
    /// Any other request.
    Request(Packet),
}

/// The frames of one channel.
#[derive(Debug, Default)]
pub(super) struct Frames {
    /// The start of a frame, as far as it came.
    head: Vec<u8>,
    /// The write whose payload is under way.
    write: Option<Payload>,
}

#[derive(Debug)]
struct Payload {
    id: u32,
    handle: String,
    offset: u64,
    left: usize,
}

impl Frames {
    /// Takes the next piece off `input`; nothing when `input` is used up before there is one.
    pub(super) fn next<'a>(
        &mut self,
        input: &mut &'a [u8],
    ) -> Result<Option<Piece<'a>>, Malformed> {
        if self.write.is_none() {
            while let Some(wanted) = wanted(&self.head)? {
                let missing = wanted.saturating_sub(self.head.len()).min(input.len());
                if missing == 0 {
                    return Ok(None);
                }
                self.head.extend_from_slice(take(input, missing));
            }
            let packet = match payload(&self.head) {
                Some(payload) => {
                    self.write = Some(payload);
                    None
                }
                None => Some(request(&self.head)?),
            };
            self.head.clear();
            if let Some(packet) = packet {
                return Ok(Some(Piece::Request(packet)));
            }
        }
        Ok(self.write_on(input))
    }

    fn write_on<'a>(&mut self, input: &mut &'a [u8]) -> Option<Piece<'a>> {
        let Payload { id, handle, offset, left } = self.write.take()?;
        if left > 0 && input.is_empty() {
            self.write = Some(Payload { id, handle, offset, left });
            return None;
        }
        let bytes = take(input, left.min(input.len()));
        let left = left.saturating_sub(bytes.len());
        if left > 0 {
            let offset = offset.saturating_add(bytes.len() as u64);
            self.write = Some(Payload { id, handle: handle.clone(), offset, left });
        }
        Some(Piece::Write { id, handle, offset, bytes, is_last: left == 0 })
    }
}

fn take<'a>(input: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, rest) = input.split_at(count.min(input.len()));
    *input = rest;
    taken
}

/// The length that the head must have before more can be said; nothing when it is whole.
fn wanted(head: &[u8]) -> Result<Option<usize>, Malformed> {
    let Some(length) = u32_at(head, 0) else { return Ok(Some(4)) };
    if length == 0 || length > FRAME_BYTES_MAX {
        return Err(Malformed(format!("{length} bytes long, 1 to {FRAME_BYTES_MAX} expected")));
    }
    let wanted = match head.get(4) {
        None => 5,
        Some(&WRITE) => write_head_length(head, length)?,
        Some(_) => 4 + length,
    };
    Ok((head.len() < wanted).then_some(wanted))
}

/// The length of a write before its payload: length, type, id, handle, offset, payload length.
fn write_head_length(head: &[u8], length: usize) -> Result<usize, Malformed> {
    let Some(handle_length) = u32_at(head, 9) else { return Ok(13) };
    if handle_length > HANDLE_BYTES_MAX {
        return Err(Malformed(format!("a handle of {handle_length} bytes")));
    }
    let wanted = 13 + handle_length + 12;
    match u32_at(head, wanted - 4) {
        Some(payload_length) if wanted + payload_length != 4 + length => {
            Err(Malformed("a write whose lengths do not agree".to_owned()))
        }
        Some(_) | None => Ok(wanted),
    }
}

fn payload(head: &[u8]) -> Option<Payload> {
    if head.get(4) != Some(&WRITE) {
        return None;
    }
    let offset_at = head.len().checked_sub(12)?;
    let offset: [u8; 8] = head.get(offset_at..offset_at + 8)?.try_into().ok()?;
    Some(Payload {
        id: u32::try_from(u32_at(head, 5)?).ok()?,
        handle: String::from_utf8_lossy(head.get(13..offset_at)?).into_owned(),
        offset: u64::from_be_bytes(offset),
        left: u32_at(head, offset_at + 8)?,
    })
}

fn request(head: &[u8]) -> Result<Packet, Malformed> {
    let mut bytes = Bytes::copy_from_slice(head.get(4..).unwrap_or_default());
    Packet::try_from(&mut bytes).map_err(|error| Malformed(error.to_string()))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests;
