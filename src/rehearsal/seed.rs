//! Derives each scenario's own seed, so that neither selection nor order changes it.

use sha2::{Digest, Sha256};

use super::Trial;

/// The seed of a run that names none.
pub const DEFAULT: u64 = 1;

/// Derives a scenario's seed from the run's seed and from what names the scenario: its file, its
/// rule, its name, and the values of its row.
///
/// The file counts from its last `features` folder on, so that the same file has the same seed
/// wherever it lies, and inside the program.
pub fn derive(run: u64, trial: &Trial) -> u64 {
    let place = &trial.place;
    let rule = place.rule.as_deref().unwrap_or_default();
    let mut hash = Sha256::new();
    hash.update(run.to_be_bytes());
    [below_features(&place.path), rule, &place.scenario]
        .into_iter()
        .chain(trial.row.iter().map(String::as_str))
        .for_each(|part| update(&mut hash, part));
    hash.finalize().iter().take(8).fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
}

/// Adds a part with its length, so that no two lists of parts look alike.
fn update(hash: &mut Sha256, part: &str) {
    hash.update(part.len().to_be_bytes());
    hash.update(part);
}

fn below_features(path: &str) -> &str {
    match path.rsplit_once("/features/") {
        Some((_, below)) => below,
        None => path.strip_prefix("features/").unwrap_or(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::event::Place;

    fn trial(path: &str, scenario: &str, row: &[&str]) -> Trial {
        Trial {
            place: Place {
                path: path.to_owned(),
                line: 1,
                feature: "a feature".to_owned(),
                rule: None,
                scenario: scenario.to_owned(),
            },
            row: row.iter().map(|&value| value.to_owned()).collect(),
            tags: Vec::new(),
            seed: 0,
            steps: Vec::new(),
        }
    }

    #[test]
    fn a_scenario_keeps_its_seed_from_one_release_to_the_next() {
        let kept = 9_206_590_792_096_212_177;
        assert_eq!(derive(1, &trial("features/piste/token.feature", "a", &[])), kept);
    }

    #[test]
    fn a_file_has_the_same_seeds_wherever_it_lies() {
        let inside = derive(1, &trial("features/piste/token.feature", "a", &[]));
        assert_eq!(derive(1, &trial("/tmp/features/piste/token.feature", "a", &[])), inside);
        assert_ne!(derive(1, &trial("features/chorus/token.feature", "a", &[])), inside);
    }

    #[test]
    fn whatever_names_a_scenario_changes_its_seed() {
        let seeds = [
            derive(1, &trial("x", "a", &[])),
            derive(2, &trial("x", "a", &[])),
            derive(1, &trial("x", "b", &[])),
            derive(1, &trial("x", "a", &["1", "2"])),
            derive(1, &trial("x", "a", &["12"])),
        ];
        assert_eq!(std::collections::BTreeSet::from(seeds).len(), seeds.len());
    }
}
