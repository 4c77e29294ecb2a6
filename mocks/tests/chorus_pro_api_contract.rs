//! One test for each rule of Chorus Pro's API, over a real socket.
#![cfg(test)]

mod behind_piste;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use behind_piste::{Answer, JSON, Rehearsal, Request, SANDBOX_API, SIRET, cpro_account};
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::Trace;
use raccord_kernel::clock::after;
use raccord_mocks::chorus_pro::api::{Knobs, Syntax};
use raccord_mocks::chorus_pro::exchange::{Carrier, Deposit, FlowError, Outcome, Script};
use serde_json::{Value, json};

const DEPOSIT: &str = "/cpro/factures/v1/deposer/flux";
const SEARCH: &str = "/cpro/factures/v1/rechercher/fournisseur";
const DETAILED_REPORT: &str = "/cpro/transverses/v1/consulterCRDetaille";
const REPORT: &str = "/cpro/transverses/v1/consulterCR";
const HEALTH_CHECK: &str = "/cpro/transverses/v1/health-check";

const NOT_FOUND: &str = r#"{"codeRetour":20000,"libelle":"TRA_MSG_00.015"}"#;
const MALFORMED: &str = r#"{"codeRetour":400,"libelle":"Requête mal formulée"}"#;
const WRONG_ACCOUNT: (&str, &str) = (
    "www-authenticate",
    "Bearer realm=\"PISTE\",error=\"Unauthorized\", \
     error_description=\"login or password incorrects\"",
);

#[tokio::test]
async fn cpp_api_01_an_application_that_was_not_declared_is_answered_403() {
    let rehearsal = Rehearsal::open().await;
    rehearsal.chorus_pro.arrange(|state, _| {
        assert!(state.access.applications.remove("APP_SANDBOX_someone"));
        state.access.applications.insert("app_sandbox_someone".to_owned());
    });
    rehearsal.call(DEPOSIT, flow("facture.xml")).await.is(403, &[JSON], "");
    assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-01");
    set(&rehearsal, |knobs| knobs.applications_are_declared = false);
    assert_eq!(rehearsal.call(DEPOSIT, flow("facture.xml")).await.status, 200);
}

#[tokio::test]
async fn cpp_api_02_a_technical_account_that_is_not_good_is_answered_401() {
    let rehearsal = Rehearsal::open().await;
    let login = rehearsal.account.login.clone();
    let password = rehearsal.account.password.reveal().to_owned();
    for account in [
        None,
        Some("not base64".to_owned()),
        Some(STANDARD.encode("no colon")),
        Some(cpro_account("TECH_9_@cpro.fr", &password)),
        Some(cpro_account(&login, "wrong")),
        Some(cpro_account(&login.to_lowercase(), &password)),
    ] {
        let mut headers = rehearsal.headers(&rehearsal.token().await);
        headers.retain(|(name, _)| *name != "cpro-account");
        headers.extend(account.map(|account| ("cpro-account", account)));
        let answer = rehearsal.post(DEPOSIT, headers, flow("facture.xml").to_string()).await;
        answer.is(401, &[JSON, WRONG_ACCOUNT], "");
        assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-02");
    }
}

#[tokio::test]
async fn cpp_api_03_an_account_younger_than_thirty_minutes_is_answered_401() {
    let rehearsal = Rehearsal::open().await;
    aged(&rehearsal, SignedDuration::from_secs(30 * 60 - 1));
    rehearsal.call(DEPOSIT, flow("facture.xml")).await.is(401, &[JSON, WRONG_ACCOUNT], "");
    assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-03");
    rehearsal.pass(1);
    assert_eq!(rehearsal.call(DEPOSIT, flow("facture.xml")).await.status, 200);
}

#[tokio::test]
async fn cpp_api_04_a_password_of_424_days_is_answered_401() {
    let rehearsal = Rehearsal::open().await;
    aged(&rehearsal, SignedDuration::from_secs(424 * 86_400 - 1));
    assert_eq!(rehearsal.call(DEPOSIT, flow("facture.xml")).await.status, 200);
    rehearsal.pass(1);
    rehearsal.call(DEPOSIT, flow("facture.xml")).await.is(401, &[JSON, WRONG_ACCOUNT], "");
    assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-04");
}

