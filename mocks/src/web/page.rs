//! What portals have in common: pages, their headers, and the cookie of a session.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::Journalled;

/// Renders a page.
pub fn render(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Marks an answer that no decision stands behind, and that is nothing to write down.
pub fn marked(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.extensions_mut().insert(Journalled);
    response
}

/// Answers with a style sheet.
pub fn style(text: &'static str) -> Response {
    marked(([(header::CONTENT_TYPE, "text/css; charset=utf-8")], text))
}

/// The headers of every page: no script, nothing from elsewhere, nothing kept.
pub(crate) const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

/// Gives an answer the headers of every page.
pub async fn with_headers(mut response: Response) -> Response {
    response.headers_mut().extend(HEADERS);
    response
}

/// The value of a cookie.
#[must_use]
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|one| one.to_str().ok());
    let mut pairs = cookies.flat_map(|one| one.split(';')).filter_map(|one| one.split_once('='));
    pairs.find(|(found, _)| found.trim() == name).map(|(_, value)| value.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_s_cookie_is_found_among_others() {
        let token = |cookies: &'static str| {
            let cookies = HeaderValue::from_static(cookies);
            cookie(&HeaderMap::from_iter([(header::COOKIE, cookies)]), "session")
        };
        assert_eq!(token("a=1; session=xyz; b=2").as_deref(), Some("xyz"));
        assert_eq!(token("autre_session=xyz; sessio=1"), None);
    }
}
