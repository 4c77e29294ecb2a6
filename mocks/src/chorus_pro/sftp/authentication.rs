//! Who may open a session.

use jiff::Timestamp;
use raccord_kernel::{Refuse, Rule, Trace};

use super::rules;
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::exchange::is_open;
use crate::chorus_pro::sheet::{Registered, Sheet, rules as sheet_rules};
use raccord_kernel::cet;

/// A key that somebody offers.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    /// The user name, which should be an application code.
    pub(super) user: String,
    /// The key, as an OpenSSH line without a comment.
    pub(super) key_line: String,
    /// Its name in the journal.
    pub(super) key_name: String,
    /// How it signs: `rsa-sha2-256`.
    pub(super) algorithm: String,
}

/// The refusal of a session; on the wire, all are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NoSession {
    rule: &'static Rule,
    reason: String,
}

impl NoSession {
    pub(super) const fn new(rule: &'static Rule, reason: String) -> Self {
        Self { rule, reason }
    }
}

impl Refuse for NoSession {
    fn rule(&self) -> &'static Rule {
        self.rule
    }

    fn reason(&self) -> String {
        self.reason.clone()
    }
}

/// Notes the rules that a session stands on, whether it opens or not.
pub(super) fn note_grounds(state: &ChorusPro, user: &str, trace: &mut Trace) {
    trace.stands_on(rules::SFTP_02);
    let Some(sheet) = state.sheets.by_application_code(user) else { return };
    trace.stands_on(rules::SFTP_03);
    if sheet.slot.waiting.is_some() {
        trace.stands_on(sheet_rules::SHEET_05);
    }
}

/// Whether an offer opens a session at `now`; `name_of` names what a slot holds.
pub(super) fn judge(
    state: &ChorusPro,
    offer: &Offer,
    now: Timestamp,
    name_of: impl Fn(&Registered) -> String,
) -> Result<(), NoSession> {
    let user = &offer.user;
    let Some(sheet) = state.sheets.by_application_code(user) else {
        let reason = format!("no sheet has the code `{user}`; the user name is the code appli");
        return Err(NoSession::new(rules::SFTP_02, reason));
    };
    judge_period(sheet, now)?;
    if !matches!(offer.algorithm.as_str(), "rsa-sha2-256" | "rsa-sha2-512") {
        let reason = format!(
            "the key signs by {}; sign by rsa-sha2-256 or rsa-sha2-512 with the certificate's RSA \
             key",
            offer.algorithm
        );
        return Err(NoSession::new(rules::SFTP_05, reason));
    }
    let during = state.knobs.sheet.during_activation;
    let accepted: Vec<_> = sheet.slot.accepted(during).collect();
    let Some(registered) = accepted.iter().find(|one| key_of(one) == offer.key_line) else {
        let expected: Vec<_> = accepted.iter().map(|one| name_of(one)).collect();
        return Err(not_accepted(sheet, offer, &expected));
    };
    if !registered.is_valid_at(now) {
        let reason = format!(
            "{} is valid from {} to {}, and it is {now}; renew it on the sheet",
            offer.key_name, registered.not_before, registered.not_after
        );
        return Err(NoSession::new(rules::SFTP_04, reason));
    }
    Ok(())
}

fn judge_period(sheet: &Sheet, now: Timestamp) -> Result<(), NoSession> {
    let today = cet::day(now);
    if is_open(sheet, today) {
        return Ok(());
    }
    let until = sheet.until.map_or_else(|| "further notice".to_owned(), |day| day.to_string());
    let reason = format!(
        "the sheet of `{}` is open from {} to {until}, and today is {today}; change its period",
        sheet.application_code, sheet.from
    );
    Err(NoSession::new(rules::SFTP_06, reason))
}

fn not_accepted(sheet: &Sheet, offer: &Offer, expected: &[String]) -> NoSession {
    let expected = match expected {
        [] => "none now".to_owned(),
        names => names.join(" or "),
    };
    let waits = match &sheet.slot.waiting {
        Some(waiting) => format!("; an update waits until {}", waiting.due),
        None => String::new(),
    };
    let reason = format!(
        "met {}, and the sheet accepts {expected}{waits}; present the key of that certificate, or \
         upload the new one on the sheet",
        offer.key_name
    );
    NoSession::new(rules::SFTP_03, reason)
}

/// The key of what a slot holds, without a comment.
pub(super) fn key_of(registered: &Registered) -> String {
    registered.ssh_public_key.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}
