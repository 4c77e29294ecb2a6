//! The connector of the REST channel: it keeps its token while it is good, and its settings until it
//! is told to read them again.

use std::fmt::Debug;
use std::future::ready;

use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use jiff::{SignedDuration, Timestamp};
use raccord_certs::format::pem;
use raccord_certs::format::pkcs12::Pkcs12Error;
use raccord_certs::random;
use raccord_kernel::Secret;
use raccord_kernel::clock::after;
use serde::{Deserialize, Serialize};

use super::call::{CallError, PROBLEMS};
use super::client_key::{ClientKey, ClientKeyError};
use super::dimona::{DeclarationStatus, Dimona, Entry};
use super::learning_account::{LearningAccount, Training};
use super::oauth::{Token, TokenError, TokenSettings};
use crate::connectors::outside::OutsideError;
use crate::connectors::vault::NotKept;
use crate::connectors::{Identity, Vault};

/// How a key is handed over to a connector.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyForm {
    /// In a `.pfx`, with its certificate.
    #[default]
    Pfx,
    /// In PEM, as PKCS#8.
    Pkcs8Pem,
    /// In PEM, as PKCS#1.
    Pkcs1Pem,
    /// The Base64 of PKCS#8 alone.
    Base64,
    /// In PEM, its line ends written out as `\\n`, as some do to put it in a variable.
    WrittenLineEnds,
}

/// What a connector has in its settings and in its memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestMemory {
    /// Who asks for tokens, where, and what for.
    pub token: TokenSettings,
    /// The origin of the REST APIs: `https://services.socialsecurity.be`.
    pub origin: String,
    /// What a declaration's `Accept` says.
    pub accept: String,
    /// How the key is handed over.
    pub key_form: KeyForm,
    /// The certificate that the settings name.
    pub configured: String,
    /// The certificate whose key is in memory.
    pub loaded: String,
    /// Until when the token in memory is used, if there is one; the vault has its text.
    pub token_until: Option<Timestamp>,
    /// How many tokens were asked for.
    pub tokens_asked: u32,
    /// How many of them were granted.
    pub tokens_granted: u32,
}

