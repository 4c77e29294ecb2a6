//! What the manager does on a sheet, and what the sheet shows.

use cucumber::{then, when};

use super::certificate_file::{CertificateFile, Upload};
use super::facts::PortalVisit;
use super::{by_hand, supplier};
use crate::connectors::chorus_pro::edi::EdiMemory;
use crate::connectors::chorus_pro::portal::{NewSheet, Portal, SheetPage};
use crate::connectors::pages::PortalError;
use crate::environment::{EdiConnection, Wait};
use crate::steps::time::{Lapse, Probe, wait};
use crate::steps::{Stop, Which, World};

async fn own_sheet(world: &mut World, portal: &Portal) -> Result<SheetPage, Stop> {
    let code = world.edi_connection()?.application_code;
    let found = portal.find_sheet(&code, true).await?;
    found.ok_or_else(|| Stop::failed(format!("the portal knows no sheet of `{code}`")))
}

/// Keeps what a visit came to; only trouble that is no refusal stops the step.
fn keep(world: &mut World, visited: Result<SheetPage, PortalError>) -> Result<bool, Stop> {
    world.facts.chorus_pro.portal.refusal = None;
    world.facts.chorus_pro.portal.uploaded = true;
    match visited {
        Ok(page) => {
            world.facts.chorus_pro.portal.sheet = Some(page);
            Ok(true)
        }
        Err(PortalError::Refused(refusal)) => {
            world.facts.chorus_pro.portal.refusal = Some(refusal);
            Ok(false)
        }
        Err(other) => Err(other.into()),
    }
}

async fn upload(world: &mut World, upload: Upload) -> Result<(), Stop> {
    if world.is_worked_by_people()? {
        by_hand::upload(world, &upload).await?;
        world.facts.chorus_pro.portal = PortalVisit { uploaded: true, ..PortalVisit::default() };
        world.facts.chorus_pro.certificates.push(upload.certificate);
        return Ok(());
    }
    let portal = world.portal().await?;
    let sheet = own_sheet(world, &portal).await?;
    world.mark_journal();
    let visited = portal.update_certificate(&sheet, &upload.file_name, &upload.bytes).await;
    if keep(world, visited)? {
        world.facts.chorus_pro.certificates.push(upload.certificate);
    }
    Ok(())
}

/// Makes the file; where it is the right one, the connector makes it if it can.
async fn make(world: &mut World, file: CertificateFile) -> Result<Upload, Stop> {
    if file != CertificateFile::RIGHT && world.is_worked_by_people()? {
        return Err(world.environment()?.cannot("ask a person to hand over a wrong file").into());
    }
    let mut upload = file.make(world)?;
    if file == CertificateFile::RIGHT && world.facts.chorus_pro.connector.is_some() {
        let packaged = world.edi()?.package(&upload.certificate).await?;
        if let Some(bytes) = packaged {
            upload.bytes = bytes;
        }
    }
    Ok(upload)
}

#[when(expr = "the manager uploads {file}")]
async fn uploads(world: &mut World, file: CertificateFile) {
    world
        .step(async |world| {
            let file = make(world, file).await?;
            upload(world, file).await
        })
        .await;
}

#[when(expr = "the manager renews the certificate")]
async fn renews(world: &mut World) {
    world
        .step(async |world| {
            let file = make(world, CertificateFile::RIGHT).await?;
            upload(world, file).await?;
            accepted(world)
        })
        .await;
}

#[when(expr = "the manager creates a sheet for {word} with {file}")]
async fn creates(world: &mut World, interface_code: String, file: CertificateFile) {
    world
        .step(async |world| {
            let file = file.make(world)?;
            let (environment, manager) = (world.environment()?, world.manager()?);
            let today = environment.now().strftime("%Y-%m-%d").to_string();
            let portal = world.portal().await?;
            let sheet = NewSheet {
                siret: &manager.siret,
                from: &today,
                interface_codes: &[&interface_code],
                contact: ["Contact", "Technique", "0102030405", &manager.login],
            };
            world.mark_journal();
            let visited = portal.create_sheet(&sheet, &file.file_name, &file.bytes).await;
            if keep(world, visited)? {
                connect(world, file.certificate);
            }
            Ok(())
        })
        .await;
}

/// The integrator sets the connector up with what the new sheet says.
fn connect(world: &mut World, certificate: String) {
    let sheet = world.facts.chorus_pro.portal.sheet.clone().unwrap_or_default();
    let application_code = sheet.application_code;
    world.facts.chorus_pro.connector = Some(EdiMemory {
        application_code: application_code.clone(),
        configured: certificate.clone(),
        loaded: certificate.clone(),
    });
    world.facts.chorus_pro.certificates.push(certificate.clone());
    world.facts.chorus_pro.edi = Some(EdiConnection { application_code, certificate });
}

#[when(expr = "the manager adds the space {string} and logs in again")]
async fn adds_the_space(world: &mut World, space: String) {
    world
        .step(async |world| {
            supplier::is_the_space(&space)?;
            let siret = world.manager()?.siret;
            let portal = world.portal().await?;
            portal.add_space(&siret).await?;
            portal.log_out().await?;
            Ok(portal.log_in().await?)
        })
        .await;
}

#[when(expr = "the manager looks for the sheet with the period as it is pre-filled")]
async fn looks_with_the_period(world: &mut World) {
    world.step(async |world| look(world, false).await).await;
}

