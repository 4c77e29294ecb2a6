//! On time, tight, too late: what is said, and what the shell sees.

use insta::assert_snapshot;

use crate::plan;

const EDI: &[&str] = &["edi.p7b", "--for", "chorus-pro/edi-sftp", "--today"];

fn on(day: &str, more: &[&str]) -> crate::Answer {
    plan(&[EDI, &[day], more].concat())
}

#[test]
fn a_calendar_says_when_to_begin_and_when_each_step_is_to_be_done() {
    let answer = on("2027-03-01", &[]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
    assert_snapshot!(answer.stdout);
}

#[test]
fn the_shell_sees_6_when_it_is_too_late_and_when_asked_to_be_strict_if_it_is_tight() {
    assert_eq!(on("2027-03-01", &[]).code, 0);
    let tight = on("2027-04-19", &[]);
    assert!(tight.stdout.contains("tight: begin now"), "{}", tight.stdout);
    assert_eq!(tight.code, 0);
    assert_eq!(on("2027-04-19", &["--strict"]).code, 6);
    let late = on("2027-04-29", &[]);
    assert_eq!(late.code, 6);
    assert_snapshot!(late.stdout);
}

#[test]
fn a_certificate_that_has_ended_is_interrupted_since_then() {
    let answer = on("2027-05-03", &[]);
    assert_eq!(answer.code, 6);
    assert!(answer.stdout.contains("interrupted since Fri 2027-04-30 12:00"), "{}", answer.stdout);
    assert!(answer.stdout.contains("no flow is deposited"), "{}", answer.stdout);
}

#[test]
fn nothing_is_to_be_done_long_before() {
    let answer = on("2026-11-21", &[]);
    assert!(answer.stdout.contains("nothing to do before Sat 2027-01-30"), "{}", answer.stdout);
}

#[test]
fn both_accounts_of_sort_are_one_renewal_before_the_first_of_them_ends() {
    let arguments = ["crypt.txt", "transport.txt", "--for", "sofie/sort", "--today", "2027-03-01"];
    let answer = plan(&arguments);
    assert_eq!(answer.code, 0);
    assert_snapshot!(answer.stdout);
}

#[test]
fn a_mode_without_a_certificate_has_nothing_to_renew() {
    let answer = plan(&["--for", "chorus-pro/piste"]);
    assert_eq!(answer.code, 0);
    assert!(answer.stdout.contains("needs no certificate"), "{}", answer.stdout);
}

#[test]
fn options_and_settings_change_how_long_things_take() {
    let quick = ["--supplier-days", "0", "--margin-days", "0"];
    let answer = on("2027-04-19", &quick);
    assert!(answer.stdout.contains("on time: begin by"), "{}", answer.stdout);
    let folder = crate::folder();
    let settings = "supplier-days = 60\nclosed-days = [\"2027-03-02\"]\n";
    std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
    let in_folder = |more: &[&str]| {
        let arguments = [EDI, &["2027-03-01", "--settings", "settings.toml"], more].concat();
        crate::plan_in(folder.path(), &arguments)
    };
    assert_eq!(in_folder(&[]).code, 6);
    assert_eq!(in_folder(&["--supplier-days", "5"]).code, 0, "an option wins over the file");
    std::fs::write(folder.path().join("settings.toml"), "suplier-days = 60\n").unwrap();
    let wrong = in_folder(&[]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("suplier-days"), "{}", wrong.stderr);
}

#[test]
fn a_file_without_a_certificate_is_told_and_stops_no_other() {
    let arguments = ["inventory.csv", "missing.pem", "edi.p7b", "--for", "chorus-pro/edi-sftp"];
    let answer = plan(&[&arguments[..], &["--today", "2027-03-01"]].concat());
    assert_eq!(answer.code, 2);
    assert!(answer.stdout.contains("edi.fournitures-du-nord.example"), "{}", answer.stdout);
    let told: Vec<_> = answer.stderr.lines().collect();
    assert!(
        told[0].starts_with("not read: inventory.csv: failed to find a certificate"),
        "{told:?}"
    );
    assert!(
        told[1].starts_with("not read: missing.pem: failed to read `missing.pem`: "),
        "{told:?}"
    );
}

#[test]
fn wrong_usage_is_told_with_a_hint() {
    let none = plan(&["--for", "sofie/crypt"]);
    assert_eq!(none.code, 2);
    assert!(none.stderr.contains("hint"), "{}", none.stderr);
    assert_eq!(plan(&[]).code, 2);
    assert_eq!(plan(&["edi.p7b"]).code, 2);
    assert_eq!(on("soon", &[]).code, 2);
    assert_eq!(on("2027-03-01", &["--format", "pdf"]).code, 2);
    assert_eq!(on("2027-03-01", &["--format", "ics", "--format", "html"]).code, 2);
}
