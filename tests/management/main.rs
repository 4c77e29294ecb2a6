//! The management API as programs and people meet it: over real sockets, with its guard, and held
//! to the document that it gives of itself.

#![cfg(test)]

mod certificates;
#[path = "../../mocks/tests/chromium/mod.rs"]
#[expect(dead_code, reason = "the tests of portals use the rest")]
mod chromium;
mod clock;
mod console;
mod documented;
mod events;
mod faults;
mod guard;
mod journal;
mod openapi;
mod orders;
#[path = "../peers/mod.rs"]
mod peers;
#[cfg(unix)]
mod process;
mod serving;
mod tenants;
