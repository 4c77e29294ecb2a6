//! Hosts that no mock stands in for: what whoever asks for one is told, and what is written down.

use raccord_kernel::{Outcome, Rule, Trace};

use super::rules;
use super::tenant::{Known, Tenant};
use crate::web::nearest::{self, Nearest};

/// A host that is not served.
#[derive(Debug)]
pub(super) struct Missing {
    /// The rule that refuses it; none where nothing is known of it.
    rule: Option<&'static Rule>,
    /// What was asked for, and what is to be asked for instead.
    pub(super) why: String,
    nearest: Option<Nearest>,
}

impl Missing {
    /// Whether it is a host of which something is known.
    pub(super) const fn is_refused(&self) -> bool {
        self.rule.is_some()
    }

    /// Writes down that `host` was asked for by `operation`.
    pub(super) fn write(self, tenant: &Tenant, operation: &str, host: &str) {
        let mut trace = Trace::default();
        trace.note("host", host);
        let outcome = match self.rule {
            Some(rule) => Outcome::refused(rule, self.why),
            None => Outcome::Unknown { asked: format!("the host {host}") },
        };
        if let Some(nearest) = self.nearest {
            nearest.note(&mut trace);
        }
        tenant.office().write("gateway", operation, outcome, trace);
    }
}

impl Tenant {
    /// What is to be said of a host that is not served; nothing of one that is.
    pub(super) fn missing(&self, host: &str) -> Option<Missing> {
        let refused = |rule, why| Missing { rule: Some(rule), why, nearest: None };
        Some(match self.known(host) {
            Known::Host(_) => return None,
            Known::Retired { successor } => {
                let why = format!("{host} is gone since 2023-09-30; use {successor}");
                refused(rules::HOST_01, why)
            }
            Known::Mistaken { meant } => {
                refused(rules::HOST_02, format!("there is no host {host}; use {meant}"))
            }
            Known::Nobody => {
                let nothing =
                    format!("no mock stands in for {host}, and nothing leaves this machine");
                let nearest = nearest::host(host, self.host_names().into_iter());
                let why = match &nearest {
                    Some((near, differs)) => format!("{nothing}; the nearest is {near}: {differs}"),
                    None => nothing,
                };
                let nearest = nearest.map(|(near, why)| Nearest { route: near.to_owned(), why });
                Missing { rule: None, why, nearest }
            }
        })
    }
}
