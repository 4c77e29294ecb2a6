//! A partner's rules, in the order of judgement, each with its judge.

use super::{
    chorus_pro,
    judge::{ContainerJudge, Judge},
    renewal::RenewalRules,
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
}

impl Rulebook {
    pub(super) fn of(partner: Partner) -> &'static Self {
        match partner {
            Partner::ChorusPro | Partner::SocialSecurity | Partner::Sofie => &chorus_pro::RULEBOOK,
        }
    }
}
