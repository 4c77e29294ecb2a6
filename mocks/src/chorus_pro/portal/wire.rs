//! The field names of the portal's forms, and its cookie.

use http::{HeaderMap, HeaderValue};
use raccord_kernel::Secret;

use crate::chorus_pro::sheet::{
    Contact, Criteria, Draft, Integration, Refusal as SheetRefusal, SheetState, day,
};
use crate::web::form::{Fields, FileField};
use crate::web::page::cookie;

/// The name of the session's cookie.
pub(super) const SESSION: &str = "session_chorus_pro";

/// A form of the portal.
#[derive(Debug)]
pub(super) struct Form(pub(super) Fields);

impl Form {
    /// The text of a field; nothing where there is none.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.one(name)
    }

    /// The file that was chosen, if one was.
    pub(super) const fn file(&self) -> Option<&FileField> {
        self.0.file.as_ref()
    }

    /// Reads a new sheet.
    pub(super) fn draft(&self) -> Draft {
        let subscriptions = self.0.all("interface").map(|code| {
            let integration = self.one(&format!("integration_{code}"));
            (code.to_owned(), integration.to_owned())
        });
        Draft {
            siret: self.one("structure").to_owned(),
            partner: String::new(),
            protocol: self.one("protocole").to_owned(),
            from: self.one("periode_debut").to_owned(),
            until: self.one("periode_fin").to_owned(),
            subscriptions: subscriptions.collect(),
            contact: Contact {
                last_name: self.one("nom").to_owned(),
                first_name: self.one("prenom").to_owned(),
                telephone: self.one("telephone").to_owned(),
                email: self.one("courriel").to_owned(),
            },
        }
    }

    /// Reads the criteria of a search; a type or a state that does not exist picks everything.
    pub(super) fn criteria(&self) -> Result<Criteria, SheetRefusal> {
        let period = self.one("periode");
        Ok(Criteria {
            partner: self.one("partenaire").to_owned(),
            protocol: self.one("protocole").to_owned(),
            application_code: self.one("code_appli").to_owned(),
            interface_code: self.one("code_interface").to_owned(),
            integration: Integration::of_label(self.one("type_integration")),
            state: SheetState::of_code(self.one("etat")),
            period: if period.trim().is_empty() { None } else { Some(day(period)?) },
        })
    }
}

/// The token of the session's cookie.
pub(super) fn session_token(headers: &HeaderMap) -> Option<String> {
    cookie(headers, SESSION)
}

/// The cookie that opens a session in a browser.
pub(super) fn session_cookie(token: &Secret) -> String {
    format!("{SESSION}={}; Path=/; Secure; HttpOnly; SameSite=Strict", token.reveal())
}

/// The cookie that ends it.
pub(super) const NO_SESSION_COOKIE: HeaderValue = HeaderValue::from_static(
    "session_chorus_pro=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
);
