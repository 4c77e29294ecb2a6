//! `raccord cert check`: whether a partner would accept the files, rule by rule.

mod json;
mod text;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use raccord_certs::certificate::Request;
use raccord_certs::chain::leaves;
use raccord_certs::conformity::{Beside, Context, Judgement, Platform, Submitted, check as judge};
use raccord_certs::format::contents::Contents;
use raccord_certs::format::sniff::Content;
use raccord_certs::policy::PolicyList;
use raccord_certs::revocation::Evidence;
use raccord_certs::shown::file_name;
use raccord_certs::{Certificate, PublicKey};
use raccord_kernel::clock::machine_now;

use super::error::CertError;
use super::{input, output};
use crate::cli::args::{CheckArguments, CheckEnvironment, CheckFormat};
use crate::cli::exit::Exit;
use crate::cli::settings::Settings;

/// A judgement, and what it took for granted.
struct Judged<'a> {
    judgement: Judgement,
    context: Context<'a>,
    strict: bool,
}

/// Judges the files, and tells.
///
/// # Errors
///
/// When a file cannot be read, or holds no certificate.
pub(super) fn check(arguments: &CheckArguments, settings: &Settings) -> Result<Exit, CertError> {
    let CheckArguments { asked, strict, .. } = *arguments;
    if asked.partner().is_none() {
        return Err(CertError::NobodysRules { name: asked.name() });
    }
    if arguments.files.is_empty() && !asked.demands().is_empty() {
        return Err(CertError::NoFile { name: asked.name() });
    }
    let policies = policies(arguments.policies.as_deref())?;
    let files = collect(&arguments.files, |path| submitted(path, settings))?;
    let previous = collect(&arguments.previous, |path| certificates(path, settings))?.concat();
    let keys = collect(&arguments.key, |path| key(path, settings))?;
    let platform = match arguments.environment {
        CheckEnvironment::Qualification => Platform::Qualification,
        CheckEnvironment::Production => Platform::Production,
    };
    let at = arguments.at.unwrap_or_else(machine_now);
    let revocation = collect(&arguments.revocation, evidence)?;
    let revocation = &*revocation;
    let context = Context { policies: &policies, revocation, ..Context::new(at, platform) };
    let beside = Beside { previous: &previous, keys: &keys };
    let judgement = judge(&files, asked, context, beside);
    let judgement = if strict { judgement.strict() } else { judgement };
    let exit = if judgement.conforms() { Exit::Passed } else { Exit::Failed };
    let judged = Judged { judgement, context, strict };
    let told = match arguments.format {
        CheckFormat::Text => text::text(&judged, settings),
        CheckFormat::Json => json::json(&judged),
    };
    output::say(&told)?;
    Ok(exit)
}

fn collect<T>(
    paths: &[PathBuf],
    one: impl Fn(&Path) -> Result<T, CertError>,
) -> Result<Vec<T>, CertError> {
    paths.iter().map(|path| one(path)).collect()
}

fn policies(path: Option<&Path>) -> Result<Cow<'static, PolicyList>, CertError> {
    let Some(path) = path else { return Ok(Cow::Borrowed(PolicyList::built_in())) };
    let text = input::read(path)?;
    let list = PolicyList::parse(&String::from_utf8_lossy(&text));
    let wrong = |source| CertError::Policies { path: path.to_owned(), source };
    list.map(Cow::Owned).map_err(wrong)
}

fn evidence(path: &Path) -> Result<Evidence, CertError> {
    let read = Evidence::read(&input::read(path)?);
    read.map_err(|source| CertError::Revocation { path: path.to_owned(), source })
}

fn submitted(path: &Path, settings: &Settings) -> Result<Submitted, CertError> {
    let contents = input::open(path, settings)?;
    readable(path, &contents)?;
    Ok(Submitted { name: file_name(path), contents })
}

/// A key, a request or a closed PKCS#12 is known for what it is, and judged; what is nothing known,
/// or damaged, is not.
fn readable(path: &Path, contents: &Contents) -> Result<(), CertError> {
    let is_damaged = !contents.problems.is_empty() && !contents.needs_password;
    let is_unknown = contents.kind() == Content::Unknown && !contents.has_anything();
    if contents.certificates.is_empty() && (is_damaged || is_unknown) {
        return Err(no_certificate(path, contents));
    }
    Ok(())
}

fn no_certificate(path: &Path, contents: &Contents) -> CertError {
    let problem = contents.problems.first().map(ToString::to_string);
    let found = problem.unwrap_or_else(|| format!("found {}", contents.describe()));
    CertError::NoCertificate { path: path.to_owned(), found }
}

/// The certificates that a file is about, without the authorities above them.
fn certificates(path: &Path, settings: &Settings) -> Result<Vec<Certificate>, CertError> {
    let contents = input::open(path, settings)?;
    let found: Vec<Certificate> = leaves(&contents.certificates).into_iter().cloned().collect();
    if found.is_empty() { Err(no_certificate(path, &contents)) } else { Ok(found) }
}

/// The key that a file is about, whatever kind of file it is.
fn key(path: &Path, settings: &Settings) -> Result<(String, PublicKey), CertError> {
    let contents = input::open(path, settings)?;
    let private = contents.keys.iter().map(|key| &key.public);
    let requested = contents.requests.iter().map(Request::public_key);
    let certified = leaves(&contents.certificates).into_iter().map(Certificate::public_key);
    let mut keys = private.chain(requested).chain(&contents.public_keys).chain(certified);
    let key = keys.next().ok_or_else(|| CertError::NoKey { path: path.to_owned() })?;
    Ok((file_name(path), key.clone()))
}
