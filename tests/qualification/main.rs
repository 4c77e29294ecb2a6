//! Runs against real environments, proved against a second process of the mocks: real names, reached
//! by a proxy and a root as the environment's settings say, without any of the mocks' abilities. A
//! person at a pseudo-terminal works in its portals.

#![cfg(test)]
#![cfg(unix)]

mod answered;
mod documented;
mod examined;
mod green;
mod home;
mod killed;
mod killed_again;
mod killed_in_an_act;
#[path = "../peers/mod.rs"]
#[expect(dead_code, reason = "other tests ask for whole programs")]
mod peers;
mod person;
mod run;
mod search;
mod second;
mod secrets;
mod suspended;
mod terminal;
