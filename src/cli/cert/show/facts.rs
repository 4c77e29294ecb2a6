//! What is told of files, as data: the shape of `docs/schema/cert-show.schema.json`.

use std::path::Path;

use jiff::Timestamp;
use raccord_certs::chain::Chain;
use raccord_certs::format::contents::Contents;
use raccord_certs::format::sniff::Content;
use raccord_certs::policy::{PolicyList, standard_name};
use raccord_certs::{Certificate, shown};
use serde::Serialize;

use super::kind;
use crate::causes::with_causes;
use crate::cli::cert::error::CertError;

/// One file. Every text out of it is fit to be shown.
#[derive(Debug, Serialize)]
pub(super) struct File {
    pub(super) file: String,
    /// What its pieces are; `None` when it could not be opened.
    pub(super) holds: Option<String>,
    pub(super) certificates: Vec<Shown>,
    pub(super) requests: Vec<Asked>,
    /// The kinds of its private keys.
    pub(super) private_keys: Vec<Key>,
    /// The kinds of the public keys that stand alone.
    pub(super) public_keys: Vec<String>,
    /// What stood in the way, or is to be known besides.
    pub(super) problems: Vec<String>,
    /// Whether all of it could be read.
    pub(super) read_whole: bool,
}

/// One certificate.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    pub(super) subject: String,
    pub(super) issuer: String,
    pub(super) kind: &'static str,
    pub(super) kind_in_words: &'static str,
    pub(super) key_usages: Option<String>,
    pub(super) extended_key_usages: Option<String>,
    pub(super) policies: Vec<Policy>,
    pub(super) dns_names: Vec<String>,
    pub(super) valid_from: Timestamp,
    pub(super) valid_until: Timestamp,
    /// Whole days until it ends; below zero once it has ended.
    pub(super) days_left: i64,
    pub(super) not_yet_valid: bool,
    pub(super) key: String,
    pub(super) serial: String,
    pub(super) sha256: String,
    pub(super) sha1: String,
    pub(super) alias: Option<String>,
    pub(super) private_key_in_file: bool,
    pub(super) chain: Upwards,
    pub(super) ca_issuer_urls: Vec<String>,
    pub(super) ocsp_urls: Vec<String>,
    pub(super) crl_urls: Vec<String>,
}

/// One policy of a certificate.
#[derive(Debug, Serialize)]
pub(super) struct Policy {
    pub(super) oid: String,
    pub(super) name: Option<String>,
    pub(super) level: Option<String>,
}

/// The authorities above a certificate that lie in the same file.
#[derive(Debug, Serialize)]
pub(super) struct Upwards {
    pub(super) authorities: Vec<String>,
    /// The authority that is missing first; `None` when a root is reached.
    pub(super) missing: Option<String>,
    /// Where a certificate says that it can be had.
    pub(super) missing_from: Vec<String>,
}

/// One private key.
#[derive(Debug, Serialize)]
pub(super) struct Key {
    pub(super) key: String,
    pub(super) alias: Option<String>,
    /// Whether it is the key of one of the certificates in the file.
    pub(super) fits_a_certificate: bool,
}

/// One request for a certificate.
#[derive(Debug, Serialize)]
pub(super) struct Asked {
    pub(super) subject: String,
    pub(super) key: String,
    pub(super) key_usages: Option<String>,
    pub(super) extended_key_usages: Option<String>,
    pub(super) dns_names: Vec<String>,
}

/// Writes what is told as JSON, with a line end.
pub(super) fn json(files: &[File]) -> String {
    let told = serde_json::json!({ "version": 1, "files": files });
    format!("{told:#}\n")
}

impl File {
    pub(super) fn of(path: &Path, contents: &Contents, now: Timestamp) -> Self {
        let mut problems: Vec<String> = contents.problems.iter().map(ToString::to_string).collect();
        let mut read_whole = contents.problems.iter().all(|it| it.is_beside_the_rest());
        if contents.needs_password {
            problems
                .push("it has a password: expected it in RACCORD_PASSWORD, or typed".to_owned());
            read_whole = false;
        }
        if contents.holds(Content::EnvelopedPkcs7) || !contents.has_anything() && read_whole {
            problems.push(format!("found {}, expected a certificate", contents.describe()));
            read_whole = false;
        }
        let certificates = contents.certificates.iter();
        let ssh = contents.ssh_keys.iter().map(|key| {
            format!("{} ({}) {}", key.public.shape(), key.algorithm, shown::text(&key.comment))
        });
        let public = contents.public_keys.iter().map(|key| key.shape().to_string());
        Self {
            file: shown::file_name(path),
            holds: Some(contents.describe()),
            certificates: certificates.map(|each| Shown::of(each, contents, now)).collect(),
            requests: contents.requests.iter().map(Asked::of).collect(),
            private_keys: contents.keys.iter().map(|key| Key::of(key, contents)).collect(),
            public_keys: public.chain(ssh).collect(),
            problems,
            read_whole,
        }
    }

