//! The contract of the Chorus Pro portal, over a real loopback socket: one test for each rule, and
//! what every page owes to whoever reads it.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy lets test functions do so, but not what they share"
)]

mod access;
#[path = "../browser/mod.rs"]
mod browser;
mod files;
mod invoices;
mod pages;
mod sheets;
mod uploads;
mod world;
