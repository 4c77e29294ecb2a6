//! A calendar as text for people.

use crate::cli::settings::Settings;
use crate::cli::table::Table;
use crate::plan::schedule::Period;
use crate::plan::tell::words;
use crate::plan::{Calendar, Plan, PlannedStep, Verdict};
use crate::report::palette::{Palette, paint};
use raccord_certs::shown;

/// With more renewals than this, the steps of each are told only if more was asked for.
const STEPS_OF_MAX: usize = 3;

/// Writes a calendar as text.
pub(super) fn text(calendar: &Calendar, settings: &Settings) -> String {
    let palette = Palette::new(settings.color_stdout);
    let told = |plan: &&Plan| !settings.quiet || plan.verdict != Verdict::OnTime;
    let plans: Vec<_> = calendar.plans.iter().filter(told).collect();
    let mut text = String::new();
    if plans.len() > 1 {
        text += &overview(&plans, palette);
    }
    if plans.len() <= STEPS_OF_MAX || settings.verbose > 0 {
        for plan in &plans {
            let blank = if text.is_empty() { "" } else { "\n" };
            text += &format!("{blank}{}", one(plan, settings, palette));
        }
    }
    for line in calendar.not_needed.iter().filter(|_| !settings.quiet) {
        text += &format!("{line}\n");
    }
    if calendar.plans.len() > 1 {
        text += &format!("\n{}\n", summary(calendar));
    }
    text
}

fn overview(plans: &[&Plan], palette: Palette) -> String {
    let mut table = Table::default();
    table.row(["verdict", "begin by", "ends", "certificate", "mode", "owner", "file"]);
    for plan in plans {
        let moment = |at| words::moment(at, plan.procedure.office);
        table.row([
            plan.verdict.to_string(),
            moment(plan.latest_start),
            moment(plan.expires),
            words::names(plan),
            plan.renewal.mode.name.to_owned(),
            shown::text(&plan.renewal.owner),
            words::files(plan),
        ]);
    }
    let laid_out = table.lay_out("");
    let mut lines = laid_out.lines();
    let header = paint(palette.faint, lines.next().unwrap_or_default()) + "\n";
    let rows = lines.zip(plans).map(|(line, plan)| {
        let verdict = plan.verdict.to_string();
        let rest = line.strip_prefix(&verdict).unwrap_or(line);
        format!("{}{rest}\n", verdict_in_colour(plan.verdict, palette))
    });
    header + &rows.collect::<String>()
}

/// One renewal with its steps.
fn one(plan: &Plan, settings: &Settings, palette: Palette) -> String {
    let country = plan.procedure.office;
    let renewal = &plan.renewal;
    let mode = format!("{}: {}", renewal.mode.name, renewal.mode.label);
    let away = words::distance(plan.now, plan.expires, country);
    let expires = format!("{}, {away}", words::moment(plan.expires, country));
    let verdict = verdict_in_colour(plan.verdict, palette);
    let mut facts = Table::default();
    facts.row(["file", &words::files(plan)]);
    facts.row(["for", &mode]);
    facts.row(["connections", &shown::text(&renewal.connections)]);
    facts.row(["owner", &shown::text(&renewal.owner)]);
    facts.row(["ends", &expires]);
    facts.row(["verdict", &format!("{verdict}: {}", words::advice(plan))]);
    facts.row(["pause", &words::pause(plan).unwrap_or_default()]);
    facts.row(["note", plan.procedure.note.as_deref().unwrap_or_default()]);
    let facts = facts.lay_out("  ");
    // What nothing is said of stands alone on its line.
    let facts = facts.lines().filter(|line| line.split_whitespace().count() > 1);
    let facts: String = facts.map(|line| format!("{line}\n")).collect();
    let name = paint(palette.title, words::names(plan));
    let zone = country.zone_name();
    let guesses = if plan.steps.iter().any(|it| it.is_guessed) { "; ~ is guessed" } else { "" };
    let foot = paint(palette.faint, format!("times of {zone}{guesses}"));
    format!("{name}\n{facts}\n{}\n  {foot}\n", steps(plan, settings, palette))
}

fn steps(plan: &Plan, settings: &Settings, palette: Palette) -> String {
    let on_time = plan.verdict == Verdict::OnTime;
    let moment = |at| words::moment(at, plan.procedure.office);
    let mut table = Table::default();
    table.row(if on_time {
        ["begin by", "done by", "takes", "who", "step"]
    } else {
        ["begin", "done", "takes", "who", "step"]
    });
    for planned in &plan.steps {
        let period = period(planned, on_time);
        let guess = if planned.is_guessed { "~" } else { "" };
        let afterwards = if planned.step.afterwards { " (afterwards)" } else { "" };
        table.row([
            moment(period.from),
            moment(period.until),
            format!("{guess}{}", planned.length),
            planned.step.who.clone(),
            format!("{}{afterwards}", planned.step.title),
        ]);
    }
    let laid_out = table.lay_out("  ");
    let mut lines = laid_out.lines();
    let mut text = paint(palette.faint, lines.next().unwrap_or_default()) + "\n";
    for (line, planned) in lines.zip(&plan.steps) {
        text += &format!("{line}\n");
        if settings.verbose > 0 {
            let step = planned.step;
            let source = paint(palette.faint, format!("[{}]", words::source(step)));
            text += &format!("      {} {source}\n", step.says);
        }
    }
    text
}

fn period(planned: &PlannedStep, on_time: bool) -> Period {
    if on_time { planned.latest } else { planned.soonest }
}

fn summary(calendar: &Calendar) -> String {
    let counts = Verdict::WORST_FIRST.map(|verdict| (calendar.count(verdict), verdict));
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<_> = counts.map(|(count, verdict)| format!("{count} {verdict}")).collect();
    format!("{} renewals: {}", calendar.plans.len(), counts.join(", "))
}

fn verdict_in_colour(verdict: Verdict, palette: Palette) -> String {
    let style = match verdict {
        Verdict::OnTime => palette.good,
        Verdict::Tight => palette.idle,
        Verdict::TooLate => palette.bad,
    };
    paint(style, verdict)
}
