//! The management port: what moves the clock.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::Secret;
use raccord_kernel::clock::{after, machine_now};
use serde_json::{Value, json};
use tokio::sync::RwLock;

use crate::peers::measure::Fallible;

/// Where it is, and how far ahead of the machine's the clock there is.
#[derive(Debug)]
pub(crate) struct Management {
    url: String,
    token: Secret,
    ahead_ms: AtomicI64,
    /// Held for reading by whoever must not see the clock move, for writing by whoever moves it.
    pub(crate) still: RwLock<()>,
}

impl Management {
    pub(crate) const fn new(url: String, token: Secret) -> Self {
        Self { url, token, ahead_ms: AtomicI64::new(0), still: RwLock::const_new(()) }
    }

    /// The instant it is there.
    pub(crate) fn now(&self) -> Timestamp {
        let ahead_ms = self.ahead_ms.load(Ordering::SeqCst);
        after(machine_now(), SignedDuration::from_millis(ahead_ms))
    }

    /// Moves the clock ahead, and returns when all that is due was done.
    pub(crate) async fn advance(&self, duration: &str) -> Fallible<()> {
        // Without the proxy, which knows the real names alone.
        let http = reqwest::Client::builder().no_proxy().build()?;
        let request = http.post(format!("{}/__admin/clock/advance", self.url));
        let request =
            request.bearer_auth(self.token.reveal()).json(&json!({ "duration": duration }));
        let answer = request.send().await?.error_for_status()?;
        let clock: Value = answer.json().await?;
        let now = clock.get("now").and_then(Value::as_str).ok_or("a clock without `now`")?;
        let ahead = now.parse::<Timestamp>()?.duration_since(machine_now());
        self.ahead_ms.store(i64::try_from(ahead.as_millis())?, Ordering::SeqCst);
        Ok(())
    }
}