#[when(expr = "the manager looks for the sheet with the period cleared")]
async fn looks_without_the_period(world: &mut World) {
    world.step(async |world| look(world, true).await).await;
}

async fn look(world: &mut World, clear_period: bool) -> Result<(), Stop> {
    let code = world.edi_connection()?.application_code;
    let portal = world.portal().await?;
    world.facts.chorus_pro.portal.sheet = None;
    world.facts.chorus_pro.portal.not_found = None;
    match portal.find_sheet(&code, clear_period).await? {
        Some(page) => world.facts.chorus_pro.portal.sheet = Some(page),
        None => world.facts.chorus_pro.portal.not_found = Some(code),
    }
    Ok(())
}

#[then(expr = "the sheet is found")]
async fn is_found(world: &mut World) {
    world
        .step(async |world| {
            match (&world.facts.chorus_pro.portal.sheet, &world.facts.chorus_pro.portal.not_found) {
                (Some(_), _) => Ok(()),
                (None, Some(_)) => Err(Stop::failed("the search found no sheet; clear the period")),
                (None, None) => Err(Stop::failed("nobody looked for the sheet")),
            }
        })
        .await;
}

#[then(expr = "the sheet is not found")]
async fn is_not_found(world: &mut World) {
    world
        .step(async |world| match &world.facts.chorus_pro.portal.sheet {
            None if world.facts.chorus_pro.portal.not_found.is_some() => Ok(()),
            None => Err(Stop::failed("nobody looked for the sheet")),
            Some(sheet) => Err(Stop::failed(format!("found {}, expected nothing", sheet.path))),
        })
        .await;
}

#[then(expr = "the upload is accepted")]
async fn is_accepted(world: &mut World) {
    world.step(async |world| accepted(world)).await;
}

fn accepted(world: &World) -> Result<(), Stop> {
    match &world.facts.chorus_pro.portal.refusal {
        None if world.facts.chorus_pro.portal.uploaded => Ok(()),
        None => Err(Stop::failed("nothing was uploaded yet")),
        Some(refusal) => Err(Stop::failed(format!(
            "the portal refused the file by {}: {}",
            refusal.rule, refusal.words
        ))),
    }
}

/// The page shows the refusal; the journal, where there is one, names the rule.
#[then(expr = "the upload is refused by {word}")]
#[then(expr = "the portal refuses by {word}")]
async fn is_refused(world: &mut World, rule: String) {
    world
        .step(async |world| {
            let refusal = world.facts.chorus_pro.portal.refusal.clone();
            if refusal.is_none() {
                return Err(Stop::failed(format!("the portal took it, expected {rule}")));
            }
            world.refused_by(&rule)
        })
        .await;
}

#[then(expr = "the sheet shows the update as pending")]
async fn is_pending(world: &mut World) {
    world
        .step(async |world| {
            if world.is_worked_by_people()? {
                return by_hand::sees_pending(world).await;
            }
            let portal = world.portal().await?;
            let sheet = own_sheet(world, &portal).await?;
            let expected = newest_fingerprint(world)?;
            if sheet.waiting_fingerprint == expected && sheet.state == "en-attente" {
                return Ok(());
            }
            Err(Stop::failed(format!(
                "the sheet is `{}` and `{}` waits, expected `en-attente` and `{expected}`",
                sheet.state, sheet.waiting_fingerprint
            )))
        })
        .await;
}

#[when(expr = "the update has been taken into account")]
async fn taken_into_account(world: &mut World) {
    world
        .step(async |world| {
            accepted(world)?;
            let now = world.environment()?.now();
            let since = world.once("taken into account since", || now)?;
            wait(world, "the new certificate to take effect", &InEffect, Wait::Activation).await?;
            let took = world.environment()?.now().duration_since(since);
            world.facts.chorus_pro.portal.last_wait = Some(took);
            Ok(())
        })
        .await;
}

#[then(expr = "the update took between {duration} and {duration}")]
async fn took(world: &mut World, least: Lapse, most: Lapse) {
    world
        .step(async |world| {
            let took = world.facts.chorus_pro.portal.last_wait;
            let took = took.ok_or_else(|| Stop::failed("no update was waited for"))?;
            if (least.0..=most.0).contains(&took) {
                return Ok(());
            }
            let (least, most) = (least.0, most.0);
            Err(Stop::failed(format!("the update took {took:#}, expected {least:#} to {most:#}")))
        })
        .await;
}

/// Whether the newest certificate is the one in effect: by the portal's page, or, where only people
/// see that, by a session.
struct InEffect;

impl Probe for InEffect {
    async fn look(&self, world: &mut World) -> Result<(bool, String), Stop> {
        if world.is_worked_by_people()? {
            let (name, opens) = super::session::try_session(world, Which::New).await?;
            let seen = if opens { "opens a session" } else { "does not open a session yet" };
            return Ok((opens, format!("`{name}` {seen}")));
        }
        let expected = newest_fingerprint(world)?;
        let portal = world.portal().await?;
        let sheet = own_sheet(world, &portal).await?;
        let there = sheet.fingerprint == expected && sheet.waiting_fingerprint.is_empty();
        Ok((there, format!("the sheet `{}` with `{}`", sheet.state, sheet.fingerprint)))
    }
}

fn newest_fingerprint(world: &World) -> Result<String, Stop> {
    let name = super::session::taken(world, Which::New)?;
    let identity = world.environment()?.vault().identity(&name)?;
    Ok(identity.certificate.fingerprint().to_string())
}
