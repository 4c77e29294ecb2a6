//! The mails that systems have sent.

use std::time::Duration;

use axum::Json;
use http::StatusCode;
use jiff::Timestamp;
use raccord_kernel::mailbox;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::{Asked, OfTenant};
use super::lapse::Lapse;

/// The longest wait, in real time.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// Which mails to show, and how long to wait for one.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// Those to this electronic address.
    #[param(example = "edi@fournisseur.example")]
    to: Option<String>,
    /// Those after this place in the order of sending.
    #[param(example = 0)]
    since: Option<u64>,
    /// How long, in real time, to wait for one; a minute at most. Without it the answer comes at
    /// once.
    #[param(inline, value_type = Option<String>, example = "5s")]
    wait: Option<Lapse>,
}

/// Mails.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Mails {
    /// The mails, the oldest first; none where none came in time.
    mails: Vec<MailSent>,
    /// The place of the last mail there was: what to give as `since` the next time.
    #[schema(example = 1)]
    last: u64,
}

/// One mail. What no source says of it (its sender, its text) it does not have.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MailSent {
    /// Its place in the order of sending, from 1.
    #[schema(example = 1)]
    sequence: u64,
    /// The instant at which it was sent.
    at: Timestamp,
    /// The electronic address that it was sent to.
    #[schema(example = "edi@fournisseur.example")]
    to: String,
    /// Its subject.
    #[schema(example = "Easy_SSL - Your order #1001 is now complete")]
    subject: String,
    /// The files that go with it.
    attachments: Vec<MailAttachment>,
}

/// A file that goes with a mail.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MailAttachment {
    /// Its name.
    #[schema(example = "1001.txt")]
    name: String,
    /// What is in it.
    text: String,
}

impl From<mailbox::Mail> for MailSent {
    fn from(mail: mailbox::Mail) -> Self {
        let mailbox::Mail { sequence, at, to, subject, attachments } = mail;
        let attachments = attachments.into_iter();
        let attachments =
            attachments.map(|mailbox::Attachment { name, text }| MailAttachment { name, text });
        Self { sequence, at, to, subject, attachments: attachments.collect() }
    }
}

/// Read the mails that systems have sent, and wait for one if need be.
///
/// Few systems are known to send any: LuxTrust's Easy_SSL delivers certificates for SOFiE by mail,
/// which `POST /__admin/certificates` orders.
#[utoipa::path(get, path = "/__admin/mail", tag = "mail", params(OfTenant, Wanted), responses((status = 200, description = "The mails.", body = Mails)))]
pub(super) async fn read(asked: Asked<Wanted>) -> Json<Mails> {
    let Asked { mocks, query: Wanted { to, since, wait } } = asked;
    let mailbox = mocks.mailbox();
    let is_wanted =
        |mail: &mailbox::Mail| to.as_deref().is_none_or(|to| mail.to.eq_ignore_ascii_case(to));
    let mut grown = mailbox.grown();
    let find = || mailbox.since(since.unwrap_or(0), is_wanted);
    let wait = wait.map_or(Duration::ZERO, |Lapse(wait)| wait.unsigned_abs().min(WAIT_MAX));
    let found = tokio::time::timeout(wait, async {
        loop {
            grown.mark_unchanged();
            let found = find();
            // The sender lives in the mailbox, so the wait cannot end with an error.
            if !found.is_empty() || grown.changed().await.is_err() {
                return found;
            }
        }
    });
    let mails = found.await.unwrap_or_default();
    Json(Mails { mails: mails.into_iter().map(MailSent::from).collect(), last: mailbox.sent() })
}

/// Throw all mails away.
#[utoipa::path(delete, path = "/__admin/mail", tag = "mail", params(OfTenant), responses((status = 204, description = "There are none any more.")))]
pub(super) async fn empty(asked: Asked) -> StatusCode {
    asked.mocks.mailbox().empty();
    StatusCode::NO_CONTENT
}
