//! A calendar as iCalendar (RFC 5545): an event a step, and one for the end of each certificate.
//!
//! Nothing in it depends on when it is written, but on the instant that is taken for now: the same
//! plan gives the same octets, and an event keeps its identifier when the plan is made anew, so that
//! a calendar replaces it.

mod lines;

use std::collections::BTreeSet;
use std::io::{self, Write};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::words;
use crate::plan::calendar::Calendar;
use crate::plan::schedule::{Period, Plan};
use crate::plan::verdict::Verdict;
use lines::Lines;
use raccord_certs::shown;

/// Writes a calendar as one iCalendar document.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn write(calendar: &Calendar, out: impl Write) -> io::Result<()> {
    let mut lines = Lines::new(out);
    lines.put("BEGIN", "VCALENDAR")?;
    lines.put("VERSION", "2.0")?;
    lines.put("PRODID", "-//raccord//plan//EN")?;
    lines.put("CALSCALE", "GREGORIAN")?;
    lines.put("METHOD", "PUBLISH")?;
    lines.text("X-WR-CALNAME", "Renewal of certificates")?;
    let mut told = BTreeSet::new();
    for plan in &calendar.plans {
        let key = key(plan);
        // One certificate, listed twice for the same connections, is renewed once.
        if told.insert(key.clone()) {
            events(plan, &key, calendar.now, &mut lines)?;
        }
    }
    lines.put("END", "VCALENDAR")
}

fn events<W: Write>(
    plan: &Plan,
    key: &str,
    now: Timestamp,
    lines: &mut Lines<W>,
) -> io::Result<()> {
    let name = words::names(plan);
    let about = about(plan);
    for (position, planned) in plan.steps.iter().enumerate() {
        let step = planned.step;
        let period = if plan.verdict == Verdict::OnTime { planned.latest } else { planned.soonest };
        let guess = if planned.is_guessed { " (guessed)" } else { "" };
        let description = format!(
            "{}\nWho: {}\nTakes: {}{guess}\nSource: {}\n{about}",
            step.says,
            step.who,
            planned.length,
            words::source(step),
        );
        let event = Event {
            uid: format!("{key}-{}@raccord", step.id),
            period,
            summary: format!("{}: {name}", step.title),
            description,
            warn_days: (position == 0).then_some(7),
        };
        event.write(now, lines)?;
    }
    let description = format!("{}\n{about}", words::advice(plan));
    let event = Event {
        uid: format!("{key}-expiry@raccord"),
        period: Period { from: plan.expires, until: plan.expires },
        summary: format!("Certificate ends: {name}"),
        description,
        warn_days: Some(30),
    };
    event.write(now, lines)
}

fn about(plan: &Plan) -> String {
    let renewal = &plan.renewal;
    let mut about = format!("Certificate: {}\nMode: {}", words::files(plan), renewal.mode.name);
    for (label, said) in [("Connections", &renewal.connections), ("Owner", &renewal.owner)] {
        if !said.is_empty() {
            about += &format!("\n{label}: {}", shown::text(said));
        }
    }
    about
}

/// What one renewal is known by: its certificates and what they are used for.
fn key(plan: &Plan) -> String {
    let renewal = &plan.renewal;
    let prints = renewal.subjects.iter().map(|subject| subject.fingerprint.to_string());
    let parts: Vec<_> = prints
        .chain([renewal.mode.name.to_owned(), renewal.connections.clone(), renewal.owner.clone()])
        .collect();
    let digest = Sha256::digest(parts.join("\0"));
    digest.iter().take(12).map(|octet| format!("{octet:02x}")).collect()
}

struct Event {
    uid: String,
    period: Period,
    summary: String,
    description: String,
    warn_days: Option<u8>,
}

impl Event {
    fn write<W: Write>(&self, now: Timestamp, lines: &mut Lines<W>) -> io::Result<()> {
        lines.put("BEGIN", "VEVENT")?;
        lines.put("UID", &self.uid)?;
        lines.put("DTSTAMP", &utc(now))?;
        lines.put("DTSTART", &utc(self.period.from))?;
        // An event without an end takes no time, RFC 5545 §3.6.1; an end must be later.
        if self.period.until > self.period.from {
            lines.put("DTEND", &utc(self.period.until))?;
        }
        lines.text("SUMMARY", &self.summary)?;
        lines.text("DESCRIPTION", &self.description)?;
        lines.put("TRANSP", "TRANSPARENT")?;
        if let Some(days) = self.warn_days {
            lines.put("BEGIN", "VALARM")?;
            lines.put("ACTION", "DISPLAY")?;
            lines.put("TRIGGER", &format!("-P{days}D"))?;
            lines.text("DESCRIPTION", &self.summary)?;
            lines.put("END", "VALARM")?;
        }
        lines.put("END", "VEVENT")
    }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}
