//! Mocks of the administrations' systems, and the gateway that serves them under their real names.
//!
//! Each system is a folder: `mod.rs` says its shape, its rules and what is not modelled;
//! `rules.rs` holds the rules with their sources; `service.rs` decides, without socket or clock;
//! `wire.rs` is the only place that knows field names; `routes.rs` decodes, asks and answers.
//! Systems do not know one another but through a narrow trait, and none knows the gateway.

pub mod authority;
pub mod chorus_pro;
pub mod gateway;
pub mod piste;
pub mod published;
pub mod rules;
pub mod social_security;
pub mod upload;
pub mod web;
