//! Who is connected, how, and until when.

use cucumber::{given, when};
use jiff::SignedDuration;
use raccord_certs::conformity::Platform;
use raccord_kernel::clock::after;

use crate::connectors::chorus_pro::edi::EdiMemory;
use crate::environment::{Activation, Manager};
use crate::steps::time::{Lapse, pass_to};
use crate::steps::{Stop, World};

/// The interfaces of a supplier that sends invoices in every usual format.
const INTERFACES: &[&str] = &["FSO1100A", "FSO1106A", "FSO1117A"];

fn structure(world: &mut World, has_space: bool) -> Result<Manager, Stop> {
    match &world.facts.chorus_pro.manager {
        Some(manager) if has_space => return Ok(manager.clone()),
        Some(_) => return Err(Stop::failed("the structure is there already, with its space")),
        None => {}
    }
    let environment = world.environment()?;
    let manager = match has_space {
        true => environment.chorus_pro_connections()?.manager()?,
        false => environment.chorus_pro_states()?.structure(Platform::Qualification, false)?,
    };
    world.facts.chorus_pro.manager = Some(manager.clone());
    Ok(manager)
}

#[given(expr = "a supplier connected to Chorus Pro over EDI SFTP as {string}")]
async fn connected_over_edi(world: &mut World, application_code: String) {
    world
        .step(async |world| {
            let manager = structure(world, true)?;
            let environment = world.environment()?;
            let connections = environment.chorus_pro_connections()?;
            let connection = connections.edi(&manager, &application_code, INTERFACES)?;
            let certificate = connection.certificate.clone();
            world.facts.chorus_pro.certificates = vec![certificate.clone()];
            world.facts.chorus_pro.connector = Some(EdiMemory {
                application_code: connection.application_code.clone(),
                configured: certificate.clone(),
                loaded: certificate,
            });
            world.facts.chorus_pro.edi = Some(connection);
            Ok(())
        })
        .await;
}

#[given(expr = "a supplier connected to Chorus Pro through PISTE")]
#[given(expr = "it is connected through PISTE too")]
async fn connected_through_piste(world: &mut World) {
    world
        .step(async |world| {
            let manager = structure(world, true)?;
            let connection = world.environment()?.chorus_pro_connections()?.api(&manager)?;
            world.facts.chorus_pro.api = Some(connection);
            Ok(())
        })
        .await;
}

#[given(expr = "a structure without a sheet")]
async fn without_a_sheet(world: &mut World) {
    world.step(async |world| structure(world, true).map(drop)).await;
}

#[given(expr = "a structure without a sheet in production")]
#[when(expr = "the supplier goes on to production")]
async fn in_production(world: &mut World) {
    world
        .step(async |world| {
            let environment = world.environment()?;
            let manager = environment.chorus_pro_states()?.structure(Platform::Production, true)?;
            world.facts.chorus_pro.manager = Some(manager);
            Ok(())
        })
        .await;
}

#[given(expr = "a structure without the space {string}")]
async fn without_the_space(world: &mut World, space: String) {
    world
        .step(async |world| {
            is_the_space(&space)?;
            structure(world, false).map(drop)
        })
        .await;
}

/// The one space that can be missing or added here.
pub(super) fn is_the_space(space: &str) -> Result<(), Stop> {
    const SPACE: &str = "Raccordements EDI et API";
    if space == SPACE {
        return Ok(());
    }
    Err(Stop::failed(format!("found the space `{space}`, expected `{SPACE}`")))
}

/// Goes to an instant of the certificate's life that must lie ahead.
async fn go_to(world: &mut World, instant: jiff::Timestamp) -> Result<(), Stop> {
    let now = world.environment()?.now();
    if instant < now {
        return Err(Stop::failed(format!("{instant} is over, and it is {now}: ask for less")));
    }
    pass_to(world, instant).await
}

#[given(expr = "its certificate expires in {duration}")]
async fn expires_in(world: &mut World, left: Lapse) {
    world
        .step(async |world| {
            let until = validity_end(world)?;
            if world.expires_by_itself(until, left)? {
                return Ok(());
            }
            go_to(world, after(until, -left.0)).await
        })
        .await;
}

#[given(expr = "its certificate expired {duration} ago")]
async fn expired(world: &mut World, ago: Lapse) {
    world
        .step(async |world| {
            world.environment()?.time_travel()?;
            let until = validity_end(world)?;
            go_to(world, after(until, ago.0 + SignedDuration::from_secs(1))).await
        })
        .await;
}

fn validity_end(world: &World) -> Result<jiff::Timestamp, Stop> {
    let name = world.edi_connection()?.certificate;
    Ok(world.environment()?.vault().identity(&name)?.certificate.validity().until)
}

#[given(regex = "^while an update waits, the portal accepts (the old certificate only|neither \
                 certificate|both certificates)$")]
async fn during_activation(world: &mut World, what: String) {
    world
        .step(async |world| {
            let activation = match &*what {
                "the old certificate only" => Activation::OldOnly,
                "neither certificate" => Activation::Neither,
                _ => Activation::Both,
            };
            world.environment()?.chorus_pro_states()?.during_activation(activation);
            Ok(())
        })
        .await;
}

#[given(expr = "its application is not subscribed to {string}")]
async fn not_subscribed(world: &mut World, api: String) {
    world
        .step(async |world| {
            let connection = world.api_connection()?;
            Ok(world.environment()?.chorus_pro_states()?.unsubscribe(&connection, &api)?)
        })
        .await;
}

#[given(expr = "the terms of use of {string} were not accepted for its application")]
async fn not_consented(world: &mut World, api: String) {
    world
        .step(async |world| {
            let connection = world.api_connection()?;
            Ok(world.environment()?.chorus_pro_states()?.withdraw_consent(&connection, &api)?)
        })
        .await;
}

#[given(expr = "its application was not declared on the Chorus Pro portal")]
async fn not_declared(world: &mut World) {
    world
        .step(async |world| {
            let connection = world.api_connection()?;
            Ok(world.environment()?.chorus_pro_states()?.undeclare_application(&connection)?)
        })
        .await;
}

#[given(expr = "its application was disabled on PISTE")]
async fn disabled(world: &mut World) {
    world
        .step(async |world| {
            let connection = world.api_connection()?;
            Ok(world.environment()?.chorus_pro_states()?.disable_application(&connection)?)
        })
        .await;
}

#[given(expr = "its technical account was created {duration} ago")]
async fn created_ago(world: &mut World, age: Lapse) {
    world
        .step(async |world| {
            let connection = world.api_connection()?;
            Ok(world.environment()?.chorus_pro_states()?.age_account(&connection, age.0)?)
        })
        .await;
}

#[given(expr = "the period of its sheet ends today")]
async fn ends_today(world: &mut World) {
    world
        .step(async |world| {
            let connection = world.edi_connection()?;
            Ok(world.environment()?.chorus_pro_states()?.end_today(&connection)?)
        })
        .await;
}
