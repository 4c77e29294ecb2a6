//! What can be broken on purpose: one fault, and what it does.

use serde::{Deserialize, Serialize};

use crate::verdict::{SFTP, Verdict, alert_code};

/// The operation of a TLS handshake, where a fault strikes before any system is asked.
pub const HANDSHAKE: &str = "gateway.handshake";

/// One fault that somebody asked for.
///
/// In JSON: `{"operation": "piste.token", "after": 1, "times": 2, "verdict": {"kind": "answer",
/// "status": 503}}`. What is left out has its default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", try_from = "Written")]
pub struct Fault {
    /// The operation it strikes: `piste.token`, or [`HANDSHAKE`].
    pub operation: String,
    /// The only host it strikes, on a handshake; every host where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// How many operations pass before it strikes; 0 by default.
    pub after: u32,
    /// How many operations it strikes; 1 by default, none (`null`): until it is taken back.
    pub times: Option<u32>,
    /// How likely it strikes, from 0 to 1, drawn from the tenant's seed; always where nothing is
    /// said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// What it does.
    pub verdict: Verdict,
}

impl Fault {
    /// A fault that strikes the next operation of a name, once.
    #[must_use]
    pub fn next(operation: impl Into<String>, verdict: Verdict) -> Self {
        let operation = operation.into();
        Self { operation, host: None, after: 0, times: Some(1), probability: None, verdict }
    }

    /// The same, that strikes so many operations.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    /// The same, once so many operations have passed.
    #[must_use]
    pub fn after(self, after: u32) -> Self {
        Self { after, ..self }
    }

    /// The same, until it is taken back.
    #[must_use]
    pub fn until_taken_back(self) -> Self {
        Self { times: None, ..self }
    }

    /// Whether it concerns an operation, at a host where that is known.
    #[must_use]
    pub fn concerns(&self, operation: &str, host: Option<&str>) -> bool {
        self.operation == operation
            && self.verdict.fits(operation)
            && self.host.as_deref().is_none_or(|own| host.is_some_and(|it| it == own))
    }

    /// Says what makes it a fault that could never strike.
    ///
    /// # Errors
    ///
    /// A probability outside 0 to 1, no time at all, a verdict that its operation cannot meet, a
    /// host on anything but a handshake, an alert that TLS does not have.
    pub fn check(&self) -> Result<(), FaultError> {
        let Self { operation, host, times, probability, verdict, .. } = self;
        if let Some(found) = probability.filter(|it| !(0.0..=1.0).contains(it)) {
            return Err(FaultError::Probability { found });
        }
        if *times == Some(0) {
            return Err(FaultError::NeverStrikes);
        }
        if !verdict.fits(operation) {
            let (verdict, operation) = (verdict.kind(), operation.clone());
            return Err(FaultError::DoesNotFit { verdict, operation });
        }
        if let Verdict::TlsAlert { alert } = verdict
            && alert_code(alert).is_none()
        {
            return Err(FaultError::NoAlert { alert: alert.clone() });
        }
        if let Some(host) = host.clone().filter(|_| operation != HANDSHAKE) {
            return Err(FaultError::HostOfNoHandshake { host, operation: operation.clone() });
        }
        Ok(())
    }
}

/// A fault that could never strike.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FaultError {
    /// It is no probability.
    #[error("failed to read a fault: found the probability {found}, expected one from 0 to 1")]
    Probability {
        /// What was asked for.
        found: f64,
    },
    /// It has no time to strike.
    #[error(
        "failed to read a fault: found 0 as `times`, expected 1 or more, or null for a fault that \
         strikes until it is taken back"
    )]
    NeverStrikes,
    /// The operation cannot meet the verdict.
    #[error(
        "failed to read a fault: found the verdict `{verdict}` on `{operation}`, expected {} there",
        fitting(operation)
    )]
    DoesNotFit {
        /// The verdict.
        verdict: &'static str,
        /// The operation.
        operation: String,
    },
    /// TLS has no such alert.
    #[error(
        "failed to read a fault: found the alert `{alert}`, expected a name of RFC 8446 §6, as \
         `handshake_failure`, `certificate_expired` or `unknown_ca`"
    )]
    NoAlert {
        /// What was asked for.
        alert: String,
    },
    /// Only handshakes know their host when a fault strikes.
    #[error(
        "failed to read a fault: found the host `{host}` on `{operation}`, expected a host on \
         `{HANDSHAKE}` only"
    )]
    HostOfNoHandshake {
        /// The host.
        host: String,
        /// The operation.
        operation: String,
    },
}

