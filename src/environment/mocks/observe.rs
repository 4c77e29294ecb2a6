//! What the mocks wrote down.

use raccord_kernel::{Entry, Evidence};
use raccord_mocks::chorus_pro::exchange::{FlowError, Outcome};

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
        let unused = |chorus_pro: &raccord_mocks::chorus_pro::ChorusPro, _| {
            let scripts = chorus_pro.exchange.unused_scripts();
            scripts.iter().map(|script| words(&script.outcome)).collect()
        };
        self.tenant.systems().qualification.read(unused)
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
