//! What the authorities answer.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::Certificate;
use raccord_certs::revocation::{
    Answer, CertificateId, List, OcspRefusal, OcspRequest, OcspStatus, Period, RequestError,
    Revoked, Signer,
};
use raccord_kernel::clock::after;
use raccord_kernel::{Refuse, Rule, Trace};

use super::{Authorities, Authority, Says, rules};

/// How long a list and an answer are good.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Why the OCSP responder does not answer.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityRefusal {
    /// The request cannot be read.
    #[error(transparent)]
    Malformed(#[from] RequestError),
    /// It is not about certificates of one authority that is served here.
    #[error(
        "found a request about certificate {serial} of another authority, expected one of those served here"
    )]
    OtherAuthority {
        /// The serial number asked about.
        serial: String,
    },
    /// The authority's own papers are not in order: a fault of the mock.
    #[error("the authority could not sign")]
    CannotSign(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AuthorityRefusal {
    /// What is said instead of an answer.
    pub(super) const fn said(&self) -> OcspRefusal {
        match self {
            Self::Malformed(_) => OcspRefusal::MalformedRequest,
            Self::OtherAuthority { .. } => OcspRefusal::Unauthorized,
            Self::CannotSign(_) => OcspRefusal::InternalError,
        }
    }

    fn cannot_sign(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::CannotSign(source.into())
    }
}

impl Refuse for AuthorityRefusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Malformed(_) => rules::OCSP_03,
            Self::OtherAuthority { .. } => rules::OCSP_04,
            Self::CannotSign(_) => rules::OCSP_01,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}

impl Authorities {
    /// Whether an authority of that name is served.
    pub(super) fn serves(&self, name: &str) -> bool {
        self.served.contains_key(name)
    }

    /// The list of an authority, in DER.
    pub(super) fn list(
        &mut self,
        name: &str,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Vec<u8>, AuthorityRefusal> {
        trace.note("authority", name);
        trace.stands_on(rules::LIST_01);
        let authority = self.served.get_mut(name).ok_or_else(|| nobody(name))?;
        authority.lists_made += 1;
        let period = authority.says.period(now);
        let revoked = authority.revoked_by(period.this_update);
        trace.note("revoked", revoked.len());
        let list = List {
            number: authority.lists_made,
            this_update: period.this_update,
            next_update: period.until(),
            revoked: &revoked,
        };
        authority.sign(|signer| signer.list(&list))
    }

    /// The certificate of an authority, in DER.
    pub(super) fn certificate(
        &self,
        name: &str,
        trace: &mut Trace,
    ) -> Result<Vec<u8>, AuthorityRefusal> {
        trace.note("authority", name);
        trace.stands_on(rules::ISSUER_01);
        let authority = self.served.get(name).ok_or_else(|| nobody(name))?;
        let certificate = authority.certificate().map_err(AuthorityRefusal::cannot_sign)?;
        Ok(certificate.der().to_vec())
    }

    /// The answer to an OCSP request, in DER.
    pub(super) fn answer(
        &self,
        request: &[u8],
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Vec<u8>, AuthorityRefusal> {
        let request = OcspRequest::from_der(request)?;
        let (name, authority) = self.asked(&request.certificates)?;
        trace.note("authority", name);
        trace.stands_on(rules::OCSP_01);
        if request.nonce.is_some() {
            trace.stands_on(rules::OCSP_02);
        }
        let answers: Vec<_> =
            request.certificates.iter().map(|id| authority.status(id.clone(), now)).collect();
        if let [only] = answers.as_slice() {
            trace.note("status", only.status.name());
        }
        authority.sign(|signer| signer.respond(&answers, request.nonce.as_deref(), now))
    }

    /// The one authority that every certificate asked about is of.
    fn asked(&self, ids: &[CertificateId]) -> Result<(&str, &Authority), AuthorityRefusal> {
        let of = |authority: &Authority, id: &CertificateId| {
            authority.certificate().is_ok_and(|certificate| id.is_of(&certificate))
        };
        let other = |id: &CertificateId| AuthorityRefusal::OtherAuthority {
            serial: id.serial().to_owned(),
        };
        let first = ids.first().ok_or(RequestError::Nothing)?;
        let served = self.served.iter().find(|(_, authority)| of(authority, first));
        let (name, authority) = served.ok_or_else(|| other(first))?;
        let stranger = ids.iter().find(|id| !of(authority, id));
        stranger.map_or(Ok((name.as_str(), authority)), |id| Err(other(id)))
    }
}

impl Authority {
    /// What was revoked by an instant.
    fn revoked_by(&self, instant: Timestamp) -> Vec<Revoked> {
        let revoked = self.revoked.iter().filter(|(_, it)| it.since <= instant);
        revoked.map(|(serial, it)| Revoked { serial: serial.clone(), revocation: *it }).collect()
    }

    fn status(&self, id: CertificateId, now: Timestamp) -> Answer {
        let says = match self.says_of.get(id.serial()) {
            None | Some(Says::Truth) => self.says,
            Some(scripted) => *scripted,
        };
        let period = says.period(now);
        let revoked = self.revoked.get(id.serial()).filter(|it| it.since <= period.this_update);
        let status = match (says, revoked) {
            (Says::Unknown, _) => OcspStatus::Unknown,
            (Says::Truth | Says::Stale, Some(revocation)) => OcspStatus::Revoked(*revocation),
            (Says::Truth | Says::Stale, None) if self.issued.contains(id.serial()) => {
                OcspStatus::Good
            }
            (Says::Truth | Says::Stale, None) => OcspStatus::Unknown,
        };
        Answer { certificate: id, status, period }
    }

    fn sign<E: std::error::Error + Send + Sync + 'static>(
        &self,
        make: impl FnOnce(Signer<'_>) -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, AuthorityRefusal> {
        let certificate: Certificate = self.certificate().map_err(AuthorityRefusal::cannot_sign)?;
        let key = self.key().map_err(AuthorityRefusal::cannot_sign)?;
        let signer = Signer { certificate: &certificate, key: &key };
        make(signer).map_err(AuthorityRefusal::cannot_sign)
    }
}

impl Says {
    /// When what is said was made, and until when it is good.
    fn period(self, now: Timestamp) -> Period {
        match self {
            Self::Truth | Self::Unknown => Period::lasting(now, DAY),
            Self::Stale => Period::lasting(after(now, -DAY * 2), DAY),
        }
    }
}

fn nobody(name: &str) -> AuthorityRefusal {
    AuthorityRefusal::OtherAuthority { serial: format!("list `{name}`") }
}
