//! What an assertion says of itself: who made it, when, and until when it is good.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::shown::{self, Shown};
use raccord_kernel::clock::after;
use raccord_kernel::{Refuse, Rule, Trace};
use serde_json::Value;

use super::assertion::Assertion;
use super::knobs::Knobs;
use super::rules;

/// Above this lifetime a strict server might refuse: the most that an integrator believes to be
/// taken.
const LIFETIME_UNDISPUTED: SignedDuration = SignedDuration::from_secs(300);

/// Why a claim is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimRefusal {
    /// A claim is missing.
    #[error("the assertion has no `{claim}`, expected {expected}")]
    Missing {
        /// Its name.
        claim: Claim,
        /// What it should be.
        expected: &'static str,
    },
    /// A claim is of another type.
    #[error("the assertion's `{claim}` is {}, expected {expected}", Shown(.found))]
    Type {
        /// Its name.
        claim: Claim,
        /// What it is, as JSON.
        found: String,
        /// What it should be.
        expected: &'static str,
    },
    /// The subject is not the issuer.
    #[error(
        "the assertion's `sub` is `{}` and its `iss` is `{}`, expected the client id in both",
        Shown(.subject), Shown(.issuer)
    )]
    OtherSubject {
        /// The subject.
        subject: String,
        /// The issuer.
        issuer: String,
    },
    /// The form names another client.
    #[error(
        "the form's `client_id` is `{}`, and the assertion is of `{}`; send the same one, or none",
        Shown(.found), Shown(.expected)
    )]
    OtherClient {
        /// The form's.
        found: String,
        /// The assertion's.
        expected: String,
    },
    /// It has ended.
    #[error(
        "the assertion ended at {expiry} (`exp`), and it is {now} here; make a new assertion for each request, with the time in UTC, and set the clock"
    )]
    Over {
        /// When it ended.
        expiry: Timestamp,
        /// The instant it is.
        now: Timestamp,
    },
    /// It begins, or was made, in the future.
    #[error(
        "the assertion's `{claim}` is {found}, and it is {now} here; give the time in UTC, and set the clock (they may differ by {skew_s} seconds)"
    )]
    Early {
        /// Which instant.
        claim: Claim,
        /// When it begins or was made.
        found: Timestamp,
        /// The instant it is.
        now: Timestamp,
        /// By how much clocks may differ.
        skew_s: u32,
    },
    /// It would live for too long.
    #[error(
        "the assertion is good until {expiry} (`exp`), which is {ahead_s} seconds ahead, expected {max_s} at most; is the lifetime in minutes or days?"
    )]
    TooLong {
        /// Until when it would be good.
        expiry: Timestamp,
        /// How far that is ahead.
        ahead_s: i64,
        /// How far it may be.
        max_s: u32,
    },
    /// It was used before.
    #[error(
        "an assertion of the same `jti` was used before and is good still; make a new `jti` for each request"
    )]
    Replayed,
}

/// A claim that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// `iss`.
    Issuer,
    /// `sub`.
    Subject,
    /// `exp`.
    Expiry,
    /// `nbf`.
    NotBefore,
    /// `iat`.
    IssuedAt,
    /// `jti`.
    Identifier,
}

impl Claim {
    /// Its name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issuer => "iss",
            Self::Subject => "sub",
            Self::Expiry => "exp",
            Self::NotBefore => "nbf",
            Self::IssuedAt => "iat",
            Self::Identifier => "jti",
        }
    }
}

impl std::fmt::Display for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The client id that an assertion speaks for; `client_id` is the form's.
///
/// # Errors
///
/// In this order: `SS-OAUTH-13`, `-15`.
pub(super) fn client_id<'a>(
    assertion: &'a Assertion,
    client_id: Option<&str>,
) -> Result<&'a str, ClaimRefusal> {
    let (issuer, subject) = (client(assertion, Claim::Issuer)?, client(assertion, Claim::Subject)?);
    if issuer != subject {
        let (subject, issuer) = (short(subject), short(issuer));
        return Err(ClaimRefusal::OtherSubject { subject, issuer });
    }
    match client_id {
        Some(other) if other != issuer => {
            Err(ClaimRefusal::OtherClient { found: short(other), expected: short(issuer) })
        }
        Some(_) | None => Ok(issuer),
    }
}

