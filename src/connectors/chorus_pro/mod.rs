//! Chorus Pro, as a supplier's programs and manager reach it.
//!
//! - [`api`]: what is asked over the API; [`api_piste`] does it.
//! - [`edi_sftp`]: envelopes out, reports in, over SFTP.
//! - [`portal`]: what a manager does in the portal, as a program.

pub mod api;
pub mod api_piste;
pub mod edi;
pub mod edi_report;
pub mod edi_sftp;
pub mod envelope;
pub mod portal;
