//! The gateway's root: it vouches for the hosts that the mocks stand in for, and for no other.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, Issuer, KeyUsagePurpose, NameConstraints,
};

use super::{AuthorityError, authority_params, set_validity};
use crate::{Certificate, Fingerprint, Key, KeyKind, Validity};

/// A throwaway root with critical name constraints: the hosts it was made for, names under them,
/// `localhost` and this machine's own addresses.
///
/// Whoever trusts it trusts nothing else by it: a certificate for another host is refused by every
/// verifier, and never issued here in the first place.
#[derive(Debug)]
pub struct GatewayAuthority {
    hosts: Vec<String>,
    params: CertificateParams,
    key: Key,
    certificate: Certificate,
}

/// What a TLS listener shows.
#[derive(Clone, Debug)]
pub struct HostCertificate {
    /// The DER of the certificates to send, the host's own first; the root is not sent.
    pub chain_der: Vec<Vec<u8>>,
    /// The host's private key.
    pub key: Key,
}

impl GatewayAuthority {
    /// Makes a root, with a new P-256 key, that may vouch for these hosts.
    ///
    /// # Errors
    ///
    /// When no key can be made, or a host name is not ASCII.
    pub fn new(hosts: &[&str], validity: Validity) -> Result<Self, AuthorityError> {
        Self::of_key(hosts, validity, new_key()?)
    }

    /// As [`new`](Self::new), of a key that was made before: whoever trusts the root of that key
    /// trusts this one, which has the same name and the same key.
    ///
    /// # Errors
    ///
    /// When the key cannot sign, or a host name is not ASCII.
    pub fn of_key(hosts: &[&str], validity: Validity, key: Key) -> Result<Self, AuthorityError> {
        let hosts = hosts.iter().chain(&["localhost"]).map(|host| host.to_ascii_lowercase());
        let hosts: Vec<String> = hosts.collect();
        let name = root_name(&key);
        let write = |source| AuthorityError::Write { subject: name.clone(), source };
        let params = authority_params(&name, validity, BasicConstraints::Constrained(0));
        let mut params = params.map_err(write)?;
        params.name_constraints = Some(permitted(&hosts));
        let pair = key.pair().ok_or(AuthorityError::KeyCannotSign { kind: key.kind() })?;
        let made = params.self_signed(pair).map_err(write)?;
        let certificate = Certificate::from_der(made.der())
            .map_err(|source| AuthorityError::ReadBack { subject: name.clone(), source })?;
        Ok(Self { hosts, params, key, certificate })
    }

    /// Returns the root's certificate, to be trusted by connectors under test.
    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Returns the root's key, to be kept for [`of_key`](Self::of_key).
    #[must_use]
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// Issues a certificate, with a new P-256 key, for a host name or a loopback address.
    ///
    /// It takes some tens of microseconds, so it can be made while a handshake waits.
    ///
    /// # Errors
    ///
    /// When the root may not vouch for the host.
    pub fn issue_host(
        &self,
        host: &str,
        validity: Validity,
    ) -> Result<HostCertificate, AuthorityError> {
        if !self.may_vouch_for(host) {
            return Err(AuthorityError::HostNotPermitted { host: host.to_owned() });
        }
        self.sign_host(host, validity)
    }

    fn may_vouch_for(&self, host: &str) -> bool {
        if let Ok(address) = host.parse::<IpAddr>() {
            return LOOPBACK.contains(&address);
        }
        let host = host.to_ascii_lowercase();
        let under = |known: &String| {
            host.strip_suffix(known.as_str()).is_some_and(|label| {
                label.is_empty() || label.strip_suffix('.').is_some_and(|label| !label.is_empty())
            })
        };
        self.hosts.iter().any(under)
    }

    fn sign_host(&self, host: &str, validity: Validity) -> Result<HostCertificate, AuthorityError> {
        let key = new_key()?;
        let cannot = |key: &Key| AuthorityError::KeyCannotSign { kind: key.kind() };
        let write = |source| AuthorityError::Write { subject: host.to_owned(), source };
        let params = host_params(host, validity).map_err(write)?;
        let root = self.key.pair().ok_or_else(|| cannot(&self.key))?;
        let subject = key.pair().ok_or_else(|| cannot(&key))?;
        let issuer = Issuer::from_params(&self.params, root);
        let made = params.signed_by(subject, &issuer).map_err(write)?;
        Ok(HostCertificate { chain_der: vec![made.der().to_vec()], key })
    }
}

