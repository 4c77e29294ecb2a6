//! What is known of one certificate at one instant.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// What a list or an answer says of one certificate, at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It was not revoked, as of this period, which holds the instant.
    Good(Period),
    /// It was revoked. That outlives the period of whatever says so, except for a certificate that
    /// is only on hold.
    Revoked(Revocation),
    /// The authority does not know the certificate.
    Unknown,
    /// What was said is over: there is newer word to fetch.
    Stale(Period),
    /// What was said proves nothing about this certificate.
    Unverifiable(Doubt),
}

/// Since when and why a certificate is revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// The instant given by the authority.
    pub since: Timestamp,
    /// The reason, where one is given; RGS asks that it is not published.
    pub reason: Option<Reason>,
}

/// When a list or an answer was made, and when the next is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// `thisUpdate`.
    pub this_update: Timestamp,
    /// `nextUpdate`, where it is given.
    pub next_update: Option<Timestamp>,
}

/// Why a certificate is revoked (RFC 5280 §5.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Reason {
    /// No reason in particular.
    Unspecified,
    /// The private key became known to somebody.
    KeyCompromise,
    /// The private key of the authority became known to somebody.
    CaCompromise,
    /// The subject is no longer what the certificate says.
    AffiliationChanged,
    /// Another certificate took its place.
    Superseded,
    /// It is no longer needed.
    CessationOfOperation,
    /// It is suspended, and may come back.
    CertificateHold,
    /// It was on hold and came back.
    RemoveFromCrl,
    /// What the certificate allowed is no longer allowed.
    PrivilegeWithdrawn,
    /// The key of an attribute authority became known to somebody.
    AaCompromise,
}

/// Why a list or an answer proves nothing about a certificate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Doubt {
    /// It was made by somebody else than the certificate's authority.
    #[error("it was made by `{found}`, and the certificate was issued by `{expected}`")]
    OtherAuthority {
        /// Who made it.
        found: String,
        /// Who issued the certificate.
        expected: String,
    },
    /// It speaks of other certificates only.
    #[error("it speaks of other certificates of this authority, not of this one")]
    OtherCertificate,
    /// It covers a part of the authority's certificates, and this is not in it.
    #[error("it covers {scope}, which this certificate is not among")]
    OtherScope {
        /// What it covers.
        scope: String,
    },
    /// The signature is not the authority's.
    #[error("its signature was not made with the key of `{expected}`")]
    Signature {
        /// Whose it should be.
        expected: String,
    },
    /// The signature says nothing, whoever made it.
    #[error("it is signed with the algorithm {oid}, which proves nothing or is not known here")]
    Algorithm {
        /// The dotted identifier.
        oid: String,
    },
    /// The key is larger than any real one.
    #[error("the key that would verify it is {found}, too large to be tried")]
    KeyTooLarge {
        /// The kind and size found.
        found: String,
    },
    /// The authority's own certificate does not let it sign lists.
    #[error("the certificate of `{authority}` does not allow it to sign revocation lists")]
    MayNotSignLists {
        /// The authority.
        authority: String,
    },
    /// No responder of the authority signed it.
    #[error(
        "it is signed by a responder that is neither the authority nor holds a valid certificate of it for answering (OCSPSigning)"
    )]
    Responder,
    /// It lists changes to another list.
    #[error("it is a list of changes only (delta list); the whole list is needed")]
    Delta,
    /// It has something critical in it that is not understood.
    #[error("it holds the critical extension {oid}, which is not known here")]
    CriticalExtension {
        /// The dotted identifier.
        oid: String,
    },
    /// It was made later than the instant of the judgement.
    #[error("it was made at {made}, after the instant of the judgement")]
    MadeLater {
        /// When it was made.
        made: Timestamp,
    },
}

/// How far apart two clocks may stand: what `openssl ocsp` grants.
const SKEW: SignedDuration = SignedDuration::from_mins(5);
/// How long a word without `nextUpdate` counts as fresh. RFC 6960 §2.4 leaves it to the reader.
const FRESH_WITHOUT_NEXT_UPDATE: SignedDuration = SignedDuration::from_hours(24);

