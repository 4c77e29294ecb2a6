//! What is done over EDI, so that it can be taken up again: a flow is sent once, and no report that was
//! fetched is lost.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::flow;
use crate::connectors::chorus_pro::edi::{Collected, EdiError};
use crate::connectors::chorus_pro::edi_report::EdiReport;
use crate::environment::Question;
use crate::steps::act::Settled;
use crate::steps::diary::FileKind;
use crate::steps::{Failed, Stop, World};

/// A file that was fetched, in a record.
#[derive(Debug, Serialize, Deserialize)]
struct Fetched {
    name: String,
    /// In base64.
    content: String,
}

const COLLECT: &str = "edi.collect";
const TICK: &str = "edi.tick";

/// What comes of fetching: the files, or the connector's own failure.
type Came = Result<Vec<Collected>, EdiError>;

/// Fetches what waits. The server lets go of what it handed out: it is written down at once.
pub(super) async fn collect(world: &mut World) -> Result<Came, Stop> {
    if world.diary().is_none() {
        return fetch(world).await;
    }
    let mut files = fetched_before(world, COLLECT)?;
    match collect_now(world).await? {
        Ok(new) => files.extend(new),
        // What was fetched in an earlier life is not lost for what fails now.
        Err(_) if !files.is_empty() => {}
        Err(error) => return Ok(Err(error)),
    }
    Ok(Ok(files))
}

/// Lets a connector that lives do what it does by itself, and writes down what it fetched.
pub(in crate::steps) async fn tick(world: &mut World) -> Result<Vec<Collected>, Stop> {
    let mut files = fetched_before(world, TICK)?;
    let tick = async |world: &mut World| Ok(world.edi()?.tick().await);
    let tick = async |world: &mut World| world.acting(TICK, tick).await;
    files.extend(written_down(world, TICK, None, tick).await??);
    Ok(files)
}

async fn collect_now(world: &mut World) -> Result<Came, Stop> {
    let waiting = match world.edi()?.waiting().await {
        Ok(waiting) => waiting,
        Err(error) => return Ok(Err(error)),
    };
    // What is not there is not fetched, and so cannot be lost.
    if waiting.as_ref().is_some_and(Vec::is_empty) && !world.was_begun(COLLECT) {
        return Ok(Ok(Vec::new()));
    }
    written_down(world, COLLECT, waiting, fetch).await
}

/// What acts of a name fetched in this step in an earlier life.
fn fetched_before(world: &mut World, name: &str) -> Result<Vec<Collected>, Stop> {
    let before: Vec<Vec<Fetched>> = world.came_to(name)?;
    before.into_iter().flatten().map(read).collect()
}

/// Fetches as an act, where it is known or not what waits.
async fn written_down(
    world: &mut World,
    name: &str,
    waiting: Option<Vec<String>>,
    fetch: impl AsyncFnOnce(&mut World) -> Result<Came, Stop>,
) -> Result<Came, Stop> {
    let about = json!({ "waiting": waiting });
    let settle = async |world: &mut World, before| settle_collect(world, before, waiting).await;
    let fetch = async |world: &mut World| match fetch(world).await? {
        Ok(files) => Ok(Ok(written(world, files)?)),
        Err(error) => Ok(Err(error)),
    };
    match world.act(name, about, settle, fetch).await? {
        Ok(files) => Ok(Ok(files.into_iter().map(read).collect::<Result<_, _>>()?)),
        Err(error) => Ok(Err(error)),
    }
}

async fn fetch(world: &mut World) -> Result<Came, Stop> {
    let collect = async |world: &mut World| Ok(world.edi()?.collect().await);
    world.acting(COLLECT, collect).await
}

/// Keeps the files that were fetched, and says what to write down of them.
fn written(world: &World, files: Vec<Collected>) -> Result<Vec<Fetched>, Stop> {
    let diary = world.diary();
    let keep = |file: Collected| {
        if let Some(diary) = &diary {
            diary.keep_file(FileKind::Fetched, &file.name, &file.content)?;
        }
        Ok(Fetched { name: file.name, content: STANDARD.encode(file.content) })
    };
    files.into_iter().map(keep).collect()
}

fn read(file: Fetched) -> Result<Collected, Stop> {
    let unread = |error| Failed::because("a report in the record cannot be read", error);
    let content = STANDARD.decode(&file.content).map_err(unread)?;
    Ok(Collected { name: file.name, content })
}

/// What became of a fetching that was begun: nothing, where all that waited then waits still. Else
/// only a person can tell what the reports said.
async fn settle_collect(
    world: &mut World,
    before: Value,
    waiting: Option<Vec<String>>,
) -> Result<Settled<Vec<Fetched>>, Stop> {
    let before: Option<Vec<String>> =
        before.get("waiting").and_then(|names| serde_json::from_value(names.clone()).ok());
    let is_untouched = |before: &Vec<String>| {
        before.iter().all(|name| waiting.iter().flatten().any(|it| it == name))
    };
    if before.as_ref().is_some_and(is_untouched) {
        return Ok(Settled::NotDone);
    }
    for flow in unreported(world) {
        let word = ask_for_end(world, &flow).await?;
        if word != OPEN {
            let remark = format!("how `{flow}` ended is the operator's word: its report was lost");
            world.facts.remarks.push(remark);
            let told = EdiReport { file_name: flow, state: word, ..EdiReport::default() };
            world.facts.chorus_pro.reports.push(told);
        }
    }
    Ok(Settled::NotDone)
}

/// The flow did not end yet: its report is still to come.
const OPEN: &str = "open";

fn unreported(world: &World) -> Vec<String> {
    let sent = world.facts.ledger.of("edi.send").filter(|it| it.claimed);
    let sent = sent.map(|it| it.subject.clone());
    sent.filter(|flow| flow::of(world, flow).is_empty()).collect()
}

async fn ask_for_end(world: &mut World, flow: &str) -> Result<String, Stop> {
    let choice = |answer: &str, means: &str| (answer.to_owned(), means.to_owned());
    world
        .ask(Question {
            name: format!("end of {flow}"),
            asked: format!(
                "raccord was stopped while it fetched reports, and one of {flow} may be lost. How \
                 did the flow end?"
            ),
            hint: "in the portal: « Suivi des flux »".to_owned(),
            choices: vec![
                choice("IN_INTEGRE", "it was integrated"),
                choice("IN_INTEGRE_PARTIEL", "it was integrated in part"),
                choice("IN_REJETE", "it was rejected"),
                choice(OPEN, "it did not end yet: its report is still to come"),
            ],
        })
        .await
}

/// What became of a flow that was being sent: its report tells, or a person.
pub(super) async fn settle_send(world: &mut World, flow: &str) -> Result<Settled<()>, Stop> {
    flow::collect(world).await?;
    if !flow::of(world, flow).is_empty() {
        return Ok(Settled::Done(()));
    }
    let choice = |answer: &str, means: &str| (answer.to_owned(), means.to_owned());
    let answer = world
        .ask(Question {
            name: format!("edi.send {flow}"),
            asked: format!("raccord was stopped while it sent {flow}. Was it taken?"),
            hint: "in the portal: « Suivi des flux », with the number of the flow".to_owned(),
            choices: vec![
                choice("yes", "Chorus Pro has it: it is not sent again"),
                choice("no", "Chorus Pro does not have it: it is sent under the same name"),
            ],
        })
        .await?;
    Ok(if answer == "yes" { Settled::Done(()) } else { Settled::NotDone })
}
