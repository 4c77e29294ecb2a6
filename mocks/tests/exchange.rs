//! The exchange, without a socket: flows, their life and their reports.

#![cfg(test)]

mod edi;

use edi::{CODE, at, chorus_pro, flow_name, run_until, start};
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::{System, Trace};
use raccord_mocks::chorus_pro::ChorusPro;
use raccord_mocks::chorus_pro::exchange::{
    Carrier, Code, Content, Deposit, Dropped, EntryKind, File, FlowError, FlowState, Inspection,
    Outcome, RefusalOfDrop, Script, Syntax,
};

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

fn api_deposit(state: &mut ChorusPro, interface_code: &str) -> String {
    let deposit = Deposit {
        carrier: Carrier::Api,
        sender: "TECH_1@cpro.fr".into(),
        interface_code: interface_code.into(),
        file_name: "INV-2026-001.pdf".into(),
        syntax: Some("IN_DP_E2_CII_FACTURX".into()),
        size_bytes: 10,
        sha256: "00".into(),
        number: None,
        invoice_files: vec![],
    };
    state.deposit(deposit, start(), &mut Trace::default()).number.clone()
}

fn dropped(name: &str, files: &[&str]) -> Dropped {
    let file = |name: &&str| File {
        name: (*name).into(),
        kind: EntryKind::File,
        size_bytes: 4,
        syntax: Syntax::WellFormed,
    };
    let content = Content::Archive(files.iter().map(file).collect());
    Dropped {
        application_code: CODE.into(),
        file_name: format!("{name}.tar.gz"),
        inspection: Inspection { size_bytes: 10, sha256: "00".into(), content },
    }
}

/// Drops a flow of two invoices; answers its number.
fn edi_drop(state: &mut ChorusPro, name: &str) -> String {
    let dropped = dropped(name, &["a.xml", "b.xml"]);
    state.receive(dropped, start(), &mut Trace::default()).unwrap()
}

fn partly(flows: u32, for_sender: Option<&str>) -> Script {
    let error = FlowError { invoice_number: "b".into(), text: "SIRET inconnu".into() };
    Script {
        for_sender: for_sender.map(str::to_owned),
        flows,
        outcome: Outcome::PartlyIntegrated { errors: vec![error] },
    }
}

fn rejected(text: &str) -> Script {
    let error = FlowError { invoice_number: String::new(), text: text.into() };
    Script { for_sender: None, flows: 1, outcome: Outcome::Rejected { errors: vec![error] } }
}

fn pick_up(state: &ChorusPro) -> Vec<(String, Timestamp)> {
    state.exchange.pick_up(CODE).map(|file| (file.name.clone(), file.since)).collect()
}

#[test]
fn cpp_flow_01_numbers_api_flows_by_code_interface_and_sequence() {
    let mut state = chorus_pro(None);
    assert_eq!(api_deposit(&mut state, "FSO1117A"), "CPP0011117000000000000001");
    assert_eq!(api_deposit(&mut state, "FSO1100A"), "CPP0011100000000000000002");
}

#[test]
fn cpp_flow_02_cpp_flow_03_an_api_flow_waits_then_goes_through_its_states() {
    let mut state = chorus_pro(None);
    let number = api_deposit(&mut state, "FSO1117A");
    let mut states = vec![state.exchange.flow(&number).unwrap().state];
    let mut ends_at = start();
    while let Some(due) = state.next_due() {
        state.fire(due, &mut Trace::default());
        states.push(state.exchange.flow(&number).unwrap().state);
        ends_at = due;
    }
    let expected = [
        "IN_DEPOT_PORTAIL_EN_ATTENTE_TRAITEMENT_SE_CPP",
        "IN_RECU",
        "IN_TRAITE_SE_CPP",
        "IN_EN_COURS_TRAITEMENT_CPP",
        "IN_INTEGRE",
    ];
    assert_eq!(states.iter().map(|it| it.wire_name()).collect::<Vec<_>>(), expected);
    assert_eq!(ends_at, start() + minutes(5));
    assert!(states.iter().all(|it| it.is_final() == (*it == FlowState::InIntegre)));
}

#[test]
fn wire_names_and_stored_names_of_states_are_one() {
    for state in [FlowState::InDepotPortailEnAttenteTraitementSeCpp, FlowState::InIntegrePartiel] {
        assert_eq!(serde_json::to_value(state).unwrap(), state.wire_name());
    }
}

