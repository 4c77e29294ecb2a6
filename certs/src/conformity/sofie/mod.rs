//! What SOFiE demands.
//!
//! The French exclusive "or" of usages is no rule in Luxembourg, and neither are the names that the
//! RGS asks for.

mod luxtrust;
pub mod rules;

use super::{
    judge::{container, leaf, strength, usage, validity},
    renewal::{Activation, RenewalRules},
    report::Verdict,
    rulebook::{Rulebook, WholeRules},
};

pub(super) const RULEBOOK: Rulebook = Rulebook {
    container: (rules::CONTAINER, container::as_received),
    leaf: rules::LEAF,
    judges: &[
        (rules::LEAF, leaf::alone),
        (rules::ISSUER, luxtrust::issuer),
        (rules::POLICY, luxtrust::policy),
        (rules::RSA, strength::rsa),
        (rules::KEY_SIZE, strength::rsa_size),
        (rules::KEY_USAGE, usage::exchanges_files),
        (rules::SEVERAL_USES, usage::file_exchange),
        (rules::PERSON, leaf::perhaps_a_person),
        (rules::STARTED, validity::started),
        (rules::EXPIRED, validity::expired),
        (rules::EXPIRES_SOON, validity::expires_soon),
        (rules::HASH, strength::hash),
    ],
    renewal: RenewalRules {
        new_file: rules::NEW_FILE,
        new_key: (rules::NEW_KEY, Verdict::Failure),
        same_subject: rules::SAME_SUBJECT,
        later_end: rules::LATER_END,
        overlap: rules::OVERLAP,
        activation: Some((rules::ACTIVATION, Activation::hours(0, 48).on_working_days())),
    },
    whole: WholeRules {
        demanded: rules::DEMANDED,
        nothing_else: rules::NOTHING_ELSE,
        own_keys: Some((rules::OWN_KEYS, Verdict::Failure)),
        its_key: (
            rules::ITS_KEY,
            "order again with the most recent `.pem` request of the account; a certificate for an older one is of no use to this installation",
        ),
        none_needed: None,
        ssh_key: None,
    },
};
