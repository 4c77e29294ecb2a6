//! Each rule of receivability, on both sides of its edge.

use super::*;
use crate::chorus_pro::sheet::{Contact, Integration, Protocol, Slot, Subscription};
use crate::chorus_pro::{ChorusPro, Knobs};

const GOOD: &str = "FSO1100A_VFE012_VFE0121100000000000000001.tar.gz";

fn noon(day: &str) -> Timestamp {
    format!("{day}T12:00:00Z").parse().unwrap()
}

fn sheet() -> Sheet {
    Sheet {
        number: 1,
        siret: "33254021516357".into(),
        partner: "Fournisseur".into(),
        protocol: Protocol::Sftp,
        application_code: "VFE012".into(),
        from: "2026-01-01".parse().unwrap(),
        until: Some("2026-12-31".parse().unwrap()),
        subscriptions: vec![Subscription {
            interface_code: "FSO1100A".into(),
            integration: Integration::Partiel,
        }],
        contact: Contact::default(),
        slot: Slot::default(),
    }
}

fn envelope(sender: &str, name: &str, size_bytes: u64, day: &str) -> Option<Code> {
    let sheet = sheet();
    let known = (sheet.application_code == sender).then_some(&sheet);
    let limits = Limits { flow_bytes_max: 1000, ..Limits::default() };
    let asked = (sender, name, size_bytes);
    judge_envelope(known, &Exchange::default(), &limits, asked, noon(day)).err().map(|it| it.code)
}

fn named(name: &str) -> Option<Code> {
    envelope("VFE012", name, 1, "2026-03-02")
}

fn file(name: &str, size_bytes: u64) -> File {
    File { name: name.into(), kind: EntryKind::File, size_bytes, syntax: Syntax::WellFormed }
}

fn content(content: &Content) -> Option<Code> {
    let limits = Limits { file_bytes_max: 100, ..Limits::default() };
    judge_content(content, &limits).err().map(|it| it.code)
}

fn packed(entry: File) -> Option<Code> {
    content(&Content::Archive(vec![file("first.xml", 1), entry]))
}

#[test]
fn cpp_edi_01_takes_flows_of_open_connections_under_their_own_code() {
    assert_eq!(named(GOOD), None);
    assert_eq!(envelope("VFE999", GOOD, 1, "2026-03-02"), Some(Code::CodeApp));
    for (day, expected) in [
        ("2025-12-31", Some(Code::CodeApp)),
        ("2026-01-01", None),
        ("2026-12-31", None),
        ("2027-01-01", Some(Code::CodeApp)),
    ] {
        assert_eq!(envelope("VFE012", GOOD, 1, day), expected, "{day}");
    }
    let other = GOOD.replace("VFE012", "VFE013");
    assert_eq!(named(&other), Some(Code::CodeApp));
}

#[test]
fn cpp_edi_01_counts_days_as_paris_does() {
    let midnight = |text: &str| cet::day(text.parse().unwrap()).to_string();
    assert_eq!(midnight("2026-12-31T22:59:59Z"), "2026-12-31");
    assert_eq!(midnight("2026-12-31T23:00:00Z"), "2027-01-01");
    assert_eq!(midnight("2026-06-30T22:00:00Z"), "2026-07-01");
}

#[test]
fn cpp_edi_02_takes_subscribed_interfaces_only() {
    assert_eq!(named(&GOOD.replace("FSO1100A", "FSO1113A")), Some(Code::CodeInter));
    assert_eq!(named(&GOOD.replace("FSO1100A", "FSO1100B")), Some(Code::CodeInter));
}

#[test]
fn cpp_edi_03_takes_no_empty_flow() {
    assert_eq!(envelope("VFE012", GOOD, 0, "2026-03-02"), Some(Code::Vide));
    assert_eq!(envelope("VFE012", GOOD, 1, "2026-03-02"), None);
}

#[test]
fn cpp_edi_04_takes_tar_gz_and_xml_only() {
    assert_eq!(named(&GOOD.replace(".tar.gz", ".xml")), None);
    for end in ["", ".zip", ".tgz", ".TAR.GZ", ".gz"] {
        assert_eq!(named(&GOOD.replace(".tar.gz", end)), Some(Code::ExtDoc), "{end}");
    }
}

#[test]
fn cpp_edi_05_takes_flows_up_to_the_limit() {
    assert_eq!(envelope("VFE012", GOOD, 1000, "2026-03-02"), None);
    assert_eq!(envelope("VFE012", GOOD, 1001, "2026-03-02"), Some(Code::Taille));
}

#[test]
fn cpp_edi_06_takes_well_named_flows_only() {
    assert_eq!(named("invoice.xml"), Some(Code::Form));
    assert_eq!(named("FSO1100A_VFE012_VFE012110000000000000001.tar.gz"), Some(Code::Form));
}

