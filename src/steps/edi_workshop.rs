//! Where a scenario's EDI connector comes from.

use std::fmt::Debug;

use crate::connectors::edi::{EdiConnector, EdiMemory};
use crate::connectors::edi_sftp::EdiSftp;
use crate::environment::Environment;

/// Builds the EDI connector of a scenario. Scenarios are themselves tried with connectors that do
/// not do what they should, and must turn red.
pub trait EdiWorkshop: Debug {
    /// Builds a connector that finds its settings and memory again.
    fn build(&self, environment: &dyn Environment, memory: EdiMemory) -> Box<dyn EdiConnector>;
}

/// The reference connector.
#[derive(Debug, Clone, Copy)]
pub struct Reference;

impl EdiWorkshop for Reference {
    fn build(&self, environment: &dyn Environment, memory: EdiMemory) -> Box<dyn EdiConnector> {
        Box::new(EdiSftp::new(environment.network(), environment.vault().clone(), memory))
    }
}
