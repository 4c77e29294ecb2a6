//! The reports that a partner fetches.
//!
//! # Shape
//! A gzipped tar archive of one XML file, named as the archive. The schema of the reports is not
//! published: the XML is a guess, kept to what a reader needs (`CPP-FLOW-07`, `CPP-FLOW-08`).

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Envelope, Extension, Flow, Refusal};

/// What a report says.
struct Report<'a> {
    envelope: Envelope,
    flow: &'a str,
    file_name: &'a str,
    state: &'a str,
    since: Timestamp,
    errors: Vec<[(&'a str, &'a str); 2]>,
}

/// The integration report of a flow: its name and its bytes.
pub(super) fn integration(flow: &Flow, now: Timestamp) -> (String, Vec<u8>) {
    let error = |error: &'_ super::FlowError| -> [(&'static str, String); 2] {
        [("NumeroDP", error.invoice_number.clone()), ("Libelle", error.text.clone())]
    };
    let errors: Vec<_> = flow.errors.iter().map(error).collect();
    file(
        &Report {
            envelope: Envelope {
                interface_code: report_code(&flow.interface_code),
                application_code: flow.sender.clone(),
                identifier: flow.number.clone(),
            },
            flow: &flow.number,
            file_name: &flow.file_name,
            state: flow.state.wire_name(),
            since: flow.state_since,
            errors: errors
                .iter()
                .map(|pair| pair.each_ref().map(|(k, v)| (*k, v.as_str())))
                .collect(),
        },
        now,
    )
}

/// The report of a refusal: its name and its bytes.
pub(super) fn refusal(refusal: &Refusal, sequence: u64, now: Timestamp) -> (String, Vec<u8>) {
    let envelope = Envelope::read(Extension::split(&refusal.file_name).0);
    let interface_code = envelope
        .map_or_else(|_| UNREADABLE_INTERFACE.to_owned(), |it| report_code(&it.interface_code));
    let code = &refusal.application_code;
    file(
        &Report {
            envelope: Envelope {
                interface_code,
                application_code: code.clone(),
                identifier: format!("{code}IRR{sequence:016}"),
            },
            flow: "",
            file_name: &refusal.file_name,
            state: "QP_IRRECEVABLE",
            since: now,
            errors: vec![[("CodeErreur", refusal.code.wire_name()), ("Libelle", &refusal.reason)]],
        },
        now,
    )
}

/// The code of a report on a drop whose name does not say its interface.
const UNREADABLE_INTERFACE: &str = "CSO0000A";

fn report_code(interface_code: &str) -> String {
    interface_code.replacen('F', "C", 1)
}

fn file(report: &Report<'_>, now: Timestamp) -> (String, Vec<u8>) {
    let name = report.envelope.name();
    // Writing to memory does not fail.
    let content = xml(report).and_then(|xml| packed(&name, &xml, now)).unwrap_or_default();
    (format!("{name}.tar.gz"), content)
}

fn xml(report: &Report<'_>) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let since = report.since.to_string();
    let fields = [
        ("CodeInterface", report.envelope.interface_code.as_str()),
        ("CodeAppliPartenaire", &report.envelope.application_code),
        ("IdentifiantFlux", report.flow),
        ("NomFichier", report.file_name),
        ("EtatCourant", report.state),
        ("DateEtatCourant", &since),
    ];
    writer.create_element("CompteRendu").write_inner_content(|writer| {
        write_fields(writer, &fields)?;
        writer.create_element("Erreurs").write_inner_content(|writer| {
            report.errors.iter().try_for_each(|error| {
                writer
                    .create_element("Erreur")
                    .write_inner_content(|writer| write_fields(writer, error))
                    .map(drop)
            })
        })?;
        Ok(())
    })?;
    Ok(writer.into_inner())
}

fn write_fields(writer: &mut Writer<Vec<u8>>, fields: &[(&str, &str)]) -> io::Result<()> {
    for (name, value) in fields {
        // XML has no place for control characters, and a name from the wire may hold some.
        let value = value.replace(char::is_control, "\u{fffd}");
        writer.create_element(*name).write_text_content(BytesText::new(&value))?;
    }
    Ok(())
}

fn packed(name: &str, xml: &[u8], now: Timestamp) -> io::Result<Vec<u8>> {
    let mut header = tar::Header::new_ustar();
    header.set_size(xml.len() as u64);
    header.set_mode(0o644);
    header.set_mtime(u64::try_from(now.as_second()).unwrap_or_default());
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::default()));
    archive.append_data(&mut header, format!("{name}.xml"), xml)?;
    let mut encoder = archive.into_inner()?;
    encoder.flush()?;
    encoder.finish()
}
