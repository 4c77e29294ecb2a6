//! Whether bytes are well-formed XML: nothing is fetched, no document type is taken, and no text
//! is held whole.

use std::io::{self, BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::Syntax;

/// Reads to the end, or to the first thing that is wrong.
pub(super) fn syntax(reader: impl BufRead) -> Syntax {
    match judge(reader) {
        Ok(()) => Syntax::WellFormed,
        Err(why) => Syntax::Malformed { why },
    }
}

fn judge(mut reader: impl BufRead) -> Result<(), String> {
    let start = reader.fill_buf().map_err(|error| error.to_string())?;
    let is_utf8 = declares_utf8(start);
    let slim = Slim { inner: reader, is_utf8, run: 0 };
    let mut reader = Reader::from_reader(BufReader::new(slim));
    reader.config_mut().check_comments = true;
    let mut buffer = Vec::new();
    let mut place = Place::default();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(|error| error.to_string())?;
        if event == Event::Eof {
            return place.end();
        }
        place.pass(&event)?;
    }
}

/// Where a reading stands.
#[derive(Default)]
struct Place {
    depth: u64,
    has_root: bool,
    is_begun: bool,
}

impl Place {
    fn pass(&mut self, event: &Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(start) => {
                self.element(start)?;
                self.depth += 1;
            }
            Event::Empty(start) => self.element(start)?,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Text(text) => self.text(text)?,
            Event::CData(_) if self.depth == 0 => return Err("text outside the root".to_owned()),
            Event::GeneralRef(reference) => self.reference(reference)?,
            Event::DocType(_) => return Err("a document type, which is not taken".to_owned()),
            Event::Decl(_) if self.is_begun => return Err("a declaration not at the start".into()),
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => {}
        }
        self.is_begun = true;
        Ok(())
    }

    fn element(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        if self.depth == 0 && self.has_root {
            return Err("a second root".to_owned());
        }
        self.has_root = true;
        for attribute in start.attributes() {
            attribute.map_err(|error| error.to_string())?;
        }
        Ok(())
    }

    fn text(&self, text: &str) -> Result<(), String> {
        // A byte order mark is no text.
        let is_blank = text.trim_start_matches('\u{feff}').trim_ascii().is_empty();
        if self.depth == 0 && !is_blank {
            return Err("text outside the root".to_owned());
        }
        Ok(())
    }

    fn reference(&self, reference: &BytesRef<'_>) -> Result<(), String> {
        if self.depth == 0 {
            return Err("a reference outside the root".to_owned());
        }
        let name: &str = reference;
        let is_known = matches!(name, "amp" | "lt" | "gt" | "apos" | "quot");
        let is_character = || reference.resolve_char_ref().is_ok_and(|it| it.is_some());
        if is_known || is_character() {
            return Ok(());
        }
        Err(format!("a reference to `{name}`, which is not declared"))
    }

    fn end(&self) -> Result<(), String> {
        match (self.has_root, self.depth) {
            (false, _) => Err("no root element".to_owned()),
            (true, 0) => Ok(()),
            (true, depth) => Err(format!("{depth} elements that are not closed")),
        }
    }
}

/// Whether the declaration names no encoding but UTF-8.
fn declares_utf8(start: &[u8]) -> bool {
    let start = String::from_utf8_lossy(start.get(..256).unwrap_or(start)).to_ascii_lowercase();
    let declaration = start.split_once("?>").map_or("", |(declaration, _)| declaration);
    let Some((_, value)) = declaration.split_once("encoding") else { return true };
    let value = value.trim_start_matches([' ', '=', '"', '\'']);
    value.starts_with("utf-8") || value.starts_with("us-ascii")
}

/// A document without what its form does not depend on: the middle of long runs of plain
/// characters, which a parser would hold whole (a scanned invoice is one text of many megabytes),
/// and, in an encoding other than UTF-8, which letters the others are.
struct Slim<R> {
    inner: R,
    is_utf8: bool,
    run: usize,
}

/// How much of a run is kept.
const RUN_BYTES: usize = 4 * 1024;

impl<R: BufRead> Read for Slim<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let bytes = self.inner.fill_buf()?;
            let taken = bytes.len().min(buffer.len());
            if taken == 0 {
                return Ok(0);
            }
            let mut kept = 0;
            for (byte, place) in
                slimmed(&mut self.run, self.is_utf8, bytes, taken).zip(buffer.iter_mut())
            {
                *place = byte;
                kept += 1;
            }
            self.inner.consume(taken);
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

fn slimmed<'a>(
    run: &'a mut usize,
    is_utf8: bool,
    bytes: &'a [u8],
    taken: usize,
) -> impl Iterator<Item = u8> + 'a {
    bytes.iter().take(taken).filter_map(move |&byte| {
        let byte = if byte >= 0x80 && !is_utf8 { b'x' } else { byte };
        let is_plain =
            byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b' ' | b'\r' | b'\n');
        *run = if is_plain { *run + 1 } else { 0 };
        (*run <= RUN_BYTES).then_some(byte)
    })
}
