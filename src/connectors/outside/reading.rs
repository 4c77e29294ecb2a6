//! What a connector answered, read: nothing in it is let through that the contract does not say.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::contract::{Answer, Said, VERSION};
use super::error::Broken;
use super::running::excerpt;

/// The one field by which the version is known, whatever else a later version says.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

/// Reads the answer to a request.
pub(super) fn answer(text: &str, id: u64) -> Result<Answer, Broken> {
    let wrong =
        |why: serde_json::Error| Broken::NoAnswer { found: excerpt(text), why: why.to_string() };
    let value: Value = serde_json::from_str(text).map_err(wrong)?;
    let Versioned { version } = Versioned::deserialize(&value).map_err(wrong)?;
    if version != VERSION {
        return Err(Broken::Version { found: version, expected: VERSION });
    }
    let answer = Answer::deserialize(value).map_err(wrong)?;
    if answer.id != id {
        return Err(Broken::OtherRequest { found: answer.id, expected: id });
    }
    let why = match (answer.ok, answer.error.is_some()) {
        (true, true) => "`ok` is true, and there is an `error`",
        (false, false) => "`ok` is false, and there is no `error`",
        (false, true) if !answer.results.is_empty() => "`ok` is false, and there are `results`",
        (true, false) | (false, true) => return Ok(answer),
    };
    Err(Broken::NoAnswer { found: excerpt(text), why: why.to_owned() })
}

/// Reads what came of an action.
pub(super) fn results<T: DeserializeOwned>(
    results: Map<String, Value>,
    expected: &'static str,
) -> Result<T, Broken> {
    let wrong = |why: serde_json::Error| Broken::Results { why: why.to_string(), expected };
    serde_json::from_value(Value::Object(results)).map_err(wrong)
}

/// An action of which nothing comes but that it was done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// A content: in Base64, or in a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    path: Option<PathBuf>,
}

/// What a content is, as the contract says it.
pub(super) const CONTENT: &str = "`content` in Base64, or the `path` of a file";

impl Content {
    /// The content itself.
    pub(super) fn read(self) -> Result<Vec<u8>, Broken> {
        content(self.content, self.path, CONTENT)
    }
}

fn content(
    content: Option<String>,
    path: Option<PathBuf>,
    expected: &'static str,
) -> Result<Vec<u8>, Broken> {
    let wrong = |why: String| Broken::Results { why, expected };
    match (content, path) {
        (Some(content), None) => {
            STANDARD.decode(content).map_err(|error| wrong(format!("`content`: {error}")))
        }
        (None, Some(path)) => {
            std::fs::read(&path).map_err(|error| wrong(format!("`{}`: {error}", path.display())))
        }
        (None, None) | (Some(_), Some(_)) => {
            Err(wrong("neither `content` nor `path`, or both".to_owned()))
        }
    }
}

/// The files that were fetched.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Files {
    #[serde(default)]
    pub(super) files: Vec<FetchedFile>,
}

/// What fetched files are, as the contract says it.
pub(super) const FILES: &str =
    "`files`, each with its `name` and `content` in Base64, or the `path` of a file";

/// One file that was fetched.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FetchedFile {
    pub(super) name: String,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    path: Option<PathBuf>,
}

impl FetchedFile {
    /// Its content.
    pub(super) fn read(self) -> Result<(String, Vec<u8>), Broken> {
        Ok((self.name, content(self.content, self.path, FILES)?))
    }
}

/// The class of an error, as the contract names it.
pub(super) fn class(said: &Said) -> String {
    let name = serde_json::to_value(said.class).ok();
    name.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        answer(text, 3).unwrap_err().to_string()
    }

    #[test]
    fn an_answer_is_of_this_version_and_to_this_request_and_says_one_thing() {
        assert!(answer(r#"{"version":1,"id":3,"ok":true,"results":{}}"#, 3).unwrap().ok);
        assert!(refused("Done.").contains("found `Done.`, expected an answer in one line of JSON"));
        assert!(refused(r#"{"version":2,"new":1}"#).contains("found version 2 of the contract"));
        assert!(refused(r#"{"version":1,"id":2,"ok":true}"#).contains("the answer to request 2"));
        assert!(refused(r#"{"version":1,"id":3,"ok":false}"#).contains("there is no `error`"));
        assert!(refused(r#"{"version":1,"id":3,"ok":true,"result":{}}"#).contains("`result`"));
    }

    #[test]
    fn a_content_is_given_once() {
        let read = |text: &str| serde_json::from_str::<Content>(text).unwrap().read();
        assert_eq!(read(r#"{"content":"YQ=="}"#).unwrap(), b"a");
        assert!(read("{}").is_err());
        assert!(read(r#"{"content":"YQ==","path":"/etc/hostname"}"#).is_err());
        let missing = read(r#"{"path":"/nowhere/at all"}"#).unwrap_err().to_string();
        assert!(missing.contains("/nowhere/at all"), "{missing}");
    }
}
