//! Flows over EDI, and their reports: counted as flows, not as answers.

use cucumber::{then, when};

use raccord_kernel::cet;
use serde_json::json;

use super::record;
use crate::connectors::chorus_pro::edi::{Collected, EdiError};
use crate::connectors::chorus_pro::edi_report::{self, EdiReport};
use crate::connectors::chorus_pro::envelope::Envelope;
use crate::environment::Wait;
use crate::sha256;
use crate::steps::act::{Failing as _, Settled};
use crate::steps::time::{Probe, pass, wait};
use crate::steps::{Failed, Stop, World};

/// The name of the next flow of this scenario, which is its from now on.
pub(super) fn next_file_name(world: &mut World, interface_code: &str) -> Result<String, Stop> {
    let (environment, connection) = (world.environment()?, world.edi_connection()?);
    let own = environment.own_flow().and_then(|own| own.interface_code.as_deref());
    let number = next_number(world, world.facts.chorus_pro.flows.len())?;
    let interface_code = own.unwrap_or(interface_code);
    let envelope = Envelope::numbered(interface_code, &connection.application_code, number);
    let file_name = format!("{envelope}.xml");
    world.facts.chorus_pro.flows.push(file_name.clone());
    Ok(file_name)
}

/// The number of the flow that comes after some others, of which no other run has one.
pub(super) fn next_number(world: &mut World, others: usize) -> Result<u64, Stop> {
    let environment = world.environment()?;
    let first = match world.facts.chorus_pro.first_flow {
        Some(first) => first,
        None => world.once("first flow", || environment.first_flow_number())?,
    };
    world.facts.chorus_pro.first_flow = Some(first);
    Ok(first.saturating_add(u64::try_from(others).unwrap_or(u64::MAX)))
}

/// Sends a flow under a name; the inner result is the connector's.
pub(super) async fn send(world: &mut World, file_name: &str) -> Result<Result<(), EdiError>, Stop> {
    let content = invoice(world, file_name)?;
    send_content(world, file_name, &content).await
}

/// Sends a file; the inner result is the connector's.
pub(super) async fn send_content(
    world: &mut World,
    file_name: &str,
    content: &[u8],
) -> Result<Result<(), EdiError>, Stop> {
    let before = record::had_before(world)?;
    keep(world, before)?;
    world.mark_journal();
    let about = json!({ "flow": file_name, "sha256": sha256::of(content) });
    let settle = async |world: &mut World, _| record::settle_send(world, file_name).await;
    let send = async |world: &mut World| {
        // Nobody knows what became of it in an earlier step: it is not sent again before that is.
        let is_unsettled = world.facts.chorus_pro.unsettled.iter().any(|flow| flow == file_name);
        if is_unsettled && record::settle_send(world, file_name).await? == Settled::Done(()) {
            return Ok(Ok(()));
        }
        let send = async |world: &mut World| Ok(world.edi()?.send(file_name, content).await);
        world.acting("edi.send", send).await?
    };
    let sent: Result<(), EdiError> =
        world.act(&format!("edi.send {file_name}"), about, settle, send).await?;
    world.facts.chorus_pro.edi_refusal = sent.as_ref().err().map(|refusal| why(world, refusal));
    let is_recorded = world.diary().is_some();
    if is_recorded && sent.as_ref().is_err_and(|failed| !failed.had_no_effect()) {
        world.facts.chorus_pro.unsettled.push(file_name.to_owned());
    }
    world.account("edi.send", file_name, sent.is_ok())?;
    match sent {
        Err(error) if error.breaks_off() => Err(error.into()),
        sent => Ok(sent),
    }
}

/// Sends a file that the connector must get through with.
async fn must_send(world: &mut World, file_name: &str, content: &[u8]) -> Result<(), Stop> {
    match send_content(world, file_name, content).await? {
        Ok(()) => Ok(()),
        Err(refusal) => {
            let why = world.why_refused();
            let message = format!("the connector could not send `{file_name}`{why}");
            Err(Failed::because(message, refusal).into())
        }
    }
}

/// A connector sees that it was refused; the other side says why.
fn why(world: &World, refusal: &EdiError) -> String {
    format!("{refusal}{}", world.why_refused())
}

