//! What a new file is made of: the certificate, the authorities above it, the private key.

use std::path::Path;

use raccord_certs::chain::{Chain, leaves};
use raccord_certs::format::contents::Contents;
use raccord_certs::format::{easy_ssl, pem, pkcs7, pkcs12, ssh};
use raccord_certs::key::PrivateKey;
use raccord_certs::{Certificate, shown};
use raccord_kernel::clock::machine_now;

use super::ConvertError;
use crate::cli::args::{CertificateFormat, ConvertArguments};
use crate::cli::cert::error::CertError;
use crate::cli::cert::{input, password};
use crate::cli::settings::Settings;

/// What a new file is made of.
pub(super) struct Material {
    certificate: Option<Certificate>,
    /// From the one that issued it, towards the root.
    authorities: Vec<Certificate>,
    /// The key, and only where the new file is to hold it.
    key: Option<PrivateKey>,
}

impl Material {
    /// Takes from the files what the new one needs.
    pub(super) fn gather(
        arguments: &ConvertArguments,
        contents: &Contents,
        settings: &Settings,
    ) -> Result<Self, CertError> {
        let to = arguments.to;
        let certificate = match leaf(&arguments.file, contents) {
            // A file of keys alone can become a key.
            Err(ConvertError::NoCertificate { .. })
                if to == CertificateFormat::Key && !contents.keys.is_empty() =>
            {
                None
            }
            leaf => Some(leaf?),
        };
        let key = if to.is_private() {
            Some(key(arguments, contents, certificate.as_ref(), settings)?)
        } else {
            None
        };
        let authorities = match &certificate {
            Some(certificate) if to.has_chain() => {
                authorities(arguments, contents, certificate, settings)?
            }
            Some(_) | None => Vec::new(),
        };
        Ok(Self { certificate, authorities, key })
    }

    /// Writes the new file.
    pub(super) fn write(
        &self,
        arguments: &ConvertArguments,
        settings: &Settings,
    ) -> Result<Vec<u8>, CertError> {
        let chain: Vec<Certificate> =
            self.certificate.iter().chain(&self.authorities).cloned().collect();
        let Some(certificate) = &self.certificate else {
            return self.key_pem(arguments);
        };
        Ok(match arguments.to {
            CertificateFormat::Pem => {
                chain.iter().map(Certificate::pem).collect::<String>().into_bytes()
            }
            CertificateFormat::Cer => certificate.der().to_vec(),
            CertificateFormat::P7b => pkcs7::encode_der(&chain),
            CertificateFormat::P7bPem => pkcs7::encode_pem(&chain).into_bytes(),
            CertificateFormat::Txt => easy_ssl::encode(certificate).into_bytes(),
            CertificateFormat::Ssh => {
                let name = certificate.subject().common_name().map(shown::text);
                let comment = name.unwrap_or_default();
                let line = ssh::public_key_line(certificate.public_key(), &comment);
                line.map_err(ConvertError::from)?.into_bytes()
            }
            CertificateFormat::Key => self.key_pem(arguments)?,
            CertificateFormat::Pfx | CertificateFormat::PfxLegacy => {
                self.pkcs12(arguments, certificate, settings)?
            }
        })
    }

    fn pkcs12(
        &self,
        arguments: &ConvertArguments,
        certificate: &Certificate,
        settings: &Settings,
    ) -> Result<Vec<u8>, CertError> {
        let Some(key) = &self.key else { return Err(no_key(arguments).into()) };
        let password = password::of_new_file(&arguments.out, settings)?;
        let word = password.ok_or(ConvertError::NoPassword)?;
        let encode = if arguments.to == CertificateFormat::Pfx {
            pkcs12::encode_named
        } else {
            pkcs12::legacy::encode
        };
        let made = encode(key, certificate, &self.authorities, &arguments.alias, word.reveal());
        Ok(made.map_err(ConvertError::from)?)
    }

