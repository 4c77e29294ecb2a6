//! The contract of ChaMan and of the login before it, over a real loopback socket: one test for each
//! rule, and what every page owes to whoever reads it.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy lets test functions do so, but not what they share"
)]

mod accounts;
#[path = "../browser/mod.rs"]
mod browser;
mod certificates;
#[path = "../chromium/mod.rs"]
mod chromium;
mod files;
mod keyboard;
mod login;
mod pages;
mod renewal;
mod senders;
mod world;
