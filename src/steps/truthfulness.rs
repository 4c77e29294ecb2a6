//! Truthfulness: what a connector says that it did equals what the other side knows, both ways.

use std::collections::BTreeMap;

use raccord_kernel::{Entry, Ledger, Outcome};

use super::Failed;

/// Something that a connector says of itself, and what the other side writes down of it.
struct Deed {
    /// The operation in the ledger.
    said: &'static str,
    /// The operation in the journal.
    known: &'static str,
    /// The field of the journal that holds the ledger's subject.
    subject: &'static str,
    /// The field without which an entry is of something else.
    mark: &'static str,
    /// What the connector did, in words.
    did: &'static str,
    /// What the other side did, in words.
    met: &'static str,
}

const DEEDS: &[Deed] = &[
    Deed {
        said: "edi.send",
        known: "sftp.close",
        subject: "file",
        mark: "size-bytes",
        did: "sent",
        met: "arrived",
    },
    Deed {
        said: "edi.collect",
        known: "sftp.fetch",
        subject: "file",
        mark: "file",
        did: "fetched",
        met: "was handed out",
    },
    Deed {
        said: "social-security.token",
        known: "social-security.token",
        subject: "client-id",
        mark: "token",
        did: "was granted a token as",
        met: "was granted",
    },
    Deed {
        said: "dimona.declare",
        known: "dimona.declare",
        subject: "declaration",
        mark: "declaration",
        did: "declared",
        met: "arrived",
    },
    Deed {
        said: "fla.register",
        known: "fla.register",
        subject: "registration",
        mark: "registration",
        did: "registered",
        met: "arrived",
    },
    Deed {
        said: "api.deposit",
        known: "chorus-pro.deposer-flux",
        subject: "flow",
        mark: "flow",
        did: "deposited",
        met: "arrived",
    },
];

/// How often a thing was done.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    /// By the connector, whatever came of it.
    tried: usize,
    /// By the connector's own word.
    claimed: usize,
    /// On the other side, whatever became of it there.
    met: usize,
    /// On the other side, which then cut the connection: nobody can know what came of it.
    cut: usize,
    /// On the other side, and in good order.
    accepted: usize,
}

/// What the connectors said that the other side knows otherwise, and the reverse.
pub(super) fn untruths(ledger: &Ledger, journal: &[Entry]) -> Vec<Failed> {
    DEEDS.iter().flat_map(|deed| deed.untruths(ledger, journal)).collect()
}

impl Deed {
    fn untruths(&self, ledger: &Ledger, journal: &[Entry]) -> Vec<Failed> {
        let counts = self.counts(ledger, journal);
        let untrue = counts.iter().filter(|(_, count)| !count.is_true());
        untrue.map(|(subject, count)| self.failed(subject, *count)).collect()
    }

    fn counts<'a>(&self, ledger: &'a Ledger, journal: &'a [Entry]) -> BTreeMap<&'a str, Count> {
        let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
        for said in ledger.of(self.said) {
            let count = counts.entry(&said.subject).or_default();
            count.tried += 1;
            count.claimed += usize::from(said.claimed);
        }
        for entry in journal.iter().filter(|entry| entry.operation == self.known) {
            let subject = entry.fields.get(self.subject).and_then(|subject| subject.as_str());
            let Some(subject) = subject.filter(|_| entry.fields.contains_key(self.mark)) else {
                continue;
            };
            let count = counts.entry(subject).or_default();
            count.met += 1;
            count.cut += usize::from(matches!(entry.outcome, Outcome::Faulted { .. }));
            count.accepted += usize::from(entry.outcome == Outcome::Accepted);
        }
        counts
    }

    fn failed(&self, subject: &str, count: Count) -> Failed {
        let Self { did, met, .. } = self;
        let Count { tried, claimed, met: known, .. } = count;
        Failed::new(format!(
            "the connector says that it {did} `{subject}` {}, and tried {}; it {met} {}",
            times(claimed),
            times(tried),
            times(known)
        ))
    }
}

impl Count {
    /// What was cut or refused on the other side may be claimed or not; what was accepted there
    /// may not be denied, and nothing gets there that was not tried.
    const fn is_true(self) -> bool {
        self.claimed <= self.met
            && self.accepted <= self.claimed
            && self.met <= self.tried + self.cut
    }
}

fn times(count: usize) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}
