//! `raccord serve` as other programs and people meet it: what it tells, what it writes, how it
//! ends, and each command of `docs/serve.md` against it.

#![cfg(test)]
#![cfg(unix)]

mod documented;
mod ending;
mod files;
mod lines;
#[path = "../peers/mod.rs"]
mod peers;
mod serving;
mod social_security;
mod starts;
mod state;
