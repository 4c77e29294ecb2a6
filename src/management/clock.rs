//! The clock: what time it is there, and how to move it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use raccord_kernel::clock::machine_now;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::{Asked, Body, OfTenant};
use super::lapse::{Instant, Lapse};
use super::problem::{self, Problem};
use super::shared::Shared;
use crate::environment::Mocks;

/// What time it is.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(super) struct ClockNow {
    /// The tenant's instant: certificates, tokens and activations age by it.
    now: Timestamp,
    /// The machine's instant.
    machine_now: Timestamp,
    /// Whether it stands still until it is moved; otherwise it runs at the machine's pace.
    frozen: bool,
    /// When something will happen by itself, if anything will.
    next_due: Option<Timestamp>,
}

impl ClockNow {
    pub(super) fn of(mocks: &Mocks) -> Self {
        Self {
            now: mocks.clock().now(),
            machine_now: machine_now(),
            frozen: mocks.clock().is_frozen(),
            next_due: mocks.next_due(),
        }
    }

    /// What tells one way of running from another: how far it is from the machine's, to the second,
    /// or where it stands.
    pub(super) fn turning(&self) -> (bool, i64) {
        let ahead_s = self.now.as_second() - self.machine_now.as_second();
        (self.frozen, if self.frozen { self.now.as_second() } else { ahead_s })
    }
}

/// How far to move.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Advance {
    /// How far.
    duration: Lapse,
}

/// Where to move to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Set {
    /// The instant: not before the clock's.
    to: Instant,
}

/// Tell what time it is.
#[utoipa::path(get, path = "/__admin/clock", tag = "clock", params(OfTenant), responses((status = 200, description = "The clock.", body = ClockNow)))]
pub(super) async fn read(asked: Asked) -> Json<ClockNow> {
    Json(ClockNow::of(&asked.mocks))
}

/// Move the clock forward by a duration.
///
/// What falls due on the way happens in its order, each thing at its own instant. The answer comes
/// when nothing is due, nothing is under way, and idle connections are closed.
#[utoipa::path(post, path = "/__admin/clock/advance", tag = "clock", params(OfTenant), request_body = Advance, responses((status = 200, description = "The clock, once all has settled.", body = ClockNow)))]
pub(super) async fn advance(
    State(shared): State<Arc<Shared>>,
    asked: Asked,
    Body(Advance { duration: Lapse(duration) }): Body<Advance>,
) -> Result<Json<ClockNow>, Problem> {
    let now = asked.mocks.clock().now();
    let to = now.checked_add(duration).map_err(|_| beyond(&format!("{now} and {duration:#}")))?;
    Ok(move_to(&shared, &asked.mocks, to).await)
}

/// Move the clock forward to an instant.
///
/// As `advance`. A clock never goes back: what happened cannot be taken back. `POST /__admin/reset`
/// begins again.
#[utoipa::path(post, path = "/__admin/clock/set", tag = "clock", params(OfTenant), request_body = Set, responses((status = 200, description = "The clock, once all has settled.", body = ClockNow), (status = 409, description = "The instant is over already.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn set(
    State(shared): State<Arc<Shared>>,
    asked: Asked,
    Body(Set { to: Instant(to) }): Body<Set>,
) -> Result<Json<ClockNow>, Problem> {
    let now = asked.mocks.clock().now();
    if to < now {
        return Err(Problem::new(
            problem::FORWARD_ONLY,
            format!(
                "found {to}, expected an instant that is not before {now}; begin again with POST \
                 /__admin/reset"
            ),
        ));
    }
    Ok(move_to(&shared, &asked.mocks, to).await)
}

/// Let the clock stand.
///
/// It stands at the instant it shows until it is moved, or resumed: two runs of one test then see the
/// same instants.
#[utoipa::path(post, path = "/__admin/clock/freeze", tag = "clock", params(OfTenant), responses((status = 200, description = "The clock, which stands.", body = ClockNow)))]
pub(super) async fn freeze(State(shared): State<Arc<Shared>>, asked: Asked) -> Json<ClockNow> {
    asked.mocks.clock().freeze();
    shared.turn();
    Json(ClockNow::of(&asked.mocks))
}

/// Let the clock run on.
///
/// It goes on from the instant at which it stands, at the machine's pace.
#[utoipa::path(post, path = "/__admin/clock/resume", tag = "clock", params(OfTenant), responses((status = 200, description = "The clock, which runs.", body = ClockNow)))]
pub(super) async fn resume(State(shared): State<Arc<Shared>>, asked: Asked) -> Json<ClockNow> {
    asked.mocks.clock().resume();
    shared.turn();
    Json(ClockNow::of(&asked.mocks))
}

async fn move_to(shared: &Shared, mocks: &Mocks, to: Timestamp) -> Json<ClockNow> {
    mocks.advance_to(to).await;
    shared.turn();
    Json(ClockNow::of(mocks))
}

fn beyond(what: &str) -> Problem {
    Problem::new(
        problem::OUT_OF_RANGE,
        format!("found {what}, which is after the year 9999; move less far"),
    )
}
