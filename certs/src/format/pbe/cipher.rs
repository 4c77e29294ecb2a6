//! The block ciphers that files are encrypted with, all in CBC with padding.

use cbc::cipher::{BlockModeDecrypt, InnerIvInit, block_padding::Pkcs7};
use openssl::symm::{self, Cipher as OpensslCipher};

/// A cipher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    /// Triple DES with three keys.
    TripleDes,
    /// Triple DES whose third key is the first.
    DoubleDes,
    Rc2Of40,
    Rc2Of128,
}

impl Cipher {
    /// Returns how many octets the key has.
    pub(super) const fn key_octets(self) -> usize {
        match self {
            Self::Aes128 | Self::DoubleDes | Self::Rc2Of128 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
            Self::Rc2Of40 => 5,
        }
    }

    /// Returns how many octets a block, and the initial vector, have.
    pub(super) const fn block_octets(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::TripleDes | Self::DoubleDes | Self::Rc2Of40 | Self::Rc2Of128 => 8,
        }
    }

    /// Decrypts; `None` when the padding is wrong, as it nearly always is with another key.
    pub(super) fn decrypt(self, key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
        if iv.len() != self.block_octets() {
            return None;
        }
        let with = |cipher, key: &[u8]| symm::decrypt(cipher, key, Some(iv), data).ok();
        match self {
            Self::Aes128 => with(OpensslCipher::aes_128_cbc(), key),
            Self::Aes192 => with(OpensslCipher::aes_192_cbc(), key),
            Self::Aes256 => with(OpensslCipher::aes_256_cbc(), key),
            Self::TripleDes => with(OpensslCipher::des_ede3_cbc(), key),
            Self::DoubleDes => with(OpensslCipher::des_ede3_cbc(), &[key, key.get(..8)?].concat()),
            Self::Rc2Of40 => rc2(key, 40, iv, data),
            Self::Rc2Of128 => rc2(key, 128, iv, data),
        }
    }
}

fn rc2(key: &[u8], bits: usize, iv: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let cipher = rc2::Rc2::new_with_eff_key_len(key, bits);
    let mode = cbc::Decryptor::inner_iv_slice_init(cipher, iv).ok()?;
    mode.decrypt_padded_vec::<Pkcs7>(data).ok()
}
