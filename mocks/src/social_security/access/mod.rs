//! "Gestion des accès": who may do what, in which quality of the enterprise.

mod routes;

pub use routes::routes;
