//! What nobody may guess: serial numbers and passwords of certificates that are written to a disk,
//! and tokens.
//!
//! They come from the system's randomness and from no seed: a key or a serial that can be computed
//! again is no secret, and two runs of one seed would issue two certificates under one serial.

use openssl::{error::ErrorStack, rand::rand_bytes};

/// The library has no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("failed to draw random numbers")]
pub struct RandomError {
    /// What OpenSSL said.
    #[from]
    source: ErrorStack,
}

/// Letters and digits that nobody takes for one another when they are read aloud.
const READABLE: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Thirty-two signs are five bits, so this is 120 bits.
const PASSWORD_CHARACTERS: usize = 24;

/// Draws a serial number of 127 bits (RGS-A4 §II.3 recommends one that cannot be foretold).
///
/// # Errors
///
/// When there is no randomness.
pub fn serial() -> Result<[u8; 16], RandomError> {
    let mut serial = [0; 16];
    rand_bytes(&mut serial)?;
    // Positive, and never shorter: some programs show a serial without its leading zeroes.
    let [first, ..] = &mut serial;
    *first = (*first & 0x7f) | 0x40;
    Ok(serial)
}

/// Draws a password of 24 letters and digits, which no shell or form takes amiss.
///
/// # Errors
///
/// When there is no randomness.
pub fn password() -> Result<String, RandomError> {
    let mut drawn = [0; PASSWORD_CHARACTERS];
    rand_bytes(&mut drawn)?;
    let sign = |octet: &u8| READABLE.get(usize::from(octet % 32)).copied().map(char::from);
    Ok(drawn.iter().filter_map(sign).collect())
}

/// Draws a token of 256 bits, in 64 lowercase hexadecimal digits.
///
/// # Errors
///
/// When there is no randomness.
pub fn token() -> Result<String, RandomError> {
    let mut drawn = [0; 32];
    rand_bytes(&mut drawn)?;
    Ok(drawn.iter().map(|octet| format!("{octet:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serials_are_positive_of_one_length_and_never_the_same() {
        let (one, other) = (serial().unwrap(), serial().unwrap());
        assert!(one[0] & 0x80 == 0 && one[0] & 0x40 != 0);
        assert_ne!(one, other);
    }

    #[test]
    fn a_password_is_of_24_plain_signs() {
        let password = password().unwrap();
        assert_eq!(password.len(), 24);
        assert!(password.bytes().all(|sign| READABLE.contains(&sign)));
    }
}
