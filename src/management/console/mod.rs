//! The console: one page of this port, of files that are in the program.
//!
//! Anybody may load the page, which holds nothing; all that it shows, it asks of the API with the
//! token. Each part of the page is a script of its own; `page.html` says what there is.

use axum::Router;
use axum::routing::get;
use http::header;

/// Where the page is.
const PAGE: &str = "/";
/// Where its files are.
const FILES: &str = "/console/";

/// A file of the page.
struct File {
    name: &'static str,
    content: &'static str,
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(File { name: $name, content: include_str!($name) }),*]
    };
}

/// What the page loads.
const LOADED: &[File] = &files![
    "api.js",
    "certificates.js",
    "clock.js",
    "dom.js",
    "entry.js",
    "faults.js",
    "filters.js",
    "journal.js",
    "mails.js",
    "main.js",
    "moments.js",
    "rules.js",
    "style.css",
    "systems.js",
    "timeline.js",
];

impl File {
    fn media_type(&self) -> &'static str {
        if self.name.ends_with(".css") {
            "text/css; charset=utf-8"
        } else {
            "text/javascript; charset=utf-8"
        }
    }
}

/// The page and what it loads.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let page = || async {
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], include_str!("page.html"))
    };
    let router = Router::new().route(PAGE, get(page));
    LOADED.iter().fold(router, |router, file| {
        let answer = || async { ([(header::CONTENT_TYPE, file.media_type())], file.content) };
        router.route(&format!("{FILES}{}", file.name), get(answer))
    })
}

/// Whether a path is one of the page's, which anybody on this machine may load.
pub(super) fn serves(path: &str) -> bool {
    path == PAGE
        || path.strip_prefix(FILES).is_some_and(|name| LOADED.iter().any(|file| file.name == name))
}
