//! What people do in ChaMan, where no program can: in its own words (SS-FLA-MANUAL §4.4, §4.5).

use super::certificate_file::Upload;
use crate::environment::Stage;
use crate::steps::gate::{HandOver, Task};
use crate::steps::{Stop, World};

/// Where ChaMan is, from the portal's front page on.
const CHAMAN: &[&str] =
    &["Entreprise", "Vers tous les services en ligne", "Chaman", "Gérer vos canaux techniques"];

/// Adds a certificate to the account that the scenario speaks of.
pub(super) async fn add_certificate(world: &mut World, file: &Upload) -> Result<(), Stop> {
    let instructions = [
        "In the block « Certificats », press « Ajouter un certificat ».",
        "Choose the file below, and give the certificate a name.",
        "Press « Valider ».",
    ];
    let channel = world.channel()?;
    let stage = world.company(&channel.company.clone())?.stage;
    let mut before = channel.certificates.iter().rev();
    let replaced = before.find(|name| **name != file.identity.name).cloned();
    let file = HandOver {
        name: file.file_name,
        bytes: &file.bytes,
        conforms_to: Some(("social-security/rest", stage.platform())),
        replaces: replaced.as_deref(),
    };
    let proof = "a token that the key of the new certificate gets";
    change(world, ("add-certificate", "add the new certificate", proof), &instructions, Some(file))
        .await
}

/// Removes a certificate from the account that the scenario speaks of.
pub(super) async fn remove_certificate(world: &mut World, name: &str) -> Result<(), Stop> {
    let which =
        format!("In the block « Certificats », remove the one of {}.", world.described(name));
    let instructions = [&*which, "Press « Valider »."];
    let proof = "a token that the key of that certificate no longer gets";
    change(world, ("remove-certificate", "remove the old certificate", proof), &instructions, None)
        .await
}

async fn change(
    world: &mut World,
    (name, what, proof): (&str, &str, &str),
    instructions: &[&str],
    file: Option<HandOver<'_>>,
) -> Result<(), Stop> {
    let channel = world.channel()?;
    let (quality, client_id) = (channel.quality, channel.connector.token.client_id.clone());
    let company = world.company(&channel.company.clone())?;
    // Simulation has no ChaMan of its own: what is changed there is changed for good.
    let whose = if company.stage == Stage::Production { ", in PRODUCTION's ChaMan" } else { "" };
    let addresses = world.environment()?.social_security_addresses(company.stage);
    let log_in = format!(
        "Choose « Entreprise », log in with CSAM (eID, itsme…), and choose the quality « {} » of {}.",
        quality.label(),
        company.number
    );
    let open = format!("Open the REST account whose Client ID is {client_id}.");
    let rest = instructions.iter().map(|&text| text.to_owned());
    world
        .gate(Task {
            name,
            title: format!("{what} of {client_id}{whose}"),
            instructions: [log_in, open].into_iter().chain(rest).collect(),
            address: addresses.chaman,
            menu: CHAMAN,
            file,
            proof,
        })
        .await
}
