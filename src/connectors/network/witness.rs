//! Sees which certificates a server shows, and lets the usual verification judge them.

use std::sync::{Arc, Mutex, PoisonError};

use raccord_certs::Certificate;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{VerifierBuilderError, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

/// The certificates that a server showed last: its own first, then those above it.
#[derive(Debug, Clone, Default)]
pub struct Shown(Arc<Mutex<Vec<Vec<u8>>>>);

impl Shown {
    /// The certificates that could be read; none where TLS did not get that far.
    #[must_use]
    pub fn certificates(&self) -> Vec<Certificate> {
        let shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.iter().filter_map(|der| Certificate::from_der(der).ok()).collect()
    }
}

/// The verification of `webpki`, with somebody who looks on.
#[derive(Debug)]
pub(super) struct Witness {
    judge: Arc<WebPkiServerVerifier>,
    shown: Shown,
}

impl Witness {
    /// Looks on while servers are held to some roots.
    pub(super) fn of(
        roots: RootCertStore,
        provider: Arc<CryptoProvider>,
        shown: Shown,
    ) -> Result<Self, VerifierBuilderError> {
        let judge = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
        Ok(Self { judge: judge.build()?, shown })
    }
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let all = std::iter::once(end_entity).chain(intermediates).map(|der| der.to_vec());
        *self.shown.0.lock().unwrap_or_else(PoisonError::into_inner) = all.collect();
        self.judge.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}
