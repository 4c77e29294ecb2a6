//! The repository's own files.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// A text file of the repository.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path from the root, with `/` between folders.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
}

impl File {
    /// Whether the file lies in a folder, or is the file named.
    pub(crate) fn is_in(&self, place: &str) -> bool {
        Path::new(&self.path).starts_with(place)
    }

    /// Whether all of it is built for tests only.
    pub(crate) fn is_test(&self) -> bool {
        let parts = || self.path.split('/');
        parts().any(|part| part == "tests" || part == "benches")
            || parts().next_back() == Some("tests.rs")
    }
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The paths of all files, sorted; what is built or belongs to git is left out.
pub(crate) fn paths() -> Vec<String> {
    let is_ours = |name: &str| name != "target" && !(name.starts_with('.') && name.len() > 1);
    let walk = WalkDir::new(root()).sort_by_file_name().into_iter();
    walk.filter_entry(|entry| entry.depth() == 0 || entry.file_name().to_str().is_some_and(is_ours))
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(root()).unwrap().to_str().unwrap().to_owned())
        .collect()
}

/// The files whose names end so.
pub(crate) fn files(ending: &str) -> Vec<File> {
    let paths = paths().into_iter().filter(|path| path.ends_with(ending));
    paths.map(|path| File { text: fs::read_to_string(root().join(&path)).unwrap(), path }).collect()
}

/// Fails with everything that was found at fault, one a line.
#[track_caller]
pub(crate) fn nothing_wrong(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}
