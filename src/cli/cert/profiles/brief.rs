//! Everything about one connection: what it demands, what to decide first, what to send whom.

use anstyle::Style;
use raccord_certs::mode::Partner;
use raccord_certs::profile::Profile;
use raccord_certs::{Asked, Known};

use super::{demanded, profiles_of, words};
use crate::cli::sources;
use crate::cli::table::Table;
use crate::report::palette::paint;

/// Writes the brief of a connection or of a certificate.
pub(super) fn brief(asked: Asked, title: Style) -> String {
    let (label, source, known) = match asked {
        Asked::Mode(mode) => (mode.label, mode.source, mode.known),
        Asked::Profile(profile) => (profile.label, profile.source, profile.known),
    };
    let mut text = format!("{}\n{label}\n\n", paint(title, asked.name()));
    let mut facts = Table::default();
    if let Asked::Mode(mode) = asked {
        facts.row(["demands", &demanded(mode)]);
    }
    facts.row(["source", &sourced(source, known)]);
    text += &facts.lay_out("  ");
    let profiles = profiles_of(asked);
    if profiles.is_empty() {
        text += "\nThere is nothing to order, and nothing that expires but the client secret.\n";
        return text;
    }
    text += &decide_first(asked, title);
    text += &format!("\n{}\n", paint(title, "Text for the supplier"));
    for profile in profiles {
        text += &format!("\n{}", for_supplier(profile));
    }
    text
}

fn sourced(source: &str, known: Known) -> String {
    format!("{} ({known})", sources::with_title(source))
}

/// The questions whose answers decide what to order.
fn decide_first(asked: Asked, title: Style) -> String {
    let questions: &[&str] = match asked.partner() {
        Some(Partner::ChorusPro) => &[
            "Which protocol? It decides between a client's certificate, a server's, and both.",
            "Signed flows or not? Only signed flows need a \"cachet serveur sans heure\" as well.",
            "Qualification only, or production too? A test certificate is refused in production.",
        ],
        Some(Partner::SocialSecurity) => &[
            "REST or batch? Batch over SFTP also wants an SSH public key.",
            "Employer, or service provider with a mandate? Each has an account of its own.",
        ],
        Some(Partner::Sofie) => &[
            "SORT? Then both accounts, Crypt and Transport, generate their .pem before either is ordered.",
            "Reports to the CSSF? Then the Crypt certificate is declared to it, the Transport one never.",
        ],
        None => &[],
    };
    if questions.is_empty() {
        return String::new();
    }
    let lines: String = questions.iter().map(|question| format!("  - {question}\n")).collect();
    format!("\n{}\n{lines}", paint(title, "Decide first"))
}

/// The constraints of one certificate, in French, as they can be pasted into a letter.
fn for_supplier(profile: &Profile) -> String {
    let mut table = Table::default();
    table.row(["Type", profile.label]);
    table.row(["Émetteur", words::supplier(profile)]);
    table.row(["Sujet", words::subject(profile)]);
    table.row(["Utilisation de la clé", &words::key_usage(profile)]);
    table.row(["Utilisation avancée de la clé", &words::extended_key_usage(profile)]);
    table.row(["Clé", words::key(profile)]);
    table.row(["Durée", words::lifetime(profile)]);
    if let Some(partner) = profile.partner {
        table.row(["Format attendu", words::delivery(partner.delivery())]);
    }
    table.row(["Source", &sourced(profile.source, profile.known)]);
    table.lay_out("  ")
}
