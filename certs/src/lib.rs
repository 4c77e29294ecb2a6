//! Throwaway authorities, certificates of a given shape, their file formats, and the rules a target
//! holds them to. No I/O, no async, and nothing here asks the time: instants are arguments.
//!
//! - [`authority`] makes certificates: a [`Profile`] says the shape of a good one, a [`Defect`]
//!   spoils exactly one thing in it.
//! - [`mod@format`] writes and recognises the files they travel in.
//! - [`conformity`] judges a file as a target would, rule by rule.
//! - [`revocation`] makes, reads and judges revocation lists and OCSP answers.
//! - [`rule`] is how every mock states what it demands.

pub mod authority;
pub mod certificate;
pub mod chain;
pub mod conformity;
pub mod defect;
pub mod fingerprint;
pub mod format;
pub mod key;
pub mod mode;
pub mod policy;
pub mod profile;
pub mod random;
pub mod revocation;
pub mod rule;
pub mod shape;
pub mod shown;
pub mod subject;
pub mod validity;

pub use certificate::Certificate;
pub use defect::Defect;
pub use fingerprint::Fingerprint;
pub use key::{Key, KeyKind, PublicKey};
pub use mode::{Asked, Mode, Partner};
pub use profile::Profile;
pub use rule::{Known, Rule};
pub use shape::Shape;
pub use subject::Subject;
pub use validity::Validity;
