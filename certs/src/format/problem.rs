//! What stands in the way of reading a file, and where.

use std::fmt;

use super::{ber::Damage, limits, sniff::Content};

/// Something that stands in the way of reading a file, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where in the file.
    pub place: Place,
    /// What it is.
    pub what: Obstacle,
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The file as a whole.
    File,
    /// An octet, counted from 0.
    Octet(usize),
    /// A block of a text, or a line that is a piece of its own.
    Block {
        /// Its number, counted from 1.
        number: usize,
        /// The line it begins on, counted from 1.
        line: usize,
    },
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Obstacle {
    /// The file has no octet.
    #[error("found an empty file, expected a certificate")]
    Empty,
    /// The file is larger than [`limits::FILE_OCTETS`].
    #[error("found {octets} octets, expected at most {}", limits::FILE_OCTETS)]
    TooLarge {
        /// How large it is.
        octets: usize,
    },
    /// The file has more pieces than [`limits::PIECES`].
    #[error("found more than {} pieces, and did not read the others", limits::PIECES)]
    TooManyPieces,
    /// Nothing known here.
    #[error("found {found}, expected a certificate or a key in PEM, DER, PKCS#7 or PKCS#12")]
    Unknown {
        /// What it looks like.
        found: &'static str,
    },
    /// The ASN.1 is cut off or cannot be read.
    #[error("{content} cannot be read: {source}")]
    Damaged {
        /// What it looks like.
        content: Content,
        /// What is wrong.
        source: Damage,
    },
    /// A field cannot be read.
    #[error("{content} cannot be read: {found}")]
    Field {
        /// What it is.
        content: Content,
        /// Which field is wrong, and how.
        found: String,
    },
    /// Something follows that is no part of it.
    #[error("found {octets} octets after the end of {content}, which are no part of it")]
    Trailing {
        /// What it follows.
        content: Content,
        /// How many octets follow.
        octets: usize,
    },
    /// A block of PEM begins and does not end.
    #[error(
        "found `-----BEGIN {label}-----`, expected `-----END {label}-----` after it: the text is cut off, or its last lines were not copied"
    )]
    NotClosed {
        /// The label it begins with.
        label: String,
    },
    /// What stands in a block of PEM is no Base64.
    #[error("the block `{label}` cannot be read: found no Base64 on line {line}")]
    NotBase64 {
        /// The label of the block.
        label: String,
        /// The first line that is none, counted from 1 in the file.
        line: usize,
    },
    /// The password does not open it.
    #[error("the password does not open {content}: it is another one, or the file was damaged")]
    WrongPassword {
        /// What it does not open.
        content: Content,
    },
    /// The password cannot be one.
    #[error("found a NUL character in the password, expected none")]
    NulInPassword,
    /// More work is asked for than is reasonable.
    #[error(
        "{content} asks to digest its password {found} times, expected at most {}",
        limits::ITERATIONS
    )]
    Iterations {
        /// What asks.
        content: Content,
        /// How often; `u64::MAX` stands for anything above.
        found: u64,
    },
    /// The pieces of a file ask for more work together than is reasonable.
    #[error(
        "the file asks to digest its password more than {} times in all",
        limits::ITERATIONS_OF_A_FILE
    )]
    IterationsOfFile,
    /// A key is larger than anybody uses.
    #[error("found an RSA key of {bits} bits, expected at most {}", limits::RSA_BITS)]
    KeyTooLarge {
        /// The length of its modulus.
        bits: u32,
    },
    /// It may be sound, and uses something that is not known here.
    #[error(
        "{content} uses {algorithm}, which is not supported: write it anew with a program of today"
    )]
    Unsupported {
        /// What uses it.
        content: Content,
        /// What it uses, by name or dotted identifier.
        algorithm: String,
    },
}

impl Problem {
    /// Says whether the file has been read all the same, and this is to be known besides.
    #[must_use]
    pub const fn is_beside_the_rest(&self) -> bool {
        matches!(self.what, Obstacle::Trailing { .. })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::File => write!(f, "{}", self.what),
            Place::Octet(octet) => write!(f, "at octet {octet}: {}", self.what),
            Place::Block { number, line } => {
                write!(f, "in block {number}, which begins on line {line}: {}", self.what)
            }
        }
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.what)
    }
}
