//! The reference connectors against one-off answers: what a connector must survive.

#![cfg(test)]

mod api;
mod guard;
mod portal;
mod rest;
mod token;

use raccord::connectors::network::ServerAddress;
use raccord::connectors::{Bounds, Network};
use raccord_kernel::Secret;

/// An HTTP client as connectors are given one: no proxy, and no root to trust.
fn http() -> reqwest::Client {
    let network = Network {
        proxy: None,
        roots: Vec::new(),
        edi_sftp: ServerAddress::new("127.0.0.1", 1),
        edi_sftp_host_key: String::new(),
        bounds: Bounds::default(),
    };
    network.http().unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}