/// Fetches what waits, and keeps it.
pub(super) async fn collect(world: &mut World) -> Result<(), Stop> {
    world.mark_journal();
    let collected = record::collect(world).await?;
    world.facts.chorus_pro.edi_refusal =
        collected.as_ref().err().map(|refusal| why(world, refusal));
    match collected {
        Err(error) if error.breaks_off() => Err(error.into()),
        collected => keep(world, collected.unwrap_or_default()),
    }
}

/// Keeps what was fetched; what is no report is remarked upon.
pub(in crate::steps) fn keep(world: &mut World, collected: Vec<Collected>) -> Result<(), Stop> {
    for file in &collected {
        world.account("edi.collect", &file.name, true)?;
    }
    for file in collected {
        let report = match edi_report::read(&file) {
            Ok(report) => report,
            // Others may leave their files there as well; what came beside them was fetched.
            Err(error) => {
                let remark = format!("`{}` was fetched, and is no report: {error}", file.name);
                world.facts.remarks.push(remark);
                continue;
            }
        };
        let reports = &mut world.facts.chorus_pro.reports;
        // What somebody told of a report that was taken for lost is not told twice.
        reports.retain(|told| !told.name.is_empty() || told.file_name != report.file_name);
        reports.push(report);
    }
    Ok(())
}

/// An invoice whose number is its flow's, so that no other flow has its content: the supplier's own,
/// where there is one.
pub(super) fn invoice(world: &World, file_name: &str) -> Result<Vec<u8>, Stop> {
    let number = file_name.trim_end_matches(".xml");
    let environment = world.environment()?;
    if let Some(own) = environment.own_flow() {
        let today = cet::day(environment.now()).to_string();
        return Ok(own.write(number, &today));
    }
    let example = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\" \
         xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">\n  \
         <cbc:ID>{number}</cbc:ID>\n</Invoice>\n"
    );
    Ok(example.into_bytes())
}

#[when(expr = "the connector sends an {word} flow")]
async fn sends(world: &mut World, interface_code: String) {
    world
        .step(async |world| {
            let file_name = next_file_name(world, &interface_code)?;
            let content = invoice(world, &file_name)?;
            must_send(world, &file_name, &content).await
        })
        .await;
}

#[when(expr = "the connector sends the same flow again")]
async fn sends_again(world: &mut World) {
    world
        .step(async |world| {
            let file_name = last_flow(world)?;
            let content = invoice(world, &file_name)?;
            must_send(world, &file_name, &content).await
        })
        .await;
}

#[when(regex = "^the connector sends a flow (that is empty|whose XML is broken|that declares a \
             document type|that is a damaged archive)$")]
async fn sends_bad_content(world: &mut World, what: String) {
    world
        .step(async |world| {
            let name = next_file_name(world, "FSO1100A")?;
            let (name, content): (String, &[u8]) = match &*what {
                "that is empty" => (name, b""),
                "whose XML is broken" => (name, b"<Invoice><ID>1</Invoice>"),
                "that declares a document type" => {
                    (name, b"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><a>&b;</a>")
                }
                _ => (name.replace(".xml", ".tar.gz"), b"not an archive"),
            };
            must_send(world, &name, content).await
        })
        .await;
}

#[when(expr = "the connector sends a flow named {string}")]
async fn sends_named(world: &mut World, file_name: String) {
    world
        .step(async |world| {
            let content = invoice(world, &file_name)?;
            must_send(world, &file_name, &content).await
        })
        .await;
}

#[then(expr = "the connector cannot send a flow")]
async fn cannot_send(world: &mut World) {
    world
        .step(async |world| {
            let file_name = next_file_name(world, "FSO1100A")?;
            match send(world, &file_name).await? {
                Err(EdiError::KeyRefused { .. }) => {
                    world.facts.chorus_pro.flows.pop();
                    Ok(())
                }
                Err(other) => Err(other.into()),
                Ok(()) => Err(sent_all_the_same(world, &file_name)),
            }
        })
        .await;
}

