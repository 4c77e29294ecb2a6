//! A partner's rules, in the order of judgement, each with its judge.

use super::{
    chorus_pro,
    judge::{ContainerJudge, Judge},
    renewal::RenewalRules,
    report::Verdict,
    social_security, sofie,
};
use crate::{mode::Partner, rule::Rule};

/// What one partner demands.
#[derive(Debug)]
pub(super) struct Rulebook {
    /// The file itself.
    pub(super) container: (&'static Rule, ContainerJudge),
    /// That a file is about exactly one certificate.
    pub(super) leaf: &'static Rule,
    /// The certificate.
    pub(super) judges: &'static [(&'static Rule, Judge)],
    /// A new certificate beside the one in place.
    pub(super) renewal: RenewalRules,
    /// All the files together.
    pub(super) whole: WholeRules,
}

/// What is demanded of all the files together.
#[derive(Debug)]
pub(super) struct WholeRules {
    /// Every certificate that is demanded is there.
    pub(super) demanded: &'static Rule,
    /// No file is about anything else.
    pub(super) nothing_else: &'static Rule,
    /// No two certificates share a key, where several are demanded, and how bad it is if they do.
    pub(super) own_keys: Option<(&'static Rule, Verdict)>,
    /// The certificate is for the key that an operator has, and what to do if it is not.
    pub(super) its_key: (&'static Rule, &'static str),
    /// Some modes need no certificate.
    pub(super) none_needed: Option<&'static Rule>,
    /// Some modes want an SSH public key as well.
    pub(super) ssh_key: Option<&'static Rule>,
}

impl Rulebook {
    pub(super) fn of(partner: Partner) -> &'static Self {
        match partner {
            Partner::ChorusPro => &chorus_pro::RULEBOOK,
            Partner::SocialSecurity => &social_security::RULEBOOK,
            Partner::Sofie => &sofie::RULEBOOK,
        }
    }
}
