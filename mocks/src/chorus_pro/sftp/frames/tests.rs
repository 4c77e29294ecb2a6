//! Frames, whole, in pieces and malformed.

use russh_sftp::protocol::{Close, Write};

use super::*;

fn write(bytes: &[u8]) -> Vec<u8> {
    let packet = Write { id: 7, handle: "12".into(), offset: 1000, data: bytes.to_vec() };
    Bytes::try_from(Packet::Write(packet)).unwrap().to_vec()
}

fn close() -> Vec<u8> {
    Bytes::try_from(Packet::Close(Close { id: 8, handle: "12".into() })).unwrap().to_vec()
}

/// Feeds `input` in chunks; answers what was written, and how many requests ended.
fn read(input: &[u8], chunk: usize) -> Result<(Vec<u8>, usize), Malformed> {
    let mut frames = Frames::default();
    let (mut written, mut ended) = (Vec::new(), 0);
    for mut chunk in input.chunks(chunk) {
        while let Some(piece) = frames.next(&mut chunk)? {
            match piece {
                Piece::Write { id, handle, offset, bytes, is_last } => {
                    assert_eq!((id, handle.as_str()), (7, "12"));
                    assert_eq!(offset, 1000 + written.len() as u64);
                    written.extend_from_slice(bytes);
                    ended += usize::from(is_last);
                }
                Piece::Request(packet) => {
                    assert_eq!(packet.get_request_id(), 8);
                    ended += 1;
                }
            }
        }
    }
    Ok((written, ended))
}

#[test]
fn frames_are_found_wherever_the_channel_cuts_them() {
    let input = [write(b"some payload"), close()].concat();
    for chunk in 1..=input.len() {
        assert_eq!(read(&input, chunk).unwrap(), (b"some payload".to_vec(), 2), "by {chunk}");
    }
}

#[test]
fn a_write_of_nothing_ends_at_once() {
    assert_eq!(read(&write(b""), 100).unwrap(), (vec![], 1));
}

#[test]
fn a_frame_is_taken_up_to_the_limit() {
    let header = write(b"").len() - 4;
    let most = vec![b'x'; FRAME_BYTES_MAX - header];
    assert_eq!(read(&write(&most), 32_768).unwrap().1, 1);
    let more = vec![b'x'; FRAME_BYTES_MAX - header + 1];
    assert!(read(&write(&more), 32_768).is_err());
}

#[test]
fn what_is_no_frame_is_malformed() {
    let mut wrong_payload = write(b"some payload");
    let at = wrong_payload.len() - 13;
    wrong_payload[at] += 1;
    let mut wrong_handle = write(b"some payload");
    wrong_handle[12] = 200;
    let unknown_type = vec![0, 0, 0, 5, 99, 0, 0, 0, 1];
    let cut_request = vec![0, 0, 0, 3, 4, 0, 0];
    for input in [vec![0; 4], vec![255; 8], wrong_payload, wrong_handle, unknown_type, cut_request]
    {
        assert!(read(&input, 100).is_err(), "{input:?} was taken");
    }
}