/// The connector could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// A call or a token was refused, or did not come through.
    #[error(transparent)]
    Call(#[from] CallError),
    /// There is no key in its file.
    #[error("the connector cannot use its key")]
    Key(#[from] ClientKeyError),
    /// Its settings name a certificate that is not there.
    #[error("the connector's settings name a certificate that is not there")]
    Missing(#[from] NotKept),
    /// A connector of another make did not do as its contract says, or cannot do what was asked.
    #[error(transparent)]
    Outside(#[from] OutsideError),
    /// Something that it needs of its surroundings failed.
    #[error("the connector failed to {what}")]
    Harness {
        /// What, as a verb with its object.
        what: &'static str,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl From<TokenError> for RestError {
    fn from(error: TokenError) -> Self {
        Self::Call(error.into())
    }
}

/// What a connector of the REST channel does. It is told what time it is.
pub trait RestConnector: Debug {
    /// Asks for a token, whether or not it has one, keeps it, and answers its scopes.
    fn new_token(&mut self, now: Timestamp) -> LocalBoxFuture<'_, Result<String, RestError>>;

    /// Declares an entry into service, and answers the identifier of the declaration.
    fn declare<'a>(
        &'a mut self,
        now: Timestamp,
        entry: &'a Entry,
    ) -> LocalBoxFuture<'a, Result<String, RestError>>;

    /// Reads what became of a declaration; nothing while it is not processed yet.
    fn status<'a>(
        &'a mut self,
        now: Timestamp,
        id: &'a str,
    ) -> LocalBoxFuture<'a, Result<Option<DeclarationStatus>, RestError>>;

    /// Registers a training, and answers its identifier.
    fn register<'a>(
        &'a mut self,
        now: Timestamp,
        training: &'a Training,
    ) -> LocalBoxFuture<'a, Result<String, RestError>>;

    /// Writes another certificate into the settings.
    fn switch<'a>(&'a mut self, certificate: &'a str) -> LocalBoxFuture<'a, Result<(), RestError>>;

    /// Reads the settings again.
    fn reload(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>>;

    /// Starts again: what was in memory is gone, and the settings are read.
    fn restart(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>>;

    /// Does what it does by itself when time has passed. The reference connector has no such habits.
    fn tick(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>> {
        ready(Ok(())).boxed_local()
    }

    /// What it has in its settings and in its memory.
    fn memory(&self) -> RestMemory;
}

/// A token is used no more so long before its end: a call takes a while.
const MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// The reference connector.
#[derive(Debug)]
pub struct Rest {
    http: reqwest::Client,
    vault: Vault,
    memory: RestMemory,
    /// The key in memory, once it was needed.
    key: Option<ClientKey>,
}

impl Rest {
    /// A connector that finds its settings and memory again.
    #[must_use]
    pub const fn new(http: reqwest::Client, vault: Vault, memory: RestMemory) -> Self {
        Self { http, vault, memory, key: None }
    }

    /// Takes the key out of the file that was handed over, once.
    fn key(&mut self) -> Result<ClientKey, RestError> {
        if let Some(key) = &self.key {
            return Ok(key.clone());
        }
        let identity = self.vault.identity(&self.memory.loaded)?;
        let password = Secret::new(random_text("draw a password")?);
        let file = handed_over(&identity, self.memory.key_form, &password)?;
        Ok(self.key.insert(ClientKey::from_file(&file, &password)?).clone())
    }

    /// Asks for a token without keeping it: whether the key is good for one.
    ///
    /// # Errors
    ///
    /// When no token is had.
    pub async fn try_key(&mut self, now: Timestamp) -> Result<(), RestError> {
        self.request(now).await.map(drop)
    }

    async fn request(&mut self, now: Timestamp) -> Result<Token, RestError> {
        let key = self.key()?;
        let jti = random_text("draw an identifier")?;
        let assertion = self.memory.token.assertion(&key, &jti, now)?;
        self.memory.tokens_asked += 1;
        let token = self.memory.token.token(&self.http, &assertion).await?;
        self.memory.tokens_granted += 1;
        Ok(token)
    }

    async fn ask(&mut self, now: Timestamp) -> Result<Token, RestError> {
        let token = self.request(now).await?;
        let lifetime = SignedDuration::from_secs(i64::from(token.expires_in_s));
        self.memory.token_until = Some(after(now, lifetime - MARGIN));
        self.vault.keep_secret(&self.kept_under(), token.bearer.clone());
        Ok(token)
    }

    /// The name under which the vault keeps the token.
    fn kept_under(&self) -> String {
        format!("{}/token", self.memory.token.client_id)
    }

    /// The token in memory while it is good, else a new one.
    async fn bearer(&mut self, now: Timestamp) -> Result<Secret, RestError> {
        let is_good = self.memory.token_until.is_some_and(|until| now < until);
        match self.vault.secret(&self.kept_under()) {
            Ok(kept) if is_good => Ok(kept),
            Ok(_) | Err(_) => Ok(self.ask(now).await?.bearer),
        }
    }

    fn forget_token(&mut self) {
        self.memory.token_until = None;
        self.vault.forget_secret(&self.kept_under());
    }

    /// Calls with the token in memory; where the API knows it no more, once with a new one.
    async fn call<T>(
        &mut self,
        now: Timestamp,
        call: impl AsyncFn(&reqwest::Client, &str, &Secret) -> Result<T, CallError>,
    ) -> Result<T, RestError> {
        let bearer = self.bearer(now).await?;
        match call(&self.http, &self.memory.origin, &bearer).await {
            Err(error) if error.is_of_the_token() => {
                self.forget_token();
                let Token { bearer, .. } = self.ask(now).await?;
                Ok(call(&self.http, &self.memory.origin, &bearer).await?)
            }
            answer => Ok(answer?),
        }
    }
}

fn random_text(what: &'static str) -> Result<String, RestError> {
    random::password().map_err(|error| RestError::Harness { what, source: error.into() })
}

/// The file in which somebody hands a key over.
///
/// # Errors
///
/// When the key cannot be put in that form.
pub(in crate::connectors) fn handed_over(
    identity: &Identity,
    form: KeyForm,
    password: &Secret,
) -> Result<Vec<u8>, RestError> {
    let failed =
        |error: Pkcs12Error| RestError::Harness { what: "be handed its key", source: error.into() };
    let pkcs8_pem = || pem::armour("PRIVATE KEY", identity.key.pkcs8_der());
    Ok(match form {
        KeyForm::Pfx => identity.pfx(password).map_err(failed)?,
        KeyForm::Pkcs8Pem => pkcs8_pem().into_bytes(),
        KeyForm::Pkcs1Pem => {
            let key = ClientKey::from_file(pkcs8_pem().as_bytes(), password)?;
            pem::armour("RSA PRIVATE KEY", key.encoding().as_bytes()).into_bytes()
        }
        KeyForm::Base64 => {
            pkcs8_pem().lines().filter(|line| !line.starts_with("-----")).collect::<String>().into()
        }
        KeyForm::WrittenLineEnds => pkcs8_pem().replace('\n', "\\n").into_bytes(),
    })
}

impl RestConnector for Rest {
    fn new_token(&mut self, now: Timestamp) -> LocalBoxFuture<'_, Result<String, RestError>> {
        async move { Ok(self.ask(now).await?.scope) }.boxed_local()
    }

    fn declare<'a>(
        &'a mut self,
        now: Timestamp,
        entry: &'a Entry,
    ) -> LocalBoxFuture<'a, Result<String, RestError>> {
        async move {
            let accept = self.memory.accept.clone();
            let declare = async |http: &_, origin: &_, bearer: &_| {
                Dimona { http, origin }.declare((bearer, &accept), entry).await
            };
            self.call(now, declare).await
        }
        .boxed_local()
    }

    fn status<'a>(
        &'a mut self,
        now: Timestamp,
        id: &'a str,
    ) -> LocalBoxFuture<'a, Result<Option<DeclarationStatus>, RestError>> {
        async move {
            let status = async |http: &_, origin: &_, bearer: &_| {
                Dimona { http, origin }.status(bearer, id).await
            };
            self.call(now, status).await
        }
        .boxed_local()
    }

    fn register<'a>(
        &'a mut self,
        now: Timestamp,
        training: &'a Training,
    ) -> LocalBoxFuture<'a, Result<String, RestError>> {
        async move {
            let register = async |http: &_, origin: &_, bearer: &_| {
                LearningAccount { http, origin }.register((bearer, PROBLEMS), training).await
            };
            self.call(now, register).await
        }
        .boxed_local()
    }

    fn switch<'a>(&'a mut self, certificate: &'a str) -> LocalBoxFuture<'a, Result<(), RestError>> {
        certificate.clone_into(&mut self.memory.configured);
        ready(Ok(())).boxed_local()
    }

    fn reload(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>> {
        self.memory.loaded.clone_from(&self.memory.configured);
        self.key = None;
        ready(Ok(())).boxed_local()
    }

    fn restart(&mut self) -> LocalBoxFuture<'_, Result<(), RestError>> {
        self.forget_token();
        self.reload()
    }

    fn memory(&self) -> RestMemory {
        self.memory.clone()
    }
}
