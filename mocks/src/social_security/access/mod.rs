//! "Gestion des accès": who may do what, in which quality of the enterprise.

mod routes;

pub(in crate::social_security) use routes::routes;
