//! Lists a gzipped tar archive as it passes.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use tar::{Archive, Entry, EntryType, PaxExtensions};

use super::source::Source;
use super::{Content, EntryKind, File, Limits, Syntax, xml};

/// Lists an archive: what it holds, or why it cannot be read.
pub(super) fn list<R: Read>(
    reader: &mut impl BufRead,
    source: &Source<'_, R>,
    limits: &Limits,
) -> Content {
    let unpacked = Measured { inner: MultiGzDecoder::new(reader), source, limits, unpacked: 0 };
    match files(unpacked, limits) {
        Ok(files) => Content::Archive(files),
        Err(error) => Content::Unreadable { why: error.to_string() },
    }
}

fn files(unpacked: impl Read, limits: &Limits) -> io::Result<Vec<File>> {
    let mut archive = Archive::new(unpacked);
    let mut files = Vec::new();
    let mut long_name = None;
    // Raw, because the library would hold a long name of any length in memory.
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        let kind = entry.header().entry_type();
        if kind.is_gnu_longname() {
            long_name = Some(gnu_name(&mut entry)?);
        } else if kind.is_pax_local_extensions() {
            long_name = pax_name(&mut entry)?;
        } else if !kind.is_pax_global_extensions() && !kind.is_gnu_longlink() {
            let name = long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
            files.extend(file(&mut entry, &name, kind, limits));
        }
        if files.len() > limits.entries_max {
            let most = limits.entries_max;
            return Err(io::Error::other(format!("it holds more than {most} entries")));
        }
    }
    // To the end, so that a checksum that does not match is seen.
    io::copy(&mut archive.into_inner(), &mut io::sink())?;
    Ok(files)
}

fn file(
    entry: &mut Entry<'_, impl Read>,
    name: &[u8],
    kind: EntryType,
    limits: &Limits,
) -> Option<File> {
    let name = String::from_utf8_lossy(name);
    let name = name.strip_prefix("./").unwrap_or(&name);
    let kind = if kind.is_file() || kind.is_contiguous() {
        EntryKind::File
    } else if kind.is_dir() {
        EntryKind::Directory
    } else {
        EntryKind::Other
    };
    let name = if kind == EntryKind::Directory { name.trim_end_matches('/') } else { name };
    if kind == EntryKind::Directory && matches!(name, "" | ".") {
        return None;
    }
    let size_bytes = entry.size();
    let mut file = File { name: name.to_owned(), kind, size_bytes, syntax: Syntax::NotXml };
    let is_read = kind == EntryKind::File && size_bytes <= limits.file_bytes_max;
    if is_read && file.extension().as_deref() == Some("xml") {
        file.syntax = xml::syntax(BufReader::new(entry));
    }
    Some(file)
}

/// The most that a name may weigh; one that weighs more is no plain name, by far.
const NAME_BYTES_MAX: u64 = 64 * 1024;

fn gnu_name(entry: &mut Entry<'_, impl Read>) -> io::Result<Vec<u8>> {
    let mut name = short(entry)?;
    if name.last() == Some(&0) {
        name.pop();
    }
    Ok(name)
}

fn pax_name(entry: &mut Entry<'_, impl Read>) -> io::Result<Option<Vec<u8>>> {
    let records = short(entry)?;
    for record in PaxExtensions::new(&records) {
        let record = record?;
        if record.key_bytes() == b"path" {
            return Ok(Some(record.value_bytes().to_vec()));
        }
    }
    Ok(None)
}

fn short(entry: &mut Entry<'_, impl Read>) -> io::Result<Vec<u8>> {
    if entry.size() > NAME_BYTES_MAX {
        let size = entry.size();
        return Err(io::Error::other(format!("a name in it weighs {size} bytes")));
    }
    let mut bytes = Vec::new();
    entry.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What comes out of an archive, which fails beyond measure.
struct Measured<'a, 's, D, R> {
    inner: D,
    source: &'a Source<'s, R>,
    limits: &'a Limits,
    unpacked: u64,
}

/// Below this, no ratio is beyond measure: a small file of blanks packs very well.
const RATIO_FREE_BYTES: u64 = 1024 * 1024;

impl<D: Read, R: Read> Read for Measured<'_, '_, D, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.unpacked += count as u64;
        let Limits { unpacked_bytes_max, unpacked_ratio_max, .. } = self.limits;
        if self.unpacked > *unpacked_bytes_max {
            let what = format!("it unpacks to more than {unpacked_bytes_max} bytes");
            return Err(io::Error::other(what));
        }
        let ratio_bytes = self.source.read_bytes().saturating_mul(*unpacked_ratio_max);
        if self.unpacked > ratio_bytes.max(RATIO_FREE_BYTES) {
            let what = format!("it unpacks to more than {unpacked_ratio_max} times its size");
            return Err(io::Error::other(what));
        }
        Ok(count)
    }
}
