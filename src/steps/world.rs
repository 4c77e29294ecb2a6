//! What a step acts on.

use std::convert::Infallible;
use std::rc::Rc;

use raccord_certs::conformity::Platform;
use raccord_kernel::{Fields, LedgerEntry};

use super::edi_workshop::{EdiWorkshop, Reference};
use super::{Closing, Facts, Failed, Stop, closing};
use crate::connectors::chorus_pro_api::{ApiConnector, ChorusProApi};
use crate::connectors::edi::EdiConnector;
use crate::connectors::piste::{Piste, Token};
use crate::connectors::portal::Portal;
use crate::environment::{
    Addresses, ApiConnection, EdiConnection, Environment, Manager, OpenError,
};

/// One scenario's world: its environment, and what a step leaves for the next.
///
/// The facts are all that a world needs to be built again; what is beside them are clients, made
/// anew when they are missing.
#[derive(Debug, cucumber::World)]
#[world(init = Self::unused)]
pub struct World {
    setting: Option<Setting>,
    /// What a step leaves for the next.
    pub facts: Facts,
    end: Option<Stop>,
    edi: Option<Box<dyn EdiConnector>>,
    http: Option<reqwest::Client>,
}

/// Where a world stands, whatever happens in it.
#[derive(Debug, Clone)]
struct Setting {
    environment: Rc<dyn Environment>,
    workshop: Rc<dyn EdiWorkshop>,
}

impl World {
    /// The loop opens worlds itself: cucumber's own runner is not used.
    fn unused() -> Result<Self, Infallible> {
        Ok(Self { setting: None, facts: Facts::default(), end: None, edi: None, http: None })
    }

    /// A world in an environment, with the reference connectors.
    #[must_use]
    pub fn new(environment: Rc<dyn Environment>) -> Self {
        Self::with_connectors(environment, Rc::new(Reference))
    }

    /// A world in an environment, with other EDI connectors than the reference's.
    #[must_use]
    pub fn with_connectors(
        environment: Rc<dyn Environment>,
        workshop: Rc<dyn EdiWorkshop>,
    ) -> Self {
        Self::from_facts(Setting { environment, workshop }, Facts::default())
    }

    const fn from_facts(setting: Setting, facts: Facts) -> Self {
        Self { setting: Some(setting), facts, end: None, edi: None, http: None }
    }

    /// Runs the body of a step and keeps its end for the loop to read.
    pub async fn step(&mut self, body: impl AsyncFnOnce(&mut Self) -> Result<(), Stop>) {
        self.end = body(self).await.err();
        if let Some(edi) = &self.edi {
            self.facts.connector = Some(edi.memory());
        }
    }

    /// Takes the end that the last step left, if it did not simply succeed.
    pub fn take_end(&mut self) -> Option<Stop> {
        self.end.take()
    }

    /// Ends the scenario, and says what stands out.
    pub async fn close(self) -> Closing {
        closing::judge(&self)
    }

    /// Drops the world and builds it again from its facts.
    ///
    /// # Errors
    ///
    /// When the facts cannot be read back.
    pub async fn rebuild(self) -> Result<Self, OpenError> {
        let Some(setting) = self.setting else { return Ok(self) };
        let name = setting.environment.name().to_owned();
        let read_back = serde_json::to_string(&self.facts)
            .and_then(|text| serde_json::from_str::<Facts>(&text))
            .map_err(|source| OpenError { environment: name, source: source.into() })?;
        Ok(Self::from_facts(setting, read_back))
    }

    /// The environment.
    ///
    /// # Errors
    ///
    /// When the world was not opened by the loop.
    pub fn environment(&self) -> Result<Rc<dyn Environment>, Stop> {
        let setting = self.setting.as_ref().ok_or_else(|| Failed::new("no environment is open"))?;
        Ok(Rc::clone(&setting.environment))
    }

    /// Marks how far the journal goes, before the action that a later step asks about.
    pub fn mark_journal(&mut self) {
        let written = self.environment().ok();
        let written = written.and_then(|it| Some(it.observe().ok()?.written()));
        self.facts.journal_mark = written.unwrap_or_default();
    }

