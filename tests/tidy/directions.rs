//! Who may name whom: the invariants of `docs/architecture.md`.

use crate::names::{Source, sources};
use crate::tree::nothing_wrong;

/// Fails where a file in one of `places`, and in none of `but`, uses a name that begins with one
/// of `banned`.
#[track_caller]
fn never_names(places: &[&str], but: &[&str], banned: &[&str]) {
    let sources = sources();
    for place in places.iter().chain(but) {
        assert!(sources.iter().any(|source| source.file.is_in(place)), "nothing is in {place}");
    }
    let is_in = |source: &Source, places: &[&str]| places.iter().any(|it| source.file.is_in(it));
    let found: Vec<_> = sources
        .iter()
        .filter(|source| is_in(source, places) && !is_in(source, but))
        .flat_map(|source| {
            let names = source.names.iter().filter(|name| banned.iter().any(|it| begins(name, it)));
            names.map(|name| format!("{} names {name}", source.file.path))
        })
        .collect();
    nothing_wrong("these go against the directions of docs/architecture.md", &found);
}

/// Whether a name is another, or lies below it.
fn begins(name: &str, with: &str) -> bool {
    name.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Sockets; addresses are only data.
const SOCKETS: &[&str] = &[
    "std::net::TcpListener",
    "std::net::TcpStream",
    "std::net::ToSocketAddrs",
    "std::net::UdpSocket",
];

/// What reads or writes the outside, or waits for it.
const OUTSIDE: &[&str] = &["std::env", "std::fs", "std::process", "std::thread", "tokio"];

/// What asks the machine for the time.
const MACHINE_TIME: &[&str] = &[
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "raccord_kernel::clock::machine_now",
    "std::time::Instant",
    "std::time::SystemTime",
    "tokio::time::Instant",
];

#[test]
fn certs_reaches_nothing_outside_and_never_asks_the_time() {
    never_names(&["certs/src"], &[], OUTSIDE);
    never_names(&["certs/src"], &[], SOCKETS);
    never_names(&["certs/src"], &[], MACHINE_TIME);
    never_names(&["certs/src"], &[], &["raccord_kernel", "raccord_mocks", "raccord"]);
}

#[test]
fn the_kernel_knows_no_mock_and_no_protocol() {
    never_names(&["mocks/kernel/src"], &[], &["raccord_mocks", "raccord"]);
    never_names(&["mocks/kernel/src"], &[], &["axum", "hyper", "russh", "tokio::net"]);
}

/// The systems that are mocked, each a folder of `mocks/src`.
const SYSTEMS: &[&str] = &["authority", "chorus_pro", "piste", "social_security"];

#[test]
fn every_folder_of_the_mocks_is_the_gateway_or_a_system() {
    let mut folders: Vec<_> = sources()
        .iter()
        .filter_map(|it| {
            Some(it.file.path.strip_prefix("mocks/src/")?.split_once('/')?.0.to_owned())
        })
        .collect();
    folders.dedup();
    // What the doors are, and what systems with pages share.
    folders.retain(|folder| !["gateway", "web"].contains(&&**folder));
    assert_eq!(folders, SYSTEMS, "name the new system in this test, so that it is held too");
}

#[test]
fn systems_know_neither_one_another_nor_the_gateway() {
    for system in SYSTEMS {
        let others = SYSTEMS.iter().filter(|it| *it != system).chain(&["gateway"]);
        let banned: Vec<_> = others.map(|it| format!("raccord_mocks::{it}")).collect();
        let banned: Vec<_> = banned.iter().map(String::as_str).collect();
        never_names(&[&format!("mocks/src/{system}")], &[], &banned);
    }
}

/// Whether a file of a system speaks a protocol: routes, wire formats, pages, the SFTP port.
fn is_edge(path: &str) -> bool {
    let names = path.trim_end_matches(".rs").split('/');
    names.into_iter().any(|name| ["pages", "routes", "sftp", "wire"].contains(&name))
}

#[test]
fn decisions_know_no_socket_and_no_web_server() {
    let systems: Vec<_> = SYSTEMS.iter().map(|it| format!("mocks/src/{it}")).collect();
    let systems: Vec<_> = systems.iter().map(String::as_str).collect();
    let edges: Vec<_> = sources()
        .iter()
        .map(|source| &*source.file.path)
        .filter(|path| systems.iter().any(|it| path.starts_with(it)) && is_edge(path))
        .collect();
    let banned = ["axum", "hyper", "russh", "rustls", "std::fs", "tokio"];
    never_names(&systems, &edges, &banned);
    never_names(&systems, &edges, SOCKETS);
}

#[test]
fn domain_time_is_asked_of_a_clock() {
    let but = [
        "mocks/kernel/src/clock.rs",              // is the clock
        "mocks/kernel/src/sink.rs",               // tells beside an entry when it really was
        "mocks/src/gateway/door_keys.rs", // pleases clients that know the machine's time only
        "mocks/src/gateway/host_certificates.rs", // the same
        "src/cli/cert",                   // issues and judges as of now
        "src/cli/operator/mod.rs",        // tells a person how long a wait has lasted
        "src/cli/doctor",                 // compares it with what servers say
        "src/cli/doctor.rs",              // examines as of now
        "src/cli/plan.rs",                // plans as of now
        "src/cli/recorded.rs",            // writes down when things happen in a real environment
        "src/cli/stage.rs",               // lets a real environment have the machine's time
        "src/cli/recorded.rs",            // writes down when things happened in a real environment
        "src/cli/stage.rs",               // sets the clock of a real environment
        "src/cli/served",                 // sets a running clock to the machine's time
        "src/environment/mocks/snapshot.rs", // counts the time in which nobody served
        "src/management/tenants.rs",      // begins a clock at the machine's time
        "src/management/clock.rs",        // shows the machine's time beside the clock's
        "src/report/stopwatch.rs",        // tells how long things really took
    ];
    never_names(&["mocks", "src"], &but, MACHINE_TIME);
}

#[test]
fn nothing_is_spawned_that_nobody_owns() {
    never_names(
        &["mocks", "src"],
        &[],
        &["tokio::spawn", "tokio::task::spawn", "tokio::task::spawn_local"],
    );
    // Threads: the crew that plays scenarios, the keys made ahead of need, which end alone, whoever
    // reads what is written down, which ends with what it reads, and whoever reads what is typed,
    // which nothing waits for.
    let threads = [
        "src/cli/operator/lines.rs",
        "src/cli/served/copy.rs",
        "src/environment/keys.rs",
        "src/rehearsal/crew.rs",
    ];
    never_names(&["mocks", "src"], &threads, &["std::thread::spawn", "std::thread::Builder"]);
}

#[test]
fn the_mocks_dial_nothing() {
    let banned = [
        "hyper_util::client",
        "reqwest",
        "std::net::TcpStream::connect",
        "std::net::UdpSocket",
        "tokio::net::TcpSocket",
        "tokio::net::TcpStream::connect",
        "tokio::net::UdpSocket",
    ];
    never_names(&["mocks"], &[], &banned);
}

#[test]
fn connectors_know_nothing_of_mocks_nor_of_who_uses_them() {
    let users = ["environment", "steps", "rehearsal", "report", "cli"];
    let users: Vec<_> = users.iter().map(|it| format!("raccord::{it}")).collect();
    let banned: Vec<_> = users.iter().map(String::as_str).chain(["raccord_mocks"]).collect();
    never_names(&["src/connectors"], &[], &banned);
}

#[test]
fn steps_reach_the_other_side_through_their_environment_only() {
    let banned =
        ["raccord_mocks", "raccord::environment::Mocks", "raccord::rehearsal", "raccord::cli"];
    never_names(&["src/steps"], &[], &banned);
    never_names(&["src/steps"], &[], &["raccord::report"]);
}

#[test]
fn environments_know_no_step_and_no_scenario() {
    let banned = ["raccord::steps", "raccord::rehearsal", "raccord::report", "raccord::cli"];
    never_names(&["src/environment"], &[], &banned);
}

#[test]
fn starts_know_environments_and_nobody_who_uses_them() {
    let banned = [
        "raccord::cli",
        "raccord::management",
        "raccord::rehearsal",
        "raccord::report",
        "raccord::steps",
        "raccord_mocks",
        "std::fs",
    ];
    never_names(&["src/starts"], &[], &banned);
}

#[test]
fn the_management_port_knows_environments_and_no_mock() {
    let banned = [
        "raccord::cli",
        "raccord::rehearsal",
        "raccord::report",
        "raccord::steps",
        "raccord_mocks",
        "reqwest",
    ];
    never_names(&["src/management"], &[], &banned);
    let users = ["connectors", "environment", "plan", "rehearsal", "report", "steps"];
    let places = users.map(|it| format!("src/{it}"));
    let places: Vec<_> = places.iter().map(String::as_str).collect();
    never_names(&places, &[], &["raccord::management"]);
}

#[test]
fn reports_know_events_only() {
    let banned = [
        "raccord::cli",
        "raccord::connectors",
        "raccord::environment",
        "raccord::rehearsal",
        "raccord::steps",
        "raccord_mocks",
    ];
    never_names(&["src/report"], &[], &banned);
}

#[test]
fn a_plan_reaches_nothing_outside_and_never_asks_the_time() {
    never_names(&["src/plan"], &[], OUTSIDE);
    never_names(&["src/plan"], &[], SOCKETS);
    never_names(&["src/plan"], &[], MACHINE_TIME);
    let users = ["cli", "connectors", "environment", "rehearsal", "steps"];
    let users: Vec<_> = users.iter().map(|it| format!("raccord::{it}")).collect();
    never_names(&["src/plan"], &[], &users.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn runs_know_the_loop_and_no_mock_and_no_command() {
    let banned =
        ["raccord::cli", "raccord::connectors", "raccord::management", "raccord_mocks", "tokio"];
    never_names(&["src/runs"], &[], &banned);
    let users = ["connectors", "environment", "plan", "rehearsal", "report", "steps"];
    let places = users.map(|it| format!("src/{it}"));
    let places: Vec<_> = places.iter().map(String::as_str).collect();
    never_names(&places, &[], &["raccord::runs"]);
}

#[test]
fn the_loop_knows_no_mock_and_no_command() {
    let banned = ["raccord::cli", "raccord::connectors", "raccord_mocks"];
    never_names(&["src/rehearsal"], &[], &banned);
}

#[test]
fn mocks_are_named_where_they_are_opened_and_nowhere_else() {
    let but = [
        "src/cli/args/exec.rs",       // reads which rules may refuse
        "src/cli/args/serve.rs",      // reads on which ports to listen
        "src/cli/configuration.rs",   // reads what is guessed of them
        "src/cli/exec",               // tells which rules refused
        "src/cli/exec.rs",            // opens them for a command
        "src/cli/serve.rs",           // opens them for others
        "src/cli/served",             // is what both stand up
        "src/cli/stage.rs",           // opens them for a scenario
        "src/environment/guessed.rs", // asks which rules are guesses
        "src/environment/mocks",      // is them, as an environment
    ];
    never_names(&["src"], &but, &["raccord_mocks"]);
}

#[test]
fn one_place_reads_the_process_environment() {
    let but = ["src/cli/settings.rs", "src/main.rs"];
    never_names(&["certs", "mocks", "src"], &but, &["std::env"]);
    never_names(
        &["src/main.rs"],
        &[],
        &["std::env::var", "std::env::var_os", "std::env::vars", "std::env::vars_os"],
    );
}

#[test]
fn only_the_command_line_speaks_to_the_terminal() {
    let streams = ["std::io::stdout", "std::io::stderr", "std::io::stdin"];
    never_names(&["certs", "mocks", "src"], &["src/cli"], &streams);
}
