//! What a form of ChaMan asks for, and whether it is whole.

use std::collections::BTreeSet;

use super::account::AccountKind;
use super::permission::Permission;
use super::refusal::Refusal;
use crate::upload::Upload;

/// A new account, as it was typed.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    /// "Type".
    pub(super) kind: &'a str,
    /// "Nom du compte".
    pub(super) name: &'a str,
    /// "Permissions sécurisées", by code.
    pub(super) permissions: Vec<&'a str>,
    /// "Certificat" and its name.
    pub(super) certificate: NewCertificate<'a>,
}

/// A new certificate, as it was typed and chosen.
#[derive(Debug)]
pub(super) struct NewCertificate<'a> {
    /// "Nom du certificat".
    pub(super) name: &'a str,
    /// "Certificat".
    pub(super) upload: Option<Upload<'a>>,
}

/// What a whole draft says of an account, but for its certificate.
#[derive(Debug)]
pub(super) struct Described {
    pub(super) kind: AccountKind,
    pub(super) name: String,
    pub(super) permissions: BTreeSet<Permission>,
}

impl Draft<'_> {
    /// Reads what it says of the account (`SS-CHAMAN-04`, `-06`).
    pub(super) fn described(&self) -> Result<Described, Refusal> {
        let kind = match self.kind {
            "REST" => AccountKind::Rest,
            "SOAP" => AccountKind::Soap,
            found => return Err(Refusal::Kind(found.to_owned())),
        };
        let name = self.name.trim();
        if name.is_empty() {
            return Err(Refusal::NoName);
        }
        let permissions = permissions(&self.permissions)?;
        Ok(Described { kind, name: name.to_owned(), permissions })
    }
}

impl<'a> NewCertificate<'a> {
    /// The name and the file, if both are there (`SS-CHAMAN-05`).
    pub(super) fn whole(&self) -> Result<(&'a str, Upload<'a>), Refusal> {
        let upload = self.upload.ok_or(Refusal::NoFile)?;
        let name = self.name.trim();
        if name.is_empty() { Err(Refusal::NoCertificateName) } else { Ok((name, upload)) }
    }
}

/// Reads permissions by their codes (`SS-CHAMAN-06`).
pub(super) fn permissions(codes: &[&str]) -> Result<BTreeSet<Permission>, Refusal> {
    let read = |code: &&str| {
        Permission::of_code(code).ok_or_else(|| Refusal::Permission((*code).to_owned()))
    };
    codes.iter().map(read).collect()
}
