//! `raccord doctor` and `raccord init`, against the mocks of another process: reached by their real
//! names, through `proxy` and `trust`.

#![cfg(test)]
#![cfg(unix)]

mod begun;
mod guarded;
mod healthy;
#[expect(dead_code, reason = "other tests ask for whole programs")]
#[path = "../peers/mod.rs"]
mod peers;
mod place;
mod wrong;
