//! An inventory: a CSV with a line for each certificate file.
//!
//! The first line names the columns: `file` and `mode`, and if one likes `connections` and `owner`;
//! others are passed over. The delimiter is a comma, or a semicolon as French spreadsheets write it.

use csv::{ByteRecord, ReaderBuilder};
use raccord_certs::Mode;

/// A line of an inventory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The number of the line, from 1.
    pub line: u64,
    /// The file, as it is written; empty only where the mode needs no certificate.
    pub file: String,
    /// The mode.
    pub mode: &'static Mode,
    /// The connections that use the certificate.
    pub connections: String,
    /// Who answers for it.
    pub owner: String,
}

/// The first line names not the columns that are needed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HeaderError {
    /// A column is missing.
    #[error("failed to read line 1: found the columns {found}, expected one named `{column}`")]
    Missing {
        /// Which.
        column: &'static str,
        /// Those that are there.
        found: String,
    },
    /// A column is there twice.
    #[error("failed to read line 1: found the column `{column}` twice")]
    Twice {
        /// Which.
        column: &'static str,
    },
}

/// A line that says not what is needed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("failed to read line {line}, column {column}: found {found}, expected {expected}")]
pub struct RowError {
    /// The number of the line, from 1.
    pub line: u64,
    /// The name of the column, or its number.
    pub column: String,
    /// What is there.
    pub found: String,
    /// What should be there.
    pub expected: String,
}

const FILE: &str = "file";
const MODE: &str = "mode";
const CONNECTIONS: &str = "connections";
const OWNER: &str = "owner";

/// Reads an inventory; a line at fault does not keep the others from being read.
///
/// # Errors
///
/// When its first line does not name the columns.
pub fn read(text: &[u8]) -> Result<Vec<Result<Row, RowError>>, HeaderError> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text);
    let mut rows = reader.byte_records().map_while(Result::ok);
    let columns = Columns::read(&rows.next().unwrap_or_default())?;
    let is_blank = |row: &ByteRecord| row.iter().all(<[u8]>::is_empty);
    let mut lines = Lines { text, octets: 0, line: 1 };
    let rows = rows.map(|row| (lines.of(&row), row)).filter(|(_, row)| !is_blank(row));
    Ok(rows.map(|(line, row)| columns.row(line, &row)).collect())
}

/// The one of the two that the first line has more of.
fn delimiter(text: &[u8]) -> u8 {
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| first.iter().filter(|byte| **byte == wanted).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}

/// Counts the lines of a text up to each record; a record's own position is before the blank lines
/// that stand above it.
struct Lines<'a> {
    text: &'a [u8],
    octets: usize,
    line: u64,
}

impl Lines<'_> {
    /// Returns the line on which a record begins; records come in order.
    fn of(&mut self, record: &ByteRecord) -> u64 {
        let start = record.position().and_then(|it| usize::try_from(it.byte()).ok());
        let rest = self.text.get(self.octets..).unwrap_or_default();
        let before = start.unwrap_or_default().saturating_sub(self.octets);
        let is_end = |octet: &&u8| matches!(octet, b'\r' | b'\n');
        let blank = rest.iter().skip(before).take_while(is_end).count();
        let passed = rest.iter().take(before.saturating_add(blank));
        let ends = passed.filter(|octet| **octet == b'\n').count();
        self.octets = self.octets.saturating_add(before).saturating_add(blank);
        self.line = self.line.saturating_add(ends.try_into().unwrap_or_default());
        self.line
    }
}

/// Where each column is.
struct Columns {
    file: usize,
    mode: usize,
    connections: Option<usize>,
    owner: Option<usize>,
}

