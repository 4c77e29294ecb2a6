//! How a certificate is renewed, by mode: the steps, in order, and how long each takes.

use std::sync::LazyLock;

use raccord_certs::{Known, Mode};
use serde::Deserialize;

use super::office::{Country, Length, Unit};

/// How the certificates of some modes are renewed.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Procedure {
    /// The names of the modes.
    pub modes: Vec<String>,
    /// Whose office hours and holidays count.
    pub office: Country,
    /// The identifiers of the steps, in order.
    steps: Vec<String>,
    /// Whether all certificates of the mode are renewed in one go.
    #[serde(default)]
    pub together: bool,
    /// What must rest for part of the renewal.
    pub pause: Option<Pause>,
    /// What no longer works once the old certificate has ended.
    pub interrupted: String,
    /// Where that is written.
    pub interrupted_source: String,
    /// How that is known.
    pub interrupted_known: Known,
    /// What else to know.
    pub note: Option<String>,
}

/// What must rest from the beginning of one step to the end of another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The first step.
    pub from: String,
    /// The last step.
    pub until: String,
    /// What to refrain from.
    pub says: String,
}

/// One thing that somebody does, or waits for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Step {
    /// The identifier, stable from one release to the next.
    pub id: String,
    /// What to do, in a few words.
    pub title: String,
    /// What to do, and what to beware of.
    pub says: String,
    /// Who does it, or whom it waits for.
    pub who: String,
    /// The setting that says how long it takes.
    pub duration: String,
    /// Whether others do it, and one can only wait.
    #[serde(default)]
    pub waits: bool,
    /// Whether the new certificate is in use before it.
    #[serde(default)]
    pub afterwards: bool,
    /// Where it is written; the first word is a key of `docs/sources.toml`, or `none`.
    pub source: String,
    /// How it is known.
    pub known: Known,
}

/// How long something takes, before anybody sets it otherwise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duration {
    /// The name of the setting, with its unit at the end.
    pub name: String,
    /// What the numbers count.
    pub unit: Unit,
    /// What is counted on.
    pub planned: u16,
    /// What it takes when everything goes well.
    pub shortest: u16,
    /// What takes so long.
    pub says: String,
    /// Where the numbers come from.
    pub source: String,
    /// How they are known.
    pub known: Known,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "date")]
    _date: String,
    #[serde(rename = "duration")]
    durations: Vec<Duration>,
    #[serde(rename = "step")]
    steps: Vec<Step>,
    #[serde(rename = "procedure")]
    procedures: Vec<Procedure>,
}

static BUILT_IN: LazyLock<File> = LazyLock::new(|| {
    // A test reads it, so it is never empty.
    toml::from_str(include_str!("data/procedures.toml")).unwrap_or_default()
});

impl Procedure {
    /// Returns how the certificates of a mode are renewed; nothing where the mode needs none.
    #[must_use]
    pub fn of(mode: &Mode) -> Option<&'static Self> {
        BUILT_IN
            .procedures
            .iter()
            .find(|procedure| procedure.modes.iter().any(|it| it == mode.name))
    }

    /// Returns the steps, in order.
    pub fn steps(&self) -> impl Iterator<Item = &'static Step> {
        self.steps.iter().filter_map(|id| BUILT_IN.steps.iter().find(|step| step.id == *id))
    }
}