fn fitting(operation: &str) -> &'static str {
    match operation {
        HANDSHAKE => "expired-certificate, tls-alert, stall, cut-before, reset or delay",
        sftp if sftp.starts_with(SFTP) => {
            "answer (a failure), stall, cut-before, cut-after, reset or delay"
        }
        _ => {
            "answer, stall, cut-before, cut-after, reset, delay, truncate, content-type or \
             empty-token"
        }
    }
}

/// A fault as somebody wrote it, before it is [checked](Fault::check).
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    operation: String,
    #[serde(default)]
    host: Option<String>,
    #[serde(default)]
    after: u32,
    #[serde(default = "once")]
    times: Option<u32>,
    #[serde(default)]
    probability: Option<f64>,
    verdict: Verdict,
}

#[expect(clippy::unnecessary_wraps, reason = "the default of a field that may be nothing")]
const fn once() -> Option<u32> {
    Some(1)
}

impl TryFrom<Written> for Fault {
    type Error = FaultError;

    fn try_from(written: Written) -> Result<Self, FaultError> {
        let Written { operation, host, after, times, probability, verdict } = written;
        let fault = Self { operation, host, after, times, probability, verdict };
        fault.check().map(|()| fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Fault, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn a_fault_is_written_with_what_differs_from_the_default_only() {
        let stall = Fault::next("piste.token", Verdict::Stall);
        for (json, fault) in [
            (r#"{"operation":"piste.token","verdict":{"kind":"stall"}}"#, stall.clone()),
            (
                r#"{"operation":"piste.token","times":null,"verdict":{"kind":"stall"}}"#,
                stall.clone().until_taken_back(),
            ),
            (
                r#"{"operation":"piste.token","after":2,"times":3,"probability":0.5,
                    "verdict":{"kind":"stall"}}"#,
                Fault { probability: Some(0.5), ..stall.times(3).after(2) },
            ),
            (
                r#"{"operation":"gateway.handshake","host":"piste.gouv.fr",
                    "verdict":{"kind":"tls-alert","alert":"unknown_ca"}}"#,
                Fault {
                    host: Some("piste.gouv.fr".into()),
                    ..Fault::next(HANDSHAKE, Verdict::TlsAlert { alert: "unknown_ca".into() })
                },
            ),
        ] {
            assert_eq!(read(json).unwrap(), fault);
            assert_eq!(read(&serde_json::to_string(&fault).unwrap()).unwrap(), fault);
        }
    }

    #[test]
    fn what_could_never_strike_is_refused_with_what_was_expected() {
        for (json, said) in [
            (r#"{"operation":"x","verdict":{"kind":"stall"},"time":1}"#, "unknown field `time`"),
            (r#"{"operation":"x","verdict":{"kind":"delay","ms":1,"s":2}}"#, "unknown field `s`"),
            (r#"{"operation":"x","verdict":{"kind":"vanish"}}"#, "unknown variant `vanish`"),
            (r#"{"operation":"x","times":0,"verdict":{"kind":"stall"}}"#, "1 or more, or null"),
            (r#"{"operation":"x","probability":2,"verdict":{"kind":"stall"}}"#, "from 0 to 1"),
            (
                r#"{"operation":"x","host":"a.fr","verdict":{"kind":"stall"}}"#,
                "`gateway.handshake`",
            ),
            (
                r#"{"operation":"piste.token","verdict":{"kind":"expired-certificate"}}"#,
                "found the verdict `expired-certificate` on `piste.token`",
            ),
            (
                r#"{"operation":"gateway.handshake","verdict":{"kind":"tls-alert","alert":"oh"}}"#,
                "found the alert `oh`, expected a name of RFC 8446",
            ),
            (
                r#"{"operation":"gateway.handshake","verdict":{"kind":"empty-token"}}"#,
                "expected expired-certificate, tls-alert",
            ),
            (
                r#"{"operation":"sftp.close","verdict":{"kind":"truncate","bytes":1}}"#,
                "expected answer (a failure)",
            ),
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
