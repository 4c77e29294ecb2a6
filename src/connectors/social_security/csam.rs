//! A person who logs in to a portal of social security, in a quality of the company.
//!
//! In reality an eID or itsme proves who it is; a program has a login and a password instead.

use raccord_kernel::Secret;

use crate::connectors::pages::{Pages, PortalError};

/// A person, and what proves who it is.
#[derive(Debug, Clone)]
pub struct Person {
    /// The login.
    pub login: String,
    /// The password.
    pub password: Secret,
    /// The code of the quality to act in: `employeur-onss`.
    pub quality: &'static str,
}

/// Logs a person in, and chooses the quality to act in.
///
/// # Errors
///
/// When the portal refuses, or does not offer the quality.
pub(super) async fn log_in(pages: &Pages, person: &Person) -> Result<(), PortalError> {
    let form = [("identifiant", &*person.login), ("mot_de_passe", person.password.reveal())];
    let request = pages.http.post(pages.url("/connexion")).form(&form);
    pages.follow("/connexion", request).await?;
    // Chosen even where there is one quality alone: it may be another than the one that is meant.
    submit_from(pages, ("/qualite", "/qualite"), &[("qualite", person.quality)]).await.map(drop)
}

/// Sends a form, and says which page it leads to.
pub(super) async fn submit(
    pages: &Pages,
    path: &str,
    form: &[(&str, &str)],
) -> Result<String, PortalError> {
    pages.follow(path, pages.http.post(pages.url(path)).form(form)).await
}

/// Sends the form of a page: its token, and the fields.
pub(super) async fn submit_from(
    pages: &Pages,
    (page, path): (&str, &str),
    fields: &[(&str, &str)],
) -> Result<String, PortalError> {
    let token = pages.form_token(page).await?;
    let mut form = vec![("jeton", &*token)];
    form.extend_from_slice(fields);
    submit(pages, path, &form).await
}