    /// A file that could not even be read from the disk.
    pub(super) fn unread(path: &Path, error: &CertError) -> Self {
        Self {
            file: shown::file_name(path),
            holds: None,
            certificates: Vec::new(),
            requests: Vec::new(),
            private_keys: Vec::new(),
            public_keys: Vec::new(),
            problems: vec![shown::text(&with_causes(error).to_string())],
            read_whole: false,
        }
    }
}

impl Shown {
    fn of(certificate: &Certificate, contents: &Contents, now: Timestamp) -> Self {
        let validity = certificate.validity();
        let (kind, kind_in_words) = kind::kind(certificate);
        let alias = contents.alias_of(certificate);
        let texts = |list: &[String]| list.iter().map(|text| shown::text(text)).collect();
        Self {
            subject: certificate.subject().to_string(),
            issuer: certificate.issuer().to_string(),
            kind,
            kind_in_words,
            key_usages: certificate.key_usages().map(|usages| usages.to_string()),
            extended_key_usages: certificate.extended_key_usages().map(ToString::to_string),
            policies: certificate.policies().iter().map(|oid| Policy::of(oid)).collect(),
            dns_names: texts(certificate.dns_names()),
            valid_from: validity.from,
            valid_until: validity.until,
            days_left: (validity.until.as_second() - now.as_second()).div_euclid(24 * 60 * 60),
            not_yet_valid: now < validity.from,
            key: certificate.key_shape().to_string(),
            serial: certificate.serial().to_owned(),
            sha256: certificate.fingerprint().to_string(),
            sha1: certificate.sha1_fingerprint(),
            alias: alias.map(shown::text),
            private_key_in_file: contents.key_of(certificate).is_some(),
            chain: Upwards::of(certificate, contents, now),
            ca_issuer_urls: texts(certificate.ca_issuer_urls()),
            ocsp_urls: texts(certificate.ocsp_urls()),
            crl_urls: texts(certificate.crl_urls()),
        }
    }
}

impl Policy {
    fn of(oid: &str) -> Self {
        let list = PolicyList::built_in();
        let known = list.find(oid);
        let name = known.map(|policy| format!("{}, {}", policy.authority, policy.product));
        let name = name.or_else(|| standard_name(oid).map(str::to_owned));
        let name = name.or_else(|| list.authority_of(oid).map(|it| format!("{it}, unlisted")));
        let level = known.and_then(|policy| policy.level).map(|level| level.to_string());
        Self { oid: oid.to_owned(), name, level }
    }
}

impl Upwards {
    fn of(certificate: &Certificate, contents: &Contents, now: Timestamp) -> Self {
        let chain = Chain::of(certificate, &contents.certificates, now);
        let last = chain.ends_before_its_root_at();
        let urls = last.map(Certificate::ca_issuer_urls).unwrap_or_default();
        let subject = |each: &Certificate| each.subject().to_string();
        Self {
            authorities: chain.authorities.iter().map(subject).collect(),
            missing: last.map(|last| last.issuer().to_string()),
            missing_from: urls.iter().map(|url| shown::text(url)).collect(),
        }
    }
}

impl Key {
    fn of(key: &raccord_certs::format::contents::HeldKey, contents: &Contents) -> Self {
        let fits = |each: &Certificate| key.public.is_same_as(each.public_key());
        Self {
            key: key.public.shape().to_string(),
            alias: key.alias.as_deref().map(shown::text),
            fits_a_certificate: contents.certificates.iter().any(fits),
        }
    }
}

impl Asked {
    fn of(request: &raccord_certs::certificate::Request) -> Self {
        Self {
            subject: request.subject().to_string(),
            key: request.key_shape().to_string(),
            key_usages: request.key_usages().map(|usages| usages.to_string()),
            extended_key_usages: request.extended_key_usages().map(ToString::to_string),
            dns_names: request.dns_names().iter().map(|name| shown::text(name)).collect(),
        }
    }
}
