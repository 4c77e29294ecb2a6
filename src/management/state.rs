//! All that a tenant is, read out, put back, or begun again.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use super::asked::{Asked, Body, OfTenant};
use super::clock::ClockNow;
use super::problem::{self, Problem};
use super::shared::Shared;
use crate::environment::Snapshot;

/// How many octets a state may have.
const STATE_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Read all that the tenant is.
///
/// It holds passwords and private keys, and its shape is nobody's to rely on but of a raccord of the
/// same version. Keep it as a secret, and put it back as it is.
#[utoipa::path(get, path = "/__admin/state", tag = "state", params(OfTenant), responses((status = 200, description = "The state.", body = Object)))]
pub(super) async fn read(asked: Asked) -> Result<Json<Snapshot>, Problem> {
    let state = asked.mocks.snapshot();
    state.map(Json).map_err(|error| Problem::incident("read the state", &error))
}

/// Put back a state that was read out.
///
/// The clock goes to the instant at which it was read, be it in the past. The journal stays as it
/// is; the faults and the mails too.
#[utoipa::path(put, path = "/__admin/state", tag = "state", params(OfTenant), request_body(content = Object, description = "The state."), responses((status = 200, description = "It is put back; the clock.", body = ClockNow), (status = 422, description = "It is no state of these systems.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn put(
    State(shared): State<Arc<Shared>>,
    asked: Asked,
    Body(state): Body<Snapshot, STATE_BYTES_MAX>,
) -> Result<Json<ClockNow>, Problem> {
    let put = asked.mocks.restore(&state);
    put.map_err(|error| Problem::new(problem::OUT_OF_RANGE, problem::causes(&error)))?;
    asked.mocks.clock().restart(state.taken_at());
    shared.turn();
    Ok(Json(ClockNow::of(&asked.mocks)))
}

/// Begin again: as the tenant was when its starting state was arranged.
///
/// Systems, identities and clock are as they were then; journal, mails and faults are emptied.
/// Places in the journal go on after those that were given.
#[utoipa::path(post, path = "/__admin/reset", tag = "state", params(OfTenant), responses((status = 200, description = "It has begun again; the clock.", body = ClockNow)))]
pub(super) async fn reset(
    State(shared): State<Arc<Shared>>,
    asked: Asked,
) -> Result<Json<ClockNow>, Problem> {
    let mocks = &asked.mocks;
    let beginning = shared.beginning(mocks.tenant_name()).ok_or_else(|| {
        Problem::new(
            problem::CONFLICT,
            format!(
                "found no beginning of `{}` to go back to; add another tenant",
                mocks.tenant_name()
            ),
        )
    })?;
    let put = mocks.restore(&beginning.state);
    put.map_err(|error| Problem::incident("begin again", &error))?;
    mocks.clock().restart(beginning.state.taken_at());
    mocks.clock().resume();
    mocks.mailbox().empty();
    mocks.tenant().office().faults.clear();
    mocks.journal().forget_all();
    shared.turn();
    Ok(Json(ClockNow::of(mocks)))
}
