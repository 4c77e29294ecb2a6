//! The reference connectors: plain and correct, as a careful integrator would write them. They
//! know what the real systems publish, and nothing of mocks.
//!
//! - [`piste`]: a token.
//! - [`chorus_pro_api`]: deposits and reports over the API.
//! - [`edi_sftp`]: envelopes out, reports in, over SFTP.
//! - [`portal`]: what a manager does in the Chorus Pro portal, as a program.
//! - [`revocation`]: what a certificate's authority says of it.

pub mod chorus_pro_api;
pub mod edi;
pub mod edi_report;
pub mod edi_sftp;
pub mod envelope;
pub mod network;
pub mod piste;
pub mod portal;
pub mod revocation;
pub mod vault;

pub use network::Network;
pub use vault::{Identity, Vault};
