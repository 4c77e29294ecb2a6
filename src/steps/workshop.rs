//! Where a scenario's connectors come from.

mod outside;

use std::fmt::Debug;

use futures::future::LocalBoxFuture;

use super::Failed;
use crate::connectors::chorus_pro::api::{ApiConnector, ChorusProApi};
use crate::connectors::chorus_pro::api_piste::ApiPiste;
use crate::connectors::chorus_pro::edi::{EdiConnector, EdiMemory};
use crate::connectors::chorus_pro::edi_sftp::EdiSftp;
use crate::connectors::piste::Token;
use crate::connectors::social_security::rest::{Rest, RestConnector, RestMemory};
use crate::environment::Environment;

pub use outside::Outside;

/// Builds the connectors of a scenario, each with its settings and memory found again: those of the
/// reference, unless told otherwise. Scenarios are themselves tried with connectors that do not do
/// what they should, and must turn red.
pub trait Workshop: Debug {
    /// Builds a connector over EDI.
    fn edi(&self, environment: &dyn Environment, memory: EdiMemory) -> Box<dyn EdiConnector> {
        Box::new(EdiSftp::new(environment.network(), environment.vault().clone(), memory))
    }

    /// Builds a connector of social security's REST channel.
    fn rest(
        &self,
        environment: &dyn Environment,
        http: reqwest::Client,
        memory: RestMemory,
    ) -> Box<dyn RestConnector> {
        Box::new(Rest::new(http, environment.vault().clone(), memory))
    }

    /// Builds a connector over the API, with the token that it kept.
    fn api(
        &self,
        http: reqwest::Client,
        api: ChorusProApi,
        token: Option<Token>,
    ) -> Box<dyn ApiConnector> {
        Box::new(ApiPiste::new(http, api, token))
    }

    /// Whether its connectors do something by themselves when time has passed.
    fn lives(&self) -> bool {
        false
    }

    /// How often its connectors were asked for something; nothing where raccord itself is the
    /// connector.
    fn asked(&self) -> Option<u64> {
        None
    }

    /// Ends the processes that its connectors have.
    fn close(&self) -> LocalBoxFuture<'_, Result<(), Failed>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// The reference connectors.
#[derive(Debug, Clone, Copy)]
pub struct Reference;

impl Workshop for Reference {}
