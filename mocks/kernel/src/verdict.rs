//! What a fault does to an operation, and what of it reaches the answer.

use std::fmt;
use std::time::Duration;

use raccord_certs::shown;
use rustls::AlertDescription;
use serde::{Deserialize, Serialize};

use crate::fault::HANDSHAKE;

/// What a fault does to an operation. In JSON an object whose `kind` names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum Verdict {
    /// An HTTP status and body instead of the system's answer; the system is not asked.
    Answer {
        /// The status.
        status: u16,
        /// The body, as JSON text; empty for none.
        #[serde(default)]
        body: String,
    },
    /// No answer comes, and the connection stays: the client's patience decides. The system is not
    /// asked.
    Stall,
    /// The connection ends before the answer; the system is not asked.
    CutBefore,
    /// The system decides, and the connection ends without the answer.
    CutAfter,
    /// The connection is reset (TCP RST) before the answer; the system is not asked.
    Reset,
    /// The system decides, and its answer is kept back for so long, in real time.
    Delay {
        /// How long, in milliseconds.
        ms: u64,
    },
    /// The system decides; of the answer's body no more than so much comes, always less than its
    /// `Content-Length` says, and the connection ends.
    Truncate {
        /// How much comes, in bytes.
        bytes: usize,
    },
    /// The system decides; its answer says that it is of another type than it is.
    ContentType {
        /// What the answer says: `text/html`.
        value: String,
    },
    /// The system decides; where its answer carries an `access_token`, that is empty.
    EmptyToken,
    /// The host shows a certificate that is over, at the tenant's instant and at the machine's.
    ExpiredCertificate,
    /// The handshake is refused with an alert.
    TlsAlert {
        /// Its name in RFC 8446 §6: `handshake_failure`, `certificate_expired`, `unknown_ca`.
        alert: String,
    },
}

/// What a fault does to an answer that the system has given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spoil {
    /// It is kept back for so long, in real time.
    Delay(Duration),
    /// No more than so many bytes of its body come, and always less than it says.
    Truncate {
        /// How many.
        bytes: usize,
    },
    /// It says that it is of this type.
    ContentType(String),
    /// Its `access_token` is empty, where it has one.
    EmptyToken,
}

impl Verdict {
    /// Its name in JSON.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
            Self::Stall => "stall",
            Self::CutBefore => "cut-before",
            Self::CutAfter => "cut-after",
            Self::Reset => "reset",
            Self::Delay { .. } => "delay",
            Self::Truncate { .. } => "truncate",
            Self::ContentType { .. } => "content-type",
            Self::EmptyToken => "empty-token",
            Self::ExpiredCertificate => "expired-certificate",
            Self::TlsAlert { .. } => "tls-alert",
        }
    }

    /// Whether an operation can meet it: a handshake has no body, and HTTP no alert.
    #[must_use]
    pub fn fits(&self, operation: &str) -> bool {
        let is_handshake = operation == HANDSHAKE;
        match self {
            Self::Stall | Self::CutBefore | Self::Reset | Self::Delay { .. } => true,
            Self::Answer { .. } | Self::CutAfter => !is_handshake,
            Self::Truncate { .. } | Self::ContentType { .. } | Self::EmptyToken => {
                !is_handshake && !operation.starts_with(SFTP)
            }
            Self::ExpiredCertificate | Self::TlsAlert { .. } => is_handshake,
        }
    }
}

impl fmt::Display for Verdict {
    /// As the journal puts it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer { status, .. } => write!(f, "answered {status}"),
            Self::Stall => f.write_str("stalled"),
            Self::CutBefore => f.write_str("cut before"),
            Self::CutAfter => f.write_str("cut after"),
            Self::Reset => f.write_str("reset"),
            Self::Delay { ms } => write!(f, "delayed {ms} ms"),
            Self::Truncate { bytes } => write!(f, "truncated to {bytes} bytes"),
            Self::ContentType { value } => write!(f, "content type {}", shown::text(value)),
            Self::EmptyToken => f.write_str("token emptied"),
            Self::ExpiredCertificate => f.write_str("expired certificate shown"),
            Self::TlsAlert { alert } => write!(f, "alert {}", shown::text(alert)),
        }
    }
}

/// The code of a TLS alert, of its name in RFC 8446 §6: `handshake_failure` is 40.
#[must_use]
pub fn alert_code(name: &str) -> Option<u8> {
    let plain = name.replace('_', "");
    (0..=u8::MAX).find(|code| {
        let known = AlertDescription::from(*code);
        known.as_str().is_some_and(|known| known.eq_ignore_ascii_case(&plain))
    })
}

/// How the names of the operations begin whose answers have neither type nor body.
pub(crate) const SFTP: &str = "sftp.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_is_written_under_its_kind_and_read_back() {
        for verdict in [
            Verdict::Answer { status: 503, body: "{}".into() },
            Verdict::Stall,
            Verdict::CutBefore,
            Verdict::CutAfter,
            Verdict::Reset,
            Verdict::Delay { ms: 5 },
            Verdict::Truncate { bytes: 3 },
            Verdict::ContentType { value: "text/html".into() },
            Verdict::EmptyToken,
            Verdict::ExpiredCertificate,
            Verdict::TlsAlert { alert: "unknown_ca".into() },
        ] {
            let written = serde_json::to_value(&verdict).unwrap();
            assert_eq!(written["kind"], verdict.kind());
            assert_eq!(serde_json::from_value::<Verdict>(written).unwrap(), verdict);
        }
    }

    #[test]
    fn alerts_are_known_by_their_names_in_the_standard() {
        for (name, code) in [
            ("close_notify", Some(0)),
            ("handshake_failure", Some(40)),
            ("certificate_expired", Some(45)),
            ("unknown_ca", Some(48)),
            ("certificate_required", Some(116)),
            ("no_such_alert", None),
        ] {
            assert_eq!(alert_code(name), code, "{name}");
        }
    }
}
