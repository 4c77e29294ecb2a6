//! The path from a certificate up to a root, out of whatever certificates lie beside it.

use jiff::Timestamp;

use crate::Certificate;

/// The best path from the leaf upwards.
///
/// An authority may have several certificates, with one key and one name, under several roots; so
/// there may be several paths, and a good one makes the others harmless.
#[derive(Clone, Debug)]
pub struct Chain {
    /// From the one that issued the leaf, towards the root.
    pub authorities: Vec<Certificate>,
    /// Authorities of the other paths that are not valid at the instant asked for.
    pub stale_elsewhere: Vec<Certificate>,
    leaf: Certificate,
}

/// No real chain is longer, and a file made to exhaust us is not one.
const LENGTH_MAX: usize = 8;
const PATHS_MAX: usize = 64;

impl Chain {
    /// Prefers a path that reaches a root, then one whose authorities are all valid at an instant.
    /// The order of `certificates` means nothing.
    #[must_use]
    pub fn of(leaf: &Certificate, certificates: &[Certificate], at: Timestamp) -> Self {
        let mut paths = Vec::new();
        climb(&mut vec![leaf.clone()], certificates, &mut paths);
        let best = paths.iter().max_by_key(|path| {
            let stale = path.iter().filter(|each| !each.validity().contains(at)).count();
            (is_complete(path), std::cmp::Reverse(stale), std::cmp::Reverse(path.len()))
        });
        let best = best.cloned().unwrap_or_else(|| vec![leaf.clone()]);
        let elsewhere = paths.iter().flatten().filter(|each| !best.contains(each));
        let mut stale: Vec<Certificate> = Vec::new();
        for authority in elsewhere.filter(|each| !each.validity().contains(at)) {
            if !stale.contains(authority) {
                stale.push(authority.clone());
            }
        }
        Self {
            authorities: best.into_iter().skip(1).collect(),
            stale_elsewhere: stale,
            leaf: leaf.clone(),
        }
    }

    /// Returns the last certificate of the path, whose issuer is missing; `None` where the path
    /// reaches a root.
    #[must_use]
    pub fn ends_before_its_root_at(&self) -> Option<&Certificate> {
        let last = self.authorities.last().unwrap_or(&self.leaf);
        (!last.self_issued()).then_some(last)
    }
}

/// Returns the certificates that issued none of the others and are no authority's, in their order;
/// one that is alone is such a one, whatever it says of itself.
#[must_use]
pub fn leaves(certificates: &[Certificate]) -> Vec<&Certificate> {
    if let [alone] = certificates {
        return vec![alone];
    }
    ends(certificates).into_iter().filter(|each| !each.is_ca()).collect()
}

/// Returns the certificates that issued none of the others, authorities' or not, in their order.
#[must_use]
pub fn ends(certificates: &[Certificate]) -> Vec<&Certificate> {
    let issued_another = |candidate: &Certificate| {
        certificates.iter().any(|other| other != candidate && other.names_as_issuer(candidate))
    };
    certificates.iter().filter(|each| !issued_another(each)).collect()
}

fn is_complete(path: &[Certificate]) -> bool {
    path.last().is_some_and(Certificate::self_issued)
}

/// Climbs to every issuer of the path's last certificate, and keeps each path that ends.
fn climb(
    path: &mut Vec<Certificate>,
    certificates: &[Certificate],
    paths: &mut Vec<Vec<Certificate>>,
) {
    let Some(last) = path.last().cloned() else { return };
    let issuers: Vec<&Certificate> = certificates
        .iter()
        .filter(|each| last.names_as_issuer(each) && !path.contains(each))
        .collect();
    if issuers.is_empty() || last.self_issued() || path.len() >= LENGTH_MAX {
        paths.push(path.clone());
        return;
    }
    for issuer in issuers {
        if paths.len() >= PATHS_MAX {
            return;
        }
        path.push(issuer.clone());
        climb(path, certificates, paths);
        path.pop();
    }
}
