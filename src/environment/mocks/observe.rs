//! What the mocks wrote down.

use raccord_kernel::{Entry, Evidence};
use raccord_mocks::chorus_pro::exchange::{FlowError, Outcome};
use raccord_mocks::social_security::api::dimona;

use super::Mocks;
use crate::environment::Observe;

impl Observe for Mocks {
    fn journal(&self) -> Vec<Entry> {
        self.tenant.office().journal.entries()
    }

    fn written(&self) -> usize {
        self.tenant.office().journal.written()
    }

    fn since(&self, written: usize) -> Vec<Entry> {
        self.tenant.office().journal.since(written)
    }

    fn evidence(&self) -> Evidence {
        self.tenant.office().journal.evidence(|evidence| evidence.clone())
    }

    fn unused_scripts(&self) -> Vec<String> {
        let systems = self.tenant.systems();
        let mut unused: Vec<String> = systems.qualification.read(|chorus_pro, _| {
            let scripts = chorus_pro.exchange.unused_scripts();
            scripts.iter().map(|script| format!("a flow {}", words(&script.outcome))).collect()
        });
        unused.extend(systems.social_security.read(|social_security, _| {
            let apis = social_security.apis.values();
            let scripts = apis.flat_map(|apis| apis.dimona.unused_scripts());
            let said = |script: &dimona::Script| {
                format!("a declaration {}", declaration_words(&script.outcome))
            };
            scripts.map(said).collect::<Vec<_>>()
        }));
        unused
    }
}

/// How a declaration ends, as people say it.
const fn declaration_words(outcome: &dimona::Outcome) -> &'static str {
    match outcome {
        dimona::Outcome::Accepted => "accepted",
        dimona::Outcome::AcceptedWithWarnings { .. } => "accepted with warnings",
        dimona::Outcome::Refused { .. } => "refused",
        dimona::Outcome::WaitingForSigedis => "held until the worker is identified",
    }
}

/// An outcome, as people say it.
fn words(outcome: &Outcome) -> String {
    let because = |errors: &[FlowError]| {
        let texts: Vec<_> = errors.iter().map(|error| &*error.text).collect();
        texts.join(" | ")
    };
    match outcome {
        Outcome::Integrated => "integrated".to_owned(),
        Outcome::Rejected { errors } => format!("rejected, because \"{}\"", because(errors)),
        Outcome::PartlyIntegrated { errors } => {
            format!("integrated in part, because \"{}\"", because(errors))
        }
    }
}
