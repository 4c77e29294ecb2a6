//! Who there is, with which account, until when.

use cucumber::given;
use jiff::SignedDuration;
use raccord_certs::{Defect, Subject};
use raccord_kernel::clock::after;

use super::facts::Channel;
use crate::connectors::Identity;
use crate::connectors::social_security::call::PROBLEMS;
use crate::connectors::social_security::oauth::TokenSettings;
use crate::connectors::social_security::rest::{KeyForm, RestMemory};
use crate::environment::{
    Application, CertificateOrder, Company, Quality, SocialSecurityAddresses, Stage,
};
use crate::steps::time::{Lapse, pass_to};
use crate::steps::{Stop, World};

const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// The applications that people name: `Dimona and Federal Learning Account`.
///
/// # Errors
///
/// When none is called so.
pub(super) fn applications(names: &str) -> Result<Vec<Application>, Stop> {
    names.split(" and ").map(application).collect()
}

/// The application of a name.
///
/// # Errors
///
/// When none is called so.
pub(super) fn application(name: &str) -> Result<Application, Stop> {
    let found = Application::ALL.into_iter().find(|application| application.label() == name);
    found.ok_or_else(|| {
        let there_are = Application::ALL.map(Application::label).join(" and ");
        Stop::failed(format!("no applications are called `{name}`; there are {there_are}"))
    })
}

/// The quality that a label names.
///
/// # Errors
///
/// When none is called so.
pub(super) fn quality(label: &str) -> Result<Quality, Stop> {
    let found = Quality::ALL.into_iter().find(|quality| quality.label() == label);
    found.ok_or_else(|| Stop::failed(format!("no quality is called `{label}`")))
}

/// Orders a certificate for a company; it signs it itself, as the portal's manual shows.
///
/// # Errors
///
/// When none can be had.
pub(super) fn order(world: &World, company: &Company) -> Result<Identity, Stop> {
    order_with(world, company, None, None)
}

/// Orders a certificate for a company, spoilt by one thing, or for the key of another.
///
/// # Errors
///
/// When none can be had.
pub(super) fn order_with(
    world: &World,
    company: &Company,
    defect: Option<Defect>,
    same_key_as: Option<&str>,
) -> Result<Identity, Stop> {
    let subject = Subject::belgian("Canal REST", &company.name, &company.number);
    let order = CertificateOrder::new("company/rest", "social-security/rest", &subject, YEAR);
    let channel = world.channel().ok();
    let had = channel.map(|it| it.certificates.clone()).unwrap_or_default();
    let order = CertificateOrder { defect, same_key_as, had: &had, ..order };
    Ok(world.environment()?.issue_certificates()?.order(&order)?)
}

/// Sets a connector up for an account.
pub(super) fn set_up(
    world: &mut World,
    account: &str,
    company: &Company,
    (quality, client_id, certificate): (Quality, String, String),
) -> Result<(), Stop> {
    let addresses = world.environment()?.social_security_addresses(company.stage);
    let SocialSecurityAddresses { services: origin, token_url, .. } = addresses;
    let connector = RestMemory {
        token: TokenSettings {
            client_id,
            audience: token_url.clone(),
            token_url,
            scope: None,
            lifetime_s: 300,
        },
        origin,
        accept: PROBLEMS.to_owned(),
        key_form: KeyForm::Pfx,
        configured: certificate.clone(),
        loaded: certificate.clone(),
        token_until: None,
        tokens_asked: 0,
        tokens_granted: 0,
    };
    let channel = Channel {
        company: company.name.clone(),
        quality,
        certificates: vec![certificate],
        connector,
    };
    world.facts.social_security.channels.insert(account.to_owned(), channel);
    world.speak_of(account)
}

fn arrange(
    world: &mut World,
    name: &str,
    (quality, stage): (Quality, Stage),
) -> Result<Company, Stop> {
    let environment = world.environment()?;
    let connections = environment.social_security_connections()?;
    let company = connections.company(name, &[quality], stage)?;
    world.facts.social_security.companies.push(company.clone());
    Ok(company)
}

fn connect(
    world: &mut World,
    name: &str,
    quality: Quality,
    (applications, stage): (&str, Stage),
) -> Result<(), Stop> {
    let company = arrange(world, name, (quality, stage))?;
    let identity = order(world, &company)?;
    add_account(world, &company, name, (quality, applications, &identity))
}

