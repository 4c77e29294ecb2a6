//! RSA keys, made ahead of need: they are the floor of what a scenario costs.
//!
//! A key may serve several scenarios, never twice in one: each scenario takes the first key, then
//! the second, and so on. What is served to other programs takes fresh keys, each handed out once.

use std::sync::{Condvar, Mutex, PoisonError};

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

/// Keys that were made and not handed out yet, and how many are being made.
static FRESH: Mutex<(Vec<Key>, usize)> = Mutex::new((Vec::new(), 0));
static FRESH_MADE: Condvar = Condvar::new();

/// Makes `count` RSA 2048 keys to be handed out once each, on threads of their own, which end by
/// themselves.
pub fn prepare_fresh(count: usize) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(count);
    FRESH.lock().unwrap_or_else(PoisonError::into_inner).1 += count;
    for thread in 0..threads {
        std::thread::spawn(move || {
            for _ in (thread..count).step_by(threads) {
                let made = Key::generate(KeyKind::Rsa2048);
                let mut fresh = FRESH.lock().unwrap_or_else(PoisonError::into_inner);
                fresh.1 -= 1;
                fresh.0.extend(made);
                FRESH_MADE.notify_all();
            }
        });
    }
}

/// A key of its kind that nobody else has.
pub(super) fn take_fresh(kind: KeyKind) -> Result<Key, KeyError> {
    if kind != KeyKind::Rsa2048 {
        return Key::generate(kind);
    }
    let mut fresh = FRESH.lock().unwrap_or_else(PoisonError::into_inner);
    loop {
        match (fresh.0.pop(), fresh.1) {
            (Some(key), _) => return Ok(key),
            (None, 0) => break,
            (None, _) => {
                fresh = FRESH_MADE.wait(fresh).unwrap_or_else(PoisonError::into_inner);
            }
        }
    }
    drop(fresh);
    Key::generate(kind)
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
