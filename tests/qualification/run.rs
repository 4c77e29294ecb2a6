//! A run with its person: the gates that are shown are worked for real, and confirmed, or the run is
//! left, interrupted or cut off at one of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use raccord_certs::Fingerprint;
use raccord_certs::chain::leaves;
use raccord_certs::format::contents::Contents;

use crate::home::Home;
use crate::person::Person;
use crate::terminal::{Ended, Terminal};

/// What stands behind a gate.
pub(crate) const GATE: &str = "[c]onfirm, [r]eject, [l]eave; words may follow: ";
const QUESTION: &str = "answer, or [l]eave: ";
/// What stands behind what a run is about to do.
pub(crate) const GO_ON: &str = "Go on? [y/N] ";

/// What is done at a gate in the place of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Away {
    /// The person says so.
    Leaves,
    /// The person cannot do it, and says why.
    Rejects,
    /// Ctrl-D.
    EndsTheInput,
    /// Ctrl-C.
    Interrupts,
    /// Ctrl-C once the work is done, before that is confirmed.
    InterruptsAfterTheWork,
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Played {
    pub(crate) ended: Ended,
    /// The titles of the gates that were shown, in their order.
    pub(crate) gates: Vec<String>,
    /// The questions that were asked, in their order.
    pub(crate) questions: Vec<String>,
}

/// Plays a run to its end, or until the gate of some number, from 0, at which the person goes away.
pub(crate) fn play(home: &Home, command: Command, away: Option<(usize, Away)>) -> Played {
    play_until(home, command, away, drop)
}

/// The same; `begun` is told the process, and may end it.
pub(crate) fn play_until(
    home: &Home,
    command: Command,
    away: Option<(usize, Away)>,
    begun: impl FnOnce(u32),
) -> Played {
    let mut terminal = Terminal::start(command);
    begun(terminal.id());
    let (mut gates, mut questions) = (Vec::new(), Vec::new());
    while let Some((which, shown)) = terminal.see_or_end(&[GATE, QUESTION, GO_ON]) {
        match which {
            0 => {
                let gate = Shown::read(&shown);
                let away = away.filter(|(number, _)| *number == gates.len()).map(|(_, how)| how);
                gates.push(gate.title.clone());
                let does = away.is_none_or(|how| how == Away::InterruptsAfterTheWork);
                let seen = if does { gate.work(home) } else { String::new() };
                match away {
                    None => terminal.type_line(&format!("c {seen}")),
                    Some(Away::Leaves) => terminal.type_line("l"),
                    Some(Away::Rejects) => terminal.type_line("r no such menu"),
                    Some(Away::EndsTheInput) => terminal.press("\u{4}"),
                    Some(Away::Interrupts | Away::InterruptsAfterTheWork) => {
                        terminal.press("\u{3}");
                    }
                }
            }
            1 => {
                questions.push(shown.trim().to_owned());
                let answer = answer(home, &shown);
                terminal.type_line(&answer);
            }
            _ => terminal.type_line("y"),
        }
    }
    Played { ended: terminal.end(), gates, questions }
}

/// What a gate shows.
struct Shown {
    title: String,
    file: Option<PathBuf>,
}

impl Shown {
    fn read(text: &str) -> Self {
        let lines = || text.lines().map(str::trim);
        let title = lines().rev().find_map(|line| line.strip_prefix("a person has to do this: "));
        let title = title.unwrap_or_else(|| panic!("no gate in {text}")).to_owned();
        let file = lines().rev().find_map(|line| line.strip_prefix("file "));
        Self { title, file: file.map(|path| PathBuf::from(path.trim())) }
    }

    /// Does what the gate asks for, unless it was done before: a person looks first. Answers what
    /// was seen.
    fn work(&self, home: &Home) -> String {
        let person = Person::new(&home.second);
        let file = || self.file.as_deref().unwrap_or_else(|| panic!("no file: {}", self.title));
        match &*self.title {
            "deposit an invoice on the portal by hand" => {
                return person.deposits_by_hand(&home.siret());
            }
            title if title.starts_with("hand the new certificate to the sheet") => {
                let (sheet, new) = (person.sheet(), fingerprint(file()));
                if ![sheet.fingerprint, sheet.waiting_fingerprint].contains(&new) {
                    person.renews_on_the_sheet(file());
                }
            }
            title if title.starts_with("add the new certificate") => {
                if !person.in_chaman().contains(&fingerprint(file())) {
                    person.adds_in_chaman(file());
                }
            }
            title if title.starts_with("remove the old certificate") => {
                if person.in_chaman().len() > 1 {
                    person.removes_the_oldest_in_chaman();
                }
            }
            title if title.starts_with("see that the update") => {
                // It may have taken effect since it was handed over.
                let sheet = person.sheet();
                assert!(["en-attente", "activee"].contains(&&*sheet.state), "{sheet:?}");
            }
            // To look at.
            _ => assert_eq!(self.file, None, "{}", self.title),
        }
        "vu à l'écran".to_owned()
    }
}

/// The fingerprint of the certificate that a file is about.
fn fingerprint(file: &Path) -> String {
    let bytes = std::fs::read(file);
    let bytes = bytes.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let contents = Contents::open(&bytes, "");
    let own = leaves(&contents.certificates);
    let [own] = &*own else { panic!("{}: {contents:?}", file.display()) };
    Fingerprint::of(own.der()).to_string()
}

/// What a person who looks into the portals answers to a question: the journal shows here what
/// « Suivi des flux » and the others would.
fn answer(home: &Home, question: &str) -> String {
    let word = |is: fn(&&str) -> bool| {
        let mut words =
            question.split(|it: char| !(it.is_ascii_alphanumeric() || "._".contains(it)));
        let word = words.find(is).map(|word| word.trim_end_matches('.').trim_end_matches(".xml"));
        word.unwrap_or_else(|| panic!("about what? {question}")).to_owned()
    };
    let of_flow = |operation: &str| {
        let name = word(|word| word.starts_with("FSO"));
        let number = name.rsplit('_').next().unwrap().to_owned();
        home.accepted(operation).into_iter().any(|entry| {
            entry["fields"]["file"].as_str().is_some_and(|file| file.contains(&number))
        })
    };
    let choose = |is: bool, [yes, no]: [&str; 2]| (if is { yes } else { no }).to_owned();
    let newest = |operation: &str, field: &str| {
        let found = home.accepted(operation).pop();
        let found = found.and_then(|entry| Some(entry["fields"][field].as_str()?.to_owned()));
        found.unwrap_or_else(|| "no".to_owned())
    };
    match question {
        // Reports of flows: that of one that was fetched is lost, that of another still to come.
        it if it.contains("How did the flow end?") => {
            choose(of_flow("sftp.fetch"), ["IN_INTEGRE", "open"])
        }
        it if it.contains("Was it taken?") => choose(of_flow("sftp.close"), ["yes", "no"]),
        it if it.contains("numeroFluxDepot") => newest("chorus-pro.deposer-flux", "flow"),
        it if it.contains("before it had its identifier") => {
            newest("dimona.declare", "declaration")
        }
        other => panic!("a question of a new kind: {other}"),
    }
}
