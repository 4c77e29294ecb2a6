//! Belgian social security, as the programs and the people of a company reach it.
//!
//! - [`client_key`]: the key that signs, from a `.pfx`.
//! - [`oauth`]: a token for a signed assertion.
//! - [`dimona`] and [`learning_account`]: the REST APIs behind it.
//! - [`rest`]: the connector, which keeps its token and its settings.
//! - [`csam`], [`chaman`], [`access`], [`mahis`]: what people do in the portals, as a program.

pub mod access;
pub mod call;
pub mod chaman;
pub mod client_key;
pub mod csam;
pub mod dimona;
pub mod learning_account;
pub mod mahis;
pub mod oauth;
pub mod rest;
