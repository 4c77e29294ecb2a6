//! ChaMan: the technical channels of an enterprise, in one of its qualities.

pub mod account;
pub mod permission;
mod routes;

pub use account::{Account, AccountKind, Accounts, Naming, Owner, Registered};
pub use permission::Permission;
pub(in crate::social_security) use routes::routes;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is guessed of ChaMan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Knobs {
    /// After how many seconds the token server knows a certificate that was registered.
    pub activation_s: u32,
    /// The shape of new client ids.
    pub client_ids: ClientIds,
}

/// The two shapes of client ids that were seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClientIds {
    /// `self_service_expeditor_10`, as in the manual.
    Expeditor,
    /// `self_service_chaman_312045_k3v9x0q2za`, since 2023 at the latest.
    Chaman,
}

impl Default for Knobs {
    fn default() -> Self {
        Self { activation_s: 0, client_ids: ClientIds::Chaman }
    }
}

/// An "expéditeur": who sends, as ChaMan knows an enterprise in a quality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// "Votre numéro expéditeur", of three to six digits.
    pub number: u64,
    /// The one technical contact.
    pub contact: Contact,
}

/// A technical contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// "Nom".
    pub last_name: String,
    /// "Prénom".
    pub first_name: String,
    /// "Téléphone".
    pub telephone: String,
    /// "Adresse électronique".
    pub email: String,
}

/// The state of ChaMan: plain data.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Chaman {
    /// The accounts.
    pub accounts: Accounts,
    /// The senders, by owner.
    #[serde(with = "senders")]
    pub senders: BTreeMap<Owner, Sender>,
}

/// JSON takes no structure as a key.
mod senders {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize as _, Serializer};

    use super::{Owner, Sender};

    pub(super) fn serialize<S: Serializer>(
        senders: &BTreeMap<Owner, Sender>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        senders.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Owner, Sender>, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}
