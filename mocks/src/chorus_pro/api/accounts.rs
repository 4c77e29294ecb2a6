//! Technical accounts: who calls the API, on the side of Chorus Pro.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;
use raccord_kernel::{Ids, Rule};
use serde::{Deserialize, Serialize};

use super::{Knobs, rules};
use raccord_kernel::Secret;

/// How long a password is good, in days (`CPP-API-04`).
const PASSWORD_LIFETIME_DAYS: i64 = 424;

/// One technical account ("compte technique").
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TechnicalAccount {
    /// The login: `TECH_1_33254021516357@cpro.fr`.
    pub login: String,
    /// The password, which its manager is shown once.
    pub password: Secret,
    /// The SIRET of its structure, whose flows and invoices it sees.
    pub siret: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its password was last set.
    pub password_set_at: Timestamp,
}

impl TechnicalAccount {
    /// Says which rule keeps it from being used at `now`, and why.
    pub(super) fn obstacle(
        &self,
        knobs: &Knobs,
        now: Timestamp,
    ) -> Option<(&'static Rule, String)> {
        let login = &self.login;
        let wait = SignedDuration::from_secs(knobs.s_to_usable);
        let usable_from = after(self.created_at, wait);
        if now < usable_from {
            let why = format!("`{login}` can be used from {usable_from} on; wait until then");
            return Some((rules::API_03, why));
        }
        let expires_at = self.password_expires_at();
        (now >= expires_at).then(|| {
            let why = format!("the password of `{login}` expired at {expires_at}; reset it");
            (rules::API_04, why)
        })
    }

    /// The first instant at which its password is over.
    #[must_use]
    pub fn password_expires_at(&self) -> Timestamp {
        after(self.password_set_at, SignedDuration::from_hours(24 * PASSWORD_LIFETIME_DAYS))
    }
}

/// All technical accounts, by login.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Accounts {
    by_login: BTreeMap<String, TechnicalAccount>,
}

impl Accounts {
    /// Creates an account of a structure, as "Création d'un compte technique" does.
    pub fn create(&mut self, ids: &mut Ids, siret: &str, now: Timestamp) -> TechnicalAccount {
        let account = TechnicalAccount {
            login: format!("TECH_{}_{siret}@cpro.fr", ids.sequence("technical-account")),
            password: Secret::new(ids.alphanumeric("technical-account.password", 16)),
            siret: siret.to_owned(),
            created_at: now,
            password_set_at: now,
        };
        self.put(account.clone());
        account
    }

    /// Sets a new password, as "Réinitialisation du mot de passe" does; nothing where nobody has
    /// that login.
    pub fn reset_password(
        &mut self,
        ids: &mut Ids,
        login: &str,
        now: Timestamp,
    ) -> Option<TechnicalAccount> {
        let account = self.by_login.get_mut(login)?;
        account.password = Secret::new(ids.alphanumeric("technical-account.password", 16));
        account.password_set_at = now;
        Some(account.clone())
    }

    /// Puts an account in the place of its login.
    pub fn put(&mut self, account: TechnicalAccount) {
        self.by_login.insert(account.login.clone(), account);
    }

    /// The account of a login.
    #[must_use]
    pub fn by_login(&self, login: &str) -> Option<&TechnicalAccount> {
        self.by_login.get(login)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn obstacle_after(elapsed_s: i64) -> Option<&'static str> {
        let created_at = Timestamp::from_second(1_772_442_000).unwrap();
        let account = Accounts::default().create(&mut Ids::new(1), "33254021516357", created_at);
        let now = after(created_at, SignedDuration::from_secs(elapsed_s));
        account.obstacle(&Knobs::default(), now).map(|(rule, _)| rule.id)
    }

    #[test]
    fn cpp_api_03_an_account_can_be_used_from_the_thirtieth_minute_on() {
        assert_eq!(obstacle_after(30 * 60 - 1), Some("CPP-API-03"));
        assert_eq!(obstacle_after(30 * 60), None);
    }

    #[test]
    fn cpp_api_04_a_password_is_over_at_the_end_of_its_424th_day() {
        assert_eq!(obstacle_after(424 * 86_400 - 1), None);
        assert_eq!(obstacle_after(424 * 86_400), Some("CPP-API-04"));
    }

    #[test]
    fn cpp_api_04_a_password_that_was_reset_is_good_again() {
        let (mut accounts, mut ids) = (Accounts::default(), Ids::new(1));
        let login = accounts.create(&mut ids, "33254021516357", Timestamp::UNIX_EPOCH).login;
        let later = after(Timestamp::UNIX_EPOCH, SignedDuration::from_hours(24 * 500));
        let account = accounts.reset_password(&mut ids, &login, later).unwrap();
        assert!(account.obstacle(&Knobs::default(), later).is_none());
    }
}
