//! "Factures émises": "Dépôt factures", and what "Suivi des flux" shows of it.

use jiff::SignedDuration;
use raccord_kernel::Outcome;
use raccord_mocks::chorus_pro::Knobs;
use raccord_mocks::chorus_pro::exchange::{
    Carrier, Deposit, Flow, FlowError, Outcome as FlowOutcome, Script,
};
use raccord_mocks::chorus_pro::sheet::Platform;

use super::browser::{Browser, Page, file_part};
use super::world::{OTHER, OTHER_SIRET, READER, SIRET, World};

const DEPOSIT: &str = "/factures/depot";
const INVOICE: &[u8] = b"<Invoice/>";

fn refused(status: u16, rule: &str) -> (u16, String) {
    (status, rule.to_owned())
}

async fn deposit(browser: &Browser, siret: &str, name: &str, file: &[u8]) -> Page {
    let form = browser.form().text("structure", siret.to_owned());
    browser.send_form(DEPOSIT, form.part("fichier", file_part(name, file.to_vec()))).await
}

/// Deposits a good invoice; the path of its flow's page.
async fn deposited(browser: &Browser) -> String {
    let page = deposit(browser, SIRET, "F-2026-001.xml", INVOICE).await;
    assert_eq!(page.status, 303, "{}", page.body);
    page.location().to_owned()
}

fn flows(world: &World) -> Vec<Flow> {
    world.desk.read(|state, _| state.exchange.flows().cloned().collect())
}

/// Lets everything happen that is due within an hour; the operations.
fn an_hour_later(world: &World) -> Vec<String> {
    let mark = world.desk.office().journal.written();
    let until = world.now() + SignedDuration::from_hours(1);
    while let Some(due) = world.desk.next_due().filter(|due| *due <= until) {
        world.move_to(due);
        world.desk.catch_up();
    }
    let entries = world.desk.office().journal.since(mark);
    entries.into_iter().map(|entry| entry.operation).collect()
}

#[tokio::test]
async fn cpp_portal_13_an_invoice_is_deposited_by_hand_on_either_platform() {
    for platform in [Platform::Qualification, Platform::Production] {
        let world = World::of(platform).await;
        let browser = world.manager().await;
        assert!(browser.get("/accueil").await.body.contains("href=\"/factures/depot\""));
        let form = browser.get(DEPOSIT).await;
        assert!(form.body.contains(&format!("<option value=\"{SIRET}\">")));
        assert!(!form.body.contains(OTHER_SIRET));

        let path = deposited(&browser).await;
        let entry = world.last();
        assert_eq!(entry.operation, "portal.invoice.deposit");
        assert_eq!(entry.outcome, Outcome::Accepted);
        assert_eq!(path, format!("{DEPOSIT}/{}", entry.fields["flow"].as_str().unwrap()));
        assert_eq!(entry.fields["structure"], SIRET);
        let [flow] = flows(&world).try_into().unwrap();
        assert_eq!((flow.carrier, &*flow.sender), (Carrier::Portal, SIRET));
        assert_eq!(flow.size_bytes, 10);
        assert_eq!(flow.sha256.len(), 64);
    }
}

#[tokio::test]
async fn cpp_portal_13_asks_for_no_space_and_no_profile_of_connections() {
    let world = World::new().await;
    world.desk.arrange(|state, _| {
        let mut structure = state.portal.structure(SIRET).unwrap().clone();
        structure.has_space = false;
        state.portal.put_structure(structure);
    });
    let reader = world.logged_in(READER).await;
    let path = deposited(&reader).await;
    assert_eq!(reader.get(&path).await.status, 200);
}

#[tokio::test]
async fn cpp_portal_07_deposits_for_no_structure_of_another() {
    let world = World::new().await;
    let browser = world.manager().await;
    for siret in [OTHER_SIRET, "", "00000000000000"] {
        let page = deposit(&browser, siret, "F.xml", INVOICE).await;
        assert_eq!(page.refusal(), refused(403, "CPP-PORTAL-07"), "{siret}");
    }
    assert!(flows(&world).is_empty());
}

