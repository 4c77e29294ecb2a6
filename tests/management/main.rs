//! The management API as programs and people meet it: over real sockets, with its guard, and held
//! to the document that it gives of itself.

#![cfg(test)]

mod certificates;
mod clock;
mod events;
mod faults;
mod guard;
mod journal;
mod openapi;
mod orders;
mod peers;
mod serving;
mod tenants;
