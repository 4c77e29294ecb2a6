//! Tokens, deposits and reports over the API.

use cucumber::{given, then, when};
use raccord_kernel::{Secret, cet};
use serde_json::json;

use crate::connectors::chorus_pro::api::{ApiError, ApiRefusal};
use crate::connectors::piste::TokenError;
use crate::environment::{Addresses, Wait};
use crate::sha256;
use crate::steps::act::Settled;
use crate::steps::time::{Probe, wait};
use crate::steps::{Stop, World};

/// The states in which a flow stays.
const TERMINAL: &[&str] = &["IN_INTEGRE", "IN_INTEGRE_PARTIEL", "IN_REJETE", "IN_INCIDENTE"];
const SYNTAX: &str = "IN_DP_E1_UBL_INVOICE";
const INVOICE: &[u8] =
    b"<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\"/>";

/// Keeps what a call came to; only trouble that is no refusal stops the step.
fn keep<T>(world: &mut World, answer: Result<T, ApiError>) -> Result<Option<T>, Stop> {
    world.facts.chorus_pro.calls.refusal = None;
    world.facts.chorus_pro.calls.token_refusal = None;
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(ApiError::Refused(refusal)) => {
            world.heeds(refusal.retry_after_s)?;
            world.facts.chorus_pro.calls.refusal = Some(refusal);
            Ok(None)
        }
        Err(ApiError::Token(TokenError::Refused { status, error, retry_after_s })) => {
            world.heeds(retry_after_s)?;
            world.facts.chorus_pro.calls.token_refusal = Some((status, error));
            Ok(None)
        }
        Err(ApiError::Token(TokenError::Empty)) => {
            world.facts.chorus_pro.calls.token_refusal = Some((200, "an empty token".to_owned()));
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

async fn deposit(world: &mut World) -> Result<(), Stop> {
    world.mark_journal();
    let environment = world.environment()?;
    let own = environment.own_flow();
    let syntax = own.and_then(|own| own.syntax.as_deref()).unwrap_or(SYNTAX);
    let number = super::flow::next_number(world, world.facts.chorus_pro.calls.deposits.len())?;
    let name = format!("facture_{number}.xml");
    let content = match own {
        Some(own) => own.write(&format!("F{number}"), &cet::day(environment.now()).to_string()),
        None => INVOICE.to_vec(),
    };
    let about = json!({ "file": name, "sha256": sha256::of(&content) });
    let settle = async |world: &mut World, _| settle_deposit(world, &name).await;
    let deposit = async |world: &mut World| {
        let mut api = world.api()?;
        let deposit = async |_: &mut World| api.deposit(&name, syntax, &content).await;
        let answer = world.acting("api.deposit", deposit).await?;
        world.keep_api(&*api)?;
        Ok(answer.map(|deposit| deposit.numero_flux_depot))
    };
    let answer: Result<String, ApiError> =
        world.act(&format!("api.deposit {name}"), about, settle, deposit).await?;
    let number = answer.as_ref().ok().cloned();
    world.account("api.deposit", number.as_deref().unwrap_or(&name), number.is_some())?;
    world.facts.chorus_pro.calls.deposits.extend(number);
    keep(world, answer).map(drop)
}

/// What became of a deposit whose answer never came: nothing but the number of the flow names it, and
/// that was in the answer.
async fn settle_deposit(world: &mut World, name: &str) -> Result<Settled<String>, Stop> {
    let asked = format!(
        "raccord was stopped while it deposited {name}, before it had the number of the flow. \
         Which number has it (numeroFluxDepot)? `no` if Chorus Pro does not have it: it is \
         deposited again"
    );
    let hint = "in the portal: « Suivi des flux », by the name of the file";
    world.ask_for_identifier(format!("api.deposit {name}"), asked, hint).await
}

#[given(expr = "the connector holds a token")]
async fn holds_a_token(world: &mut World) {
    world
        .step(async |world| {
            let mut api = world.api()?;
            let logged_in = world.acting("api.token", async |_| api.log_in().await).await?;
            world.keep_api(&*api)?;
            Ok(logged_in?)
        })
        .await;
}

#[when(expr = "the connector deposits a flow over the API")]
async fn deposits(world: &mut World) {
    world
        .step(async |world| {
            deposit(world).await?;
            taken(world)
        })
        .await;
}

#[when(expr = "the connector tries to deposit a flow over the API")]
async fn tries_to_deposit(world: &mut World) {
    world.step(async |world| deposit(world).await).await;
}

#[given(expr = "the connector's client secret is wrong")]
async fn wrong_secret(world: &mut World) {
    world
        .step(async |world| {
            let client_id = world.api_connection()?.client_id;
            let wrong = Secret::new("00000000-0000-4000-8000-000000000000".to_owned());
            world.environment()?.vault().keep_secret(&client_id, wrong);
            Ok(())
        })
        .await;
}

#[given(expr = "the connector's technical account has a wrong password")]
async fn wrong_account(world: &mut World) {
    world
        .step(async |world| {
            let login = world.api_connection()?.login;
            world.environment()?.vault().keep_secret(&login, Secret::new("wrong".to_owned()));
            Ok(())
        })
        .await;
}

#[given(expr = "the connector's settings still say qualification's identifiers for production")]
async fn sandbox_for_production(world: &mut World) {
    world
        .step(async |world| {
            world.facts.chorus_pro.calls.production = true;
            Ok(())
        })
        .await;
}

#[then(expr = "the deposit is taken")]
async fn is_taken(world: &mut World) {
    world.step(async |world| taken(world)).await;
}

fn taken(world: &World) -> Result<(), Stop> {
    let calls = &world.facts.chorus_pro.calls;
    match (&calls.refusal, &calls.token_refusal) {
        (None, None) if !calls.deposits.is_empty() => Ok(()),
        (Some(refusal), _) => Err(Stop::failed(format!("the deposit was refused: {refusal}"))),
        (None, Some((status, error))) => {
            Err(Stop::failed(format!("no token for the deposit: {status} {error}")))
        }
        (None, None) => Err(Stop::failed("nothing was deposited yet")),
    }
}

#[then(expr = "the deposit has the number of {int} characters that Chorus Pro gives")]
async fn has_a_number(world: &mut World, length: usize) {
    world
        .step(async |world| {
            let number = last_deposit(world)?;
            if number.chars().count() == length {
                return Ok(());
            }
            Err(Stop::failed(format!("found the number `{number}`, expected {length} characters")))
        })
        .await;
}

#[then(expr = "the detailed report says {word}")]
async fn report_says(world: &mut World, state: String) {
    world
        .step(async |world| {
            let number = last_deposit(world)?;
            let (found, _) = report(world, &number).await?;
            if found == state {
                return Ok(());
            }
            Err(Stop::failed(format!("the report of `{number}` says {found}, expected {state}")))
        })
        .await;
}

#[then(expr = "the detailed report says {word} in the end")]
async fn report_says_in_the_end(world: &mut World, state: String) {
    world.step(async |world| in_the_end(world, &state).await).await;
}

#[then(expr = "the detailed report says {word} in the end, because {string}")]
async fn report_says_why(world: &mut World, state: String, why: String) {
    world
        .step(async |world| {
            in_the_end(world, &state).await?;
            let number = last_deposit(world)?;
            let (_, errors) = report(world, &number).await?;
            if errors.contains(&why) {
                return Ok(());
            }
            let found = errors.join(" | ");
            Err(Stop::failed(format!("the report says `{found}`, expected `{why}`")))
        })
        .await;
}

#[then(expr = "the invoices of the deposit can be found")]
async fn invoices_found(world: &mut World) {
    world
        .step(async |world| {
            let number = last_deposit(world)?;
            let mut api = world.api()?;
            let search = async |_: &mut World| api.invoices_of(&number).await;
            let found = world.acting("api.search", search).await?;
            world.keep_api(&*api)?;
            match keep(world, found)? {
                Some(invoices) if !invoices.is_empty() => Ok(()),
                Some(_) | None => Err(Stop::failed(format!("no invoice of `{number}` is found"))),
            }
        })
        .await;
}

#[then(expr = "no token is given: {int} {word}")]
async fn no_token(world: &mut World, status: u16, error: String) {
    world.step(async |world| no_token_but(world, status, &error)).await;
}

#[then(expr = "no token is given, although PISTE answers {int}")]
async fn no_token_in_the_answer(world: &mut World, status: u16) {
    world.step(async |world| no_token_but(world, status, "an empty token")).await;
}

fn no_token_but(world: &World, status: u16, error: &str) -> Result<(), Stop> {
    match &world.facts.chorus_pro.calls.token_refusal {
        Some((met, word)) if (*met, &**word) == (status, error) => Ok(()),
        Some((met, word)) => {
            Err(Stop::failed(format!("found {met} `{word}`, expected {status} `{error}`")))
        }
        None => Err(Stop::failed(format!("a token was given, expected {status} `{error}`"))),
    }
}

#[then(expr = "the call is answered {int} without a body")]
async fn answered_without_body(world: &mut World, status: u16) {
    world
        .step(async |world| {
            let refusal = refusal(world)?;
            if refusal.status == status && refusal.code_retour.is_none() {
                return Ok(());
            }
            Err(Stop::failed(format!("found {refusal}, expected {status} without a body")))
        })
        .await;
}

#[then(expr = "the call is answered {int}, {string}")]
async fn answered_with(world: &mut World, status: u16, words: String) {
    world
        .step(async |world| {
            let refusal = refusal(world)?;
            let header = refusal.www_authenticate.as_deref().unwrap_or_default();
            if refusal.status == status && header.contains(&words) {
                return Ok(());
            }
            Err(Stop::failed(format!("found {refusal}, expected {status} and `{words}`")))
        })
        .await;
}

#[then(expr = "{word} refused it")]
async fn the_rule_refused(world: &mut World, rule: String) {
    world.step(async |world| world.refused_by(&rule)).await;
}

#[then(expr = "the connector asked for {int} token(s) in all")]
async fn tokens_in_all(world: &mut World, count: u32) {
    world
        .step(async |world| {
            let asked = world.facts.chorus_pro.calls.tokens_asked;
            if asked == count {
                return Ok(());
            }
            Err(Stop::failed(format!("the connector asked for {asked} tokens, expected {count}")))
        })
        .await;
}

/// Whether the last deposit is in a state, or in one that it never leaves.
struct Settling<'a> {
    number: &'a str,
    state: &'a str,
}

impl Probe for Settling<'_> {
    async fn look(&self, world: &mut World) -> Result<(bool, String), Stop> {
        let (found, _) = report(world, self.number).await?;
        Ok((found == self.state || TERMINAL.contains(&&*found), found))
    }
}

