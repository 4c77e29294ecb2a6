//! What a route may know of the connection that a request came over.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;

/// One connection, as a route may know it.
#[derive(Debug, Clone)]
pub struct Connection {
    /// The host that was asked for: the TLS server name, or the name before `.localhost`.
    pub host: Arc<str>,
    /// The certificates that the client presented and that were accepted, its own first; empty
    /// where the host asks for none.
    pub presented: Arc<[CertificateDer<'static>]>,
    /// Its number, in the order in which connections were opened.
    pub number: u64,
}
