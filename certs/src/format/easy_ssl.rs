//! The text in which LuxTrust's Easy_SSL sends a certificate (`<order>.txt`).
//!
//! # Shape
//! The manual of SOFiE calls the attachment `1234.txt` in one place and `DER.txt` in another, and
//! forbids to rename or convert it (SOFIE-RENEWAL §5.1, §5.2); it does not show what is in it. A
//! certificate in PEM, with the line ends of Windows, is a guess: it is what survives as a text in
//! the mail, and what the name `DER.txt` can mean of a text.

use crate::Certificate;

/// Writes the certificate alone, without its chain.
#[must_use]
pub fn encode(certificate: &Certificate) -> String {
    certificate.pem().replace('\n', "\r\n")
}
