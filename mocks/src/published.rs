//! What a publisher hands to the API gateway that stands before its API, and what the gateway
//! tells it of a caller: all that the two know of each other.

use crate::web::Routes;

/// One API behind an API gateway.
#[derive(Debug, Clone)]
pub struct Api {
    /// The name under which applications subscribe to it: `AIFE - Chorus Pro - Factures`.
    pub name: &'static str,
    /// Its operations, under their whole paths. A request that the gateway let in carries a
    /// [`Caller`] as an extension; one that it refused does not come here.
    pub routes: Routes,
}

/// Who calls, as the API gateway knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The name of the application whose token was presented.
    pub application: String,
}
