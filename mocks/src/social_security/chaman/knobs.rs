//! What is guessed of ChaMan, and can be set otherwise.

use std::collections::BTreeSet;

use raccord_certs::conformity::social_security::rules as certificate_rules;
use serde::{Deserialize, Serialize};

/// What is guessed of ChaMan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// The shape of new client ids (`SS-CHAMAN-08`).
    pub client_ids: ClientIds,
    /// How many certificates an account may have; any number where nothing is said
    /// (`SS-CHAMAN-09`).
    pub certificates_max: Option<usize>,
    /// Whether an account keeps its last certificate until the account itself is removed
    /// (`SS-CHAMAN-10`).
    pub keeps_last_certificate: bool,
    /// After how many seconds the token server knows a certificate that was registered
    /// (`SS-CHAMAN-11`, `SS-OAUTH-18`).
    pub activation_s: u32,
    /// The rules of certificates that do not refuse an upload, by identifier. By default those whose
    /// refusal nobody has seen and that a registration can do without: `SS-CERT-05` (key usage),
    /// `SS-CERT-08` (not yet valid), `SS-CERT-09` (expired) and `SS-CERT-11` (hash); what they find
    /// is written in the journal. `SS-CERT-12` is guessed too, and refuses; that a file is about one
    /// certificate can be passed over by no setting.
    pub rules_passed_over: BTreeSet<String>,
}

/// The two shapes of client ids that were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientIds {
    /// `self_service_expeditor_10`, as in the manual.
    Expeditor,
    /// `self_service_chaman_312045_k3v9x0q2za`, since 2023 at the latest.
    Chaman,
}

impl Default for Knobs {
    fn default() -> Self {
        let passed_over = [
            certificate_rules::KEY_USAGE,
            certificate_rules::STARTED,
            certificate_rules::EXPIRED,
            certificate_rules::HASH,
        ];
        Self {
            client_ids: ClientIds::Chaman,
            certificates_max: None,
            keeps_last_certificate: true,
            activation_s: 0,
            rules_passed_over: passed_over.into_iter().map(|rule| rule.id.to_owned()).collect(),
        }
    }
}
