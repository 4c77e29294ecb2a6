//! What Chorus Pro demands.

pub mod rules;

use super::{
    judge::{chain, container, issuing, leaf, naming, strength, usage, validity},
    renewal::RenewalRules,
    rulebook::Rulebook,
};

/// The first rule that is broken is the one that the portal would report, so the order counts.
pub(super) const RULEBOOK: Rulebook = Rulebook {
    container: (rules::CONTAINER, container::pkcs7),
    leaf: rules::LEAF,
    judges: &[
        (rules::BOTH_USAGES, usage::both_usages),
        (rules::USAGE, usage::usage),
        (rules::KEY_USAGE, usage::key_usage),
        (rules::POLICY, issuing::level),
        (rules::CHAIN, chain::complete),
        (rules::LEAF, leaf::alone),
        (rules::PERSON, leaf::person),
        (rules::STARTED, validity::started),
        (rules::EXPIRED, validity::expired),
        (rules::EXPIRES_SOON, validity::expires_soon),
        (rules::KEY_SIZE, strength::key_size),
        (rules::HASH, strength::hash),
        (rules::LIFETIME, validity::lifetime),
        (rules::TEST, naming::test),
        (rules::IDENTIFIER, naming::identifier),
        (rules::SELF_SIGNED, issuing::self_signed),
        (rules::SIGNATURES, chain::signatures),
        (rules::AUTHORITIES, chain::authorities),
        (rules::SERVER_NAME, naming::server_name),
        (rules::CRITICALITY, usage::criticality),
        (rules::AFTER_2030, strength::after_2030),
    ],
    renewal: RenewalRules {
        new_file: rules::NEW_FILE,
        new_key: Some(rules::NEW_KEY),
        later_end: rules::LATER_END,
        overlap: rules::OVERLAP,
    },
};
