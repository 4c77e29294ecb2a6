//! `raccord serve` as other programs and people meet it: what it tells, what it writes, how it
//! ends, and each command of `docs/serve.md` against it.

#![cfg(test)]
#![cfg(unix)]

mod documented;
mod ending;
mod files;
mod lines;
mod peers;
mod serving;
mod social_security;
mod starts;
mod state;
