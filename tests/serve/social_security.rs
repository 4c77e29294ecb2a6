//! The identities of social security: what is told of them, their files, and their login.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use jiff::{SignedDuration, Timestamp};
use raccord_certs::format::contents::Contents;
use raccord_certs::{Certificate, Key};

use crate::peers::{has, shell};
use crate::serving::Serving;

const ORIGIN: &str = "https://services.socialsecurity.be";
/// Who declares, and what their variables begin with.
const DECLARANTS: [(&str, &str); 2] =
    [("employer", "RACCORD_SOCIAL_SECURITY"), ("provider", "RACCORD_SOCIAL_SECURITY_PROVIDER")];

#[test]
fn an_account_is_told_with_all_that_its_client_needs() {
    let serving = Serving::with(&[]);
    let now: Timestamp = serving.ready("now").parse().unwrap();
    let token_url = format!("{ORIGIN}/REST/oauth/v5/token");
    assert_eq!(serving.variable("RACCORD_SOCIAL_SECURITY_TOKEN_URL"), token_url);
    assert_eq!(serving.variable("RACCORD_SOCIAL_SECURITY_AUDIENCE"), token_url);
    assert_eq!(serving.variable("RACCORD_SOCIAL_SECURITY_API_URL"), ORIGIN);
    for (role, prefix) in DECLARANTS {
        let text = |name| serving.variable(&format!("{prefix}_{name}"));
        let content = |name| serving.content(&format!("{prefix}_{name}"));
        let scopes = format!(
            "scope:dimona:declaration:consult scope:dimona:declaration:declarant \
             scope:sigedis:gestion:careerpro-federal-learning-account:{role}"
        );
        assert_eq!(text("SCOPES"), scopes);
        let key = Key::from_pkcs8_pem(std::str::from_utf8(&content("KEY")).unwrap()).unwrap();
        let certificate = Certificate::from_der(&content("CERTIFICATE")).unwrap();
        assert!(certificate.public_key().is_same_as(key.public()));
        let name = certificate.subject().to_string();
        assert!(name.contains(text("ENTERPRISE_NUMBER")), "{name}");
        let left = certificate.validity().until.duration_since(now);
        let year = SignedDuration::from_hours(24 * 365);
        assert!((left - year).abs() < SignedDuration::from_mins(1), "{left}");
        let opened = Contents::open(&content("PFX"), text("PFX_PASSWORD"));
        assert_eq!(opened.certificates, std::slice::from_ref(&certificate));
        assert!(opened.key_of(&certificate).is_some());
        assert!(Contents::open(&content("PFX"), "another").keys.is_empty());
        let next = Certificate::from_der(&content("NEXT_CERTIFICATE")).unwrap();
        assert!(!next.public_key().is_same_as(key.public()), "RGS forbids the same key again");
    }
    let client_id = |prefix| serving.variable(&format!("{prefix}_CLIENT_ID"));
    assert_ne!(client_id(DECLARANTS[0].1), client_id(DECLARANTS[1].1));
}

#[test]
fn openssl_opens_the_pfx_with_the_password_beside_it() {
    if has("openssl") {
        let serving = Serving::with(&["--out", "rehearsal"]);
        for (_, prefix) in DECLARANTS {
            let open = format!(
                ". rehearsal/raccord.env; export WORD=\"${prefix}_PFX_PASSWORD\"
                 openssl pkcs12 -in \"${prefix}_PFX\" -passin env:WORD -nodes"
            );
            let opened = shell(&open).current_dir(serving.folder.path()).output();
            let opened = String::from_utf8(opened.unwrap().stdout).unwrap();
            assert!(opened.contains("-----BEGIN PRIVATE KEY-----"));
            assert_eq!(opened.matches("-----BEGIN CERTIFICATE-----").count(), 1);
        }
    }
}

#[test]
fn a_login_opens_chaman_in_clear_where_its_account_is() {
    let serving = Serving::with(&[]);
    let chaman = serving.variable("RACCORD_SOCIAL_SECURITY_CHAMAN_URL");
    assert_eq!(chaman, "https://chaman.socialsecurity.be/");
    let host = format!("chaman.socialsecurity.be.localhost:{}", serving.port("http"));
    for (_, prefix) in DECLARANTS {
        let text = |name| serving.variable(&format!("{prefix}_{name}"));
        let (login, password) = (text("CHAMAN_LOGIN"), text("CHAMAN_PASSWORD"));
        let form = format!("identifiant={login}&mot_de_passe={password}");
        let answer = ask(&serving, "POST /connexion", &host, "", &form);
        assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
        let cookie = cookie.split(';').next().unwrap();
        let home = ask(&serving, "GET /accueil", &host, &format!("Cookie: {cookie}\r\n"), "");
        assert!(home.starts_with("HTTP/1.1 200 "), "{home}");
        assert!(home.contains(text("CLIENT_ID")), "{home}");
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
