//! What is guessed of sheets, and can be set otherwise.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::{Ids, clock};
use serde::{Deserialize, Serialize};

use super::DuringActivation;

const HOUR_S: u64 = 60 * 60;

/// What is guessed of sheets.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Knobs {
    /// What works while an update waits (`CPP-SHEET-05`).
    pub during_activation: DuringActivation,
    /// What becomes of an update while another waits (`CPP-SHEET-07`).
    pub second_upload: SecondUpload,
    /// Whether the certificate of a new sheet waits as an update does (`CPP-SHEET-06`).
    pub first_certificate_waits: bool,
    /// The rules of certificates that do not refuse an upload, by identifier: the guessed among
    /// `CPP-CERT-07` to `-26` and `CPP-SHEET-14`, or any whose check the real portal turns out to
    /// leave to the partner.
    pub rules_passed_over: BTreeSet<String>,
    /// The shortest wait, in seconds (`CPP-SHEET-04`).
    pub activation_s_min: u64,
    /// The longest wait, in seconds (`CPP-SHEET-04`).
    pub activation_s_max: u64,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            during_activation: DuringActivation::OldOnly,
            second_upload: SecondUpload::Replaces,
            first_certificate_waits: true,
            rules_passed_over: BTreeSet::new(),
            activation_s_min: 2 * HOUR_S,
            activation_s_max: 24 * HOUR_S,
        }
    }
}

/// What becomes of an update that is uploaded while another waits (`CPP-SHEET-07`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecondUpload {
    /// It takes the other's place, and its wait begins.
    Replaces,
    /// It is refused.
    Refused,
}

/// When an update accepted at `now` takes effect: drawn from the seed, within the knob's bounds.
pub fn takes_effect_at(ids: &mut Ids, knobs: &Knobs, now: Timestamp) -> Timestamp {
    let span = knobs.activation_s_max.saturating_sub(knobs.activation_s_min).saturating_add(1);
    let wait_s = knobs.activation_s_min.saturating_add(ids.below("sheet.activation", span));
    let wait = SignedDuration::from_secs(i64::try_from(wait_s).unwrap_or(i64::MAX));
    clock::after(now, wait)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpp_sheet_04_the_wait_lies_between_the_knob_s_bounds_and_reaches_both() {
        let mut ids = Ids::new(1);
        let knobs = Knobs { activation_s_min: 2, activation_s_max: 4, ..Knobs::default() };
        let mut waits_s: Vec<i64> = (0..100)
            .map(|_| takes_effect_at(&mut ids, &knobs, Timestamp::UNIX_EPOCH).as_second())
            .collect();
        waits_s.sort_unstable();
        waits_s.dedup();
        assert_eq!(waits_s, [2, 3, 4]);
    }
}