/// Judges when an assertion is good, and answers until when: the first instant at which it is not
/// taken any more.
///
/// # Errors
///
/// In this order: `SS-OAUTH-23`, `-24`, `-25`, `-27`.
pub(super) fn good_until(
    assertion: &Assertion,
    knobs: &Knobs,
    now: Timestamp,
    trace: &mut Trace,
) -> Result<Timestamp, ClaimRefusal> {
    let skew = SignedDuration::from_secs(i64::from(knobs.clock_skew_s));
    let expected = "when it ends, in seconds since 1970";
    let expiry = instant(assertion, Claim::Expiry)?
        .ok_or(ClaimRefusal::Missing { claim: Claim::Expiry, expected })?;
    let good_until = after(expiry, skew);
    if good_until <= now {
        return Err(ClaimRefusal::Over { expiry, now });
    }
    let mut leans_on_skew = expiry <= now;
    for claim in [Claim::NotBefore, Claim::IssuedAt] {
        let Some(found) = instant(assertion, claim)? else { continue };
        if found > after(now, skew) {
            let skew_s = knobs.clock_skew_s;
            return Err(ClaimRefusal::Early { claim, found, now, skew_s });
        }
        leans_on_skew |= found > now;
    }
    if leans_on_skew {
        trace.stands_on(rules::SKEW);
    }
    let ahead = expiry.duration_since(now);
    match knobs.assertion_lifetime_max_s {
        Some(max_s) if ahead > SignedDuration::from_secs(i64::from(max_s)) + skew => {
            return Err(ClaimRefusal::TooLong { expiry, ahead_s: ahead.as_secs(), max_s });
        }
        None if ahead > LIFETIME_UNDISPUTED => trace.stands_on(rules::LIFETIME),
        Some(_) | None => {}
    }
    Ok(good_until)
}

/// What an assertion is known by; none where it does not say.
///
/// # Errors
///
/// When it is no text (`SS-OAUTH-28`).
pub(super) fn identifier(assertion: &Assertion) -> Result<Option<&str>, ClaimRefusal> {
    let claim = Claim::Identifier;
    assertion.claim(claim.name()).map(|found| text(claim, found, "a text")).transpose()
}

fn client(assertion: &Assertion, claim: Claim) -> Result<&str, ClaimRefusal> {
    let expected = "the client id, as ChaMan shows it";
    let found = assertion.claim(claim.name()).ok_or(ClaimRefusal::Missing { claim, expected })?;
    text(claim, found, expected)
}

fn text<'a>(
    claim: Claim,
    found: &'a Value,
    expected: &'static str,
) -> Result<&'a str, ClaimRefusal> {
    found.as_str().ok_or_else(|| ClaimRefusal::Type { claim, found: excerpt(found), expected })
}

/// A claim that is an instant: a number of seconds since 1970, whole or not.
fn instant(assertion: &Assertion, claim: Claim) -> Result<Option<Timestamp>, ClaimRefusal> {
    let Some(found) = assertion.claim(claim.name()) else { return Ok(None) };
    let instant = match found.as_i64() {
        Some(seconds) => Timestamp::from_second(seconds).ok(),
        None => found
            .as_f64()
            .and_then(|seconds| SignedDuration::try_from_secs_f64(seconds).ok())
            .and_then(|since_1970| Timestamp::from_duration(since_1970).ok()),
    };
    let expected = if found.is_number() { SECONDS } else { NUMBER };
    instant.map(Some).ok_or_else(|| ClaimRefusal::Type { claim, found: excerpt(found), expected })
}

const NUMBER: &str = "a JSON number: seconds since 1970";
const SECONDS: &str = "seconds since 1970 (are these milliseconds?)";

/// How much of somebody's text the journal shows.
const SHOWN_MAX: usize = 200;

/// A value as JSON, as far as it is shown.
pub(super) fn excerpt(value: &Value) -> String {
    short(&value.to_string())
}

/// A text, as far as it is shown.
pub(super) fn short(text: &str) -> String {
    let mut short: String = text.chars().take(SHOWN_MAX).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    shown::text(&short)
}

impl Refuse for ClaimRefusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Missing { claim, .. } | Self::Type { claim, .. } | Self::Early { claim, .. } => {
                match claim {
                    Claim::Issuer | Claim::Subject => rules::ISSUER_IS_SUBJECT,
                    Claim::Expiry => rules::EXPIRY,
                    Claim::NotBefore => rules::NOT_BEFORE,
                    Claim::IssuedAt => rules::ISSUED_AT,
                    Claim::Identifier => rules::REPLAY,
                }
            }
            Self::OtherSubject { .. } => rules::ISSUER_IS_SUBJECT,
            Self::OtherClient { .. } => rules::CLIENT_ID,
            Self::Over { .. } => rules::EXPIRY,
            Self::TooLong { .. } => rules::LIFETIME,
            Self::Replayed => rules::REPLAY,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