#[tokio::test]
async fn cpp_portal_04_takes_a_deposit_only_with_the_token_of_its_session() {
    let world = World::new().await;
    let (mut browser, other) = (world.manager().await, world.manager().await);
    browser.form_token = other.form_token;
    let page = deposit(&browser, SIRET, "F.xml", INVOICE).await;
    assert_eq!(page.refusal(), refused(403, "CPP-PORTAL-04"));
    assert!(flows(&world).is_empty());
}

#[tokio::test]
async fn cpp_portal_11_asks_for_a_file_to_deposit() {
    let world = World::new().await;
    let browser = world.manager().await;
    let form = browser.form().text("structure", SIRET);
    for page in [browser.send_form(DEPOSIT, form).await, deposit(&browser, SIRET, "", b"").await] {
        assert_eq!(page.refusal(), refused(422, "CPP-PORTAL-11"));
        assert!(page.body.contains("<h1>Dépôt refusé</h1>"));
    }
}

#[tokio::test]
async fn cpp_portal_14_refuses_an_empty_file() {
    let world = World::new().await;
    let page = deposit(&world.manager().await, SIRET, "F.xml", b"").await;
    assert_eq!(page.refusal(), refused(422, "CPP-PORTAL-14"));
    assert_eq!(world.last_refusal(), "CPP-PORTAL-14");
    assert!(flows(&world).is_empty());
}

#[tokio::test]
async fn cpp_portal_15_takes_the_four_extensions_and_no_others() {
    let world = World::new().await;
    let browser = world.manager().await;
    for name in ["F.pdf", "F.PDF", "F.xml", "lot.zip", "lot.tar.gz", "F.v2.xml"] {
        let page = deposit(&browser, SIRET, name, INVOICE).await;
        assert_eq!(page.status, 303, "{name}");
    }
    for name in ["F", "F.docx", "F.gz", "Fxml", ".xml", "F.xml.asc"] {
        let page = deposit(&browser, SIRET, name, INVOICE).await;
        assert_eq!(page.refusal(), refused(422, "CPP-PORTAL-15"), "{name}");
        assert!(page.body.contains(".pdf, .tar.gz, .xml, .zip"), "{name}");
    }
    assert_eq!(flows(&world).len(), 6);
}

#[tokio::test]
async fn cpp_portal_16_takes_a_file_of_the_limit_and_none_larger() {
    assert_eq!(Knobs::default().portal.deposit_bytes_max, 30_000_000);
    let world = World::new().await;
    world.desk.arrange(|state, _| state.knobs.portal.deposit_bytes_max = 100);
    let browser = world.manager().await;
    assert_eq!(deposit(&browser, SIRET, "F.xml", &[b'x'; 100]).await.status, 303);
    let page = deposit(&browser, SIRET, "F.xml", &[b'x'; 101]).await;
    assert_eq!(page.refusal(), refused(413, "CPP-PORTAL-16"));
    assert!(page.body.contains("Dépôt refusé"));
    assert_eq!(flows(&world).len(), 1);
}

#[tokio::test]
async fn cpp_portal_17_a_flow_is_numbered_and_lives_as_one_of_the_api() {
    let world = World::new().await;
    let browser = world.manager().await;
    let path = deposited(&browser).await;
    let factur_x = deposit(&browser, SIRET, "F.pdf", INVOICE).await;
    assert_eq!(path, format!("{DEPOSIT}/CPP0011100000000000000001"));
    assert_eq!(factur_x.location(), format!("{DEPOSIT}/CPP0011117000000000000002"));

    let mut states = Vec::new();
    loop {
        let page = browser.get(&path).await;
        states.push((page.attribute("data-state"), page.attribute("data-final")));
        let Some(due) = world.desk.next_due() else { break };
        world.move_to(due);
        world.desk.catch_up();
    }
    states.dedup();
    let expected = [
        ("IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP", "false"),
        ("IN_RECU", "false"),
        ("IN_TRAITE_SE_CPP", "false"),
        ("IN_EN_COURS_TRAITEMENT_CPP", "false"),
        ("IN_INTEGRE", "true"),
    ];
    assert_eq!(states, expected.map(|(state, last)| (state.to_owned(), last.to_owned())));
}

