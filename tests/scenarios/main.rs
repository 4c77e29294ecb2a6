//! The scenarios on the mocks, and the scenarios themselves on trial: a scenario that cannot turn
//! red proves nothing.

#![cfg(test)]

mod arranged;
mod clock;
mod connectors;
mod determinism;
mod green;
mod guesses;
mod rehearsed;
mod rest_connector;
mod sabotage;
mod sabotage_social_security;
mod tags;
mod truthfulness;
mod watched;