#[test]
fn cpp_flow_04_a_scripted_rejection_rejects_one_flow() {
    let mut state = chorus_pro(None);
    state.exchange.script(rejected("fournisseur inconnu"));
    let numbers = [api_deposit(&mut state, "FSO1117A"), api_deposit(&mut state, "FSO1117A")];
    assert!(state.exchange.unused_scripts().is_empty());
    assert!(state.exchange.flow(&numbers[0]).unwrap().errors.is_empty(), "told before its time");
    run_until(&mut state, start() + minutes(5));
    let [first, second] = numbers.map(|number| state.exchange.flow(&number).unwrap().clone());
    assert_eq!((first.state, second.state), (FlowState::InRejete, FlowState::InIntegre));
    assert_eq!(first.errors[0].invoice_number, "INV-2026-001");
    assert_eq!(first.invoices[0].identifier, None);
    assert!(second.errors.is_empty());
    assert!(second.invoices[0].identifier.is_some());
}

#[test]
fn cpp_flow_05_partial_integration_is_the_subscription_s_choice() {
    for (interface, expected) in
        [("FSO1100A", FlowState::InIntegrePartiel), ("FSO1113A", FlowState::InRejete)]
    {
        let mut state = chorus_pro(None);
        state.exchange.script(partly(1, Some(CODE)));
        let number = edi_drop(&mut state, &flow_name(1).replace("FSO1100A", interface));
        run_until(&mut state, start() + minutes(60));
        let flow = state.exchange.flow(&number).unwrap();
        assert_eq!(flow.state, expected);
        let integrated: Vec<_> =
            flow.invoices.iter().map(|it| (it.number.as_str(), it.identifier.is_some())).collect();
        let in_part = expected == FlowState::InIntegrePartiel;
        assert_eq!(integrated, [("a", in_part), ("b", false)]);
    }
}

#[test]
fn a_script_is_for_its_sender_alone() {
    let mut state = chorus_pro(None);
    state.exchange.script(partly(2, Some("VFE999")));
    let number = edi_drop(&mut state, &flow_name(1));
    run_until(&mut state, start() + minutes(60));
    assert_eq!(state.exchange.flow(&number).unwrap().state, FlowState::InIntegre);
    assert_eq!(state.exchange.unused_scripts(), [partly(2, Some("VFE999"))]);
}

#[test]
fn cpp_flow_06_invoices_are_known_by_the_names_of_their_files() {
    let mut state = chorus_pro(None);
    let dropped = dropped(&flow_name(1), &["folder/F-1.xml", "F-2.v2.xml", "F-1.pdf"]);
    let number = state.receive(dropped, start(), &mut Trace::default()).unwrap();
    let flow = state.exchange.flow(&number).unwrap();
    let numbers: Vec<_> = flow.invoices.iter().map(|it| it.number.as_str()).collect();
    assert_eq!(numbers, ["F-1", "F-2.v2"]);
}

#[test]
fn cpp_flow_07_an_edi_flow_has_one_report_that_says_how_it_ended() {
    let mut state = chorus_pro(None);
    state.exchange.script(partly(1, None));
    let number = edi_drop(&mut state, &flow_name(1));
    run_until(&mut state, start() + minutes(5) - SignedDuration::from_millis(1));
    assert_eq!(pick_up(&state), []);
    run_until(&mut state, start() + minutes(5));
    let name = flow_name(1).replace("FSO", "CSO");
    assert_eq!(pick_up(&state), [(format!("{name}.tar.gz"), start() + minutes(5))]);
    let file = state.exchange.pick_up(CODE).next().unwrap();
    let (inside, text) = edi::unpack(&file.content);
    assert_eq!(inside, format!("{name}.xml"));
    for expected in
        [number.as_str(), "IN_INTEGRE_PARTIEL", "<NumeroDP>b</NumeroDP>", "SIRET inconnu"]
    {
        assert!(text.contains(expected), "no `{expected}` in {text}");
    }
}

#[test]
fn cpp_flow_07_an_api_flow_has_no_report_in_pick_up() {
    let mut state = chorus_pro(None);
    api_deposit(&mut state, "FSO1117A");
    assert!(!run_until(&mut state, start() + minutes(60)).contains(&"flow.report-issued"));
}

#[test]
fn cpp_flow_08_a_refusal_is_reported_in_pick_up() {
    let mut state = chorus_pro(None);
    let dropped = dropped("a<\u{1}&b", &["a.xml"]);
    let refusal = state.receive(dropped, start(), &mut Trace::default()).unwrap_err();
    assert_eq!(refusal.code, Code::Form);
    assert_eq!(state.exchange.flows().count(), 0);
    run_until(&mut state, start() + minutes(1));
    let file = state.exchange.pick_up(CODE).next().unwrap();
    assert_eq!(file.name, format!("CSO0000A_{CODE}_{CODE}IRR0000000000000001.tar.gz"));
    let (_, text) = edi::unpack(&file.content);
    assert!(text.contains("<CodeErreur>IRR_FORM</CodeErreur>"), "{text}");
    assert!(text.contains("a&lt;\u{fffd}&amp;b"), "{text}");
}

