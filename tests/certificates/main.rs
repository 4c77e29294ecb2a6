//! `raccord cert` as an operator meets it: files in, files and words out, judged by programs that
//! are not of our making.
//!
//! Without such a program a test says so and judges nothing, unless `RACCORD_TEST_PEERS=required`.

#![cfg(test)]

mod check;
mod convert;
mod issue;
mod issue_judged;
mod issue_refused;
mod profiles;
mod request;
mod revocation;
mod show;
mod workplace;
mod workshop;
