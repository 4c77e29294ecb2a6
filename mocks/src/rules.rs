//! Every rule of every mock, in one place: what reports and tags are read against.

use raccord_kernel::Rule;

use crate::{authority, chorus_pro, gateway, piste, social_security};

/// The rules, by system.
pub const ALL: &[&[&Rule]] = &[
    gateway::rules::ALL,
    authority::rules::ALL,
    piste::rules::ALL,
    chorus_pro::api::rules::ALL,
    chorus_pro::exchange::rules::ALL,
    chorus_pro::portal::rules::ALL,
    chorus_pro::sftp::rules::ALL,
    chorus_pro::sheet::rules::ALL,
    social_security::chaman::rules::ALL,
    social_security::csam::rules::ALL,
    social_security::mahis::rules::ALL,
    social_security::access::rules::ALL,
    raccord_certs::conformity::chorus_pro::rules::ALL,
    raccord_certs::conformity::social_security::rules::ALL,
    raccord_certs::conformity::sofie::rules::ALL,
    raccord_certs::conformity::revocation::rules::ALL,
];

/// The rule of an id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().flat_map(|rules| rules.iter()).find(|rule| rule.id == id).copied()
}