    fn key_pem(&self, arguments: &ConvertArguments) -> Result<Vec<u8>, CertError> {
        let Some(key) = &self.key else { return Err(no_key(arguments).into()) };
        Ok(pem::armour("PRIVATE KEY", key.pkcs8_der()).into_bytes())
    }

    /// Describes what the new file holds.
    pub(super) fn describe(&self, to: CertificateFormat) -> String {
        let subject = self.certificate.as_ref().map(|it| it.subject().to_string());
        let subject = subject.unwrap_or_default();
        match (to, self.authorities.len()) {
            (CertificateFormat::Key, _) => {
                "the private key, unencrypted; its owner alone may read the file".to_owned()
            }
            (CertificateFormat::Ssh, _) => format!("the public key of `{subject}`"),
            (CertificateFormat::Cer | CertificateFormat::Txt, _) => {
                format!("the certificate of `{subject}` alone")
            }
            (_, 0) => format!("`{subject}`, without any authority"),
            (_, count) => format!("`{subject}` and the authorities above it, {count} of them"),
        }
    }
}

fn no_key(arguments: &ConvertArguments) -> ConvertError {
    ConvertError::NoKey { file: arguments.key.as_ref().unwrap_or(&arguments.file).clone() }
}

/// The one certificate that the file is about.
fn leaf(file: &Path, contents: &Contents) -> Result<Certificate, ConvertError> {
    match leaves(&contents.certificates).as_slice() {
        [leaf] => Ok((*leaf).clone()),
        [] if contents.needs_password => Err(ConvertError::NeedsPassword { file: file.to_owned() }),
        [] => match contents.problems.first() {
            Some(problem) => {
                Err(ConvertError::Unreadable { file: file.to_owned(), source: problem.clone() })
            }
            None => Err(ConvertError::NoCertificate {
                file: file.to_owned(),
                found: contents.describe(),
            }),
        },
        several => Err(ConvertError::SeveralCertificates {
            file: file.to_owned(),
            subjects: several.iter().map(|leaf| leaf.subject().to_string()).collect(),
        }),
    }
}

/// The private key: of the file named with `--key`, or else of the file itself.
fn key(
    arguments: &ConvertArguments,
    contents: &Contents,
    certificate: Option<&Certificate>,
    settings: &Settings,
) -> Result<PrivateKey, CertError> {
    let beside = match &arguments.key {
        Some(path) => Some(input::open(path, settings)?),
        None => None,
    };
    let holder = beside.as_ref().unwrap_or(contents);
    let Some(certificate) = certificate else {
        let first = holder.keys.iter().find_map(|held| held.private.clone());
        return Ok(first.ok_or_else(|| no_key(arguments))?);
    };
    let held = holder.key_of(certificate).and_then(|held| held.private.clone());
    held.ok_or_else(|| {
        if holder.keys.is_empty() {
            return no_key(arguments).into();
        }
        let file = arguments.key.as_ref().unwrap_or(&arguments.file).clone();
        ConvertError::OtherKey { file, subject: certificate.subject().to_string() }.into()
    })
}

/// The authorities above the certificate, out of the file and of those named with `--chain`.
fn authorities(
    arguments: &ConvertArguments,
    contents: &Contents,
    certificate: &Certificate,
    settings: &Settings,
) -> Result<Vec<Certificate>, CertError> {
    let mut known = contents.certificates.clone();
    for path in &arguments.chain {
        known.extend(input::open(path, settings)?.certificates);
    }
    let chain = Chain::of(certificate, &known, machine_now());
    match chain.ends_before_its_root_at() {
        Some(last) if !arguments.incomplete => Err(ConvertError::ChainIncomplete {
            missing: last.issuer().to_string(),
            issued: last.subject().to_string(),
            urls: last.ca_issuer_urls().iter().map(|url| shown::text(url)).collect(),
        }
        .into()),
        Some(_) | None => Ok(chain.authorities),
    }
}
