//! Tenants: several isolated environments behind one set of doors.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use http::StatusCode;
use jiff::Timestamp;
use raccord_kernel::clock::machine_now;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::Body;
use super::lapse::Instant;
use super::problem::{self, Problem};
use super::shared::Shared;
use crate::environment::{Mocks, TenancyError};
use crate::starts::{self, Wish};

/// A tenant to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTenant {
    /// Its name: 1 to 32 of `a-z`, `0-9` and `-`, the first a letter.
    #[schema(example = "worker-1")]
    name: String,
    /// Who is connected already, as `raccord starts` lists it; nobody by default.
    #[schema(example = "edi-sftp")]
    start: Option<String>,
    /// The instant that its clock begins at; the machine's by default.
    at: Option<Instant>,
    /// What its identifiers and passwords are drawn from.
    #[serde(default = "seed")]
    #[schema(default = 1)]
    seed: u64,
}

const fn seed() -> u64 {
    1
}

/// One tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TenantNow {
    /// Its name: `?tenant=NAME` on every call that concerns a tenant.
    #[schema(example = "worker-1")]
    name: String,
    /// What to point `HTTPS_PROXY` at.
    #[schema(example = "http://worker-1:worker-1@127.0.0.1:9780")]
    proxy: String,
    /// What its SFTP users begin with, before the application code.
    #[schema(example = "worker-1.")]
    sftp_user_prefix: String,
    /// Its instant.
    now: Timestamp,
}

/// List the tenants, the first one first.
#[utoipa::path(get, path = "/__admin/tenants", tag = "tenants", responses((status = 200, description = "The tenants.", body = Vec<TenantNow>)))]
pub(super) async fn list(State(shared): State<Arc<Shared>>) -> Json<Vec<TenantNow>> {
    let tenants = shared.tenancy.tenants();
    Json(tenants.iter().map(|mocks| told(&shared, mocks)).collect())
}

/// Add a tenant.
///
/// It has a clock, a state, a journal and faults of its own behind the doors that are open already.
/// A connection names it by the proxy's user, in the host before the real name
/// (`http://NAME.<host>.localhost:9780`), or before the application code of an SFTP user.
#[utoipa::path(post, path = "/__admin/tenants", tag = "tenants", request_body = NewTenant, responses((status = 201, description = "The tenant.", body = TenantNow), (status = 409, description = "There is one of that name.", body = Problem, content_type = "application/problem+json"), (status = 422, description = "It is no name, or there is no such starting state.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn add(
    State(shared): State<Arc<Shared>>,
    Body(new): Body<NewTenant>,
) -> Result<(StatusCode, Json<TenantNow>), Problem> {
    let within = Arc::clone(&shared);
    // Keys are made: other requests must not wait for them.
    let made = tokio::task::spawn_blocking(move || make(&within, &new)).await;
    let mocks = made.map_err(|error| Problem::incident("add a tenant", &error))??;
    Ok((StatusCode::CREATED, Json(told(&shared, &mocks))))
}

/// Remove a tenant, with all that it is.
#[utoipa::path(delete, path = "/__admin/tenants/{name}", tag = "tenants", params(("name" = String, Path, description = "Its name.", example = "worker-1")), responses((status = 204, description = "It is gone."), (status = 404, description = "There is none of that name.", body = Problem, content_type = "application/problem+json"), (status = 409, description = "It is the first, which stays.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn remove(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
) -> Result<StatusCode, Problem> {
    let mocks = shared.tenant(Some(&name))?;
    if !shared.tenancy.remove(mocks.tenant_name()) {
        return Err(Problem::new(
            problem::CONFLICT,
            format!("found the first tenant `{name}`, which stays; POST /__admin/reset empties it"),
        ));
    }
    shared.forget(&name);
    Ok(StatusCode::NO_CONTENT)
}

fn make(shared: &Shared, new: &NewTenant) -> Result<Arc<Mocks>, Problem> {
    let start = new.start.as_deref().map(starts::named).transpose();
    let start = start.map_err(|error| Problem::new(problem::OUT_OF_RANGE, error.to_string()))?;
    let at = new.at.map_or_else(machine_now, |Instant(at)| at);
    let mocks = shared.tenancy.add(&new.name, new.seed, at).map_err(|error| match error {
        TenancyError::Taken { .. } => Problem::new(problem::CONFLICT, error.to_string()),
        TenancyError::Name { .. } => Problem::new(problem::OUT_OF_RANGE, error.to_string()),
        TenancyError::Open(_) => Problem::incident("add a tenant", &error),
    })?;
    let exports = match start.map(|start| start.arrange(&mocks, &Wish::default())).transpose() {
        Ok(exports) => exports.unwrap_or_default(),
        Err(error) => {
            // A tenant that is half arranged would pass for whole.
            shared.tenancy.remove(&new.name);
            return Err(Problem::incident("arrange the starting state", &error));
        }
    };
    shared.begin(&mocks, exports).map_err(|error| Problem::incident("add a tenant", &error))?;
    Ok(mocks)
}

fn told(shared: &Shared, mocks: &Mocks) -> TenantNow {
    let is_first = mocks.tenant_name() == shared.tenancy.first().tenant_name();
    TenantNow {
        name: mocks.tenant_name().to_owned(),
        proxy: mocks.proxy_url(),
        sftp_user_prefix: if is_first {
            String::new()
        } else {
            format!("{}.", mocks.tenant_name())
        },
        now: mocks.clock().now(),
    }
}
