//! The mails that systems send to the people of one tenant.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// How many mails are kept: the newest.
const NEWEST: usize = 1_000;

/// One mail. What no source says of it (its sender, its text) it does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its place in the order of sending, from 1.
    pub sequence: u64,
    /// The instant at which it was sent.
    pub at: Timestamp,
    /// The electronic address that it was sent to.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// The files that go with it.
    pub attachments: Vec<Attachment>,
}

/// A file that goes with a mail: text, since no other kind is known to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// The mails of one tenant.
#[derive(Debug, Default)]
pub struct Mailbox {
    kept: Mutex<Kept>,
    grown: watch::Sender<()>,
}

#[derive(Debug, Default)]
struct Kept {
    mails: VecDeque<Mail>,
    sent: u64,
}

impl Mailbox {
    /// Sends a mail, and answers its place in the order of sending.
    pub fn send(
        &self,
        at: Timestamp,
        to: &str,
        subject: String,
        attachments: Vec<Attachment>,
    ) -> u64 {
        let mut kept = self.lock();
        kept.sent += 1;
        let sequence = kept.sent;
        kept.mails.push_back(Mail { sequence, at, to: to.to_owned(), subject, attachments });
        if kept.mails.len() > NEWEST {
            kept.mails.pop_front();
        }
        drop(kept);
        self.grown.send_replace(());
        sequence
    }

    /// The mails after a place in the order of sending that `of` picks, oldest first.
    pub fn since(&self, sequence: u64, of: impl Fn(&Mail) -> bool) -> Vec<Mail> {
        let kept = self.lock();
        let mails = kept.mails.iter().filter(|mail| mail.sequence > sequence && of(mail));
        mails.cloned().collect()
    }

    /// How many mails were sent so far, kept or not.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.lock().sent
    }

    /// Throws all mails away. What is sent later goes on with the places after theirs.
    pub fn empty(&self) {
        self.lock().mails.clear();
    }

    /// Tells whenever mails were sent: for whoever reads those [since](Self::since) the last one.
    #[must_use]
    pub fn grown(&self) -> watch::Receiver<()> {
        self.grown.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sequences(mails: &[Mail]) -> Vec<u64> {
        mails.iter().map(|mail| mail.sequence).collect()
    }

    #[test]
    fn a_mailbox_keeps_the_newest_mails_and_counts_on() {
        let mailbox = Mailbox::default();
        for number in 1..=1_002 {
            let at = Timestamp::UNIX_EPOCH;
            assert_eq!(mailbox.send(at, "a@b.example", format!("{number}"), Vec::new()), number);
        }
        assert_eq!(mailbox.since(0, |_| true).len(), 1_000);
        assert_eq!(sequences(&mailbox.since(1_001, |_| true)), [1_002]);
        assert_eq!(sequences(&mailbox.since(0, |mail| mail.subject == "7")), [7]);
        assert_eq!(sequences(&mailbox.since(0, |mail| mail.subject == "2")), [0_u64; 0]);
        mailbox.empty();
        assert_eq!((mailbox.since(0, |_| true), mailbox.sent()), (Vec::new(), 1_002));
    }
}
