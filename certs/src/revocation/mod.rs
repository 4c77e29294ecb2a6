//! Whether a certificate was taken back: lists (CRL, RFC 5280 §5) and answers (OCSP, RFC 6960).
//!
//! # Shape
//! [`Evidence`] is what an authority said, read from a file that anybody may have made; asked about
//! one certificate at one instant, it gives a [`Status`]. A [`Signer`] makes lists and answers for a
//! throwaway authority.
//!
//! Nothing is taken at its word: the signature is verified with the key of the authority that
//! issued the certificate, or of a responder to which it delegated, and what cannot be verified is
//! [`Status::Unverifiable`], with the reason.
//!
//! # Not modelled
//! Lists signed by another authority than the certificate's (indirect lists), and lists of changes
//! (delta lists): both are told apart, and prove nothing here.

mod certificate_id;
mod cursor;
mod evidence;
mod list;
mod request;
mod responder;
mod response;
mod signature;
mod signer;
mod status;

pub use certificate_id::CertificateId;
pub use cursor::Stumbled;
pub use evidence::{Evidence, EvidenceError};
pub use list::{RevocationList, RevokedEntry};
pub use request::{OcspRequest, RequestError};
pub use response::{OcspAnswer, OcspRefusal, OcspResponse, OcspStatus};
pub use signer::{Answer, List, Revoked, SignError, Signer, refusal};
pub use status::{Doubt, Period, Reason, Revocation, Status, UnknownReason};
