//! Judges whether a certificate is LuxTrust's, and which of its products.

use crate::{
    authority,
    conformity::{
        Case, Platform,
        report::{Finding, Verdict},
    },
    rule::Rule,
};

const LUXTRUST: &str = "LuxTrust S.A.";

/// SSL certificates; the longer arc is how the authority's own certificate writes it.
const SSL: [&str; 2] = ["1.3.171.1.1.10.5.", "1.3.171.1.1.1.10.5."];
/// Everything of LuxTrust's.
const ALL: &str = "1.3.171.1.";
/// Certificates of persons and seals.
const PERSONS_AND_SEALS: &str = "1.3.171.1.1.10.3.";

pub(super) fn issuer(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let issuer = case.leaf.issuer();
    let found = format!("issued by `{issuer}`");
    Some(if !case.leaf.self_issued() && authority::is_throwaway(case.leaf) {
        let what_to_do = "use it with mocks alone: the real SOFiE knows not the authority";
        let verdict = match case.context.platform {
            Platform::Qualification => Verdict::Information,
            Platform::Production => Verdict::Warning,
        };
        let found = format!("{found}, a throwaway authority of raccord");
        Finding::of(rule, verdict, found, what_to_do)
    } else if issuer.organization() == Some(LUXTRUST) {
        Finding::pass(rule, found)
    } else {
        let what_to_do = "order a certificate for SOFiE at LuxTrust, by Easy_SSL";
        Finding::of(rule, Verdict::Failure, found, what_to_do)
            .expecting(format!("an authority of {LUXTRUST}"))
    })
}

/// What LuxTrust issues now has not been seen, so another of its policies proves nothing.
pub(super) fn policy(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let policies = case.leaf.policies();
    let under = |arc: &str| policies.iter().find(|oid| oid.starts_with(arc));
    if let Some(oid) = SSL.iter().find_map(|arc| under(arc)) {
        let name = case.context.policies.find(oid).map(|policy| format!(" ({})", policy.product));
        return Some(Finding::pass(rule, format!("{oid}{}", name.unwrap_or_default())));
    }
    if let Some(oid) = under(PERSONS_AND_SEALS) {
        let found = format!("{oid}, a product for persons or seals");
        let what_to_do = "order the SSL product, by Easy_SSL";
        return Some(Finding::of(rule, Verdict::Failure, found, what_to_do));
    }
    let found = match (under(ALL), policies) {
        (Some(oid), _) => format!("{oid}, another policy of LuxTrust's"),
        (None, []) => "no certificate policy".to_owned(),
        (None, all) => all.join(", "),
    };
    let what_to_do = "ask LuxTrust whether this is the SSL certificate that SOFiE takes";
    Some(Finding::of(rule, Verdict::Warning, found, what_to_do))
}
