//! Instants, durations and foreign texts as the dossier writes them.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// An instant, in UTC: the page says so once.
pub(super) fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A duration as people write it: its two largest units.
pub(super) fn lapse(lapse: SignedDuration) -> String {
    let seconds = lapse.as_secs().max(0);
    let (days, hours) = (seconds / 86_400, seconds / 3_600 % 24);
    let (minutes, rest) = (seconds / 60 % 60, seconds % 60);
    match (days, hours, minutes) {
        (0, 0, 0) if rest == 0 => "less than a second".to_owned(),
        (0, 0, 0) => format!("{rest} s"),
        (0, 0, _) => format!("{minutes} min {rest} s"),
        (0, ..) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}

/// A text from elsewhere, without what would write over something else.
pub(super) fn shown(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(raccord_certs::shown::text).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_its_two_largest_units() {
        let told = |seconds| lapse(SignedDuration::from_secs(seconds));
        assert_eq!(told(0), "less than a second");
        assert_eq!(told(59), "59 s");
        assert_eq!(told(61), "1 min 1 s");
        assert_eq!(told(7_265), "2 h 1 min");
        assert_eq!(told(2 * 86_400 + 3_600), "2 d 1 h");
    }
}
