//! The reports that a connector fetches: a gzipped tar archive of one XML file.
//!
//! The schema of the real reports is not published; what is read here is what any report must say
//! to be of use: the flow, its state, and what is wrong with it.

use std::io::{self, Read as _};

use flate2::read::GzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::{Deserialize, Serialize};

use super::edi::Collected;

/// The longest report that is read, in bytes: a report is a page, not a flow.
const REPORT_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// What a report says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EdiReport {
    /// The name of the report's own file.
    pub name: String,
    /// The identifier of the flow; empty where the flow was not even received.
    pub flow: String,
    /// The name under which the flow was sent.
    pub file_name: String,
    /// Its state: `IN_INTEGRE`.
    pub state: String,
    /// The codes of what is wrong: `IRR_FORM`.
    pub codes: Vec<String>,
    /// What is wrong, in words.
    pub errors: Vec<String>,
}

/// A report could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// It is not an archive that begins with a file of text.
    #[error("failed to unpack the report `{name}`")]
    Archive {
        /// The report.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// The file in it is not well formed.
    #[error("failed to read the XML of the report `{name}`")]
    Xml {
        /// The report.
        name: String,
        /// Why.
        source: quick_xml::Error,
    },
}

/// Reads a report that was fetched.
///
/// # Errors
///
/// When it is not a report.
pub fn read(file: &Collected) -> Result<EdiReport, ReportError> {
    let archive = |source| ReportError::Archive { name: file.name.clone(), source };
    let xml = unpack(&file.content).map_err(archive)?;
    let xml_error = |source| ReportError::Xml { name: file.name.clone(), source };
    let mut report = fields(&xml).map_err(xml_error)?;
    report.name.clone_from(&file.name);
    Ok(report)
}

fn unpack(content: &[u8]) -> io::Result<String> {
    let mut archive = tar::Archive::new(GzDecoder::new(content).take(REPORT_BYTES_MAX));
    let mut entries = archive.entries()?;
    let mut entry = entries.next().ok_or(io::ErrorKind::UnexpectedEof)??;
    let mut xml = String::new();
    entry.read_to_string(&mut xml)?;
    Ok(xml)
}

fn fields(xml: &str) -> Result<EdiReport, quick_xml::Error> {
    let mut report = EdiReport::default();
    let mut reader = Reader::from_str(xml);
    // A text comes in pieces: an apostrophe or an ampersand is a reference between two of them.
    let mut text = String::new();
    loop {
        match reader.read_event()? {
            Event::Start(_) => text.clear(),
            Event::Text(piece) => text.push_str(&piece.xml10_content()),
            Event::CData(piece) => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref()?.map(String::from);
                let name = reference.xml10_content();
                let named = || quick_xml::escape::resolve_predefined_entity(&name);
                text.push_str(character.as_deref().or_else(named).unwrap_or_default());
            }
            Event::End(end) => {
                put(&mut report, end.local_name().as_ref(), std::mem::take(&mut text));
            }
            Event::Eof => return Ok(report),
            Event::Empty(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}

fn put(report: &mut EdiReport, element: &str, text: String) {
    match element {
        "IdentifiantFlux" => report.flow = text,
        "NomFichier" => report.file_name = text,
        "EtatCourant" => report.state = text,
        "CodeErreur" => report.codes.push(text),
        "Libelle" => report.errors.push(text),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_an_apostrophe_or_an_ampersand_is_one_text() {
        let xml = "<CompteRendu><EtatCourant>IN_REJETE</EtatCourant><Erreurs><Erreur>\
                   <Libelle>Le num&#233;ro d&apos;engagement &amp; le service</Libelle>\
                   </Erreur><Erreur><Libelle><![CDATA[<vide>]]></Libelle></Erreur></Erreurs>\
                   </CompteRendu>";
        let report = fields(xml).unwrap();
        assert_eq!(report.errors, ["Le numéro d'engagement & le service", "<vide>"]);
        assert_eq!(report.state, "IN_REJETE");
    }

    #[test]
    fn what_is_no_archive_is_no_report() {
        let file = Collected { name: "CSO1100A.tar.gz".into(), content: b"nothing".to_vec() };
        assert!(matches!(read(&file), Err(ReportError::Archive { .. })));
    }
}
