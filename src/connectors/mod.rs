//! The reference connectors: plain and correct, as a careful integrator would write them. They
//! know what the real systems publish, and nothing of mocks.
//!
//! - [`chorus_pro`]: the API, EDI over SFTP, and the portal.
//! - [`piste`]: a token of PISTE.
//! - [`social_security`]: tokens with a signed assertion, the REST APIs, ChaMan, Mahis.
//! - [`revocation`]: what a certificate's authority says of it.
//! - [`outside`]: a connector of another make, driven over its standard input and output.
//! - [`pages`]: what the portals have in common.

pub mod chorus_pro;
pub mod headers;
pub mod network;
pub mod outside;
pub mod pages;
pub mod piste;
pub mod revocation;
pub mod social_security;
pub mod vault;

pub use network::{Bounds, Network};
pub use vault::{Identity, Vault};
