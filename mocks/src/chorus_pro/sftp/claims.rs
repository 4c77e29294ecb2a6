//! Which files of pick-up are open, so that no two sessions fetch one.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

/// The files that are open, by number.
#[derive(Debug, Clone, Default)]
pub(super) struct Claims {
    open: Arc<Mutex<BTreeSet<u64>>>,
}

/// One open file, until it is dropped.
#[derive(Debug)]
pub(super) struct Claim {
    number: u64,
    claims: Claims,
}

impl Claims {
    /// Claims a file; nothing if it is open already.
    pub(super) fn claim(&self, number: u64) -> Option<Claim> {
        let is_free = self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(number);
        is_free.then(|| Claim { number, claims: self.clone() })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.claims.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}
