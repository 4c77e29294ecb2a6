//! A partner's space: two directories, by names that never become paths on a disk.

use jiff::Timestamp;
use russh_sftp::protocol::{File, FileAttributes};

use super::Knobs;

/// What a path of the wire means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The space itself.
    Root,
    /// The drop directory.
    Drop,
    /// The pick-up directory.
    PickUp,
    /// A name in the drop.
    InDrop(String),
    /// A name in pick-up.
    InPickUp(String),
    /// Nothing that there is.
    Nowhere,
}

impl Place {
    /// Reads a path; one that does not begin with `/` begins at the root.
    pub(super) fn of(path: &str, knobs: &Knobs) -> Self {
        let parts = parts(path);
        match parts.as_slice() {
            [] => Self::Root,
            [directory] if *directory == knobs.drop_directory => Self::Drop,
            [directory] if *directory == knobs.pick_up_directory => Self::PickUp,
            [directory, name] if *directory == knobs.drop_directory => {
                Self::InDrop((*name).to_owned())
            }
            [directory, name] if *directory == knobs.pick_up_directory => {
                Self::InPickUp((*name).to_owned())
            }
            _ => Self::Nowhere,
        }
    }
}

/// The path without `.`, `..` and doubled slashes; `..` stops at the root.
pub(super) fn real_path(path: &str) -> String {
    format!("/{}", parts(path).join("/"))
}

fn parts(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

/// The attributes of a directory.
pub(super) fn directory(now: Timestamp) -> FileAttributes {
    attributes(0, 0o040_755, now)
}

/// The attributes of a file.
pub(super) fn file(size_bytes: u64, since: Timestamp) -> FileAttributes {
    attributes(size_bytes, 0o100_644, since)
}

fn attributes(size_bytes: u64, mode: u32, at: Timestamp) -> FileAttributes {
    let at_s = u32::try_from(at.as_second()).unwrap_or_default();
    FileAttributes {
        size: Some(size_bytes),
        uid: Some(0),
        gid: Some(0),
        permissions: Some(mode),
        atime: Some(at_s),
        mtime: Some(at_s),
        user: None,
        group: None,
    }
}

/// One line of a listing.
pub(super) fn line(name: &str, attributes: FileAttributes) -> File {
    File::new(name, attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpp_sftp_07_knows_two_directories_and_nothing_else() {
        let knobs = Knobs::default();
        let place = |path| Place::of(path, &knobs);
        for root in ["", "/", ".", "/depot/..", "/../..", "//"] {
            assert_eq!(place(root), Place::Root, "{root}");
        }
        assert_eq!(place("depot"), Place::Drop);
        assert_eq!(place("/retrait/"), Place::PickUp);
        assert_eq!(place("/depot/./a.xml"), Place::InDrop("a.xml".into()));
        assert_eq!(place("retrait/../depot/a"), Place::InDrop("a".into()));
        assert_eq!(place("/retrait/a"), Place::InPickUp("a".into()));
        for nowhere in ["/etc", "/depot/a/b", "/etc/passwd", "/Depot"] {
            assert_eq!(place(nowhere), Place::Nowhere, "{nowhere}");
        }
    }

    #[test]
    fn a_path_never_leads_above_the_root() {
        assert_eq!(real_path("."), "/");
        assert_eq!(real_path("../../etc"), "/etc");
        assert_eq!(real_path("/depot//./x/../y"), "/depot/y");
    }
}
