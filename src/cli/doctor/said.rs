//! What the settings say: whether it is complete, and whether their secrets are there.

use std::path::Path;

use super::findings::Findings;
use super::{Patient, TABLES, has_table, is_wanted};
use crate::causes::with_causes;
use crate::cli::args::DoctorSubject;
use crate::environment::qualification::settings::SecretReference;

/// Tells what is missing or doubtful.
pub(super) fn settings(patient: &Patient<'_>, only: &[DoctorSubject], findings: &mut Findings) {
    let problems = patient.settings.problems();
    let problems: Vec<_> = problems.iter().filter(|it| is_wanted(&it.key, only)).collect();
    for problem in &problems {
        let what = format!("setting {}", problem.key);
        let found = format!("found {}", problem.found);
        let to_do = format!("expected {}", problem.expected);
        match problem.is_warning {
            true => findings.warning(what, found, to_do),
            false => findings.failed(what, found, format!("fill it in: {to_do}")),
        }
    }
    let missing = TABLES
        .into_iter()
        .filter(|(_, subject)| only.contains(subject) && !has_table(patient.settings, *subject));
    let missing: Vec<_> = missing.map(|(table, _)| table).collect();
    for table in &missing {
        let to_do =
            "describe it as docs/configuration.md says, or ask for what this environment has";
        findings.failed("settings", format!("no table {table}"), to_do);
    }
    if missing.is_empty() && problems.iter().all(|it| it.is_warning) {
        findings.ok("settings", "complete");
    }
    let caution = patient.settings.caution();
    if let Some(caution) = caution.filter(|_| is_wanted("social_security", only)) {
        let to_do = "go on only where that account may be changed";
        findings.warning("setting social_security.stage", caution, to_do);
    }
}

/// Tells which secrets are there, and who else can read files.
pub(super) fn secrets(patient: &Patient<'_>, only: &[DoctorSubject], findings: &mut Findings) {
    for (key, reference) in patient.settings.references() {
        if !is_wanted(&key, only) {
            continue;
        }
        let what = format!("secret {key}");
        match patient.secrets.fetch(reference, &key) {
            Ok(_) => findings.ok(what, format!("there, in {reference}")),
            Err(error) => findings.failed(what, with_causes(&error), error.what_to_do()),
        }
        if let SecretReference::File(path) = reference {
            mode(&format!("file {}", path.display()), path, findings);
        }
    }
    for certificate in patient.settings.certificates() {
        if is_wanted(certificate.table, only) {
            let holds_key = certificate.file.key.as_ref().unwrap_or(&certificate.file.file);
            mode(&format!("file {}", holds_key.display()), holds_key, findings);
        }
    }
}

/// Warns of a file that others can read.
#[cfg(unix)]
fn mode(what: &str, path: &Path, findings: &mut Findings) {
    use std::os::unix::fs::PermissionsExt as _;
    // A file that is not there is told where it is needed.
    let Ok(about) = std::fs::metadata(path) else { return };
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let found = format!("others than you can read it: mode {mode:04o}");
        findings.warning(what, found, format!("chmod 600 '{}'", path.display()));
    }
}

#[cfg(not(unix))]
fn mode(_: &str, _: &Path, _: &mut Findings) {}
