//! A run that is suspended at each of its gates, and taken up again in another folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;

use crate::green::GATES;
use crate::home::{Home, RUN};
use crate::run::{Away, Played, play};
use crate::second::Second;

/// A run that is begun, and goes on from a copy of its folder.
struct Suspended {
    home: Home,
    /// The folder of runs in which it stands now; each is another.
    places: Vec<TempDir>,
}

impl Suspended {
    /// Begins, and goes away at the first gate.
    fn begin(away: Away) -> (Self, Played) {
        let suspended = Self { home: Home::new(), places: Vec::new() };
        let played = play(&suspended.home, suspended.home.raccord(RUN), Some((0, away)));
        (suspended, played)
    }

    /// Copies the folder of runs to another place, and removes the one before.
    fn move_on(&mut self) {
        let (from, to) = (self.runs(), tempfile::tempdir().unwrap());
        copy(&from, to.path());
        fs::remove_dir_all(from).unwrap();
        self.places.push(to);
    }

    fn runs(&self) -> PathBuf {
        let here = || self.home.path().join("raccord-runs");
        self.places.last().map_or_else(here, |place| place.path().to_owned())
    }

    /// Takes the run up again, and goes away at its gate of some number.
    fn resume(&self, away: Option<(usize, Away)>) -> Played {
        play(&self.home, self.home.resume(&self.runs()), away)
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&to).unwrap();
            fs::set_permissions(&to, entry.metadata().unwrap().permissions()).unwrap();
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).unwrap();
        }
    }
}

fn is_suspended(played: &Played) {
    let text = &played.ended.text;
    assert_eq!(played.ended.code, Some(5), "{text}");
    assert!(text.contains("raccord resume"), "{text}");
}

/// Goes away at every gate in turn, and comes back in another folder.
fn at_each_gate(away: Away) {
    let (mut suspended, mut played) = Suspended::begin(away);
    for expected in &GATES[1..] {
        is_suspended(&played);
        suspended.move_on();
        played = suspended.resume(Some((1, away)));
        let last = played.gates.last().unwrap();
        assert!(last.starts_with(expected), "{:?}\n{}", played.gates, played.ended.text);
    }
    is_suspended(&played);
    suspended.move_on();
    let played = suspended.resume(None);
    assert_eq!(played.ended.code, Some(0), "{}", played.ended.text);
    assert_eq!(played.questions, [""; 0]);
    suspended.home.assert_everything_was_done_once();
}

#[test]
fn whoever_leaves_at_each_gate_goes_on_in_another_folder() {
    at_each_gate(Away::Leaves);
}

#[test]
fn the_end_of_the_input_at_each_gate_suspends() {
    at_each_gate(Away::EndsTheInput);
}

#[test]
fn ctrl_c_at_each_gate_suspends() {
    at_each_gate(Away::Interrupts);
}

#[test]
fn ctrl_c_at_each_gate_after_the_work_suspends_and_the_work_is_not_done_twice() {
    at_each_gate(Away::InterruptsAfterTheWork);
}

#[test]
fn a_renewal_without_a_next_certificate_waits_until_it_is_ordered_and_named() {
    let home = Home::new();
    let next = "[[environments.qualification.chorus_pro.edi.certificates]]\nfile = \"edi-next.p7b\"\n\
                key = \"edi-next.key\"\npassword = { env = \"EDI_NEXT_PASSWORD\" }\n";
    home.describes_instead(next, "");
    let renewal = ["--tags", "@destructive and @edi-sftp"];
    let played = play(&home, home.raccord(&[RUN, &renewal].concat()), None);
    is_suspended(&played);
    let text = &played.ended.text;
    let waits = "a certificate has to be ordered (`raccord cert profiles` tells which)";
    assert!(text.contains(waits), "{text}");
    let runs = home.path().join("raccord-runs");
    let listed = home.raccord(&["runs", "--json"]).output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.contains("next of `chorus_pro.edi.certificates`"), "{listed}");
    home.describes_instead(next, next);
    let played = play(&home, home.resume(&runs), None);
    let text = &played.ended.text;
    assert_eq!(played.ended.code, Some(0), "{text}");
    assert!(text.contains("chorus_pro.edi.certificates.2: found {"), "{text}");
}

