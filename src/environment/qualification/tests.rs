//! A real environment, opened from files that a throwaway supplier filled.

use std::fs;
use std::sync::Arc;

use jiff::SignedDuration;
use raccord_certs::format::{pem, pkcs7};
use raccord_certs::{Defect, Subject};
use raccord_kernel::clock::{after, machine_now};
use raccord_kernel::{Clock, Secret};
use tempfile::TempDir;

use super::settings::EnvironmentSettings;
use super::{Opening, Pace, Qualification, Secrets};
use crate::causes::with_causes;
use crate::environment::{
    CertificateOrder, Environment, IssueCertificates as _, Mocks, Quality, START, Stage, Wait,
};

const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Two certificates with their keys, and the root of the mocks.
async fn stock() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mocks = Mocks::open(7, Clock::held(START), Default::default()).await.unwrap();
    let subject = Subject::french("ABC123", "Fournitures du Nord", "33254021516357");
    for number in 1..=2 {
        let order = CertificateOrder::new("supplier/edi", "chorus-pro/ssl-client", &subject, YEAR);
        let identity = mocks.supplier().order(&order).unwrap();
        let file = |ending: &str| folder.path().join(format!("{number}.{ending}"));
        fs::write(file("p7b"), pkcs7::encode_der(&identity.with_chain())).unwrap();
        let key = pem::armour("PRIVATE KEY", identity.key.pkcs8_der());
        fs::write(file("key"), key).unwrap();
        fs::write(file("p12"), identity.pfx(&Secret::new("open".to_owned())).unwrap()).unwrap();
    }
    fs::write(folder.path().join("ca.pem"), mocks.root_pem()).unwrap();
    folder
}

fn settings(folder: &TempDir) -> String {
    let folder = folder.path().display();
    format!(
        "trust = \"{folder}/ca.pem\"\nrequests_per_minute = 600\n\
         waits.report = {{ every = \"1s\", deadline = \"2s\" }}\n\
         [chorus_pro]\nportal = \"https://qualif.chorus-pro.gouv.fr\"\n\
         siret = \"33254021516357\"\norganization = \"Fournitures du Nord\"\nmanager = \"m\"\n\
         [chorus_pro.flow]\ntemplate = \"{folder}/ca.pem\"\n\
         [chorus_pro.edi]\nsftp = \"127.0.0.1:22\"\napplication_code = \"VFE012\"\n\
         host_key = \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\"\n\
         [[chorus_pro.edi.certificates]]\nfile = \"{folder}/1.p7b\"\nkey = \"{folder}/1.key\"\n\
         [[chorus_pro.edi.certificates]]\nfile = \"{folder}/2.p12\"\n\
         password = {{ env = \"PASSWORD\" }}\n"
    )
}

fn open(settings: &str, password: Option<&str>) -> Result<Qualification, String> {
    let settings: EnvironmentSettings = toml::from_str(settings).unwrap();
    let password = password.map(|it| ("PASSWORD".to_owned(), Secret::new(it.to_owned())));
    let secrets: Secrets = password.into_iter().collect();
    let opened = Qualification::open(Opening {
        name: "q",
        settings: &settings,
        secrets: &secrets,
        clock: Clock::running(machine_now()),
        operator: None,
        allow_production: false,
        pace: Arc::new(Pace::of(settings.requests_per_minute)),
    });
    opened.map_err(|error| with_causes(&error))
}

#[tokio::test]
async fn what_is_configured_is_connected_and_its_certificates_are_had_in_their_order() {
    let folder = stock().await;
    let opened = open(&settings(&folder), Some("open")).unwrap();
    let connections = opened.chorus_pro_connections().unwrap();
    let manager = connections.manager().unwrap();
    assert_eq!((&*manager.login, &*manager.siret), ("m", "33254021516357"));
    let edi = connections.edi(&manager, "ABC123", &["FSO1100A"]).unwrap();
    assert_eq!((&*edi.application_code, &*edi.certificate), ("VFE012", "supplier/edi#1"));
    let told = connections.api(&manager).unwrap_err().to_string();
    assert!(told.contains("no table chorus_pro.piste"), "{told}");

    let subject = Subject::french("a", "b", "c");
    let order = CertificateOrder::new("supplier/edi", "chorus-pro/ssl-client", &subject, YEAR);
    let supplier = opened.issue_certificates().unwrap();
    let name = |had: &[&str]| {
        let had: Vec<_> = had.iter().map(|&name| name.to_owned()).collect();
        let order = CertificateOrder { had: &had, ..order.clone() };
        supplier.order(&order).map(|it| it.name).map_err(|error| error.to_string())
    };
    assert_eq!(name(&[]), Ok("supplier/edi#1".to_owned()));
    assert_eq!(name(&["supplier/edi#1"]), Ok("supplier/edi#2".to_owned()));
    let none_left = name(&["supplier/edi#1", "supplier/edi#2"]).unwrap_err();
    assert!(none_left.contains("next of `chorus_pro.edi.certificates`"), "{none_left}");
    let spoilt = CertificateOrder { defect: Defect::ALL.first().copied(), ..order.clone() };
    assert!(supplier.order(&spoilt).unwrap_err().to_string().contains("spoilt"));
    let over = CertificateOrder { lifetime: -YEAR, ..order.clone() };
    assert!(supplier.order(&over).unwrap_err().to_string().contains("over"));
}

