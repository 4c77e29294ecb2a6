//! `raccord exec` as programs in other languages meet it: what they find in their environment, what
//! is told of them, and how it ends.

#![cfg(test)]
#![cfg(unix)]

mod documented;
mod ending;
mod languages;
#[path = "../peers/mod.rs"]
mod peers;
mod running;
mod verdicts;
mod watched;
