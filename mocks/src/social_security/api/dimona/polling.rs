//! How often a result may be asked for: the client's affair, which is watched here.

use jiff::{SignedDuration, Timestamp};

/// What is wrong with the pace of whoever asks: it is too…
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Before anything can be there.
    Early {
        /// After how many whole seconds it may be asked for.
        wait_s: i64,
    },
    /// Sooner after the last time than it may.
    Often {
        /// After how many whole seconds it may be asked for.
        wait_s: i64,
    },
    /// After whoever waits should have given up.
    Late,
}

impl Pace {
    /// What the journal calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Early { .. } => "too early",
            Self::Often { .. } => "too often",
            Self::Late => "too late",
        }
    }

    /// After how many whole seconds it may be asked for; nothing where waiting does not help.
    pub(super) const fn wait_s(self) -> Option<i64> {
        match self {
            Self::Early { wait_s } | Self::Often { wait_s } => Some(wait_s),
            Self::Late => None,
        }
    }
}

const FIRST: SignedDuration = SignedDuration::from_secs(2);
const OFTEN_UNTIL: SignedDuration = SignedDuration::from_secs(30);
const OFTEN: SignedDuration = SignedDuration::from_secs(1);
const SELDOM: SignedDuration = SignedDuration::from_secs(60);
const LAST: SignedDuration = SignedDuration::from_mins(20);

/// What is wrong with asking at `now`, if something is. The interval that must have passed is that
/// of the last time: whoever asked after 29 s may ask after 30 s, and then after 90 s.
pub(super) fn judge(
    received_at: Timestamp,
    asked_at: Option<Timestamp>,
    now: Timestamp,
) -> Option<Pace> {
    let age = now.duration_since(received_at);
    if age < FIRST {
        return Some(Pace::Early { wait_s: whole_seconds(FIRST - age) });
    }
    if age > LAST {
        return Some(Pace::Late);
    }
    let asked_at = asked_at?;
    let is_young = asked_at.duration_since(received_at) < OFTEN_UNTIL;
    let interval = if is_young { OFTEN } else { SELDOM };
    let left = interval - now.duration_since(asked_at);
    left.is_positive().then(|| Pace::Often { wait_s: whole_seconds(left) })
}

fn whole_seconds(duration: SignedDuration) -> i64 {
    let more = i64::from(duration.subsec_nanos() > 0);
    duration.as_secs() + more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).unwrap()
    }

    fn judged(asked_ms: Option<i64>, now_ms: i64) -> Option<Pace> {
        judge(at(0), asked_ms.map(at), at(now_ms))
    }

    #[test]
    fn ss_dimona_06_nobody_asks_before_2_s_nor_too_often_nor_after_20_min() {
        assert_eq!(judged(None, 1_999), Some(Pace::Early { wait_s: 1 }));
        assert_eq!(judged(None, 2_000), None);
        assert_eq!(judged(Some(2_000), 2_999), Some(Pace::Often { wait_s: 1 }));
        assert_eq!(judged(Some(2_000), 3_000), None);
        assert_eq!(judged(Some(29_000), 30_000), None);
        assert_eq!(judged(Some(30_000), 31_000), Some(Pace::Often { wait_s: 59 }));
        assert_eq!(judged(Some(30_000), 90_000), None);
        assert_eq!(judged(Some(1_140_000), 1_200_000), None);
        assert_eq!(judged(Some(1_140_000), 1_200_001), Some(Pace::Late));
    }
}
