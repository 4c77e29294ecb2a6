//! What stdout says.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use jiff::Timestamp;
use raccord_kernel::clock::machine_now;
use serde_json::Value;

use crate::serving::{Serving, refused};

#[test]
fn the_first_line_says_where_everything_is_and_the_second_who_is_connected() {
    let before = machine_now();
    let serving = Serving::with(&[]);
    assert_eq!([&serving.lines[0]["event"], &serving.lines[1]["event"]], ["ready", "connected"]);
    assert_eq!(serving.lines[1]["start"], "connected");
    assert_eq!(serving.ready("proxy"), format!("http://{}", serving.ready("http")));
    let port = serving.port("http");
    let portal = format!("http://qualif.chorus-pro.gouv.fr.localhost:{port}/");
    assert_eq!(serving.ready("portal_url"), portal);
    assert_eq!(serving.variable("RACCORD_PORTAL_URL"), "https://qualif.chorus-pro.gouv.fr/");
    assert_eq!(serving.ready("index_url"), format!("http://localhost:{port}/"));
    assert_eq!(serving.variable("RACCORD_MANAGEMENT_URL"), serving.ready("management_url"));
    let console =
        format!("{}/#token={}", serving.ready("management_url"), serving.ready("management_token"));
    assert_eq!(serving.ready("console_url"), console);
    let hosts = serving.lines[0]["hosts"].as_array().unwrap();
    assert!(hosts.contains(&Value::from("sandbox-api.piste.gouv.fr")), "{hosts:?}");
    let now: Timestamp = serving.ready("now").parse().unwrap();
    assert!(before <= now && now <= machine_now(), "{now}");
}

#[test]
fn the_same_seed_gives_the_same_logins_and_other_keys() {
    let [one, other, third] =
        ["7", "7", "8"].map(|seed| Serving::with(&["--seed", seed, "--quiet"]));
    for name in [
        "RACCORD_PISTE_CLIENT_ID",
        "RACCORD_PISTE_CLIENT_SECRET",
        "RACCORD_CPRO_PASSWORD",
        "RACCORD_PORTAL_PASSWORD",
        "RACCORD_SOCIAL_SECURITY_CLIENT_ID",
        "RACCORD_SOCIAL_SECURITY_CHAMAN_PASSWORD",
    ] {
        assert_eq!(one.variable(name), other.variable(name), "{name}");
        assert_ne!(one.variable(name), third.variable(name), "{name}");
    }
    for name in ["RACCORD_SFTP_KEY", "RACCORD_NEXT_KEY", "RACCORD_SOCIAL_SECURITY_KEY"] {
        assert_ne!(one.content(name), other.content(name), "{name}");
    }
    assert_ne!(one.ready("management_token"), other.ready("management_token"));
    assert_ne!(one.ready("root_certificate"), other.ready("root_certificate"));
}

#[test]
fn talk_goes_to_stderr_and_holds_no_secret() {
    let serving = Serving::with(&[]);
    let secrets = ["RACCORD_PORTAL_PASSWORD", "RACCORD_MANAGEMENT_TOKEN"];
    let secrets = secrets.map(|name| serving.variable(name).to_owned());
    let index = serving.ready("index_url").to_owned();
    let ended = serving.stop("TERM");
    assert_eq!(ended.more, "");
    let expected = format!("serving; {index} lists what is there, and Ctrl-C stops\n");
    assert_eq!(ended.stderr, expected);
    assert!(secrets.iter().all(|secret| !ended.stderr.contains(secret)));
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
    let arguments = ["--port", "0", "--sftp-port", port];
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
