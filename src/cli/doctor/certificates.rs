//! The certificates: whether they open, have their key, are valid, and would be taken.

use raccord_certs::Asked;
use raccord_certs::conformity::{Beside, Context, Platform, Submitted, Verdict, check};
use raccord_certs::format::pkcs7;

use super::findings::Findings;
use super::{Patient, is_wanted};
use crate::causes::with_causes;
use crate::cli::args::DoctorSubject;
use crate::connectors::Identity;
use crate::environment::Stage;
use crate::environment::qualification::ConfiguredCertificate;
use crate::environment::qualification::settings::SocialSecurityStage;

/// A renewal takes days: whoever has fewer left should begin.
const FEW_DAYS: i64 = 30;

/// Examines every certificate of the settings.
pub(super) fn examine(patient: &Patient<'_>, only: &[DoctorSubject], findings: &mut Findings) {
    let mut before: Option<(&str, Identity)> = None;
    for certificate in patient.settings.certificates() {
        if !is_wanted(certificate.table, only) || certificate.file.file.as_os_str().is_empty() {
            continue;
        }
        let what = format!("certificate {}", certificate.name());
        let identity = match certificate.load(patient.secrets, patient.now) {
            Ok(identity) => identity,
            Err(error) => {
                findings.failed(what, with_causes(&error), error.what_to_do());
                continue;
            }
        };
        findings.ok(&*what, format!("`{}`, with its key", identity.certificate.subject()));
        validity(&what, &identity, patient, findings);
        let previous = before.as_ref().filter(|(role, _)| *role == certificate.role);
        let previous = previous.map(|(_, identity)| identity);
        conformity(&certificate, &identity, previous, (patient, findings));
        before = Some((certificate.role, identity));
    }
    to_be_ordered(patient, only, findings);
}

/// Warns where there is nothing to renew with.
fn to_be_ordered(patient: &Patient<'_>, only: &[DoctorSubject], findings: &mut Findings) {
    let all = patient.settings.certificates();
    let is_last = |it: &&ConfiguredCertificate<'_>| {
        it.number == 1 && !all.iter().any(|next| next.table == it.table && next.number == 2)
    };
    for certificate in all.iter().filter(is_last).filter(|it| is_wanted(it.table, only)) {
        findings.warning(
            format!("certificate {}#2", certificate.role),
            "not there: a run that renews is suspended until it is",
            format!(
                "order it as `raccord cert profiles` tells, and name it as the next of \
                 `{}.certificates`",
                certificate.table
            ),
        );
    }
}

fn validity(what: &str, identity: &Identity, patient: &Patient<'_>, findings: &mut Findings) {
    let validity = identity.certificate.validity();
    let what = format!("{what}, validity");
    let left = validity.until.duration_since(patient.now);
    let days = left.as_hours() / 24;
    if left.is_negative() {
        let found = format!("over since {}", validity.until);
        findings.failed(what, found, "renew it: `raccord plan` tells when to do what");
    } else if validity.from > patient.now {
        let found = format!("begins on {} only", validity.from);
        findings.failed(what, found, "wait for that day, or correct the machine's clock");
    } else if days < FEW_DAYS {
        let found = format!("{days} days left, until {}", validity.until);
        findings.warning(what, found, "renew it: `raccord plan` tells when to do what");
    } else {
        findings.ok(what, format!("{days} days left, until {}", validity.until));
    }
}

/// The platform that a certificate is for, as at the gate where it is handed over.
fn platform(certificate: &ConfiguredCertificate<'_>, patient: &Patient<'_>) -> Platform {
    let settings = patient.settings;
    if certificate.table == "social_security" {
        let stage = settings.social_security.as_ref().and_then(|it| it.stage);
        return stage.map_or(Stage::Acceptance, SocialSecurityStage::world).platform();
    }
    match settings.production {
        true => Platform::Production,
        false => Platform::Qualification,
    }
}

/// Judges the file that would be handed in, as `raccord cert check` does.
fn conformity(
    certificate: &ConfiguredCertificate<'_>,
    identity: &Identity,
    previous: Option<&Identity>,
    (patient, findings): (&Patient<'_>, &mut Findings),
) {
    let (mode, name, file) = match certificate.table {
        "chorus_pro.edi" => {
            ("chorus-pro/edi-sftp", "certificate.p7b", pkcs7::encode_der(&identity.with_chain()))
        }
        _ => ("social-security/rest", "certificate.cer", identity.certificate.der().to_vec()),
    };
    let Some(asked) = Asked::named(mode) else { return };
    let what = format!("certificate {}, conformity", certificate.name());
    let platform = platform(certificate, patient);
    let previous: Vec<_> = previous.iter().map(|it| it.certificate.clone()).collect();
    let beside = Beside { previous: &previous, keys: &[] };
    let submitted = Submitted::read(name, &file);
    let judgement = check(&[submitted], asked, Context::new(patient.now, platform), beside);
    let mut is_fine = true;
    for finding in judgement.all().filter(|it| it.verdict > Verdict::Pass) {
        let found =
            format!("{}: found {}, expected {}", finding.rule.id, finding.found, finding.expected);
        // What is in effect was taken: no more can be said than that it would not be today.
        let is_in_effect = certificate.number == 1;
        match finding.verdict {
            Verdict::Failure if !is_in_effect => {
                findings.failed(&*what, found, &*finding.what_to_do);
                is_fine = false;
            }
            Verdict::Failure | Verdict::Warning | Verdict::Information
                if !finding.what_to_do.is_empty() =>
            {
                findings.warning(&*what, found, &*finding.what_to_do);
                is_fine = false;
            }
            Verdict::Failure | Verdict::Warning | Verdict::Information | Verdict::Pass => {}
        }
    }
    if is_fine {
        findings.ok(what, format!("would be taken, as far as is known, for {mode}"));
    }
}
