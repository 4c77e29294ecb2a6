//! Whether a run goes on as what it was when it began: the same raccord, the same scenarios, the same
//! environment.

use std::fmt;

use serde_json::Value;

use super::description::Description;
use crate::sha256;

/// What is not as it was when the run began, and keeps it from being gone on with.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotTheSame {
    /// Another version of raccord would judge by other rules.
    #[error(
        "the run `{run}` was begun by raccord {began}: found raccord {found}, expected the same"
    )]
    Raccord {
        /// The run.
        run: String,
        /// The version that began it.
        began: String,
        /// The version that would go on.
        found: String,
    },
    /// A scenario file was changed.
    #[error(
        "`{path}` was changed since the run `{run}` began: found the SHA-256 {found}, \
         expected {expected}"
    )]
    Feature {
        /// The run.
        run: String,
        /// The path of the file.
        path: String,
        /// The SHA-256 of its text now.
        found: String,
        /// The SHA-256 of its text then.
        expected: String,
    },
    /// The environment is another one.
    #[error(
        "the environment `{environment}` is not what it was when the run `{run}` began:{changes}"
    )]
    Environment {
        /// The run.
        run: String,
        /// The name of the environment.
        environment: String,
        /// What changed, a line each.
        changes: Changes,
    },
}

/// A setting that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its key: `chorus_pro.siret`.
    pub key: String,
    /// What it was, as JSON; nothing where it was not set.
    pub before: Option<String>,
    /// What it is.
    pub now: Option<String>,
}

/// Settings that are not what they were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes(pub Vec<Change>);

/// What belongs to the machine, and so may be another on another one: how it dials, whom it trusts,
/// where its secrets and files are, how patient it is.
const OF_THE_MACHINE: &[&str] = &[
    "env",
    "file",
    "key",
    "longest_wait_here",
    "operator",
    "password",
    "proxy",
    "proxy_credentials",
    "requests_per_minute",
    "trust",
    "waits",
];

/// Asks whether this raccord, and the scenario files as they are now, are those of a run. `now` tells
/// a file's texts: that on the disk and that built into raccord, where there are such.
///
/// # Errors
///
/// [`NotTheSame`], the first thing that is not.
pub fn check(
    description: &Description,
    now: impl Fn(&str) -> Vec<String>,
) -> Result<(), NotTheSame> {
    let run = || description.id.clone();
    let found = env!("CARGO_PKG_VERSION");
    if description.raccord != found {
        let (began, found) = (description.raccord.clone(), found.to_owned());
        return Err(NotTheSame::Raccord { run: run(), began, found });
    }
    for feature in &description.features {
        let found: Vec<_> = now(&feature.path).iter().map(|it| sha256::of(it.as_bytes())).collect();
        if found.contains(&feature.sha256) {
            continue;
        }
        if let Some(found) = found.into_iter().next() {
            let (path, expected) = (feature.path.clone(), feature.sha256.clone());
            return Err(NotTheSame::Feature { run: run(), path, found, expected });
        }
    }
    Ok(())
}

/// Asks whether the settings of an environment are those that a run began with. Returns what changed
/// that belongs to the machine.
///
/// # Errors
///
/// [`NotTheSame::Environment`] when something else changed: the run would act for somebody else, or
/// somewhere else.
pub fn check_settings(description: &Description, now: &Value) -> Result<Changes, NotTheSame> {
    let mut all = Vec::new();
    compare("", Some(&description.environment.settings), Some(now), &mut all);
    let (of_the_machine, others): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|change| change.key.split('.').any(|part| OF_THE_MACHINE.contains(&part)));
    if others.is_empty() {
        return Ok(Changes(of_the_machine));
    }
    Err(NotTheSame::Environment {
        run: description.id.clone(),
        environment: description.environment.name.clone(),
        changes: Changes(others),
    })
}

