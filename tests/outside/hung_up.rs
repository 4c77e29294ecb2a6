//! A terminal that is closed under a run: the files of its connector do not outlive it, unless the
//! run is to go on without a terminal.

use std::fs;
use std::process::{Child, Command, Output};
use std::sync::mpsc;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::program::Workplace;

/// How often it is looked whether the connector was asked.
const PERIOD: Duration = Duration::from_millis(50);

/// Says that it was asked, and dies when it is let go.
const CONNECTOR: &str = "read -r request
echo > asked
while [ ! -e go ]; do sleep 0.05; done
exit 1
";

/// A run under a program that says first what is to be done on SIGHUP, hung up while its connector
/// works.
fn hung_up(place: &Workplace, before: &str) -> Child {
    place.write("connector.sh", CONNECTOR);
    fs::create_dir(place.path().join("temporary")).unwrap();
    let run =
        "run features/qualification --name '^A flow is sent' --connector '/bin/sh connector.sh'";
    let run = run.replace("features", concat!(env!("CARGO_MANIFEST_DIR"), "/features"));
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(format!("exec {before} {} {run}", env!("CARGO_BIN_EXE_raccord")));
    command.current_dir(place.path()).env("TMPDIR", place.path().join("temporary"));
    command.env("XDG_CONFIG_HOME", place.path().join("own"));
    let mut child = command.spawn().unwrap();
    let (_over, is_over) = mpsc::channel::<()>();
    while !place.path().join("asked").exists() {
        assert_eq!(child.try_wait().unwrap(), None, "it ended before its connector was asked");
        let _not_over = is_over.recv_timeout(PERIOD);
    }
    assert_ne!(temporary(place), 0, "the connector was handed nothing");
    let id = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(id, Signal::HUP).unwrap();
    child
}

fn temporary(place: &Workplace) -> usize {
    fs::read_dir(place.path().join("temporary")).unwrap().count()
}

fn ended(child: Child) -> Output {
    child.wait_with_output().unwrap()
}

#[test]
fn a_terminal_that_is_closed_interrupts_the_run_and_leaves_no_files() {
    let place = Workplace::new();
    // Whoever runs the tests may not mind either (`nohup`), and a shell cannot take that back.
    let child = hung_up(&place, "env --default-signal=HUP");
    assert_eq!(ended(child).status.code(), Some(130));
    assert_eq!(temporary(&place), 0);
}

#[test]
fn a_run_that_does_not_mind_goes_on() {
    let place = Workplace::new();
    let child = hung_up(&place, "env --ignore-signal=HUP");
    place.write("go", "");
    assert_eq!(ended(child).status.code(), Some(1));
    assert_eq!(temporary(&place), 0);
}
