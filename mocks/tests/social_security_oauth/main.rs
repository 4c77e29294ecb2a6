//! One test for each rule of the token server of social security, over a real socket.
#![cfg(test)]

mod answers;
mod claims;
mod peers;
mod proof;
mod requests;
mod robust;
mod world;