fn compare(key: &str, before: Option<&Value>, now: Option<&Value>, changes: &mut Vec<Change>) {
    if before == now {
        return;
    }
    let below = |part: &str| match key {
        "" => part.to_owned(),
        key => format!("{key}.{part}"),
    };
    match (before, now) {
        (Some(Value::Object(before)), Some(Value::Object(now))) => {
            let added = now.keys().filter(|part| !before.contains_key(*part));
            for part in before.keys().chain(added) {
                compare(&below(part), before.get(part), now.get(part), changes);
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(now))) => {
            for index in 0..before.len().max(now.len()) {
                let part = below(&(index + 1).to_string());
                compare(&part, before.get(index), now.get(index), changes);
            }
        }
        // A setting that may be left out says the same by being empty.
        (None, Some(Value::Null)) | (Some(Value::Null), None) => {}
        (before, now) => changes.push(Change {
            key: key.to_owned(),
            before: before.map(Value::to_string),
            now: now.map(Value::to_string),
        }),
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        self.0.iter().try_for_each(|Change { key, before, now }| {
            write!(formatter, "\n  {key}: found {}, expected {}", shown(now), shown(before))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::runs::description::EnvironmentKept;

    fn run(settings: Value) -> Description {
        let text = "Feature: a\n";
        let features = [("a.feature", text)].map(|(path, text)| {
            let sha256 = sha256::of(text.as_bytes());
            json!({ "path": path, "kept": "features/1-a.feature", "sha256": sha256 })
        });
        let description = json!({
            "format": 1, "id": "2026-11-21-qualification-1", "raccord": env!("CARGO_PKG_VERSION"),
            "began": "2026-11-21T08:00:00Z",
            "environment": EnvironmentKept { name: "qualification".to_owned(), settings },
            "seed": 1, "command": [], "asked": {}, "operator": "Dominique", "features": features,
            "scenarios": [],
        });
        serde_json::from_value(description).unwrap()
    }

    #[test]
    fn a_scenario_file_that_changed_is_named_and_one_that_is_gone_is_not_asked_for() {
        let run = run(json!({}));
        assert_eq!(check(&run, |_| vec![String::new(), "Feature: a\n".to_owned()]), Ok(()));
        assert_eq!(check(&run, |_| Vec::new()), Ok(()));
        let told = check(&run, |_| vec!["Feature: b\n".to_owned()]).unwrap_err().to_string();
        assert!(told.starts_with("`a.feature` was changed since the run"), "{told}");
    }

    #[test]
    fn another_raccord_does_not_go_on() {
        let run = Description { raccord: "0.0.9".to_owned(), ..run(json!({})) };
        let told = check(&run, |_| Vec::new()).unwrap_err().to_string();
        assert!(told.contains("was begun by raccord 0.0.9"), "{told}");
    }

    #[test]
    fn what_belongs_to_the_machine_may_be_another_and_the_rest_may_not() {
        let before = json!({
            "proxy": "http://127.0.0.1:1", "chorus_pro": {
                "siret": "1", "piste": { "password": { "env": "A" } },
                "edi": { "certificates": [{ "file": "a.p12" }] },
            },
        });
        let run = run(before.clone());
        assert_eq!(check_settings(&run, &before), Ok(Changes::default()));
        let mut elsewhere = before.clone();
        elsewhere["proxy"] = json!("http://127.0.0.1:2");
        elsewhere["chorus_pro"]["piste"]["password"] = json!({ "file": "/run/secrets/a" });
        elsewhere["chorus_pro"]["edi"]["certificates"][0]["file"] = json!("b.p12");
        elsewhere["trust"] = json!(null);
        let keys: Vec<_> =
            check_settings(&run, &elsewhere).unwrap().0.into_iter().map(|it| it.key).collect();
        let expected = [
            "proxy",
            "chorus_pro.piste.password.env",
            "chorus_pro.piste.password.file",
            "chorus_pro.edi.certificates.1.file",
        ];
        assert_eq!(keys, expected);
        elsewhere["chorus_pro"]["siret"] = json!("2");
        let told = check_settings(&run, &elsewhere).unwrap_err().to_string();
        assert!(
            told.ends_with("began:\n  chorus_pro.siret: found \"2\", expected \"1\""),
            "{told}"
        );
    }
}
