//! What is done over EDI, so that it can be taken up again: a flow is sent once, and no report that was
//! fetched is lost.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::flow;
use crate::connectors::chorus_pro::edi::{Collected, EdiError};
use crate::connectors::chorus_pro::edi_report::{self, EdiReport};
use crate::environment::Question;
use crate::steps::act::Settled;
use crate::steps::diary::{Fetched, FileKind};
use crate::steps::{Failed, Stop, World};

/// What was had of a flow's end, in a record.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Had {
    /// A file that was fetched.
    Report {
        name: String,
        /// In base64.
        content: String,
    },
    /// A person's word, in the place of a report that was lost.
    Word { flow: String, state: String },
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
    let files = match settled(world, COLLECT, fetch).await? {
        Ok(files) => files,
        Err(error) => return Ok(Err(error)),
    };
    let waiting = match waiting(world).await? {
        Ok(waiting) => waiting,
        Err(error) => return Ok(or_before(files, error)),
    };
    // What is not there is not fetched, and so cannot be lost.
    if waiting.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Ok(files));
    }
    match written_down(world, COLLECT, waiting, fetch).await? {
        Ok(new) => Ok(Ok(files.into_iter().chain(new).collect())),
        Err(error) => Ok(or_before(files, error)),
    }
}

/// Lets a connector that lives do what it does by itself, and writes down what it fetched.
pub(in crate::steps) async fn tick(world: &mut World) -> Result<Vec<Collected>, Stop> {
    let tick = async |world: &mut World| {
        let tick = async |world: &mut World| Ok(world.edi()?.tick().await);
        world.acting(TICK, tick).await?
    };
    let mut files = settled(world, TICK, tick).await??;
    files.extend(written_down(world, TICK, None, tick).await??);
    Ok(files)
}

/// What was had in this step in an earlier life, and is the facts' no more.
pub(super) fn had_before(world: &mut World) -> Result<Vec<Collected>, Stop> {
    before(world, COLLECT)
}

/// What was fetched in an earlier life is not lost for what fails now.
fn or_before(files: Vec<Collected>, error: EdiError) -> Came {
    if files.is_empty() { Err(error) } else { Ok(files) }
}

/// What acts of a name had in this step in an earlier life. One that broke off is settled first, and
/// is over then.
async fn settled(
    world: &mut World,
    name: &str,
    fetch: impl AsyncFn(&mut World) -> Result<Came, Stop>,
) -> Result<Came, Stop> {
    let mut files = before(world, name)?;
    while world.was_begun(name) {
        let had = match waiting(world).await? {
            Ok(waiting) => written_down(world, name, waiting, &fetch).await?,
            Err(error) => Err(error),
        };
        match had {
            Ok(had) => files.extend(had),
            Err(error) => return Ok(or_before(files, error)),
        }
        files.extend(before(world, name)?);
    }
    Ok(Ok(files))
}

/// The names of what waits to be fetched, where the connector tells them.
async fn waiting(world: &mut World) -> Result<Result<Option<Vec<String>>, EdiError>, Stop> {
    world.turn().await?;
    Ok(world.edi()?.waiting().await)
}

fn before(world: &mut World, name: &str) -> Result<Vec<Collected>, Stop> {
    let acts: Vec<Vec<Had>> = world.came_to(name)?;
    read(world, acts.into_iter().flatten())
}

/// Fetches as an act, where it is known or not what waits.
async fn written_down(
    world: &mut World,
    name: &str,
    waiting: Option<Vec<String>>,
    fetch: impl AsyncFnOnce(&mut World) -> Result<Came, Stop>,
) -> Result<Came, Stop> {
    let about = json!({ "waiting": waiting });
    let act = world.name_of_next(name);
    let settle = async |world: &mut World, before| {
        settle_collect(world, (name, &act), before, waiting).await
    };
    let fetch = async |world: &mut World| match fetch(world).await? {
        Ok(files) => Ok(Ok(written(world, files)?)),
        Err(error) => Ok(Err(error)),
    };
    match world.act(name, about, settle, fetch).await? {
        Ok(had) => Ok(Ok(read(world, had)?)),
        Err(error) => Ok(Err(error)),
    }
}

async fn fetch(world: &mut World) -> Result<Came, Stop> {
    let collect = async |world: &mut World| Ok(world.edi()?.collect().await);
    world.acting(COLLECT, collect).await?
}

/// Keeps the files that were fetched, and says what to write down of them.
fn written(world: &World, files: Vec<Collected>) -> Result<Vec<Had>, Stop> {
    let diary = world.diary();
    let keep = |file: Collected| {
        if let Some(diary) = &diary {
            diary.keep_file(FileKind::Fetched, &file.name, &file.content)?;
        }
        Ok(Had::of(file))
    };
    files.into_iter().map(keep).collect()
}

