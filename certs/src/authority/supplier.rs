//! The suppliers' hierarchy: a root, an authority that issues, and the certificates users order.

use rcgen::{BasicConstraints, CertificateParams, Issuer, KeyPair, SubjectPublicKeyInfo};

use super::{AuthorityError, HierarchyAddresses, authority_params, constraints, extensions, leaf};
use crate::{
    Certificate, Defect, Key, KeyKind, Profile, PublicKey, Shape, Subject, Validity,
    key::{KeyShape, signing::Signing},
    profile::SignedBy,
    revocation::Signer,
};

/// A throwaway root, and the throwaway authority under it that issues certificates.
#[derive(Debug)]
pub struct SupplierHierarchy {
    issuing: CertificateParams,
    keys: HierarchyKeys,
    addresses: Option<HierarchyAddresses>,
    chain: [Certificate; 2],
}

/// The keys of a hierarchy; P-256 makes it cheap.
#[derive(Clone, Debug)]
pub struct HierarchyKeys {
    /// The root's.
    pub root: Key,
    /// The issuing authority's.
    pub issuing: Key,
}

/// What is ordered.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// The shape of a good one.
    pub profile: &'static Profile,
    /// Whom it is for.
    pub subject: &'a Subject,
    /// The key to certify; [`Profile::key_for`] says of which kind.
    pub key: SubjectKey<'a>,
    /// When it is to be valid.
    pub validity: Validity,
    /// The one thing to spoil.
    pub defect: Option<Defect>,
    /// The serial number, taken as a positive number.
    pub serial: [u8; 16],
}

/// What is ordered, of any shape: what [`Order`] is for a profile.
#[derive(Clone, Debug)]
pub struct ShapedOrder<'a> {
    /// The shape of a good one.
    pub shape: &'a Shape,
    /// Whom it is for.
    pub subject: &'a Subject,
    /// The key to certify.
    pub key: SubjectKey<'a>,
    /// When it is to be valid.
    pub validity: Validity,
    /// The one thing to spoil.
    pub defect: Option<Defect>,
    /// The serial number, taken as a positive number.
    pub serial: [u8; 16],
}

/// The key to certify. Only a self-signed certificate needs the private half.
#[derive(Clone, Copy, Debug)]
pub enum SubjectKey<'a> {
    /// The public half alone.
    Public(&'a PublicKey),
    /// Both halves.
    Pair(&'a Key),
}

/// What is delivered.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The certificate.
    pub certificate: Certificate,
    /// The authorities above it, from the one that issued it to the root, as far as delivered.
    pub chain: Vec<Certificate>,
}

impl SupplierHierarchy {
    /// Makes a hierarchy whose authorities are valid in the given period; its certificates say
    /// nothing of where revocation could be asked about.
    ///
    /// Nothing holds it to certain names, as nothing holds the real ones: it is for verifiers that
    /// live no longer than it does. What is written to a disk comes from
    /// [`SupplierHierarchy::constrained_to`].
    ///
    /// # Errors
    ///
    /// When a key cannot sign.
    pub fn new(keys: &HierarchyKeys, validity: Validity) -> Result<Self, AuthorityError> {
        Self::make(keys, validity, None, None)
    }

    /// Makes a hierarchy that may vouch for these hosts alone, for no other name or address that a
    /// verifier would look up.
    ///
    /// A throwaway root that somebody comes to trust by mistake then opens nothing: its critical
    /// name constraints permit the hosts that were ordered, or none at all, which is right for
    /// clients and seals, since they name no host. Names of organisations are left free: verifiers
    /// do not agree on how to compare them, and a subject proves nothing by itself.
    ///
    /// # Errors
    ///
    /// When a key cannot sign, or a host is not ASCII.
    pub fn constrained_to(
        hosts: &[&str],
        keys: &HierarchyKeys,
        validity: Validity,
    ) -> Result<Self, AuthorityError> {
        Self::make(keys, validity, Some(hosts), None)
    }

    /// As [`new`](Self::new), with certificates that say where revocation can be asked about.
    ///
    /// # Errors
    ///
    /// When a key cannot sign, or an address is not ASCII.
    pub fn reachable_at(
        addresses: HierarchyAddresses,
        keys: &HierarchyKeys,
        validity: Validity,
    ) -> Result<Self, AuthorityError> {
        Self::make(keys, validity, None, Some(addresses))
    }

    fn make(
        keys: &HierarchyKeys,
        validity: Validity,
        hosts: Option<&[&str]>,
        addresses: Option<HierarchyAddresses>,
    ) -> Result<Self, AuthorityError> {
        let root_name = "Raccord throwaway root CA";
        let issuing_name = "Raccord throwaway issuing CA";
        let root_pair = pair(&keys.root)?;
        let write = |source| AuthorityError::Write { subject: root_name.to_owned(), source };
        let root = authority_params(root_name, validity, BasicConstraints::Unconstrained);
        let mut root = root.map_err(write)?;
        root.name_constraints = hosts.map(constraints::hosts_alone);
        let root_der = root.self_signed(root_pair).map_err(write)?;

        let write = |source| AuthorityError::Write { subject: issuing_name.to_owned(), source };
        let issuing = authority_params(issuing_name, validity, BasicConstraints::Constrained(0));
        let mut issuing = issuing.map_err(write)?;
        // Some verifiers take a root for a bare key, and pass over what its certificate says.
        issuing.name_constraints = hosts.map(constraints::hosts_alone);
        issuing.custom_extensions = extensions::policies(&[ANY_POLICY]).into_iter().collect();
        if let Some(addresses) = &addresses {
            addresses.root.write(&mut issuing);
        }
        let under_root = Issuer::from_params(&root, root_pair);
        let issuing_der = issuing.signed_by(pair(&keys.issuing)?, &under_root).map_err(write)?;

        let chain =
            [read_back(issuing_name, issuing_der.der())?, read_back(root_name, root_der.der())?];
        Ok(Self { issuing, keys: keys.clone(), addresses, chain })
    }

