//! The files that certificates and keys travel in.
//!
//! A file is recognised by its ASN.1, never by its name or its PEM label: portals are handed
//! `.p7b` files that hold a PKCS#12, and `CERTIFICATE` blocks that hold a PKCS#7.

pub(crate) mod asn1;
pub mod ber;
pub mod contents;
mod dismantle;
pub mod easy_ssl;
pub mod jks;
pub mod limits;
pub(crate) mod pbe;
pub mod pem;
pub mod pkcs12;
pub mod pkcs7;
pub mod problem;
pub mod request;
pub mod sniff;
pub mod ssh;
