//! A client of what an authority says of revocation: its list, and its OCSP responder.
//!
//! It asks where the certificate says, hands back what it was given, and judges nothing: that is
//! [`Evidence::status_of`].

use std::time::Duration;

use raccord_certs::Certificate;
use raccord_certs::revocation::{Evidence, EvidenceError, OcspRequest};

/// How to ask, and for how long.
#[derive(Debug, Clone)]
pub struct RevocationClient {
    /// Dials as the environment says.
    pub http: reqwest::Client,
    /// How long an answer is waited for.
    pub patience: Duration,
}

/// What is known of revocation could not be had.
#[derive(Debug, thiserror::Error)]
pub enum RevocationError {
    /// The certificate does not say where to ask.
    #[error("the certificate of `{subject}` does not say where {what} is; ask its supplier")]
    NoAddress {
        /// Whose certificate.
        subject: String,
        /// What was looked for.
        what: &'static str,
    },
    /// No answer came in time.
    #[error("{address} did not answer within {patience:?}; ask again later")]
    TooSlow {
        /// Where it was asked.
        address: String,
        /// How long it was waited for.
        patience: Duration,
    },
    /// The request did not come through.
    #[error("failed to ask {address}")]
    Http {
        /// Where it was asked.
        address: String,
        /// Why.
        source: reqwest::Error,
    },
    /// The server is not in order.
    #[error("{address} answered {status}, expected 200; ask again later")]
    Status {
        /// Where it was asked.
        address: String,
        /// The HTTP status.
        status: u16,
    },
    /// The answer is neither a list nor an answer.
    #[error("what {address} answered cannot be used")]
    Evidence {
        /// Where it was asked.
        address: String,
        /// Why.
        source: EvidenceError,
    },
}

impl RevocationClient {
    /// Fetches the list on which a certificate would stand.
    ///
    /// # Errors
    ///
    /// When the certificate names none, or it cannot be had.
    pub async fn list(&self, certificate: &Certificate) -> Result<Evidence, RevocationError> {
        let address = http_address(certificate.crl_urls());
        let address = address.ok_or_else(|| no_address(certificate, "its revocation list"))?;
        self.ask(address, self.http.get(address)).await
    }

    /// Asks the OCSP responder of a certificate's authority about it.
    ///
    /// # Errors
    ///
    /// When the certificate names none, or it does not answer.
    pub async fn ocsp(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
    ) -> Result<Evidence, RevocationError> {
        let address = http_address(certificate.ocsp_urls());
        let address = address.ok_or_else(|| no_address(certificate, "its OCSP responder"))?;
        let request = OcspRequest::about(certificate, issuer).to_der();
        let request = self.http.post(address).body(request);
        self.ask(address, request.header("content-type", "application/ocsp-request")).await
    }

    async fn ask(
        &self,
        address: &str,
        request: reqwest::RequestBuilder,
    ) -> Result<Evidence, RevocationError> {
        let address = address.to_owned();
        let answer = async {
            let response = request.timeout(self.patience).send().await?;
            Ok((response.status(), response.bytes().await?))
        };
        let (status, body) = match answer.await {
            Ok(answer) => answer,
            Err(source) if reqwest::Error::is_timeout(&source) => {
                return Err(RevocationError::TooSlow { address, patience: self.patience });
            }
            Err(source) => return Err(RevocationError::Http { address, source }),
        };
        if !status.is_success() {
            return Err(RevocationError::Status { address, status: status.as_u16() });
        }
        Evidence::read(&body).map_err(|source| RevocationError::Evidence { address, source })
    }
}

/// Lists are also had by LDAP, which nobody here speaks.
fn http_address(addresses: &[String]) -> Option<&str> {
    addresses.iter().map(String::as_str).find(|address| address.starts_with("http"))
}

fn no_address(certificate: &Certificate, what: &'static str) -> RevocationError {
    RevocationError::NoAddress { subject: certificate.subject().to_string(), what }
}
