//! `raccord cert request`: a real key, and the request with which a supplier is asked.

use raccord_certs::format::request;
use raccord_certs::mode::Partner;
use raccord_certs::profile::SignedBy;
use raccord_certs::subject::AttributeType;
use raccord_certs::{Asked, Key, Profile, Shape, Subject};

use super::error::CertError;
use super::issue::{IssueError, stem};
use super::output::{self, Audience, Files};
use crate::cli::args::RequestArguments;
use crate::cli::exit::Exit;
use crate::cli::settings::Settings;
use crate::cli::table::Table;
use crate::report::palette::{Palette, paint};

/// Makes a key and a request for each certificate that is demanded, and tells what to do with them.
///
/// # Errors
///
/// When nothing is demanded, a server's subject names no host, or a file is there already.
pub(super) fn request(
    arguments: &RequestArguments,
    settings: &Settings,
) -> Result<Exit, CertError> {
    let profiles = to_order(arguments.mode)?;
    let (mut files, mut table) = (Files::default(), Table::default());
    for profile in &profiles {
        add(profile, arguments, &mut files, &mut table)?;
    }
    files.write(arguments.force)?;
    let title = Palette::new(settings.color_stdout).title;
    let mut text = paint(title, format!("Written to {}", arguments.out.display())) + "\n";
    text += &table.lay_out("  ");
    text += &format!("\n{}\n", paint(title, "What to do now"));
    for line in advice(arguments, &profiles) {
        text += &format!("  - {line}\n");
    }
    output::say(&text)?;
    Ok(Exit::Passed)
}

/// Of each demand, the usual profile.
fn to_order(asked: Asked) -> Result<Vec<&'static Profile>, IssueError> {
    let demands = asked.demands();
    let profiles: Vec<_> = demands.iter().filter_map(|demand| demand.first().copied()).collect();
    if profiles.is_empty() {
        return Err(IssueError::NothingDemanded { mode: asked.name() });
    }
    Ok(profiles)
}

fn add(
    profile: &Profile,
    arguments: &RequestArguments,
    files: &mut Files,
    table: &mut Table,
) -> Result<(), IssueError> {
    let shape = Shape::of(profile);
    let key = Key::generate(arguments.key.unwrap_or(shape.key));
    let key = key.map_err(|source| IssueError::Key { source })?;
    let csr = request::encode_pem(&shape, &arguments.subject, &key);
    let csr = csr.map_err(|source| IssueError::Issue { source })?;
    let name = stem(profile.name);
    let use_of_it = match profile.partner {
        Some(Partner::Sofie) => "the request, to rehearse an order with",
        Some(Partner::ChorusPro | Partner::SocialSecurity) | None => {
            "the request: send it to the supplier"
        }
    };
    table.row([format!("{name}.csr"), format!("{use_of_it} ({})", profile.label)]);
    files.add(arguments.out.join(format!("{name}.csr")), Audience::Anybody, csr);
    table.row([
        format!("{name}.key"),
        "the private key: send it to nobody, and keep a copy".to_owned(),
    ]);
    files.add(arguments.out.join(format!("{name}.key")), Audience::Owner, key.pkcs8_pem());
    Ok(())
}

/// What is particular to the partner, then what everybody does.
fn advice(arguments: &RequestArguments, profiles: &[&'static Profile]) -> Vec<String> {
    let asked = arguments.mode;
    let mut lines = Vec::new();
    if asked.partner() == Some(Partner::Sofie) {
        lines.push(
            "do not order with this request: SOFiE makes its own key (\"Régénération des clés\"), and \
             a certificate for another key does not fit the installation; order with the newest .pem \
             that SOFiE saved"
                .to_owned(),
        );
    }
    if profiles.iter().any(|profile| profile.signed_by == SignedBy::Itself) {
        lines.push(format!(
            "a self-signed certificate is accepted here, and needs no supplier: `raccord cert issue \
             --profile {}` with your --subject makes one",
            asked.name()
        ));
    }
    if asked.demands().iter().any(|demand| demand.len() > 1) {
        lines.push("a certificate of either kind will do; this is the usual one".to_owned());
    }
    lines.extend(doubts(asked.partner(), &arguments.subject));
    lines.push(format!(
        "`raccord cert profiles {}` prints what to tell the supplier: the kind, the level, the file",
        asked.name()
    ));
    lines.push(
        "put the certificate that comes back beside its key, and ask for the whole chain"
            .to_owned(),
    );
    lines.push("make a new key for every renewal".to_owned());
    lines
}

/// What the subject lacks of what suppliers for this partner write.
fn doubts(partner: Option<Partner>, subject: &Subject) -> Vec<String> {
    let has = |kind: AttributeType| subject.value(&kind).is_some();
    let mut doubts = Vec::new();
    let wanted = [
        (AttributeType::COUNTRY, "the country"),
        (AttributeType::ORGANIZATION, "the full official name of the organisation"),
        (AttributeType::COMMON_NAME, "the name of the service"),
    ];
    for (kind, what) in wanted.into_iter().filter(|(kind, _)| !has(*kind)) {
        doubts.push(format!("the subject has no {kind}, {what}: suppliers will ask for it"));
    }
    let unit = subject.value(&AttributeType::ORGANIZATIONAL_UNIT);
    let identified = unit.is_some_and(|unit| unit.starts_with("0002 "));
    if partner == Some(Partner::ChorusPro) && !identified {
        doubts.push(
            "the subject has no `OU=0002 ` with the SIREN or SIRET, which the RGS asks for; a public \
             TLS supplier may no longer write it"
                .to_owned(),
        );
    }
    let personal = has(AttributeType::SURNAME) || has(AttributeType::GIVEN_NAME);
    if personal && partner != Some(Partner::SocialSecurity) {
        doubts
            .push("the subject names a person: persons' certificates are refused here".to_owned());
    }
    doubts
}
