//! Reads the content of a drop, once, from its beginning to its end.
//!
//! Entries of an archive are listed and read as they pass; nothing is unpacked, and no name of the
//! wire ever becomes a path. What was found is a value ([`Inspection`]) for the pure service to
//! judge.

mod archive;
mod source;
mod xml;

use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::AtomicBool;

use super::{Content, EntryKind, Extension, File, Inspection, Limits, Syntax};
use source::Source;

const BUFFER_BYTES: usize = 256 * 1024;

/// Inspects a content.
///
/// # Errors
/// The content itself could not be read, or the inspection was `cancelled`. A content that is
/// not what it should be is no error.
pub fn inspect(
    content: impl Read,
    file_name: &str,
    extension: Extension,
    limits: &Limits,
    cancelled: &AtomicBool,
) -> io::Result<Inspection> {
    let source = Source::new(content, cancelled);
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, &source);
    let found = match extension {
        Extension::Xml => {
            Content::Lone(File { name: file_name.to_owned(), ..lone(&mut reader, limits) })
        }
        Extension::TarGz => archive::list(&mut reader, &source, limits),
    };
    io::copy(&mut reader, &mut io::sink()).or_else(|error| source.own_failure(error))?;
    source.check()?;
    let (size_bytes, sha256) = source.finish();
    let content = match found {
        Content::Lone(file) => Content::Lone(File { size_bytes, ..file }),
        found @ (Content::NotRead | Content::Archive(_) | Content::Unreadable { .. }) => found,
    };
    Ok(Inspection { size_bytes, sha256, content })
}

/// What is found of a lone file but its name and size, which the caller knows.
fn lone(reader: &mut impl BufRead, limits: &Limits) -> File {
    let syntax = xml::syntax(reader.take(limits.file_bytes_max));
    File { name: String::new(), kind: EntryKind::File, size_bytes: 0, syntax }
}

#[cfg(test)]
mod tests;
