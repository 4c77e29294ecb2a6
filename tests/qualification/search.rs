//! Looks for secrets in whatever a run leaves behind: in plain, in Base64 (of both alphabets, at
//! each of the three places where it can begin), as an address has it, and in hexadecimal.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use raccord_certs::{Key, KeyKind};
use regex::bytes::{RegexSet, RegexSetBuilder};

/// Shorter secrets are found everywhere.
const SECRET_BYTES_MIN: usize = 6;

/// A secret, with what it is.
#[derive(Debug, Clone)]
pub(crate) struct Canary {
    pub(crate) what: String,
    names: Vec<&'static str>,
    forms: RegexSet,
}

impl Canary {
    pub(crate) fn new(what: impl Into<String>, secret: impl AsRef<[u8]>) -> Self {
        let (what, secret) = (what.into(), secret.as_ref());
        assert!(secret.len() >= SECRET_BYTES_MIN, "{what} is too short to be looked for");
        let mut forms = vec![("plain", secret.to_vec())];
        for skipped in 0..3 {
            let mut moved = vec![0; skipped];
            moved.extend_from_slice(secret);
            // Characters that other octets have a share in are left out.
            let (first, last) = ((skipped * 8).div_ceil(6), moved.len() * 8 / 6);
            let inner = |text: String| text.as_bytes()[first..last].to_vec();
            forms.push(("Base64", inner(STANDARD_NO_PAD.encode(&moved))));
            forms.push(("URL-safe Base64", inner(URL_SAFE_NO_PAD.encode(&moved))));
        }
        let lower = hex::encode(secret);
        forms.push(("hexadecimal", lower.to_uppercase().into_bytes()));
        forms.push(("hexadecimal", lower.into_bytes()));
        for is_kept in [unreserved, form, path] {
            forms.push(("URL-encoded", url_encoded(secret, is_kept, "%20")));
            forms.push(("URL-encoded", url_encoded(secret, is_kept, "+")));
        }
        if let Ok(text) = std::str::from_utf8(secret) {
            let json = serde_json::to_string(text).unwrap();
            forms.push(("JSON", json.trim_matches('"').as_bytes().to_vec()));
            let xml = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            forms.push(("XML", xml.into_bytes()));
        }
        forms.sort_by(|one, other| one.1.cmp(&other.1));
        forms.dedup_by(|one, other| one.1 == other.1);
        // Upper and lower case are the same, so that `%2F` and `%2f` are: what is found in another
        // case is worth a look too.
        let octets = |form: &[u8]| form.iter().map(|octet| format!(r"\x{octet:02x}")).collect();
        let patterns = forms.iter().map(|(_, form)| -> String { octets(form) });
        let set = RegexSetBuilder::new(patterns).unicode(false).case_insensitive(true).build();
        Self { what, names: forms.iter().map(|(name, _)| *name).collect(), forms: set.unwrap() }
    }

    /// Parts of a private key's DER, none of which is in its certificate: what comes after the
    /// modulus. Each is short enough to stand in few lines of a PEM file.
    pub(crate) fn of_key(what: &str, der: &[u8]) -> Vec<Self> {
        let part = |hundredth: usize| {
            let at = der.len() * hundredth / 100;
            Self::new(format!("{what}, from octet {at}"), &der[at..at + 24])
        };
        [55, 70, 90].map(part).into()
    }

    /// In which forms it is in some octets.
    fn found_in(&self, octets: &Octets) -> Vec<&'static str> {
        let found = octets.0.iter().flat_map(|octets| self.forms.matches(octets));
        let mut found: Vec<_> = found.map(|form| self.names[form]).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What is searched: as it is, and with its lines joined, since PEM and others break them.
struct Octets([Vec<u8>; 2]);

impl Octets {
    fn new(octets: &[u8]) -> Self {
        let text = String::from_utf8_lossy(octets);
        let joined = text.replace("\\r", "").replace("\\n", "");
        let joined: String = joined.chars().filter(|it| !it.is_whitespace()).collect();
        Self([octets.to_vec(), joined.into_bytes()])
    }
}

/// Where and in which form secrets are, in something with a name.
pub(crate) fn search(name: &str, octets: &[u8], canaries: &[Canary]) -> Vec<String> {
    let octets = Octets::new(octets);
    let found = canaries.iter().flat_map(|canary| {
        let forms = canary.found_in(&octets).into_iter();
        forms.map(move |form| format!("{} in {name}, {form}", canary.what))
    });
    found.collect()
}

/// The same in a folder and all below it: names, contents, and where links lead.
pub(crate) fn search_folder(folder: &Path, canaries: &[Canary]) -> Vec<String> {
    let mut found = Vec::new();
    for path in paths(folder) {
        let name = path.display().to_string();
        found.extend(search(&format!("the name {name}"), name.as_bytes(), canaries));
        if let Ok(leads_to) = fs::read_link(&path) {
            let leads_to = leads_to.display().to_string();
            found.extend(search(&name, leads_to.as_bytes(), canaries));
        } else if path.is_file() {
            found.extend(search(&name, &fs::read(&path).unwrap(), canaries));
        }
    }
    found
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1);
    entries.into_iter().map(|entry| entry.unwrap().into_path()).collect()
}