#[tokio::test]
async fn what_cannot_be_done_here_says_so() {
    let folder = stock().await;
    let opened = open(&settings(&folder), Some("open")).unwrap();
    for told in [
        opened.time_travel().unwrap_err(),
        opened.faults().map(drop).unwrap_err(),
        opened.observe().map(drop).unwrap_err(),
        opened.chorus_pro_states().map(drop).unwrap_err(),
        opened.social_security_states().map(drop).unwrap_err(),
        opened.social_security_connections().map(drop).unwrap_err(),
    ] {
        assert!(told.to_string().starts_with("the `q` environment cannot "), "{told}");
    }
    assert_eq!(opened.next_event(), None);
    assert_eq!(opened.patience(Wait::Report).deadline, SignedDuration::from_secs(2));
    assert_eq!(opened.patience(Wait::Token), Wait::Token.usual());
    assert!(opened.own_flow().unwrap().fields.is_some());
    let hosts: Vec<_> =
        opened.network().bounds.hosts.clone().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(hosts, ["127.0.0.1"]);
}

#[tokio::test]
async fn time_passes_by_itself_and_requests_keep_their_distance() {
    let folder = stock().await;
    let opened = open(&settings(&folder), Some("open")).unwrap();
    let until = after(opened.now(), SignedDuration::from_millis(120));
    opened.pass_to(until).await;
    assert!(opened.now() >= until);
    let begun = opened.now();
    for _ in 0..3 {
        opened.pass_to(opened.turn()).await;
    }
    assert!(opened.now().duration_since(begun) >= SignedDuration::from_millis(190));
    let asked = opened.now();
    opened.asked_to_wait(after(asked, SignedDuration::from_millis(300)));
    opened.pass_to(opened.turn()).await;
    assert!(opened.now().duration_since(asked) >= SignedDuration::from_millis(290));
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_told_by_its_key() {
    let folder = stock().await;
    let good = settings(&folder);
    let told = open(&good, None).unwrap_err();
    assert!(told.contains("found no variable `PASSWORD`"), "{told}");
    assert!(told.contains("`chorus_pro.edi.certificates#2.password`"), "{told}");
    let told = open(&good, Some("wrong")).unwrap_err();
    assert!(told.contains("failed to open") && told.contains("certificates#2"), "{told}");
    for (found, put, says) in [
        ("1.key", "gone.key", "failed to read"),
        ("1.key", "1.p7b", "expected the private key"),
        ("1.p7b", "2.p7b", "is not that of the certificate"),
        ("1.p7b", "1.key", "expected one certificate"),
        ("trust = \"", "trust = \"/gone", "of `trust`"),
        ("template = \"", "template = \"/gone", "of `chorus_pro.flow`"),
        ("application_code = \"VFE012\"", "", "`chorus_pro.edi.application_code`: found nothing"),
        ("https://qualif.", "https://portail.", "of production"),
    ] {
        let told = open(&good.replacen(found, put, 1), Some("open")).unwrap_err();
        assert!(told.contains(says), "{put}: {told}");
    }
}

#[test]
fn there_is_one_company_in_one_quality() {
    let text = "trust = \"TRUST\"\n[social_security]\nstage = \"acceptance\"\n\
                number = \"0206731645\"\nname = \"Boulangerie\"\nquality = \"employer\"\n\
                client_id = \"a\"\napplications = [\"Dimona\"]\n\
                [[social_security.certificates]]\nfile = \"1.p7b\"\nkey = \"1.key\"\n";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let folder = runtime.block_on(stock());
    let path = |name: &str| folder.path().join(name).display().to_string();
    let text = text.replace("TRUST", &path("ca.pem"));
    let text = text.replace("1.p7b", &path("1.p7b")).replace("1.key", &path("1.key"));
    let opened = open(&text, None).unwrap();
    let connections = opened.social_security_connections().unwrap();
    let company = connections.company("A", &[Quality::Employer], Stage::Production).unwrap();
    assert_eq!((&*company.name, company.stage), ("Boulangerie", Stage::Acceptance));
    connections.company("A", &[Quality::Employer], Stage::Production).unwrap();
    let told = connections.company("B", &[Quality::Employer], Stage::Production).unwrap_err();
    assert!(told.to_string().contains("second company"), "{told}");
    let told = connections.company("A", &[Quality::ServiceProvider], Stage::Production);
    assert!(told.unwrap_err().to_string().contains("another quality"));
}
