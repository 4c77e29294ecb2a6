//! Asks a connector of another make to do something, and keeps its process alive meanwhile.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

use jiff::Timestamp;
use raccord_kernel::Secret;
use serde_json::{Map, Value};

use super::contract::{Action, Claims, Class, Connection, Request, Said, VERSION};
use super::error::{Broken, OutsideError};
use super::folder::Folder;
use super::process::{Mode, Program, Withheld};
use super::reading;
use super::running::Running;
use super::settings::{NetworkSettings, Settings};
use crate::connectors::{Network, Vault};

/// What the connectors of one scenario share: the program, the files that they are handed, how to
/// dial, and what time it is.
#[derive(Clone)]
pub struct Surroundings {
    program: Rc<Program>,
    folder: Rc<Folder>,
    network: Network,
    vault: Vault,
    withheld: Withheld,
    now: Rc<dyn Fn() -> Timestamp>,
}

impl Surroundings {
    /// Makes the folder that the files will be in.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn new(
        program: Rc<Program>,
        network: Network,
        (vault, withheld): (Vault, Withheld),
        now: Rc<dyn Fn() -> Timestamp>,
    ) -> Result<Self, OutsideError> {
        let folder = Rc::new(Folder::new(&network)?);
        Ok(Self { program, folder, network, vault, withheld, now })
    }

    pub(super) fn folder(&self) -> &Folder {
        &self.folder
    }

    pub(super) const fn network(&self) -> &Network {
        &self.network
    }

    pub(super) const fn vault(&self) -> &Vault {
        &self.vault
    }

    /// What no connector may tell: what it was handed, and what it was not.
    fn secrets(&self) -> Vec<Secret> {
        let (identities, named) = self.vault.kept();
        let mut secrets = self.folder.secrets();
        secrets.extend(self.withheld.secrets.iter().cloned());
        secrets.extend(named.into_iter().map(|(_, secret)| secret));
        secrets.extend(identities.iter().map(|it| Secret::new(it.key.pkcs8_pem())));
        secrets
    }

    /// How to dial over HTTPS, and whom to trust.
    pub(super) fn network_settings(&self) -> NetworkSettings {
        NetworkSettings { proxy: self.network.proxy.clone(), ca_file: self.folder.ca_file() }
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("program", &self.program).finish_non_exhaustive()
    }
}

/// What a connector answered: what came of the action, and what it says of itself.
#[derive(Debug)]
pub(super) struct Reply {
    /// What came of it, or why nothing did.
    pub(super) came: Result<Map<String, Value>, Said>,
    /// What it says of itself.
    pub(super) claims: Claims,
}

/// The connector of one connection: its process if it has one, and its folder.
#[derive(Debug)]
pub struct Driver {
    surroundings: Surroundings,
    connection: Connection,
    zone: String,
    session: RefCell<Option<Running>>,
    asked: Cell<u64>,
}

impl Driver {
    /// A connector that was asked nothing yet.
    #[must_use]
    pub fn new(surroundings: Surroundings, connection: Connection) -> Self {
        let zone = surroundings.program.zone.clone();
        let zone = zone.unwrap_or_else(|| connection.channel.zone().to_owned());
        let (session, asked) = (RefCell::default(), Cell::new(0));
        Self { surroundings, connection, zone, session, asked }
    }

    /// What it shares with the others of the scenario.
    pub(super) const fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// How many requests it was sent so far.
    #[must_use]
    pub const fn asked(&self) -> u64 {
        self.asked.get()
    }

    /// Whether it keeps anything in memory from one action to the next.
    #[must_use]
    pub fn lives(&self) -> bool {
        self.surroundings.program.mode == Mode::Session
    }

    /// Whether its process is there.
    pub(super) fn is_running(&self) -> bool {
        self.session.borrow().is_some()
    }

