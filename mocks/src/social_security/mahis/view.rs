//! A mandate as one of its parties sees it.

use jiff::Timestamp;

use super::acting::Acting;
use super::dashboard::Block;
use super::mandate::{Mandate, Quarter};
use super::state::State;
use crate::social_security::SocialSecurity;
use crate::social_security::directory::EnterpriseNumber;

/// How many quarters a page offers, where nothing ends them.
const OFFERED: usize = 8;

/// A mandate as one of its parties sees it.
#[derive(Debug, Clone)]
pub(super) struct View {
    /// The mandate.
    pub(super) mandate: Mandate,
    /// What has become of it.
    pub(super) state: State,
    /// Where the dashboard has it.
    pub(super) block: Block,
    /// The name of the principal.
    pub(super) principal_name: String,
    /// The name of the mandatary.
    pub(super) mandatary_name: String,
    /// Whether the visitor can validate or refuse it.
    pub(super) can_decide: bool,
    /// The quarters with which the visitor can close it.
    pub(super) ends: Vec<Quarter>,
}

impl SocialSecurity {
    /// A mandate as the acting party sees it at `now`.
    pub(super) fn view(&self, mandate: &Mandate, acting: &Acting, now: Timestamp) -> View {
        let ends = mandate.ends(now).filter(|_| acting.may_change);
        let ends = ends.map(|(earliest, latest)| {
            let quarters = quarters(earliest).take(OFFERED);
            quarters.filter(|quarter| latest.is_none_or(|latest| *quarter <= latest)).collect()
        });
        View {
            mandate: mandate.clone(),
            state: mandate.state(now),
            block: Block::of(mandate, acting, now),
            principal_name: self.name_of(&mandate.principal),
            mandatary_name: self.name_of(&mandate.mandatary),
            can_decide: acting.may_change && mandate.waits_for(acting, now),
            ends: ends.unwrap_or_default(),
        }
    }

    fn name_of(&self, number: &EnterpriseNumber) -> String {
        self.directory.enterprise(number).map(|it| it.name.clone()).unwrap_or_default()
    }
}

/// The quarters in which a mandate can begin at `now`, as a page offers them.
pub(super) fn beginnings(now: Timestamp) -> Vec<Quarter> {
    quarters(Quarter::at(now)).take(OFFERED).collect()
}

fn quarters(first: Quarter) -> impl Iterator<Item = Quarter> {
    std::iter::successors(Some(first), |quarter| Some(quarter.next()))
}
