//! The commands on certificates, as their users meet them.

#![cfg(test)]

mod show;
