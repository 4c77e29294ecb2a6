//! A connector of another make over the Chorus Pro API.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt as _;
use futures::future::LocalBoxFuture;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::contract::{Action, Class, Said};
use super::driver::Driver;
use super::error::OutsideError;
use super::reading::Files;
use super::settings::{ApiSettings, Settings};
use crate::connectors::chorus_pro::api::{
    ApiConnector, ApiError, ApiMemory, ApiRefusal, ChorusProApi, Deposit, DetailedReport,
    InvoiceError,
};
use crate::connectors::piste::TokenError;

/// A connector over the API, of another make.
#[derive(Debug)]
pub struct OutsideApi {
    driver: Rc<Driver>,
    api: ChorusProApi,
    tokens_asked: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deposited {
    flow_number: String,
    day: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consulted {
    state: String,
    #[serde(default)]
    errors: Vec<Wrong>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrong {
    invoice: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Invoices {
    invoices: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    #[serde(default, rename = "scope")]
    _scope: Option<String>,
}

impl OutsideApi {
    /// A connector with some settings.
    #[must_use]
    pub const fn new(driver: Rc<Driver>, api: ChorusProApi) -> Self {
        Self { driver, api, tokens_asked: 0 }
    }

    fn settings(&self) -> Result<Settings, OutsideError> {
        let surroundings = self.driver.surroundings();
        let folder = surroundings.folder();
        let ChorusProApi { origin, login, password, piste } = &self.api;
        let api = ApiSettings {
            token_url: format!("{}/api/oauth/token", piste.origin),
            client_id: piste.client_id.clone(),
            client_secret_file: folder.secret(&piste.client_id, &piste.client_secret)?,
            api_origin: origin.clone(),
            login: login.clone(),
            password_file: folder.secret(login, password)?,
        };
        let network = surroundings.network_settings();
        Ok(Settings { network, edi: None, api: Some(api), rest: None })
    }

    async fn ask(&mut self, action: Action, inputs: Value) -> Result<Map<String, Value>, ApiError> {
        let reply = self.driver.ask(action, &self.settings()?, inputs).await?;
        self.tokens_asked = self.tokens_asked.saturating_add(reply.claims.tokens_asked);
        reply.came.map_err(|said| self.error(action, said))
    }

    fn error(&self, action: Action, said: Said) -> ApiError {
        match said.class {
            Class::TokenRefused => ApiError::Token(TokenError::Refused {
                status: said.status.unwrap_or_default(),
                error: said.error.unwrap_or_default(),
                retry_after_s: None,
            }),
            Class::TokenEmpty => ApiError::Token(TokenError::Empty),
            Class::CallRefused => ApiError::Refused(ApiRefusal {
                status: said.status.unwrap_or_default(),
                www_authenticate: said.www_authenticate,
                code_retour: said.code_retour,
                libelle: said.libelle,
                retry_after_s: None,
            }),
            Class::KeyRefused
            | Class::OtherServer
            | Class::FileRefused
            | Class::IncompleteAnswer
            | Class::Key
            | Class::Settings
            | Class::Network
            | Class::Unsupported => self.driver.failed(action, said).into(),
        }
    }
}

impl ApiConnector for OutsideApi {
    fn log_in(&mut self) -> LocalBoxFuture<'_, Result<(), ApiError>> {
        async move {
            let came = self.ask(Action::ObtainToken, json!({})).await?;
            let _: Token =
                self.driver.read(Action::ObtainToken, came, "at most the `scope` of the token")?;
            Ok(())
        }
        .boxed_local()
    }

    fn deposit<'a>(
        &'a mut self,
        file_name: &'a str,
        syntax: &'a str,
        content: &'a [u8],
    ) -> LocalBoxFuture<'a, Result<Deposit, ApiError>> {
        async move {
            let content = STANDARD.encode(content);
            let inputs = json!({ "name": file_name, "syntax": syntax, "content": content });
            let came = self.ask(Action::Deposit, inputs).await?;
            let Deposited { flow_number, day } =
                self.driver.read(Action::Deposit, came, "`flow_number` and `day`")?;
            Ok(Deposit { numero_flux_depot: flow_number, date_depot: day })
        }
        .boxed_local()
    }

    fn detailed_report<'a>(
        &'a mut self,
        number: &'a str,
    ) -> LocalBoxFuture<'a, Result<DetailedReport, ApiError>> {
        async move {
            let came = self.ask(Action::Consult, json!({ "flow_number": number })).await?;
            let expected = "`state`, and `errors`, each with its `invoice` and `text`";
            let Consulted { state, errors } = self.driver.read(Action::Consult, came, expected)?;
            let error =
                |it: Wrong| InvoiceError { numero_dp: it.invoice, libelle_erreur_dp: it.text };
            let liste_erreur_dp = errors.into_iter().map(error).collect();
            Ok(DetailedReport { etat_courant_depot_flux: state, liste_erreur_dp })
        }
        .boxed_local()
    }

    fn invoices_of<'a>(
        &'a mut self,
        number: &'a str,
    ) -> LocalBoxFuture<'a, Result<Vec<String>, ApiError>> {
        async move {
            let came = self.ask(Action::SearchInvoices, json!({ "flow_number": number })).await?;
            let Invoices { invoices } =
                self.driver.read(Action::SearchInvoices, came, "`invoices`, by number")?;
            Ok(invoices)
        }
        .boxed_local()
    }

    fn tick(&mut self) -> LocalBoxFuture<'_, Result<(), ApiError>> {
        async move {
            if !self.driver.is_running() {
                return Ok(());
            }
            match self.ask(Action::Tick, json!({})).await {
                // Not every connector does something by itself.
                Err(ApiError::Outside(OutsideError::Unsupported { .. })) => Ok(()),
                Err(other) => Err(other),
                Ok(came) => {
                    let Files { .. } = self.driver.read(Action::Tick, came, "no results")?;
                    Ok(())
                }
            }
        }
        .boxed_local()
    }

    fn memory(&self) -> ApiMemory {
        ApiMemory { token: None, tokens_asked: self.tokens_asked }
    }
}
