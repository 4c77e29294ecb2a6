//! What a token is good for.

use std::collections::BTreeSet;

use raccord_certs::shown::Shown;
use raccord_kernel::{Refuse, Rule, Trace};

use super::knobs::Ungranted;
use super::rules;
use crate::social_security::chaman::Account;

/// Why no scope is granted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeRefusal {
    /// A scope that the account has not.
    #[error(
        "the scope `{}` is not one of the account's ({}); give the account the permission for it in ChaMan, or leave `scope` out to get all that it has",
        Shown(.found), listed(.granted)
    )]
    NotGranted {
        /// The scope.
        found: String,
        /// Those that the account has.
        granted: BTreeSet<&'static str>,
    },
    /// The account has no scope at all.
    #[error("the permissions of the account grant no scope; give it a permission in ChaMan")]
    NoneAtAll,
}

/// The scopes of a token for `account`, where `asked` are asked for.
///
/// # Errors
///
/// In this order: `SS-OAUTH-31`, where nothing is asked for, and `SS-OAUTH-29`.
pub(super) fn of(
    account: &Account,
    asked: Option<&str>,
    ungranted: Ungranted,
    trace: &mut Trace,
) -> Result<BTreeSet<String>, ScopeRefusal> {
    let granted = account.scopes();
    let asked: Vec<_> = asked.into_iter().flat_map(|it| it.split(' ')).collect();
    let mut asked = asked.into_iter().filter(|scope| !scope.is_empty()).peekable();
    if asked.peek().is_none() {
        if granted.is_empty() {
            return Err(ScopeRefusal::NoneAtAll);
        }
        trace.stands_on(rules::DEFAULT_SCOPE);
        return Ok(granted.into_iter().map(str::to_owned).collect());
    }
    let mut scopes = BTreeSet::new();
    for scope in asked {
        if granted.contains(scope) {
            scopes.insert(scope.to_owned());
        } else if ungranted == Ungranted::LeftOut {
            trace.stands_on(rules::SCOPE);
        } else {
            return Err(ScopeRefusal::NotGranted { found: scope.to_owned(), granted });
        }
    }
    Ok(scopes)
}

fn listed(scopes: &BTreeSet<&'static str>) -> String {
    if scopes.is_empty() {
        return "none".to_owned();
    }
    scopes.iter().map(|scope| format!("`{scope}`")).collect::<Vec<_>>().join(", ")
}

impl Refuse for ScopeRefusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::NotGranted { .. } => rules::SCOPE,
            Self::NoneAtAll => rules::NO_SCOPE,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
