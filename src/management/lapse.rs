//! Durations and instants in requests, as people write them.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, de::Error as _};
use utoipa::ToSchema;

use crate::moment;

/// A duration as people write it: `24h`, `15min`, `30d`, `2w 3d`. A day has 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, examples("24h", "15min", "30d"))]
pub(super) struct Lapse(pub(super) SignedDuration);

impl<'de> Deserialize<'de> for Lapse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = moment::duration(&text);
        read.map(Self).map_err(|error| D::Error::custom(format!("found `{text}`, {error}")))
    }
}

/// An instant as people write it: `2026-12-31T08:00:00Z`, or `2026-12-31` for its first second in
/// UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, examples("2026-12-31T08:00:00Z", "2026-12-31"))]
pub(super) struct Instant(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read = moment::instant(&text);
        read.map(Self).map_err(|error| D::Error::custom(format!("found `{text}`, {error}")))
    }
}
