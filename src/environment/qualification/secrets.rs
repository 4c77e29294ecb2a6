//! The secrets that settings refer to, fetched: from variables that were read already, and from
//! files.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use raccord_kernel::Secret;

use super::settings::{EnvironmentSettings, SecretReference};
use crate::connectors::outside::Withheld;

/// The variables of the process environment that settings refer to, as far as they are set.
///
/// Whoever reads the process environment fills it; nothing here does.
#[derive(Debug, Clone, Default)]
pub struct Secrets(BTreeMap<String, Secret>);

/// A secret that is not there.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// No variable has the name.
    #[error("found no variable `{name}`, expected it to hold the secret of `{key}`")]
    NoVariable {
        /// The name.
        name: String,
        /// The key of the settings.
        key: String,
    },
    /// The file cannot be read.
    #[error("failed to read `{path}`, expected it to hold the secret of `{key}`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The key of the settings.
        key: String,
        /// What the disk said.
        source: io::Error,
    },
    /// There is nothing in it.
    #[error("found nothing in {place}, expected the secret of `{key}`")]
    Empty {
        /// The variable or the file.
        place: SecretReference,
        /// The key of the settings.
        key: String,
    },
}

impl SecretError {
    /// What to do about it.
    #[must_use]
    pub fn what_to_do(&self) -> String {
        match self {
            Self::NoVariable { name, .. } => {
                format!("set it for this shell alone: read -rs {name} && export {name}")
            }
            Self::Unreadable { path, .. } => {
                format!("write the secret into `{}`, readable by you alone", path.display())
            }
            Self::Empty { place, .. } => format!("put the secret into {place}"),
        }
    }
}

impl FromIterator<(String, Secret)> for Secrets {
    fn from_iter<I: IntoIterator<Item = (String, Secret)>>(variables: I) -> Self {
        Self(variables.into_iter().collect())
    }
}

impl Secrets {
    /// Fetches a secret for a key of the settings.
    ///
    /// # Errors
    ///
    /// When it is not there, or empty.
    pub fn fetch(&self, reference: &SecretReference, key: &str) -> Result<Secret, SecretError> {
        let key = key.to_owned();
        let secret = match reference {
            SecretReference::Env(name) => match self.0.get(name) {
                Some(secret) => secret.clone(),
                None => return Err(SecretError::NoVariable { name: name.clone(), key }),
            },
            SecretReference::File(path) => match read(path) {
                Ok(secret) => secret,
                Err(source) => {
                    return Err(SecretError::Unreadable { path: path.clone(), key, source });
                }
            },
        };
        if secret.reveal().is_empty() {
            return Err(SecretError::Empty { place: reference.clone(), key });
        }
        Ok(secret)
    }
}

/// The text of a file, without its last line end.
fn read(path: &Path) -> io::Result<Secret> {
    let mut text = std::fs::read_to_string(path)?;
    if text.ends_with('\n') {
        text.pop();
    }
    if text.ends_with('\r') {
        text.pop();
    }
    Ok(Secret::new(text))
}

impl EnvironmentSettings {
    /// Every secret that is referred to, with its key.
    #[must_use]
    pub fn references(&self) -> Vec<(String, &SecretReference)> {
        type Found<'a> = Vec<(String, &'a SecretReference)>;
        fn tell<'a>(all: &mut Found<'a>, key: &str, reference: Option<&'a SecretReference>) {
            all.extend(reference.map(|it| (key.to_owned(), it)));
        }
        let all = &mut Found::new();
        tell(all, "proxy_credentials", self.proxy_credentials.as_ref());
        let (chorus_pro, social_security) = (&self.chorus_pro, &self.social_security);
        if let Some(piste) = chorus_pro.as_ref().and_then(|it| it.piste.as_ref()) {
            tell(all, "chorus_pro.piste.client_secret", piste.client_secret.as_ref());
            tell(all, "chorus_pro.piste.password", piste.password.as_ref());
        }
        let edi = chorus_pro.as_ref().and_then(|it| it.edi.as_ref());
        let edi = edi.map(|edi| ("chorus_pro.edi", &edi.certificates));
        let rest = social_security.as_ref().map(|it| ("social_security", &it.certificates));
        for (table, certificates) in edi.into_iter().chain(rest) {
            for (number, certificate) in (1..).zip(certificates) {
                let key = format!("{table}.certificates#{number}.password");
                tell(all, &key, certificate.password.as_ref());
            }
        }
        std::mem::take(all)
    }

    /// The names of the variables that hold secrets, for whoever reads the process environment.
    #[must_use]
    pub fn variables(&self) -> Vec<&str> {
        let references = self.references().into_iter().map(|(_, reference)| reference);
        let names = references.filter_map(|reference| match reference {
            SecretReference::Env(name) => Some(name.as_str()),
            SecretReference::File(_) => None,
        });
        names.collect()
    }

    /// What no connector is given as a whole: every secret that can be fetched, and the variables.
    pub(super) fn withheld(&self, secrets: &Secrets) -> Withheld {
        let variables = self.variables().into_iter().map(str::to_owned).collect();
        let references = self.references().into_iter();
        let fetched = references.filter_map(|(key, it)| secrets.fetch(it, &key).ok());
        let mut fetched: Vec<_> = fetched.collect();
        // Of the proxy's `user:password`, the second is a secret by itself.
        let proxy = self.proxy_credentials.as_ref();
        let proxy = proxy.and_then(|it| secrets.fetch(it, "proxy_credentials").ok());
        let password = proxy.as_ref().and_then(|it| Some(it.reveal().split_once(':')?.1));
        fetched.extend(password.map(|it| Secret::new(it.to_owned())));
        Withheld { variables, secrets: fetched }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_from_its_variable_or_from_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, "of a file\r\n").unwrap();
        let secrets: Secrets = [("A", "of a variable"), ("EMPTY", "")]
            .map(|(name, text)| (name.to_owned(), Secret::new(text.to_owned())))
            .into_iter()
            .collect();
        let env = |name: &str| SecretReference::Env(name.to_owned());
        let fetch = |reference: &SecretReference| secrets.fetch(reference, "a.key");
        assert_eq!(fetch(&env("A")).unwrap().reveal(), "of a variable");
        assert_eq!(fetch(&SecretReference::File(file)).unwrap().reveal(), "of a file");
        let told = |reference| fetch(&reference).unwrap_err().to_string();
        assert!(told(env("B")).contains("found no variable `B`"));
        assert!(told(env("EMPTY")).contains("found nothing in the variable `EMPTY`"));
        let gone = SecretReference::File(folder.path().join("gone"));
        assert!(told(gone).contains("expected it to hold the secret of `a.key`"));
    }
}
