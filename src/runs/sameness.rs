//! Whether a run goes on as what it was when it began: the same raccord, the same scenarios, the same
//! environment.

use std::collections::BTreeMap;
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
    "template",
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
        .partition(|change| change.is_of_the_machine() || change.is_another_certificate());
    if others.is_empty() {
        return Ok(Changes(of_the_machine));
    }
    Err(description.another_environment(Changes(others)))
}

/// Asks whether the files that decide as whom and with what a run acts hold what they held when they
/// were first there, wherever they are now. One that is new was not there before.
///
/// # Errors
///
/// [`NotTheSame::Environment`] when one holds something else, or is gone.
pub fn check_fingerprints(
    description: &Description,
    before: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> Result<(), NotTheSame> {
    let changed = before.iter().filter(|(key, sha256)| now.get(*key) != Some(*sha256));
    let changes = changed.map(|(key, sha256)| Change {
        key: format!("what `{key}` names, as its SHA-256"),
        before: Some(sha256.clone()),
        now: now.get(key).cloned(),
    });
    let changes = Changes(changes.collect());
    if changes.0.is_empty() { Ok(()) } else { Err(description.another_environment(changes)) }
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

impl Change {
    fn is_of_the_machine(&self) -> bool {
        self.key.split('.').any(|part| OF_THE_MACHINE.contains(&part))
    }

    /// Whether it is a certificate that was ordered since, after those that were there.
    fn is_another_certificate(&self) -> bool {
        let mut parts = self.key.rsplit('.').skip(1);
        self.before.is_none() && parts.next() == Some("certificates")
    }
}

impl Description {
    fn another_environment(&self, changes: Changes) -> NotTheSame {
        let environment = self.environment.name.clone();
        NotTheSame::Environment { run: self.id.clone(), environment, changes }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
        let Self { key, before, now } = self;
        write!(formatter, "{key}: found {}, expected {}", shown(now), shown(before))
    }
}

impl fmt::Display for Changes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|change| write!(formatter, "\n  {change}"))
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
    #[test]
    fn a_file_that_holds_something_else_is_told_and_one_that_is_new_is_not() {
        let run = run(json!({}));
        let key = |number: u8| format!("a.certificates#{number}");
        let before = BTreeMap::from([(key(1), "aa".to_owned())]);
        let check = |now: &[(u8, &str)]| {
            let now = now.iter().map(|(number, sha256)| (key(*number), (*sha256).to_owned()));
            check_fingerprints(&run, &before, &now.collect()).map_err(|error| error.to_string())
        };
        assert_eq!(check(&[(1, "aa"), (2, "bb")]), Ok(()));
        let names = "what `a.certificates#1` names, as its SHA-256";
        let told = check(&[(1, "bb")]).unwrap_err();
        assert!(told.ends_with(&format!("\n  {names}: found bb, expected aa")), "{told}");
        let told = check(&[]).unwrap_err();
        assert!(told.ends_with(&format!("\n  {names}: found nothing, expected aa")), "{told}");
    }

    #[test]
    fn a_certificate_that_was_ordered_since_may_be_added_at_the_end() {
        let certificates = |names: &[&str]| {
            let files: Vec<_> = names.iter().map(|name| json!({ "file": name })).collect();
            json!({ "chorus_pro": { "edi": { "certificates": files } } })
        };
        let run = run(certificates(&["a"]));
        let changes = check_settings(&run, &certificates(&["a", "b"])).unwrap();
        assert_eq!(changes.0[0].key, "chorus_pro.edi.certificates.2");
        assert!(check_settings(&run, &certificates(&[])).is_err());
    }
}
