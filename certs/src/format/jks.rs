//! Java's own key store (JKS), written with certificates to trust: the only file of trust that every
//! Java reads, old ones too.
//!
//! The layout is that of the JDK's `sun.security.provider.JavaKeyStore`.

use jiff::Timestamp;
use sha1::{Digest as _, Sha1};

use crate::Certificate;

const MAGIC: u32 = 0xfeed_feed;
const VERSION: u32 = 2;
/// An entry that is a certificate to trust.
const TRUSTED: u32 = 2;
/// What the JDK mixes into the digest.
const WHITENER: &[u8] = b"Mighty Aphrodite";

/// Writes certificates to trust, under a password that protects them from nothing but accidents.
///
/// `now` is when they were put in, as Java shows it.
#[must_use]
pub fn encode_trusted(certificates: &[Certificate], password: &str, now: Timestamp) -> Vec<u8> {
    let mut store = Vec::new();
    put(&mut store, MAGIC);
    put(&mut store, VERSION);
    put(&mut store, length(certificates.len()));
    for (number, certificate) in certificates.iter().enumerate() {
        put(&mut store, TRUSTED);
        put_text(&mut store, &format!("raccord-{number}"));
        store.extend(now.as_millisecond().to_be_bytes());
        put_text(&mut store, "X.509");
        put(&mut store, length(certificate.der().len()));
        store.extend(certificate.der());
    }
    let word = password.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
    let digest = Sha1::new().chain_update(word).chain_update(WHITENER).chain_update(&store);
    store.extend(digest.finalize());
    store
}

fn put(store: &mut Vec<u8>, number: u32) {
    store.extend(number.to_be_bytes());
}

/// Java's UTF: ASCII here, after its length.
fn put_text(store: &mut Vec<u8>, text: &str) {
    store.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
    store.extend(text.as_bytes());
}

fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