impl Period {
    /// A period of a given length.
    #[must_use]
    pub fn lasting(this_update: Timestamp, length: SignedDuration) -> Self {
        Self { this_update, next_update: Some(end(this_update, length)) }
    }

    /// The last instant at which it counts.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        self.next_update.unwrap_or_else(|| end(self.this_update, FRESH_WITHOUT_NEXT_UPDATE))
    }

    /// How long it counts.
    #[must_use]
    pub fn length(&self) -> SignedDuration {
        self.until().duration_since(self.this_update)
    }

    /// The status of a certificate that was not revoked in this period, at an instant.
    pub(super) fn good_at(self, at: Timestamp) -> Status {
        if end(at, SKEW) < self.this_update {
            Status::Unverifiable(Doubt::MadeLater { made: self.this_update })
        } else if at > end(self.until(), SKEW) {
            Status::Stale(self)
        } else {
            Status::Good(self)
        }
    }

    /// The status of a certificate that was revoked in this period, at an instant.
    pub(super) fn revoked_at(self, revocation: Revocation, at: Timestamp) -> Status {
        let comes_back = revocation.reason == Some(Reason::CertificateHold);
        if comes_back && !self.is_fresh_at(at) {
            self.good_at(at)
        } else {
            Status::Revoked(revocation)
        }
    }

    pub(super) fn is_fresh_at(self, at: Timestamp) -> bool {
        matches!(self.good_at(at), Status::Good(_))
    }
}

fn end(from: Timestamp, length: SignedDuration) -> Timestamp {
    from.checked_add(length).unwrap_or(Timestamp::MAX)
}

impl Reason {
    const ALL: &[(Self, u8, &str)] = &[
        (Self::Unspecified, 0, "unspecified"),
        (Self::KeyCompromise, 1, "keyCompromise"),
        (Self::CaCompromise, 2, "cACompromise"),
        (Self::AffiliationChanged, 3, "affiliationChanged"),
        (Self::Superseded, 4, "superseded"),
        (Self::CessationOfOperation, 5, "cessationOfOperation"),
        (Self::CertificateHold, 6, "certificateHold"),
        (Self::RemoveFromCrl, 8, "removeFromCRL"),
        (Self::PrivilegeWithdrawn, 9, "privilegeWithdrawn"),
        (Self::AaCompromise, 10, "aACompromise"),
    ];

    /// Reads the number of a reason; 7 has no meaning.
    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == code).map(|(reason, ..)| *reason)
    }

    /// Returns its number.
    #[must_use]
    pub fn code(self) -> u8 {
        self.row().map_or(0, |(_, code, _)| *code)
    }

    /// Returns its name, as RFC 5280 writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().map_or("unspecified", |(.., name)| name)
    }

    fn row(self) -> Option<&'static (Self, u8, &'static str)> {
        Self::ALL.iter().find(|(reason, ..)| *reason == self)
    }
}

/// A text names no reason.
#[derive(Debug, thiserror::Error)]
#[error("unknown reason `{found}`: expected one of {}", Reason::names())]
pub struct UnknownReason {
    found: String,
}

impl Reason {
    fn names() -> String {
        Self::ALL.iter().map(|(.., name)| *name).collect::<Vec<_>>().join(", ")
    }
}

impl FromStr for Reason {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        let found = Self::ALL.iter().find(|(.., name)| name.eq_ignore_ascii_case(text));
        found.map(|(reason, ..)| *reason).ok_or_else(|| UnknownReason { found: text.to_owned() })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Writes `since …, reason …`.
impl fmt::Display for Revocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "since {}", self.since)?;
        self.reason.map_or(Ok(()), |reason| write!(f, ", reason {reason}"))
    }
}

/// Writes `made …, next due …`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "made {}", self.this_update)?;
        self.next_update.map_or(Ok(()), |next| write!(f, ", next due {next}"))
    }
}
