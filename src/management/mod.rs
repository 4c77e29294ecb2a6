//! The management API: what a person or a program may ask of mocks that are served, beside what
//! the real systems answer.
//!
//! # Shape
//! One port of its own, on a loopback address. Each subject is a file: its requests, its answers
//! and its routes, documented where they stand; `routes` lists them, and `/openapi.json` is made
//! of that list.
//!
//! Who asks is held to `guard`: loopback is open to every program and every web page of the
//! machine. What goes wrong is a `problem`.

mod asked;
mod certificates;
mod clock;
mod console;
mod door;
mod entry;
mod events;
mod faults;
mod guard;
mod hand_in;
mod health;
mod identities;
mod journal;
mod lapse;
mod mail;
mod openapi;
mod orders;
mod problem;
mod routes;
mod rules;
mod shared;
mod shutdown;
mod state;
mod systems;
mod tenants;

use std::net::SocketAddr;
use std::sync::Arc;

use raccord_certs::random::{self, RandomError};
use raccord_kernel::Secret;
use tokio::sync::Notify;
use tokio::task::JoinSet;

use crate::environment::{Mocks, SnapshotError, Tenancy};
use crate::starts::Exports;
use shared::Shared;

/// An open management port. Dropping it closes it and ends every connection.
#[derive(Debug)]
pub struct Management {
    address: SocketAddr,
    token: Secret,
    shared: Arc<Shared>,
    _door: JoinSet<()>,
}

/// The management port could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ManagementError {
    /// Its address cannot be listened on.
    #[error("failed to listen on {address} for management")]
    Listen {
        /// Where it was to be.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is nothing to make its token of.
    #[error("failed to draw the token of the management port")]
    Token(#[from] RandomError),
}

impl Management {
    /// Opens the port for some tenants. `stop` is told when somebody asks for the end.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on, or no token drawn.
    pub async fn open(
        tenancy: Arc<Tenancy>,
        listen: SocketAddr,
        stop: Arc<Notify>,
    ) -> Result<Self, ManagementError> {
        let token = Secret::new(random::token()?);
        let failed = |source| ManagementError::Listen { address: listen, source };
        let listener = door::listen(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let shared = Arc::new(Shared::new(tenancy, token.clone(), stop));
        let mut door = JoinSet::new();
        door.spawn(door::accept(listener, routes::router(Arc::clone(&shared))));
        Ok(Self { address, token, shared, _door: door })
    }

    /// Says that a tenant's starting state is arranged: what it is now is what a reset goes back
    /// to, and these are its identities.
    ///
    /// # Errors
    ///
    /// When its state cannot be read out.
    pub fn begin(&self, mocks: &Mocks, exports: Exports) -> Result<(), SnapshotError> {
        self.shared.begin(mocks, exports)
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// What whoever asks must show: 256 random bits, drawn for this port alone.
    #[must_use]
    pub const fn token(&self) -> &Secret {
        &self.token
    }

    /// The address of the API: `http://127.0.0.1:9782`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
