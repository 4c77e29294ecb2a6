//! The TLS door: the server name chooses the host, the host says whether it wants a certificate.

use std::io;
use std::sync::Arc;

use raccord_certs::fingerprint::Fingerprint;
use raccord_kernel::fault::HANDSHAKE;
use raccord_kernel::{Connection, Outcome, Rule, Trace};
use rustls::pki_types::CertificateDer;
use rustls::server::{Acceptor, NoServerSessionStorage, WebPkiClientVerifier};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{AlertDescription, RootCertStore, ServerConfig};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::server::StartHandshake;
use tokio_rustls::{LazyConfigAcceptor, server::TlsStream};

use super::handshake_fault::{self, GoesOn};
use super::socket::Line;
use super::tenant::{Known, Tenant};
use super::witness::Witness;
use super::{http, rules};
use crate::web::{ClientAuthentication, Host};

/// How long, in real time, a refused client may take to hang up.
const LAST_WORDS: std::time::Duration = std::time::Duration::from_secs(5);

/// Serves a connection that begins with a TLS hello. `proxied` is the name that a `CONNECT` gave,
/// for clients that send no server name.
pub(super) async fn serve<S>(
    tenant: &Arc<Tenant>,
    stream: S,
    line: &Line,
    proxied: Option<&'static str>,
) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let patience = line.limits.handshake_patience;
    let hello = LazyConfigAcceptor::new(Acceptor::default(), stream);
    let mut hello = tokio::time::timeout(patience, hello).await??;
    let flight = tenant.office().flights.begin();
    let asked = hello.client_hello().server_name().map(str::to_owned);
    let Some(host) = asked.as_deref().map_or(proxied, |name| served(tenant, name)) else {
        let name = asked.as_deref().unwrap_or("(no name)");
        if let Some(missing) = tenant.missing(name) {
            missing.write(tenant, "gateway.hello", name);
        }
        return refuse(hello).await;
    };
    let Some(host) = tenant.host(host) else { return refuse(hello).await };
    let strike = handshake_fault::strike(tenant, host, flight, &mut hello.io, line);
    let Some(GoesOn { flight, shows_expired, struck }) = strike.await else { return Ok(()) };
    let (config, witness) = match configure(tenant, host, shows_expired) {
        Ok(configured) => configured,
        Err(what) => {
            tenant.incident(what);
            return Ok(());
        }
    };
    let handshake = hello.into_stream(config).into_fallible();
    let Ok(ended) = tokio::time::timeout(patience, handshake).await else { return Ok(()) };
    match ended {
        Ok(tls) => {
            let connection = connection(tenant, host, &tls, witness.as_deref(), struck);
            drop(flight);
            http::serve_host(tenant, host, connection, tls, line).await;
        }
        Err((error, mut stream)) => {
            write_down(tenant, host, witness.as_deref(), &error, struck);
            drop(flight);
            last_words(&mut stream).await;
        }
    }
    Ok(())
}

fn served(tenant: &Tenant, name: &str) -> Option<&'static str> {
    match tenant.known(name) {
        Known::Host(host) => Some(host),
        Known::Retired { .. } | Known::Mistaken { .. } | Known::Nobody => None,
    }
}

/// Ends a handshake for a name that nobody serves, with an alert.
async fn refuse<S>(hello: StartHandshake<S>) -> io::Result<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let nobody = ServerConfig::builder_with_provider(super::tenant::provider())
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(rustls::server::ResolvesServerCertUsingSni::new()));
    if let Err((_, mut stream)) = hello.into_stream(Arc::new(nobody)).into_fallible().await {
        last_words(&mut stream).await;
    }
    Ok(())
}

type Configured = (Arc<ServerConfig>, Option<Arc<Witness>>);

/// The configuration of one handshake: verification at the tenant's instant, no resumption (a
/// resumed session would let an expired certificate in).
fn configure(tenant: &Tenant, host: &Host, shows_expired: bool) -> Result<Configured, String> {
    let now = tenant.office().clock.now();
    let certificates = tenant.certificates();
    let key = match shows_expired {
        true => certificates.expired(host.name, now),
        false => certificates.of(host.name, now),
    };
    let key = key.map_err(|error| error.to_string())?;
    let witness = witness(tenant, host.client_authentication)?;
    let clock = Arc::clone(&tenant.office().clock);
    let builder = ServerConfig::builder_with_details(super::tenant::provider(), clock)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let builder = match &witness {
        Some(witness) => builder.with_client_cert_verifier(Arc::<Witness>::clone(witness)),
        None => builder.with_no_client_auth(),
    };
    let mut config = builder.with_cert_resolver(resolver(&key));
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok((Arc::new(config), witness))
}