/// What to say where a refusal was expected, and none came.
fn sent_all_the_same(world: &World, file_name: &str) -> Stop {
    let met = world.met("sftp.session").unwrap_or_default().pop();
    let met = met.map_or_else(
        || "without a session".to_owned(),
        |met| format!("with {}", world.described(&met)),
    );
    let newest = world.facts.chorus_pro.certificates.last().map(|name| world.described(name));
    Stop::failed(format!(
        "the connector says that it sent `{file_name}`, {met}; expected its key to be refused (the \
         newest certificate is {})",
        newest.unwrap_or_default()
    ))
}

#[then(expr = "every flow sent has exactly one integration report")]
async fn one_report_each(world: &mut World) {
    world
        .step(async |world| {
            let sent = sent_flows(world)?;
            let probe = EveryFlowReported { sent: sent.clone() };
            wait(world, "one integration report a flow", &probe, Wait::Report).await?;
            // A report too many would come after the one that was waited for.
            let again = world.environment()?.patience(Wait::Report).period;
            pass(world, again).await?;
            collect(world).await?;
            conserved(world, &sent)
        })
        .await;
}

#[then(expr = "the flow is integrated")]
async fn is_integrated(world: &mut World) {
    world.step(async |world| reported(world, "IN_INTEGRE", None).await).await;
}

#[then(expr = "the flow is rejected, because {string}")]
async fn is_rejected(world: &mut World, why: String) {
    world.step(async |world| reported(world, "IN_REJETE", Some(&why)).await).await;
}

#[then(expr = "the flow is reported as not receivable: {word}")]
async fn is_not_receivable(world: &mut World, code: String) {
    world
        .step(async |world| {
            let sent = last_sent(world)?;
            wait(
                world,
                "the report of the flow",
                &Reported { file_name: sent.clone() },
                Wait::Report,
            )
            .await?;
            let reports = of(world, &sent);
            let codes: Vec<_> = reports.iter().flat_map(|it| it.codes.clone()).collect();
            if codes.contains(&code) {
                return Ok(());
            }
            let found = if codes.is_empty() { "no code".to_owned() } else { codes.join(", ") };
            Err(Stop::failed(format!("the report of `{sent}` says {found}, expected {code}")))
        })
        .await;
}

#[then(expr = "the connector finds nothing to fetch")]
async fn nothing_to_fetch(world: &mut World) {
    world
        .step(async |world| {
            let before = world.facts.chorus_pro.reports.len();
            collect(world).await?;
            if let Some(refusal) = &world.facts.chorus_pro.edi_refusal {
                return Err(Stop::failed(format!("the connector could not look: {refusal}")));
            }
            match world.facts.chorus_pro.reports.get(before..) {
                None | Some([]) => Ok(()),
                Some([first, ..]) => {
                    Err(Stop::failed(format!("`{}` waited, expected nothing", first.name)))
                }
            }
        })
        .await;
}

#[when(expr = "the connector fetches what waits")]
async fn fetches(world: &mut World) {
    world.step(async |world| collect(world).await).await;
}

/// Whether each flow that was sent has a report.
struct EveryFlowReported {
    sent: Vec<String>,
}

impl Probe for EveryFlowReported {
    async fn look(&self, world: &mut World) -> Result<(bool, String), Stop> {
        collect(world).await?;
        let without: Vec<_> =
            self.sent.iter().filter(|flow| of(world, flow).is_empty()).cloned().collect();
        let refusal = world.facts.chorus_pro.edi_refusal.as_ref();
        let why = refusal.map(|it| format!("; last attempt: {it}")).unwrap_or_default();
        Ok((without.is_empty(), format!("no report of {}{why}", without.join(", "))))
    }
}

/// Whether a flow has as many reports as it was sent.
struct Reported {
    file_name: String,
}

impl Probe for Reported {
    async fn look(&self, world: &mut World) -> Result<(bool, String), Stop> {
        collect(world).await?;
        let sent = world.facts.ledger.of("edi.send");
        let sent = sent.filter(|it| it.claimed && it.subject == self.file_name).count();
        let reports = of(world, &self.file_name).len();
        Ok((reports >= sent, format!("{reports} reports of {sent} sendings")))
    }
}

