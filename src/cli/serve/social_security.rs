//! An employer who is connected to Belgian social security already, and the service provider whom
//! it has mandated to declare in its place.

use jiff::SignedDuration;
use raccord_certs::{Subject, random};
use raccord_kernel::Secret;

use super::error::ServeError;
use super::lines::{Identity, Means, Portal, SocialSecurity, url_for_browser};
use crate::connectors::Identity as Kept;
use crate::environment::{
    Application, ArrangeError, CertificateOrder, Company, Environment as _, Mocks, Quality,
    SocialSecurityAddresses, SocialSecurityStates as _, Stage,
};

/// The world that both are known in.
const STAGE: Stage = Stage::Production;
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Somebody who declares over REST.
#[derive(Debug)]
pub(super) struct Declarant {
    role: &'static str,
    pub(super) account: SocialSecurity,
    pub(super) chaman: Portal,
    identity: Kept,
}

/// A certificate and its key in one file, and what opens it.
#[derive(Debug)]
pub(super) struct Pfx {
    pub(super) bytes: Vec<u8>,
    pub(super) password: Secret,
}

impl Declarant {
    /// The account's certificate, in DER: what ChaMan takes.
    pub(super) fn certificate_der(&self) -> &[u8] {
        self.identity.certificate.der()
    }

    /// The certificate and its key, behind a password that is drawn now.
    ///
    /// # Errors
    ///
    /// When they cannot be written in one file.
    pub(super) fn pfx(&self) -> Result<Pfx, ServeError> {
        let password = Secret::new(random::password().map_err(cannot_write_pfx)?);
        let bytes = self.identity.pfx(&password).map_err(cannot_write_pfx)?;
        Ok(Pfx { bytes, password })
    }

    /// One for each means.
    pub(super) fn into_identities(self) -> impl Iterator<Item = Identity> {
        let Self { role, account, chaman, .. } = self;
        let means = [Means::SocialSecurity(account), Means::Chaman(chaman)];
        means.into_iter().map(move |means| Identity { role, means })
    }
}

/// Connects an employer and its provider, in this order.
///
/// # Errors
///
/// When it cannot be arranged.
pub(super) fn connected(mocks: &Mocks) -> Result<[Declarant; 2], ServeError> {
    let company = |name, quality| mocks.company(name, &[quality], STAGE);
    let employer = company("Boulangerie du Parc", Quality::Employer)?;
    let provider = company("Paie Service", Quality::ServiceProvider)?;
    for application in Application::ALL {
        mocks.mandate(&employer, &provider, application)?;
    }
    Ok([
        declarant(mocks, &employer, ("employer", Quality::Employer))?,
        declarant(mocks, &provider, ("provider", Quality::ServiceProvider))?,
    ])
}

fn declarant(
    mocks: &Mocks,
    company: &Company,
    (role, quality): (&'static str, Quality),
) -> Result<Declarant, ServeError> {
    let subject = Subject::belgian("Canal REST", &company.name, &company.number);
    let supplier = mocks.issue_certificates();
    let supplier = supplier.map_err(|error| ArrangeError::new("order a certificate", error))?;
    let identity = supplier.order(&CertificateOrder {
        role: "company/rest",
        profile: "social-security/rest",
        defect: None,
        subject: &subject,
        lifetime: YEAR,
        same_key_as: None,
    })?;
    let made =
        mocks.rest_account(company, (&company.name, quality), &Application::ALL, &identity)?;
    let addresses = SocialSecurityAddresses::of(STAGE);
    let token_url = SocialSecurityAddresses::token_url(addresses.services);
    Ok(Declarant {
        role,
        account: SocialSecurity {
            audience: token_url.clone(),
            token_url,
            api_url: addresses.services.to_owned(),
            client_id: made.client_id,
            enterprise_number: company.number.clone(),
            scopes: made.scopes,
            certificate: identity.certificate.pem(),
            private_key: Secret::new(identity.key.pkcs8_pem()),
        },
        chaman: Portal {
            url: url_for_browser(mocks, addresses.chaman),
            login: company.manager.clone(),
            password: mocks.vault().secret(&company.manager)?,
        },
        identity,
    })
}

fn cannot_write_pfx(error: impl std::error::Error + Send + Sync + 'static) -> ArrangeError {
    ArrangeError::new("write a certificate and its key in one file", error)
}
