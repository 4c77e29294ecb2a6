//! The pages of ChaMan: what each shows, and the template that shows it.
//!
//! Templates stand in `mocks/templates/social_security/chaman`; they escape what they show.

use std::collections::BTreeSet;

use askama::Template;
use jiff::Timestamp;
use raccord_kernel::cet;

use super::account::{Account, AccountKind, Registered};
use super::permission::Permission;
use super::sender::Sender;
use crate::social_security::csam::Chrome;

/// "Choisissez le public cible".
#[derive(Template)]
#[template(path = "social_security/chaman/target.html")]
pub(super) struct TargetPage {
    pub(super) chrome: Chrome,
}

/// The sender's form.
#[derive(Template)]
#[template(path = "social_security/chaman/sender.html")]
pub(super) struct SenderPage {
    pub(super) chrome: Chrome,
    /// The sender, after the first visit.
    pub(super) sender: Option<Sender>,
}

/// "ChaMan - Gestion des canaux techniques".
#[derive(Template)]
#[template(path = "social_security/chaman/home.html")]
pub(super) struct HomePage {
    pub(super) chrome: Chrome,
    pub(super) sender: Sender,
    pub(super) accounts: Vec<Account>,
}

/// "Ajouter un compte Webservice".
#[derive(Template)]
#[template(path = "social_security/chaman/create.html")]
pub(super) struct CreatePage {
    pub(super) chrome: Chrome,
}

/// "Modifier le compte rest - …".
#[derive(Template)]
#[template(path = "social_security/chaman/account.html")]
pub(super) struct AccountPage {
    pub(super) chrome: Chrome,
    pub(super) account: Account,
    pub(super) now: Timestamp,
}

/// "Permissions sécurisées".
#[derive(Template)]
#[template(path = "social_security/chaman/permissions.html")]
pub(super) struct PermissionsPage {
    pub(super) chrome: Chrome,
    pub(super) account: Account,
}

/// "Ajouter un certificat".
#[derive(Template)]
#[template(path = "social_security/chaman/certificate.html")]
pub(super) struct CertificatePage {
    pub(super) chrome: Chrome,
    pub(super) account: Account,
}

impl CreatePage {
    fn is_held(&self, _: &Permission) -> bool {
        false
    }
}

impl PermissionsPage {
    fn is_held(&self, permission: &Permission) -> bool {
        self.account.permissions.contains(permission)
    }
}

impl AccountPage {
    fn is_in_effect(&self, certificate: &Registered) -> bool {
        certificate.effective_at <= self.now
    }

    fn is_over(&self, certificate: &Registered) -> bool {
        certificate.valid_until < self.now
    }
}

fn kind(account: &Account) -> &'static str {
    match account.kind {
        AccountKind::Rest => "REST",
        AccountKind::Soap => "SOAP",
    }
}

fn kind_in_lowercase(account: &Account) -> &'static str {
    match account.kind {
        AccountKind::Rest => "rest",
        AccountKind::Soap => "soap",
    }
}

fn client_id(account: &Account) -> &str {
    account.client_id.as_deref().unwrap_or_default()
}

fn listed(permissions: &BTreeSet<Permission>) -> Vec<Permission> {
    Permission::ALL.into_iter().filter(|one| permissions.contains(one)).collect()
}

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// A day as the pages show it: `29 septembre 2025`.
fn french(instant: &Timestamp) -> String {
    let day = cet::day(*instant);
    let month = usize::from(day.month().unsigned_abs()).saturating_sub(1);
    let month = MONTHS.get(month).copied().unwrap_or_default();
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{number} {month} {}", day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_in_the_manual() {
        assert_eq!(french(&"2025-09-29T12:00:00Z".parse().unwrap()), "29 septembre 2025");
        assert_eq!(french(&"2025-07-31T22:00:00Z".parse().unwrap()), "1er août 2025");
    }
}
