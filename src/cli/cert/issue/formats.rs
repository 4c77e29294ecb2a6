//! The files of one certificate, and what each is for.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::authority::SupplierHierarchy;
use raccord_certs::format::{easy_ssl, pkcs7, pkcs12, request, ssh};
use raccord_certs::mode::Partner;
use raccord_certs::profile::Purpose;
use raccord_certs::revocation::{List, Reason, Revocation, Revoked};
use raccord_certs::{Certificate, Defect, random};
use raccord_kernel::Secret;

use super::{IssueError, Made};
use crate::cli::args::IssueArguments;
use crate::cli::cert::output::{Audience, Files};
use crate::cli::settings::Settings;
use crate::cli::table::Table;

/// Long enough for a rehearsal; the RGS asks for less (RGS-A4, by level).
const TO_NEXT_LIST: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Adds every file of a certificate.
pub(super) fn add(
    made: &Made,
    arguments: &IssueArguments,
    settings: &Settings,
    files: &mut Files,
    table: &mut Table,
) -> Result<(), IssueError> {
    let name = stem(made.shape.name);
    let mut put = |ending: &str, audience, content: Vec<u8>, what: &str| {
        let file = format!("{name}{ending}");
        table.row([file.as_str(), what]);
        files.add(arguments.out.join(file), audience, content);
    };
    let certificate = made.certificate();
    let public = Audience::Anybody;
    put(".cer", public, certificate.der().to_vec(), cer_is_for(made));
    put(".p7b", public, pkcs7::encode_der(&made.issued.with_chain()), p7b_is_for(made));
    put(".pem", public, sent(made).into_bytes(), "the certificate as a TLS program sends it");
    if matches!(made.shape.partner, Some(Partner::Sofie) | None) {
        let text = easy_ssl::encode(certificate).into_bytes();
        put(".txt", public, text, "the certificate as Easy_SSL mails it: for SOFiE (form guessed)");
    }
    let issue = |source| IssueError::Issue { source };
    let csr = request::encode_pem(&made.shape, &made.subject, &made.key).map_err(issue)?;
    put(".csr", public, csr.into_bytes(), "the request it was ordered with");
    if matches!(made.shape.purpose, Purpose::Client | Purpose::Signature)
        && let Ok(line) = ssh::public_key_line(made.key.public(), &name)
    {
        let line = format!("{line}\n").into_bytes();
        put(".pub", public, line, "the public key, for an SSH or SFTP server");
    }
    let private = Audience::Owner;
    let key = made.key.pkcs8_pem().into_bytes();
    put(".key", private, key, "the private key, not encrypted: for the connector alone");
    if made.key.public() == certificate.public_key() {
        let (password, is_new) = password(settings)?;
        let (modern, legacy) = key_stores(made, &name, &password)?;
        put(
            ".pfx",
            private,
            modern,
            "key, certificate and chain in one, as today's programs read it",
        );
        put("-legacy.pfx", private, legacy, "the same for old Windows and old Java (triple DES)");
        if is_new {
            let text = format!("{}\n", password.reveal()).into_bytes();
            put(".password", private, text, "the password of both .pfx files");
        }
    }
    Ok(())
}

/// Adds the authorities, whole, also where a defect leaves one out of the files beside.
pub(super) fn add_authorities(
    authorities: &SupplierHierarchy,
    arguments: &IssueArguments,
    files: &mut Files,
    table: &mut Table,
) {
    let all = [authorities.issuing(), authorities.root()].map(Certificate::pem).concat();
    table.row(["chain.pem", "the throwaway authorities, the root last: trust it in tests alone"]);
    files.add(arguments.out.join("chain.pem"), Audience::Anybody, all);
}

/// Adds the list on which the authority says that it has revoked what it issued.
pub(super) fn add_revocation_list(
    authorities: &SupplierHierarchy,
    revoked: &[Certificate],
    now: Timestamp,
    arguments: &IssueArguments,
    files: &mut Files,
    table: &mut Table,
) -> Result<(), IssueError> {
    let revocation = Revocation { since: now, reason: Some(Reason::KeyCompromise) };
    let entry =
        |certificate: &Certificate| Revoked { serial: certificate.serial().to_owned(), revocation };
    let list = authorities.issuing_signer().list(&List {
        number: 1,
        this_update: now,
        next_update: now.saturating_add(TO_NEXT_LIST).unwrap_or(now),
        revoked: &revoked.iter().map(entry).collect::<Vec<_>>(),
    });
    let list = list.map_err(|source| IssueError::List { source })?;
    table.row(["issuing.crl", "the issuing authority's revocation list, with what is made here"]);
    files.add(arguments.out.join("issuing.crl"), Audience::Anybody, list);
    Ok(())
}

/// Says of a defect what no file shows by itself.
pub(super) const fn note_on(defect: Defect) -> &'static str {
    match defect {
        Defect::OtherKey => {
            "The .key is not the certificate's, and no .pfx was written: no program would."
        }
        Defect::Revoked => {
            "Only issuing.crl shows it: the certificate says nothing, nor where to ask."
        }
        Defect::MissingIntermediate => {
            "Only chain.pem holds the authority that the other files leave out."
        }
        Defect::Expired
        | Defect::NotYetValid
        | Defect::OtherExtendedKeyUsage
        | Defect::BothUsages
        | Defect::WrongKeyUsage
        | Defect::NoPolicy
        | Defect::PolicyNotListed
        | Defect::SelfSigned
        | Defect::KeyTooSmall
        | Defect::TestCertificate
        | Defect::PersonalCertificate => "docs/defects.md says which rules that trips.",
    }
}

/// A profile's own name, without its system.
pub(in crate::cli::cert) fn stem(profile: &str) -> String {
    let own = profile.rsplit('/').next().unwrap_or(profile);
    if own == "like" { "certificate".to_owned() } else { own.to_owned() }
}

fn cer_is_for(made: &Made) -> &'static str {
    match made.shape.partner {
        Some(Partner::SocialSecurity) => "the certificate alone: for Chaman",
        Some(Partner::ChorusPro | Partner::Sofie) | None => "the certificate alone, in DER",
    }
}

fn p7b_is_for(made: &Made) -> &'static str {
    match made.shape.partner {
        Some(Partner::ChorusPro) => "the certificate with its chain: for Chorus Pro's portal",
        Some(Partner::SocialSecurity | Partner::Sofie) | None => "the certificate with its chain",
    }
}

/// The certificate and the authorities below the root, which the other side has.
fn sent(made: &Made) -> String {
    let chain = made.issued.with_chain();
    let below = chain.iter().enumerate().filter(|(at, each)| *at == 0 || !each.self_issued());
    below.map(|(_, certificate)| certificate.pem()).collect()
}

/// The password of the environment, or a new one.
fn password(settings: &Settings) -> Result<(Secret, bool), IssueError> {
    if let Some(password) = &settings.password {
        return Ok((password.clone(), false));
    }
    let drawn = random::password().map_err(|source| IssueError::Random { source })?;
    Ok((Secret::new(drawn), true))
}

fn key_stores(
    made: &Made,
    alias: &str,
    password: &Secret,
) -> Result<(Vec<u8>, Vec<u8>), IssueError> {
    let failed = |source| IssueError::Pkcs12 { source };
    let (certificate, chain, word) = (made.certificate(), &made.issued.chain, password.reveal());
    let modern = pkcs12::encode_named(&made.key, certificate, chain, alias, word);
    let legacy = pkcs12::legacy::encode(&made.key, certificate, chain, alias, word);
    Ok((modern.map_err(failed)?, legacy.map_err(failed)?))
}
