//! What the portal of social security demands.
//!
//! A certificate there stands for a company that makes itself known by a signature; who vouches for
//! it, and what else it says, matters little. A self-signed one as OpenSSL makes it, an authority's
//! right and all, is good.

mod issuer;
pub mod rules;

use super::{
    judge::{container, leaf, naming, strength, usage, validity},
    renewal::RenewalRules,
    report::Verdict,
    rulebook::{Rulebook, WholeRules},
};

pub(super) const RULEBOOK: Rulebook = Rulebook {
    container: (rules::CONTAINER, container::one_certificate),
    leaf: rules::LEAF,
    judges: &[
        (rules::LEAF, leaf::alone),
        (rules::RSA, strength::rsa),
        (rules::KEY_SIZE, strength::rsa_size),
        (rules::KEY_USAGE, usage::may_sign),
        (rules::COMPANY, naming::company),
        (rules::ISSUER, issuer::accepted),
        (rules::STARTED, validity::started),
        (rules::EXPIRED, validity::expired),
        (rules::EXPIRES_SOON, validity::expires_soon),
        (rules::HASH, strength::hash),
    ],
    renewal: RenewalRules {
        new_file: rules::NEW_FILE,
        new_key: (rules::NEW_KEY, Verdict::Information),
        same_subject: rules::SAME_SUBJECT,
        later_end: rules::LATER_END,
        overlap: rules::OVERLAP,
        activation: None,
    },
    whole: WholeRules {
        demanded: rules::DEMANDED,
        nothing_else: rules::NOTHING_ELSE,
        own_keys: None,
        its_key: (
            rules::ITS_KEY,
            "register the certificate of the key that the program signs with, or give the program the other key",
        ),
        none_needed: None,
        ssh_key: Some(rules::SSH_KEY),
    },
};
