//! The accounts of "Canaux Webservices", and the certificates that are registered in them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use raccord_certs::key::PublicKey;
use raccord_certs::{Certificate, Fingerprint};
use raccord_kernel::Ids;
use serde::{Deserialize, Serialize};

use super::permission::Permission;
use crate::social_security::directory::{EnterpriseNumber, Quality};

/// The kind of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum AccountKind {
    /// REST: it has a client id, and gets tokens.
    Rest,
    /// SOAP: it has no client id.
    Soap,
}

/// Whose an account is: an enterprise, in a quality.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Owner {
    /// The enterprise.
    pub enterprise: EnterpriseNumber,
    /// The quality in which it acts.
    pub quality: Quality,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its number.
    pub number: u64,
    /// REST or SOAP.
    pub kind: AccountKind,
    /// "Nom du compte".
    pub name: String,
    /// Whose it is.
    pub owner: Owner,
    /// "Client ID", of a REST account.
    pub client_id: Option<String>,
    /// "Permissions sécurisées".
    pub permissions: BTreeSet<Permission>,
    /// "Certificats", in the order in which they were added.
    pub certificates: Vec<Registered>,
}

/// A certificate that is registered in an account. Only what is public is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Its number within the account.
    pub number: u64,
    /// "Nom du certificat".
    pub name: String,
    /// "Nom du fichier".
    pub file_name: String,
    /// Its SHA-256.
    pub fingerprint: Fingerprint,
    /// "Propriétaire": the common name.
    pub holder: String,
    /// "Entreprise": the organization.
    pub organization: String,
    /// "Fournisseur": the common name of the issuer.
    pub issuer: String,
    /// The first instant of its validity.
    pub valid_from: Timestamp,
    /// The last instant of its validity, included.
    pub valid_until: Timestamp,
    /// The key that it is for.
    pub public_key: PublicKey,
    /// The first instant at which the token server knows it.
    pub effective_at: Timestamp,
}

/// All accounts.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Accounts {
    by_number: BTreeMap<u64, Account>,
    /// The numbers of the REST accounts, by client id.
    by_client_id: BTreeMap<String, u64>,
}

impl Account {
    /// The scopes that its permissions grant, sorted.
    #[must_use]
    pub fn scopes(&self) -> BTreeSet<&'static str> {
        let quality = self.owner.quality;
        self.permissions.iter().filter_map(|permission| permission.scope(quality)).collect()
    }

    /// A number that none of its certificates has, nor one that was removed.
    pub(super) fn next_certificate_number(&self, ids: &mut Ids) -> u64 {
        loop {
            let number = ids.sequence("chaman.certificate");
            if self.certificates.iter().all(|held| held.number != number) {
                return number;
            }
        }
    }
}

impl Registered {
    /// Registers a certificate.
    #[must_use]
    pub fn of(certificate: &Certificate, as_named: &Naming, effective_at: Timestamp) -> Self {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let validity = certificate.validity();
        Self {
            number: as_named.number,
            name: as_named.name.clone(),
            file_name: as_named.file_name.clone(),
            fingerprint: certificate.fingerprint(),
            holder: text(certificate.subject().common_name()),
            organization: text(certificate.subject().organization()),
            issuer: text(certificate.issuer().common_name()),
            valid_from: validity.from,
            valid_until: validity.until,
            public_key: certificate.public_key().clone(),
            effective_at,
        }
    }

    /// Whether it is valid at `now`.
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.valid_from <= now && now <= self.valid_until
    }
}

/// What a certificate is called in an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Its number within the account.
    pub number: u64,
    /// "Nom du certificat".
    pub name: String,
    /// "Nom du fichier".
    pub file_name: String,
}

impl Accounts {
    /// Puts an account in the place of its number.
    pub fn put(&mut self, account: Account) {
        // Another client id in the same place takes the place of the one before.
        self.remove(account.number);
        if let Some(client_id) = &account.client_id {
            self.by_client_id.insert(client_id.clone(), account.number);
        }
        self.by_number.insert(account.number, account);
    }

    /// Removes an account, and with it its client id.
    pub fn remove(&mut self, number: u64) -> Option<Account> {
        let removed = self.by_number.remove(&number)?;
        if let Some(client_id) = &removed.client_id {
            self.by_client_id.remove(client_id);
        }
        Some(removed)
    }

    /// The account of a number.
    #[must_use]
    pub fn by_number(&self, number: u64) -> Option<&Account> {
        self.by_number.get(&number)
    }

    /// The account of a number, to change.
    pub fn by_number_mut(&mut self, number: u64) -> Option<&mut Account> {
        self.by_number.get_mut(&number)
    }

    /// The REST account of a client id.
    #[must_use]
    pub fn by_client_id(&self, client_id: &str) -> Option<&Account> {
        self.by_number.get(self.by_client_id.get(client_id)?)
    }

    /// All accounts, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Account> + Clone {
        self.by_number.values()
    }

    /// The accounts of an owner, by number.
    pub fn of<'a>(&'a self, owner: &'a Owner) -> impl Iterator<Item = &'a Account> {
        self.by_number.values().filter(move |account| account.owner == *owner)
    }
}
