//! How to reach the systems: the same names in every world, reached and trusted differently.

use std::net::SocketAddr;
use std::sync::Arc;

use raccord_certs::Certificate;
use rustls::{ClientConfig, RootCertStore};

/// A way to dial, and whom to trust.
#[derive(Debug, Clone)]
pub struct Network {
    /// The `CONNECT` proxy for HTTP: `http://127.0.0.1:3128`.
    pub proxy: Option<String>,
    /// The roots that may vouch for a host; no other is trusted.
    pub roots: Vec<Certificate>,
    /// Where EDI SFTP is reached.
    pub edi_sftp: SocketAddr,
    /// The SFTP server's public key, as its operator publishes it: an OpenSSH line.
    pub edi_sftp_host_key: String,
}

/// A client could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// A root is not a certificate.
    #[error("failed to trust the root `{subject}`")]
    Root {
        /// Its subject.
        subject: String,
        /// Why.
        source: rustls::Error,
    },
    /// The cryptography does not go together.
    #[error("failed to set up TLS")]
    Tls(#[source] rustls::Error),
    /// The HTTP client refused its settings.
    #[error("failed to make an HTTP client")]
    Http(#[source] reqwest::Error),
}

impl Network {
    /// An HTTP client that dials and trusts as this network says, and keeps cookies as a browser
    /// does. It follows no redirection by itself: a redirection is an answer to look at.
    ///
    /// # Errors
    ///
    /// When a root or the proxy cannot be used.
    pub fn http(&self) -> Result<reqwest::Client, NetworkError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls()?)
            .redirect(reqwest::redirect::Policy::none())
            .cookie_store(true);
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(reqwest::Proxy::all(proxy).map_err(NetworkError::Http)?);
        }
        builder.build().map_err(NetworkError::Http)
    }

    fn tls(&self) -> Result<ClientConfig, NetworkError> {
        let mut roots = RootCertStore::empty();
        for root in &self.roots {
            roots.add(root.der().to_vec().into()).map_err(|source| NetworkError::Root {
                subject: root.subject().to_string(),
                source,
            })?;
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(NetworkError::Tls)?;
        Ok(builder.with_root_certificates(roots).with_no_client_auth())
    }
}
