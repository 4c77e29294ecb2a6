//! What a session has open.

use std::collections::BTreeMap;

use russh_sftp::protocol::StatusCode;

use super::download::Download;
use super::listing::Listing;
use super::upload::Upload;

/// Something that is open.
#[derive(Debug)]
pub(super) enum Open {
    /// A file being dropped.
    Upload(Upload),
    /// A file being fetched.
    Download(Download),
    /// A directory being listed.
    Listing(Listing),
}

/// The most that one session may have open.
const OPEN_MAX: usize = 64;

/// What a session has open, by handle.
#[derive(Debug, Default)]
pub(super) struct Handles {
    open: BTreeMap<String, Open>,
    opened: u64,
}

impl Handles {
    /// Gives a handle.
    pub(super) fn put(&mut self, open: Open) -> Result<String, StatusCode> {
        if self.open.len() >= OPEN_MAX {
            return Err(StatusCode::Failure);
        }
        self.opened += 1;
        let handle = self.opened.to_string();
        self.open.insert(handle.clone(), open);
        Ok(handle)
    }

    /// What a handle stands for.
    pub(super) fn at(&mut self, handle: &str) -> Option<&mut Open> {
        self.open.get_mut(handle)
    }

    /// Takes a handle back.
    pub(super) fn take(&mut self, handle: &str) -> Option<Open> {
        self.open.remove(handle)
    }

    /// The upload that is under way under a name.
    pub(super) fn upload(&self, name: &str) -> Option<&Upload> {
        self.uploads().find(|upload| upload.name() == name)
    }

    /// All uploads that are under way.
    pub(super) fn uploads(&self) -> impl Iterator<Item = &Upload> {
        self.open.values().filter_map(|open| match open {
            Open::Upload(upload) => Some(upload),
            Open::Download(_) | Open::Listing(_) => None,
        })
    }
}
