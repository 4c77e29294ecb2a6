//! The journal: what crossed, and selections of it.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, header};
use raccord_kernel::{Entry, Following, Outcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::{Asked, OfTenant};
use super::entry::JournalEntry;

/// Which entries to show. What is left out picks nothing out.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Filter {
    /// Those of an operation; `piste.*` for all that begin with `piste.`.
    #[param(example = "piste.*")]
    operation: Option<String>,
    /// Those of an actor; `sftp/*` for all that begin with `sftp/`.
    #[param(example = "sftp/VFE012")]
    actor: Option<String>,
    /// Those that ended so.
    #[param(inline)]
    outcome: Option<OutcomeKind>,
    /// Those that a rule refused, or that stood on it.
    #[param(example = "CPP-CERT-03")]
    rule: Option<String>,
    /// Those after this place in the order of writing.
    #[param(example = 0)]
    since: Option<u64>,
    /// At most so many: the first after `since`, or the newest where `since` is left out.
    #[param(example = 100)]
    limit: Option<usize>,
}

/// How an operation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum OutcomeKind {
    /// Done as asked.
    Accepted,
    /// Refused, as the real system would.
    Refused,
    /// Broken on purpose.
    Faulted,
    /// Nothing here knows that host or route.
    Unknown,
    /// A fault of the mock itself.
    Incident,
}

/// Entries of the journal.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Entries {
    /// The entries, in the order of writing.
    entries: Vec<JournalEntry>,
    /// The place of the last entry there is: what to give as `since` the next time.
    #[schema(example = 42)]
    last: u64,
    /// How many entries after `since` are not kept any more; `serve --journal FILE` keeps all.
    #[schema(example = 0)]
    forgotten: u64,
}

impl Filter {
    /// Where to begin.
    pub(super) const fn since(&self) -> Option<u64> {
        self.since
    }

    /// Whether it picks an entry.
    pub(super) fn picks(&self, entry: &Entry) -> bool {
        fits(self.operation.as_deref(), &entry.operation)
            && fits(self.actor.as_deref(), &entry.actor)
            && self.outcome.is_none_or(|kind| kind == OutcomeKind::of(&entry.outcome))
            && self.rule.as_deref().is_none_or(|rule| speaks_of(entry, rule))
    }

    fn read(&self, asked: &Asked<Self>, of: impl Fn(&Entry) -> bool) -> Following {
        let since = self.since.unwrap_or(0);
        let journal = asked.mocks.journal();
        let mut found = journal.following(since, |entry| of(entry) && self.picks(entry));
        if let Some(limit) = self.limit {
            match self.since {
                Some(_) => found.entries.truncate(limit),
                None => drop(found.entries.drain(..found.entries.len().saturating_sub(limit))),
            }
        }
        found
    }
}

impl OutcomeKind {
    const fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Accepted => Self::Accepted,
            Outcome::Refused { .. } => Self::Refused,
            Outcome::Faulted { .. } => Self::Faulted,
            Outcome::Unknown { .. } => Self::Unknown,
            Outcome::Incident { .. } => Self::Incident,
        }
    }
}

/// Whether a name is what is asked for: itself, or the beginning before a `*`.
fn fits(asked: Option<&str>, name: &str) -> bool {
    asked.is_none_or(|asked| match asked.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => name == asked,
    })
}

fn speaks_of(entry: &Entry, id: &str) -> bool {
    let refused = matches!(&entry.outcome, Outcome::Refused { rule, .. } if rule == id);
    refused || entry.stood_on.iter().any(|rule| rule == id)
}

/// Read the journal.
///
/// One JSON object a line, in the order of writing. The newest 10,000 entries are kept in memory;
/// the header `raccord-journal-forgotten` says how many of those asked for are gone, and
/// `raccord-journal-last` what to give as `since` the next time.
#[utoipa::path(get, path = "/__admin/journal", tag = "journal", params(OfTenant, Filter), responses((status = 200, description = "The entries, one a line.", body = JournalEntry, content_type = "application/x-ndjson", headers(("raccord-journal-last" = u64, description = "The place of the last entry there is."), ("raccord-journal-forgotten" = u64, description = "How many entries after `since` are not kept any more.")))))]
pub(super) async fn journal(asked: Asked<Filter>) -> Response {
    let found = asked.query.read(&asked, |_| true);
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson".to_owned()),
        (HeaderName::from_static("raccord-journal-last"), found.last.to_string()),
        (HeaderName::from_static("raccord-journal-forgotten"), found.forgotten.to_string()),
    ];
    let lines: String = found
        .entries
        .into_iter()
        .filter_map(|entry| serde_json::to_string(&JournalEntry::from(entry)).ok())
        .flat_map(|line| [line, "\n".to_owned()])
        .collect();
    (headers, lines).into_response()
}

/// Read what was asked of the mocks.
///
/// The entries of the journal but for handshakes and what happened by itself.
#[utoipa::path(get, path = "/__admin/requests", tag = "journal", params(OfTenant, Filter), responses((status = 200, description = "The requests.", body = Entries)))]
pub(super) async fn requests(asked: Asked<Filter>) -> Json<Entries> {
    Json(selected(&asked, |entry| !is_handshake(entry) && !happens_by_itself(entry)))
}

/// Read what no mock knew: hosts and routes that were asked for in vain.
#[utoipa::path(get, path = "/__admin/requests/unmatched", tag = "journal", params(OfTenant, Filter), responses((status = 200, description = "The requests that nothing knew.", body = Entries)))]
pub(super) async fn unmatched(asked: Asked<Filter>) -> Json<Entries> {
    Json(selected(&asked, |entry| matches!(entry.outcome, Outcome::Unknown { .. })))
}

/// Read how connections with a certificate or a key began, those that failed among them.
#[utoipa::path(get, path = "/__admin/handshakes", tag = "journal", params(OfTenant, Filter), responses((status = 200, description = "The handshakes of TLS with a client certificate, and the sessions of SFTP.", body = Entries)))]
pub(super) async fn handshakes(asked: Asked<Filter>) -> Json<Entries> {
    Json(selected(&asked, is_handshake))
}

fn selected(asked: &Asked<Filter>, of: impl Fn(&Entry) -> bool) -> Entries {
    let Following { forgotten, entries, last } = asked.query.read(asked, of);
    Entries { entries: entries.into_iter().map(JournalEntry::from).collect(), last, forgotten }
}

fn is_handshake(entry: &Entry) -> bool {
    ["gateway.handshake", "gateway.hello", "sftp.session"].contains(&&*entry.operation)
}

/// Whether nobody asked for it: it fell due.
fn happens_by_itself(entry: &Entry) -> bool {
    ["chaman.certificate-takes-effect", "dimona.process", "pick-up.purged"]
        .contains(&&*entry.operation)
        || ["flow.", "sheet."].iter().any(|beginning| entry.operation.starts_with(beginning))
}
