//! What the manager does in ChaMan, and what it shows.

use cucumber::{given, then, when};

use super::certificate_file::{CertificateFile, Upload};
use super::facts::PortalVisit;
use super::key::{meant, try_key};
use super::{by_hand, company};
use crate::connectors::pages::PortalError;
use crate::connectors::social_security::chaman::{
    AccountPage, CertificateUpload, Chaman, NewAccount,
};
use crate::environment::{Application, Company, Quality};
use crate::steps::{Stop, Which, World};

/// "Nom du certificat".
const NAME: &str = "Certificat du canal REST";

/// Keeps what a visit came to; only trouble that is no refusal stops the step.
pub(super) fn keep<T>(
    world: &mut World,
    answer: Result<T, PortalError>,
) -> Result<Option<T>, Stop> {
    let visit = &mut world.facts.social_security.portal;
    visit.visited = true;
    visit.refusal = None;
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(PortalError::Refused(refusal)) => {
            visit.refusal = Some(refusal);
            Ok(None)
        }
        Err(other) => Err(other.into()),
    }
}

/// The permissions that some applications need, by their labels.
fn permissions(applications: &str) -> Result<Vec<&'static str>, Stop> {
    let applications = company::applications(applications)?;
    Ok(applications.into_iter().flat_map(Application::permissions).copied().collect())
}

async fn add_account(
    world: &mut World,
    company: &Company,
    quality: Quality,
    (name, applications, file): (&str, &str, CertificateFile),
) -> Result<(), Stop> {
    let Upload { identity, file_name, bytes } = file.prepare(world, company)?;
    let chaman = world.chaman(company, quality).await?;
    world.mark_journal();
    let permissions = permissions(applications)?;
    let account = NewAccount { kind: "REST", name, permissions: &permissions };
    let upload = CertificateUpload { name: NAME, file_name, bytes: &bytes };
    let added = chaman.add_account(&account, &upload).await;
    let Some(page) = keep(world, added)? else { return Ok(()) };
    let client_id = page.client_id.clone();
    world.facts.social_security.portal.account = Some(page);
    company::set_up(world, name, company, (quality, client_id, identity.name))
}

#[given(expr = "{string} has a SOAP account {string} with the same certificate")]
async fn has_soap_account(world: &mut World, company: String, name: String) {
    world
        .step(async |world| {
            let company = world.company(&company)?;
            let (quality, certificate) = {
                let channel = world.channel()?;
                (channel.quality, channel.connector.configured.clone())
            };
            let identity = world.environment()?.vault().identity(&certificate)?;
            let chaman = world.chaman(&company, quality).await?;
            let account = NewAccount { kind: "SOAP", name: &name, permissions: &[] };
            let bytes = identity.certificate.der();
            let upload = CertificateUpload { name: NAME, file_name: "certificat.cer", bytes };
            let page = chaman.add_account(&account, &upload).await?;
            if !page.client_id.is_empty() {
                let found = format!("a SOAP account has the client id `{}`", page.client_id);
                return Err(Stop::failed(format!("{found}, expected it to have none")));
            }
            company::set_up(world, &name, &company, (quality, page.client_id, certificate))
        })
        .await;
}

#[when(expr = "the manager of {string} adds a REST account {string} for {string} with {cer}")]
async fn adds_account(
    world: &mut World,
    company: String,
    name: String,
    applications: String,
    file: CertificateFile,
) {
    world
        .step(async |world| {
            let company = world.company(&company)?;
            add_account(world, &company, Quality::Employer, (&name, &applications, file)).await
        })
        .await;
}

#[when(
    expr = "the manager of {string} adds, as {string}, a REST account {string} for {string} with {cer}"
)]
async fn adds_account_as(
    world: &mut World,
    company: String,
    quality: String,
    name: String,
    applications: String,
    file: CertificateFile,
) {
    world
        .step(async |world| {
            let (company, quality) = (world.company(&company)?, company::quality(&quality)?);
            add_account(world, &company, quality, (&name, &applications, file)).await
        })
        .await;
}

/// Opens ChaMan as a person of a company, in a quality, and keeps what comes of it.
async fn open(
    world: &mut World,
    company: &Company,
    (login, quality): (&str, Quality),
) -> Result<(), Stop> {
    let person = world.person(login, quality)?;
    world.mark_journal();
    let opened = world.chaman_as(company, &person).await?;
    keep(world, opened).map(drop)
}

