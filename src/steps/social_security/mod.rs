//! What a scenario can say of social security.
//!
//! | file | what a scenario can say there |
//! |---|---|
//! | [`company`] | who there is, with which account, until when |
//! | [`chaman`] | what the manager does in ChaMan, and what it shows |
//! | [`certificate_file`] | the files that a manager can hand to ChaMan |
//! | [`mandate`] | mandates, from both sides |
//! | [`key`] | which key the connector signs with, and which gets a token |
//! | [`token`] | tokens asked for, granted and refused |
//! | [`assertion`] | assertions that are wrong in one way |
//! | [`call`] | declarations and registrations, and what becomes of them |
//! | [`traffic`] | tokens again and again |

pub mod assertion;
mod by_hand;
pub mod call;
pub mod certificate_file;
pub mod chaman;
pub mod company;
pub mod conduct;
pub mod facts;
pub mod key;
pub mod mandate;
pub mod token;
pub mod traffic;
mod world;

pub use facts::Facts;
