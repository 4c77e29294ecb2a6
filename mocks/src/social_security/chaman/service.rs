//! What ChaMan decides beside certificates: who comes in, and what is done with an account.

use std::collections::BTreeSet;

use raccord_kernel::Trace;

use super::account::{Account, Owner};
use super::permission::Permission;
use super::refusal::Refusal;
use super::rules;
use crate::social_security::SocialSecurity;
use crate::social_security::csam::Visitor;
use crate::social_security::directory::Role;

impl SocialSecurity {
    /// Lets who may manage channels in the chosen quality in (`SS-CHAMAN-01`), and answers for
    /// whom.
    pub(super) fn channel_owner(&self, visitor: &Visitor) -> Result<Owner, Refusal> {
        let quality = visitor.quality()?;
        if self.visitor_may(visitor, Role::TechnicalChannels) {
            Ok(Owner { enterprise: visitor.enterprise.clone(), quality })
        } else {
            Err(Refusal::Denied)
        }
    }

    /// The same, where the sender is there already (`SS-CHAMAN-02`).
    pub(super) fn sending_owner(&self, visitor: &Visitor) -> Result<Owner, Refusal> {
        let owner = self.channel_owner(visitor)?;
        if self.chaman.senders.contains_key(&owner) { Ok(owner) } else { Err(Refusal::NoSender) }
    }

    /// An account of an owner (`SS-CHAMAN-15`).
    pub(super) fn account_of(
        &self,
        owner: &Owner,
        number: u64,
        trace: &mut Trace,
    ) -> Result<&Account, Refusal> {
        let account = self.chaman.accounts.by_number(number);
        let account = account.filter(|account| account.owner == *owner);
        let account = account.ok_or(Refusal::UnknownAccount)?;
        account.note(trace);
        Ok(account)
    }

    /// Gives an account other permissions; its certificates stay (`SS-CHAMAN-13`).
    pub(super) fn change_permissions(
        &mut self,
        (owner, number): (&Owner, u64),
        permissions: BTreeSet<Permission>,
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        self.account_of(owner, number, trace)?;
        let codes: Vec<&str> = permissions.iter().map(|permission| permission.code()).collect();
        trace.note("permissions", codes);
        trace.stands_on(rules::CHAMAN_13);
        if let Some(account) = self.chaman.accounts.by_number_mut(number) {
            account.permissions = permissions;
        }
        Ok(())
    }

    /// Removes an account, with its certificates and its client id (`SS-CHAMAN-14`).
    pub(super) fn remove_account(
        &mut self,
        (owner, number): (&Owner, u64),
        trace: &mut Trace,
    ) -> Result<(), Refusal> {
        self.account_of(owner, number, trace)?;
        self.chaman.accounts.remove(number);
        self.cancel_effects(number, None);
        trace.stands_on(rules::CHAMAN_14);
        Ok(())
    }
}

impl Account {
    /// Notes which account it is.
    pub(super) fn note(&self, trace: &mut Trace) {
        trace.note("account-number", self.number);
        if let Some(client_id) = &self.client_id {
            trace.note("client-id", client_id.clone());
        }
    }
}
