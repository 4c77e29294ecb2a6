//! How a wait goes, in a line.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use raccord_certs::shown;

use crate::environment::Waiting;

/// Fewer characters of what was seen tell nothing.
const SEEN_MIN: usize = 12;

/// The line, within `width` characters where it can be: what was seen is shortened first, then left
/// out, then the deadline, then the hint, then the end is cut.
pub(super) fn line(wait: &Waiting, now: Timestamp, zone: &TimeZone, width: usize) -> String {
    // Instants, for the line may stand there for long: a number of minutes would soon be wrong.
    let since = moment(wait.since, now, zone);
    let what = format!("waiting since {since} for {}", shown::text(&wait.what));
    let deadline = format!(" (at most until {})", moment(wait.deadline, now, zone));
    let next = format!("; next look at {}", moment(wait.next, now, zone));
    let hint = "; Ctrl-C suspends";
    let whole = what.chars().count() + deadline.chars().count() + next.len() + hint.len();
    let seen = seen(&wait.seen, width.saturating_sub(whole));
    let shorter = [
        format!("{what}{deadline}{seen}{next}{hint}"),
        format!("{what}{next}{hint}"),
        format!("{what}{next}"),
    ];
    let fits = |line: &&String| line.chars().count() <= width;
    let [.., last] = &shorter;
    cut(shorter.iter().find(fits).unwrap_or(last), width)
}

/// What was seen last, in so many characters at most; nothing where these would tell nothing.
fn seen(seen: &str, width: usize) -> String {
    let begin = "; last seen: ";
    if seen.is_empty() || width < begin.len() + SEEN_MIN {
        return String::new();
    }
    cut(&format!("{begin}{}", shown::text(seen)), width)
}

fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    kept + "…"
}

/// When: the hour alone where it is today, and with seconds where it is soon or just now.
fn moment(instant: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (then, now) = (zone.to_datetime(instant), zone.to_datetime(now));
    let is_soon = then.duration_since(now).abs() < SignedDuration::from_mins(2);
    let format = match () {
        () if then.date() != now.date() => "%Y-%m-%d %H:%M",
        () if is_soon => "%H:%M:%S",
        () => "%H:%M",
    };
    then.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn wait() -> Waiting {
        Waiting {
            what: "the new certificate to take effect".to_owned(),
            since: at("2026-11-21T14:00:00Z"),
            deadline: at("2026-11-23T14:00:00Z"),
            seen: "the sheet `en-attente`".to_owned(),
            next: at("2026-11-21T14:15:00Z"),
        }
    }

    fn at_14_03(width: usize) -> String {
        line(&wait(), at("2026-11-21T14:03:20Z"), &TimeZone::UTC, width)
    }

    #[test]
    fn a_wait_says_what_how_long_what_was_seen_and_when_it_goes_on() {
        assert_eq!(
            at_14_03(usize::MAX),
            "waiting since 14:00 for the new certificate to take effect (at most until \
             2026-11-23 14:00); last seen: the sheet `en-attente`; next look at 14:15; Ctrl-C suspends"
        );
    }

    #[test]
    fn a_narrow_terminal_keeps_the_beginning_and_the_end() {
        let line = at_14_03(156);
        assert!(
            line.contains("; last seen: the sheet `en-…; next look at 14:15; Ctrl-C"),
            "{line}"
        );
        assert!(!at_14_03(135).contains("last seen"), "{}", at_14_03(135));
        let narrow =
            "waiting since 14:00 for the new certificate to take effect; next look at 14:15";
        assert_eq!(at_14_03(105), format!("{narrow}; Ctrl-C suspends"));
        assert_eq!(at_14_03(85), narrow);
        assert_eq!(at_14_03(30), "waiting since 14:00 for the n…");
    }

    #[test]
    fn what_is_soon_is_told_to_the_second() {
        let now = at("2026-11-21T23:59:30Z");
        assert_eq!(moment(at("2026-11-21T23:59:50Z"), now, &TimeZone::UTC), "23:59:50");
        assert_eq!(moment(at("2026-11-22T00:00:10Z"), now, &TimeZone::UTC), "2026-11-22 00:00");
    }
}