#[tokio::test]
async fn cpp_portal_17_a_flow_puts_no_report_into_a_pick_up() {
    let world = World::new().await;
    deposited(&world.manager().await).await;
    let happened = an_hour_later(&world);
    assert!(happened.contains(&"flow.ends".to_owned()));
    assert!(!happened.contains(&"flow.report-issued".to_owned()), "{happened:?}");
    for recipient in ["VFE012", "VFE302", SIRET] {
        let waits = world.desk.read(|state, _| state.exchange.pick_up(recipient).count());
        assert_eq!(waits, 0, "{recipient}");
    }
}

#[tokio::test]
async fn cpp_portal_17_a_rejected_flow_shows_why_as_text() {
    let world = World::new().await;
    let text = "SIRET <b>inconnu</b>".to_owned();
    let error = FlowError { invoice_number: String::new(), text };
    let outcome = FlowOutcome::Rejected { errors: vec![error] };
    let script = Script { for_sender: Some(SIRET.to_owned()), flows: 1, outcome };
    world.desk.arrange(|state, _| state.exchange.script(script));
    let browser = world.manager().await;
    let path = deposited(&browser).await;
    assert!(!browser.get(&path).await.body.contains("id=\"anomalies\""));
    an_hour_later(&world);
    let page = world.manager().await.get(&path).await;
    assert_eq!(page.attribute("data-state"), "IN_REJETE");
    let row = "<td>F-2026-001</td><td>SIRET &#60;b&#62;inconnu&#60;/b&#62;</td>";
    assert!(page.body.contains(row), "{}", page.body);
}

#[tokio::test]
async fn cpp_portal_18_shows_a_flow_to_who_acts_for_its_structure_alone() {
    let world = World::new().await;
    let path = deposited(&world.manager().await).await;
    let page = world.logged_in(READER).await.get(&path).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.attribute("data-flow"), path.rsplit('/').next().unwrap());
    for shown in ["Suivi des flux", "F-2026-001.xml", "<dd>02/03/2026</dd>", "FSO1100A"] {
        assert!(page.body.contains(shown), "no {shown}");
    }
    let other = world.logged_in(OTHER).await;
    for path in [&*path, "/factures/depot/CPP0011100000000000000099", "/factures/depot/x"] {
        assert_eq!(other.get(path).await.refusal(), refused(404, "CPP-PORTAL-18"), "{path}");
    }
}

#[tokio::test]
async fn cpp_portal_18_shows_what_came_over_edi_too() {
    let world = World::new().await;
    let number = "VFE0121100000000000000001";
    world.desk.arrange(|state, now| {
        let deposit = Deposit {
            carrier: Carrier::EdiSftp,
            sender: "VFE012".into(),
            interface_code: "FSO1100A".into(),
            file_name: format!("FSO1100A_VFE012_{number}.xml"),
            syntax: None,
            size_bytes: 10,
            sha256: "00".into(),
            number: Some(number.into()),
            invoice_files: vec![],
        };
        state.deposit(deposit, now, &mut raccord_kernel::Trace::default());
    });
    let path = format!("{DEPOSIT}/{number}");
    assert_eq!(world.manager().await.get(&path).await.attribute("data-state"), "IN_RECU");
    assert_eq!(world.logged_in(OTHER).await.get(&path).await.status, 404);
}

#[tokio::test]
async fn a_name_that_a_person_chose_is_shown_as_text_and_loses_its_folders() {
    let world = World::new().await;
    let browser = world.manager().await;
    let page = deposit(&browser, SIRET, r"C:\Bureau\<b>.xml", INVOICE).await;
    let shown = browser.get(page.location()).await;
    assert!(shown.body.contains("<dd id=\"nom\">&#60;b&#62;.xml</dd>"), "{}", shown.body);
    let refused = deposit(&browser, SIRET, "<b>.exe", INVOICE).await;
    assert!(refused.body.contains("&#60;b&#62;.exe") && !refused.body.contains("<b>.exe"));
}