#[test]
fn cpp_flow_08_no_report_comes_where_the_upload_fails_instead() {
    let mut state = chorus_pro(None);
    state.knobs.exchange.refusal_of_drop = RefusalOfDrop::FailureAtClose;
    assert!(state.receive(dropped("x", &["a.xml"]), start(), &mut Trace::default()).is_err());
    assert_eq!(state.next_due(), None);
}

#[test]
fn cpp_flow_09_what_was_fetched_is_gone_and_never_purged() {
    let mut state = chorus_pro(None);
    edi_drop(&mut state, &flow_name(1));
    run_until(&mut state, start() + minutes(10));
    let number = state.exchange.pick_up(CODE).next().unwrap().number;
    assert!(state.fetch(number, &mut Trace::default()));
    assert!(!state.fetch(number, &mut Trace::default()), "fetched twice");
    assert_eq!((pick_up(&state), state.next_due()), (vec![], None));
}

#[test]
fn cpp_flow_10_what_was_not_fetched_in_7_days_is_purged() {
    let mut state = chorus_pro(None);
    edi_drop(&mut state, &flow_name(1));
    let put_at = start() + minutes(5);
    let purged_at = put_at + SignedDuration::from_hours(7 * 24);
    run_until(&mut state, purged_at - SignedDuration::from_millis(1));
    assert_eq!(pick_up(&state).len(), 1);
    assert_eq!(run_until(&mut state, purged_at), ["pick-up.purged"]);
    assert_eq!(pick_up(&state), []);
}

#[test]
fn cpp_flow_11_an_edi_flow_keeps_its_number_and_is_received_at_once() {
    let mut state = chorus_pro(None);
    let number = edi_drop(&mut state, &flow_name(7));
    assert_eq!(number, format!("{CODE}1100000000000000007"));
    assert_eq!(number.len(), 25);
    assert_eq!(state.exchange.flow(&number).unwrap().state, FlowState::InRecu);
}

#[test]
fn a_state_read_back_goes_on_to_the_same_end() {
    let mut state = chorus_pro(None);
    state.exchange.script(partly(2, None));
    edi_drop(&mut state, &flow_name(1));
    let _ = state.receive(dropped("x", &["a.xml"]), start(), &mut Trace::default());
    run_until(&mut state, start() + minutes(2));
    let text = serde_json::to_string(&state).unwrap();
    let mut read_back: ChorusPro = serde_json::from_str(&text).unwrap();
    let until = at("2026-04-01T00:00:00Z");
    assert_eq!(run_until(&mut state, until), run_until(&mut read_back, until));
    let end = |state: &ChorusPro| serde_json::to_value(state).unwrap();
    assert_eq!(end(&state), end(&read_back));
}

#[test]
fn the_newest_flows_whose_life_is_over_are_kept_and_those_that_go_on() {
    let mut state = chorus_pro(None);
    let over: Vec<_> = (0..4).map(|_| api_deposit(&mut state, "FSO1117A")).collect();
    let edi = edi_drop(&mut state, &flow_name(1));
    run_until(&mut state, start() + minutes(4));
    state.forget(0);
    assert_eq!(state.exchange.flows().count(), 5, "forgotten before their end");
    // What came over the API is over with its final state, what came over EDI with its report.
    run_until(&mut state, start() + minutes(60));
    let goes_on = api_deposit(&mut state, "FSO1117A");
    state.forget(2);
    let kept: Vec<_> = state.exchange.flows().map(|flow| flow.number.clone()).collect();
    assert_eq!(kept.len(), 3, "{kept:?}");
    assert!([&over[3], &edi, &goes_on].into_iter().all(|number| kept.contains(number)), "{kept:?}");
    assert_eq!(pick_up(&state).len(), 1, "a report waits longer than its flow is kept");
}

#[test]
fn cpp_edi_07_a_flow_is_not_received_twice_though_it_was_forgotten() {
    let mut state = chorus_pro(None);
    let number = edi_drop(&mut state, &flow_name(1));
    edi_drop(&mut state, &flow_name(2));
    run_until(&mut state, start() + minutes(60));
    state.forget(1);
    assert!(state.exchange.flow(&number).is_none());
    let mut state: ChorusPro =
        serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
    let again = state.receive(dropped(&flow_name(1), &["a.xml"]), start(), &mut Trace::default());
    assert_eq!(again.unwrap_err().code, Code::Uncite);
}

#[test]
fn cpp_flow_10_a_fetched_file_is_not_purged_whatever_was_said_of_the_wait_meanwhile() {
    for days in [7, 3] {
        let mut state = chorus_pro(None);
        edi_drop(&mut state, &flow_name(1));
        run_until(&mut state, start() + minutes(60));
        let file = state.exchange.pick_up(CODE).next().unwrap().number;
        state.knobs.exchange.s_in_pick_up = days * 24 * 3600;
        assert!(state.fetch(file, &mut Trace::default()));
        assert_eq!(state.next_due(), None, "{days} days");
    }
}
