//! What people do in the Chorus Pro portal, where no program can: in the portal's own words.

use cucumber::given;

use super::certificate_file::Upload;
use super::session::taken;
use crate::steps::gate::{HandOver, Task};
use crate::steps::{Stop, Which, World};

/// Where sheets are, from the portal's front page on (CPP-CERTIFICATES §8).
const SHEETS: &[&str] = &["Raccordements EDI et API", "Rechercher fiche EDI"];

/// Hands the file of a new certificate to the sheet.
pub(super) async fn upload(world: &mut World, file: &Upload) -> Result<(), Stop> {
    let (manager, connection) = (world.manager()?, world.edi_connection()?);
    let code = &connection.application_code;
    let asked = ("chorus-pro/edi-sftp", manager.platform);
    let mut before = world.facts.chorus_pro.certificates.iter().rev();
    let replaced = before.find(|name| **name != file.certificate).cloned();
    world
        .gate(Task {
            name: "upload-certificate",
            title: format!("hand the new certificate to the sheet of {code}"),
            instructions: vec![
                format!("Log in as {} ({}).", manager.login, manager.organization),
                "In « Critères de recherche », clear the date of « Période de raccordement » \
                 and press « Rechercher »."
                    .to_owned(),
                format!("On the line of {code}, under « Actions », press the pencil."),
                "In the block « Certificat », press « Mettre à jour le certificat ».".to_owned(),
                "In « Choix du fichier à importer », choose the file below.".to_owned(),
                "Press « Valider ».".to_owned(),
            ],
            address: world.environment()?.addresses().portal.clone(),
            menu: SHEETS,
            file: Some(HandOver {
                name: &file.file_name,
                bytes: &file.bytes,
                conforms_to: Some(asked),
                replaces: replaced.as_deref(),
            }),
            proof: "a session that the new certificate opens, 2 to 24 hours later",
        })
        .await
}

/// Looks whether the sheet shows that the update waits.
pub(super) async fn sees_pending(world: &mut World) -> Result<(), Stop> {
    let code = world.edi_connection()?.application_code;
    let newest = world.described(&taken(world, Which::New)?);
    world
        .gate(Task {
            name: "see-pending",
            title: format!("see that the update of {code} waits"),
            instructions: vec![
                "Find the sheet again, with « Période de raccordement » cleared.".to_owned(),
                format!("See that it waits for {newest}, and is not « Active » yet."),
            ],
            address: world.environment()?.addresses().portal.clone(),
            menu: SHEETS,
            file: None,
            proof: "your own eyes; later, a session that the new certificate opens",
        })
        .await
}

/// The first thing of all, before any connection (FCT025): an account that can deposit by hand.
#[given(expr = "the manager has deposited an invoice on the portal by hand")]
async fn has_deposited(world: &mut World) {
    world
        .step(async |world| {
            let manager = world.manager()?;
            if !world.is_worked_by_people()? {
                let portal = world.portal().await?;
                let file = super::flow::invoice(world, "FACTURE-1")?;
                portal.deposit(&manager.siret, "facture_1.xml", &file).await?;
                return Ok(());
            }
            world
                .gate(Task {
                    name: "deposit-by-hand",
                    title: "deposit an invoice on the portal by hand".to_owned(),
                    instructions: vec![
                        format!("Log in as {} ({}).", manager.login, manager.organization),
                        "Deposit one invoice of the qualification data, as a file.".to_owned(),
                        "Note the number that the portal gives to the flow.".to_owned(),
                    ],
                    address: world.environment()?.addresses().portal.clone(),
                    menu: &["Factures émises", "Dépôt facture"],
                    file: None,
                    proof: "the number of the flow, which you write beside your confirmation",
                })
                .await
        })
        .await;
}