fn add_account(
    world: &mut World,
    company: &Company,
    account: &str,
    (quality, names, identity): (Quality, &str, &Identity),
) -> Result<(), Stop> {
    let applications = applications(names)?;
    let environment = world.environment()?;
    let connections = environment.social_security_connections()?;
    let made = connections.rest_account(company, (account, quality), &applications, identity)?;
    set_up(world, account, company, (quality, made.client_id, identity.name.clone()))
}

#[given(expr = "an employer {string}")]
async fn employer(world: &mut World, name: String) {
    let arranged =
        async |world: &mut World| arrange(world, &name, (Quality::Employer, Stage::Production));
    world.step(async |world| arranged(world).await.map(drop)).await;
}

#[given(expr = "an employer {string} connected over REST for {string}")]
async fn employer_connected(world: &mut World, name: String, applications: String) {
    let what = (&*applications, Stage::Production);
    world.step(async |world| connect(world, &name, Quality::Employer, what)).await;
}

#[given(expr = "an employer {string} connected over REST in acceptance for {string}")]
async fn employer_in_acceptance(world: &mut World, name: String, applications: String) {
    let what = (&*applications, Stage::Acceptance);
    world.step(async |world| connect(world, &name, Quality::Employer, what)).await;
}

#[given(expr = "a service provider {string} connected over REST for {string}")]
async fn service_provider_connected(world: &mut World, name: String, applications: String) {
    let what = (&*applications, Stage::Production);
    world.step(async |world| connect(world, &name, Quality::ServiceProvider, what)).await;
}

#[given(expr = "a social secretariat {string} connected over REST for {string}")]
async fn social_secretariat_connected(world: &mut World, name: String, applications: String) {
    let what = (&*applications, Stage::Production);
    world.step(async |world| connect(world, &name, Quality::SocialSecretariat, what)).await;
}

#[given(
    expr = "{string} has another REST account {string} for {string}, with {certificate_of_its_own}"
)]
async fn another_account(
    world: &mut World,
    name: String,
    account: String,
    applications: String,
    own: Own,
) {
    world
        .step(async |world| {
            let company = world.company(&name)?;
            let (quality, certificate) = {
                let channel = world.channel()?;
                (channel.quality, channel.connector.configured.clone())
            };
            let identity = match own {
                Own::Yes => order(world, &company)?,
                Own::No => world.environment()?.vault().identity(&certificate)?,
            };
            add_account(world, &company, &account, (quality, &applications, &identity))
        })
        .await;
}

/// Whether an account has a certificate of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, cucumber::Parameter)]
#[param(name = "certificate_of_its_own", regex = "a certificate of its own|the same certificate")]
pub enum Own {
    /// It has.
    Yes,
    /// It shares one.
    No,
}

impl std::str::FromStr for Own {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(if text == "the same certificate" { Self::No } else { Self::Yes })
    }
}

#[given(expr = "{string} has mandated {string} for {string}")]
async fn has_mandated(world: &mut World, principal: String, mandatary: String, what: String) {
    world
        .step(async |world| {
            let (principal, mandatary) = (world.company(&principal)?, world.company(&mandatary)?);
            let environment = world.environment()?;
            let states = environment.social_security_states()?;
            Ok(states.mandate(&principal, &mandatary, application(&what)?)?)
        })
        .await;
}

#[given(expr = "the certificate of its account expires in {duration}")]
async fn expires_in(world: &mut World, left: Lapse) {
    world
        .step(async |world| {
            let until = validity_end(world)?;
            if world.expires_by_itself(until, left)? {
                return Ok(());
            }
            let now = world.environment()?.now();
            let instant = after(until, -left.0);
            if instant < now {
                return Err(Stop::failed(format!("{instant} is over, and it is {now}")));
            }
            pass_to(world, instant).await
        })
        .await;
}

#[given(expr = "the certificate of its account expired {duration} ago")]
async fn expired(world: &mut World, ago: Lapse) {
    world
        .step(async |world| {
            world.environment()?.time_travel()?;
            let until = validity_end(world)?;
            pass_to(world, after(until, ago.0 + SignedDuration::from_secs(1))).await
        })
        .await;
}

fn validity_end(world: &World) -> Result<jiff::Timestamp, Stop> {
    let name = world.channel()?.connector.configured.clone();
    Ok(world.environment()?.vault().identity(&name)?.certificate.validity().until)
}
