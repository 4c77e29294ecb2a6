//! The "expéditeur": who sends, as ChaMan knows an enterprise in a quality.

use raccord_kernel::{Ids, Trace};
use serde::{Deserialize, Serialize};

use super::account::Owner;
use super::refusal::Refusal;
use super::rules;
use crate::social_security::SocialSecurity;

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

impl SocialSecurity {
    /// Makes the sender of an owner, or changes the contact of the one there is (`SS-CHAMAN-02`,
    /// `-03`, `-16`).
    pub(super) fn set_sender(
        &mut self,
        owner: Owner,
        contact: Contact,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        contact.check_filled()?;
        let known = self.chaman.senders.get(&owner).map(|sender| sender.number);
        let number = known.unwrap_or_else(|| self.next_sender_number());
        trace.note("sender", number);
        trace.stands_on(rules::CHAMAN_03);
        self.chaman.senders.insert(owner, Sender { number, contact });
        Ok(())
    }

    /// Makes the sender of an owner who has none, with a contact of no importance.
    pub(super) fn make_sender(&mut self, owner: &Owner) {
        if self.chaman.senders.contains_key(owner) {
            return;
        }
        let contact = Contact {
            last_name: "Contact".to_owned(),
            first_name: "Technique".to_owned(),
            telephone: "+3220000000".to_owned(),
            email: "contact@entreprise.example".to_owned(),
        };
        let number = self.next_sender_number();
        self.chaman.senders.insert(owner.clone(), Sender { number, contact });
    }

    /// Six digits, another for each sender.
    fn next_sender_number(&mut self) -> u64 {
        loop {
            let number = drawn(&mut self.ids);
            if self.chaman.senders.values().all(|sender| sender.number != number) {
                return number;
            }
        }
    }
}

fn drawn(ids: &mut Ids) -> u64 {
    100_000 + ids.below("chaman.sender", 900_000)
}

impl Contact {
    fn check_filled(&self) -> Result<(), Refusal> {
        let fields = [
            ("Nom", &self.last_name),
            ("Prénom", &self.first_name),
            ("Téléphone", &self.telephone),
            ("Adresse électronique", &self.email),
        ];
        match fields.into_iter().find(|(_, value)| value.trim().is_empty()) {
            Some((label, _)) => Err(Refusal::NoContact(label)),
            None => Ok(()),
        }
    }
}

/// JSON takes no structure as a key.
pub(super) mod by_owner {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize as _, Serializer};

    use super::{Owner, Sender};

    pub(in crate::social_security::chaman) fn serialize<S: Serializer>(
        senders: &BTreeMap<Owner, Sender>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        senders.iter().collect::<Vec<_>>().serialize(serializer)
    }

    pub(in crate::social_security::chaman) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<Owner, Sender>, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}
