//! A file that begins as a PKCS#12 does, so that what follows is reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use raccord_certs::format::contents::Contents;

fuzz_target!(|content: &[u8]| {
    // SEQUENCE of indefinite length, version 3, then whatever comes.
    let file = [&[0x30, 0x80, 2, 1, 3], content, &[0, 0]].concat();
    for password in ["", "secret"] {
        let opened = Contents::open(&file, password);
        let _told: Vec<String> = opened.problems.iter().map(ToString::to_string).collect();
    }
});
