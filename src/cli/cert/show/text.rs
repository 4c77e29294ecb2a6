//! Tells of files in tables that a person reads.

use super::facts::{File, Shown};
use crate::cli::table::Table;
use crate::report::palette::{Palette, paint};

/// Writes every file that could be opened, one after another.
pub(super) fn text(files: &[File], palette: &Palette) -> String {
    let opened = files.iter().filter(|file| file.holds.is_some());
    opened.map(|file| of_file(file, palette)).collect::<Vec<_>>().join("\n")
}

/// Writes what stood in the way of reading files; nothing where all could be read whole.
pub(super) fn unread(files: &[File], palette: &Palette) -> String {
    let mut told = String::new();
    for file in files.iter().filter(|file| !file.read_whole) {
        for problem in &file.problems {
            let error = paint(palette.bad, "error");
            told += &format!("{error}: failed to read `{}`: {problem}\n", file.file);
        }
    }
    told
}

fn of_file(file: &File, palette: &Palette) -> String {
    let holds = file.holds.as_deref().unwrap_or_default();
    let mut told = format!("{}: {holds}\n", paint(palette.title, &file.file));
    let count = file.certificates.len();
    for (number, certificate) in (1..).zip(&file.certificates) {
        told +=
            &format!("\n  {}\n", paint(palette.title, format!("certificate {number} of {count}")));
        told += &of_certificate(certificate).lay_out("    ");
    }
    let mut rest = Table::default();
    for key in &file.private_keys {
        let fits = match (key.fits_a_certificate, count) {
            (true, _) => "fits a certificate of this file",
            (false, 0) => "no certificate is in this file",
            (false, _) => "fits no certificate of this file",
        };
        let alias = key.alias.as_ref().map(|alias| format!(", alias \"{alias}\""));
        let alias = alias.unwrap_or_default();
        rest.row(["private key", &format!("{}{alias}; {fits}; keep it to yourself", key.key)]);
    }
    for key in &file.public_keys {
        rest.row(["public key", key]);
    }
    for request in &file.requests {
        rest.row(["request for", &request.subject]);
        rest.row(["  key", &request.key]);
        rest.row(["  key usage", request.key_usages.as_deref().unwrap_or(NOT_SAID)]);
        let extended = request.extended_key_usages.as_deref().unwrap_or(NOT_SAID);
        rest.row(["  extended key usage", extended]);
        many(&mut rest, "  host names", &request.dns_names);
    }
    if file.read_whole {
        many(&mut rest, "to know", &file.problems);
    }
    let rest = rest.lay_out("  ");
    if rest.is_empty() { told } else { format!("{told}\n{rest}") }
}

const NOT_SAID: &str = "not said";

fn of_certificate(certificate: &Shown) -> Table {
    let mut table = Table::default();
    table.row(["subject", &certificate.subject]);
    table.row(["issuer", &certificate.issuer]);
    table.row(["kind", certificate.kind_in_words]);
    table.row(["key usage", certificate.key_usages.as_deref().unwrap_or(NOT_SAID)]);
    let extended = certificate.extended_key_usages.as_deref().unwrap_or(NOT_SAID);
    table.row(["extended key usage", extended]);
    let policies = certificate.policies.iter().map(|policy| {
        let name = policy.name.as_deref().unwrap_or("unknown");
        let level = policy.level.as_ref().map(|level| format!(", {level}"));
        format!("{} ({name}{})", policy.oid, level.unwrap_or_default())
    });
    many(&mut table, "policies", &policies.collect::<Vec<_>>());
    many(&mut table, "host names", &certificate.dns_names);
    table.row(["valid from", &certificate.valid_from.to_string()]);
    table.row(["valid until", &format!("{} ({})", certificate.valid_until, left(certificate))]);
    table.row(["key", &certificate.key]);
    table.row(["serial number", &certificate.serial]);
    table.row(["SHA-256", &certificate.sha256]);
    table.row(["SHA-1", &certificate.sha1]);
    if let Some(alias) = &certificate.alias {
        table.row(["alias", alias]);
    }
    let key =
        if certificate.private_key_in_file { "in this file, and fits" } else { "not in this file" };
    table.row(["private key", key]);
    many(&mut table, "authorities", &certificate.chain.authorities);
    if let Some(missing) = &certificate.chain.missing {
        table.row(["missing", missing]);
        let mut from = certificate.chain.missing_from.clone();
        if from.is_empty() {
            from.push("the certificate does not say; ask the supplier".to_owned());
        }
        many(&mut table, "  to be had from", &from);
    }
    many(&mut table, "revocation list", &certificate.crl_urls);
    many(&mut table, "OCSP responder", &certificate.ocsp_urls);
    table
}

fn left(certificate: &Shown) -> String {
    match certificate.days_left {
        _ if certificate.not_yet_valid => "not valid yet".to_owned(),
        days if days < 0 => format!("expired {} days ago", -days),
        0 => "less than a day left".to_owned(),
        days => format!("{days} days left"),
    }
}

/// Adds a row for each value, the name before the first alone.
fn many(table: &mut Table, name: &str, values: &[String]) {
    for (position, value) in values.iter().enumerate() {
        table.row([if position == 0 { name } else { "" }, value]);
    }
}
