//! `NAME[:PATH]`: a way to tell something, and where that goes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Parts the name from the file to write, which is stdout where none is named; `None` where the
/// path is empty.
pub(super) fn part(text: &str) -> Option<(&str, Option<PathBuf>)> {
    match text.split_once(':') {
        Some((_, "")) => None,
        Some((name, path)) => Some((name, Some(path.into()))),
        None => Some((text, None)),
    }
}

/// Names the place that two go to, where there is one.
pub(super) fn taken_twice<'a>(paths: impl IntoIterator<Item = Option<&'a Path>>) -> Option<String> {
    let mut places = BTreeSet::new();
    let twice = paths.into_iter().find(|path| !places.insert(*path))?;
    Some(twice.map_or("stdout".to_owned(), |path| format!("`{}`", path.display())))
}
