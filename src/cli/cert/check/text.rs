//! Tells a judgement to a person.

use std::fmt::Write as _;

use anstyle::Style;
use raccord_certs::conformity::{Finding, JudgedFile, Platform, Verdict};
use raccord_certs::{Certificate, shown};

use super::Judged;
use crate::cli::settings::Settings;
use crate::cli::sources;
use crate::report::palette::{Palette, paint};

/// How much to say.
#[derive(Clone, Copy)]
struct Manner {
    palette: Palette,
    /// Whether each rule that is met has lines of its own.
    passes: bool,
}

/// Writes each file with its findings, the worst first, then those on the whole, then the verdict
/// in plain words.
pub(super) fn text(judged: &Judged<'_>, settings: &Settings) -> String {
    let palette = Palette::new(settings.color_stdout);
    let manner = Manner { palette, passes: settings.verbose > 0 };
    let mut text = String::new();
    if !settings.quiet {
        for file in &judged.judgement.files {
            text.push_str(&told(file, manner));
        }
        let whole = &judged.judgement.findings;
        if !whole.is_empty() {
            text.push_str(&paint(palette.title, "The connection as a whole"));
            text.push('\n');
            text.push_str(&findings(whole, manner));
        }
    }
    text + &verdict(judged, palette)
}

fn told(file: &JudgedFile, manner: Manner) -> String {
    let kind = match file.profile {
        Some(profile) => format!("judged as \"{}\"", profile.label),
        None => "not demanded".to_owned(),
    };
    let title = paint(manner.palette.title, shown::text(&file.name));
    let mut text = format!("{title}: {}, {kind}\n", file.report.content);
    if let Some(leaf) = &file.report.leaf {
        text.push_str(&described(leaf));
    }
    text + &findings(&file.report.findings, manner) + "\n"
}

fn described(leaf: &Certificate) -> String {
    shown::text(&format!(
        "  {}, issued by {}, valid {}",
        leaf.subject(),
        leaf.issuer(),
        leaf.validity()
    )) + "\n"
}

/// The worst first; the rules that are met on one line.
fn findings(findings: &[Finding], manner: Manner) -> String {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.verdict));
    let mut text = String::new();
    let mut met: Vec<&str> = Vec::new();
    for finding in sorted {
        if finding.verdict == Verdict::Pass && !manner.passes {
            met.push(finding.rule.id);
        } else {
            text.push_str(&lines(finding, manner.palette));
        }
    }
    if !met.is_empty() {
        let label = paint(manner.palette.good, format!("{:11}", "met"));
        // Writing to a text cannot fail.
        let _written = writeln!(text, "  {label}  {}", met.join(", "));
    }
    text
}

fn lines(finding: &Finding, palette: Palette) -> String {
    let style = match finding.verdict {
        Verdict::Pass => palette.good,
        Verdict::Information => Style::new(),
        Verdict::Warning => palette.idle,
        Verdict::Failure => palette.bad,
    };
    let label = paint(style, format!("{:11}", finding.verdict));
    let Finding { rule, found, expected, what_to_do, .. } = finding;
    let mut text = format!("  {label}  {}  found: {}\n", rule.id, shown::text(found));
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            let _written = writeln!(text, "{:15}{name}: {}", "", shown::text(value));
        }
    };
    line("expected", expected);
    line("to do", what_to_do);
    line("source", &format!("{} ({})", sources::with_title(rule.source), rule.known));
    text
}

fn verdict(judged: &Judged<'_>, palette: Palette) -> String {
    let judgement = &judged.judgement;
    let platform = match judged.context.platform {
        Platform::Qualification => "qualification",
        Platform::Production => "production",
    };
    let counted = |verdict, one: &str, several: &str| match judgement.count(verdict) {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {several}")),
    };
    let counts: Vec<String> = [
        counted(Verdict::Failure, "failure", "failures"),
        counted(Verdict::Warning, "warning", "warnings"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let (style, word) = if judgement.conforms() {
        (palette.good, "accepted as far as is known")
    } else {
        (palette.bad, "refused")
    };
    let counts = if counts.is_empty() { "no remark".to_owned() } else { counts.join(", ") };
    let strict = if judged.strict { ", warnings taken for failures" } else { "" };
    let name = judgement.asked.name();
    let at = judged.context.at.round(jiff::Unit::Second).unwrap_or(judged.context.at);
    let word = paint(style, word);
    format!("{word}: {counts}, for {name} in {platform} on {at}{strict}\n")
}
