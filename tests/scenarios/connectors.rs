//! Connectors that do not do what they should, each in one way that real ones have.

use std::future::ready;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use raccord::connectors::chorus_pro::edi::{Collected, EdiConnector, EdiError, EdiMemory};
use raccord::connectors::chorus_pro::edi_sftp::EdiSftp;
use raccord::connectors::social_security::rest::{Rest, RestConnector, RestMemory};
use raccord::environment::Environment;
use raccord::steps::Workshop;

use super::rest_connector::WrongRest;

/// What a connector gets wrong, whatever it is connected to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Conduct {
    /// Nothing.
    #[default]
    Correct,
    /// A switch writes nothing into the settings, and says nothing.
    SwitchDoesNothing,
    /// A flow is said to be sent, and is not.
    SendDoesNothing,
    /// The second sending of a name is said to succeed, and does not happen.
    SendsEachNameOnce,
    /// A flow is sent, and said not to be.
    DeniesWhatItSent,
    /// A flow is sent twice.
    SendsTwice,
    /// Nothing is ever fetched.
    CollectDoesNothing,
    /// What was fetched is lost.
    LosesWhatItCollects,
    /// What was fetched once is said to be fetched twice.
    CollectsTwice,
    /// Settings in memory stay what they were when it started.
    ReloadIsIgnored,
    /// A restart leaves the old process running.
    RestartIsIgnored,
    /// A start finds the settings as they were packaged.
    RestartRestoresTheFirstSettings,
    /// A session is said to open, and none is tried.
    SessionDoesNothing,
    /// What was refused is tried again and again.
    RetriesEndlessly,
    /// The certificate in the settings is said to be in use, whichever is in memory.
    ClaimsTheNewestCertificate,
}

impl Workshop for Conduct {
    fn edi(&self, environment: &dyn Environment, memory: EdiMemory) -> Box<dyn EdiConnector> {
        let packaged = EdiMemory {
            configured: FIRST.to_owned(),
            loaded: FIRST.to_owned(),
            application_code: memory.application_code.clone(),
        };
        let start =
            |memory| EdiSftp::new(environment.network(), environment.vault().clone(), memory);
        let (connector, as_packaged) = (start(memory), start(packaged));
        Box::new(Connector { conduct: *self, connector, as_packaged, sent: Vec::new() })
    }

    fn rest(
        &self,
        environment: &dyn Environment,
        http: reqwest::Client,
        memory: RestMemory,
    ) -> Box<dyn RestConnector> {
        let connector = Rest::new(http, environment.vault().clone(), memory);
        Box::new(WrongRest { conduct: *self, connector })
    }
}

/// As long as a test wants to wait for a retry that has no end.
const ENDLESS: usize = 4;

/// The first certificate of a scenario.
const FIRST: &str = "supplier/edi#1";

/// The reference connector, but for one thing.
#[derive(Debug)]
struct Connector {
    conduct: Conduct,
    connector: EdiSftp,
    as_packaged: EdiSftp,
    sent: Vec<String>,
}

impl Connector {
    fn is(&self, conduct: Conduct) -> bool {
        self.conduct == conduct
    }

    async fn send_once(&mut self, name: &str, content: &[u8]) -> Result<(), EdiError> {
        let is_sent_again = self.sent.iter().any(|sent| sent == name);
        self.sent.push(name.to_owned());
        if self.is(Conduct::SendDoesNothing)
            || (self.is(Conduct::SendsEachNameOnce) && is_sent_again)
        {
            return Ok(());
        }
        if self.is(Conduct::SendsTwice) {
            self.connector.send(name, content).await?;
        }
        let mut sent = self.connector.send(name, content).await;
        for _ in 0..ENDLESS {
            if sent.is_err() && self.is(Conduct::RetriesEndlessly) {
                sent = self.connector.send(name, content).await;
            }
        }
        sent?;
        if self.is(Conduct::DeniesWhatItSent) { Err(EdiError::OtherServer) } else { Ok(()) }
    }

    async fn collect_all(&mut self) -> Result<Vec<Collected>, EdiError> {
        if self.is(Conduct::CollectDoesNothing) {
            return Ok(Vec::new());
        }
        let mut collected = self.connector.collect().await?;
        if self.is(Conduct::LosesWhatItCollects) {
            collected.clear();
        }
        if self.is(Conduct::CollectsTwice) {
            collected.extend(collected.clone());
        }
        Ok(collected)
    }
}

impl EdiConnector for Connector {
    fn send<'a>(
        &'a mut self,
        name: &'a str,
        content: &'a [u8],
    ) -> LocalBoxFuture<'a, Result<(), EdiError>> {
        self.send_once(name, content).boxed_local()
    }

    fn collect(&mut self) -> LocalBoxFuture<'_, Result<Vec<Collected>, EdiError>> {
        self.collect_all().boxed_local()
    }

    fn try_session(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        if self.is(Conduct::SessionDoesNothing) {
            return ready(Ok(())).boxed_local();
        }
        self.connector.try_session()
    }

    fn switch<'a>(&'a mut self, certificate: &'a str) -> LocalBoxFuture<'a, Result<(), EdiError>> {
        match self.is(Conduct::SwitchDoesNothing) {
            true => ready(Ok(())).boxed_local(),
            false => self.connector.switch(certificate),
        }
    }

    fn reload(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        match self.is(Conduct::ReloadIsIgnored) {
            true => ready(Ok(())).boxed_local(),
            false => self.connector.reload(),
        }
    }

    fn restart(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        if self.is(Conduct::RestartRestoresTheFirstSettings) {
            std::mem::swap(&mut self.connector, &mut self.as_packaged);
        }
        match self.is(Conduct::RestartIsIgnored) {
            true => ready(Ok(())).boxed_local(),
            false => self.connector.restart(),
        }
    }

    fn memory(&self) -> EdiMemory {
        self.connector.memory()
    }

    fn claims_to_have_used(&self) -> Option<String> {
        match self.is(Conduct::ClaimsTheNewestCertificate) {
            true => Some(self.connector.memory().configured),
            false => self.connector.claims_to_have_used(),
        }
    }
}
