//! What Chorus Pro demands.

pub mod rules;

use super::{
    judge::{chain, container, issuing, leaf, naming, seal, strength, usage, validity},
    renewal::{Activation, RenewalRules},
    report::Verdict,
    rulebook::{Rulebook, WholeRules},
};

/// The first rule that is broken is the one that the portal would report, so the order counts.
pub(super) const RULEBOOK: Rulebook = Rulebook {
    container: (rules::CONTAINER, container::pkcs7),
    leaf: rules::LEAF,
    judges: &[
        (rules::BOTH_USAGES, usage::both_usages),
        (rules::USAGE, usage::usage),
        (rules::KEY_USAGE, usage::key_usage),
        (rules::SEAL_USAGE, seal::usage),
        (rules::SEAL_KEY_USAGE, seal::key_usage),
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
        (rules::THROWAWAY, issuing::throwaway),
        (rules::REVOKED_CLASS, issuing::revoked_class),
        (rules::SIGNATURES, chain::signatures),
        (rules::AUTHORITIES, chain::authorities),
        (rules::SERVER_NAME, naming::server_name),
        (rules::CRITICALITY, usage::criticality),
        (rules::AFTER_2030, strength::after_2030),
    ],
    renewal: RenewalRules {
        new_file: rules::NEW_FILE,
        new_key: (rules::NEW_KEY, Verdict::Failure),
        same_subject: rules::SAME_SUBJECT,
        later_end: rules::LATER_END,
        overlap: rules::OVERLAP,
        activation: Some((rules::ACTIVATION, Activation::hours(2, 24))),
    },
    whole: WholeRules {
        demanded: rules::DEMANDED,
        nothing_else: rules::NOTHING_ELSE,
        own_keys: Some((rules::OWN_KEYS, Verdict::Warning)),
        its_key: (
            rules::ITS_KEY,
            "give the connector the key that the certificate was ordered for, or order one for the key that it has",
        ),
        none_needed: Some(rules::NONE_NEEDED),
        ssh_key: None,
    },
};
