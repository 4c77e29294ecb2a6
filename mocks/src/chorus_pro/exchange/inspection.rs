//! What the content of a drop was found to be: a value, so that judging it stays pure.

use serde::{Deserialize, Serialize};

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// The size of what was dropped.
    pub size_bytes: u64,
    /// Its SHA-256, in lowercase hexadecimal; empty where it was not read.
    pub sha256: String,
    /// Its content.
    pub content: Content,
}

/// What the content is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nobody read it: the envelope was refused already.
    NotRead,
    /// One file.
    Lone(File),
    /// An archive, and what it holds.
    Archive(Vec<File>),
    /// An archive that cannot be read to its end, or that should not.
    Unreadable {
        /// Why.
        why: String,
    },
}

/// One file, or an entry of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, in an archive without a leading `./`; bytes that are no UTF-8 are replaced.
    pub name: String,
    /// What kind of entry it is.
    pub kind: EntryKind,
    /// Its size.
    pub size_bytes: u64,
    /// Its syntax.
    pub syntax: Syntax,
}

impl File {
    /// What stands after the last dot of its name, in lowercase.
    #[must_use]
    pub fn extension(&self) -> Option<String> {
        let (_, extension) = self.name.rsplit_once('.')?;
        Some(extension.to_ascii_lowercase())
    }
}

/// What kind of entry an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A plain file.
    File,
    /// A directory.
    Directory,
    /// A link, a device, or anything else.
    Other,
}

/// Whether a file reads as what its name says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Syntax {
    /// It is no XML by its name, or was not read.
    NotXml,
    /// It is well-formed XML.
    WellFormed,
    /// It is not.
    Malformed {
        /// Why.
        why: String,
    },
}

/// The sizes and types that receivability allows; "Go" and "Mo" are read as powers of ten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The largest flow (`CPP-EDI-05`).
    pub flow_bytes_max: u64,
    /// The largest file of a flow (`CPP-EDI-10`).
    pub file_bytes_max: u64,
    /// The most that an archive may unpack to (`CPP-EDI-08`).
    pub unpacked_bytes_max: u64,
    /// How many times its own size an archive may unpack to, once beyond a mebibyte
    /// (`CPP-EDI-08`).
    pub unpacked_ratio_max: u64,
    /// The most entries that an archive may hold (`CPP-EDI-08`).
    pub entries_max: usize,
    /// The extensions of the files in an archive, in lowercase (`CPP-EDI-12`).
    pub file_types: Vec<String>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            flow_bytes_max: 1_000_000_000,
            file_bytes_max: 120_000_000,
            unpacked_bytes_max: 4_000_000_000,
            unpacked_ratio_max: 250,
            entries_max: 10_000,
            file_types: vec!["xml".to_owned(), "pdf".to_owned()],
        }
    }
}
