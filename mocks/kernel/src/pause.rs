//! Real time, for what a fault delays.

use std::time::Duration;

/// Waits for so long, in real time: what a fault delays is delayed for the client alone, and no
/// virtual clock waits for it.
pub async fn hold_back(real: Duration) {
    // What never comes is given up in the end, which is what is waited for.
    let _ = tokio::time::timeout(real, std::future::pending::<()>()).await;
}
