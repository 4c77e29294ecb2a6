//! The journal and the clock, told as they go on: server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::Stream;
use http::HeaderMap;
use serde::Serialize;
use tokio::sync::watch;
use utoipa::ToSchema;

use super::asked::{Asked, OfTenant};
use super::clock::ClockNow;
use super::entry::JournalEntry;
use super::journal::Filter;
use super::mail::MailSent;
use super::shared::Shared;
use crate::environment::Mocks;

/// How often something is sent where nothing happens, so that a broken connection is noticed.
const ALIVE: Duration = Duration::from_secs(15);
/// How many entries are read ahead of a slow reader; the journal keeps the others.
const AHEAD: usize = 256;

/// What was lost to a reader that came too late for it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Forgotten {
    /// How many entries are not kept any more.
    #[schema(example = 12)]
    entries: u64,
}

/// Follow the journal and the clock.
///
/// Server-sent events: `clock` at first and whenever the clock was turned, `entry` for each entry
/// that the filter picks, with its `sequence` as the event's `id`, `mail` for each mail that is sent
/// from now on, `reset` where all began again, and `forgotten` where entries were gone before they
/// could be sent. It begins after `since`, or after `Last-Event-ID` as
/// browsers send it when they come back, or else with what is written from now on.
#[utoipa::path(get, path = "/__admin/events", tag = "journal", params(OfTenant, Filter, ("Last-Event-ID" = Option<u64>, Header, description = "The `id` of the last event that was received.")), responses((status = 200, description = "The events.", body = String, content_type = "text/event-stream")))]
pub(super) async fn events(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    asked: Asked<Filter>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let back = headers.get("last-event-id").and_then(|it| it.to_str().ok()?.trim().parse().ok());
    let Asked { mocks, query } = asked;
    let journal = mocks.journal();
    let grown = journal.grown();
    let (mailed, mails) = (mocks.mailbox().grown(), mocks.mailbox().sent());
    let emptied = journal.emptied();
    let mark = back.or(query.since()).unwrap_or_else(|| journal.written() as u64);
    let reader = Reader {
        turned: shared.turned(),
        told: VecDeque::new(),
        turning: None,
        grown,
        mark,
        mailed,
        mails,
        emptied,
        mocks,
        query,
    };
    let events = futures::stream::unfold(reader, |mut reader| async {
        let event = reader.next().await?;
        Some((Ok(event), reader))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE))
}

/// Somebody who follows.
struct Reader {
    mocks: Arc<Mocks>,
    query: Filter,
    grown: watch::Receiver<()>,
    turned: watch::Receiver<()>,
    mailed: watch::Receiver<()>,
    /// The last place in the journal that was read.
    mark: u64,
    /// The last place among the mails that was read.
    mails: u64,
    /// How often the journal had been emptied when it was read last.
    emptied: u64,
    /// The clock as it was told last.
    turning: Option<(bool, i64)>,
    told: VecDeque<Event>,
}

impl Reader {
    /// The next event; nothing where there will be none.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.told.pop_front() {
                return Some(event);
            }
            self.grown.mark_unchanged();
            self.turned.mark_unchanged();
            self.mailed.mark_unchanged();
            self.look();
            if self.told.is_empty() {
                tokio::select! {
                    grown = self.grown.changed() => grown.ok()?,
                    turned = self.turned.changed() => turned.ok()?,
                    mailed = self.mailed.changed() => mailed.ok()?,
                }
            }
        }
    }

    fn look(&mut self) {
        let clock = ClockNow::of(&self.mocks);
        let emptied = self.mocks.journal().emptied();
        if emptied > self.emptied {
            self.emptied = emptied;
            // What went then is not missed by anybody.
            self.mark = self.mark.max(self.mocks.journal().forgotten());
            self.tell("reset", None, &clock);
        }
        let turning = clock.turning();
        // A second of difference is how long reading two clocks may take.
        let same = |(frozen, second): (bool, i64)| {
            frozen == turning.0 && (second - turning.1).abs() <= i64::from(!frozen)
        };
        if !self.turning.is_some_and(same) {
            self.turning = Some(turning);
            self.tell("clock", None, &clock);
        }
        for mail in self.mocks.mailbox().since(self.mails, |_| true) {
            self.mails = mail.sequence;
            self.tell("mail", None, &MailSent::from(mail));
        }
        let found = self.mocks.journal().following(self.mark, |_| true);
        if found.forgotten > 0 {
            self.tell("forgotten", None, &Forgotten { entries: found.forgotten });
        }
        self.mark += found.forgotten;
        for numbered in found.entries.into_iter().take(AHEAD) {
            self.mark = numbered.sequence;
            if self.query.picks(&numbered.entry) {
                self.tell("entry", Some(numbered.sequence), &JournalEntry::from(numbered));
            }
        }
    }

    fn tell(&mut self, kind: &str, id: Option<u64>, what: &impl Serialize) {
        let Ok(event) = Event::default().event(kind).json_data(what) else { return };
        self.told.push_back(match id {
            Some(id) => event.id(id.to_string()),
            None => event,
        });
    }
}