#[when(expr = "the manager of {string} opens ChaMan as {string}")]
async fn opens_as(world: &mut World, company: String, quality: String) {
    world
        .step(async |world| {
            let (company, quality) = (world.company(&company)?, company::quality(&quality)?);
            open(world, &company, (&company.manager, quality)).await
        })
        .await;
}

#[when(expr = "a person of {string} without any role opens ChaMan")]
async fn opens_without_role(world: &mut World, company: String) {
    world
        .step(async |world| {
            let company = world.company(&company)?;
            let login = world.environment()?.social_security_states()?.person(&company)?;
            open(world, &company, (&login, Quality::Employer)).await
        })
        .await;
}

#[when(expr = "that person of {string} opens ChaMan")]
async fn opens_again(world: &mut World, company: String) {
    world
        .step(async |world| {
            let company = world.company(&company)?;
            let login = world.environment()?.social_security_states()?.login_of_person(&company);
            open(world, &company, (&login, Quality::Employer)).await
        })
        .await;
}

#[when(expr = "the local manager gives that person of {string} the technical channels")]
async fn gives_role(world: &mut World, company: String) {
    world
        .step(async |world| {
            let company = world.company(&company)?;
            let login = world.environment()?.social_security_states()?.login_of_person(&company);
            let access = world.access(&company).await?;
            world.mark_journal();
            let given = access.give_role(&login, "employeur-onss", "canaux-techniques").await;
            keep(world, given).map(drop)
        })
        .await;
}

#[when(expr = "the chief access manager of {string} makes the quality {string}")]
async fn makes_quality(world: &mut World, company: String, quality: String) {
    world
        .step(async |world| {
            let (company, quality) = (world.company(&company)?, company::quality(&quality)?);
            let access = world.access(&company).await?;
            world.mark_journal();
            let made = access.add_quality(quality.code()).await;
            keep(world, made).map(drop)
        })
        .await;
}

/// ChaMan, and the page of the account that the scenario speaks of.
async fn open_account(world: &mut World) -> Result<(Chaman, AccountPage), Stop> {
    let (company, quality) = {
        let channel = world.channel()?;
        (world.company(&channel.company)?, channel.quality)
    };
    let chaman = world.chaman(&company, quality).await?;
    let name = world.facts.social_security.current.clone().unwrap_or_default();
    let page = chaman.account(&name).await?;
    world.mark_journal();
    Ok((chaman, page))
}

fn show(world: &mut World, page: Option<AccountPage>) {
    if let Some(page) = page {
        world.facts.social_security.portal.account = Some(page);
    }
}

/// Adds a file to the account that the scenario speaks of, with the certificate in it.
async fn add(
    world: &mut World,
    certificate: String,
    upload: &CertificateUpload<'_>,
) -> Result<(), Stop> {
    let (chaman, page) = open_account(world).await?;
    let added = chaman.add_certificate(&page, upload).await;
    let added = keep(world, added)?;
    if added.is_some() {
        taken(world, certificate)?;
    }
    show(world, added);
    Ok(())
}

/// The account has a certificate more.
fn taken(world: &mut World, certificate: String) -> Result<(), Stop> {
    world.channel_mut()?.certificates.push(certificate.clone());
    let facts = &mut world.facts.social_security;
    facts.newest = Some(certificate);
    facts.portal = PortalVisit { visited: true, ..PortalVisit::default() };
    Ok(())
}

async fn add_file(world: &mut World, file: CertificateFile) -> Result<(), Stop> {
    let by_hand = world.is_worked_by_people()?;
    if by_hand && file != CertificateFile::Der {
        return Err(world.environment()?.cannot("ask a person to hand over a wrong file").into());
    }
    let company = world.company(&world.channel()?.company.clone())?;
    let upload = file.prepare(world, &company)?;
    if by_hand {
        taken(world, upload.identity.name.clone())?;
        let (name, is_there) = try_key(world, Which::New).await?;
        if is_there {
            world.facts.remarks.push(format!("the account had `{name}` already"));
            return Ok(());
        }
        return by_hand::add_certificate(world, &upload).await;
    }
    let Upload { identity, file_name, bytes } = upload;
    let upload = CertificateUpload { name: NAME, file_name, bytes: &bytes };
    add(world, identity.name, &upload).await
}

