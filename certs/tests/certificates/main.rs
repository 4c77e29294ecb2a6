//! The crate as its users see it: what it makes, what it writes, what it says of files.
#![cfg(test)]

mod certificates;
mod conformity_certificates;
mod conformity_connections;
mod conformity_defects;
mod conformity_files;
mod conformity_renewal;
mod conformity_social_security;
mod conformity_sofie;
mod conformity_suppliers;
mod defects;
mod formats;
mod reading_hostile;
mod reading_judges;
mod reading_spoilt;
mod revocation;
mod revocation_conformity;
mod revocation_hostile;
mod revocation_openssl;
mod second_opinion_openssl;
mod second_opinion_webpki;
mod workshop;
