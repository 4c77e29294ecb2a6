//! The rules that the mocks decide by.

use axum::Json;
use axum::extract::Path;
use raccord_kernel::{Known, Rule};
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{self, Problem};
use crate::environment;

/// One rule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleSays {
    /// Its identifier, as refusals, journals and reports have it.
    #[schema(example = "CPP-SHEET-04")]
    id: &'static str,
    /// What it says.
    #[schema(example = "an update takes effect 2 to 24 hours after it was accepted")]
    says: &'static str,
    /// Where it is written; the first word is a key of `docs/sources.toml`.
    #[schema(example = "CPP-CERTIFICATES §8")]
    source: &'static str,
    /// How it is known.
    known: HowKnown,
}

/// How a rule is known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum HowKnown {
    /// A document says it.
    Read,
    /// A source measured it on the real system.
    Seen,
    /// Nobody says it: it is deduced, and a setting can change it.
    Guessed,
}

impl From<&'static Rule> for RuleSays {
    fn from(rule: &'static Rule) -> Self {
        let known = match rule.known {
            Known::Read => HowKnown::Read,
            Known::Seen => HowKnown::Seen,
            Known::Guessed => HowKnown::Guessed,
        };
        Self { id: rule.id, says: rule.says, source: rule.source, known }
    }
}

/// List the rules that the mocks decide by.
#[utoipa::path(get, path = "/__admin/rules", tag = "rules", responses((status = 200, description = "The rules, by system.", body = Vec<RuleSays>)))]
pub(super) async fn all() -> Json<Vec<RuleSays>> {
    Json(environment::rules().map(RuleSays::from).collect())
}

/// Tell what a rule says, and how that is known.
#[utoipa::path(get, path = "/__admin/rules/{id}", tag = "rules", params(("id" = String, Path, description = "The identifier.", example = "CPP-SHEET-04")), responses((status = 200, description = "The rule.", body = RuleSays), (status = 404, description = "There is no such rule.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn one(Path(id): Path<String>) -> Result<Json<RuleSays>, Problem> {
    let found = environment::rules().find(|rule| rule.id.eq_ignore_ascii_case(&id));
    found.map(|rule| Json(rule.into())).ok_or_else(|| {
        Problem::new(
            problem::NOT_FOUND,
            format!("found no rule `{id}`, expected one that GET /__admin/rules lists"),
        )
    })
}
