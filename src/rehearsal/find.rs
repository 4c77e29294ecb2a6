//! Finds scenario files: on disk where a path is given, else those built into the program.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

use rust_embed::Embed;
use walkdir::WalkDir;

/// A scenario file's text, and the path it is called by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioFile {
    /// The path, with `/` between folders.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// A file or folder to run, and the line where only some of it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The file or folder.
    pub path: PathBuf,
    /// The line of a scenario, of a row of its examples, of a rule, or of anything inside them.
    pub line: Option<usize>,
}

/// A file to read, and the lines asked for; none means all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The file.
    pub file: ScenarioFile,
    /// The lines asked for; `None` is the whole file.
    pub lines: Option<BTreeSet<usize>>,
}

/// Why scenario files could not be found.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FindError {
    /// A line says nothing of a folder.
    #[error("the line {line} is given for `{path}`, which is a folder")]
    LineOfFolder {
        /// The folder.
        path: String,
        /// The line.
        line: usize,
    },
    /// Neither on disk nor built in.
    #[error("`{path}` is neither on disk nor among the scenario files built into raccord")]
    Missing {
        /// The path that was asked for.
        path: String,
    },
    /// The disk refused.
    #[error("failed to read `{path}`")]
    Unreadable {
        /// The path that was read.
        path: String,
        /// What the disk said.
        source: io::Error,
    },
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

impl Target {
    /// Reads `PATH` or `PATH:LINE`.
    pub fn parse(text: &str) -> Self {
        let with_line = text.rsplit_once(':').and_then(|(path, line)| {
            let line = line.parse().ok().filter(|line| *line > 0)?;
            (!path.is_empty()).then_some((path, line))
        });
        match with_line {
            Some((path, line)) => Self { path: path.into(), line: Some(line) },
            None => Self { path: text.into(), line: None },
        }
    }
}

#[derive(Embed)]
#[folder = "features/"]
#[allow_missing = true]
struct Embedded;

/// Returns the scenario files built into the program, in the order of their paths.
pub fn embedded() -> Vec<ScenarioFile> {
    let mut files: Vec<ScenarioFile> = Embedded::iter()
        .filter(|name| name.ends_with(".feature"))
        .filter_map(|name| {
            let text = Embedded::get(&name)?.data.into_owned();
            let text = String::from_utf8_lossy(&text).into_owned();
            Some(ScenarioFile { path: format!("features/{name}"), text })
        })
        .collect();
    files.sort_by(|left, right| left.path.cmp(&right.path));
    files
}

/// Finds the files that `targets` name, each once, in the order given; folders by name.
///
/// Without a target, all of `embedded`. What is on disk wins over an embedded file of that path.
///
/// # Errors
///
/// [`FindError`] for the first target that cannot be found or read.
pub fn find(targets: &[Target], embedded: Vec<ScenarioFile>) -> Result<Vec<Wanted>, FindError> {
    if targets.is_empty() {
        return Ok(embedded.into_iter().map(|file| Wanted { file, lines: None }).collect());
    }
    let mut found = Vec::new();
    for target in targets {
        for file in files(target, &embedded)? {
            merge(&mut found, file, target.line);
        }
    }
    Ok(found)
}

fn files(target: &Target, embedded: &[ScenarioFile]) -> Result<Vec<ScenarioFile>, FindError> {
    let path = &target.path;
    if path.is_dir() {
        return match target.line {
            Some(line) => Err(FindError::LineOfFolder { path: shown(path), line }),
            None => read_folder(path),
        };
    }
    if path.exists() {
        return Ok(vec![read_file(path)?]);
    }
    let shown = shown(path);
    let folder = format!("{shown}/");
    let matching = |file: &&ScenarioFile| file.path == shown || file.path.starts_with(&folder);
    let files: Vec<ScenarioFile> = embedded.iter().filter(matching).cloned().collect();
    if files.is_empty() { Err(FindError::Missing { path: shown }) } else { Ok(files) }
}

