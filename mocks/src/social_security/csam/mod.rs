//! CSAM: how a person logs in to the portals, once for all of them.

mod routes;

pub use routes::routes;
