//! Reads the fields of a certificate; what cannot be understood counts as absent.

use jiff::Timestamp;
use x509_parser::{
    certificate::X509Certificate,
    extensions::{GeneralName, ParsedExtension, X509Extension},
    nom,
    prelude::{FromDer, X509Error},
    time::ASN1Time,
};

use super::{
    CertificateError, ExtendedKeyUsage, ExtendedKeyUsages, Fields, KeyUsages, Name,
    addresses::Addresses, person,
};
use crate::{
    Fingerprint, PublicKey, Validity,
    format::{asn1, limits},
    key::KeyShape,
};

const QC_STATEMENTS: &str = "1.3.6.1.5.5.7.1.3";
const QC_TYPE: &str = "0.4.0.1862.1.6";
const QC_TYPE_SIGNATURE: &str = "0.4.0.1862.1.6.1";
const PRECERTIFICATE_POISON: &str = "1.3.6.1.4.1.11129.2.4.3";

/// What the extensions say.
#[derive(Clone, Default)]
pub(super) struct Said {
    pub(super) key_usages: Option<KeyUsages>,
    pub(super) extended_key_usages: Option<ExtendedKeyUsages>,
    pub(super) policies: Vec<String>,
    pub(super) dns_names: Vec<String>,
    pub(super) addresses: Addresses,
    pub(super) subject_key_id: Option<Vec<u8>>,
    pub(super) authority_key_id: Option<Vec<u8>>,
    pub(super) is_ca: bool,
    pub(super) precertificate: bool,
    pub(super) qualified_signature: bool,
}

pub(super) fn fields(der: &[u8]) -> Result<Fields, CertificateError> {
    let (rest, read) = X509Certificate::from_der(der)
        .map_err(|error| CertificateError::Read { found: field(&error) })?;
    if !rest.is_empty() {
        return Err(CertificateError::Trailing { octets: rest.len() });
    }
    let mut said = Said::default();
    read.extensions().iter().for_each(|extension| said.hear(extension));
    let subject = Name::read(read.subject());
    let public_key = PublicKey::from_spki_der(read.public_key().raw);
    let key_shape = public_key.shape();
    refuse_huge(&key_shape)?;
    let extended = said.extended_key_usages.as_ref();
    let qualified = said.qualified_signature;
    let marks = person::marks(&subject, said.key_usages, extended, &said.policies, qualified);
    Ok(Fields {
        der: der.to_vec(),
        fingerprint: Fingerprint::of(der),
        issuer: Name::read(read.issuer()),
        serial: serial(read.raw_serial()),
        validity: Validity {
            from: instant(read.validity().not_before),
            until: instant(read.validity().not_after),
        },
        key_shape,
        signature_algorithm: read.signature_algorithm.algorithm.to_id_string(),
        key_usages: said.key_usages,
        extended_key_usages: said.extended_key_usages,
        policies: said.policies,
        dns_names: said.dns_names,
        addresses: said.addresses,
        subject_key_id: said.subject_key_id,
        authority_key_id: said.authority_key_id,
        is_ca: said.is_ca,
        precertificate: said.precertificate,
        person_marks: marks,
        subject,
        public_key,
    })
}

/// Refuses a key that would keep the machine busy, before anybody reckons with it.
pub(super) fn refuse_huge(shape: &KeyShape) -> Result<(), CertificateError> {
    match shape {
        KeyShape::Rsa { bits, .. } if *bits > limits::RSA_BITS => {
            Err(CertificateError::KeyTooLarge { bits: *bits })
        }
        KeyShape::Rsa { .. } | KeyShape::Ec { .. } | KeyShape::Other { .. } => Ok(()),
    }
}

/// Names the field that the parser stumbled on.
#[expect(clippy::wildcard_enum_match_arm, reason = "what is left names itself")]
pub(super) fn field(error: &nom::Err<X509Error>) -> String {
    let (nom::Err::Error(error) | nom::Err::Failure(error)) = error else {
        return "it is cut off".to_owned();
    };
    let field = match error {
        X509Error::InvalidVersion => "version",
        X509Error::InvalidSerial => "serial number",
        X509Error::InvalidAlgorithmIdentifier => "identifier of an algorithm",
        X509Error::InvalidX509Name => "name (subject or issuer)",
        X509Error::InvalidDate => "date (validity)",
        X509Error::InvalidSPKI => "public key",
        X509Error::InvalidExtensions => "list of extensions",
        X509Error::DuplicateExtensions => return "an extension stands in it twice".to_owned(),
        X509Error::InvalidAttributes | X509Error::DuplicateAttributes => "list of attributes",
        X509Error::InvalidSignatureValue => "signature",
        other => return format!("its structure is damaged ({other})"),
    };
    format!("the {field} is damaged")
}