async fn in_the_end(world: &mut World, state: &str) -> Result<(), Stop> {
    let number = last_deposit(world)?;
    let probe = Settling { number: &number, state };
    wait(world, "the flow to be processed", &probe, Wait::DetailedReport).await?;
    let (found, errors) = report(world, &number).await?;
    if found == state {
        return Ok(());
    }
    let why = errors.join(" | ");
    Err(Stop::failed(format!("the flow `{number}` ended as {found} ({why}), expected {state}")))
}

/// The state and the errors in the detailed report; just after a deposit there may be none.
async fn report(world: &mut World, number: &str) -> Result<(String, Vec<String>), Stop> {
    let mut api = world.api()?;
    let consult = async |_: &mut World| api.detailed_report(number).await;
    let answer = world.acting("api.consult", consult).await?;
    world.keep_api(&*api)?;
    let Some(report) = keep(world, answer)? else {
        let refusal = refusal(world)?;
        return Ok((format!("no report ({refusal})"), Vec::new()));
    };
    let errors = report.liste_erreur_dp.into_iter().map(|it| it.libelle_erreur_dp).collect();
    Ok((report.etat_courant_depot_flux, errors))
}

fn refusal(world: &World) -> Result<ApiRefusal, Stop> {
    let refusal = world.facts.chorus_pro.calls.refusal.clone();
    refusal.ok_or_else(|| Stop::failed("the call was not refused"))
}

fn last_deposit(world: &World) -> Result<String, Stop> {
    let last = world.facts.chorus_pro.calls.deposits.last().cloned();
    last.ok_or_else(|| Stop::failed("nothing was deposited yet"))
}

impl World {
    /// The names that the API connector's settings say.
    ///
    /// # Errors
    ///
    /// When the world was not opened by the loop.
    pub fn api_addresses(&self) -> Result<Addresses, Stop> {
        if self.facts.chorus_pro.calls.production {
            return Ok(Addresses::production());
        }
        Ok(self.environment()?.addresses().clone())
    }
}
