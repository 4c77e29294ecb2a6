//! Connectors with one thing wrong fail the scenarios that it concerns, and the message says what
//! it is.

use super::program::{has_python, with};

/// Runs scenarios with a broken connector: all fail, and all of `says` is told.
#[track_caller]
fn fails(flaw: &str, names: &[&str], says: &[&str]) {
    if has_python() {
        let told = with(&format!("broken.py {flaw}"), names, &["--connector-timeout", "3s"]);
        let all = format!("{} failed", names.len());
        told.ends_with(1, &[&[&*all], says].concat());
    }
}

#[test]
fn a_cache_that_is_never_refreshed_is_told_with_the_certificate_that_was_met() {
    let names = ["In time: uploaded", "Too late: expired, refused, renewed, granted"];
    let says = [
        "the connector presented `supplier/edi#1` (SHA-256 ",
        "expected `supplier/edi#2` (SHA-256 ",
        "make it read its settings again",
        "SS-OAUTH-20: the assertion is signed by the key of ",
    ];
    fails("stale-cache", &names, &says);
}

#[test]
fn a_chain_that_is_cut_is_told_by_the_rule_that_refused_it() {
    let says = ["the portal refused the file by CPP-CERT-06"];
    fails("cut-chain", &["In time: uploaded"], &says);
}

#[test]
fn a_retry_without_an_end_is_told_with_what_was_tried() {
    let names = ["Too late: expired, refused, renewed, accepted", "A wrong client secret"];
    let says = [
        "found no answer within 3s, expected one line of JSON; it was stopped",
        " times within one `edi.send`: `sftp.session` was refused by CPP-SFTP-04",
        " times within one `api.deposit`: `piste.token` was refused by PISTE-TOKEN-02",
        "expected 3 attempts at most for one cause",
        "it wrote on standard error:",
        "again: ",
    ];
    fails("endless-retry", &names, &says);
}

#[test]
fn a_report_that_is_lost_is_told_by_its_name() {
    let says =
        ["the connector says that it fetched `CSO1100A_VFE012_VFE0121100000000000000001.tar.gz` \
         never, and tried never; it was handed out once"];
    fails("lost-report", &["A flow whose invoices are right is integrated"], &says);
}

#[test]
fn a_status_that_is_a_lie_is_told_beside_what_the_other_side_knows() {
    let names = [
        "Too late: expired, refused, renewed, accepted",
        "The API was not selected",
        "A mandate that is missing, or over",
    ];
    let says = [
        "the connector says that it sent `FSO1100A_VFE012_VFE0121100000000000000001.xml`",
        "expected its key to be refused",
        "the connector says that it deposited `CPP0000000000000000000001` once, and tried once; \
         it arrived never",
        "the connector says that it declared `100000000000` once, and tried once; it arrived never",
    ];
    fails("lying-status", &names, &says);
}