    /// The manager of this scenario.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn manager(&self) -> Result<Manager, Stop> {
        self.facts.manager.clone().ok_or_else(|| Stop::failed("no step spoke of a supplier yet"))
    }

    /// The connection over EDI of this scenario.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn edi_connection(&self) -> Result<EdiConnection, Stop> {
        let connection = self.facts.edi.clone();
        connection.ok_or_else(|| Stop::failed("no step spoke of a connection over EDI yet"))
    }

    /// The connection over the API of this scenario.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn api_connection(&self) -> Result<ApiConnection, Stop> {
        let connection = self.facts.api.clone();
        connection.ok_or_else(|| Stop::failed("no step spoke of a connection over PISTE yet"))
    }

    /// The portal, the manager logged in.
    ///
    /// # Errors
    ///
    /// When the portal lets nobody in.
    pub async fn portal(&mut self) -> Result<Portal, Stop> {
        let (environment, manager) = (self.environment()?, self.manager()?);
        let password = environment.vault().secret(&manager.login)?;
        let origin = match manager.platform {
            Platform::Qualification => environment.addresses().portal.clone(),
            Platform::Production => Addresses::production().portal,
        };
        let portal = Portal::new(self.http()?, origin, manager.login, password);
        portal.log_in().await?;
        Ok(portal)
    }

    /// The connector over EDI, with what it had in memory.
    ///
    /// # Errors
    ///
    /// When no step spoke of a connection over EDI.
    pub fn edi(&mut self) -> Result<&mut Box<dyn EdiConnector>, Stop> {
        if self.edi.is_none() {
            let setting =
                self.setting.clone().ok_or_else(|| Failed::new("no environment is open"))?;
            let memory = self.facts.connector.clone();
            let memory = memory.ok_or_else(|| Stop::failed("no connector is set up yet"))?;
            self.edi = Some(setting.workshop.build(&*setting.environment, memory));
        }
        self.edi.as_mut().ok_or_else(|| Stop::failed("no connector is set up yet"))
    }

    /// The connector over the API, with the token that it kept.
    ///
    /// # Errors
    ///
    /// When no step spoke of a connection over PISTE.
    pub fn api(&mut self) -> Result<ApiConnector, Stop> {
        let (environment, connection) = (self.environment()?, self.api_connection()?);
        let (vault, addresses) = (environment.vault(), self.api_addresses()?);
        let piste = Piste {
            origin: addresses.oauth,
            client_secret: vault.secret(&connection.client_id)?,
            client_id: connection.client_id,
        };
        let password = vault.secret(&connection.login)?;
        let api = ChorusProApi { origin: addresses.api, login: connection.login, password, piste };
        let kept = vault.secret(API_TOKEN).ok();
        let token = kept.map(|bearer| Token { bearer, expires_in_s: 0 });
        Ok(ApiConnector::new(self.http()?, api, token))
    }

    /// Keeps what a connector over the API has in memory.
    ///
    /// # Errors
    ///
    /// When the world was not opened by the loop.
    pub fn keep_api(&mut self, connector: &ApiConnector) -> Result<(), Stop> {
        self.facts.calls.tokens_asked += connector.tokens_asked;
        let environment = self.environment()?;
        match connector.token() {
            Some(token) => environment.vault().keep_secret(API_TOKEN, token.bearer.clone()),
            None => environment.vault().forget_secret(API_TOKEN),
        }
        Ok(())
    }

    /// Writes in the ledger what a connector did, as it says it.
    ///
    /// # Errors
    ///
    /// When the world was not opened by the loop.
    pub fn account(&mut self, operation: &str, subject: &str, claimed: bool) -> Result<(), Stop> {
        let at = self.environment()?.now();
        let (operation, subject) = (operation.to_owned(), subject.to_owned());
        let entry = LedgerEntry { at, operation, subject, claimed, fields: Fields::default() };
        self.facts.ledger.write(entry);
        Ok(())
    }

    /// Drops the clients whose connections a real server would have closed by now.
    pub fn hang_up(&mut self) {
        self.http = None;
    }

    fn http(&mut self) -> Result<reqwest::Client, Stop> {
        if let Some(http) = &self.http {
            return Ok(http.clone());
        }
        Ok(self.http.insert(self.environment()?.network().http()?).clone())
    }
}

/// The name under which the vault keeps the connector's token.
const API_TOKEN: &str = "api/token";
