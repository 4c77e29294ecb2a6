//! What is wished of the certificates that a start makes.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::{Certificate, Shape, Subject};

use super::StartError;
use crate::connectors::Identity;
use crate::environment::{CertificateOrder, Environment as _, IssueCertificates as _, Mocks};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// How long the certificates in effect live, and what they look like.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    left: Option<SignedDuration>,
    like: Option<Like>,
}

/// A certificate to take after.
#[derive(Debug, Clone)]
struct Like {
    shape: Shape,
    until: Timestamp,
}

impl Wish {
    /// Certificates with the shape and the expiry of this one.
    #[must_use]
    pub fn like(certificate: &Certificate) -> Self {
        let until = certificate.validity().until;
        Self { left: None, like: Some(Like { shape: Shape::like(certificate), until }) }
    }

    /// As wished, and over in so many days; over for so many where it is negative. A certificate to
    /// take after says it better.
    pub(super) fn expires_in_days(&self, days: i32) -> Self {
        let left = self.left.unwrap_or_else(|| DAY.saturating_mul(days));
        Self { left: Some(left), like: self.like.clone() }
    }

    /// Orders the certificate in effect of a role.
    pub(super) fn order(
        &self,
        mocks: &Mocks,
        (role, profile): (&str, &str),
        subject: &Subject,
    ) -> Result<Identity, StartError> {
        let left = match &self.like {
            Some(like) => like.until.duration_since(mocks.now()),
            None => self.left.unwrap_or(DAY * 365),
        };
        // What is over was good for a year before; nothing is issued after its own end.
        let age = if left.is_negative() { DAY * 365 - left } else { SignedDuration::ZERO };
        let shape = self.like.as_ref().map(|like| &like.shape);
        let order =
            CertificateOrder { age, shape, ..CertificateOrder::new(role, profile, subject, left) };
        Ok(mocks.supplier().order(&order)?)
    }

    /// Orders the certificate to renew that one with: good for a year, whatever was wished.
    pub(super) fn order_next(
        mocks: &Mocks,
        (role, profile): (&str, &str),
        subject: &Subject,
    ) -> Result<Identity, StartError> {
        Self::default().order(mocks, (role, profile), subject)
    }
}
