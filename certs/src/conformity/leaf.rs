//! Finds the certificate a file is about, and judges whose it is: `CPP-CERT-07`, `CPP-CERT-08`.

use super::{
    Case,
    report::{Finding, Verdict},
    rules::{LEAF, PERSON},
};
use crate::Certificate;

/// Finds the one certificate that issued none of the others and is no authority's; the order of a
/// PKCS#7 means nothing. A certificate that is alone is the one, whatever it says of itself.
pub(super) fn choose(certificates: &[Certificate]) -> Result<Option<Certificate>, Finding> {
    if let [alone] = certificates {
        return Ok(Some(alone.clone()));
    }
    let issued_another = |candidate: &Certificate| {
        certificates.iter().any(|other| other != candidate && other.names_as_issuer(candidate))
    };
    let leaves: Vec<&Certificate> = certificates
        .iter()
        .filter(|certificate| !certificate.is_ca() && !issued_another(certificate))
        .collect();
    match leaves.as_slice() {
        [leaf] => Ok(Some((*leaf).clone())),
        [] if certificates.is_empty() => Err(refusal("no certificate at all".to_owned())),
        [] => Err(refusal(format!("{} certificates, all of authorities", certificates.len()))),
        several => {
            let names: Vec<String> =
                several.iter().map(|leaf| format!("`{}`", leaf.subject())).collect();
            Err(refusal(format!("{} of them: {}", several.len(), names.join(" and "))))
        }
    }
}

fn refusal(found: String) -> Finding {
    let what_to_do =
        "export the one certificate of the connection again, with its chain and nothing else";
    Finding::of(LEAF, Verdict::Failure, found, what_to_do)
}

/// `CPP-CERT-07`, once the certificate is found.
pub(super) fn alone(case: &Case<'_>) -> Option<Finding> {
    let subject = case.leaf.subject();
    Some(if case.leaf.is_precertificate() {
        refusal(format!("`{subject}`, a precertificate made for a transparency log"))
    } else {
        Finding::pass(LEAF, format!("`{subject}`"))
    })
}

/// `CPP-CERT-08`.
pub(super) fn person(case: &Case<'_>) -> Option<Finding> {
    let marks: Vec<String> = case.leaf.person_marks().iter().map(ToString::to_string).collect();
    Some(if marks.is_empty() {
        Finding::pass(PERSON, "no sign of a person")
    } else {
        let what_to_do = "order an \"authentification serveur\" or \"authentification serveur de type client\" certificate in the organisation's name";
        Finding::of(PERSON, Verdict::Failure, marks.join(", "), what_to_do)
    })
}
