//! Declarations and registrations, and what becomes of them.

use cucumber::{given, then, when};
use serde_json::{Value, json};

use super::token;
use crate::connectors::social_security::call::{CallError, Problem};
use crate::connectors::social_security::dimona::Entry;
use crate::connectors::social_security::learning_account::Training;
use crate::connectors::social_security::oauth::TokenError;
use crate::connectors::social_security::rest::RestError;
use crate::environment::{DeclarationEnd, Wait};
use crate::steps::act::Settled;
use crate::steps::time::{Probe, wait};
use crate::steps::{Stop, World};

/// A number of the national register that nobody has: born on 1 January 1985, with its check
/// digits.
const WORKER: &str = "85010199786";

/// Keeps what a call came to; only trouble that is no refusal stops the step.
fn keep<T>(world: &mut World, answer: Result<T, RestError>) -> Result<Option<T>, Stop> {
    let calls = &mut world.facts.social_security.calls;
    calls.problem = None;
    calls.lacked = None;
    calls.token_refusal = None;
    world.heeds(token::retry_after_s(&answer))?;
    let calls = &mut world.facts.social_security.calls;
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(RestError::Call(CallError::Refused(problem))) => {
            calls.problem = Some(problem);
            Ok(None)
        }
        Err(RestError::Call(CallError::Answer(lacks))) => {
            calls.lacked = Some(lacks.into_owned());
            Ok(None)
        }
        Err(RestError::Call(CallError::Token(TokenError::Refused { status, error, .. }))) => {
            calls.token_refusal = Some((status, error));
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// What became of a call whose answer never came: only a person can look it up, by what was written
/// about it.
async fn settle(world: &mut World, what: &str, about: &Value) -> Result<Settled<String>, Stop> {
    let told = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or("unknown").to_owned();
    let (worker, employer, start) = (told("worker"), told("employer"), told("start"));
    let asked = format!(
        "raccord was stopped while it sent {what} of the worker {worker} at {employer} from \
         {start} on, before it had its identifier. Which one has it? `no` if social security does \
         not have it: it is sent again"
    );
    let hint = "in the online service of the portal, by the worker and the day";
    world.ask_for_identifier(format!("identifier of {what}"), asked, hint).await
}

async fn declare(world: &mut World, employer: &str) -> Result<(), Stop> {
    let now = world.environment()?.now();
    let employer = world.company(employer)?.number;
    let start_date = raccord_kernel::cet::day(now).to_string();
    let entry = Entry { employer, worker: WORKER.to_owned(), start_date };
    world.mark_journal();
    let about =
        json!({ "worker": entry.worker, "employer": entry.employer, "start": entry.start_date });
    let settle =
        async |world: &mut World, about: Value| settle(world, "the declaration", &about).await;
    let declare = async |world: &mut World| Ok(world.rest()?.declare(now, &entry).await);
    let declare = async |world: &mut World| world.acting("dimona.declare", declare).await?;
    let answer: Result<String, RestError> =
        world.act("dimona.declare", about, settle, declare).await?;
    let id = keep(world, answer)?;
    world.account("dimona.declare", id.as_deref().unwrap_or("none"), id.is_some())?;
    let facts = &mut world.facts.social_security;
    let account = facts.current.clone().unwrap_or_default();
    facts.calls.declarations.extend(id.map(|id| (account, id)));
    Ok(())
}

async fn register(world: &mut World, employer: &str) -> Result<(), Stop> {
    let now = world.environment()?.now();
    let employer = world.company(employer)?.number;
    let start_date = raccord_kernel::cet::day(now).to_string();
    let training = Training {
        employer,
        worker: WORKER.to_owned(),
        name: "Premiers secours".to_owned(),
        start_date,
        duration_hours: 7.5,
    };
    world.mark_journal();
    let about = json!({
        "worker": training.worker,
        "employer": training.employer,
        "start": training.start_date,
    });
    let settle =
        async |world: &mut World, about: Value| settle(world, "the registration", &about).await;
    let register = async |world: &mut World| Ok(world.rest()?.register(now, &training).await);
    let register = async |world: &mut World| world.acting("fla.register", register).await?;
    let answer: Result<String, RestError> =
        world.act("fla.register", about, settle, register).await?;
    let id = keep(world, answer)?;
    world.account("fla.register", id.as_deref().unwrap_or("none"), id.is_some())?;
    world.facts.social_security.calls.registrations.extend(id);
    Ok(())
}

#[when(expr = "the connector declares a worker's entry into service")]
async fn declares(world: &mut World) {
    world
        .step(async |world| {
            let company = world.channel()?.company.clone();
            declare(world, &company).await
        })
        .await;
}

#[when(expr = "the connector of {string} declares a worker's entry into service for {string}")]
async fn declares_for(world: &mut World, account: String, employer: String) {
    world
        .step(async |world| {
            world.speak_of(&account)?;
            declare(world, &employer).await
        })
        .await;
}

#[when(expr = "the connector registers a training")]
async fn registers(world: &mut World) {
    world
        .step(async |world| {
            let company = world.channel()?.company.clone();
            register(world, &company).await
        })
        .await;
}

#[when(expr = "the connector of {string} registers a training for {string}")]
async fn registers_for(world: &mut World, account: String, employer: String) {
    world
        .step(async |world| {
            world.speak_of(&account)?;
            register(world, &employer).await
        })
        .await;
}

#[given(
    regex = "^the next declaration will be (accepted|accepted with warnings|refused|held until the \
                 worker is identified)$"
)]
async fn next_ends(world: &mut World, how: String) {
    let end = match &*how {
        "accepted" => DeclarationEnd::Accepted,
        "accepted with warnings" => DeclarationEnd::AcceptedWithWarnings,
        "refused" => DeclarationEnd::Refused,
        _ => DeclarationEnd::WaitsForIdentification,
    };
    world
        .step(async |world| {
            world.environment()?.social_security_states()?.next_declaration_ends(end);
            Ok(())
        })
        .await;
}

