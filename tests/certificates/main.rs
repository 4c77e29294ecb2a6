//! `raccord cert`, as an operator runs it.
#![cfg(test)]

mod check;
mod workshop;