impl Had {
    fn of(file: Collected) -> Self {
        Self::Report { name: file.name, content: STANDARD.encode(file.content) }
    }
}

/// The files of a record; a person's word goes to where what reports say is.
fn read(world: &mut World, all: impl IntoIterator<Item = Had>) -> Result<Vec<Collected>, Stop> {
    let mut files = Vec::new();
    for had in all {
        match had {
            Had::Report { name, content } => {
                files.push(Collected { name, content: decoded(&content)? });
            }
            Had::Word { flow, state } => {
                let remark =
                    format!("how `{flow}` ended is the operator's word: its report was lost");
                world.facts.remarks.push(remark);
                let told = EdiReport { file_name: flow, state, ..EdiReport::default() };
                world.facts.chorus_pro.reports.push(told);
            }
        }
    }
    Ok(files)
}

/// What became of a fetching that was begun. What was kept of it is there; where more was handed out,
/// only a person can tell what that said.
async fn settle_collect(
    world: &mut World,
    (name, act): (&str, &str),
    before: Value,
    waiting: Option<Vec<String>>,
) -> Result<Settled<Vec<Had>>, Stop> {
    let kept = fetched(world, name)?;
    let before: Option<Vec<String>> =
        before.get("waiting").and_then(|names| serde_json::from_value(names.clone()).ok());
    let is_there = |name: &String| {
        kept.iter().any(|file| file.name == *name) || waiting.iter().flatten().any(|it| it == name)
    };
    let is_anything_lost = !before.is_some_and(|before| before.iter().all(is_there));
    if !kept.iter().any(|file| file.act == act) && !is_anything_lost {
        return Ok(Settled::NotDone);
    }
    let mut had = Vec::new();
    if is_anything_lost {
        for flow in unreported(world, &kept) {
            let state = ask_for_end(world, &flow).await?;
            had.extend((state != OPEN).then_some(Had::Word { flow, state }));
        }
    }
    // What another act fetched is that one's.
    let own = kept.into_iter().filter(|file| file.act == act);
    had.extend(own.map(|file| Had::of(Collected { name: file.name, content: file.content })));
    Ok(Settled::Done(had))
}

/// The files that acts of a name fetched in this step, whether they ended or not.
fn fetched(world: &World, name: &str) -> Result<Vec<Fetched>, Stop> {
    let mut all = world.diary().map_or(Ok(Vec::new()), |diary| diary.fetched())?;
    let ended: Vec<(String, Vec<Had>)> = world.all_came_to(name)?;
    for (act, had) in ended {
        for had in had {
            if let Had::Report { name, content } = had {
                all.push(Fetched { act: act.clone(), name, content: decoded(&content)? });
            }
        }
    }
    Ok(all)
}

fn decoded(content: &str) -> Result<Vec<u8>, Stop> {
    let unread = |error| Failed::because("a report in the record cannot be read", error);
    Ok(STANDARD.decode(content).map_err(unread)?)
}

/// The flow did not end yet: its report is still to come.
const OPEN: &str = "open";

/// The flows that were sent, and have no report in the facts nor among files.
fn unreported(world: &World, files: &[Fetched]) -> Vec<String> {
    let file = |it: &Fetched| Collected { name: it.name.clone(), content: it.content.clone() };
    let files: Vec<_> = files.iter().filter_map(|it| edi_report::read(&file(it)).ok()).collect();
    let is_reported = |flow: &String| files.iter().any(|report| report.file_name == *flow);
    let sent = world.facts.ledger.of("edi.send").filter(|it| it.claimed);
    let sent = sent.map(|it| it.subject.clone());
    sent.filter(|flow| flow::of(world, flow).is_empty() && !is_reported(flow)).collect()
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
    // The same flow may have been sent before: that sending has a report of its own.
    let sent = world.facts.ledger.of("edi.send");
    let sent = sent.filter(|it| it.claimed && it.subject == flow).count();
    if flow::of(world, flow).len() > sent {
        return Ok(settled_send(world, flow, Settled::Done(())));
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
    let came_to = if answer == "yes" { Settled::Done(()) } else { Settled::NotDone };
    Ok(settled_send(world, flow, came_to))
}

fn settled_send(world: &mut World, flow: &str, came_to: Settled<()>) -> Settled<()> {
    world.facts.chorus_pro.unsettled.retain(|unsettled| unsettled != flow);
    came_to
}
