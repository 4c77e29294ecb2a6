//! The cookie of a session.

use http::{HeaderMap, header};
use raccord_kernel::Secret;

use crate::web::page::cookie;

/// The name of the session's cookie.
const SESSION: &str = "session_csam";
/// What all portals are below.
const DOMAIN: &str = "socialsecurity.be";

/// The token of the session's cookie.
pub(super) fn session_token(headers: &HeaderMap) -> Option<String> {
    cookie(headers, SESSION)
}

/// Whether a request names a host below `socialsecurity.be`, whatever the port.
pub(super) fn is_under_real_name(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    name.strip_suffix(DOMAIN).is_some_and(|rest| rest.ends_with('.'))
}

/// The cookie that opens a session in a browser. A browser refuses the domain under another name.
pub(super) fn session_cookie(token: &Secret, under_real_name: bool) -> String {
    format!("{SESSION}={}; {}", token.reveal(), attributes(under_real_name))
}

/// The cookie that ends it.
pub(super) fn no_session_cookie(under_real_name: bool) -> String {
    format!("{SESSION}=; {}; Max-Age=0", attributes(under_real_name))
}

fn attributes(under_real_name: bool) -> String {
    let domain = if under_real_name { format!("Domain={DOMAIN}; ") } else { String::new() };
    format!("{domain}Path=/; Secure; HttpOnly; SameSite=Lax")
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_cookie_is_for_all_portals_where_a_browser_takes_it() {
        for (host, expected) in [
            ("chaman.socialsecurity.be", true),
            ("CHAMAN.socialsecurity.be:443", true),
            ("chaman.socialsecurity.be.localhost:9780", false),
            ("evilsocialsecurity.be", false),
            ("127.0.0.1:4000", false),
        ] {
            let host = HeaderValue::from_static(host);
            let headers = HeaderMap::from_iter([(header::HOST, host)]);
            assert_eq!(is_under_real_name(&headers), expected);
        }
        let cookie = session_cookie(&Secret::new("t".to_owned()), true);
        assert_eq!(
            cookie,
            "session_csam=t; Domain=socialsecurity.be; Path=/; Secure; HttpOnly; SameSite=Lax"
        );
        assert!(no_session_cookie(false).starts_with("session_csam=; Path=/; Secure"));
    }
}
