//! What the API's requests and answers look like on the wire.

mod answer;
mod request;

pub(super) use answer::{deposited, detailed, healthy, page, refused, with_pdf};
pub(super) use request::{deposit, flow_number, nothing, search, visit};

/// `deposer/flux`.
pub(super) const DEPOSIT: &str = "/cpro/factures/v1/deposer/flux";
/// `rechercher/fournisseur`.
pub(super) const SEARCH: &str = "/cpro/factures/v1/rechercher/fournisseur";
/// `consulterCRDetaille`: one segment, in camel case.
pub(super) const DETAILED_REPORT: &str = "/cpro/transverses/v1/consulterCRDetaille";
/// `consulterCR`.
pub(super) const REPORT: &str = "/cpro/transverses/v1/consulterCR";
/// `health-check`.
pub(super) const HEALTH_CHECK: &str = "/cpro/transverses/v1/health-check";
