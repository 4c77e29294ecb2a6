//! `raccord doctor`: everything about an environment that can be known before a run.
//!
//! What does not depend on something that failed is examined all the same. Nothing is changed on the
//! other side: tokens are asked for, a search is made that finds nothing, a session is opened and
//! closed.

mod certificates;
mod edi;
mod findings;
mod hosts;
mod piste;
mod said;
mod social_security;

use std::io;
use std::time::Duration;

use jiff::Timestamp;
use raccord_kernel::clock::machine_now;

use super::args::{DoctorArguments, DoctorSubject};
use super::configuration::{Configuration, ConfigurationError};
use super::exit::Exit;
use super::settings::Settings;
use crate::connectors::Network;
use crate::environment::qualification::settings::EnvironmentSettings;
use crate::environment::qualification::{GuardError, Secrets};
use findings::Findings;

/// How long a connection may take to be made, and how long an answer.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(30));

/// An environment could not be examined.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DoctorError {
    /// It is not described, or not as it should be.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// It is production's.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// The system refused what an examination needs.
    #[error("failed to start the examination")]
    Start(#[source] io::Error),
    /// Nobody can be told.
    #[error("failed to write to stdout")]
    Stdout(#[source] io::Error),
}

impl DoctorError {
    /// Returns the exit code.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Configuration(_) | Self::Guard(_) | Self::Stdout(_) => Exit::Usage,
            Self::Start(_) => Exit::Internal,
        }
    }

    /// Returns what to do next, where that is not plain.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Configuration(error) => Some(error.hint()),
            Self::Guard(error) => Some(error.what_to_do()),
            Self::Start(_) | Self::Stdout(_) => None,
        }
    }
}

/// What is examined.
struct Patient<'a> {
    settings: &'a EnvironmentSettings,
    secrets: &'a Secrets,
    now: Timestamp,
}

/// Examines an environment, and tells what it finds as it goes.
///
/// # Errors
///
/// When it is not described, production's without a word, or nobody can be told.
pub fn doctor(arguments: &DoctorArguments, settings: &Settings) -> Result<Exit, DoctorError> {
    let all = Configuration::read(settings)?.environments;
    let environment = all.named(&arguments.env).map_err(ConfigurationError::from)?;
    environment.guard(&arguments.env, arguments.allow_production)?;
    let secrets = settings.secrets(environment);
    let mut findings = Findings::new(arguments.json, settings.color_stdout);
    for (key, reference) in environment.references() {
        findings.hide(secrets.fetch(reference, &key).ok());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(DoctorError::Start)?;
    let patient = Patient { settings: environment, secrets: &secrets, now: machine_now() };
    runtime.block_on(examine(&patient, &arguments.only, &mut findings));
    findings.close(&arguments.env).map_err(DoctorError::Stdout)?;
    Ok(findings.exit())
}

async fn examine(patient: &Patient<'_>, only: &[DoctorSubject], findings: &mut Findings) {
    let wanted = |subject| only.is_empty() || only.contains(&subject);
    said::settings(patient, only, findings);
    said::secrets(patient, only, findings);
    certificates::examine(patient, only, findings);
    let network = match patient.settings.network(patient.secrets, Some(PATIENCE)) {
        Ok(network) => network,
        Err(error) => {
            let told = crate::causes::with_causes(&error);
            let todo = "name a PEM file of roots as `trust`, or install the machine's own";
            return findings.failed("network", told, todo);
        }
    };
    hosts::examine(patient, &network, only, findings).await;
    if wanted(DoctorSubject::Piste) {
        piste::examine(patient, &network, findings).await;
    }
    if wanted(DoctorSubject::Edi) {
        edi::examine(patient, &network, findings).await;
    }
    if wanted(DoctorSubject::SocialSecurity) {
        social_security::examine(patient, &network, findings).await;
    }
}

/// An HTTP client, or the line that says why there is none.
fn client(network: &Network, what: &str, findings: &mut Findings) -> Option<reqwest::Client> {
    match network.http() {
        Ok(client) => Some(client),
        Err(error) => {
            let told = crate::causes::with_causes(&error);
            findings.failed(what, told, "correct `proxy` and `trust`");
            None
        }
    }
}

/// The tables of the ways to connect.
const TABLES: [(&str, DoctorSubject); 3] = [
    ("chorus_pro.piste", DoctorSubject::Piste),
    ("chorus_pro.edi", DoctorSubject::Edi),
    ("social_security", DoctorSubject::SocialSecurity),
];

/// Which of the ways to connect a key of the settings concerns.
fn concerns(key: &str) -> Option<DoctorSubject> {
    TABLES.into_iter().find(|(table, _)| key.starts_with(table)).map(|(_, subject)| subject)
}

/// Whether the environment has the table of a way to connect.
fn has_table(settings: &EnvironmentSettings, subject: DoctorSubject) -> bool {
    let chorus_pro = settings.chorus_pro.as_ref();
    match subject {
        DoctorSubject::Piste => chorus_pro.is_some_and(|it| it.piste.is_some()),
        DoctorSubject::Edi => chorus_pro.is_some_and(|it| it.edi.is_some()),
        DoctorSubject::SocialSecurity => settings.social_security.is_some(),
    }
}

/// Whether a key is to be examined: all are, but those of ways that were not asked for.
fn is_wanted(key: &str, only: &[DoctorSubject]) -> bool {
    match concerns(key) {
        Some(subject) => only.is_empty() || only.contains(&subject),
        None => only.is_empty() || key.starts_with("proxy"),
    }
}