#[then(expr = "the call is taken")]
async fn taken(world: &mut World) {
    world
        .step(async |world| {
            let calls = &world.facts.social_security.calls;
            match (&calls.problem, &calls.token_refusal) {
                (None, None) if calls.lacked.is_none() => Ok(()),
                (None, None) => Err(Stop::failed("the answer lacks a `Location`, expected one")),
                (Some(problem), _) => Err(Stop::failed(format!(
                    "the call was refused: {problem}, expected it to be taken{}",
                    world.why_refused()
                ))),
                (None, Some((status, error))) => Err(Stop::failed(format!(
                    "there was no token for the call: {status} `{error}`{}",
                    world.why_refused()
                ))),
            }
        })
        .await;
}

#[then(expr = "the connector does not know what became of it")]
async fn does_not_know(world: &mut World) {
    world
        .step(async |world| {
            let calls = &world.facts.social_security.calls;
            if calls.lacked.is_some() && calls.declarations.is_empty() {
                return Ok(());
            }
            Err(Stop::failed("the connector says that the declaration was taken, or refused"))
        })
        .await;
}

#[then(expr = "the call is refused: {int} {word}")]
async fn refused(world: &mut World, status: u16, name: String) {
    world
        .step(async |world| match &world.facts.social_security.calls.problem {
            Some(Problem { status: found, name: called, .. })
                if *found == status && *called == name =>
            {
                Ok(())
            }
            Some(problem) => {
                Err(Stop::failed(format!("found {problem}, expected {status} {name}")))
            }
            None => Err(Stop::failed(format!("the call was taken, expected {status} {name}"))),
        })
        .await;
}

#[then(expr = "the call is refused: {int}")]
async fn refused_without_words(world: &mut World, status: u16) {
    world
        .step(async |world| match &world.facts.social_security.calls.problem {
            Some(problem) if problem.status == status && problem.name.is_empty() => Ok(()),
            Some(problem) => Err(Stop::failed(format!("found {problem}, expected {status} alone"))),
            None => Err(Stop::failed(format!("the call was taken, expected {status}"))),
        })
        .await;
}

#[given(expr = "the connector accepts {string} alone")]
async fn accepts(world: &mut World, media_type: String) {
    world
        .step(async |world| {
            world.channel_mut()?.connector.accept = media_type;
            Ok(())
        })
        .await;
}

/// Whether the last declaration was processed.
struct Processed {
    id: String,
}

impl Probe for Processed {
    async fn look(&self, world: &mut World) -> Result<(bool, String), Stop> {
        let result = result(world, &self.id).await?;
        let is_there = result.is_some();
        Ok((is_there, result.unwrap_or_else(|| "404: not processed yet".to_owned())))
    }
}

async fn result(world: &mut World, id: &str) -> Result<Option<String>, Stop> {
    let now = world.environment()?.now();
    let consult = async |world: &mut World| Ok(world.rest()?.status(now, id).await);
    let status: Result<Result<_, RestError>, Stop> = world.acting("dimona.status", consult).await?;
    match keep(world, status?)? {
        Some(status) => Ok(status.map(|status| status.result)),
        None => {
            let problem = world.facts.social_security.calls.problem.clone();
            let problem = problem.map(|it| it.to_string()).unwrap_or_default();
            Err(Stop::failed(format!("the declaration cannot be consulted: {problem}")))
        }
    }
}

fn last_declaration(world: &World) -> Result<String, Stop> {
    let last = world.facts.social_security.calls.declarations.last();
    last.map(|(_, id)| id.clone()).ok_or_else(|| Stop::failed("nothing was declared yet"))
}

#[then(expr = "the declaration is not processed yet")]
async fn not_yet(world: &mut World) {
    world
        .step(async |world| {
            let id = last_declaration(world)?;
            match result(world, &id).await? {
                None => Ok(()),
                Some(found) => Err(Stop::failed(format!("found `{found}`, expected nothing yet"))),
            }
        })
        .await;
}

#[then(expr = "the declaration ends with {string}")]
async fn ends_with(world: &mut World, expected: String) {
    world
        .step(async |world| {
            let id = last_declaration(world)?;
            let processed = Processed { id: id.clone() };
            wait(world, "the declaration to be processed", &processed, Wait::Declaration).await?;
            let found = result(world, &id).await?.unwrap_or_default();
            if found == expected {
                return Ok(());
            }
            Err(Stop::failed(format!(
                "the declaration ended with `{found}`, expected `{expected}`"
            )))
        })
        .await;
}
