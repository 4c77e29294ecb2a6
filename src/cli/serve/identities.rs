//! Everybody whom the mocks know when they are served.

use super::error::ServeError;
use super::lines::Line;
use super::social_security::{self, Declarant};
use super::supplier::{self, Supplier};
use crate::environment::Mocks;

/// Who is connected already.
#[derive(Debug)]
pub(super) struct Identities {
    /// To Chorus Pro.
    pub(super) supplier: Supplier,
    /// To social security, for itself.
    pub(super) employer: Declarant,
    /// To social security, for the employer.
    pub(super) provider: Declarant,
}

impl Identities {
    /// Connects everybody.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged.
    pub(super) fn connected(mocks: &Mocks) -> Result<Self, ServeError> {
        let supplier = supplier::connected(mocks)?;
        let [employer, provider] = social_security::connected(mocks)?;
        Ok(Self { supplier, employer, provider })
    }

    /// One line for each means of each.
    pub(super) fn into_lines(self) -> impl Iterator<Item = Line> {
        let Self { supplier, employer, provider } = self;
        let declarants = [employer, provider].into_iter().flat_map(Declarant::into_identities);
        supplier.into_identities().chain(declarants).map(Line::Identity)
    }
}
