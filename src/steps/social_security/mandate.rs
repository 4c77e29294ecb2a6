//! Mandates, from both sides.

use cucumber::{then, when};

use super::chaman::keep;
use super::company;
use crate::connectors::social_security::mahis::{Mahis, MandatePage, NewMandate};
use crate::environment::{Company, Quality};
use crate::steps::{Stop, World};

fn show(world: &mut World, page: Option<MandatePage>) {
    if let Some(page) = page {
        world.facts.social_security.portal.mandate_state = Some(page.state);
        world.facts.social_security.mandate = Some(page.path);
    }
}

#[when(expr = "{string} proposes to mandate {string} for {string} from {word}")]
async fn proposes(
    world: &mut World,
    principal: String,
    mandatary: String,
    applications: String,
    from: String,
) {
    world
        .step(async |world| {
            let (principal, mandatary) = (world.company(&principal)?, world.company(&mandatary)?);
            let mahis = world.mahis(&principal, Quality::Employer).await?;
            world.mark_journal();
            let (group, from) = (company::application(&applications)?.code(), &*from);
            let (principal, mandatary) = (&*principal.number, &*mandatary.number);
            let made = mahis.create(&NewMandate { principal, mandatary, group, from }).await;
            let made = keep(world, made)?;
            show(world, made);
            Ok(())
        })
        .await;
}

/// Mahis, for one side, and the mandate that was made last.
async fn open(
    world: &mut World,
    company: &Company,
    quality: Quality,
) -> Result<(Mahis, String), Stop> {
    let path = world.facts.social_security.mandate.clone();
    let path = path.ok_or_else(|| Stop::failed("no mandate was made yet"))?;
    let mahis = world.mahis(company, quality).await?;
    world.mark_journal();
    Ok((mahis, path))
}

#[when(expr = "{string} validates the mandate, as {string}")]
async fn validates(world: &mut World, company: String, quality: String) {
    world
        .step(async |world| {
            let (company, quality) = (world.company(&company)?, company::quality(&quality)?);
            let (mahis, path) = open(world, &company, quality).await?;
            let validated = mahis.validate(&path).await;
            let validated = keep(world, validated)?;
            show(world, validated);
            Ok(())
        })
        .await;
}

#[when(expr = "{string} refuses the mandate, as {string}")]
async fn refuses(world: &mut World, company: String, quality: String) {
    world
        .step(async |world| {
            let (company, quality) = (world.company(&company)?, company::quality(&quality)?);
            let (mahis, path) = open(world, &company, quality).await?;
            let refused = mahis.refuse(&path).await;
            let refused = keep(world, refused)?;
            show(world, refused);
            Ok(())
        })
        .await;
}

#[when(expr = "{string} ends the mandate with {word}")]
async fn ends(world: &mut World, company: String, until: String) {
    world
        .step(async |world| {
            let company = world.company(&company)?;
            let (mahis, path) = open(world, &company, Quality::Employer).await?;
            let ended = mahis.close(&path, &until).await;
            let ended = keep(world, ended)?;
            show(world, ended);
            Ok(())
        })
        .await;
}

#[then(expr = "the mandate is shown as {string}")]
async fn is_shown_as(world: &mut World, state: String) {
    world
        .step(async |world| {
            let found = world.facts.social_security.portal.mandate_state.clone();
            let found = found.unwrap_or_else(|| "nothing".to_owned());
            if found == state {
                return Ok(());
            }
            Err(Stop::failed(format!("the mandate is shown as `{found}`, expected `{state}`")))
        })
        .await;
}
