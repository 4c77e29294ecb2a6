//! What a step about social security finds in its world: companies, accounts, connectors, people.

use super::facts::Channel;
use crate::connectors::pages::{Pages, PortalError};
use crate::connectors::social_security::access::AccessManagement;
use crate::connectors::social_security::chaman::Chaman;
use crate::connectors::social_security::csam::Person;
use crate::connectors::social_security::mahis::Mahis;
use crate::connectors::social_security::rest::RestConnector;
use crate::environment::{Company, Quality};
use crate::steps::{Stop, World};

/// A token, in the ledger and in the journal.
pub(super) const TOKEN: &str = "social-security.token";

impl World {
    /// The company of a name.
    ///
    /// # Errors
    ///
    /// When no step named it.
    pub fn company(&self, name: &str) -> Result<Company, Stop> {
        let company = self.facts.social_security.companies.iter().find(|it| it.name == name);
        company.cloned().ok_or_else(|| Stop::failed(format!("no step spoke of `{name}` yet")))
    }

    /// The account that the scenario speaks of, and its connector.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn channel(&self) -> Result<&Channel, Stop> {
        let facts = &self.facts.social_security;
        let current = facts.current.as_ref().and_then(|name| facts.channels.get(name));
        current.ok_or_else(|| Stop::failed("no step spoke of a REST account yet"))
    }

    /// The same, to change. The connector is built again from it.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn channel_mut(&mut self) -> Result<&mut Channel, Stop> {
        self.put_rest_away();
        let facts = &mut self.facts.social_security;
        let current = facts.current.as_ref().and_then(|name| facts.channels.get_mut(name));
        current.ok_or_else(|| Stop::failed("no step spoke of a REST account yet"))
    }

    /// Speaks of another account from now on.
    ///
    /// # Errors
    ///
    /// When there is none of that name.
    pub fn speak_of(&mut self, account: &str) -> Result<(), Stop> {
        self.put_rest_away();
        if !self.facts.social_security.channels.contains_key(account) {
            return Err(Stop::failed(format!("no step spoke of an account `{account}` yet")));
        }
        self.facts.social_security.current = Some(account.to_owned());
        Ok(())
    }

    /// The connector of the account that the scenario speaks of, with what it had in memory.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn rest(&mut self) -> Result<&mut Box<dyn RestConnector>, Stop> {
        if self.rest.is_none() {
            let memory = self.channel()?.connector.clone();
            let (setting, http) = (self.setting()?.clone(), self.http()?);
            self.rest = Some(setting.workshop.rest(&*setting.environment, http, memory));
        }
        self.rest.as_mut().ok_or_else(|| Stop::failed("no connector is set up yet"))
    }

    /// Keeps what the connector has in memory in the facts, and in the ledger the tokens that it
    /// says it asked for and was granted.
    pub(in crate::steps) fn keep_rest(&mut self) {
        let Some(memory) = self.rest.as_ref().map(|rest| rest.memory()) else { return };
        let facts = &mut self.facts.social_security;
        let current = facts.current.as_ref().and_then(|name| facts.channels.get_mut(name));
        let Some(channel) = current else { return };
        let before = std::mem::replace(&mut channel.connector, memory.clone());
        let asked = memory.tokens_asked.saturating_sub(before.tokens_asked);
        let granted = memory.tokens_granted.saturating_sub(before.tokens_granted);
        for number in 0..asked {
            // A world without its environment has no ledger to speak of.
            let _ = self.account(TOKEN, &memory.token.client_id, number < granted);
        }
    }

    fn put_rest_away(&mut self) {
        self.keep_rest();
        self.rest = None;
    }

    /// ChaMan, the manager of a company logged in, in a quality.
    ///
    /// # Errors
    ///
    /// When it lets nobody in.
    pub async fn chaman(&self, company: &Company, quality: Quality) -> Result<Chaman, Stop> {
        let person = self.manager_of(company, quality)?;
        Ok(self.chaman_as(company, &person).await??)
    }

    /// ChaMan, a person of a company logged in.
    ///
    /// # Errors
    ///
    /// When it cannot be tried; whether it lets the person in is the answer.
    pub async fn chaman_as(
        &self,
        company: &Company,
        person: &Person,
    ) -> Result<Result<Chaman, PortalError>, Stop> {
        let origin = self.environment()?.social_security_addresses(company.stage).chaman;
        Ok(Chaman::log_in(self.fresh_pages(origin)?, person).await)
    }

    /// Mahis, the manager of a company logged in, in a quality.
    ///
    /// # Errors
    ///
    /// When it lets nobody in.
    pub async fn mahis(&self, company: &Company, quality: Quality) -> Result<Mahis, Stop> {
        let origin = self.environment()?.social_security_addresses(company.stage).portal;
        let person = self.manager_of(company, quality)?;
        Ok(Mahis::log_in(self.fresh_pages(origin)?, &person).await?)
    }

    /// "Gestion des accès", the chief access manager of a company logged in.
    ///
    /// # Errors
    ///
    /// When it lets nobody in.
    pub async fn access(&self, company: &Company) -> Result<AccessManagement, Stop> {
        let origin = self.environment()?.social_security_addresses(company.stage).portal;
        let person = self.manager_of(company, Quality::Employer)?;
        Ok(AccessManagement::log_in(self.fresh_pages(origin)?, &person).await?)
    }

    fn manager_of(&self, company: &Company, quality: Quality) -> Result<Person, Stop> {
        self.person(&company.manager, quality)
    }

    /// A person by the login.
    ///
    /// # Errors
    ///
    /// When the vault keeps no password for it.
    pub fn person(&self, login: &str, quality: Quality) -> Result<Person, Stop> {
        let password = self.environment()?.vault().secret(login)?;
        Ok(Person { login: login.to_owned(), password, quality: quality.code() })
    }

    /// The pages of a host, in a browser of their own: two people never share a session.
    fn fresh_pages(&self, origin: String) -> Result<Pages, Stop> {
        self.worked_by_program()?;
        Ok(Pages { http: self.environment()?.network().http()?, origin })
    }
}