#[tokio::test]
async fn cpp_api_05_a_body_that_is_not_announced_as_json_is_answered_415() {
    let rehearsal = Rehearsal::open().await;
    for (announced, status) in [
        (Some("text/plain"), 415),
        (None, 415),
        (Some("application/json"), 200),
        (Some("application/json;charset=utf-8"), 200),
        (Some("Application/JSON; charset=UTF-8"), 200),
    ] {
        let mut headers = rehearsal.headers(&rehearsal.token().await);
        headers.retain(|(name, _)| *name != "content-type");
        headers.extend(announced.map(|announced| ("content-type", announced.to_owned())));
        let answer = rehearsal.post(DEPOSIT, headers, flow("facture.xml").to_string()).await;
        assert_eq!(answer.status, status, "{announced:?}");
        if status == 415 {
            let body = r#"{"codeRetour":415,"libelle":"Format de la requête non supporté"}"#;
            answer.is(415, &[JSON], body);
            assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-05");
        }
    }
}

#[tokio::test]
async fn cpp_api_06_a_body_that_is_not_what_the_swagger_says_is_answered_400() {
    let rehearsal = Rehearsal::open().await;
    let with = |field: &str, value: Value| {
        let mut body = flow("facture.xml");
        body[field] = value;
        body.to_string()
    };
    for body in [
        "{".to_owned(),
        "{}".to_owned(),
        with("syntaxeFlux", json!("IN_DP_E2_UBL_INVOICE")),
        with("fichierFlux", json!("not base64")),
        with("fichierFlux", json!("")),
        with("avecSignature", json!("oui")),
    ] {
        let headers = rehearsal.headers(&rehearsal.token().await);
        rehearsal.post(DEPOSIT, headers, body.clone()).await.is(400, &[JSON], MALFORMED);
        assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-06", "{body}");
    }
}

#[tokio::test]
async fn cpp_api_07_a_business_error_is_200_and_a_code_or_400_by_a_knob() {
    let rehearsal = Rehearsal::open().await;
    let unknown = || json!({ "numeroFluxDepot": "CPP0011100000000000000001" });
    rehearsal.call(DETAILED_REPORT, unknown()).await.is(200, &[JSON], NOT_FOUND);
    set(&rehearsal, |knobs| knobs.business_error_status = 400);
    rehearsal.call(DETAILED_REPORT, unknown()).await.is(400, &[JSON], NOT_FOUND);
}

#[tokio::test]
async fn cpp_api_08_a_deposit_is_answered_by_its_number_its_day_in_paris_and_its_syntax() {
    let rehearsal = Rehearsal::open().await;
    // Half past eleven in the evening in London is the next day in Paris.
    rehearsal.pass(14 * 3600 + 1800);
    let answer = rehearsal.call(DEPOSIT, flow("facture.xml")).await;
    let body = "{\"codeRetour\":0,\"libelle\":\"GCU_MSG_01_000\",\
                \"numeroFluxDepot\":\"CPP0011100000000000000001\",\
                \"dateDepot\":\"2026-03-03\",\"syntaxeFlux\":\"IN_DP_E1_UBL_INVOICE\"}";
    answer.is(200, &[JSON], body);
}

