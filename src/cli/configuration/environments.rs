//! `[environments.NAME]`: the environments that there are beside the mocks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf, absolute};

use schemars::JsonSchema;
use serde::Deserialize;
use toml::{Table, Value};

use crate::environment::qualification::settings::EnvironmentSettings;

/// The environment that needs no settings, and whose name no other can have.
pub const MOCKS: &str = "mocks";

/// The keys whose texts are paths.
const PATHS: [&str; 4] = ["file", "key", "template", "trust"];

/// The environments, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "BTreeMap<String, EnvironmentSettings>")]
#[schemars(with = "BTreeMap<String, EnvironmentSettings>")]
pub struct EnvironmentsTable(BTreeMap<String, EnvironmentSettings>);

/// A name that no environment can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongName {
    /// It is that of the mocks.
    #[error("found the environment `mocks`, expected another name: the mocks need no settings")]
    Mocks,
    /// It has other characters.
    #[error(
        "found the environment `{0}`, expected small letters, digits, `-` and `_`, as in \
         qualification"
    )]
    Characters(String),
}

/// No environment has a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found no environment `{name}`, expected {expected}{meant}")]
pub struct NoEnvironment {
    name: String,
    expected: String,
    meant: String,
    /// Whether none at all is described.
    pub(super) is_first: bool,
}

impl TryFrom<BTreeMap<String, EnvironmentSettings>> for EnvironmentsTable {
    type Error = WrongName;

    fn try_from(all: BTreeMap<String, EnvironmentSettings>) -> Result<Self, WrongName> {
        let is_plain =
            |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "-_".contains(it);
        for name in all.keys() {
            if name == MOCKS {
                return Err(WrongName::Mocks);
            }
            if name.is_empty() || !name.chars().all(is_plain) {
                return Err(WrongName::Characters(name.clone()));
            }
        }
        Ok(Self(all))
    }
}

impl EnvironmentsTable {
    /// The settings of an environment.
    ///
    /// # Errors
    ///
    /// [`NoEnvironment`], with what was probably meant.
    pub fn named(&self, name: &str) -> Result<&EnvironmentSettings, NoEnvironment> {
        self.0.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
            let meant = super::suggestion::nearest(name, names.iter().copied());
            let expected = match &*names {
                [] => "a table [environments.NAME] in raccord.toml".to_owned(),
                names => format!("`{}`", names.join("`, `")),
            };
            let meant = meant.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            let is_first = names.is_empty();
            NoEnvironment { name: name.to_owned(), expected, meant, is_first }
        })
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Makes the paths of a file's environments count from the folder of the file.
pub(super) fn count_from(folder: &Path, all: &mut Table) {
    if let Some(environments) = all.get_mut("environments") {
        count(folder, environments);
    }
}

fn count(folder: &Path, value: &mut Value) {
    match value {
        Value::Table(table) => {
            for (key, value) in table.iter_mut() {
                let is_path = PATHS.contains(&key.as_str());
                if let Value::String(text) = value
                    && is_path
                    && !text.is_empty()
                {
                    *text = from(folder, text);
                } else {
                    count(folder, value);
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|value| count(folder, value)),
        Value::String(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_) => {}
    }
}

/// A path from the root, so that whoever starts elsewhere finds it too.
fn from(folder: &Path, path: &str) -> String {
    let joined = folder.join(PathBuf::from(path));
    absolute(&joined).unwrap_or(joined).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<EnvironmentsTable, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn the_name_of_the_mocks_is_taken_and_names_are_plain() {
        assert!(read("[mocks]\n").unwrap_err().contains("expected another name"));
        assert!(read("[Qualification]\n").unwrap_err().contains("expected small letters"));
        assert_eq!(read("[acceptance-2]\n").unwrap().names().collect::<Vec<_>>(), ["acceptance-2"]);
    }

    #[test]
    fn a_name_that_nobody_has_is_told_with_what_was_meant() {
        let table = read("[qualification]\n[simulation]\n").unwrap();
        let told = table.named("qualificaton").unwrap_err().to_string();
        assert!(told.contains("expected `qualification`, `simulation`"), "{told}");
        assert!(told.contains("did you mean `qualification`?"), "{told}");
        let none = EnvironmentsTable::default().named("a").unwrap_err().to_string();
        assert!(none.contains("expected a table [environments.NAME]"), "{none}");
    }

    #[test]
    fn a_path_counts_from_the_folder_of_its_file() {
        let mut all: Table = "[environments.q]\ntrust = \"ca.pem\"\n\
                              [environments.q.chorus_pro.piste]\n\
                              client_secret = { file = \"/etc/secret\" }\n\
                              password = { env = \"file\" }\n\
                              [[environments.q.chorus_pro.edi.certificates]]\nfile = \"a.p12\"\n"
            .parse()
            .unwrap();
        count_from(Path::new("/home/a"), &mut all);
        let q = EnvironmentsTable::deserialize(all["environments"].clone()).unwrap();
        let q = q.named("q").unwrap().clone();
        assert_eq!(q.trust.as_deref(), Some(Path::new("/home/a/ca.pem")));
        let chorus_pro = q.chorus_pro.unwrap();
        let piste = chorus_pro.piste.unwrap();
        assert_eq!(piste.client_secret.unwrap().to_string(), "the file `/etc/secret`");
        assert_eq!(piste.password.unwrap().to_string(), "the variable `file`");
        let [certificate] = &chorus_pro.edi.unwrap().certificates[..] else { panic!() };
        assert_eq!(certificate.file, Path::new("/home/a/a.p12"));
    }
}
