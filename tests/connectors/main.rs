//! The reference connectors against one-off answers: what a connector must survive.

#![cfg(test)]

mod api;
mod portal;
mod rest;
mod token;

use raccord::connectors::Network;
use raccord_kernel::Secret;

/// An HTTP client as connectors are given one: no proxy, and no root to trust.
fn http() -> reqwest::Client {
    let network = Network {
        proxy: None,
        roots: Vec::new(),
        edi_sftp: ([127, 0, 0, 1], 1).into(),
        edi_sftp_host_key: String::new(),
    };
    network.http().unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}