fn url_encoded(secret: &[u8], is_kept: fn(u8) -> bool, space: &str) -> Vec<u8> {
    let mut encoded = Vec::new();
    for &octet in secret {
        match octet {
            b' ' => encoded.extend_from_slice(space.as_bytes()),
            kept if is_kept(kept) => encoded.push(kept),
            other => encoded.extend_from_slice(format!("%{other:02X}").as_bytes()),
        }
    }
    encoded
}

/// RFC 3986.
fn unreserved(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"-._~".contains(&octet)
}

/// What the forms of browsers keep.
fn form(octet: u8) -> bool {
    octet.is_ascii_alphanumeric() || b"-._*".contains(&octet)
}

/// What need not be encoded in a path or a query.
fn path(octet: u8) -> bool {
    unreserved(octet) || b"!$&'()*+,;=:@/?".contains(&octet)
}

#[test]
fn a_planted_secret_is_found_in_every_form_and_at_every_place() {
    let secret = "S&cret/ + é~\"42";
    let canary = [Canary::new("the secret", secret)];
    let is_found = |octets: &[u8]| !search("", octets, &canary).is_empty();
    for before in ["", "u", "us", "use", "user:"] {
        let beside = format!("{before}{secret}, and more");
        assert!(is_found(beside.as_bytes()));
        let standard = STANDARD_NO_PAD.encode(&beside);
        assert!(is_found(format!("Basic {standard}").as_bytes()), "{standard}");
        let url_safe = URL_SAFE_NO_PAD.encode(&beside);
        assert!(is_found(url_safe.as_bytes()), "{url_safe}");
        let (begin, end) = standard.split_at(standard.len() / 2);
        assert!(is_found(format!("{begin}\n{end}").as_bytes()), "broken into lines");
        assert!(is_found(format!("\"{begin}\\n{end}\"").as_bytes()), "broken in JSON");
        assert!(is_found(hex::encode(&beside).as_bytes()));
        assert!(is_found(hex::encode_upper(&beside).as_bytes()));
    }
    for encoded in [
        "S%26cret%2F%20%2B%20%C3%A9~%2242",
        "S%26cret%2f+%2b+%c3%a9%7e%2242",
        "S&cret/%20+%20%C3%A9~%2242",
        r#"{"a":"S&cret/ + é~\"42"}"#,
        "<a>S&amp;cret/ + é~\"42</a>",
    ] {
        assert!(is_found(encoded.as_bytes()), "{encoded}");
    }
    assert!(!is_found(b"S&cret/ + e~42"));
    assert!(!is_found(&[]));
}

#[test]
fn a_planted_key_is_found_in_its_pem_file_and_its_public_key_is_no_secret() {
    let key = Key::generate(KeyKind::Rsa2048).unwrap();
    let pem = key.pkcs8_pem();
    let canaries = Canary::of_key("the key", key.pkcs8_der());
    assert_eq!(search("", pem.as_bytes(), &canaries).len(), canaries.len());
    assert_eq!(search("", key.public().spki_der(), &canaries), [""; 0]);
}

#[test]
fn a_folder_is_searched_with_its_names_and_links() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    fs::write(folder.path().join("a/file"), "x canary-17 y").unwrap();
    fs::write(folder.path().join("a/canary-17.txt"), "").unwrap();
    std::os::unix::fs::symlink("/elsewhere/canary-17", folder.path().join("link")).unwrap();
    let found = search_folder(folder.path(), &[Canary::new("it", "canary-17")]);
    assert_eq!(found.len(), 3, "{found:?}");
}
