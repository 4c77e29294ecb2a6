//! Tells a judgement to a program, as `docs/schema/cert-check.schema.json` says.

use jiff::Timestamp;
use jiff::civil::Date;
use raccord_certs::conformity::{Finding, JudgedFile, Platform, Verdict};
use raccord_certs::{Certificate, Known};
use serde::Serialize;

use super::Judged;

/// The whole document.
#[derive(Serialize)]
struct Document<'a> {
    /// Which form of document this is; another number is another form.
    version: u32,
    mode: &'a str,
    environment: &'static str,
    at: Timestamp,
    strict: bool,
    policies: Policies<'a>,
    verdict: &'static str,
    failures: usize,
    warnings: usize,
    information: usize,
    passes: usize,
    files: Vec<File<'a>>,
    findings: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Policies<'a> {
    date: Date,
    sources: &'a [String],
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    holds: String,
    profile: Option<&'static str>,
    certificate: Option<Leaf>,
    findings: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Leaf {
    subject: String,
    issuer: String,
    serial: String,
    from: Timestamp,
    until: Timestamp,
    sha256: String,
}

#[derive(Serialize)]
struct Told<'a> {
    rule: &'static str,
    says: &'static str,
    verdict: Verdict,
    found: &'a str,
    expected: &'a str,
    what_to_do: Option<&'a str>,
    source: &'static str,
    known: Known,
}

/// Writes the document, in lines that a person can read as well.
pub(super) fn json(judged: &Judged<'_>) -> String {
    let Judged { judgement, context, strict } = judged;
    let document = Document {
        version: 1,
        mode: judgement.asked.name(),
        environment: match context.platform {
            Platform::Qualification => "qualification",
            Platform::Production => "production",
        },
        at: context.at,
        strict: *strict,
        policies: Policies { date: context.policies.date, sources: &context.policies.sources },
        verdict: if judgement.conforms() { "accepted" } else { "refused" },
        failures: judgement.count(Verdict::Failure),
        warnings: judgement.count(Verdict::Warning),
        information: judgement.count(Verdict::Information),
        passes: judgement.count(Verdict::Pass),
        files: judgement.files.iter().map(file).collect(),
        findings: judgement.findings.iter().map(told).collect(),
    };
    // A document of texts and numbers can always be written.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn file(file: &JudgedFile) -> File<'_> {
    File {
        file: &file.name,
        holds: file.report.content.to_string(),
        profile: file.profile.map(|profile| profile.name),
        certificate: file.report.leaf.as_ref().map(leaf),
        findings: file.report.findings.iter().map(told).collect(),
    }
}

fn leaf(leaf: &Certificate) -> Leaf {
    Leaf {
        subject: leaf.subject().to_string(),
        issuer: leaf.issuer().to_string(),
        serial: leaf.serial().to_owned(),
        from: leaf.validity().from,
        until: leaf.validity().until,
        sha256: leaf.fingerprint().to_string(),
    }
}

fn told(finding: &Finding) -> Told<'_> {
    let Finding { rule, verdict, found, expected, what_to_do } = finding;
    Told {
        rule: rule.id,
        says: rule.says,
        verdict: *verdict,
        found,
        expected,
        what_to_do: Some(what_to_do.as_str()).filter(|text| !text.is_empty()),
        source: rule.source,
        known: rule.known,
    }
}
