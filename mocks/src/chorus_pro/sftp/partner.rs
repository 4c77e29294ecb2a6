//! Who a session belongs to, and how it asks the desk.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use raccord_kernel::{Decision, Outcome, Refuse, Rule, Spoil, Trace};
use russh_sftp::protocol::StatusCode;

use super::frames::Malformed;
use super::{Knobs, SftpPort};
use crate::chorus_pro::ChorusPro;

/// Why a connection ends before its client ends it.
#[derive(Debug, thiserror::Error)]
pub(super) enum End {
    /// A fault cuts it.
    #[error("cut on purpose")]
    Cut,
    /// A fault resets it.
    #[error("reset on purpose")]
    Reset,
    /// A fault lets it stall: it stays, and nothing is answered any more.
    #[error("stalled on purpose")]
    Stalled,
    /// Its bytes cannot be trusted any more.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// SSH failed.
    #[error("the SSH session failed")]
    Ssh(#[from] russh::Error),
}

/// The refusal of an operation.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The rule.
    pub(super) rule: &'static Rule,
    /// What was found, what was expected, what to do.
    pub(super) reason: String,
    /// What the client is told.
    pub(super) status: StatusCode,
}

impl Refusal {
    /// A refusal that the client knows as "permission denied".
    pub(super) const fn denied(rule: &'static Rule, reason: String) -> Self {
        Self { rule, reason, status: StatusCode::PermissionDenied }
    }

    /// A refusal that the client knows as "no such file".
    pub(super) const fn absent(rule: &'static Rule, reason: String) -> Self {
        Self { rule, reason, status: StatusCode::NoSuchFile }
    }
}

impl Refuse for Refusal {
    fn rule(&self) -> &'static Rule {
        self.rule
    }

    fn reason(&self) -> String {
        self.reason.clone()
    }
}

/// The partner that a session was opened for.
#[derive(Debug, Clone)]
pub(super) struct Partner {
    /// The port it came to.
    pub(super) port: Arc<SftpPort>,
    /// Its "code appli partenaire".
    pub(super) code: String,
    /// Its name in the journal.
    pub(super) actor: String,
    /// How long, in milliseconds of real time, the answers under way are kept back by faults.
    pub(super) kept_back_ms: Arc<AtomicU64>,
}

impl Partner {
    /// What is guessed of the port, as it is set now.
    pub(super) fn knobs(&self) -> Knobs {
        self.port.desk.read(|state, _| state.knobs.sftp.clone())
    }

    /// Has one operation decided and written down; a refusal is what the client is told.
    pub(super) fn ask<A>(
        &self,
        operation: &str,
        decide: impl FnOnce(&mut ChorusPro, Timestamp, &mut Trace) -> Result<A, Refusal>,
    ) -> Result<Result<A, StatusCode>, End> {
        let decision = self.port.desk.serve_as(&self.actor, operation, decide);
        let decided = self.ended(decision)?;
        Ok(decided.map_err(|refused| refused.map_or(StatusCode::Failure, |it| it.status)))
    }

    /// What a decision is for the client, or the end of its connection: an answer, a refusal, or a
    /// failure (nothing) that a fault asked for.
    pub(super) fn ended<A, R>(
        &self,
        decision: Decision<A, R>,
    ) -> Result<Result<A, Option<R>>, End> {
        match decision {
            Decision::Answered(answer) => Ok(Ok(answer)),
            Decision::Refused(refusal) => Ok(Err(Some(refusal))),
            Decision::Faulted { .. } => Ok(Err(None)),
            Decision::Cut => Err(End::Cut),
            Decision::Reset => Err(End::Reset),
            Decision::Stalled => Err(End::Stalled),
            Decision::Spoilt { decided, by } => {
                if let Spoil::Delay(delay) = by {
                    let delay_ms = u64::try_from(delay.as_millis()).unwrap_or(u64::MAX);
                    self.kept_back_ms.fetch_add(delay_ms, Ordering::SeqCst);
                }
                self.ended(*decided)
            }
        }
    }

    /// How long the answers under way are to be kept back, which is then told.
    pub(super) fn kept_back(&self) -> Duration {
        Duration::from_millis(self.kept_back_ms.swap(0, Ordering::SeqCst))
    }

    /// Waits until what was decided so far is kept, where states are kept beyond the process.
    pub(super) async fn kept(&self) {
        self.port.desk.office().saves.kept().await;
    }

    /// Writes down that the mock itself failed.
    pub(super) fn incident(&self, operation: &str, what: String) {
        let office = self.port.desk.office();
        office.write(&self.actor, operation, Outcome::Incident { what }, Trace::default());
    }
}