#[test]
fn a_certificate_that_is_another_one_than_when_the_run_began_is_refused() {
    let (suspended, played) = Suspended::begin(Away::Leaves);
    is_suspended(&played);
    let (home, next) = (&suspended.home, "social-security-next");
    let resumed = || home.resume(&suspended.runs()).stdin(Stdio::null()).output().unwrap();
    let kept = [".cer", ".key"].map(|ending| {
        let (name, other) = (format!("{next}{ending}"), format!("social-security{ending}"));
        let before = fs::read(home.path().join(&name)).unwrap();
        home.write(&name, &home.second.file(&other));
        (name, before)
    });
    let refused = resumed();
    let told = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{told}");
    assert!(told.contains("social_security.certificates#2"), "{told}");
    assert!(!told.contains("social_security.certificates#1"), "{told}");
    for (name, before) in kept {
        home.write(&name, &before);
    }
    assert_eq!(resumed().status.code(), Some(5));
}

#[test]
fn without_a_terminal_a_run_is_suspended_at_each_gate_whatever_yes_says() {
    let home = Home::new();
    let runs = home.path().join("raccord-runs");
    let unattended = |mut command: std::process::Command| {
        let ended = command.stdin(Stdio::null()).output().unwrap();
        let text = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(5), "{text}");
        assert!(text.contains("nobody can be asked here"), "{text}");
        assert!(text.contains("raccord resume"), "{text}");
        text
    };
    let mut command = home.raccord(RUN);
    command.arg("--yes");
    unattended(command);
    for expected in GATES {
        let text = unattended(home.resume(&runs));
        assert!(text.contains(&format!("a person has to do this: {expected}")), "{text}");
        let is_last = expected == GATES[GATES.len() - 1];
        let played = play(&home, home.resume(&runs), (!is_last).then_some((1, Away::Leaves)));
        assert_eq!(played.ended.code, Some(if is_last { 0 } else { 5 }), "{}", played.ended.text);
    }
    home.assert_everything_was_done_once();
}

#[test]
fn whoever_is_asked_to_wait_does_not_ask_sooner_in_another_life() {
    let home = Home::beside(Second::serve_with("polling_is_enforced = true\n"));
    home.waits_at_most("1s");
    let runs = home.path().join("raccord-runs");
    let declared = ["--name", "A token, a declaration"];
    let mut played = play(&home, home.raccord(&[RUN, &declared].concat()), None);
    is_suspended(&played);
    for _ in 0..LIVES_MAX {
        if played.ended.code != Some(5) {
            break;
        }
        played = play(&home, home.resume(&runs), None);
    }
    assert_eq!(played.ended.code, Some(0), "{}", played.ended.text);
    let asked = home.second.journal("dimona.consult");
    let refused = asked.iter().filter(|entry| entry["fields"]["polling"] == "too early").count();
    assert_eq!(refused, 1, "{asked:?}");
}

/// More than enough for waits of two seconds, of which each life waits no longer than it may.
const LIVES_MAX: usize = 60;

#[test]
fn a_wait_that_is_too_long_here_suspends_and_each_life_looks_anew() {
    let home = Home::new();
    home.waits_at_most("100ms");
    let runs = home.path().join("raccord-runs");
    let mut played = play(&home, home.raccord(RUN), None);
    assert_eq!(played.ended.code, Some(5), "{}", played.ended.text);
    for _ in 0..LIVES_MAX {
        if played.ended.code != Some(5) {
            break;
        }
        assert_eq!(played.questions, [""; 0]);
        played = play(&home, home.resume(&runs), None);
    }
    assert_eq!(played.ended.code, Some(0), "{}", played.ended.text);
    home.assert_everything_was_done_once();
    // Nobody shows a journal here: the guesses are those of the rules that scenarios are about.
    let run = fs::read_dir(&runs).unwrap().next().unwrap().unwrap().path();
    let dossier = fs::read_to_string(run.join("dossier.html")).unwrap();
    assert!(dossier.contains("CPP-FLOW-07"), "{dossier}");
    assert!(dossier.contains("is its own word here"), "{dossier}");
}