async fn reported(world: &mut World, state: &str, why: Option<&str>) -> Result<(), Stop> {
    let flow = last_flow(world)?;
    wait(world, "the report of the flow", &Reported { file_name: flow.clone() }, Wait::Report)
        .await?;
    let reports = of(world, &flow);
    let matches = |it: &&&EdiReport| {
        it.state == state && why.is_none_or(|why| it.errors.iter().any(|error| error == why))
    };
    if reports.iter().any(|it| matches(&it)) {
        return Ok(());
    }
    let found: Vec<_> =
        reports.iter().map(|it| format!("{} {}", it.state, it.errors.join(" | "))).collect();
    let expected = why.map_or_else(|| state.to_owned(), |why| format!("{state} {why}"));
    let found = found.join(", ");
    Err(Stop::failed(format!("the report of `{flow}` says {found}, expected {expected}")))
}

/// The flows that the connector was given, each sent exactly once by its own account.
fn sent_flows(world: &World) -> Result<Vec<String>, Stop> {
    let given = world.facts.chorus_pro.flows.clone();
    if given.is_empty() {
        return Err(Stop::failed("the connector was given no flow, expected one at least"));
    }
    let claims = |flow: &String| {
        let sent = world.facts.ledger.of("edi.send");
        sent.filter(|it| it.claimed && it.subject == *flow).count()
    };
    match given.iter().find(|flow| claims(flow) != 1) {
        None => Ok(given),
        Some(flow) => Err(Stop::failed(format!(
            "the connector says that it sent `{flow}` {} times, expected once",
            claims(flow)
        ))),
    }
}

/// Contents given equal contents accepted, each once.
fn conserved(world: &World, sent: &[String]) -> Result<(), Stop> {
    for flow in sent {
        let reports = of(world, flow);
        let integrated = reports.iter().filter(|it| it.state == "IN_INTEGRE").count();
        if (reports.len(), integrated) != (1, 1) {
            let states: Vec<_> = reports.iter().map(|it| &*it.state).collect();
            return Err(Stop::failed(format!(
                "`{flow}` has {} reports ({}), expected one: IN_INTEGRE",
                reports.len(),
                states.join(", ")
            )));
        }
    }
    Ok(())
}

/// The reports on a flow, by the name it was sent under.
pub(super) fn of<'a>(world: &'a World, file_name: &str) -> Vec<&'a EdiReport> {
    world.facts.chorus_pro.reports.iter().filter(|report| report.file_name == file_name).collect()
}

fn last_flow(world: &World) -> Result<String, Stop> {
    world.facts.chorus_pro.flows.last().cloned().ok_or_else(|| Stop::failed("no flow was sent yet"))
}

fn last_sent(world: &World) -> Result<String, Stop> {
    let last = world.facts.ledger.of("edi.send").last();
    last.map(|it| it.subject.clone()).ok_or_else(|| Stop::failed("nothing was sent yet"))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use raccord_kernel::Clock;
    use raccord_mocks::gateway::Listen;

    use super::*;
    use crate::environment::{Mocks, START};

    fn archive(xml: &str) -> Vec<u8> {
        let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
        let mut header = tar::Header::new_gnu();
        header.set_size(xml.len().try_into().unwrap());
        archive.append_data(&mut header, "report.xml", xml.as_bytes()).unwrap();
        archive.into_inner().unwrap().finish().unwrap()
    }

    #[tokio::test]
    async fn what_is_no_report_is_remarked_upon_and_loses_none_beside_it() {
        let mocks = Mocks::open(1, Clock::held(START), Listen::default()).await.unwrap();
        let mut world = World::new(Rc::new(mocks));
        let report = archive("<CompteRendu><EtatCourant>IN_INTEGRE</EtatCourant></CompteRendu>");
        let file = |name: &str, content: Vec<u8>| Collected { name: name.to_owned(), content };
        let files = vec![file("LISEZMOI.txt", b"bonjour".to_vec()), file("a.tar.gz", report)];
        keep(&mut world, files).unwrap();
        let [report] = &*world.facts.chorus_pro.reports else { panic!("expected one report") };
        assert_eq!((&*report.name, &*report.state), ("a.tar.gz", "IN_INTEGRE"));
        let [remark] = &*world.facts.remarks else { panic!("expected one remark") };
        assert!(remark.starts_with("`LISEZMOI.txt` was fetched, and is no report: "), "{remark}");
    }
}