const LOOPBACK: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];

/// The root's name ends in a mark of its key: two roots of one name, one of them trusted from an
/// earlier run, make every verifier complain of a bad signature instead of a stranger.
fn root_name(key: &Key) -> String {
    let mark = Fingerprint::of(key.public().spki_der()).to_string();
    format!("Raccord throwaway gateway CA {}", mark.chars().take(8).collect::<String>())
}

/// A permitted name permits every name under it (RFC-5280 §4.2.1.10).
fn permitted(hosts: &[String]) -> NameConstraints {
    let names = hosts.iter().cloned().map(GeneralSubtree::DnsName);
    let addresses = LOOPBACK.map(|address| GeneralSubtree::IpAddress(alone(address)));
    NameConstraints {
        permitted_subtrees: names.chain(addresses).collect(),
        excluded_subtrees: Vec::new(),
    }
}

fn alone(address: IpAddr) -> CidrSubnet {
    match address {
        IpAddr::V4(v4) => CidrSubnet::V4(v4.octets(), [0xff; 4]),
        IpAddr::V6(v6) => CidrSubnet::V6(v6.octets(), [0xff; 16]),
    }
}

fn host_params(host: &str, validity: Validity) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new([host.to_owned()])?;
    let mut name = DistinguishedName::new();
    // Verifiers read the alternative name. A common name that looks like a host would be held to
    // the constraints on host names by OpenSSL, which an address does not meet.
    name.push(DnType::CommonName, "Raccord throwaway host");
    params.distinguished_name = name;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    set_validity(&mut params, validity);
    Ok(params)
}

fn new_key() -> Result<Key, AuthorityError> {
    Key::generate(KeyKind::P256).map_err(|source| AuthorityError::Key { source })
}

#[cfg(test)]
mod tests {
    use openssl::{
        stack::Stack,
        x509::{X509, X509StoreContext, store::X509StoreBuilder, verify::X509VerifyParam},
    };

    use super::*;

    fn gateway() -> (GatewayAuthority, Validity) {
        let validity = Validity::days("2026-01-01T00:00:00Z".parse().unwrap(), 365);
        (GatewayAuthority::new(&["sandbox-api.piste.gouv.fr"], validity).unwrap(), validity)
    }

    #[test]
    fn a_host_that_was_not_announced_gets_no_certificate() {
        let (gateway, validity) = gateway();
        for host in ["example.com", "xsandbox-api.piste.gouv.fr", "10.0.0.1", "", ".localhost"] {
            let refusal = gateway.issue_host(host, validity).unwrap_err();
            assert!(matches!(refusal, AuthorityError::HostNotPermitted { .. }), "{host}");
        }
    }

    #[test]
    fn known_hosts_names_under_them_and_this_machine_get_one() {
        let (gateway, validity) = gateway();
        let hosts = [
            "sandbox-api.piste.gouv.fr",
            "Sandbox-API.piste.gouv.fr",
            "localhost",
            "a.sandbox-api.piste.gouv.fr.localhost",
            "127.0.0.1",
            "::1",
        ];
        for host in hosts {
            assert!(verifies(&gateway, &gateway.issue_host(host, validity).unwrap()), "{host}");
        }
    }

    #[test]
    fn a_verifier_refuses_a_foreign_host_even_if_the_root_had_signed_for_it() {
        let (gateway, validity) = gateway();
        for host in ["example.com", "10.0.0.1"] {
            assert!(!verifies(&gateway, &gateway.sign_host(host, validity).unwrap()), "{host}");
        }
    }

    fn verifies(gateway: &GatewayAuthority, host: &HostCertificate) -> bool {
        let mut store = X509StoreBuilder::new().unwrap();
        store.add_cert(X509::from_der(gateway.certificate().der()).unwrap()).unwrap();
        let mut parameters = X509VerifyParam::new().unwrap();
        parameters.set_time(gateway.certificate().validity().from.as_second() + 1);
        store.set_param(&parameters).unwrap();
        let leaf = X509::from_der(&host.chain_der[0]).unwrap();
        let mut context = X509StoreContext::new().unwrap();
        let chain = Stack::new().unwrap();
        context.init(&store.build(), &leaf, &chain, |context| context.verify_cert()).unwrap()
    }
}
