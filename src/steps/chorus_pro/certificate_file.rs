//! The files that a manager can hand to the portal: the right one, and every wrong one.

use std::str::FromStr;

use cucumber::Parameter;
use jiff::SignedDuration;
use raccord_certs::format::{pem, pkcs7, pkcs12};
use raccord_certs::{Certificate, Defect, Subject};

use crate::connectors::Identity;
use crate::environment::CertificateOrder;
use crate::steps::{Failed, Stop, World};

const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// What is in the file, and how it is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(
    name = "file",
    regex = "(?:a new certificate|a server certificate|a certificate|an expired certificate|a \
             self-signed certificate|a test certificate|a PKCS#7|a PKCS#12|a private key|the same certificate)(?:,? .*)?"
)]
pub struct CertificateFile {
    content: Content,
    wrapping: Wrapping,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    Good,
    Spoilt(Defect),
    Server,
    Test,
    SameAgain,
    SameKey,
    Lasting(SignedDuration),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrapping {
    Pkcs7,
    Pkcs7Pem,
    Pkcs12,
    CertificateAlone,
    PrivateKey,
}

/// Every file that a scenario can name.
const FILES: &[(&str, Content, Wrapping)] = &[
    ("a new certificate, as PKCS#7 with its whole chain", Content::Good, Wrapping::Pkcs7),
    ("a new certificate, as PKCS#7 in PEM with its whole chain", Content::Good, Wrapping::Pkcs7Pem),
    ("a test certificate", Content::Test, Wrapping::Pkcs7),
    ("a server certificate", Content::Server, Wrapping::Pkcs7),
    (
        "a certificate for the other usage",
        Content::Spoilt(Defect::OtherExtendedKeyUsage),
        Wrapping::Pkcs7,
    ),
    (
        "a certificate for both client and server",
        Content::Spoilt(Defect::BothUsages),
        Wrapping::Pkcs7,
    ),
    (
        "a certificate with the wrong key usage",
        Content::Spoilt(Defect::WrongKeyUsage),
        Wrapping::Pkcs7,
    ),
    ("a certificate without a policy", Content::Spoilt(Defect::NoPolicy), Wrapping::Pkcs7),
    ("a certificate that is not valid yet", Content::Spoilt(Defect::NotYetValid), Wrapping::Pkcs7),
    ("an expired certificate", Content::Spoilt(Defect::Expired), Wrapping::Pkcs7),
    ("a certificate whose key is too small", Content::Spoilt(Defect::KeyTooSmall), Wrapping::Pkcs7),
    ("a self-signed certificate", Content::Spoilt(Defect::SelfSigned), Wrapping::Pkcs7),
    (
        "a PKCS#7 without the issuing authority",
        Content::Spoilt(Defect::MissingIntermediate),
        Wrapping::Pkcs7,
    ),
    ("a PKCS#12 with its private key", Content::Good, Wrapping::Pkcs12),
    ("a certificate alone, as .cer", Content::Good, Wrapping::CertificateAlone),
    ("a private key", Content::Good, Wrapping::PrivateKey),
    (
        "a certificate that lasts four years",
        Content::Lasting(SignedDuration::from_hours(24 * 366 * 4)),
        Wrapping::Pkcs7,
    ),
    (
        "a certificate that ends before the old one",
        Content::Lasting(SignedDuration::from_hours(24 * 10)),
        Wrapping::Pkcs7,
    ),
    ("a certificate for the old one's key", Content::SameKey, Wrapping::Pkcs7),
    ("the same certificate again", Content::SameAgain, Wrapping::Pkcs7),
];

impl FromStr for CertificateFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = FILES.iter().find(|(name, ..)| *name == text);
        let known = || FILES.iter().map(|(name, ..)| *name).collect::<Vec<_>>().join("; ");
        let (_, content, wrapping) =
            found.ok_or_else(|| format!("no file is called `{text}`; there are: {}", known()))?;
        Ok(Self { content: *content, wrapping: *wrapping })
    }
}

/// A file to upload, and the name of the certificate in it.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The name of the certificate.
    pub certificate: String,
    /// The name of the file.
    pub file_name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl CertificateFile {
    /// What the portal asks for.
    pub const RIGHT: Self = Self { content: Content::Good, wrapping: Wrapping::Pkcs7 };

    /// Makes the file: orders its certificate where it is a new one.
    ///
    /// # Errors
    ///
    /// When the environment issues no certificates, or the file cannot be made.
    pub fn make(self, world: &World) -> Result<Upload, Stop> {
        let identity = self.identity(world)?;
        let bytes = self.wrap(&identity)?;
        let extension = match self.wrapping {
            Wrapping::Pkcs7 | Wrapping::Pkcs7Pem => "p7b",
            Wrapping::Pkcs12 => "p12",
            Wrapping::CertificateAlone => "cer",
            Wrapping::PrivateKey => "key",
        };
        let file_name = format!("{}.{extension}", identity.name.replace(['/', '#'], "-"));
        Ok(Upload { certificate: identity.name, file_name, bytes })
    }

    fn identity(self, world: &World) -> Result<Identity, Stop> {
        let environment = world.environment()?;
        let newest = world.facts.chorus_pro.certificates.last().map(String::as_str);
        let before = || newest.ok_or_else(|| Stop::failed("there is no certificate before this"));
        let manager = world.manager()?;
        let service = world.facts.chorus_pro.edi.as_ref().map_or("EDI", |it| &*it.application_code);
        let named = |service: &str| Subject::french(service, &manager.organization, &manager.siret);
        let (subject, test_subject) = (named(service), named(&format!("TEST {service}")));
        let mut order =
            CertificateOrder::new("supplier/edi", "chorus-pro/ssl-client", &subject, YEAR);
        order.had = &world.facts.chorus_pro.certificates;
        match self.content {
            Content::Good => {}
            Content::Spoilt(defect) => order.defect = Some(defect),
            // RGS-A4 §II.4: the mark of a test certificate.
            Content::Test => order.subject = &test_subject,
            Content::Server => order.profile = "chorus-pro/ssl-server",
            Content::Lasting(lifetime) => order.lifetime = lifetime,
            Content::SameKey => order.same_key_as = Some(before()?),
            Content::SameAgain => return Ok(environment.vault().identity(before()?)?),
        }
        Ok(environment.issue_certificates()?.order(&order)?)
    }

    fn wrap(self, identity: &Identity) -> Result<Vec<u8>, Stop> {
        let chain: Vec<Certificate> = identity.with_chain();
        Ok(match self.wrapping {
            Wrapping::Pkcs7 => pkcs7::encode_der(&chain),
            Wrapping::Pkcs7Pem => pkcs7::encode_pem(&chain).into_bytes(),
            Wrapping::Pkcs12 => {
                let password = "a rehearsal's password";
                let Identity { key, certificate, chain, .. } = identity;
                let made = pkcs12::encode(key, certificate, chain, password);
                made.map_err(|error| Failed::because("a file could not be made", error))?
            }
            Wrapping::CertificateAlone => identity.certificate.der().to_vec(),
            Wrapping::PrivateKey => {
                pem::armour("PRIVATE KEY", identity.key.pkcs8_der()).into_bytes()
            }
        })
    }
}
