//! Finds which file is for which of the certificates that are demanded.

use super::{
    Context, Submitted, check_upload,
    judge::{leaf, seal},
};
use crate::{Certificate, Profile, certificate::ExtendedKeyUsage, profile::Purpose};

/// Which file is for which demand.
#[derive(Debug)]
pub(super) struct Assignment {
    /// For each demand, the file and the profile that it is judged by.
    met: Vec<Option<(usize, &'static Profile)>>,
}

impl Assignment {
    /// Returns what a file is judged by; `None` when it is about nothing that is demanded.
    pub(super) fn profile_of(&self, file: usize) -> Option<&'static Profile> {
        let met = self.met.iter().flatten();
        met.clone().find(|(index, _)| *index == file).map(|(_, profile)| *profile)
    }

    pub(super) fn is_met(&self, demand: usize) -> bool {
        self.met.get(demand).is_some_and(Option::is_some)
    }

    fn takes(&self, file: usize) -> bool {
        self.profile_of(file).is_some()
    }
}

/// Gives each demand the file that fits it with the fewest broken rules. A demand that is left over
/// gets a file that fits no demand at all, which was meant for it; a second certificate for a demand
/// that is met was not.
pub(super) fn assign(
    files: &[Submitted],
    demands: &[Vec<&'static Profile>],
    context: Context<'_>,
) -> Assignment {
    let leaves: Vec<Option<Certificate>> =
        files.iter().map(|file| leaf::choose(&file.contents.certificates).ok()).collect();
    let fits_profile = |file: usize, profile: &'static Profile| {
        leaves.get(file).is_some_and(|leaf| leaf.as_ref().is_some_and(|leaf| fits(leaf, profile)))
    };
    let failures = |file: usize, profile: &'static Profile| {
        files
            .get(file)
            .map_or(0, |file| check_upload(&file.contents, profile, context).failures().count())
    };
    let mut assignment = Assignment { met: vec![None; demands.len()] };
    // The demand with the fewest candidates chooses first.
    let candidates = |demand: &Vec<&'static Profile>| -> Vec<(usize, &'static Profile)> {
        let pairs = (0..files.len()).flat_map(|file| demand.iter().map(move |it| (file, *it)));
        pairs.filter(|(file, profile)| fits_profile(*file, profile)).collect()
    };
    let mut order: Vec<usize> = (0..demands.len()).collect();
    order.sort_by_key(|index| demands.get(*index).map_or(0, |demand| candidates(demand).len()));
    for index in order {
        let Some(demand) = demands.get(index) else { continue };
        let mut free = candidates(demand);
        free.retain(|(file, _)| !assignment.takes(*file));
        let best = match free.as_slice() {
            [] | [_] => free.first().copied(),
            _ => free.into_iter().min_by_key(|(file, profile)| failures(*file, profile)),
        };
        if let Some(met) = assignment.met.get_mut(index) {
            *met = best;
        }
    }
    let fits_any =
        |file: usize| demands.iter().flatten().any(|profile| fits_profile(file, profile));
    for index in 0..demands.len() {
        if assignment.is_met(index) {
            continue;
        }
        let left = (0..files.len()).find(|file| {
            let is_ssh = files.get(*file).is_some_and(|file| file.is_ssh_public_key());
            !assignment.takes(*file) && !fits_any(*file) && !is_ssh
        });
        let usual = demands.get(index).and_then(|demand| demand.first());
        if let Some(met) = assignment.met.get_mut(index) {
            *met = left.zip(usual.copied());
        }
    }
    assignment
}

/// Says whether a certificate is of the kind of a profile, good or not.
pub(super) fn fits(leaf: &Certificate, profile: &Profile) -> bool {
    let usages = leaf.extended_key_usages();
    let is_for = |usage: &ExtendedKeyUsage| usages.is_some_and(|list| list.contains(usage));
    match profile.purpose {
        Purpose::Client => is_for(&ExtendedKeyUsage::ClientAuth),
        Purpose::Server => is_for(&ExtendedKeyUsage::ServerAuth),
        Purpose::Seal => !seal::NO_SEAL.iter().any(is_for),
        Purpose::Signature | Purpose::FileExchange => true,
    }
}