    /// Returns the root.
    #[must_use]
    pub fn root(&self) -> &Certificate {
        let [_, root] = &self.chain;
        root
    }

    /// Returns the authority that issues.
    #[must_use]
    pub fn issuing(&self) -> &Certificate {
        let [issuing, _] = &self.chain;
        issuing
    }

    /// Returns the authority that issues, about to sign a revocation list or an OCSP answer.
    #[must_use]
    pub fn issuing_signer(&self) -> Signer<'_> {
        Signer { certificate: self.issuing(), key: &self.keys.issuing }
    }

    /// Returns the root, about to sign a revocation list or an OCSP answer.
    #[must_use]
    pub fn root_signer(&self) -> Signer<'_> {
        Signer { certificate: self.root(), key: &self.keys.root }
    }

    /// Issues what is ordered, good but for the defect asked for.
    ///
    /// # Errors
    ///
    /// When the defect does not go with the profile or the key, or a name does not fit its encoding.
    pub fn issue(&self, order: &Order<'_>) -> Result<Issued, AuthorityError> {
        let shape = Shape::of(order.profile);
        let Order { subject, key, validity, defect, serial, .. } = *order;
        self.issue_shaped(&ShapedOrder { shape: &shape, subject, key, validity, defect, serial })
    }

    /// Issues a certificate of any shape, good but for the defect asked for.
    ///
    /// # Errors
    ///
    /// As [`SupplierHierarchy::issue`].
    pub fn issue_shaped(&self, order: &ShapedOrder<'_>) -> Result<Issued, AuthorityError> {
        check_defect(order)?;
        check_size(order)?;
        if order.defect != Some(Defect::OtherKey) {
            return self.certify(order);
        }
        let kind = KeyKind::of(&order.key.public().shape()).unwrap_or(order.shape.key);
        let other = Key::generate(kind).map_err(|source| AuthorityError::Key { source })?;
        self.certify(&ShapedOrder { key: SubjectKey::Pair(&other), ..order.clone() })
    }

    fn certify(&self, order: &ShapedOrder<'_>) -> Result<Issued, AuthorityError> {
        let subject = order.subject.called();
        let write = |source| AuthorityError::Write { subject: subject.clone(), source };
        let mut params = leaf::params(order)?;
        if let (Some(addresses), false) = (&self.addresses, order.is_self_signed()) {
            addresses.issuing.write(&mut params);
        }
        let made = if order.is_self_signed() {
            let SubjectKey::Pair(key) = order.key else {
                return Err(AuthorityError::PrivateKeyMissing);
            };
            let signing = Signing::of(key);
            params.self_signed(&signing.ok_or(AuthorityError::KeyCannotSign { kind: key.kind() })?)
        } else {
            let key = SubjectPublicKeyInfo::from_der(order.key.public().spki_der());
            let issuer = Issuer::from_params(&self.issuing, pair(&self.keys.issuing)?);
            params.signed_by(&key.map_err(write)?, &issuer)
        };
        let certificate = read_back(&subject, made.map_err(write)?.der())?;
        Ok(Issued { certificate, chain: self.delivered_chain(order) })
    }

    fn delivered_chain(&self, order: &ShapedOrder<'_>) -> Vec<Certificate> {
        if order.is_self_signed() {
            return Vec::new();
        }
        match order.defect {
            Some(Defect::MissingIntermediate) => vec![self.root().clone()],
            Some(_) | None => self.chain.to_vec(),
        }
    }
}

impl ShapedOrder<'_> {
    fn is_self_signed(&self) -> bool {
        self.shape.signed_by == SignedBy::Itself || self.defect == Some(Defect::SelfSigned)
    }
}

impl Issued {
    /// Returns the certificate, then the authorities above it.
    #[must_use]
    pub fn with_chain(&self) -> Vec<Certificate> {
        std::iter::once(&self.certificate).chain(&self.chain).cloned().collect()
    }
}

impl SubjectKey<'_> {
    /// Returns the public half.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        match self {
            Self::Public(key) => key,
            Self::Pair(key) => key.public(),
        }
    }
}

/// Under `anyPolicy` an authority may issue whatever a profile asks for.
const ANY_POLICY: &str = "2.5.29.32.0";

fn check_defect(order: &ShapedOrder<'_>) -> Result<(), AuthorityError> {
    let Some(defect) = order.defect else { return Ok(()) };
    let shape = order.shape.name;
    match defect.why_not(order.shape) {
        Some(reason) => Err(AuthorityError::DefectDoesNotApply { shape, defect, reason }),
        None => Ok(()),
    }
}

/// A small key is a defect, and a certificate has one defect at most.
fn check_size(order: &ShapedOrder<'_>) -> Result<(), AuthorityError> {
    let shape = order.key.public().shape();
    let small = matches!(shape, KeyShape::Rsa { bits, .. } if bits < 2048);
    match (small, order.defect == Some(Defect::KeyTooSmall)) {
        (true, false) => Err(AuthorityError::KeyUnexpectedlySmall),
        (false, true) => Err(AuthorityError::KeyNotSmall),
        (true, true) | (false, false) => Ok(()),
    }
}

fn pair(key: &Key) -> Result<&KeyPair, AuthorityError> {
    key.pair().ok_or(AuthorityError::KeyCannotSign { kind: key.kind() })
}

fn read_back(subject: &str, der: &[u8]) -> Result<Certificate, AuthorityError> {
    let read = Certificate::from_der(der);
    read.map_err(|source| AuthorityError::ReadBack { subject: subject.to_owned(), source })
}
