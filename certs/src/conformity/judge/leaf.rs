//! Finds the certificate a file is about, and judges whose it is.

use crate::conformity::{
    Case,
    report::{Finding, Verdict},
};
use crate::{Certificate, certificate::PersonMark, chain::leaves, profile::Purpose, rule::Rule};

/// Why a file is about no one certificate.
#[derive(Debug)]
pub(in crate::conformity) enum NoLeaf {
    /// There is no certificate at all.
    Empty,
    /// There are only authorities'.
    Authorities(usize),
    /// There are several, of these subjects.
    Several(Vec<String>),
}

/// Finds the one certificate that issued none of the others and is no authority's; the order of a
/// PKCS#7 means nothing. A certificate that is alone is the one, whatever it says of itself.
pub(in crate::conformity) fn choose(certificates: &[Certificate]) -> Result<Certificate, NoLeaf> {
    match leaves(certificates).as_slice() {
        [leaf] => Ok((*leaf).clone()),
        [] if certificates.is_empty() => Err(NoLeaf::Empty),
        [] => Err(NoLeaf::Authorities(certificates.len())),
        several => {
            Err(NoLeaf::Several(several.iter().map(|leaf| leaf.subject().to_string()).collect()))
        }
    }
}

impl NoLeaf {
    pub(in crate::conformity) fn finding(&self, rule: &'static Rule) -> Finding {
        refusal(
            rule,
            match self {
                Self::Empty => "no certificate at all".to_owned(),
                Self::Authorities(count) => format!("{count} certificates, all of authorities"),
                Self::Several(names) => {
                    format!("{} of them: `{}`", names.len(), names.join("` and `"))
                }
            },
        )
    }
}

fn refusal(rule: &'static Rule, found: String) -> Finding {
    let what_to_do =
        "export the one certificate of the connection again, with its chain and nothing else";
    Finding::of(rule, Verdict::Failure, found, what_to_do)
}

/// Once the certificate is found.
pub(in crate::conformity) fn alone(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let subject = case.leaf.subject();
    Some(if case.leaf.is_precertificate() {
        refusal(rule, format!("`{subject}`, a precertificate made for a transparency log"))
    } else {
        Finding::pass(rule, format!("`{subject}`"))
    })
}

/// A person's certificate may have the very usages of a service's. What signs mail or
/// files in a way that binds, as a person's does, is none for that.
pub(in crate::conformity) fn person(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let signs_files = matches!(case.profile.purpose, Purpose::Seal | Purpose::FileExchange);
    let counts = |mark: &&PersonMark| !(signs_files && **mark == PersonMark::MailSignature);
    let marks: Vec<String> =
        case.leaf.person_marks().iter().filter(counts).map(ToString::to_string).collect();
    Some(if marks.is_empty() {
        Finding::pass(rule, "no sign of a person")
    } else {
        let what_to_do = format!(
            "order a certificate of the kind \"{}\" in the organisation's name",
            case.profile.label
        );
        Finding::of(rule, Verdict::Failure, marks.join(", "), what_to_do)
    })
}

/// Where nobody says that a person's certificate is refused.
pub(in crate::conformity) fn perhaps_a_person(
    rule: &'static Rule,
    case: &Case<'_>,
) -> Option<Finding> {
    let finding = person(rule, case)?;
    let verdict = finding.verdict.min(Verdict::Warning);
    Some(Finding { verdict, ..finding })
}