#[tokio::test]
async fn cpp_api_09_a_flow_beyond_the_limit_is_20001() {
    let rehearsal = Rehearsal::open().await;
    set(&rehearsal, |knobs| knobs.flow_bytes_max = 1000);
    let sized = |size: usize| {
        let mut body = flow("facture.xml");
        body["fichierFlux"] = json!(STANDARD.encode(vec![b'x'; size]));
        body
    };
    assert_eq!(rehearsal.call(DEPOSIT, sized(1000)).await.json()["codeRetour"], 0);
    let answer = rehearsal.call(DEPOSIT, sized(1001)).await;
    answer.is(200, &[JSON], r#"{"codeRetour":20001,"libelle":"GDP_MSG_11.022"}"#);
    assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-09");
}

#[tokio::test]
async fn cpp_api_10_a_body_beyond_the_limit_is_read_to_its_end_and_answered_413() {
    let rehearsal = Rehearsal::open().await;
    // Large enough for several frames, so that the end comes long after the limit.
    set(&rehearsal, |knobs| knobs.body_bytes_max = 4_000_000);
    let mut body = flow("facture.xml").to_string();
    body.extend(std::iter::repeat_n(' ', 4_000_000 - body.len()));
    let headers = rehearsal.headers(&rehearsal.token().await);
    assert_eq!(rehearsal.post(DEPOSIT, headers.clone(), body.clone()).await.status, 200);
    body.extend(std::iter::repeat_n(' ', 1_000_000));
    rehearsal.post(DEPOSIT, headers, body).await.is(413, &[JSON], "");
    assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-10");
}

#[tokio::test]
async fn cpp_api_11_the_interface_code_follows_from_the_syntax() {
    let rehearsal = Rehearsal::open().await;
    for (syntax, code) in [
        ("IN_DP_E1_UBL_INVOICE", "FSO1100A"),
        ("IN_DP_E1_CII_16B", "FSO1106A"),
        ("IN_DP_E2_UBL_INVOICE_MIN", "FSO1110A"),
        ("IN_DP_E2_CPP_FACTURE_MIN", "FSO1113A"),
        ("IN_DP_E2_CII_FACTURX", "FSO1117A"),
    ] {
        let mut body = flow("facture.xml");
        body["syntaxeFlux"] = json!(syntax);
        let number = deposited(&rehearsal, body).await;
        assert_eq!(number[6..10], code[3..7]);
        let report = detailed(&rehearsal, &number).await.json();
        assert_eq!(report["codeInterfaceDepotFlux"], code);
    }
}

#[tokio::test]
async fn cpp_api_11_a_syntax_without_a_known_interface_code_needs_the_knob() {
    let rehearsal = Rehearsal::open().await;
    let mut body = flow("factures.zip");
    body["syntaxeFlux"] = json!("IN_DP_PDFARCHIVE_CII_MUG");
    let internal = r#"{"codeRetour":500,"libelle":"Erreur interne du serveur"}"#;
    rehearsal.call(DEPOSIT, body.clone()).await.is(500, &[JSON], internal);
    assert_eq!(rehearsal.refused_by("chorus-pro.deposer-flux"), "CPP-API-11");
    set(&rehearsal, |knobs| {
        knobs.interface_codes.insert(Syntax::PdfArchiveCiiMug, "FSO1199A".to_owned());
    });
    let answer = rehearsal.call(DEPOSIT, body).await.json();
    assert_eq!(answer["numeroFluxDepot"], "CPP0011199000000000000001");
    assert_eq!(answer.get("syntaxeFlux"), None, "the answer's enumeration leaves it out");
}

#[tokio::test]
async fn cpp_api_12_a_detailed_report_says_the_state_and_each_invoice_in_error_once() {
    let rehearsal = Rehearsal::open().await;
    let number = deposited(&rehearsal, flow("facture.xml")).await;
    let body = "{\"codeRetour\":0,\"libelle\":\"TRA_MSG_00.000\",\
                \"codeInterfaceDepotFlux\":\"FSO1100A\",\
                \"dateDepotFlux\":\"2026-03-02T10:00:00.000+01:00\",\
                \"dateHeureEtatCourantFlux\":\"2026-03-02T10:00:00.000+01:00\",\
                \"etatCourantDepotFlux\":\"IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP\",\
                \"nomFichier\":\"FSO1100A_CPP001_CPP0011100000000000000001\",\
                \"listeErreurDP\":[],\"listeErreurTechnique\":[]}";
    detailed(&rehearsal, &number).await.is(200, &[JSON], body);

    reject(&rehearsal, &["le destinataire est inconnu", "l'IBAN manque"]);
    let number = deposited(&rehearsal, flow("F2026-7.xml")).await;
    rehearsal.pass(3600);
    let report = detailed(&rehearsal, &number).await.json();
    assert_eq!(report["etatCourantDepotFlux"], "IN_REJETE");
    let expected = json!([{
        "identifiantFournisseur": SIRET,
        "libelleErreurDP": "le destinataire est inconnu | l'IBAN manque",
        "numeroDP": "F2026-7",
    }]);
    assert_eq!(report["listeErreurDP"], expected);
}

#[tokio::test]
async fn cpp_api_13_the_report_of_another_structure_s_flow_is_not_found() {
    let rehearsal = Rehearsal::open().await;
    let number = deposited(&rehearsal, flow("facture.xml")).await;
    rehearsal.chorus_pro.arrange(|state, _| {
        let mut other = rehearsal.account.clone();
        other.login = "TECH_2_12345678200051@cpro.fr".to_owned();
        other.siret = "12345678200051".to_owned();
        state.access.accounts.put(other);
    });
    let mut headers = rehearsal.headers(&rehearsal.token().await);
    let password = rehearsal.account.password.reveal();
    headers[1].1 = cpro_account("TECH_2_12345678200051@cpro.fr", password);
    let body = json!({ "numeroFluxDepot": number }).to_string();
    rehearsal.post(DETAILED_REPORT, headers, body).await.is(200, &[JSON], NOT_FOUND);
    assert_eq!(rehearsal.refused_by("chorus-pro.consulter-cr-detaille"), "CPP-API-13");
    assert_eq!(detailed(&rehearsal, &number).await.json()["codeRetour"], 0);
}

#[tokio::test]
async fn cpp_portal_19_a_flow_that_was_deposited_by_hand_is_reported_on_and_found() {
    let rehearsal = Rehearsal::open().await;
    for (sender, number) in [(SIRET, "CPP0011100000000000000001"), ("12345678200051", "2")] {
        rehearsal.chorus_pro.arrange(|state, now| {
            let deposit = Deposit {
                carrier: Carrier::Portal,
                sender: sender.into(),
                interface_code: "FSO1100A".into(),
                file_name: "F-1.xml".into(),
                syntax: None,
                size_bytes: 10,
                sha256: "00".into(),
                number: Some(number.into()),
                invoice_files: vec![],
            };
            state.deposit(deposit, now, &mut Trace::default());
        });
    }
    rehearsal.pass(3600);
    let report = detailed(&rehearsal, "CPP0011100000000000000001").await.json();
    assert_eq!(report["etatCourantDepotFlux"], "IN_INTEGRE");
    detailed(&rehearsal, "2").await.is(200, &[JSON], NOT_FOUND);
    let answer = rehearsal.call(SEARCH, json!({ "modeDepot": "UPLOAD_PORTAIL" })).await.json();
    assert_eq!(answer["parametresRetour"]["total"], 1);
    assert_eq!(answer["listeFactures"][0]["numeroFacture"], "F-1");
}

#[tokio::test]
async fn cpp_api_13_how_long_a_report_is_not_found_is_a_knob() {
    let rehearsal = Rehearsal::open().await;
    set(&rehearsal, |knobs| knobs.s_to_report = 30);
    let number = deposited(&rehearsal, flow("facture.xml")).await;
    rehearsal.pass(29);
    detailed(&rehearsal, &number).await.is(200, &[JSON], NOT_FOUND);
    rehearsal.pass(1);
    assert_eq!(detailed(&rehearsal, &number).await.json()["codeRetour"], 0);
}

#[tokio::test]
async fn cpp_api_14_a_report_holds_a_pdf() {
    let rehearsal = Rehearsal::open().await;
    let number = deposited(&rehearsal, flow("facture.xml")).await;
    let answer = rehearsal.call(REPORT, json!({ "numeroFluxDepot": number })).await;
    let mut report = answer.json();
    let pdf = STANDARD.decode(report["fichierCR"].as_str().unwrap()).unwrap();
    let text = String::from_utf8(pdf).unwrap();
    assert!(text.starts_with("%PDF-1.4\n") && text.contains(&number), "{text}");
    report["fichierCR"] = json!("…");
    let expected = json!({
        "codeRetour": 0,
        "libelle": "TRA_MSG_00.000",
        "numeroFluxDepot": number,
        "codeAppliPartenaire": "CPP001",
        "codeInterfaceFlux": "FSO1100A",
        "nomFichierFlux": "FSO1100A_CPP001_CPP0011100000000000000001",
        "dateDepotFlux": "2026-03-02T10:00:00.000+01:00",
        "dateHeureEtatCourantFlux": "2026-03-02T10:00:00.000+01:00",
        "etatCourantFlux": "IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP",
        "fichierCR": "…",
    });
    assert_eq!(report, expected);
}

#[tokio::test]
async fn cpp_api_15_a_factur_x_flow_has_no_pdf_unless_the_knob_says_so() {
    let rehearsal = Rehearsal::open().await;
    let mut body = flow("facture.pdf");
    body["syntaxeFlux"] = json!("IN_DP_E2_CII_FACTURX");
    let number = deposited(&rehearsal, body).await;
    let ask = || json!({ "numeroFluxDepot": number });
    rehearsal.call(REPORT, ask()).await.is(200, &[JSON], NOT_FOUND);
    assert_eq!(rehearsal.refused_by("chorus-pro.consulter-cr"), "CPP-API-15");
    assert_eq!(detailed(&rehearsal, &number).await.json()["codeRetour"], 0);
    set(&rehearsal, |knobs| knobs.pdf_of_facturx = true);
    assert_eq!(rehearsal.call(REPORT, ask()).await.json()["codeRetour"], 0);
}

#[tokio::test]
async fn cpp_api_16_a_search_answers_ten_invoices_a_page_unless_asked_otherwise() {
    let rehearsal = Rehearsal::open().await;
    for number in 1..=11 {
        deposited(&rehearsal, flow(&format!("F{number}.xml"))).await;
    }
    rehearsal.pass(3600);
    let first = rehearsal.call(SEARCH, json!({})).await.json();
    assert_eq!(first["listeFactures"].as_array().unwrap().len(), 10);
    assert_eq!(
        first["parametresRetour"],
        json!({ "pageCourante": 1, "pages": 2, "nbResultatsParPage": 10, "total": 11 })
    );
    let paging = |paging| json!({ "rechercheFactureParFournisseur": paging });
    let second = rehearsal.call(SEARCH, paging(json!({ "pageResultatDemandee": 2 }))).await.json();
    assert_eq!(second["listeFactures"].as_array().unwrap().len(), 1);
    let all = rehearsal.call(SEARCH, paging(json!({ "nbResultatsParPage": 10_000 }))).await.json();
    assert_eq!(all["listeFactures"].as_array().unwrap().len(), 11);
}

#[tokio::test]
async fn cpp_api_16_a_flow_s_invoice_is_found_by_the_flow_s_number() {
    let rehearsal = Rehearsal::open().await;
    deposited(&rehearsal, flow("F1.xml")).await;
    let number = deposited(&rehearsal, flow("F2.xml")).await;
    rehearsal.pass(3600);
    let criteria = json!({ "numeroFluxDepot": number, "typeFacture": "FACTURE" });
    let answer = rehearsal.call(SEARCH, criteria).await.json();
    let found = &answer["listeFactures"][0];
    assert_eq!(answer["parametresRetour"]["total"], 1);
    assert_eq!(found["numeroFacture"], "F2");
    assert!(found["identifiantFactureCPP"].is_u64());
    assert_eq!(found["dateDepot"], "2026-03-02");
    assert_eq!((&found["statut"], &found["modeDepot"]), (&json!("DEPOSEE"), &json!("UPLOAD_API")));
}

#[tokio::test]
async fn cpp_api_16_a_criterion_that_is_not_modelled_is_written_down() {
    let rehearsal = Rehearsal::open().await;
    rehearsal.call(SEARCH, json!({ "montantHTMin": 10.0, "numeroMarche": null })).await;
    let entries = rehearsal.entries();
    let of = |name: &str| entries.iter().find(|entry| entry.operation == name).unwrap();
    let fields = &of("chorus-pro.rechercher-fournisseur").fields;
    assert_eq!(fields["criteria-ignored"], json!(["montantHTMin"]));
}

#[tokio::test]
async fn cpp_api_17_a_search_that_finds_nothing_is_20000_without_pagination() {
    let rehearsal = Rehearsal::open().await;
    deposited(&rehearsal, flow("F1.xml")).await;
    rehearsal.pass(3600);
    for criteria in [
        json!({ "numeroFluxDepot": "CPP0011100000000000000009" }),
        json!({ "typeFacture": "AVOIR" }),
        json!({ "statutCourant": ["REJETEE"] }),
        json!({ "rechercheFactureParFournisseur": { "pageResultatDemandee": 2 } }),
    ] {
        rehearsal.call(SEARCH, criteria).await.is(200, &[JSON], NOT_FOUND);
    }
}

#[tokio::test]
async fn cpp_api_17_an_invoice_that_is_not_integrated_is_not_found() {
    let rehearsal = Rehearsal::open().await;
    reject(&rehearsal, &["refusée"]);
    deposited(&rehearsal, flow("F1.xml")).await;
    rehearsal.call(SEARCH, json!({})).await.is(200, &[JSON], NOT_FOUND);
    rehearsal.pass(3600);
    rehearsal.call(SEARCH, json!({})).await.is(200, &[JSON], NOT_FOUND);
}

#[tokio::test]
async fn cpp_api_18_the_health_check_is_a_get() {
    let rehearsal = Rehearsal::open().await;
    let headers = rehearsal.headers(&rehearsal.token().await);
    let request = Request { method: "GET", path: HEALTH_CHECK, headers, body: vec![] };
    let body = r#"{"body":"OK","statusCode":"OK","statusCodeValue":200}"#;
    rehearsal.send(SANDBOX_API, request).await.is(200, &[JSON], body);
    rehearsal.call(HEALTH_CHECK, json!({})).await.is(403, &[JSON], "");
}

#[tokio::test]
async fn the_files_of_an_archive_are_its_invoices() {
    let rehearsal = Rehearsal::open().await;
    let mut body = flow("lot_factures.tar.gz");
    body["fichierFlux"] = json!(STANDARD.encode(archive(&["F1.xml", "lot/F2.xml"])));
    let number = deposited(&rehearsal, body).await;
    rehearsal.pass(3600);
    let answer = rehearsal.call(SEARCH, json!({ "numeroFluxDepot": number })).await.json();
    let found = answer["listeFactures"].as_array().unwrap().iter();
    let numbers: Vec<_> = found.map(|invoice| invoice["numeroFacture"].clone()).collect();
    assert_eq!(numbers, ["F1", "F2"]);
}

fn flow(file_name: &str) -> Value {
    json!({
        "idUtilisateurCourant": 0,
        "fichierFlux": STANDARD.encode("<Invoice/>"),
        "nomFichier": file_name,
        "syntaxeFlux": "IN_DP_E1_UBL_INVOICE",
        "avecSignature": false,
    })
}

fn archive(names: &[&str]) -> Vec<u8> {
    let gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let mut archive = tar::Builder::new(gzip);
    for name in names {
        let mut header = tar::Header::new_gnu();
        header.set_size(10);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, &b"<Invoice/>"[..]).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

async fn deposited(rehearsal: &Rehearsal, body: Value) -> String {
    let answer = rehearsal.call(DEPOSIT, body).await.json();
    assert_eq!(answer["codeRetour"], 0);
    answer["numeroFluxDepot"].as_str().unwrap().to_owned()
}

async fn detailed(rehearsal: &Rehearsal, number: &str) -> Answer {
    rehearsal.call(DETAILED_REPORT, json!({ "numeroFluxDepot": number })).await
}

fn reject(rehearsal: &Rehearsal, texts: &[&str]) {
    let error = |text: &&str| FlowError { invoice_number: String::new(), text: (*text).to_owned() };
    let outcome = Outcome::Rejected { errors: texts.iter().map(error).collect() };
    rehearsal.chorus_pro.arrange(|state, _| {
        state.exchange.script(Script { for_sender: None, flows: 1, outcome });
    });
}

fn set(rehearsal: &Rehearsal, change: impl FnOnce(&mut Knobs)) {
    rehearsal.chorus_pro.arrange(|state, _| change(&mut state.knobs.api));
}

/// Makes the technical account so old.
fn aged(rehearsal: &Rehearsal, age: SignedDuration) {
    rehearsal.chorus_pro.arrange(|state, now: Timestamp| {
        let born = after(now, -age);
        let mut account = rehearsal.account.clone();
        (account.created_at, account.password_set_at) = (born, born);
        state.access.accounts.put(account);
    });
}
