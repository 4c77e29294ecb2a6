//! The identities of social security: what is told of them, their files, and their login.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use jiff::{SignedDuration, Timestamp};
use raccord_certs::format::contents::Contents;
use raccord_certs::{Certificate, Key};
use serde_json::json;

use crate::peers::{has, shell};
use crate::serving::Serving;

const ORIGIN: &str = "https://services.socialsecurity.be";
/// Who declares, and what their files and variables have in their names.
const DECLARANTS: [(&str, &str, &str); 2] =
    [("employer", "", ""), ("provider", "-provider", "_PROVIDER")];

/// The text of a field of somebody's identity.
fn told<'a>(serving: &'a Serving, role: &str, kind: &str, field: &str) -> &'a str {
    serving.identity_of(role, kind)[field].as_str().unwrap()
}

/// The octets of a file of `--out`.
fn file(serving: &Serving, name: &str) -> Vec<u8> {
    fs::read(serving.folder.path().join("rehearsal").join(name)).unwrap()
}

/// The value of a variable of `identities.env`.
fn variable(serving: &Serving, name: &str) -> String {
    let file = String::from_utf8(file(serving, "identities.env")).unwrap();
    let start = format!("{name}=");
    file.lines().find_map(|line| line.strip_prefix(&start)).unwrap().to_owned()
}

#[test]
fn an_account_is_told_with_all_that_its_client_needs() {
    let serving = Serving::with(&[]);
    let now: Timestamp = serving.ready("now").parse().unwrap();
    for (role, ..) in DECLARANTS {
        let account = serving.identity_of(role, "social-security");
        assert_eq!(account["token_url"], format!("{ORIGIN}/REST/oauth/v5/token"));
        assert_eq!(account["audience"], account["token_url"]);
        assert_eq!(account["api_url"], ORIGIN);
        let scopes = json!([
            "scope:dimona:declaration:consult",
            "scope:dimona:declaration:declarant",
            format!("scope:sigedis:gestion:careerpro-federal-learning-account:{role}"),
        ]);
        assert_eq!(account["scopes"], scopes);
        let told = |field| told(&serving, role, "social-security", field);
        let certificate = Certificate::from_pem(told("certificate").as_bytes()).unwrap();
        let key = Key::from_pkcs8_pem(told("private_key")).unwrap();
        assert!(certificate.public_key().is_same_as(key.public()));
        let name = certificate.subject().to_string();
        assert!(name.contains(told("enterprise_number")), "{name}");
        let left = certificate.validity().until.duration_since(now);
        let year = SignedDuration::from_hours(24 * 365);
        assert!((left - year).abs() < SignedDuration::from_mins(1), "{left}");
    }
    let client_id = |role| told(&serving, role, "social-security", "client_id");
    assert_ne!(client_id("employer"), client_id("provider"));
}

#[test]
fn a_key_its_certificate_and_its_pfx_are_those_of_the_line() {
    let serving = Serving::with(&["--out", "rehearsal"]);
    for (role, in_file, in_variable) in DECLARANTS {
        let told = |field| told(&serving, role, "social-security", field);
        let key = file(&serving, &format!("social-security{in_file}.key"));
        assert_eq!(String::from_utf8(key).unwrap(), told("private_key"));
        let certificate = Certificate::from_pem(told("certificate").as_bytes()).unwrap();
        assert_eq!(
            file(&serving, &format!("social-security{in_file}.cer")),
            certificate.der(),
            "DER, as ChaMan takes it"
        );
        let pfx = file(&serving, &format!("social-security{in_file}.pfx"));
        let word = variable(&serving, &format!("SOCIAL_SECURITY{in_variable}_PFX_PASSWORD"));
        let opened = Contents::open(&pfx, &word);
        assert_eq!(opened.certificates, std::slice::from_ref(&certificate));
        assert!(opened.key_of(&certificate).is_some());
        assert!(Contents::open(&pfx, "another").keys.is_empty());
        let named = |name| variable(&serving, &format!("SOCIAL_SECURITY{in_variable}_{name}"));
        assert_eq!(named("CLIENT_ID"), told("client_id"));
        assert_eq!(named("ENTERPRISE_NUMBER"), told("enterprise_number"));
    }
    for (name, field) in
        [("TOKEN_URL", "token_url"), ("AUDIENCE", "audience"), ("API_URL", "api_url")]
    {
        let expected = told(&serving, "employer", "social-security", field);
        assert_eq!(variable(&serving, &format!("SOCIAL_SECURITY_{name}")), expected);
    }
}

#[test]
fn openssl_opens_the_pfx_with_the_password_beside_it() {
    if has("openssl") {
        let serving = Serving::with(&["--out", "rehearsal"]);
        for (_, in_file, in_variable) in DECLARANTS {
            let word = variable(&serving, &format!("SOCIAL_SECURITY{in_variable}_PFX_PASSWORD"));
            let open = format!(
                "openssl pkcs12 -in rehearsal/social-security{in_file}.pfx -passin env:WORD -nodes"
            );
            let opened = shell(&open).env("WORD", word).current_dir(serving.folder.path()).output();
            let opened = String::from_utf8(opened.unwrap().stdout).unwrap();
            assert!(opened.contains("-----BEGIN PRIVATE KEY-----"));
            assert_eq!(opened.matches("-----BEGIN CERTIFICATE-----").count(), 1);
        }
    }
}

#[test]
fn a_login_opens_chaman_in_clear_where_its_account_is() {
    let serving = Serving::with(&["--out", "rehearsal"]);
    for (role, _, in_variable) in DECLARANTS {
        let told = |kind, field| told(&serving, role, kind, field);
        let host = format!("chaman.socialsecurity.be.localhost:{}", serving.port("http"));
        assert_eq!(told("chaman", "url"), format!("http://{host}/"));
        let [login, password] = ["LOGIN", "PASSWORD"]
            .map(|name| variable(&serving, &format!("CHAMAN{in_variable}_{name}")));
        assert_eq!([&*login, &password], ["login", "password"].map(|name| told("chaman", name)));
        let form = format!("identifiant={login}&mot_de_passe={password}");
        let answer = ask(&serving, "POST /connexion", &host, "", &form);
        assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        let cookie = cookie.split(';').next().unwrap();
        let home = ask(&serving, "GET /accueil", &host, &format!("Cookie: {cookie}\r\n"), "");
        assert!(home.starts_with("HTTP/1.1 200 "), "{home}");
        assert!(home.contains(told("social-security", "client_id")), "{home}");
    }
}

/// Asks over a connection of its own, in clear, and answers all that was said.
fn ask(serving: &Serving, what: &str, host: &str, more: &str, form: &str) -> String {
    let mut stream = TcpStream::connect(serving.ready("http")).unwrap();
    let length = form.len();
    write!(
        stream,
        "{what} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
