//! What a run is: written once, when it begins, into `run.json`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::sha256;

/// The format of run folders; raccord reads no other.
pub const FORMAT: u32 = 1;

/// What a run is, and all that is needed to go on with it elsewhere.
///
/// It holds no secret: settings and the command line name where secrets are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// [`FORMAT`].
    pub format: u32,
    /// Its name: `2026-11-21-qualification-1`.
    pub id: String,
    /// The version of raccord.
    pub raccord: String,
    /// When it began, by the environment's clock.
    pub began: Timestamp,
    /// Where it is run.
    pub environment: EnvironmentKept,
    /// The seed that each scenario's own derives from.
    pub seed: u64,
    /// The command line that began it.
    pub command: Vec<String>,
    /// What the command asked for that whoever goes on with the run does too.
    pub asked: Asked,
    /// Who began it.
    pub operator: String,
    /// Its scenario files.
    pub features: Vec<FeatureKept>,
    /// Its scenarios, in order.
    pub scenarios: Vec<ScenarioKept>,
}

/// What a command asked for that whoever goes on with its run does too.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Asked {
    /// Whether scenarios may take something away.
    pub allow_destructive: bool,
    /// The command of the connector, where it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connector: Option<String>,
    /// How the connector lives, where it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connector_mode: Option<String>,
    /// How long the connector may take, where it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connector_timeout: Option<String>,
}

/// An environment, as a run remembers it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentKept {
    /// Its name.
    pub name: String,
    /// Its settings, secrets by reference.
    pub settings: Value,
}

/// A scenario file, as a run keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeatureKept {
    /// The path that it is called by.
    pub path: String,
    /// Its copy, from the folder of the run on.
    pub kept: String,
    /// The SHA-256 of its text.
    pub sha256: String,
}

/// A scenario of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioKept {
    /// The path of its file.
    pub path: String,
    /// Its line, or that of its row.
    pub line: usize,
    /// The name of its feature.
    pub feature: String,
    /// The name of its rule.
    pub rule: Option<String>,
    /// Its name.
    pub name: String,
    /// The values of its row.
    pub row: Vec<String>,
    /// Its tags and those it inherits, without `@`.
    pub tags: Vec<String>,
}

/// What a run is to be, before it has a name and a folder.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The environment.
    pub environment: EnvironmentKept,
    /// The seed.
    pub seed: u64,
    /// The command line, without secrets.
    pub command: Vec<String>,
    /// What it asked for that whoever goes on with the run does too.
    pub asked: Asked,
    /// Who begins it.
    pub operator: String,
    /// The path and the text of each scenario file.
    pub features: Vec<(String, String)>,
    /// The scenarios, in order.
    pub scenarios: Vec<ScenarioKept>,
}

impl Plan {
    /// What is to be written of it.
    pub(super) fn described(&self, began: Timestamp) -> Description {
        let features = self.features.iter().enumerate().map(|(number, (path, text))| {
            let name = path.rsplit('/').next().unwrap_or(path);
            // Two folders may have files of one name.
            let kept = format!("features/{}-{}", number + 1, super::folder::safe(name));
            FeatureKept { path: path.clone(), kept, sha256: sha256::of(text.as_bytes()) }
        });
        Description {
            format: FORMAT,
            id: String::new(),
            raccord: env!("CARGO_PKG_VERSION").to_owned(),
            began,
            environment: self.environment.clone(),
            seed: self.seed,
            command: self.command.clone(),
            asked: self.asked.clone(),
            operator: self.operator.clone(),
            features: features.collect(),
            scenarios: self.scenarios.clone(),
        }
    }
}
