//! What `--state` keeps: a process that was killed goes on, and knows all that it answered.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use crate::serving::{Serving, refused};

const OAUTH: &str = "sandbox-oauth.piste.gouv.fr.localhost";
const API: &str = "sandbox-api.piste.gouv.fr.localhost";

/// Asks in clear, over a connection of its own, and answers the status and the body as JSON.
fn ask(serving: &Serving, request: &str, body: &str) -> (u16, Value) {
    let mut stream = TcpStream::connect(serving.ready("http")).unwrap();
    let length = body.len();
    write!(stream, "{request}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}")
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let body = answer.split_once("\r\n\r\n").unwrap().1;
    (status, serde_json::from_str(body).unwrap_or_default())
}

fn token(serving: &Serving) -> String {
    let form = format!(
        "grant_type=client_credentials&scope=openid&client_id={}&client_secret={}",
        serving.variable("RACCORD_PISTE_CLIENT_ID"),
        serving.variable("RACCORD_PISTE_CLIENT_SECRET")
    );
    let request = format!(
        "POST /api/oauth/token HTTP/1.1\r\nHost: {OAUTH}\r\n\
         Content-Type: application/x-www-form-urlencoded"
    );
    let (status, answer) = ask(serving, &request, &form);
    assert_eq!(status, 200, "{answer}");
    answer["access_token"].as_str().unwrap().to_owned()
}

/// Whether a token is taken: a call with it and without an account is refused for the account.
fn is_known(serving: &Serving, token: &str) -> bool {
    let request = format!(
        "POST /cpro/transverses/v1/health-check HTTP/1.1\r\nHost: {API}\r\n\
         Authorization: Bearer {token}\r\nContent-Type: application/json"
    );
    ask(serving, &request, "{}").0 != 401
}

#[test]
fn a_process_that_was_killed_goes_on_with_all_that_it_answered() {
    let serving = Serving::with(&["--state", "mocks.json"]);
    let told = serving.lines[1]["variables"].clone();
    let root = serving.ready("root_certificate").to_owned();
    let host_key = serving.ready("sftp_host_key").to_owned();
    let tokens: Vec<_> = (0..5).map(|_| token(&serving)).collect();
    let ended = serving.stop("KILL");
    let path = ended.folder.path().join("mocks.json");
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let again = Serving::again(ended, &["--state", "mocks.json", "--start", "nobody"]);
    assert_eq!(again.lines[1]["start"], "connected", "what was begun with stays");
    for name in ["RACCORD_PISTE_CLIENT_SECRET", "RACCORD_CPRO_PASSWORD", "RACCORD_SFTP_USER"] {
        assert_eq!(again.lines[1]["variables"][name], told[name], "{name}");
    }
    assert_eq!(again.ready("sftp_host_key"), host_key);
    for token in &tokens {
        assert!(is_known(&again, token), "an acknowledged token was lost");
    }
    assert!(!is_known(&again, "another"));
    let another = token(&again);
    assert!(!tokens.contains(&another), "identifiers go on where they were");
    // Whoever trusts the first root trusts the second: the same name, the same key.
    let roots = [&root, again.ready("root_certificate")];
    let roots = roots.map(|pem| raccord_certs::Certificate::from_pem(pem.as_bytes()).unwrap());
    assert_eq!(roots[0].subject().to_string(), roots[1].subject().to_string());
    assert!(roots[0].public_key().is_same_as(roots[1].public_key()));
}

#[test]
fn what_the_management_port_answered_is_kept_as_well() {
    let serving = Serving::with(&["--state", "mocks.json"]);
    let advance = |serving: &Serving| {
        let mut stream =
            TcpStream::connect(serving.ready("management_url").strip_prefix("http://").unwrap())
                .unwrap();
        let (token, body) = (serving.ready("management_token"), r#"{"duration":"240h"}"#);
        write!(
            stream,
            "POST /__admin/clock/advance HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
             Authorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let body = answer.split_once("\r\n\r\n").expect(&answer).1;
        let clock: Value = serde_json::from_str(body).expect(&answer);
        clock["now"].as_str().expect(&answer).parse::<jiff::Timestamp>().unwrap()
    };
    let moved_to = advance(&serving);
    let again = Serving::again(serving.stop("KILL"), &["--state", "mocks.json"]);
    let now: jiff::Timestamp = again.ready("now").parse().unwrap();
    assert!(now >= moved_to, "time went back from {moved_to} to {now}");
    let ahead = now.duration_since(raccord_kernel::clock::machine_now());
    assert!(ahead.as_hours() >= 239, "{ahead}");
}

#[test]
fn without_a_state_nothing_is_kept() {
    let serving = Serving::with(&["--state", "none"]);
    let token = token(&serving);
    let again = Serving::again(serving.stop("TERM"), &[]);
    assert!(!is_known(&again, &token));
    assert_eq!(fs::read_dir(again.folder.path()).unwrap().count(), 0);
}

#[test]
fn a_file_that_is_no_state_is_2_and_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mocks.json");
    fs::write(&path, "{}").unwrap();
    let (code, stderr) = refused(folder.path(), &["--port", "0", "--state", "mocks.json"]);
    assert_eq!(code, Some(2));
    assert!(stderr.starts_with("error: failed to read the state in `mocks.json`\n"), "{stderr}");
    assert!(stderr.contains("\nhint: it was written by"), "{stderr}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "{}");
}
