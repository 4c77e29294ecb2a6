//! Properties that hold of every spoilt file: it is read without a panic, and one that is cut off
//! never passes for whole.

use raccord_certs::format::{contents::Contents, pkcs7, pkcs12};

use crate::workshop::{CLIENT, KEY, issue};

/// A file of every kind that is read by structure.
fn files() -> Vec<(&'static str, Vec<u8>)> {
    let issued = issue(CLIENT, None);
    let chain = issued.with_chain();
    let pem: String = chain.iter().map(|each| each.pem()).collect();
    vec![
        ("certificate", issued.certificate.der().to_vec()),
        ("PKCS#7", pkcs7::encode_der(&chain)),
        ("PEM", pem.into_bytes()),
        ("key", KEY.pkcs8_der().to_vec()),
        ("PKCS#12", pkcs12::encode(&*KEY, &issued.certificate, &issued.chain, "a").unwrap()),
    ]
}

/// Numbers that look drawn, and are the same in every run.
struct Drawn(u64);

impl Drawn {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

#[test]
fn a_binary_file_that_is_cut_off_anywhere_is_never_taken_for_whole() {
    for (name, file) in files() {
        if name == "PEM" {
            continue;
        }
        for length in 0..file.len() {
            let contents = Contents::read(&file[..length]);
            assert!(!contents.problems.is_empty(), "{name} cut at {length}");
            assert!(contents.certificates.is_empty() && contents.keys.is_empty(), "{name}");
        }
    }
}

#[test]
fn a_spoilt_file_is_read_without_a_panic_and_its_problems_can_be_told() {
    let mut drawn = Drawn(7);
    for (name, file) in files() {
        let rounds = if name == "PKCS#12" { 150 } else { 1500 };
        for _ in 0..rounds {
            let mut spoilt = file.clone();
            for _ in 0..=drawn.below(3) {
                let at = drawn.below(spoilt.len());
                match drawn.below(4) {
                    0 => spoilt[at] = u8::try_from(drawn.below(256)).unwrap(),
                    1 => spoilt[at] ^= 1 << drawn.below(8),
                    2 => spoilt.truncate(at + 1),
                    _ => spoilt.insert(at, u8::try_from(drawn.below(256)).unwrap()),
                }
            }
            let contents = Contents::open(&spoilt, "a");
            let told: Vec<String> = contents.problems.iter().map(ToString::to_string).collect();
            assert!(!told.is_empty() || contents.has_anything() || !contents.pieces.is_empty());
        }
    }
}

#[test]
fn noise_is_read_without_a_panic() {
    let mut drawn = Drawn(11);
    for round in 0..5_000 {
        let length = drawn.below(400);
        let mut noise: Vec<u8> =
            (0..length).map(|_| u8::try_from(drawn.below(256)).unwrap()).collect();
        // Half of it begins as ASN.1 does.
        if round % 2 == 0 && noise.len() > 2 {
            noise[..2].copy_from_slice(&[0x30, 0x80]);
        }
        let _opened = Contents::open(&noise, "a").describe();
    }
}
