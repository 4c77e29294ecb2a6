//! What headers of an answer say of time.

use jiff::fmt::rfc2822::DateTimeParser;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// When the server sent its answer, by its own clock (`Date`).
#[must_use]
pub fn date(headers: &HeaderMap) -> Option<Timestamp> {
    instant(text(headers, &DATE)?)
}

/// How long the server asks not to be asked again (`Retry-After`, RFC 9110 §10.2.3): a number of
/// seconds, or an instant, which counts from its `Date`.
#[must_use]
pub fn retry_after(headers: &HeaderMap) -> Option<SignedDuration> {
    let text = text(headers, &RETRY_AFTER)?;
    let lapse = match text.parse::<u32>() {
        Ok(seconds) => SignedDuration::from_secs(seconds.into()),
        Err(_) => instant(text)?.duration_since(date(headers)?),
    };
    lapse.is_positive().then_some(lapse)
}

/// The same, in whole seconds.
#[must_use]
pub fn retry_after_s(headers: &HeaderMap) -> Option<i64> {
    retry_after(headers).map(|lapse| lapse.as_secs())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

/// An instant as HTTP writes one: `Sat, 21 Nov 2026 23:44:36 GMT`.
fn instant(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(all: &[(HeaderName, &'static str)]) -> HeaderMap {
        let value = |text| reqwest::header::HeaderValue::from_static(text);
        all.iter().map(|(name, text)| (name.clone(), value(text))).collect()
    }

    #[test]
    fn a_server_asks_for_seconds_or_until_an_instant() {
        let sent = (DATE, "Sat, 21 Nov 2026 23:44:36 GMT");
        let until = (RETRY_AFTER, "Sat, 21 Nov 2026 23:46:06 GMT");
        assert_eq!(
            date(&headers(std::slice::from_ref(&sent))).unwrap().to_string(),
            "2026-11-21T23:44:36Z"
        );
        let seconds = SignedDuration::from_secs;
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "30")])), Some(seconds(30)));
        assert_eq!(retry_after(&headers(&[sent.clone(), until.clone()])), Some(seconds(90)));
        for none in [&[][..], &[until], &[(RETRY_AFTER, "0")], &[(RETRY_AFTER, "soon"), sent]] {
            assert_eq!(retry_after(&headers(none)), None, "{none:?}");
        }
    }
}
