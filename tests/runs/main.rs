//! Runs that outlive their process: what a cut, a full disk and a second process leave of them.

#![cfg(test)]

mod log;
mod records;
