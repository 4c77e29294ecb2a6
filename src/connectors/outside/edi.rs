//! A connector of another make that exchanges flows by EDI.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use raccord_certs::Fingerprint;
use serde_json::{Map, Value, json};

use super::contract::{Action, Claims, Class, Said};
use super::driver::Driver;
use super::error::OutsideError;
use super::reading::{CONTENT, Content, FILES, Files, Nothing};
use super::settings::{CertificateFiles, EdiSettings, Settings};
use crate::connectors::chorus_pro::edi::{Collected, EdiConnector, EdiError, EdiMemory};
use crate::connectors::social_security::rest::KeyForm;

/// The directory to drop files in. Guessed: no source names it.
const DROP: &str = "depot";
/// The directory to fetch files from. Guessed: no source names it.
const PICK_UP: &str = "retrait";

/// A connector over EDI, of another make.
#[derive(Debug)]
pub struct OutsideEdi {
    driver: Rc<Driver>,
    memory: EdiMemory,
    used: Option<String>,
}

impl OutsideEdi {
    /// A connector with some settings.
    #[must_use]
    pub const fn new(driver: Rc<Driver>, memory: EdiMemory) -> Self {
        Self { driver, memory, used: None }
    }

    fn settings(&self) -> Result<Settings, EdiError> {
        let surroundings = self.driver.surroundings();
        let (folder, network) = (surroundings.folder(), surroundings.network());
        let edi = EdiSettings {
            host: network.edi_sftp.host().to_owned(),
            port: network.edi_sftp.port(),
            known_hosts_file: folder.known_hosts_file(),
            user: self.memory.application_code.clone(),
            drop_folder: DROP.to_owned(),
            pick_up_folder: PICK_UP.to_owned(),
            certificate: self.files(&self.memory.configured)?,
        };
        let network = surroundings.network_settings();
        Ok(Settings { network, edi: Some(edi), api: None, rest: None })
    }

    /// A certificate with its key, in files.
    fn files(&self, certificate: &str) -> Result<CertificateFiles, EdiError> {
        let surroundings = self.driver.surroundings();
        let identity = surroundings.vault().identity(certificate);
        let identity = identity.map_err(|error| EdiError::Settings(error.to_string()))?;
        Ok(surroundings.folder().certificate(&identity, KeyForm::Pkcs8Pem)?)
    }

    async fn ask(&mut self, action: Action, inputs: Value) -> Result<Map<String, Value>, EdiError> {
        let settings = self.settings()?;
        let reply = self.driver.ask(action, &settings, inputs).await?;
        self.hear(&reply.claims);
        reply.came.map_err(|said| self.error(action, said))
    }

    /// Keeps which certificate it says it used.
    fn hear(&mut self, claims: &Claims) {
        let Some(claim) = &claims.certificate_sha256 else { return };
        // OpenSSL parts the octets by colons, in capitals.
        let plain = claim.replace(':', "").to_lowercase();
        let fingerprint = plain.parse::<Fingerprint>().ok();
        let name = fingerprint.and_then(|it| self.driver.surroundings().vault().name_of(&it));
        let name = name.unwrap_or_else(|| format!("a certificate that nobody ordered ({claim})"));
        self.memory.loaded.clone_from(&name);
        self.used = Some(name);
    }

    fn error(&self, action: Action, said: Said) -> EdiError {
        match said.class {
            Class::KeyRefused => EdiError::KeyRefused { certificate: self.memory.loaded.clone() },
            Class::OtherServer => EdiError::OtherServer,
            Class::FileRefused => EdiError::FileRefused {
                operation: said.operation.unwrap_or_else(|| action.name().to_owned()).into(),
                name: said.file.unwrap_or_default(),
                why: said.message,
            },
            Class::Settings | Class::Key => EdiError::Settings(said.message),
            Class::TokenRefused
            | Class::TokenEmpty
            | Class::CallRefused
            | Class::IncompleteAnswer
            | Class::Network
            | Class::Unsupported => self.driver.failed(action, said).into(),
        }
    }

    async fn must(&mut self, action: Action, inputs: Value) -> Result<(), EdiError> {
        let came = self.ask(action, inputs).await?;
        let Nothing {} = self.driver.read(action, came, "no results")?;
        Ok(())
    }

    async fn fetched(&mut self, action: Action) -> Result<Vec<Collected>, EdiError> {
        let came = self.ask(action, json!({})).await?;
        let Files { files } = self.driver.read(action, came, FILES)?;
        let mut collected = Vec::with_capacity(files.len());
        for file in files {
            let (name, content) = self.driver.content(action, file.read())?;
            collected.push(Collected { name, content });
        }
        Ok(collected)
    }
}

impl EdiConnector for OutsideEdi {
    fn send<'a>(
        &'a mut self,
        name: &'a str,
        content: &'a [u8],
    ) -> LocalBoxFuture<'a, Result<(), EdiError>> {
        let inputs = json!({ "name": name, "content": STANDARD.encode(content) });
        self.must(Action::SendFlow, inputs).boxed_local()
    }

    fn collect(&mut self) -> LocalBoxFuture<'_, Result<Vec<Collected>, EdiError>> {
        self.fetched(Action::FetchReports).boxed_local()
    }

    fn try_session(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        self.must(Action::TrySession, json!({})).boxed_local()
    }

    fn package<'a>(
        &'a mut self,
        certificate: &'a str,
    ) -> LocalBoxFuture<'a, Result<Option<Vec<u8>>, EdiError>> {
        async move {
            let files = self.files(certificate)?;
            let settings = self.settings()?;
            let action = Action::PackageCertificate;
            let inputs = json!({ "certificate": files });
            // Of a certificate that it does not use yet: it claims nothing.
            match self.driver.ask(action, &settings, inputs).await {
                Err(OutsideError::Unsupported { .. }) => Ok(None),
                Err(other) => Err(other.into()),
                Ok(reply) => {
                    let came = reply.came.map_err(|said| self.error(action, said))?;
                    let content: Content = self.driver.read(action, came, CONTENT)?;
                    Ok(Some(self.driver.content(action, content.read())?))
                }
            }
        }
        .boxed_local()
    }

    fn switch<'a>(&'a mut self, certificate: &'a str) -> LocalBoxFuture<'a, Result<(), EdiError>> {
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

    fn reload(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        async move {
            self.memory.loaded.clone_from(&self.memory.configured);
            if self.driver.lives() {
                self.must(Action::Reload, json!({})).await?;
            }
            Ok(())
        }
        .boxed_local()
    }

    fn restart(&mut self) -> LocalBoxFuture<'_, Result<(), EdiError>> {
        async move {
            self.memory.loaded.clone_from(&self.memory.configured);
            Ok(self.driver.restart().await?)
        }
        .boxed_local()
    }

    fn tick(&mut self) -> LocalBoxFuture<'_, Result<Vec<Collected>, EdiError>> {
        async move {
            if !self.driver.is_running() {
                return Ok(Vec::new());
            }
            match self.fetched(Action::Tick).await {
                // Not every connector does something by itself.
                Err(EdiError::Outside(OutsideError::Unsupported { .. })) => Ok(Vec::new()),
                ticked => ticked,
            }
        }
        .boxed_local()
    }

    fn memory(&self) -> EdiMemory {
        self.memory.clone()
    }

    fn claims_to_have_used(&self) -> Option<String> {
        self.used.clone()
    }
}
