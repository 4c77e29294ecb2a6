//! SHA-256 of files and texts, as `sha256sum` writes it; certificates have their own fingerprint.

use sha2::{Digest as _, Sha256};

/// Returns the 64 hexadecimal digits of some octets' SHA-256.
#[must_use]
pub fn of(octets: &[u8]) -> String {
    shown(&Sha256::digest(octets))
}

/// Returns octets as hexadecimal digits.
pub(crate) fn shown(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_what_sha256sum_says() {
        let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(super::of(b""), of_nothing);
    }
}
