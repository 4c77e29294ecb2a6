//! `rechercher/fournisseur`: the invoices of a supplier.

use jiff::Timestamp;
use raccord_kernel::Trace;

use super::rules;
use super::visit::Visitor;
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::exchange::{Carrier, Flow, Invoice};

/// Invoices on one page where the request does not say.
pub(super) const PAGE_SIZE: u64 = 10;

/// What is searched for.
#[derive(Debug, Clone, Default)]
pub(super) struct Criteria {
    /// `numeroFluxDepot`.
    pub(super) flow: Option<String>,
    /// `numeroFacture`.
    pub(super) invoice: Option<String>,
    /// `typeFacture`.
    pub(super) kind: Option<String>,
    /// `statutCourant`; any where it is empty.
    pub(super) statuses: Vec<String>,
    /// `modeDepot`.
    pub(super) way: Option<String>,
    /// The criteria that the request has and that are not modelled.
    pub(super) ignored: Vec<String>,
    /// `pageResultatDemandee`, from 1.
    pub(super) page: Option<u64>,
    /// `nbResultatsParPage`.
    pub(super) page_size: Option<u64>,
    /// `nbResultatsMaximum`.
    pub(super) at_most: Option<u64>,
    /// `triSens`: newest first.
    pub(super) is_descending: bool,
}

/// One invoice, as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// `identifiantFactureCPP`.
    pub(super) identifier: u64,
    /// `numeroFacture`.
    pub(super) number: String,
    /// `numeroFluxDepot`.
    pub(super) flow: String,
    /// `modeDepot`.
    pub(super) way: &'static str,
    /// The SIRET of its supplier.
    pub(super) supplier: String,
    /// When its flow was deposited.
    pub(super) deposited_at: Timestamp,
    /// When it was integrated.
    pub(super) integrated_at: Timestamp,
}

/// One page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    /// Its number, from 1.
    pub(super) number: u64,
    /// How many pages there are.
    pub(super) pages: u64,
    /// How many invoices a page holds.
    pub(super) size: u64,
    /// How many invoices there are.
    pub(super) total: u64,
    /// Its invoices; empty where nothing was found.
    pub(super) found: Vec<Found>,
}

impl ChorusPro {
    /// Searches the invoices of the visitor's structure, by their identifiers.
    pub(super) fn search_flows(
        &self,
        visitor: &Visitor,
        criteria: &Criteria,
        trace: &mut Trace,
    ) -> Page {
        let mut found: Vec<_> = self
            .exchange
            .flows()
            .filter(|flow| self.is_sender(visitor, flow))
            .flat_map(|flow| flow.invoices.iter().filter_map(|one| found(visitor, flow, one)))
            .filter(|found| criteria.fits(found))
            .collect();
        found.sort_by_key(|found| found.identifier);
        if criteria.is_descending {
            found.reverse();
        }
        let page = criteria.page_of(found);
        trace.note("found", page.total);
        if !criteria.ignored.is_empty() {
            trace.note("criteria-ignored", criteria.ignored.clone());
        }
        trace.stands_on(if page.found.is_empty() { rules::API_17 } else { rules::API_16 });
        page
    }
}

impl Criteria {
    fn fits(&self, found: &Found) -> bool {
        let is = |wanted: &Option<String>, value: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == value)
        };
        is(&self.flow, &found.flow)
            && is(&self.invoice, &found.number)
            && is(&self.kind, KIND)
            && is(&self.way, found.way)
            && (self.statuses.is_empty() || self.statuses.iter().any(|status| status == STATUS))
    }

    fn page_of(&self, mut found: Vec<Found>) -> Page {
        if let Some(at_most) = self.at_most {
            found.truncate(usize::try_from(at_most).unwrap_or(usize::MAX));
        }
        let size = self.page_size.unwrap_or(PAGE_SIZE).max(1);
        let number = self.page.unwrap_or(1).max(1);
        let total = found.len() as u64;
        let before = usize::try_from((number - 1).saturating_mul(size)).unwrap_or(usize::MAX);
        let on_page = usize::try_from(size).unwrap_or(usize::MAX);
        let found = found.into_iter().skip(before).take(on_page).collect();
        Page { number, pages: total.div_ceil(size), size, total, found }
    }
}

/// The status of every invoice that was integrated: what recipients do with them is not modelled.
pub(super) const STATUS: &str = "DEPOSEE";

/// The type of every invoice, since they are not read.
pub(super) const KIND: &str = "FACTURE";

fn found(visitor: &Visitor, flow: &Flow, invoice: &Invoice) -> Option<Found> {
    Some(Found {
        identifier: invoice.identifier?,
        number: invoice.number.clone(),
        flow: flow.number.clone(),
        way: match flow.carrier {
            Carrier::Api => "UPLOAD_API",
            Carrier::EdiSftp => "EDI",
            Carrier::Portal => "UPLOAD_PORTAIL",
        },
        supplier: visitor.siret.clone(),
        deposited_at: flow.deposited_at,
        integrated_at: flow.state_since,
    })
}