#[test]
fn cpp_edi_08_takes_archives_that_can_be_read_and_hold_a_file() {
    let why = "unexpected end".to_owned();
    assert_eq!(content(&Content::Unreadable { why }), Some(Code::Extrac));
    assert_eq!(content(&Content::Archive(vec![])), Some(Code::Extrac));
    assert_eq!(content(&Content::NotRead), Some(Code::Extrac));
    assert_eq!(content(&Content::Archive(vec![file("a.xml", 1)])), None);
    let directory = File { kind: EntryKind::Directory, ..file("folder", 0) };
    assert_eq!(content(&Content::Archive(vec![directory.clone()])), Some(Code::Extrac));
    assert_eq!(packed(directory), None);
}

#[test]
fn cpp_edi_09_takes_no_empty_file() {
    assert_eq!(packed(file("a.xml", 0)), Some(Code::VideF));
    assert_eq!(packed(file("a.xml", 1)), None);
}

#[test]
fn cpp_edi_10_takes_files_up_to_the_limit() {
    assert_eq!(packed(file("a.xml", 100)), None);
    assert_eq!(packed(file("a.xml", 101)), Some(Code::TailleF));
    assert_eq!(content(&Content::Lone(file(GOOD, 100))), None);
    assert_eq!(content(&Content::Lone(file(GOOD, 101))), Some(Code::TailleF));
}

#[test]
fn cpp_edi_11_takes_names_that_stay_where_they_are_put() {
    let longest = format!("{}.xml", "n".repeat(251));
    let too_long = format!("{}.xml", "n".repeat(252));
    for name in ["a.xml", "folder/a.xml", "..a.xml", "facture n°1.xml", &longest] {
        assert_eq!(packed(file(name, 1)), None, "{name}");
    }
    for name in ["/a.xml", "../a.xml", "x/../a.xml", "x//a.xml", "x\\a.xml", "a\n.xml", &too_long] {
        assert_eq!(packed(file(name, 1)), Some(Code::NomF), "{name}");
    }
    let outside = File { kind: EntryKind::Directory, ..file("../folder", 0) };
    assert_eq!(packed(outside), Some(Code::NomF));
}

#[test]
fn cpp_edi_12_takes_xml_and_pdf_files_only() {
    assert_eq!(packed(file("a.PDF", 1)), None);
    for name in ["a.exe", "xml", "a."] {
        assert_eq!(packed(file(name, 1)), Some(Code::TypeF), "{name}");
    }
    let link = File { kind: EntryKind::Other, ..file("a.xml", 0) };
    assert_eq!(packed(link), Some(Code::TypeF));
}

#[test]
fn cpp_edi_13_takes_well_formed_xml_only() {
    let malformed =
        |name| File { syntax: Syntax::Malformed { why: "cut".into() }, ..file(name, 1) };
    assert_eq!(packed(malformed("a.xml")), Some(Code::Syntax));
    assert_eq!(content(&Content::Lone(malformed(GOOD))), Some(Code::Syntax));
    let unread = File { syntax: Syntax::NotXml, ..file("a.pdf", 1) };
    assert_eq!(packed(unread), None);
}

#[test]
fn the_first_broken_rule_in_their_order_is_told() {
    assert_eq!(envelope("VFE999", "x", 0, "2026-03-02"), Some(Code::CodeApp));
    let unsubscribed = GOOD.replace("FSO1100A", "FSO1113A");
    assert_eq!(envelope("VFE012", &unsubscribed, 0, "2026-03-02"), Some(Code::CodeInter));
    assert_eq!(envelope("VFE012", "x.zip", 0, "2026-03-02"), Some(Code::Vide));
    assert_eq!(envelope("VFE012", "x.zip", 1001, "2026-03-02"), Some(Code::ExtDoc));
    assert_eq!(envelope("VFE012", "x.xml", 1001, "2026-03-02"), Some(Code::Taille));
}

#[test]
fn the_invoices_of_an_archive_are_its_xml_files() {
    let files = vec![file("a.xml", 1), file("a.pdf", 1), file("b.xml", 1)];
    let names = judge_content(&Content::Archive(files), &Limits::default()).unwrap();
    assert_eq!(names, ["a.xml", "b.xml"]);
}

#[test]
fn cpp_edi_07_takes_each_identifier_once() {
    let mut state = ChorusPro::new(1, Knobs::default());
    state.sheets.put(sheet());
    let dropped = || super::super::Dropped {
        application_code: "VFE012".into(),
        file_name: GOOD.into(),
        inspection: super::super::Inspection {
            size_bytes: 1,
            sha256: String::new(),
            content: Content::Archive(vec![file("a.xml", 1)]),
        },
    };
    let mut receive =
        |dropped| state.receive(dropped, noon("2026-03-02"), &mut raccord_kernel::Trace::default());
    assert_eq!(receive(dropped()), Ok("VFE0121100000000000000001".to_owned()));
    assert_eq!(receive(dropped()).unwrap_err().code, Code::Uncite);
    let next = super::super::Dropped {
        file_name: GOOD.replace("01.tar", "02.tar").replace(".tar.gz", ".xml"),
        ..dropped()
    };
    assert!(receive(next).is_ok());
}
