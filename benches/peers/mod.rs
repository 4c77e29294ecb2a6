//! What the benches share: measuring, and servers in processes of their own.

#![allow(dead_code, unused_imports, reason = "each bench uses a part of it")]

pub(crate) mod accept;
pub(crate) mod foreign;
pub(crate) mod measure;
pub(crate) mod papers;
pub(crate) mod posting;
pub(crate) mod server;
