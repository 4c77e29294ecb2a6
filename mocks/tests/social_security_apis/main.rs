//! The REST APIs of social security over real sockets: the gateway before them, Dimona and the
//! Federal Learning Account.

#![cfg(test)]

#[path = "../support/mod.rs"]
mod support;

mod admission;
mod answers;
mod dimona;
mod dimona_life;
mod learning_account;
mod requests;
mod schema;
mod world;