fn read_folder(folder: &Path) -> Result<Vec<ScenarioFile>, FindError> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|error| FindError::Unreadable {
            path: shown(error.path().unwrap_or(folder)),
            source: error.into(),
        })?;
        let is_feature = entry.path().extension().is_some_and(|extension| extension == "feature");
        if is_feature && entry.file_type().is_file() {
            files.push(read_file(entry.path())?);
        }
    }
    Ok(files)
}

fn read_file(path: &Path) -> Result<ScenarioFile, FindError> {
    let path_shown = shown(path);
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(ScenarioFile { path: path_shown, text }),
        Err(source) => Err(FindError::Unreadable { path: path_shown, source }),
    }
}

/// Adds a file, or lines to a file that is already there.
fn merge(found: &mut Vec<Wanted>, file: ScenarioFile, line: Option<usize>) {
    let lines = line.map(|line| BTreeSet::from([line]));
    let Some(known) = found.iter_mut().find(|known| known.file.path == file.path) else {
        found.push(Wanted { file, lines });
        return;
    };
    known.lines = match (known.lines.take(), lines) {
        (Some(known), Some(lines)) => Some(&known | &lines),
        (None, _) | (_, None) => None,
    };
}

/// Returns a path as people write it: no `./`, and `/` between folders on every system.
fn shown(path: &Path) -> String {
    let path: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> ScenarioFile {
        ScenarioFile { path: path.to_owned(), text: String::new() }
    }

    fn paths(targets: &[&str], embedded: &[&str]) -> Result<Vec<String>, String> {
        let targets: Vec<Target> = targets.iter().map(|target| Target::parse(target)).collect();
        find(&targets, embedded.iter().map(|path| file(path)).collect())
            .map(|found| found.into_iter().map(|wanted| wanted.file.path).collect())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_line_is_what_follows_the_last_colon_as_a_number() {
        let target = |path: &str, line| Target { path: path.into(), line };
        assert_eq!(Target::parse("a.feature:12"), target("a.feature", Some(12)));
        assert_eq!(Target::parse("a.feature"), target("a.feature", None));
        assert_eq!(Target::parse("C:/a.feature"), target("C:/a.feature", None));
        assert_eq!(Target::parse("a.feature:0"), target("a.feature:0", None));
    }

    #[test]
    fn without_a_path_everything_built_in_is_found() {
        assert_eq!(paths(&[], &["features/a.feature"]), Ok(vec!["features/a.feature".to_owned()]));
    }

    #[test]
    fn what_is_not_on_disk_is_looked_for_among_what_is_built_in() {
        let embedded =
            ["features/piste/a.feature", "features/piste/b.feature", "features/x.feature"];
        let folder = paths(&["features/piste"], &embedded).unwrap();
        assert_eq!(folder, ["features/piste/a.feature", "features/piste/b.feature"]);
        assert_eq!(paths(&["./features/x.feature:3"], &embedded).unwrap(), ["features/x.feature"]);
    }

    #[test]
    fn a_path_that_is_nowhere_is_refused() {
        let refused = paths(&["features/pis"], &["features/piste/a.feature"]).unwrap_err();
        insta::assert_snapshot!(refused, @"`features/pis` is neither on disk nor among the scenario files built into raccord");
    }

    #[test]
    fn a_file_given_twice_is_found_once_with_both_lines() {
        let targets = [Target::parse("a.feature:3"), Target::parse("a.feature:9")];
        let found = find(&targets, vec![file("a.feature")]).unwrap();
        assert_eq!(found, [Wanted { file: file("a.feature"), lines: Some([3, 9].into()) }]);
    }

    #[test]
    fn a_folder_on_disk_wins_over_what_is_built_in() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("b.feature"), "on disk").unwrap();
        std::fs::write(folder.path().join("a.feature"), "on disk").unwrap();
        std::fs::write(folder.path().join("notes.txt"), "not a feature").unwrap();
        let path = folder.path().to_str().unwrap();
        let built_in = format!("{}/c.feature", shown(folder.path()));
        let found = paths(&[path], &[&built_in]).unwrap();
        assert_eq!(found, [format!("{path}/a.feature"), format!("{path}/b.feature")]);
    }
}
