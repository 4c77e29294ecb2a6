//! Gates: what a person does in a portal, where no program can.

use raccord_certs::Asked;
use raccord_certs::conformity::{Beside, Context, Platform, Submitted, Verdict, check};
use serde_json::json;

use super::act::{Failing, Settled};
use super::diary::{FileKind, Note};
use super::{Failed, Stop, World};
use crate::environment::{Answer, Gate, GateFile};
use crate::sha256;

/// What a person is to do.
#[derive(Debug, Clone)]
pub(super) struct Task<'a> {
    /// What it is called in the record: `upload-certificate`.
    pub(super) name: &'a str,
    /// What is to be done, in one line.
    pub(super) title: String,
    /// How, one thing after the other.
    pub(super) instructions: Vec<String>,
    /// The address of the portal.
    pub(super) address: String,
    /// The way through its menus, in its own words.
    pub(super) menu: &'a [&'a str],
    /// The file to hand over, where there is one.
    pub(super) file: Option<HandOver<'a>>,
    /// What will prove that it was done.
    pub(super) proof: &'a str,
}

/// A file that a person hands over.
#[derive(Debug, Clone)]
pub(super) struct HandOver<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// What is in it.
    pub(super) bytes: &'a [u8],
    /// What it must conform to: `chorus-pro/edi-sftp`, on which platform.
    pub(super) conforms_to: Option<(&'a str, Platform)>,
    /// The name of the certificate in effect, which it is to replace.
    pub(super) replaces: Option<&'a str>,
}

/// What a person did not do.
struct Rejected {
    by: String,
    reason: String,
}

impl Failing for Rejected {
    fn had_no_effect(&self) -> bool {
        true
    }
}

impl World {
    /// Whether a person works in the portals here.
    pub(super) fn is_worked_by_people(&self) -> Result<bool, Stop> {
        Ok(self.environment()?.operator().is_some())
    }

    /// Makes sure that a program may work in the portals here.
    pub(super) fn worked_by_program(&self) -> Result<(), Stop> {
        let environment = self.environment()?;
        match environment.operator() {
            None => Ok(()),
            Some(_) => Err(environment.cannot("let a program work in the portals").into()),
        }
    }

    /// Shows a gate, and waits for the person: what they confirmed once is not asked again.
    ///
    /// # Errors
    ///
    /// [`Stop::Failed`] when the person rejects it, or the file would be refused;
    /// [`Stop::Suspended`] when they leave.
    pub(super) async fn gate(&mut self, task: Task<'_>) -> Result<(), Stop> {
        let name = format!("gate {}", task.name);
        let about = json!({ "title": task.title });
        let open = async |world: &mut Self| world.open_gate(task).await;
        let passed =
            self.act(&name, about, async |_: &mut Self, _| Ok(Settled::NotDone), open).await?;
        let Rejected { by, reason } = match passed {
            Ok(()) => return Ok(()),
            Err(rejected) => rejected,
        };
        Err(Stop::failed(format!("{by} did not pass the gate: {reason}")))
    }

    async fn open_gate(&mut self, task: Task<'_>) -> Result<Result<(), Rejected>, Stop> {
        let environment = self.environment()?;
        let file = task.file.map(|file| self.hand_over(&file)).transpose()?;
        let gate = Gate {
            name: task.name.to_owned(),
            title: task.title,
            instructions: task.instructions,
            address: task.address,
            menu: task.menu.iter().map(|&label| label.to_owned()).collect(),
            file,
            proof: task.proof.to_owned(),
        };
        let operator = environment.operator();
        let operator = operator.ok_or_else(|| Stop::failed("nobody works in the portals here"))?;
        self.note(&Note::GateOpened(gate.clone()))?;
        let answer = operator.gate(&gate).await;
        self.note(&Note::GateAnswered { gate: gate.name, answer: answer.clone() })?;
        match answer {
            Answer::Confirmed { .. } => Ok(Ok(())),
            Answer::Rejected { by, reason } => Ok(Err(Rejected { by, reason })),
            Answer::Left => Err(Stop::Suspended(format!("a gate waits: {}", gate.title))),
        }
    }

    /// Examines a file and writes it where the person finds it.
    fn hand_over(&self, file: &HandOver<'_>) -> Result<GateFile, Stop> {
        let conformity = self.examined(file)?;
        let diary = self.diary().ok_or_else(|| Stop::failed("there is no place for files here"))?;
        let path = diary.keep_file(FileKind::HandedOver, file.name, file.bytes)?;
        let sha256 = sha256::of(file.bytes);
        Ok(GateFile { path, sha256, conformity })
    }

    /// Judges a file as `cert check` does: what would be refused is not handed over.
    fn examined(&self, file: &HandOver<'_>) -> Result<Vec<String>, Stop> {
        let Some((asked, platform)) = file.conforms_to else { return Ok(Vec::new()) };
        let asked = Asked::named(asked)
            .ok_or_else(|| Stop::failed(format!("no certificate is demanded as `{asked}`")))?;
        let environment = self.environment()?;
        let context = Context::new(environment.now(), platform);
        let submitted = Submitted::read(file.name, file.bytes);
        let vault = environment.vault();
        let replaced = file.replaces.map(|name| vault.identity(name)).transpose()?;
        let previous: Vec<_> = replaced.into_iter().map(|it| it.certificate).collect();
        let beside = Beside { previous: &previous, keys: &[] };
        let judgement = check(&[submitted], asked, context, beside);
        let findings: Vec<_> = judgement.all().collect();
        let told = |verdict: Verdict| {
            findings
                .iter()
                .filter(move |it| it.verdict == verdict)
                .map(|it| format!("{}: found {}, expected {}", it.rule.id, it.found, it.expected))
        };
        if !judgement.conforms() {
            let why = told(Verdict::Failure).collect::<Vec<_>>().join("\n  ");
            return Err(Failed::new(format!(
                "`{}` would be refused, and is not handed over:\n  {why}",
                file.name
            ))
            .into());
        }
        let mut lines = vec![format!("conforms to {} ({} rules)", asked.name(), findings.len())];
        lines.extend(told(Verdict::Warning).map(|warning| format!("warning: {warning}")));
        Ok(lines)
    }
}
