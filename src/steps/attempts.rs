//! What every action of a connector is held to, although no step asks: how often it tried, and
//! whether the certificate that it says it used is the one that was met.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use raccord_kernel::clock::after;
use raccord_kernel::{Entry, Outcome};

use super::diary::Note;
use super::{Stop, World, time};

/// How often one cause may be met within one action. What was refused for a reason is refused again
/// for that reason, and what broke by chance may be tried a second and a third time.
const ATTEMPTS_MAX: usize = 3;

impl World {
    /// Lets a connector act, and holds it to its budget of attempts.
    pub(super) async fn acting<T>(
        &mut self,
        action: &str,
        act: impl AsyncFnOnce(&mut Self) -> T,
    ) -> Result<T, Stop> {
        self.turn().await?;
        let before = self.written();
        let came = act(self).await;
        let met = self.environment().ok();
        let met = met.and_then(|it| Some(it.observe().ok()?.since(before))).unwrap_or_default();
        self.facts.amiss.extend(too_often(action, &met));
        self.facts.amiss.extend(self.claims_another(&met));
        Ok(came)
    }

    /// Waits for the turn of the next request, where there is a limit to them.
    ///
    /// # Errors
    ///
    /// [`Stop::Suspended`] where that would take longer than a run waits.
    pub(super) async fn turn(&self) -> Result<(), Stop> {
        let turn = self.environment()?.turn();
        time::hold(self, "the other side, which asked not to be asked before", turn).await
    }

    /// Asks for nothing more before the other side wants to be asked again.
    pub(super) fn heeds(&self, retry_after_s: Option<i64>) -> Result<(), Stop> {
        let Some(seconds) = retry_after_s else { return Ok(()) };
        let environment = self.environment()?;
        let until = after(environment.now(), SignedDuration::from_secs(seconds));
        environment.asked_to_wait(until);
        self.note(&Note::AskedToWait { until })
    }

    /// How far the journal goes, where there is one.
    fn written(&self) -> usize {
        let written = self.environment().ok();
        written.and_then(|it| Some(it.observe().ok()?.written())).unwrap_or_default()
    }

    /// The certificate that the connector over EDI says it used, where the server met another.
    fn claims_another(&self, met: &[Entry]) -> Option<String> {
        let claimed = self.edi.as_ref()?.claims_to_have_used()?;
        let session = met.iter().rev().find(|entry| entry.operation == "sftp.session")?;
        let met = session.fields.get("certificate")?.as_str()?;
        // A key that no certificate is known for has no name on the other side.
        if met == claimed || self.environment().ok()?.vault().identity(met).is_err() {
            return None;
        }
        let (claimed, met) = (self.described(&claimed), self.described(met));
        Some(format!("the connector says that it used {claimed}; the server met {met}"))
    }
}

/// What was tried again and again for one cause.
fn too_often(action: &str, met: &[Entry]) -> Vec<String> {
    let mut attempts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for entry in met {
        let cause = match &entry.outcome {
            Outcome::Refused { rule, reason } => format!("refused by {rule} ({reason})"),
            Outcome::Faulted { verdict } => verdict.clone(),
            Outcome::Unknown { asked } => format!("unknown here ({asked})"),
            Outcome::Accepted | Outcome::Incident { .. } => continue,
        };
        *attempts.entry((&entry.operation, cause)).or_default() += 1;
    }
    attempts
        .into_iter()
        .filter(|(_, count)| *count > ATTEMPTS_MAX)
        .map(|((operation, cause), count)| {
            format!(
                "the connector tried {count} times within one `{action}`: `{operation}` was {cause} \
                 each time; expected {ATTEMPTS_MAX} attempts at most for one cause"
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use raccord_kernel::Fields;

    use super::*;

    fn refused(rule: &str) -> Entry {
        let outcome = Outcome::Refused { rule: rule.to_owned(), reason: "why".to_owned() };
        Entry {
            at: Timestamp::UNIX_EPOCH,
            actor: "sftp".to_owned(),
            number: 1,
            operation: "sftp.session".to_owned(),
            outcome,
            stood_on: Vec::new(),
            fields: Fields::default(),
        }
    }

    #[test]
    fn three_attempts_for_a_cause_are_enough_and_each_cause_counts_for_itself() {
        let twice_three: Vec<_> =
            ["A-01", "B-01"].iter().flat_map(|rule| vec![refused(rule); 3]).collect();
        assert!(too_often("send", &twice_three).is_empty());
        let told = too_often("send", &vec![refused("A-01"); 4]).join("\n");
        let says = "tried 4 times within one `send`: `sftp.session` was refused by A-01 (why)";
        assert!(told.contains(says), "{told}");
    }
}
