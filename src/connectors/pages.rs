//! A portal, as a program reads it: pages, forms with their token, and refusals.

use reqwest::multipart::Part;
use scraper::{ElementRef, Html, Selector};
use serde::{Deserialize, Serialize};

/// The pages of one host, for a client that keeps cookies.
#[derive(Debug, Clone)]
pub struct Pages {
    /// The client.
    pub http: reqwest::Client,
    /// Where they are: `https://qualif.chorus-pro.gouv.fr`.
    pub origin: String,
}

/// A refusal that the portal showed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortalRefusal {
    /// The HTTP status.
    pub status: u16,
    /// The rule that the page names.
    pub rule: String,
    /// The page's words.
    pub words: String,
}

/// What a manager did not get done.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// The portal refused, and said why.
    #[error("the portal refused ({} {}): {}", .0.status, .0.rule, .0.words)]
    Refused(PortalRefusal),
    /// A page is not the one that was asked for.
    #[error("the page {path} lacks {what}; the portal may have changed")]
    Page {
        /// The page.
        path: String,
        /// What is missing.
        what: &'static str,
    },
    /// The request did not come through.
    #[error("failed to reach the portal")]
    Http(#[from] reqwest::Error),
}

impl Pages {
    /// The address of a path.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The token that a form of a page carries.
    pub(super) async fn form_token(&self, path: &str) -> Result<String, PortalError> {
        let page = self.read(path).await?;
        let missing = PortalError::Page { path: path.to_owned(), what: "a form" };
        attribute(&page, "input[name=jeton]", "value").ok_or(missing)
    }

    /// Opens a page.
    pub(super) async fn read(&self, path: &str) -> Result<Html, PortalError> {
        self.page(path, self.http.get(self.url(path))).await
    }

    /// Sends a request whose answer is a page.
    pub(super) async fn page(
        &self,
        path: &str,
        request: reqwest::RequestBuilder,
    ) -> Result<Html, PortalError> {
        let response = request.send().await?;
        if response.status().is_redirection() {
            return Err(PortalError::Page { path: path.to_owned(), what: "its own content" });
        }
        refuse(response).await
    }

    /// Sends a form that is answered by a redirection, and says where to.
    pub(super) async fn follow(
        &self,
        path: &str,
        request: reqwest::RequestBuilder,
    ) -> Result<String, PortalError> {
        let response = request.send().await?;
        if response.status().is_redirection() {
            let location = response.headers().get("location").and_then(|it| it.to_str().ok());
            return Ok(absolute(path, location.unwrap_or_default()));
        }
        refuse(response).await?;
        Err(PortalError::Page { path: path.to_owned(), what: "a way on" })
    }
}

/// Reads a page, or the refusal that it shows.
async fn refuse(response: reqwest::Response) -> Result<Html, PortalError> {
    let status = response.status();
    let page = Html::parse_document(&response.text().await?);
    let alert = select(&page, "[role=alert]");
    if status.is_success() && alert.is_none() {
        return Ok(page);
    }
    let rule = alert.and_then(|it| it.value().attr("data-rule")).unwrap_or_default();
    let words = alert.map(|it| it.text().map(str::trim).collect::<Vec<_>>().join(" "));
    let words = words.unwrap_or_default().trim().to_owned();
    Err(PortalError::Refused(PortalRefusal { status: status.as_u16(), rule: rule.into(), words }))
}

/// The first element that a selector finds.
pub(super) fn select<'a>(page: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    page.select(&Selector::parse(selector).ok()?).next()
}

/// An attribute of the first element that a selector finds.
pub(super) fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    select(page, selector)?.value().attr(name).map(str::to_owned)
}

/// The path that a link on a page means.
pub(super) fn absolute(page: &str, link: &str) -> String {
    let base = reqwest::Url::parse("https://portal.invalid").and_then(|base| base.join(page));
    base.and_then(|base| base.join(link))
        .map_or_else(|_| link.to_owned(), |url| url.path().to_owned())
}

/// A file of a form.
pub(super) fn part(file_name: &str, file: &[u8]) -> Part {
    Part::bytes(file.to_vec()).file_name(file_name.to_owned())
}
