//! A connector of social security's REST channel that does not do what it should, in one way.

use std::future::ready;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use jiff::Timestamp;
use raccord::connectors::social_security::dimona::{DeclarationStatus, Entry};
use raccord::connectors::social_security::learning_account::Training;
use raccord::connectors::social_security::rest::{Rest, RestConnector, RestError, RestMemory};

use super::connectors::Conduct;

/// The reference connector, but for one thing.
#[derive(Debug)]
pub(crate) struct WrongRest {
    pub(crate) conduct: Conduct,
    pub(crate) connector: Rest,
}

impl WrongRest {
    async fn token(&mut self, now: Timestamp) -> Result<String, RestError> {
        if self.conduct == Conduct::SessionDoesNothing {
            return Ok(String::new());
        }
        self.connector.new_token(now).await
    }

    async fn send(&mut self, now: Timestamp, entry: &Entry) -> Result<String, RestError> {
        if self.conduct == Conduct::SendDoesNothing {
            return Ok("100000000000".to_owned());
        }
        if self.conduct == Conduct::SendsTwice {
            self.connector.declare(now, entry).await?;
        }
        self.connector.declare(now, entry).await
    }
}

impl RestConnector for WrongRest {
    fn new_token(&mut self, now: Timestamp) -> LocalBoxFuture<'_, Result<String, RestError>> {
        self.token(now).boxed_local()
    }

    fn declare<'a>(
        &'a mut self,
        now: Timestamp,
        entry: &'a Entry,
    ) -> LocalBoxFuture<'a, Result<String, RestError>> {
        self.send(now, entry).boxed_local()
    }

    fn status<'a>(
        &'a mut self,
        now: Timestamp,
        id: &'a str,
    ) -> LocalBoxFuture<'a, Result<Option<DeclarationStatus>, RestError>> {
        self.connector.status(now, id)
    }

    fn register<'a>(
        &'a mut self,
        now: Timestamp,
        training: &'a Training,
    ) -> LocalBoxFuture<'a, Result<String, RestError>> {
        self.connector.register(now, training)
    }

    fn switch<'a>(&'a mut self, certificate: &'a str) -> LocalBoxFuture<'a, Result<(), RestError>> {
        match self.conduct == Conduct::SwitchDoesNothing {
            true => ready(Ok(())).boxed_local(),
            false => self.connector.switch(certificate),
        }
    }

    fn reload(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>> {
        match self.conduct == Conduct::ReloadIsIgnored {
            true => ready(Ok(())).boxed_local(),
            false => self.connector.reload(),
        }
    }

    fn restart(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>> {
        match self.conduct == Conduct::RestartIsIgnored {
            true => ready(Ok(())).boxed_local(),
            false => self.connector.restart(),
        }
    }

    fn memory(&self) -> RestMemory {
        self.connector.memory()
    }
}
