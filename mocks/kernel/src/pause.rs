//! Real time, for what a fault delays.

use std::time::Duration;

/// Waits for so long, in real time: what a fault delays is delayed for the client alone, and no
/// virtual clock waits for it.
#[expect(clippy::disallowed_methods, reason = "a delay that was asked for, in real time")]
pub async fn hold_back(real: Duration) {
    tokio::time::sleep(real).await;
}
