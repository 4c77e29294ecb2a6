//! Where a scenario's connectors come from.

use std::fmt::Debug;

use crate::connectors::chorus_pro::edi::{EdiConnector, EdiMemory};
use crate::connectors::chorus_pro::edi_sftp::EdiSftp;
use crate::connectors::social_security::rest::{Rest, RestConnector, RestMemory};
use crate::environment::Environment;

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
}

/// The reference connectors.
#[derive(Debug, Clone, Copy)]
pub struct Reference;

impl Workshop for Reference {}
