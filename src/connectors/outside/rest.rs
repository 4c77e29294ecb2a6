//! A connector of another make of social security's REST channel.

use std::rc::Rc;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::contract::{Action, Class, Said};
use super::driver::Driver;
use super::error::OutsideError;
use super::reading::Nothing;
use super::settings::{CertificateFiles, RestSettings, Settings};
use crate::connectors::social_security::call::{CallError, Problem};
use crate::connectors::social_security::client_key::ClientKeyError;
use crate::connectors::social_security::dimona::{DeclarationStatus, Entry};
use crate::connectors::social_security::learning_account::Training;
use crate::connectors::social_security::oauth::TokenError;
use crate::connectors::social_security::rest::{RestConnector, RestError, RestMemory};

/// A connector of the REST channel, of another make.
#[derive(Debug)]
pub struct OutsideRest {
    driver: Rc<Driver>,
    memory: RestMemory,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Granted {
    scope: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    declaration: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Processed {
    result: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Registered {
    registration: String,
}

impl OutsideRest {
    /// A connector with some settings.
    #[must_use]
    pub const fn new(driver: Rc<Driver>, memory: RestMemory) -> Self {
        Self { driver, memory }
    }

    fn settings(&self) -> Result<Settings, RestError> {
        let surroundings = self.driver.surroundings();
        let token = &self.memory.token;
        let rest = RestSettings {
            client_id: token.client_id.clone(),
            token_url: token.token_url.clone(),
            audience: token.audience.clone(),
            scope: token.scope.clone(),
            assertion_lifetime_s: token.lifetime_s,
            api_origin: self.memory.origin.clone(),
            accept: self.memory.accept.clone(),
            certificate: self.files(&self.memory.configured)?,
        };
        let network = surroundings.network_settings();
        Ok(Settings { network, edi: None, api: None, rest: Some(rest) })
    }

    /// A certificate with its key, in files.
    fn files(&self, certificate: &str) -> Result<CertificateFiles, RestError> {
        let surroundings = self.driver.surroundings();
        let identity = surroundings.vault().identity(certificate)?;
        Ok(surroundings.folder().certificate(&identity, self.memory.key_form)?)
    }

    async fn ask(
        &mut self,
        action: Action,
        inputs: Value,
    ) -> Result<Map<String, Value>, RestError> {
        let settings = self.settings()?;
        let reply = self.driver.ask(action, &settings, inputs).await?;
        let memory = &mut self.memory;
        memory.tokens_asked = memory.tokens_asked.saturating_add(reply.claims.tokens_asked);
        memory.tokens_granted = memory.tokens_granted.saturating_add(reply.claims.tokens_granted);
        if let Some(claim) = &reply.claims.certificate_sha256 {
            let fingerprint = claim.replace(':', "").to_lowercase().parse().ok();
            let vault = self.driver.surroundings().vault();
            let name = fingerprint.and_then(|it| vault.name_of(&it));
            memory.loaded = name.unwrap_or_else(|| claim.clone());
        }
        reply.came.map_err(|said| self.error(action, said))
    }

    fn error(&self, action: Action, said: Said) -> RestError {
        let (status, is_token) = (said.status.unwrap_or_default(), action == Action::ObtainToken);
        match said.class {
            Class::TokenRefused => {
                let error = said.error.unwrap_or_default();
                TokenError::Refused { status, error, retry_after_s: None }.into()
            }
            Class::CallRefused => RestError::Call(CallError::Refused(Problem {
                status,
                name: said.name.unwrap_or_default(),
                detail: said.detail.unwrap_or_default(),
                www_authenticate: said.www_authenticate,
                retry_after_s: None,
            })),
            Class::IncompleteAnswer => {
                let lacks = said.lacks.unwrap_or(said.message);
                RestError::Call(CallError::Answer(lacks.into()))
            }
            Class::Key => RestError::Key(ClientKeyError::Said(said.message)),
            Class::Network if is_token => TokenError::Unreached(said.message).into(),
            Class::TokenEmpty
            | Class::KeyRefused
            | Class::OtherServer
            | Class::FileRefused
            | Class::Settings
            | Class::Network
            | Class::Unsupported => self.driver.failed(action, said).into(),
        }
    }

    async fn must(&mut self, action: Action, inputs: Value) -> Result<(), RestError> {
        let came = self.ask(action, inputs).await?;
        let Nothing {} = self.driver.read(action, came, "no results")?;
        Ok(())
    }
}

impl RestConnector for OutsideRest {
    fn new_token(&mut self, _now: Timestamp) -> LocalBoxFuture<'_, Result<String, RestError>> {
        async move {
            let came = self.ask(Action::ObtainToken, json!({ "fresh": true })).await?;
            let Granted { scope } =
                self.driver.read(Action::ObtainToken, came, "the `scope` of the token")?;
            Ok(scope)
        }
        .boxed_local()
    }

    fn declare<'a>(
        &'a mut self,
        _now: Timestamp,
        entry: &'a Entry,
    ) -> LocalBoxFuture<'a, Result<String, RestError>> {
        async move {
            let Entry { employer, worker, start_date } = entry;
            let inputs =
                json!({ "employer": employer, "worker": worker, "start_date": start_date });
            let came = self.ask(Action::Declare, inputs).await?;
            let Declared { declaration } =
                self.driver.read(Action::Declare, came, "the identifier of the `declaration`")?;
            Ok(declaration)
        }
        .boxed_local()
    }