    /// Asks for an action.
    pub(super) async fn ask(
        &self,
        action: Action,
        settings: &Settings,
        inputs: Value,
    ) -> Result<Reply, OutsideError> {
        let id = self.asked.get() + 1;
        self.asked.set(id);
        let request = Request {
            version: VERSION,
            id,
            action,
            now: (self.surroundings.now)(),
            zone: &self.zone,
            connection: &self.connection,
            state_folder: &self.surroundings.folder.state(&self.connection)?,
            settings,
            inputs,
        };
        let mut line = serde_json::to_vec(&request).map_err(|source| {
            OutsideError::Surroundings { what: "request", source: source.into() }
        })?;
        line.push(b'\n');
        let timeout = self.surroundings.program.timeout;
        let mut running = match self.session.take() {
            Some(running) => running,
            None => self.start(action.name())?,
        };
        // Until it has answered well, the process is not put back: what is dropped is ended.
        let heard = if self.lives() {
            running.exchange(&line, timeout).await
        } else {
            running.exchange_and_end(&line, timeout).await
        };
        let answered = heard.and_then(|text| reading::answer(&text, id));
        let answer = answered.map_err(|how| self.broken(action.name(), how, Some(&running)))?;
        if self.lives() {
            self.session.replace(Some(running));
        }
        match answer.error {
            None => Ok(Reply { came: Ok(answer.results), claims: answer.claims }),
            Some(said) => self.refused(action, said, answer.claims),
        }
    }

    /// What it says that came of an action; none of it is told with a secret in it.
    fn refused(&self, action: Action, said: Said, claims: Claims) -> Result<Reply, OutsideError> {
        let said = said.without(&self.surroundings.secrets());
        if said.class == Class::Unsupported {
            let (action, message) = (action.name(), said.message);
            return Err(OutsideError::Unsupported { action, message });
        }
        Ok(Reply { came: Err(said), claims })
    }

    /// Closes the standard input of the process that lives, waits for its end, and starts another.
    pub(super) async fn restart(&self) -> Result<(), OutsideError> {
        if !self.lives() {
            return Ok(());
        }
        self.end().await?;
        let running = self.start("restart")?;
        self.session.replace(Some(running));
        Ok(())
    }

    /// Closes the standard input of the process that lives, and waits for its end.
    ///
    /// # Errors
    ///
    /// When it does not end, or not well.
    pub async fn end(&self) -> Result<(), OutsideError> {
        let Some(mut running) = self.session.take() else { return Ok(()) };
        let ended = running.end(self.surroundings.program.timeout).await;
        ended.map_err(|how| self.broken("end", how, Some(&running)))
    }

    fn start(&self, action: &'static str) -> Result<Running, OutsideError> {
        let ca_file = self.surroundings.folder.ca_file();
        let proxy = self.surroundings.network.proxy.as_deref();
        let started = self.surroundings.program.start(
            &self.zone,
            proxy,
            &ca_file,
            &self.surroundings.withheld,
        );
        started.map_err(|how| self.broken(action, how, None))
    }

    /// Its contract was broken; what it wrote beside goes with the message, without secrets.
    pub(super) fn broken(
        &self,
        action: &'static str,
        how: Broken,
        running: Option<&Running>,
    ) -> OutsideError {
        let secrets = self.surroundings.secrets();
        let output = running.map(|it| it.tail.told(&secrets)).unwrap_or_default();
        let how = Box::new(how.without(&secrets));
        OutsideError::Broken { action, how, output }
    }

    /// It failed in a way that no refusal is.
    pub(super) fn failed(&self, action: Action, said: Said) -> OutsideError {
        let class = reading::class(&said);
        OutsideError::Failed { action: action.name(), class, said: Box::new(said) }
    }

    /// Reads what came of an action.
    pub(super) fn read<T: serde::de::DeserializeOwned>(
        &self,
        action: Action,
        came: Map<String, Value>,
        expected: &'static str,
    ) -> Result<T, OutsideError> {
        let read = reading::results(came, expected);
        read.map_err(|how| self.broken(action.name(), how, None))
    }

    /// Reads a content that came of an action.
    pub(super) fn content<T>(
        &self,
        action: Action,
        content: Result<T, Broken>,
    ) -> Result<T, OutsideError> {
        content.map_err(|how| self.broken(action.name(), how, None))
    }
}
