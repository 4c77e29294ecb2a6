//! Judges who vouches for a certificate in Chaman.

use crate::{
    authority,
    conformity::{
        Case, Platform,
        report::{Finding, Verdict},
    },
    profile::SignedBy,
    rule::Rule,
};

/// The one product that the portal's page names is GlobalSign's; others may well be taken.
pub(super) fn accepted(rule: &'static Rule, case: &Case<'_>) -> Option<Finding> {
    let issuer = case.leaf.issuer();
    let found = format!("issued by `{issuer}`");
    let remark = |verdict, what_to_do| Some(Finding::of(rule, verdict, found.clone(), what_to_do));
    if case.leaf.self_issued() {
        return match case.profile.signed_by {
            SignedBy::Itself => Some(Finding::pass(rule, "self-signed")),
            SignedBy::Authority => remark(
                Verdict::Warning,
                "order one: the page on this account speaks of a qualified certificate, and a self-signed one is named for REST accounts only",
            ),
        };
    }
    if authority::is_throwaway(case.leaf) {
        let verdict = match case.context.platform {
            Platform::Qualification => Verdict::Information,
            Platform::Production => Verdict::Warning,
        };
        return remark(
            verdict,
            "use it with mocks alone: it comes from a throwaway authority of raccord",
        );
    }
    let names = issuer.common_name().into_iter().chain(issuer.organization());
    if names.clone().any(|name| name.contains("PersonalSign 3")) {
        return Some(Finding::pass(rule, found));
    }
    remark(
        Verdict::Warning,
        "ask the portal whether it takes this supplier: its page names GlobalSign PersonalSign 3 Pro alone, and an older text any official supplier",
    )
}