/// The octets of a serial number, as [`Certificate::serial`](super::Certificate::serial) writes it.
pub(crate) fn serial(octets: &[u8]) -> String {
    hex::encode(match octets {
        [0, rest @ ..] if !rest.is_empty() => rest,
        all => all,
    })
}

/// A date beyond what an instant can hold ends at the last instant, as `99991231235959Z` means to.
pub(crate) fn instant(time: ASN1Time) -> Timestamp {
    let end = if time.timestamp() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_second(time.timestamp()).unwrap_or(end)
}

impl Said {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "an extension nobody here looks at counts as absent, and the list is not ours"
    )]
    pub(super) fn hear(&mut self, extension: &X509Extension<'_>) {
        let critical = extension.critical;
        match extension.parsed_extension() {
            ParsedExtension::KeyUsage(usage) => {
                self.key_usages = Some(KeyUsages::read(usage.flags, critical));
            }
            ParsedExtension::ExtendedKeyUsage(usage) => {
                let purposes = purposes(usage);
                self.extended_key_usages = Some(ExtendedKeyUsages { purposes, critical });
            }
            ParsedExtension::CertificatePolicies(policies) => {
                self.policies = policies.iter().map(|each| each.policy_id.to_id_string()).collect();
            }
            ParsedExtension::SubjectAlternativeName(names) => {
                self.dns_names = names.general_names.iter().filter_map(dns_name).collect();
            }
            ParsedExtension::AuthorityInfoAccess(access) => self.addresses.hear_access(access),
            ParsedExtension::CRLDistributionPoints(points) => {
                self.addresses.hear_distribution(points);
            }
            ParsedExtension::SubjectKeyIdentifier(id) => self.subject_key_id = Some(id.0.to_vec()),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                self.authority_key_id = id.key_identifier.as_ref().map(|id| id.0.to_vec());
            }
            ParsedExtension::BasicConstraints(constraints) => self.is_ca = constraints.ca,
            _ => self.hear_unparsed(&extension.oid.to_id_string(), extension.value),
        }
    }

    fn hear_unparsed(&mut self, oid: &str, value: &[u8]) {
        match oid {
            PRECERTIFICATE_POISON => self.precertificate = true,
            QC_STATEMENTS => self.qualified_signature = states_a_signature(value),
            _ => {}
        }
    }
}

/// Says whether the statements hold a `QcType` (ETSI EN 319 412-5 §4.2.3) for signatures.
fn states_a_signature(value: &[u8]) -> bool {
    let statements = asn1::elements(value);
    let statements = statements.first().map(|list| asn1::elements(list.data)).unwrap_or_default();
    let of_signature = |statement: &[u8]| {
        let parts = asn1::elements(statement);
        let [identifier, types] = parts.as_slice() else { return false };
        let is = |element: &x509_parser::asn1_rs::Any<'_>, oid: &str| {
            element.as_oid().is_ok_and(|found| found.to_id_string() == oid)
        };
        let types = asn1::elements(types.data);
        is(identifier, QC_TYPE) && types.iter().any(|each| is(each, QC_TYPE_SIGNATURE))
    };
    statements.iter().any(|statement| of_signature(statement.data))
}

fn purposes(usage: &x509_parser::extensions::ExtendedKeyUsage<'_>) -> Vec<ExtendedKeyUsage> {
    let known = [
        (usage.any, ExtendedKeyUsage::Any),
        (usage.server_auth, ExtendedKeyUsage::ServerAuth),
        (usage.client_auth, ExtendedKeyUsage::ClientAuth),
        (usage.code_signing, ExtendedKeyUsage::CodeSigning),
        (usage.email_protection, ExtendedKeyUsage::EmailProtection),
        (usage.time_stamping, ExtendedKeyUsage::TimeStamping),
        (usage.ocsp_signing, ExtendedKeyUsage::OcspSigning),
    ];
    let known = known.into_iter().filter(|(listed, _)| *listed).map(|(_, purpose)| purpose);
    let others = usage.other.iter().map(|oid| ExtendedKeyUsage::Other(oid.to_id_string()));
    known.chain(others).collect()
}

fn dns_name(name: &GeneralName<'_>) -> Option<String> {
    if let GeneralName::DNSName(name) = name { Some((*name).to_owned()) } else { None }
}
