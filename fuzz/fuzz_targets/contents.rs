//! Any file at all is opened, with a password and without, and described.
#![no_main]

use libfuzzer_sys::fuzz_target;
use raccord_certs::format::contents::Contents;

fuzz_target!(|file: &[u8]| {
    let read = Contents::read(file);
    let _described = (read.describe(), format!("{:?}", read.problems));
    let opened = Contents::open(file, "secret");
    for certificate in &opened.certificates {
        let _kept = (opened.key_of(certificate).is_some(), opened.alias_of(certificate));
    }
});
