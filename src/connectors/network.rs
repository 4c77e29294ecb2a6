//! How to reach the systems: the same names in every world, reached and trusted differently.

mod address;
mod guard;
mod witness;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use raccord_certs::Certificate;
use raccord_kernel::Secret;
use reqwest::{Client, ClientBuilder, Proxy, Url};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;

pub use address::{NoAddress, ServerAddress};
pub use guard::{HostList, NotListed};
pub use witness::Shown;
use witness::Witness;

/// A way to dial, and whom to trust.
#[derive(Debug, Clone)]
pub struct Network {
    /// The `CONNECT` proxy for HTTP: `http://127.0.0.1:3128`.
    pub proxy: Option<String>,
    /// The roots that may vouch for a host; no other is trusted.
    pub roots: Vec<Certificate>,
    /// Where EDI SFTP is reached.
    pub edi_sftp: ServerAddress,
    /// The SFTP server's public key, as its operator publishes it: an OpenSSH line.
    pub edi_sftp_host_key: String,
    /// What a real network needs beside.
    pub bounds: Bounds,
}

/// What a real network needs; none of it where everything is the mocks'.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    /// The only hosts that are contacted; all where there is no list.
    pub hosts: Option<HostList>,
    /// What the proxy wants to know: `user:password`.
    pub proxy_credentials: Option<Secret>,
    /// How long a connection may take to be made.
    pub connect_timeout: Option<Duration>,
    /// How long an answer may take.
    pub timeout: Option<Duration>,
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
    /// The roots cannot be used to verify with.
    #[error("failed to set up the verification of hosts")]
    Verifier(#[source] rustls::client::VerifierBuilderError),
    /// The proxy's address is none.
    #[error("failed to use the proxy: expected http://HOST:PORT")]
    Proxy,
}

impl Network {
    /// An HTTP client that dials and trusts as this network says, and keeps cookies as a browser
    /// does. It follows no redirection by itself: a redirection is an answer to look at.
    ///
    /// # Errors
    ///
    /// When a root or the proxy cannot be used.
    pub fn http(&self) -> Result<Client, NetworkError> {
        self.with(self.tls()?)?.cookie_store(true).build().map_err(NetworkError::Http)
    }

    /// A client without cookies that lets see which certificates a server shows, even one that is
    /// not trusted. Nothing is sent to such a one all the same.
    ///
    /// # Errors
    ///
    /// As [`http`](Self::http).
    pub fn http_with_witness(&self) -> Result<(Client, Shown), NetworkError> {
        let shown = Shown::default();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let witness = Witness::of(self.root_store()?, Arc::clone(&provider), shown.clone());
        let witness = Arc::new(witness.map_err(NetworkError::Verifier)?);
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(NetworkError::Tls)?;
        let builder = builder.dangerous().with_custom_certificate_verifier(witness);
        let client = self.with(builder.with_no_client_auth())?;
        Ok((client.build().map_err(NetworkError::Http)?, shown))
    }

    fn with(&self, tls: ClientConfig) -> Result<ClientBuilder, NetworkError> {
        let mut builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none());
        let Bounds { hosts, proxy_credentials, connect_timeout, timeout } = &self.bounds;
        let through = self.proxy.as_deref().map(Url::parse).transpose();
        let through = through.map_err(|_| NetworkError::Proxy)?;
        let proxy = match (hosts, &through) {
            (Some(list), through) => {
                builder = builder.dns_resolver(list.resolver(through.as_ref()));
                Some(list.proxy(through.as_ref()))
            }
            (None, Some(through)) => Some(Proxy::all(through.clone()).map_err(NetworkError::Http)?),
            (None, None) => None,
        };
        let credentials = proxy_credentials.as_ref().map(|it| it.reveal());
        if let Some(mut proxy) = proxy {
            if let Some(credentials) = credentials {
                let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
                proxy = proxy.basic_auth(user, password);
            }
            builder = builder.proxy(proxy);
        }
        if let Some(connect_timeout) = connect_timeout {
            builder = builder.connect_timeout(*connect_timeout);
        }
        if let Some(timeout) = timeout {
            builder = builder.timeout(*timeout);
        }
        Ok(builder)
    }

    /// A connection to a server, without a proxy.
    ///
    /// # Errors
    ///
    /// When its host is not listed, its name is not known, or nobody listens there in time.
    pub async fn dial(&self, server: &ServerAddress) -> io::Result<TcpStream> {
        if let Some(list) = &self.bounds.hosts {
            list.check(server.host()).map_err(io::Error::other)?;
        }
        let dialled = TcpStream::connect((server.host(), server.port()));
        let Some(patience) = self.bounds.connect_timeout else { return dialled.await };
        match tokio::time::timeout(patience, dialled).await {
            Ok(dialled) => dialled,
            Err(_) => {
                let why = format!("{server} did not answer within {patience:?}");
                Err(io::Error::new(io::ErrorKind::TimedOut, why))
            }
        }
    }

    fn tls(&self) -> Result<ClientConfig, NetworkError> {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(NetworkError::Tls)?;
        Ok(builder.with_root_certificates(self.root_store()?).with_no_client_auth())
    }

    fn root_store(&self) -> Result<RootCertStore, NetworkError> {
        let mut roots = RootCertStore::empty();
        for root in &self.roots {
            roots.add(root.der().to_vec().into()).map_err(|source| NetworkError::Root {
                subject: root.subject().to_string(),
                source,
            })?;
        }
        Ok(roots)
    }
}