fn resolver(key: &Arc<CertifiedKey>) -> Arc<SingleCertAndKey> {
    Arc::new(SingleCertAndKey::from(CertifiedKey::clone(key)))
}

fn witness(
    tenant: &Tenant,
    authentication: ClientAuthentication,
) -> Result<Option<Arc<Witness>>, String> {
    let roots: Arc<RootCertStore> = tenant.client_roots();
    let builder = WebPkiClientVerifier::builder_with_provider(roots, super::tenant::provider());
    let verifier = match authentication {
        ClientAuthentication::None => return Ok(None),
        ClientAuthentication::Asked => builder.allow_unauthenticated().build(),
        ClientAuthentication::Required => builder.build(),
    };
    let verifier =
        verifier.map_err(|error| format!("failed to verify client certificates: {error}"))?;
    Ok(Some(Arc::new(Witness::new(verifier))))
}

fn connection<S>(
    tenant: &Tenant,
    host: &Host,
    tls: &TlsStream<S>,
    witness: Option<&Witness>,
    struck: Option<String>,
) -> Connection {
    let presented: Vec<_> = witness.map(Witness::presented).unwrap_or_default();
    let own = presented.first();
    if own.is_some() || struck.is_some() {
        let mut trace = about(tenant, host, own);
        let version = tls.get_ref().1.protocol_version();
        trace.note("version", version.and_then(|it| it.as_str()).unwrap_or("unknown"));
        let outcome = behind(struck, Outcome::Accepted, &mut trace);
        tenant.office().write("gateway", HANDSHAKE, outcome, trace);
    }
    Connection {
        host: host.name.into(),
        presented: presented.into(),
        number: tenant.connections().next_number(),
    }
}

/// Writes down a handshake that failed, with the certificate presented and the alert.
fn write_down(
    tenant: &Tenant,
    host: &Host,
    witness: Option<&Witness>,
    error: &io::Error,
    struck: Option<String>,
) {
    let presented = witness.map(Witness::presented).unwrap_or_default();
    let mut trace = about(tenant, host, presented.first());
    let cause = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let (rule, alert) = judge(cause);
    if let Some(alert) = alert {
        trace.note("alert", alert.as_str().unwrap_or("unknown"));
    }
    let found = cause.map_or_else(|| error.to_string(), ToString::to_string);
    let outcome = Outcome::refused(rule, format!("found {found}"));
    let outcome = behind(struck, outcome, &mut trace);
    tenant.office().write("gateway", HANDSHAKE, outcome, trace);
}

/// How a handshake ended that a fault struck: its one entry tells of the fault, and notes the end.
fn behind(struck: Option<String>, outcome: Outcome, trace: &mut Trace) -> Outcome {
    let Some(verdict) = struck else { return outcome };
    trace.note("ended", outcome.in_short());
    Outcome::Faulted { verdict }
}

fn judge(cause: Option<&rustls::Error>) -> (&'static Rule, Option<AlertDescription>) {
    match cause {
        Some(rustls::Error::NoCertificatesPresented) => {
            (rules::TLS_01, Some(AlertDescription::CertificateRequired))
        }
        Some(rustls::Error::InvalidCertificate(error)) => {
            (rules::TLS_02, Some(AlertDescription::from(error.clone())))
        }
        Some(rustls::Error::AlertReceived(alert)) => (rules::TLS_03, Some(*alert)),
        Some(_) | None => (rules::TLS_04, None),
    }
}

fn about(tenant: &Tenant, host: &Host, own: Option<&CertificateDer<'_>>) -> Trace {
    let mut trace = Trace::default();
    trace.note("host", host.name);
    if let Some(own) = own {
        let fingerprint = Fingerprint::of(own).to_string();
        let name = tenant.office().journal.evidence(|it| {
            let name = it.name("certificate", &fingerprint);
            it.write(&name, "fingerprint", fingerprint.clone());
            name
        });
        trace.note("certificate", name);
    }
    trace
}

/// Half-closes and reads to the end, so that the alert is not lost to a reset: a client whose
/// certificate is refused in TLS 1.3 may still be sending its request.
pub(super) async fn last_words<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S) {
    let listen = async {
        let _ = stream.shutdown().await;
        let mut ignored = [0; 4096];
        while stream.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
    };
    // A client that never hangs up is left to itself: the door must not wait for it for ever.
    let _ = tokio::time::timeout(LAST_WORDS, listen).await;
}
