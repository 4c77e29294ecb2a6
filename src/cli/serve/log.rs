//! What is told of all that crosses, as it crosses: JSON lines, for a file and for stderr.

use std::fs::File;
use std::io::{self, Write};

/// Where lines go.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) file: Option<File>,
    /// Whether they go to stderr.
    pub(super) is_told: bool,
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.is_told {
            // Talk that nobody hears must not end what it talks about.
            let _unheard = io::stderr().write_all(bytes);
        }
        if let Some(Err(error)) = self.file.as_mut().map(|file| file.write_all(bytes)) {
            self.file = None;
            let _unheard = writeln!(
                io::stderr(),
                "the journal is no longer written to its file: {error}; make room, and serve again"
            );
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), File::flush)
    }
}
