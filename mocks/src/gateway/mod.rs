//! The doors of the mocks: listeners, TLS, host names, tenants.
//!
//! # Shape
//! One HTTP door takes, on one port, whatever a client begins with:
//! - `CONNECT host:443`, as through any proxy: known names only, and nothing is ever dialled;
//! - a TLS hello: its server name chooses the host;
//! - plain HTTP for the hosts that are served in clear under their own names, asked directly or as
//!   of a proxy (`GET http://host/…`);
//! - plain HTTP for `<host>.localhost` or `<tenant>.<host>.localhost`, for a person with a browser.
//!
//! Asked as itself (`http://localhost:<port>/`), the door tells which systems there are.
//!
//! An SSH door takes EDI SFTP. A host's certificate is issued on its first hello, and is valid at
//! the machine's instant and at the environment's.
//!
//! # Rules
//! See [`rules`]. What no mock knows (a host, a route) is written down as
//! [`Outcome::Unknown`](raccord_kernel::Outcome::Unknown) and fails the scenario.
//!
//! # Not modelled
//! HTTP/2: no host offers it.

mod bounded;
mod connections;
mod crowd;
mod door;
mod door_keys;
mod handshake;
mod handshake_fault;
mod head;
mod host_certificates;
mod http;
mod limits;
mod listing;
mod missing;
mod opening;
pub mod rules;
mod socket;
mod spoils;
mod systems;
mod tenant;
mod tenants;
mod witness;

pub use door::{Addresses, Doors, Gateway, Listen, ListenError};
pub use door_keys::{DoorKeys, DoorKeysError, DoorKeysFrom, SavedDoorKeys};
pub use limits::Limits;
pub use listing::Notice;
pub use systems::{Knobs, NoState, Settings, States, Systems};
pub use tenant::{OpenError, Tenant};
pub use tenants::Tenants;
