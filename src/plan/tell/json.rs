//! A calendar as JSON, for programs. Instants are in UTC.

use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::words;
use crate::plan::calendar::Calendar;
use crate::plan::schedule::{Period, Plan, PlannedStep};
use crate::plan::verdict::Verdict;

/// Writes a calendar as one JSON document.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn write(calendar: &Calendar, out: impl std::io::Write) -> std::io::Result<()> {
    let not_read = calendar.not_read.iter();
    let not_read = not_read.map(|it| json!({ "place": it.place, "why": it.why }));
    let document = Document {
        now: calendar.now,
        verdict: calendar.worst(),
        counts: json!({
            "on-time": calendar.count(Verdict::OnTime),
            "tight": calendar.count(Verdict::Tight),
            "too-late": calendar.count(Verdict::TooLate),
        }),
        plans: Plans(&calendar.plans),
        not_needed: &calendar.not_needed,
        not_read: not_read.collect(),
    };
    let mut out = out;
    serde_json::to_writer_pretty(&mut out, &document)?;
    out.write_all(b"\n")
}

#[derive(Serialize)]
struct Document<'a> {
    now: Timestamp,
    verdict: Option<Verdict>,
    counts: Value,
    plans: Plans<'a>,
    not_needed: &'a [String],
    not_read: Vec<Value>,
}

/// Written one by one: thousands of them as one value would fill the memory.
struct Plans<'a>(&'a [Plan]);

impl Serialize for Plans<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(plan))
    }
}

fn plan(plan: &Plan) -> Value {
    let subjects = plan.renewal.subjects.iter().map(|it| {
        json!({
            "file": it.file,
            "name": it.name,
            "serial": it.serial,
            "sha256": it.fingerprint.to_string(),
            "expires": it.expires,
        })
    });
    let procedure = plan.procedure;
    let interruption = plan.interruption().map(|it| {
        json!({
            "from": it.from,
            "until_at_best": it.until,
            "until_as_planned": plan.in_use_as_planned,
            "what": procedure.interrupted,
            "source": procedure.interrupted_source,
            "known": procedure.interrupted_known,
        })
    });
    let pause = plan
        .pause()
        .map(|(pause, of)| json!({ "what": pause.says, "from": of.from, "until": of.until }));
    json!({
        "mode": plan.renewal.mode.name,
        "connections": plan.renewal.connections,
        "owner": plan.renewal.owner,
        "certificates": subjects.collect::<Vec<_>>(),
        "zone": procedure.office.zone_name(),
        "expires": plan.expires,
        "verdict": plan.verdict,
        "advice": words::advice(plan),
        "begin": { "earliest": plan.earliest_start, "latest": plan.latest_start, "without_margin": plan.last_start },
        "in_use": { "at_best": plan.in_use_at_best, "as_planned": plan.in_use_as_planned },
        "interruption": interruption,
        "pause": pause,
        "note": procedure.note,
        "steps": plan.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn step(planned: &PlannedStep) -> Value {
    let step = planned.step;
    json!({
        "id": step.id,
        "title": step.title,
        "says": step.says,
        "who": step.who,
        "afterwards": step.afterwards,
        "takes": planned.length,
        "takes_is_guessed": planned.is_guessed,
        "setting": step.duration,
        "latest": period(planned.latest),
        "soonest": period(planned.soonest),
        "source": step.source,
        "known": step.known,
    })
}

fn period(period: Period) -> [Timestamp; 2] {
    [period.from, period.until]
}
