//! The operator, played by a pipe.

use std::io::{self, PipeWriter, Write, pipe};
use std::sync::{Arc, Mutex};

use super::*;
use crate::environment::GateFile;

/// What was written on a screen.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn terminal(lines: Option<Lines>, redraws: bool) -> (Terminal, Written) {
    let written = Written::default();
    let screen = Screen::on(written.clone(), redraws);
    (Terminal::new(lines, screen, "marie".to_owned()), written)
}

fn typing(text: &str) -> (Terminal, Written, PipeWriter) {
    let (read, mut keyboard) = pipe().unwrap();
    keyboard.write_all(text.as_bytes()).unwrap();
    let (terminal, written) = terminal(Some(Lines::of(read).unwrap()), false);
    (terminal, written, keyboard)
}

fn gate() -> Gate {
    Gate {
        name: "renew-the-certificate".to_owned(),
        title: "the manager renews the certificate".to_owned(),
        instructions: vec!["log in".to_owned(), "« Valider »".to_owned()],
        address: "https://qualif.chorus-pro.gouv.fr".to_owned(),
        menu: vec!["Raccordements EDI et API".to_owned(), "Rechercher fiche EDI".to_owned()],
        file: Some(GateFile {
            path: "/runs/files/next certificate.p7b".into(),
            sha256: "00ff".to_owned(),
            conformity: vec!["conforms to what the sheet demands".to_owned()],
        }),
        proof: "the sheet shows its fingerprint".to_owned(),
    }
}

fn question() -> Question {
    Question {
        name: "edi.send F1".to_owned(),
        asked: "was the flow F1 deposited?".to_owned(),
        hint: "« Suivi des flux » lists it".to_owned(),
        choices: vec![("yes".to_owned(), "it is listed".to_owned())],
    }
}

#[tokio::test]
async fn a_gate_says_what_to_do_where_with_what_and_what_will_prove_it() {
    let (terminal, written, _keyboard) = typing("c vu à l'écran\n");
    let answer = terminal.gate(&gate()).await;
    let words = "vu à l'écran".to_owned();
    assert_eq!(answer, Answer::Confirmed { by: "marie".to_owned(), words });
    let expected = "
a person has to do this: the manager renews the certificate

  1.  log in
  2.  « Valider »

  where     https://qualif.chorus-pro.gouv.fr
            Raccordements EDI et API › Rechercher fiche EDI
  file      /runs/files/next certificate.p7b
            SHA-256 00ff
            conforms to what the sheet demands
  proof     the sheet shows its fingerprint

[c]onfirm, [r]eject, [l]eave; words may follow: ";
    assert_eq!(written.text(), expected);
}

#[tokio::test]
async fn whoever_mistypes_is_asked_again_and_a_rejection_has_a_reason() {
    let (terminal, written, _keyboard) = typing("\nyes\nr\n\nno such menu\n");
    let answer = terminal.gate(&gate()).await;
    let reason = "no such menu".to_owned();
    assert_eq!(answer, Answer::Rejected { by: "marie".to_owned(), reason });
    let text = written.text();
    assert_eq!(text.matches("type c when it is done").count(), 2, "{text}");
    assert_eq!(text.matches("why can it not be done? ").count(), 2, "{text}");
}

#[tokio::test]
async fn the_end_of_the_input_leaves_and_says_where_the_run_stands() {
    let (terminal, written, keyboard) = typing("r\n");
    drop(keyboard);
    assert_eq!(terminal.gate(&gate()).await, Answer::Left);
    let end = "why can it not be done? \nleft; the run stands at the gate \
               `renew-the-certificate`\n";
    assert!(written.text().ends_with(end), "{}", written.text());
}

#[tokio::test]
async fn without_a_terminal_a_gate_is_shown_and_left() {
    let (terminal, written) = terminal(None, false);
    assert_eq!(terminal.gate(&gate()).await, Answer::Left);
    let text = written.text();
    assert!(text.contains("  2.  « Valider »\n"), "{text}");
    assert!(text.contains("nobody can be asked here"), "{text}");
    assert!(text.ends_with("; the run stands at the gate `renew-the-certificate`\n"), "{text}");
    assert_eq!(terminal.question(&question()).await, None);
}

#[tokio::test]
async fn a_question_is_answered_as_one_of_its_choices() {
    let (terminal, written, _keyboard) = typing("maybe\nYES\n");
    assert_eq!(terminal.question(&question()).await.as_deref(), Some("yes"));
    let text = written.text();
    assert!(text.contains("  « Suivi des flux » lists it\n\n  yes       it is listed\n"), "{text}");
}

#[test]
fn a_wait_is_one_line_drawn_anew_or_told_when_something_else_is_seen() {
    let now = machine_now();
    let wait = |seen: &str| Waiting {
        what: "the report".to_owned(),
        since: now,
        deadline: now,
        seen: seen.to_owned(),
        next: now,
    };
    let (terminal, written) = terminal(None, false);
    for seen in ["nothing", "nothing", "a file", "a file"] {
        terminal.waiting(&wait(seen));
    }
    assert_eq!(written.text().lines().count(), 2, "{}", written.text());
    let (terminal, written) = self::terminal(None, true);
    terminal.waiting(&wait("nothing"));
    terminal.waiting(&wait("nothing"));
    assert_eq!(written.text().matches("\r\x1b[2Kwaiting ").count(), 2);
    assert!(!written.text().contains('\n'));
}

fn beginning(hosts: &[String]) -> Beginning<'_> {
    let environment = "qualification";
    Beginning {
        environment,
        is_production: false,
        hosts,
        identities: &[],
        caution: None,
        scenarios: 3,
    }
}

#[tokio::test]
async fn a_run_begins_when_somebody_says_so() {
    let hosts = ["sandbox-api.piste.gouv.fr".to_owned()];
    for (typed, expected) in [("y\n", true), ("Yes\n", true), ("\n", false), ("what\nn\n", false)] {
        let (terminal, written, _keyboard) = typing(typed);
        assert_eq!(terminal.go_on(&beginning(&hosts), false).await.unwrap(), expected, "{typed}");
        assert!(written.text().contains("  hosts     sandbox-api.piste.gouv.fr\n"));
    }
}

#[tokio::test]
async fn yes_begins_a_run_and_passes_no_gate() {
    let (terminal, _) = terminal(None, false);
    assert!(terminal.go_on(&beginning(&[]), true).await.unwrap());
    assert_eq!(terminal.gate(&gate()).await, Answer::Left);
    let error = terminal.go_on(&beginning(&[]), false).await.unwrap_err();
    assert!(error.to_string().contains("expected one, or --yes"), "{error}");
}

#[test]
fn the_operator_is_named_by_the_command_then_the_environment_then_the_login() {
    let login_name = Some("mdupont".to_owned());
    let settings = Settings { login_name, ..Settings::default() };
    assert_eq!(name(Some("Marie"), Some("team"), &settings), "Marie");
    assert_eq!(name(None, Some("team"), &settings), "team");
    assert_eq!(name(None, None, &settings), "mdupont");
    assert_eq!(name(None, None, &Settings::default()), "somebody without a name");
}
