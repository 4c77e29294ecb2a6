//! What the other side wrote down, where the environment shows it.

use raccord_kernel::{Entry, Outcome};

use super::{Stop, World};

impl World {
    /// The journal entries since the last action.
    ///
    /// # Errors
    ///
    /// When the environment shows no journal.
    pub fn since_the_action(&self) -> Result<Vec<Entry>, Stop> {
        Ok(self.environment()?.observe()?.since(self.facts.journal_mark))
    }

    /// The certificates that an operation met since the last action, by name.
    ///
    /// # Errors
    ///
    /// When the environment shows no journal.
    pub fn met(&self, operation: &str) -> Result<Vec<String>, Stop> {
        let entries = self.since_the_action()?;
        let of = entries.iter().filter(|entry| entry.operation == operation);
        Ok(of.filter_map(|it| Some(it.fields.get("certificate")?.as_str()?.to_owned())).collect())
    }

    /// Proves that the last action was refused by a rule; where there is no journal, the refusal
    /// itself is all that can be proven, and a remark says so.
    ///
    /// # Errors
    ///
    /// When another rule refused, or none.
    pub fn refused_by(&mut self, rule: &str) -> Result<(), Stop> {
        if self.environment()?.observe().is_err() {
            self.facts.remarks.push(format!("{rule} cannot be observed here"));
            return Ok(());
        }
        let refusals: Vec<_> = self.since_the_action()?.into_iter().filter_map(refusal).collect();
        if refusals.iter().any(|(met, _)| met == rule) {
            return Ok(());
        }
        let found: Vec<_> = refusals.iter().map(|(met, why)| format!("{met} ({why})")).collect();
        let found =
            if found.is_empty() { "nothing was refused".to_owned() } else { found.join(", ") };
        Err(Stop::failed(format!("{found}; expected a refusal by {rule}")))
    }

    /// The reason of the last refusal, to end a message with; empty where nobody shows one.
    #[must_use]
    pub fn why_refused(&self) -> String {
        let refusals = self.since_the_action().unwrap_or_default();
        let last = refusals.into_iter().filter_map(refusal).next_back();
        last.map(|(rule, reason)| format!("\n{rule}: {reason}")).unwrap_or_default()
    }

    /// A certificate by its name, with its fingerprint where it is known.
    #[must_use]
    pub fn described(&self, name: &str) -> String {
        let kept = self.environment().ok().and_then(|it| it.vault().identity(name).ok());
        kept.map_or_else(
            || format!("`{name}`"),
            |it| {
                let certificate = &it.certificate;
                let until = certificate.validity().until;
                format!("`{name}` (SHA-256 {}, until {until})", certificate.fingerprint())
            },
        )
    }
}

fn refusal(entry: Entry) -> Option<(String, String)> {
    match entry.outcome {
        Outcome::Refused { rule, reason } => Some((rule, reason)),
        Outcome::Accepted
        | Outcome::Faulted { .. }
        | Outcome::Unknown { .. }
        | Outcome::Incident { .. } => None,
    }
}
