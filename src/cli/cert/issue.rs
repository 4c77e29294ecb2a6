//! `raccord cert issue`: throwaway certificates, in every format that is asked for.

mod error;
mod formats;
mod period;

pub use error::IssueError;
pub(super) use formats::stem;

use std::path::Path;

use jiff::SignedDuration;
use raccord_certs::authority::{HierarchyKeys, Issued, ShapedOrder, SubjectKey, SupplierHierarchy};
use raccord_certs::format::contents::Contents;
use raccord_certs::{Certificate, Defect, Key, KeyKind, Shape, Subject, Validity, random};
use raccord_kernel::clock::machine_now;

use super::error::CertError;
use super::input;
use super::output::{self, Files};
use crate::cli::args::IssueArguments;
use crate::cli::exit::Exit;
use crate::cli::settings::Settings;
use crate::cli::table::Table;
use crate::report::palette::{Palette, paint};

/// One certificate, with all that was made for it.
struct Made {
    shape: Shape,
    subject: Subject,
    key: Key,
    issued: Issued,
}

/// Makes what is asked for, writes it, and tells what is what.
///
/// # Errors
///
/// When it cannot be made so, or a file is there already.
pub(super) fn issue(arguments: &IssueArguments, settings: &Settings) -> Result<Exit, CertError> {
    let shapes = shapes(arguments)?;
    let subjects: Vec<Subject> = shapes
        .iter()
        .map(|shape| arguments.subject.clone().unwrap_or_else(|| shape.subject.clone()))
        .collect();
    let now = machine_now();
    let mut orders = Vec::new();
    for (shape, subject) in shapes.into_iter().zip(subjects) {
        let validity = period::of(arguments, &shape, now)?;
        orders.push((shape, subject, validity));
    }
    let authorities = authorities(&orders)?;
    let mut table = Table::default();
    let mut files = Files::default();
    let (mut revoked, mut has_authorities) = (Vec::new(), false);
    for (shape, subject, validity) in orders {
        let made = make(arguments, &authorities, shape, subject, validity)?;
        formats::add(&made, arguments, settings, &mut files, &mut table)?;
        has_authorities |= !made.issued.chain.is_empty();
        revoked.push(made.issued.certificate);
    }
    if has_authorities {
        formats::add_authorities(&authorities, arguments, &mut files, &mut table);
    }
    if arguments.defect == Some(Defect::Revoked) {
        formats::add_revocation_list(
            &authorities,
            &revoked,
            now,
            arguments,
            &mut files,
            &mut table,
        )?;
    }
    files.write(arguments.force)?;
    tell(arguments, &table, settings)?;
    Ok(Exit::Passed)
}

fn shapes(arguments: &IssueArguments) -> Result<Vec<Shape>, CertError> {
    let Some(asked) = arguments.profile else {
        let path = arguments.like.as_deref().unwrap_or_else(|| Path::new(""));
        return Ok(vec![Shape::like(&to_take_after(path)?)]);
    };
    let shapes: Vec<_> = asked.demands().concat().into_iter().map(Shape::of).collect();
    if shapes.is_empty() {
        return Err(IssueError::NothingDemanded { mode: asked.name() }.into());
    }
    Ok(shapes)
}

/// Reads the certificate of a file to take after: the first that is no authority's.
///
/// # Errors
///
/// When the file cannot be read, or holds no certificate.
pub(in crate::cli) fn to_take_after(path: &Path) -> Result<Certificate, CertError> {
    let contents = Contents::read(&input::read(path)?);
    let leaf = contents.certificates.iter().find(|certificate| !certificate.is_ca());
    let found = leaf.or_else(|| contents.certificates.first()).cloned();
    let nothing = || IssueError::NothingLike { path: path.to_owned(), found: contents.describe() };
    Ok(found.ok_or_else(nothing)?)
}

/// How long authorities were there before, and stay after, any certificate that they issue.
const AROUND: SignedDuration = SignedDuration::from_hours(24 * 365);

/// Makes one root and one issuing authority for all that is ordered; their keys end with the
/// process.
fn authorities(orders: &[(Shape, Subject, Validity)]) -> Result<SupplierHierarchy, IssueError> {
    let key = || Key::generate(KeyKind::P256).map_err(|source| IssueError::Key { source });
    let keys = HierarchyKeys { root: key()?, issuing: key()? };
    // Expired and future certificates need their authorities as well.
    let periods = orders.iter().map(|(_, _, validity)| validity);
    let from = periods.clone().map(|period| period.before().from).min().unwrap_or_default();
    let until = periods.map(|period| period.after().until).max().unwrap_or_default();
    let around = Validity {
        from: from.saturating_sub(AROUND).unwrap_or(from),
        until: until.saturating_add(AROUND).unwrap_or(until),
    };
    let hosts: Vec<&str> = orders.iter().filter_map(|(_, subject, _)| host(subject)).collect();
    SupplierHierarchy::constrained_to(&hosts, &keys, around)
        .map_err(|source| IssueError::Issue { source })
}

/// A common name that a verifier may take for a host, also where no alternative name says so.
fn host(subject: &Subject) -> Option<&str> {
    let name = subject.common_name()?;
    let name = name.strip_prefix("*.").unwrap_or(name);
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "-_.".contains(sign);
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

fn make(
    arguments: &IssueArguments,
    authorities: &SupplierHierarchy,
    shape: Shape,
    subject: Subject,
    validity: Validity,
) -> Result<Made, IssueError> {
    let kind = match (arguments.defect, arguments.key) {
        (Some(Defect::KeyTooSmall), Some(_)) => return Err(IssueError::KeyTwice),
        (Some(Defect::KeyTooSmall), None) => KeyKind::Rsa1024,
        (_, asked) => asked.unwrap_or(shape.key),
    };
    let key = Key::generate(kind).map_err(|source| IssueError::Key { source })?;
    let order = ShapedOrder {
        shape: &shape,
        subject: &subject,
        key: SubjectKey::Pair(&key),
        validity,
        defect: arguments.defect,
        serial: random::serial().map_err(|source| IssueError::Random { source })?,
    };
    let issued = authorities.issue_shaped(&order);
    let issued = issued.map_err(|source| IssueError::Issue { source })?;
    Ok(Made { shape, subject, key, issued })
}

fn tell(arguments: &IssueArguments, table: &Table, settings: &Settings) -> Result<(), CertError> {
    let palette = Palette::new(settings.color_stdout);
    let title = format!("Written to {}", arguments.out.display());
    let mut text = format!("{}\n{}", paint(palette.title, title), table.lay_out("  "));
    if let Some(defect) = arguments.defect {
        text += &format!("\nThe defect is `{defect}`. {}\n", formats::note_on(defect));
    }
    output::say(&text)
}

impl Made {
    fn certificate(&self) -> &Certificate {
        &self.issued.certificate
    }
}
