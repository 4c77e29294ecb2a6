//! Runs that outlive their process: what a cut, a full disk and a second process leave of them.

#![cfg(test)]

mod command;
mod dossier;
mod folder;
mod lives;
mod log;
mod records;

#[path = "../peers/mod.rs"]
mod peers;
