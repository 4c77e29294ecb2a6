//! What a scenario can say of Chorus Pro.
//!
//! | file | what a scenario can say there |
//! |---|---|
//! | [`supplier`] | who is connected, how, and until when |
//! | [`certificate_file`] | the files that a manager can hand to the portal |
//! | [`sheet`] | what the manager does on a sheet, and what it shows |
//! | [`connector`] | switch, reload, restart; on which certificate it is |
//! | [`session`] | which certificate opens a session |
//! | [`flow`] | flows over EDI and their reports |
//! | [`traffic`] | flows again and again |
//! | [`api`] | tokens, deposits and reports over the API |
//! | [`by_hand`] | what people do in the portal where no program can |

pub mod api;
pub mod by_hand;
pub mod certificate_file;
pub mod connector;
pub mod facts;
pub mod flow;
pub(super) mod record;
pub mod session;
pub mod sheet;
pub mod supplier;
pub mod traffic;
mod world;

pub use facts::Facts;
