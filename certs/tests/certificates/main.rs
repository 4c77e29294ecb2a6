//! The crate as its users see it: what it makes, what it writes, what it says of files.
#![cfg(test)]

mod certificates;
mod conformity_certificates;
mod conformity_defects;
mod conformity_files;
mod conformity_renewal;
mod defects;
mod formats;
mod reading_hostile;
mod reading_judges;
mod second_opinion_openssl;
mod second_opinion_webpki;
mod workshop;
