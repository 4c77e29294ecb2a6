//! What a step about Chorus Pro finds in its world: who is connected, and the connectors.

use raccord_certs::conformity::Platform;

use crate::connectors::chorus_pro::api::{ApiConnector, ChorusProApi};
use crate::connectors::chorus_pro::edi::EdiConnector;
use crate::connectors::chorus_pro::portal::Portal;
use crate::connectors::piste::{Piste, Token};
use crate::environment::{Addresses, ApiConnection, EdiConnection, Manager};
use crate::steps::{Stop, World};

/// The name under which the vault keeps the connector's token.
const API_TOKEN: &str = "api/token";

impl World {
    /// The manager of this scenario.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn manager(&self) -> Result<Manager, Stop> {
        self.facts
            .chorus_pro
            .manager
            .clone()
            .ok_or_else(|| Stop::failed("no step spoke of a supplier yet"))
    }

    /// The connection over EDI of this scenario.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn edi_connection(&self) -> Result<EdiConnection, Stop> {
        let connection = self.facts.chorus_pro.edi.clone();
        connection.ok_or_else(|| Stop::failed("no step spoke of a connection over EDI yet"))
    }

    /// The connection over the API of this scenario.
    ///
    /// # Errors
    ///
    /// When no step named one.
    pub fn api_connection(&self) -> Result<ApiConnection, Stop> {
        let connection = self.facts.chorus_pro.api.clone();
        connection.ok_or_else(|| Stop::failed("no step spoke of a connection over PISTE yet"))
    }

    /// The portal, the manager logged in.
    ///
    /// # Errors
    ///
    /// When the portal lets nobody in.
    pub async fn portal(&mut self) -> Result<Portal, Stop> {
        self.worked_by_program()?;
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
            let setting = self.setting()?.clone();
            let memory = self.facts.chorus_pro.connector.clone();
            let memory = memory.ok_or_else(|| Stop::failed("no connector is set up yet"))?;
            self.edi = Some(setting.workshop.edi(&*setting.environment, memory));
        }
        self.edi.as_mut().ok_or_else(|| Stop::failed("no connector is set up yet"))
    }

    /// The connector over the API, with the token that it kept.
    ///
    /// # Errors
    ///
    /// When no step spoke of a connection over PISTE.
    pub fn api(&mut self) -> Result<Box<dyn ApiConnector>, Stop> {
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
        let (setting, http) = (self.setting()?.clone(), self.http()?);
        Ok(setting.workshop.api(http, api, token))
    }

    /// Keeps what a connector over the API has in memory.
    ///
    /// # Errors
    ///
    /// When the world was not opened by the loop.
    pub fn keep_api(&mut self, connector: &dyn ApiConnector) -> Result<(), Stop> {
        let memory = connector.memory();
        self.facts.chorus_pro.calls.tokens_asked += memory.tokens_asked;
        let environment = self.environment()?;
        match memory.token {
            Some(token) => environment.vault().keep_secret(API_TOKEN, token.bearer),
            None => environment.vault().forget_secret(API_TOKEN),
        }
        Ok(())
    }
}
