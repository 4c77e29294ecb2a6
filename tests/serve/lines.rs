//! What stdout says.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use jiff::Timestamp;
use raccord_kernel::clock::machine_now;
use serde_json::Value;

use crate::serving::{Serving, refused};

#[test]
fn the_first_line_says_where_everything_is_and_the_others_who_is_connected() {
    let before = machine_now();
    let serving = Serving::with(&[]);
    let [events, roles, kinds] = ["event", "role", "kind"].map(|field| {
        serving.lines.iter().filter_map(|line| line[field].as_str()).collect::<Vec<_>>()
    });
    let (first, others) = events.split_first().unwrap();
    assert_eq!(*first, "ready");
    assert!(others.iter().all(|event| *event == "identity"), "{others:?}");
    let who: Vec<_> = roles.into_iter().zip(kinds).collect();
    let expected = [
        ("supplier", "edi-sftp"),
        ("supplier", "piste"),
        ("supplier", "portal"),
        ("employer", "social-security"),
        ("employer", "chaman"),
        ("provider", "social-security"),
        ("provider", "chaman"),
    ];
    assert_eq!(who, expected);
    assert_eq!(serving.ready("proxy"), format!("http://{}", serving.ready("http")));
    let port = serving.port("http");
    let portal = format!("http://qualif.chorus-pro.gouv.fr.localhost:{port}/");
    assert_eq!(serving.ready("portal_url"), portal);
    assert_eq!(serving.identity("portal")["url"], portal);
    let hosts = serving.lines[0]["hosts"].as_array().unwrap();
    assert!(hosts.contains(&Value::from("sandbox-api.piste.gouv.fr")), "{hosts:?}");
    let now: Timestamp = serving.ready("now").parse().unwrap();
    assert!(before <= now && now <= machine_now(), "{now}");
}

#[test]
fn the_same_seed_gives_the_same_logins_and_other_keys() {
    let [one, other, third] =
        ["7", "7", "8"].map(|seed| Serving::with(&["--seed", seed, "--quiet"]));
    assert_eq!(one.identity("piste"), other.identity("piste"));
    assert_ne!(one.identity("piste")["client_id"], third.identity("piste")["client_id"]);
    for kind in ["portal", "chaman"] {
        assert_eq!(one.identity(kind)["password"], other.identity(kind)["password"], "{kind}");
    }
    let client_id = |serving: &Serving| serving.identity("social-security")["client_id"].clone();
    assert_eq!(client_id(&one), client_id(&other));
    assert_ne!(client_id(&one), client_id(&third));
    for kind in ["edi-sftp", "social-security"] {
        let key = |serving: &Serving| serving.identity(kind)["private_key"].clone();
        assert_ne!(key(&one), key(&other), "{kind}");
    }
    assert_ne!(one.ready("root_certificate"), other.ready("root_certificate"));
}

#[test]
fn talk_goes_to_stderr_and_holds_no_secret() {
    let serving = Serving::with(&[]);
    let password = serving.identity("portal")["password"].as_str().unwrap().to_owned();
    let portal = serving.ready("portal_url").to_owned();
    let ended = serving.stop("TERM");
    assert_eq!(ended.more, "");
    let expected = format!("serving; the portal is at {portal} for a browser, and Ctrl-C stops\n");
    assert_eq!(ended.stderr, expected);
    assert!(!ended.stderr.contains(&password));
}

#[test]
fn quiet_says_nothing_on_stderr() {
    assert_eq!(Serving::with(&["--quiet"]).stop("TERM").stderr, "");
}

#[test]
fn a_host_is_served_in_clear_under_localhost_and_a_real_name_is_not() {
    let serving = Serving::with(&[]);
    let status = |host: &str| {
        let mut stream = TcpStream::connect(serving.ready("http")).unwrap();
        write!(stream, "GET /connexion HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status("qualif.chorus-pro.gouv.fr.localhost:9780"), "200");
    assert_eq!(status("qualif.chorus-pro.gouv.fr"), "421");
}

#[test]
fn an_address_that_is_taken_is_3_with_what_to_do() {
    let serving = Serving::with(&[]);
    let port = serving.port("sftp");
    let arguments = ["--http-port", "0", "--sftp-port", port];
    let (code, stderr) = refused(serving.folder.path(), &arguments);
    assert_eq!(code, Some(3));
    let lines: Vec<_> = stderr.lines().collect();
    assert_eq!(lines[1], format!("  caused by: failed to listen on 127.0.0.1:{port}"));
    assert!(lines.last().unwrap().starts_with("hint: another program listens there"), "{stderr}");
}

#[test]
fn an_address_that_others_reach_is_2() {
    let folder = tempfile::tempdir().unwrap();
    let (code, stderr) = refused(folder.path(), &["--listen", "0.0.0.0"]);
    assert_eq!(code, Some(2));
    assert!(stderr.contains("expected a loopback address"), "{stderr}");
}
