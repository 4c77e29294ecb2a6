//! What a supplier says of certificates that it took back, and what a client makes of it.

use std::str::FromStr;
use std::time::Duration;

use cucumber::{Parameter, given, then};
use raccord_certs::revocation::{Evidence, Reason, Status};
use raccord_kernel::{Fault, Verdict};

use super::chorus_pro::session::taken;
use super::{Failed, Stop, Which, World};
use crate::connectors::Identity;
use crate::connectors::revocation::{RevocationClient, RevocationError};
use crate::environment::AuthorityWord;

/// What a client can come to know by asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(name = "status", regex = "good|revoked|unknown|stale|nothing in time|out of order")]
pub enum Learnt {
    /// Not revoked.
    Good,
    /// Revoked.
    Revoked,
    /// The authority does not know it.
    Unknown,
    /// What it was told is over.
    Stale,
    /// No answer came in time.
    NothingInTime,
    /// The responder said that it is not in order.
    OutOfOrder,
}

const NAMES: &[(&str, Learnt)] = &[
    ("good", Learnt::Good),
    ("revoked", Learnt::Revoked),
    ("unknown", Learnt::Unknown),
    ("stale", Learnt::Stale),
    ("nothing in time", Learnt::NothingInTime),
    ("out of order", Learnt::OutOfOrder),
];

impl FromStr for Learnt {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = NAMES.iter().find(|(name, _)| *name == text);
        found.map(|(_, learnt)| *learnt).ok_or_else(|| format!("no status is called `{text}`"))
    }
}

/// How long an answer is waited for, in real time.
const PATIENCE: Duration = Duration::from_secs(15);
/// For an answer that is known never to come.
const LITTLE_PATIENCE: Duration = Duration::from_millis(200);

#[given(expr = "the supplier has revoked the {which} certificate, for {word}")]
async fn has_revoked(world: &mut World, which: Which, reason: String) {
    world
        .step(async |world| {
            let name = taken(world, which)?;
            let reason: Result<Reason, _> = reason.parse();
            let reason = reason.map_err(|error| Failed::because("no such reason", error))?;
            Ok(world.environment()?.revoke_certificates()?.revoke(&name, Some(reason))?)
        })
        .await;
}

#[given(expr = "the supplier's OCSP responder does not know the {which} certificate")]
async fn does_not_know(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let name = taken(world, which)?;
            let environment = world.environment()?;
            Ok(environment.revoke_certificates()?.answer_about(&name, AuthorityWord::Unknown)?)
        })
        .await;
}

#[given(expr = "what the supplier says of revocation was over a day ago")]
async fn is_stale(world: &mut World) {
    world
        .step(async |world| {
            world.environment()?.revoke_certificates()?.answer(AuthorityWord::Stale);
            Ok(())
        })
        .await;
}

#[given(expr = "the supplier's OCSP responder is slow")]
async fn is_slow(world: &mut World) {
    world.step(async |world| strike(world, Verdict::Stall)).await;
}

#[given(expr = "the supplier's OCSP responder is down")]
async fn is_down(world: &mut World) {
    let verdict = Verdict::Answer { status: 503, body: String::new() };
    world.step(async |world| strike(world, verdict)).await;
}

/// Strikes the next question to the OCSP responder.
fn strike(world: &World, verdict: Verdict) -> Result<(), Stop> {
    world.environment()?.faults()?.ask(Fault::next("authority.ocsp", verdict));
    Ok(())
}

#[then(expr = "asking the OCSP responder about the {which} certificate gives {status}")]
async fn ocsp_gives(world: &mut World, which: Which, expected: Learnt) {
    world
        .step(async |world| {
            let identity = identity(world, which)?;
            let client = client(world, expected)?;
            let issuer = issuer(&identity)?;
            let answer = client.ocsp(&identity.certificate, issuer).await;
            gives(world, &identity, answer, expected)
        })
        .await;
}

#[then(expr = "the revocation list gives {status} for the {which} certificate")]
async fn list_gives(world: &mut World, expected: Learnt, which: Which) {
    world
        .step(async |world| {
            let identity = identity(world, which)?;
            let list = client(world, expected)?.list(&identity.certificate).await;
            gives(world, &identity, list, expected)
        })
        .await;
}

fn identity(world: &World, which: Which) -> Result<Identity, Stop> {
    Ok(world.environment()?.vault().identity(&taken(world, which)?)?)
}

fn issuer(identity: &Identity) -> Result<&raccord_certs::Certificate, Stop> {
    let issuer = identity.chain.first();
    issuer.ok_or_else(|| Stop::failed("the certificate was delivered without its authority"))
}

fn client(world: &World, expected: Learnt) -> Result<RevocationClient, Stop> {
    let http = world.environment()?.network().http()?;
    let patience = if expected == Learnt::NothingInTime { LITTLE_PATIENCE } else { PATIENCE };
    Ok(RevocationClient { http, patience })
}

fn gives(
    world: &World,
    identity: &Identity,
    answer: Result<Evidence, RevocationError>,
    expected: Learnt,
) -> Result<(), Stop> {
    let (learnt, said) = match answer {
        Ok(evidence) => {
            let at = world.environment()?.now();
            match evidence.status_of(&identity.certificate, issuer(identity)?, at) {
                Status::Good(period) => (Learnt::Good, format!("good, {period}")),
                Status::Revoked(revocation) => (Learnt::Revoked, format!("revoked {revocation}")),
                Status::Unknown => (Learnt::Unknown, "unknown".to_owned()),
                Status::Stale(period) => (Learnt::Stale, format!("stale, {period}")),
                Status::Unverifiable(doubt) => {
                    return Err(Failed::because("what was said cannot be verified", doubt).into());
                }
            }
        }
        Err(error @ RevocationError::TooSlow { .. }) => (Learnt::NothingInTime, error.to_string()),
        Err(error @ RevocationError::Status { .. }) => (Learnt::OutOfOrder, error.to_string()),
        Err(error) => return Err(Failed::because("nothing could be learnt", error).into()),
    };
    if learnt == expected {
        return Ok(());
    }
    let expected = NAMES.iter().find(|(_, it)| *it == expected).map_or("", |(name, _)| name);
    Err(Stop::failed(format!("found {said}, expected {expected}")))
}
