//! A bare tokio-rustls accept loop, and the client's side of TLS.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use raccord_certs::Validity;
use raccord_certs::authority::GatewayAuthority;
use raccord_kernel::clock::machine_now;
use rustls::client::Resumption;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use rustls::server::NoServerSessionStorage;
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::{TlsAcceptor, TlsConnector, client, server};

use super::measure::Fallible;

/// Makes the process's choice of cryptography, once.
pub(crate) fn install_cryptography() {
    // A second choice is refused, and is the same.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
}

/// A root, and a server's configuration under it for one host; `clients` may vouch for clients.
pub(crate) fn configure(
    host: &str,
    clients: Option<RootCertStore>,
) -> Fallible<(Vec<u8>, ServerConfig)> {
    let validity = Validity::days(machine_now() - jiff::SignedDuration::from_hours(1), 30);
    let authority = GatewayAuthority::new(&[host], validity)?;
    let made = authority.issue_host(host, validity)?;
    let builder = ServerConfig::builder();
    let builder = match clients {
        Some(roots) => {
            let verifier = rustls::server::WebPkiClientVerifier::builder(Arc::new(roots));
            builder.with_client_cert_verifier(verifier.build()?)
        }
        None => builder.with_no_client_auth(),
    };
    let chain = made.chain_der.into_iter().map(CertificateDer::from).collect();
    let mut config = builder.with_single_cert(chain, private_key(made.key.pkcs8_der()))?;
    // As the mocks: a resumed session would be no handshake.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok((authority.certificate().der().to_vec(), config))
}

/// A private key, as rustls takes it.
pub(crate) fn private_key(pkcs8_der: &[u8]) -> PrivateKeyDer<'static> {
    PrivatePkcs8KeyDer::from(pkcs8_der.to_vec()).into()
}

/// Accepts TLS connections for ever, each on a task of its own.
pub(crate) async fn accept<F>(
    listener: TcpListener,
    config: ServerConfig,
    serve: impl Fn(server::TlsStream<TcpStream>) -> F + Clone + Send + 'static,
) where
    F: Future<Output = ()> + Send,
{
    let acceptor = TlsAcceptor::from(Arc::new(config));
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        let (acceptor, serve) = (acceptor.clone(), serve.clone());
        tokio::spawn(async move {
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream).await;
            }
        });
    }
}

/// A client that trusts one root, and shows a certificate if it has one.
pub(crate) fn connector(
    root_der: Vec<u8>,
    own: Option<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>)>,
) -> Fallible<TlsConnector> {
    let mut roots = RootCertStore::empty();
    roots.add(root_der.into())?;
    let builder = ClientConfig::builder().with_root_certificates(roots);
    let mut config = match own {
        Some((chain, key)) => builder.with_client_auth_cert(chain, key)?,
        None => builder.with_no_client_auth(),
    };
    config.resumption = Resumption::disabled();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Opens a TLS connection to a port of this machine, under a host's name.
pub(crate) async fn connect(
    connector: &TlsConnector,
    port: u16,
    host: &'static str,
) -> Fallible<client::TlsStream<TcpStream>> {
    let stream = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    stream.set_nodelay(true)?;
    Ok(connector.connect(ServerName::try_from(host)?, stream).await?)
}
