//! Whether an assertion is signed by the key of a certificate that is registered for its client.

use jiff::Timestamp;
use raccord_certs::shown::Shown;
use raccord_kernel::{Refuse, Rule, Trace};

use super::assertion::Assertion;
use super::knobs::{Knobs, OutsideValidity, SigningAlgorithm};
use super::rules;
use super::verified::Verified;
use crate::social_security::chaman::{Account, Accounts, Registered};

/// Why a signature proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// It is made with another algorithm.
    #[error("the assertion's header says that it is signed with {}, expected {expected}{}",
        Shown(.found), if *.is_no_signature { ": without a signature anybody could have made it" } else { "" })]
    Algorithm {
        /// What the header says, as JSON.
        found: String,
        /// What is taken.
        expected: String,
        /// Whether the header says that there is no signature.
        is_no_signature: bool,
    },
    /// No account has the client id.
    #[error(
        "no REST account has the client id `{}`; copy it from the account in ChaMan (accounts of production and of acceptance are distinct)",
        Shown(.client_id)
    )]
    UnknownClient {
        /// What the assertion says.
        client_id: String,
    },
    /// Nothing is registered.
    #[error(
        "`{client_id}` has no certificate; register one in ChaMan before the connector uses its key"
    )]
    NoCertificate {
        /// The client.
        client_id: String,
    },
    /// No registered certificate is for the key that signed.
    #[error(
        "the assertion is signed by none of the {} certificates registered for `{client_id}` ({}){}; register the new certificate in ChaMan before the connector uses its key, and remove the old one only after",
        .registered.len(), .registered.join(", "), registered_elsewhere(.elsewhere.as_deref())
    )]
    Signature {
        /// The client.
        client_id: String,
        /// What is registered, as it is told.
        registered: Vec<String>,
        /// The client of the same enterprise for which the key is registered.
        elsewhere: Option<String>,
    },
    /// The certificate is registered, and not known to the token server yet.
    #[error(
        "the assertion is signed by the key of {certificate}, which is registered for `{client_id}` and takes effect at {effective_at}; use the key of the certificate in place until then"
    )]
    NotInEffect {
        /// The client.
        client_id: String,
        /// The certificate, as it is told.
        certificate: String,
        /// When it takes effect.
        effective_at: Timestamp,
    },
    /// The certificate is registered, and not valid.
    #[error(
        "the assertion is signed by the key of {certificate}, which is registered for `{client_id}` and is not valid at {now}; register a certificate that is"
    )]
    OutsideValidity {
        /// The client.
        client_id: String,
        /// The certificate, as it is told.
        certificate: String,
        /// The instant it is.
        now: Timestamp,
    },
}

/// The algorithm with which an assertion is to be verified: one of those configured. The header
/// only says whether the client means one of them.
///
/// # Errors
///
/// When it does not (`SS-OAUTH-12`).
pub(super) fn algorithm(
    assertion: &Assertion,
    knobs: &Knobs,
) -> Result<SigningAlgorithm, Unproven> {
    let found = assertion.header("alg");
    let said = found.and_then(serde_json::Value::as_str);
    let configured = knobs.algorithms.iter().copied();
    configured.clone().find(|one| Some(one.name()) == said).ok_or_else(|| Unproven::Algorithm {
        found: found.map_or("nothing".to_owned(), super::claims::excerpt),
        expected: configured.map(SigningAlgorithm::name).collect::<Vec<_>>().join(" or "),
        is_no_signature: said.is_some_and(|said| said.eq_ignore_ascii_case("none")),
    })
}

/// The account of a client id.
///
/// # Errors
///
/// When there is none (`SS-OAUTH-14`).
pub(super) fn account<'a>(
    accounts: &'a Accounts,
    client_id: &str,
) -> Result<&'a Account, Unproven> {
    let unknown = || Unproven::UnknownClient { client_id: super::claims::short(client_id) };
    accounts.by_client_id(client_id).ok_or_else(unknown)
}

/// The certificate by whose key an assertion is signed: every certificate of the account is tried.
///
/// # Errors
///
/// In this order: `SS-OAUTH-19`, `-16`; where a key did sign, `-18`, `-20`.
pub(super) fn certificate<'a>(
    (assertion, verified): (&Assertion, &Verified),
    algorithm: SigningAlgorithm,
    (accounts, account): (&Accounts, &'a Account),
    (knobs, now): (&Knobs, Timestamp),
    trace: &mut Trace,
) -> Result<&'a Registered, Unproven> {
    let client_id = account.client_id.clone().unwrap_or_default();
    if account.certificates.is_empty() {
        return Err(Unproven::NoCertificate { client_id });
    }
    let mut refused = None;
    let signed = |it: &&Registered| verified.is_signed_by(assertion, algorithm, &it.public_key);
    for registered in account.certificates.iter().filter(signed) {
        match counts(registered, &client_id, (knobs, now), trace) {
            Ok(()) => return Ok(registered),
            // A key may be in several certificates, and one that counts is enough.
            Err(refusal) => refused = refused.or(Some(refusal)),
        }
    }
    Err(refused.unwrap_or_else(|| {
        let mut others = accounts.of(&account.owner);
        let other =
            others.find(|other| other.certificates.iter().any(|registered| signed(&registered)));
        Unproven::Signature {
            client_id,
            registered: account.certificates.iter().map(told).collect(),
            elsewhere: other.map(|it| it.client_id.as_ref().unwrap_or(&it.name).clone()),
        }
    }))
}

fn counts(
    registered: &Registered,
    client_id: &str,
    (knobs, now): (&Knobs, Timestamp),
    trace: &mut Trace,
) -> Result<(), Unproven> {
    let (client_id, certificate) = (client_id.to_owned(), told(registered));
    if now < registered.effective_at {
        let effective_at = registered.effective_at;
        return Err(Unproven::NotInEffect { client_id, certificate, effective_at });
    }
    if !registered.is_valid_at(now) {
        if knobs.certificates_outside_validity == OutsideValidity::Refused {
            return Err(Unproven::OutsideValidity { client_id, certificate, now });
        }
        trace.stands_on(rules::VALIDITY);
    }
    Ok(())
}

/// A certificate as the journal tells it.
fn told(registered: &Registered) -> String {
    let Registered { name, valid_from, valid_until, .. } = registered;
    format!("\"{}\", valid from {valid_from} until {valid_until}", Shown(name))
}

fn registered_elsewhere(client_id: Option<&str>) -> String {
    let Some(client_id) = client_id else { return String::new() };
    format!("; its key is that of a certificate registered for {}", Shown(client_id))
}

impl Refuse for Unproven {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Algorithm { .. } => rules::ALGORITHM,
            Self::UnknownClient { .. } => rules::CLIENT,
            Self::NoCertificate { .. } => rules::NO_CERTIFICATE,
            Self::Signature { .. } => rules::SIGNATURE,
            Self::NotInEffect { .. } => rules::IN_EFFECT,
            Self::OutsideValidity { .. } => rules::VALIDITY,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