    fn status<'a>(
        &'a mut self,
        _now: Timestamp,
        id: &'a str,
    ) -> LocalBoxFuture<'a, Result<Option<DeclarationStatus>, RestError>> {
        async move {
            let came = self.ask(Action::Status, json!({ "declaration": id })).await?;
            let expected = "the `result`: A, W, B, S, or null while there is none";
            let Processed { result } = self.driver.read(Action::Status, came, expected)?;
            let declaration_id = id.parse().unwrap_or_default();
            Ok(result.map(|result| DeclarationStatus { declaration_id, result }))
        }
        .boxed_local()
    }

    fn register<'a>(
        &'a mut self,
        _now: Timestamp,
        training: &'a Training,
    ) -> LocalBoxFuture<'a, Result<String, RestError>> {
        async move {
            let action = Action::RegisterTraining;
            let came = self.ask(action, json!(training)).await?;
            let Registered { registration } =
                self.driver.read(action, came, "the identifier of the `registration`")?;
            Ok(registration)
        }
        .boxed_local()
    }

    fn switch<'a>(&'a mut self, certificate: &'a str) -> LocalBoxFuture<'a, Result<(), RestError>> {
        async move {
            // Until it has answered, its settings are what they were.
            let inputs = json!({ "certificate": self.files(certificate)? });
            self.must(Action::SwitchCertificate, inputs).await?;
            certificate.clone_into(&mut self.memory.configured);
            if !self.driver.lives() {
                self.memory.loaded.clone_from(&self.memory.configured);
            }
            Ok(())
        }
        .boxed_local()
    }

    fn reload(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>> {
        async move {
            self.memory.loaded.clone_from(&self.memory.configured);
            if self.driver.lives() {
                self.must(Action::Reload, json!({})).await?;
            }
            Ok(())
        }
        .boxed_local()
    }

    fn restart(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>> {
        async move {
            self.memory.loaded.clone_from(&self.memory.configured);
            Ok(self.driver.restart().await?)
        }
        .boxed_local()
    }

    fn tick(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>> {
        async move {
            if !self.driver.is_running() {
                return Ok(());
            }
            match self.must(Action::Tick, json!({})).await {
                // Not every connector does something by itself.
                Err(RestError::Outside(OutsideError::Unsupported { .. })) => Ok(()),
                ticked => ticked,
            }
        }
        .boxed_local()
    }

    fn memory(&self) -> RestMemory {
        self.memory.clone()
    }
}
