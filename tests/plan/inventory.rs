//! One calendar for all.

use insta::assert_snapshot;

use crate::{folder, plan, plan_in};

#[test]
fn an_inventory_is_one_calendar_with_the_most_urgent_first() {
    let answer = plan(&["--inventory", "inventory.csv", "--today", "2027-04-01", "--quiet"]);
    assert_eq!(answer.stderr, "");
    let answer = plan(&["--inventory", "inventory.csv", "--today", "2027-04-01"]);
    let overview = answer.stdout.split("\n\n").next().unwrap();
    assert_snapshot!(overview);
}

#[test]
fn paths_are_relative_to_the_inventory() {
    let elsewhere = tempfile::tempdir().unwrap();
    let inventory = crate::files().join("inventory.csv");
    let arguments = ["--inventory", inventory.to_str().unwrap(), "--today", "2027-03-01"];
    assert_eq!(plan_in(elsewhere.path(), &arguments).code, 0);
}

#[test]
fn a_line_at_fault_and_a_file_that_is_missing_stop_no_other() {
    let folder = folder();
    let inventory = "file,mode,owner\n\
                     gone.pem,chorus-pro/edi-sftp,Ada\n\
                     edi.p7b,chorus-pro/edi,Ada\n\
                     edi.p7b,chorus-pro/edi-sftp,Ada\n";
    std::fs::write(folder.path().join("list.csv"), inventory).unwrap();
    let answer = plan_in(folder.path(), &["--inventory", "list.csv", "--today", "2027-03-01"]);
    assert_eq!(answer.code, 2);
    assert!(answer.stdout.contains("edi.fournitures-du-nord.example"), "{}", answer.stdout);
    assert!(answer.stderr.contains("list.csv, line 2: gone.pem"), "{}", answer.stderr);
    assert!(answer.stderr.contains("line 3, column mode"), "{}", answer.stderr);
}

#[test]
fn an_inventory_without_its_header_is_refused() {
    let folder = folder();
    std::fs::write(folder.path().join("list.csv"), "edi.p7b,chorus-pro/edi-sftp\n").unwrap();
    let answer = plan_in(folder.path(), &["--inventory", "list.csv"]);
    assert_eq!((answer.code, answer.stdout.as_str()), (2, ""));
    assert!(answer.stderr.contains("expected one named `file`"), "{}", answer.stderr);
    assert!(answer.stderr.contains("file,mode,connections,owner"), "{}", answer.stderr);
}

#[test]
fn every_certificate_of_a_file_is_planned_for() {
    let folder = folder();
    let both = ["crypt.txt", "transport.txt"]
        .map(|name| std::fs::read_to_string(folder.path().join(name)).unwrap());
    std::fs::write(folder.path().join("both.pem"), both.concat()).unwrap();
    let arguments = ["both.pem", "--for", "chorus-pro/edi-pesit", "--today", "2027-03-01"];
    let answer = plan_in(folder.path(), &arguments);
    assert!(answer.stdout.contains("2 renewals"), "{}", answer.stdout);
}