#[when(expr = "the manager adds {cer} to the account")]
async fn adds_certificate(world: &mut World, file: CertificateFile) {
    world.step(async |world| add_file(world, file).await).await;
}

#[when(expr = "the manager adds {cer} to the account {string}")]
async fn adds_certificate_to(world: &mut World, file: CertificateFile, account: String) {
    world
        .step(async |world| {
            world.speak_of(&account)?;
            add_file(world, file).await
        })
        .await;
}

#[when(expr = "the manager adds that certificate to the account {string} too")]
async fn adds_that_certificate(world: &mut World, account: String) {
    world
        .step(async |world| {
            let newest = world.facts.social_security.newest.clone();
            let name = newest.ok_or_else(|| Stop::failed("no certificate was added yet"))?;
            world.speak_of(&account)?;
            let identity = world.environment()?.vault().identity(&name)?;
            let bytes = identity.certificate.der();
            let upload = CertificateUpload { name: NAME, file_name: "certificat.cer", bytes };
            add(world, name, &upload).await
        })
        .await;
}

#[when(expr = "the manager removes the {which} certificate from the account")]
async fn removes_certificate(world: &mut World, which: Which) {
    world
        .step(async |world| {
            let name = meant(world, which)?;
            if world.is_worked_by_people()? {
                by_hand::remove_certificate(world, &name).await?;
                world.facts.social_security.portal =
                    PortalVisit { visited: true, ..PortalVisit::default() };
                return Ok(());
            }
            let identity = world.environment()?.vault().identity(&name)?;
            let fingerprint = identity.certificate.fingerprint().to_string();
            let (chaman, page) = open_account(world).await?;
            let removed = chaman.remove_certificate(&page, &fingerprint).await;
            let removed = keep(world, removed)?;
            show(world, removed);
            Ok(())
        })
        .await;
}

#[when(expr = "the manager gives the account the permissions for {string} too")]
async fn adds_permissions(world: &mut World, applications: String) {
    world
        .step(async |world| {
            let (chaman, mut page) = open_account(world).await?;
            for label in permissions(&applications)? {
                let changed = chaman.add_permission(&page, label).await;
                match keep(world, changed)? {
                    Some(changed) => page = changed,
                    None => return Ok(()),
                }
            }
            show(world, Some(page));
            Ok(())
        })
        .await;
}

#[then(expr = "the portal takes it")]
async fn takes_it(world: &mut World) {
    world
        .step(async |world| {
            let visit = &world.facts.social_security.portal;
            match &visit.refusal {
                None if visit.visited => Ok(()),
                None => Err(Stop::failed("nobody acted in a portal yet")),
                Some(refusal) => Err(Stop::failed(format!(
                    "the portal refused ({} {}): {}; expected it to take it",
                    refusal.status, refusal.rule, refusal.words
                ))),
            }
        })
        .await;
}

#[then(expr = "the portal does not take it, by {word}")]
async fn refuses_by(world: &mut World, rule: String) {
    world
        .step(async |world| {
            let Some(refusal) = world.facts.social_security.portal.refusal.clone() else {
                let found = format!("the portal took it, expected a refusal by {rule}");
                return Err(Stop::failed(found));
            };
            if refusal.rule != rule {
                return Err(Stop::failed(format!(
                    "the portal refused by {} ({}), expected {rule}",
                    refusal.rule, refusal.words
                )));
            }
            world.refused_by(&rule)
        })
        .await;
}

#[then(expr = "the account has {int} certificate(s)")]
async fn has_certificates(world: &mut World, count: usize) {
    world
        .step(async |world| {
            let (_, page) = open_account(world).await?;
            let found = page.certificates.len();
            show(world, Some(page));
            if found == count {
                return Ok(());
            }
            Err(Stop::failed(format!("the account has {found} certificates, expected {count}")))
        })
        .await;
}

#[then(expr = "the account shows a client id like {string}")]
async fn shows_client_id(world: &mut World, like: String) {
    world
        .step(async |world| {
            let (_, page) = open_account(world).await?;
            let found = page.client_id;
            if found.starts_with(&like) && found.len() > like.len() {
                return Ok(());
            }
            Err(Stop::failed(format!("the client id is `{found}`, expected one like `{like}…`")))
        })
        .await;
}
