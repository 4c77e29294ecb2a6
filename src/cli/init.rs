//! `raccord init`: writes a commented `raccord.toml` to begin with.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::args::InitArguments;
use super::exit::Exit;

/// The file in the current folder.
const HERE: &str = "raccord.toml";

/// What is written.
pub const TEMPLATE: &str = include_str!("init/raccord.toml");

/// The file was not written.
#[derive(Debug, thiserror::Error)]
pub enum InitError {
    /// One is there.
    #[error("found `{path}`, expected no file there: nothing is written over")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The disk refused.
    #[error("failed to write `{path}`")]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

impl InitError {
    /// Returns what to do next.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Exists { .. } => Some("--force writes over it"),
            Self::Unwritten { .. } => None,
        }
    }
}

/// Writes the file, and says what is next.
///
/// # Errors
///
/// When a file is there already and `--force` was not given, or the disk refuses.
pub fn init(arguments: &InitArguments) -> Result<Exit, InitError> {
    let path = || PathBuf::from(HERE);
    write(Path::new(HERE), arguments.force).map_err(|source| {
        if source.kind() == io::ErrorKind::AlreadyExists {
            InitError::Exists { path: path() }
        } else {
            InitError::Unwritten { path: path(), source }
        }
    })?;
    let next = "wrote raccord.toml: fill it in, then `raccord doctor --env qualification`\n";
    // Whoever does not read it finds the file all the same.
    let _unread = io::stderr().write_all(next.as_bytes());
    Ok(Exit::Passed)
}

fn write(path: &Path, over: bool) -> io::Result<()> {
    let mut file = match over {
        true => File::create(path)?,
        false => OpenOptions::new().write(true).create_new(true).open(path)?,
    };
    file.write_all(TEMPLATE.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::configuration::Configuration;

    fn read(text: &str) -> Configuration {
        toml::from_str(text).unwrap()
    }

    #[test]
    fn what_is_written_is_read_and_lacks_only_what_its_owner_knows() {
        let environments = read(TEMPLATE).environments;
        assert_eq!(
            environments.names().collect::<Vec<_>>(),
            ["acceptance", "qualification", "simulation"]
        );
        for name in ["acceptance", "qualification", "simulation"] {
            let settings = environments.named(name).unwrap();
            assert_eq!(settings.guard(name, false), Ok(()), "{name}");
            for problem in settings.problems() {
                assert_eq!(problem.found, "nothing", "{name}: {problem}");
                let key = problem.key.rsplit('.').next().unwrap().to_owned();
                assert!(TEMPLATE.contains(&format!("\n{key} = \"\"")), "{name}: {problem}");
            }
        }
    }

    #[test]
    fn what_is_commented_out_can_be_used_too() {
        // A comment that would be a key or a table is one when its sign is taken away.
        let line = regex::Regex::new(r"(?m)^# (\[|[a-z_]+ = )").unwrap();
        let all = line.replace_all(TEMPLATE, "$1").into_owned();
        assert!(all.matches("\n[[environments.qualification.chorus_pro.edi").count() == 2, "{all}");
        let environments = read(&all).environments;
        let qualification = environments.named("qualification").unwrap();
        assert!(qualification.proxy.is_some() && qualification.longest_wait_here.is_some());
        assert!(qualification.chorus_pro.as_ref().unwrap().flow.is_some());
    }
}
