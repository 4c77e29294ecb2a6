//! Real environments: qualification, acceptance, simulation.

pub mod settings;
