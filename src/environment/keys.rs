//! RSA keys, made ahead of need: they are the floor of what a scenario costs.
//!
//! A key may serve several scenarios, never twice in one: each scenario takes the first key, then
//! the second, and so on.

use std::sync::{Mutex, PoisonError};

use raccord_certs::key::KeyError;
use raccord_certs::{Key, KeyKind};

/// More than any scenario takes; beyond it, keys are made on demand.
const KEPT: usize = 16;

static RSA_2048: [Mutex<Option<Key>>; KEPT] = [const { Mutex::new(None) }; KEPT];

/// Makes the first `count` RSA 2048 keys, on a thread of its own.
///
/// The thread ends by itself; whoever needs a key that is being made waits for it.
pub fn prepare(count: usize) {
    std::thread::spawn(move || {
        for number in 0..count.min(KEPT) {
            // A key that cannot be made fails the scenario that needs it, with the reason.
            let _ = rsa_2048(number);
        }
    });
}

/// The `number`th key of its kind, from 0.
pub(super) fn take(kind: KeyKind, number: usize) -> Result<Key, KeyError> {
    match kind {
        KeyKind::Rsa2048 => rsa_2048(number),
        KeyKind::Rsa1024 | KeyKind::Rsa3072 | KeyKind::Rsa4096 | KeyKind::P256 | KeyKind::P384 => {
            Key::generate(kind)
        }
    }
}

fn rsa_2048(number: usize) -> Result<Key, KeyError> {
    let Some(place) = RSA_2048.get(number) else { return Key::generate(KeyKind::Rsa2048) };
    let mut kept = place.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(key) = &*kept {
        return Ok(key.clone());
    }
    Ok(kept.insert(Key::generate(KeyKind::Rsa2048)?).clone())
}
