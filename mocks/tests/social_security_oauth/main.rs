//! One test for each rule of the token server of social security, over a real socket.
#![cfg(test)]

mod answers;
mod world;
