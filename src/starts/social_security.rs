//! An employer who is connected to Belgian social security already, and the service provider that
//! may declare in its place.

use raccord_certs::{Subject, random};

use super::{Exports, StartError, Variable, Wish, variables};
use crate::connectors::Identity;
use crate::environment::{
    Application, ArrangeError, Company, Environment as _, Mocks, Quality, RestAccount,
    SocialSecurityAddresses, SocialSecurityConnections as _, SocialSecurityStates as _, Stage,
};

/// The world that an employer and its provider are known in.
const STAGE: Stage = Stage::Production;
/// What a certificate of the REST channel is to be, and under which role it is known.
const ROLE: (&str, &str) = ("company/rest", "social-security/rest");

/// Somebody who declares over REST.
struct Declarant {
    company: Company,
    account: RestAccount,
    current: Identity,
    next: Identity,
}

/// An employer, and a provider that it has mandated for everything.
pub(super) fn connected(mocks: &Mocks, wish: &Wish) -> Result<Exports, StartError> {
    let [employer, provider] = declarants(mocks, wish)?;
    for application in Application::ALL {
        mocks.mandate(&employer.company, &provider.company, application)?;
    }
    exported(mocks, &employer, &provider)
}

/// An employer, and a provider that it has mandated for nothing.
pub(super) fn without_mandate(mocks: &Mocks, wish: &Wish) -> Result<Exports, StartError> {
    let [employer, provider] = declarants(mocks, wish)?;
    exported(mocks, &employer, &provider)
}

/// As [`connected`], with the next certificates registered beside the current ones.
pub(super) fn both_certificates(mocks: &Mocks, wish: &Wish) -> Result<Exports, StartError> {
    let [employer, provider] = declarants(mocks, wish)?;
    for application in Application::ALL {
        mocks.mandate(&employer.company, &provider.company, application)?;
    }
    for declarant in [&employer, &provider] {
        mocks.add_certificate(STAGE, &declarant.account.client_id, &declarant.next)?;
    }
    exported(mocks, &employer, &provider)
}

/// An employer in acceptance, where whoever connects a program tries it first.
pub(super) fn in_acceptance(mocks: &Mocks, wish: &Wish) -> Result<Exports, StartError> {
    let who = ("Boulangerie du Parc", Quality::Employer);
    let employer = declarant(mocks, who, Stage::Acceptance, wish)?;
    Ok(addresses(Stage::Acceptance).and(employer.exports(mocks, variables::EMPLOYER)?))
}

fn declarants(mocks: &Mocks, wish: &Wish) -> Result<[Declarant; 2], StartError> {
    Ok([
        declarant(mocks, ("Boulangerie du Parc", Quality::Employer), STAGE, wish)?,
        declarant(mocks, ("Paie Service", Quality::ServiceProvider), STAGE, wish)?,
    ])
}

fn declarant(
    mocks: &Mocks,
    (name, quality): (&str, Quality),
    stage: Stage,
    wish: &Wish,
) -> Result<Declarant, StartError> {
    let company = mocks.company(name, &[quality], stage)?;
    let subject = Subject::belgian("Canal REST", &company.name, &company.number);
    let current = wish.order(mocks, ROLE, &subject)?;
    let next = Wish::order_next(mocks, ROLE, &subject)?;
    let account =
        mocks.rest_account(&company, (&company.name, quality), &Application::ALL, &current)?;
    Ok(Declarant { company, account, current, next })
}

fn exported(
    mocks: &Mocks,
    employer: &Declarant,
    provider: &Declarant,
) -> Result<Exports, StartError> {
    Ok(addresses(STAGE)
        .and(employer.exports(mocks, variables::EMPLOYER)?)
        .and(provider.exports(mocks, variables::PROVIDER)?))
}

fn addresses(stage: Stage) -> Exports {
    let addresses = SocialSecurityAddresses::of(stage);
    let values = [
        addresses.token_url.clone().into(),
        addresses.token_url.into(),
        addresses.services.into(),
        format!("{}/", addresses.chaman).into(),
    ];
    Exports::of(variables::SOCIAL_SECURITY, values)
}

impl Declarant {
    fn exports(&self, mocks: &Mocks, group: &'static [Variable]) -> Result<Exports, StartError> {
        let word = raccord_kernel::Secret::new(random::password().map_err(cannot_write_pfx)?);
        let pfx = self.current.pfx(&word).map_err(cannot_write_pfx)?;
        let values = [
            self.account.client_id.clone().into(),
            self.company.number.clone().into(),
            self.account.scopes.join(" ").into(),
            self.current.key.pkcs8_pem().into(),
            self.current.certificate.der().to_vec(),
            pfx,
            word.reveal().into(),
            self.next.certificate.der().to_vec(),
            self.next.key.pkcs8_pem().into(),
            self.company.manager.clone().into(),
            mocks.vault().secret(&self.company.manager)?.reveal().into(),
        ];
        Ok(Exports::of(group, values))
    }
}

fn cannot_write_pfx(error: impl std::error::Error + Send + Sync + 'static) -> ArrangeError {
    ArrangeError::new("write a certificate and its key in one file", error)
}
