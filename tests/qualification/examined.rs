//! What `raccord doctor` says of the second process before a run.

use crate::home::Home;

#[test]
fn the_doctor_finds_nothing_amiss_with_the_second_process() {
    let home = Home::new();
    let ended = home.raccord(&["doctor", "--env", "qualification"]).output().unwrap();
    let said = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
    assert_eq!(ended.status.code(), Some(0), "{said}");
    let tester = ["doctor", "--env", "qualification", "--only", "piste"];
    let ended = home.raccord(&tester).output().unwrap();
    let said = String::from_utf8([ended.stdout, ended.stderr].concat()).unwrap();
    assert_eq!(ended.status.code(), Some(0), "{said}");
}