impl Duration {
    /// Returns all durations that can be set.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &BUILT_IN.durations
    }

    /// Returns what is counted on.
    #[must_use]
    pub const fn planned(&self) -> Length {
        Length { amount: self.planned, unit: self.unit }
    }

    /// Returns what it takes when everything goes well.
    #[must_use]
    pub const fn shortest(&self) -> Length {
        Length { amount: self.shortest, unit: self.unit }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_mode_that_demands_a_certificate_has_a_procedure_and_no_other_has() {
        let file: Result<File, _> = toml::from_str(include_str!("data/procedures.toml"));
        assert!(file.is_ok(), "{:?}", file.err());
        for mode in Mode::ALL {
            assert_eq!(Procedure::of(mode).is_some(), !mode.demands.is_empty(), "{}", mode.name);
        }
        let named = BUILT_IN.procedures.iter().flat_map(|it| &it.modes);
        assert!(named.clone().all(|name| Mode::named(name).is_some()));
        assert_eq!(named.clone().collect::<BTreeSet<_>>().len(), named.count());
    }

    #[test]
    fn every_step_and_every_duration_is_known_and_needed() {
        let ids: BTreeSet<_> = BUILT_IN.steps.iter().map(|step| step.id.as_str()).collect();
        let used: BTreeSet<_> =
            BUILT_IN.procedures.iter().flat_map(|it| &it.steps).map(String::as_str).collect();
        assert_eq!(ids, used);
        let names: BTreeSet<_> = Duration::all().iter().map(|it| it.name.as_str()).collect();
        let used = BUILT_IN.steps.iter().map(|step| step.duration.as_str());
        let used: BTreeSet<_> = used.chain(["margin-days", "earliest-days"]).collect();
        assert_eq!(names, used);
        for duration in Duration::all() {
            assert!(duration.shortest <= duration.planned, "{}", duration.name);
        }
        for procedure in &BUILT_IN.procedures {
            let ids: Vec<_> = procedure.steps().map(|step| step.id.as_str()).collect();
            assert_eq!(ids.len(), procedure.steps.len());
            let pause = procedure.pause.iter().flat_map(|it| [it.from.as_str(), it.until.as_str()]);
            assert!(pause.into_iter().all(|id| ids.contains(&id)));
            let afterwards: Vec<_> = procedure.steps().map(|step| step.afterwards).collect();
            assert!(afterwards.is_sorted(), "what comes afterwards comes last");
        }
    }

    #[test]
    fn what_has_no_source_is_marked_as_a_guess_and_what_is_read_has_one() {
        let steps = BUILT_IN.steps.iter().map(|it| (&it.id, &it.source, it.known));
        let durations = Duration::all().iter().map(|it| (&it.name, &it.source, it.known));
        let procedures = BUILT_IN.procedures.iter();
        let procedures =
            procedures.map(|it| (&it.interrupted, &it.interrupted_source, it.interrupted_known));
        for (name, source, known) in steps.chain(durations).chain(procedures) {
            let has_none = source.starts_with("none") || source.starts_with("no number");
            assert_eq!(has_none, known == Known::Guessed, "{name}: {source}");
        }
    }

    #[test]
    fn every_source_of_a_step_is_described() {
        let described: toml::Table = include_str!("../../docs/sources.toml").parse().unwrap();
        let steps = BUILT_IN.steps.iter().map(|step| &step.source);
        let sources = steps.chain(BUILT_IN.procedures.iter().map(|it| &it.interrupted_source));
        for source in sources.filter(|source| !source.starts_with("none")) {
            let key = source.split([' ', ',']).next().unwrap();
            assert!(described.contains_key(key), "{source}");
        }
    }

    fn position(mode: &str, id: &str) -> usize {
        let mode = Mode::named(mode).unwrap();
        Procedure::of(mode).unwrap().steps().position(|step| step.id == id).unwrap()
    }

    #[test]
    fn both_requests_of_sort_exist_before_anything_is_ordered() {
        assert!(position("sofie/sort", "keys-both") < position("sofie/sort", "easy-ssl"));
    }

    #[test]
    fn crypt_is_declared_to_the_cssf_and_transport_never() {
        let declares = |mode| {
            let steps = Procedure::of(Mode::named(mode).unwrap()).unwrap().steps();
            steps.map(|step| step.id.as_str()).any(|id| id == "declare")
        };
        assert!(declares("sofie/crypt") && declares("sofie/sort"));
        assert!(!declares("sofie/transport"));
    }
}
