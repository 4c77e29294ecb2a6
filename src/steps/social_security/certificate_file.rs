//! The files that a manager can hand to ChaMan.

use std::str::FromStr;

use cucumber::Parameter;
use raccord_certs::Defect;
use raccord_certs::format::{pem, pkcs7};
use raccord_kernel::Secret;

use super::company::order_with;
use crate::connectors::Identity;
use crate::environment::Company;
use crate::steps::{Failed, Stop, World};

/// A file, as people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(
    name = "cer",
    regex = "a new certificate as PEM|a new certificate as PKCS#7|a new certificate as PKCS#12|\
             a new certificate for the same key|a new certificate beside its private key|\
             a new certificate with a key of 1024 bits|a new certificate|\
             a private key|an expired certificate|the same certificate again"
)]
pub enum CertificateFile {
    /// The certificate, in DER: `.cer`.
    Der,
    /// The same, in PEM.
    Pem,
    /// With its chain, in the form that Chorus Pro wants.
    Pkcs7,
    /// With its private key, behind a password.
    Pkcs12,
    /// In PEM, and its private key after it.
    BesideItsKey,
    /// The private key alone.
    PrivateKey,
    /// One that is for the key of the certificate in place.
    SameKey,
    /// One whose key is too short.
    WeakKey,
    /// One that expired.
    Expired,
    /// The certificate in place.
    SameAgain,
}

const NAMES: &[(&str, CertificateFile)] = &[
    ("a new certificate", CertificateFile::Der),
    ("a new certificate as PEM", CertificateFile::Pem),
    ("a new certificate as PKCS#7", CertificateFile::Pkcs7),
    ("a new certificate as PKCS#12", CertificateFile::Pkcs12),
    ("a new certificate beside its private key", CertificateFile::BesideItsKey),
    ("a private key", CertificateFile::PrivateKey),
    ("a new certificate for the same key", CertificateFile::SameKey),
    ("a new certificate with a key of 1024 bits", CertificateFile::WeakKey),
    ("an expired certificate", CertificateFile::Expired),
    ("the same certificate again", CertificateFile::SameAgain),
];

impl FromStr for CertificateFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = NAMES.iter().find(|(name, _)| *name == text);
        found.map(|(_, file)| *file).ok_or_else(|| format!("no file is called `{text}`"))
    }
}

/// A file that is ready to be handed over.
pub(super) struct Upload {
    /// The certificate in it.
    pub(super) identity: Identity,
    /// Its name.
    pub(super) file_name: &'static str,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
}

impl CertificateFile {
    /// Orders the certificate for a company, and writes the file.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub(super) fn prepare(self, world: &World, company: &Company) -> Result<Upload, Stop> {
        let identity = self.identity(world, company)?;
        let (file_name, bytes) = self.wrap(&identity)?;
        Ok(Upload { identity, file_name, bytes })
    }

    fn identity(self, world: &World, company: &Company) -> Result<Identity, Stop> {
        let in_place = || world.channel().map(|it| it.connector.configured.clone());
        match self {
            Self::SameAgain => Ok(world.environment()?.vault().identity(&in_place()?)?),
            Self::SameKey => order_with(world, company, None, Some(&in_place()?)),
            Self::WeakKey => order_with(world, company, Some(Defect::KeyTooSmall), None),
            Self::Expired => order_with(world, company, Some(Defect::Expired), None),
            Self::Der
            | Self::Pem
            | Self::Pkcs7
            | Self::Pkcs12
            | Self::BesideItsKey
            | Self::PrivateKey => order_with(world, company, None, None),
        }
    }

    fn wrap(self, identity: &Identity) -> Result<(&'static str, Vec<u8>), Stop> {
        let certificate = &identity.certificate;
        let private_key = || pem::armour("PRIVATE KEY", identity.key.pkcs8_der());
        Ok(match self {
            Self::Der | Self::SameKey | Self::WeakKey | Self::Expired | Self::SameAgain => {
                ("certificat.cer", certificate.der().to_vec())
            }
            Self::Pem => ("certificat.cer", certificate.pem().into_bytes()),
            Self::Pkcs7 => ("certificat.p7b", pkcs7::encode_der(&identity.with_chain())),
            Self::Pkcs12 => {
                let password = Secret::new("a rehearsal's password".to_owned());
                let made = identity.pfx(&password);
                let failed = |error| Failed::because("a file could not be made", error);
                ("certificat.pfx", made.map_err(failed)?)
            }
            Self::BesideItsKey => {
                ("certificat.cer", format!("{}{}", certificate.pem(), private_key()).into_bytes())
            }
            Self::PrivateKey => ("certificat.cer", private_key().into_bytes()),
        })
    }
}
