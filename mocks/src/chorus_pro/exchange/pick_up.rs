//! What waits to be fetched.

use std::collections::BTreeMap;

use jiff::Timestamp;
use raccord_kernel::Trace;
use serde::{Deserialize, Serialize};

use super::life::after_s;
use super::{Event, Exchange, rules};
use crate::chorus_pro::{self, ChorusPro};

/// One file that waits for a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// Its number, from 1.
    pub number: u64,
    /// Whose it is: a "code appli partenaire".
    pub application_code: String,
    /// Its name.
    pub name: String,
    /// Since when it waits.
    pub since: Timestamp,
    /// Its bytes; small, so they stand in the state.
    pub content: Vec<u8>,
}

/// All files that wait, by number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct PickUp {
    files: BTreeMap<u64, Outgoing>,
}

impl PickUp {
    /// The files of one partner, oldest first.
    pub(super) fn of(&self, application_code: &str) -> impl Iterator<Item = &Outgoing> {
        self.files.values().filter(move |file| file.application_code == application_code)
    }
}

impl Exchange {
    /// Takes a file away, which was fetched (`CPP-FLOW-09`); false if another session was first.
    pub fn fetched(&mut self, number: u64, trace: &mut Trace) -> bool {
        let file = self.pick_up.files.remove(&number);
        if let Some(file) = &file {
            trace.note("file", file.name.clone());
            trace.stands_on(rules::FLOW_09);
        }
        file.is_some()
    }

    /// Takes a file away, which was not fetched in time; false if it was.
    pub(super) fn purge(&mut self, number: u64, trace: &mut Trace) {
        let Some(file) = self.pick_up.files.remove(&number) else { return };
        trace.note("application-code", file.application_code);
        trace.note("file", file.name);
        trace.stands_on(rules::FLOW_10);
    }
}

impl ChorusPro {
    /// Fetches a file: it is gone from pick-up, and will not be purged.
    pub fn fetch(&mut self, number: u64, trace: &mut Trace) -> bool {
        let purge = chorus_pro::Event::Exchange(Event::PickUpPurged { file: number });
        let due = self
            .exchange
            .pick_up
            .files
            .get(&number)
            .map(|file| after_s(file.since, self.knobs.exchange.s_in_pick_up));
        // It is due elsewhere where the knob was turned meanwhile.
        let is_cancelled = due.is_some_and(|due| self.schedule.cancel_at(due, |it| *it == purge));
        if !is_cancelled {
            self.schedule.cancel(|event| *event == purge);
        }
        self.exchange.fetched(number, trace)
    }

    /// Puts a file in pick-up, and plans its purge.
    pub(super) fn hand_out(
        &mut self,
        application_code: &str,
        name: String,
        content: Vec<u8>,
        now: Timestamp,
    ) {
        let number = self.ids.sequence("pick-up");
        let file = Outgoing {
            number,
            application_code: application_code.to_owned(),
            name,
            since: now,
            content,
        };
        self.exchange.pick_up.files.insert(number, file);
        let wait_s = self.knobs.exchange.s_in_pick_up;
        self.plan(now, wait_s, Event::PickUpPurged { file: number });
    }
}
