//! `raccord run` with somebody else's connector: one that is right, ones that are not, and programs
//! that are no connector at all.
//!
//! The example is in Python; without it, its packages or OpenSSH's `sftp`, those tests say so and
//! judge nothing, unless `RACCORD_TEST_PEERS=required`.

#![cfg(test)]

mod broken;
mod configured;
mod contract;
mod documented;
mod example;
#[cfg(target_os = "linux")]
mod hung_up;
mod program;
