//! `raccord doctor` and `raccord init`, against the mocks of another process: reached by their real
//! names, through `proxy` and `trust`.

#![cfg(test)]
#![cfg(unix)]

mod begun;
mod guarded;
mod healthy;
#[path = "../peers/mod.rs"]
mod peers;
mod place;
mod wrong;