impl Columns {
    fn read(header: &ByteRecord) -> Result<Self, HeaderError> {
        let names: Vec<_> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
        let find = |column: &'static str| {
            let mut found = names.iter().enumerate().filter(|(_, name)| *name == column);
            let first = found.next().map(|(position, _)| position);
            if found.next().is_some() { Err(HeaderError::Twice { column }) } else { Ok(first) }
        };
        let need = |column: &'static str| {
            let found = || names.iter().map(|it| format!("{it:?}")).collect::<Vec<_>>().join(", ");
            find(column)?.ok_or_else(|| HeaderError::Missing { column, found: found() })
        };
        Ok(Self {
            file: need(FILE)?,
            mode: need(MODE)?,
            connections: find(CONNECTIONS)?,
            owner: find(OWNER)?,
        })
    }

    fn row(&self, line: u64, record: &ByteRecord) -> Result<Row, RowError> {
        let error = |column: &str, found: String, expected: &str| RowError {
            line,
            column: column.to_owned(),
            found,
            expected: expected.to_owned(),
        };
        let cell = |column: &str, position: Option<usize>| {
            let octets = position.and_then(|position| record.get(position)).unwrap_or_default();
            String::from_utf8(octets.to_vec()).map_err(|wrong| {
                let found = String::from_utf8_lossy(wrong.as_bytes()).into_owned();
                error(column, format!("{found:?}"), "text in UTF-8")
            })
        };
        let name = cell(MODE, Some(self.mode))?;
        let mode = Mode::named(&name).ok_or_else(|| {
            error(MODE, format!("{name:?}"), "a mode that `raccord cert profiles` lists")
        })?;
        let file = cell(FILE, Some(self.file))?;
        if file.is_empty() && !mode.demands.is_empty() {
            return Err(error(FILE, "nothing".to_owned(), "the path of a certificate"));
        }
        let (connections, owner) = (cell(CONNECTIONS, self.connections)?, cell(OWNER, self.owner)?);
        Ok(Row { line, file, mode, connections, owner })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Result<Row, RowError>> {
        read(text.as_bytes()).unwrap()
    }

    #[test]
    fn columns_come_in_any_order_and_others_are_passed_over() {
        let rows = rows(
            "Owner,mode,since,File,connections\nAda,chorus-pro/edi-sftp,2024,a.p7b,\"VFE1, VFE2\"\n\n\
             Bob,sofie/crypt,,b.txt\n",
        );
        let first = rows[0].as_ref().unwrap();
        assert_eq!((first.line, first.file.as_str()), (2, "a.p7b"));
        assert_eq!((first.connections.as_str(), first.owner.as_str()), ("VFE1, VFE2", "Ada"));
        let second = rows[1].as_ref().unwrap();
        assert_eq!((second.line, second.mode.name), (4, "sofie/crypt"));
        assert_eq!(second.connections, "");
    }

    #[test]
    fn a_french_spreadsheet_can_be_read() {
        let text = "\u{feff}file;mode;owner\r\na.p7b;chorus-pro/edi-sftp;Élodie, comptabilité\r\n";
        assert_eq!(rows(text)[0].as_ref().unwrap().owner, "Élodie, comptabilité");
    }

    #[test]
    fn a_line_at_fault_is_told_by_line_and_column_and_stops_no_other() {
        let rows = rows(
            "file,mode\na.p7b,chorus\n,chorus-pro/edi-sftp\n,chorus-pro/piste\nb,sofie/sort\n",
        );
        assert_eq!(
            rows[0].as_ref().unwrap_err().to_string(),
            "failed to read line 2, column mode: found \"chorus\", expected a mode that `raccord cert profiles` lists"
        );
        let error = rows[1].as_ref().unwrap_err();
        assert_eq!((error.line, error.column.as_str()), (3, "file"));
        assert!(rows[2].is_ok() && rows[3].is_ok());
        let latin = read(b"file,mode,owner\na,sofie/crypt,\xc9lodie\nb,sofie/crypt,\n").unwrap();
        assert_eq!(latin[0].as_ref().unwrap_err().column, "owner");
        assert!(latin[1].is_ok());
    }

    #[test]
    fn the_header_is_required() {
        let missing = |text: &[u8]| read(text).unwrap_err().to_string();
        assert!(missing(b"").contains("`file`"));
        assert!(missing(b"a.p7b,chorus-pro/edi-sftp\n").contains("\"a.p7b\""));
        assert!(missing(b"file,owner\n").contains("`mode`"));
        assert!(missing(b"file,mode,file\n").contains("twice"));
    }
}
