//! The field names of the portal's forms, and its cookie.

use std::fmt;

use http::{HeaderMap, HeaderValue, header};
use raccord_kernel::Secret;

use crate::chorus_pro::sheet::{
    Contact, Criteria, Draft, Integration, Refusal as SheetRefusal, SheetState, day,
};

/// The name of the session's cookie.
pub(super) const SESSION: &str = "session_chorus_pro";

/// The fields of a form, as sent. What they hold is never printed: a password, a key by mistake.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) texts: Vec<(String, String)>,
    pub(super) file: Option<FileField>,
}

/// The file of a form.
pub(super) struct FileField {
    /// Its name, without folders.
    pub(super) name: String,
    /// Its content.
    pub(super) bytes: Vec<u8>,
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fields({})", self.texts.len())
    }
}

impl Fields {
    /// The text of a field; nothing where there is none.
    pub(super) fn one(&self, name: &str) -> &str {
        self.texts.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The file that was chosen, if one was.
    pub(super) const fn file(&self) -> Option<&FileField> {
        self.file.as_ref()
    }

    /// Reads a new sheet.
    pub(super) fn draft(&self) -> Draft {
        let codes = self.texts.iter().filter(|(key, _)| key == "interface");
        let subscriptions = codes.map(|(_, code)| {
            let integration = self.one(&format!("integration_{code}"));
            (code.clone(), integration.to_owned())
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
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|one| one.to_str().ok());
    let mut pairs = cookies.flat_map(|one| one.split(';')).filter_map(|one| one.split_once('='));
    pairs.find(|(name, _)| name.trim() == SESSION).map(|(_, value)| value.trim().to_owned())
}

/// The cookie that opens a session in a browser.
pub(super) fn session_cookie(token: &Secret) -> String {
    format!("{SESSION}={}; Path=/; Secure; HttpOnly; SameSite=Strict", token.reveal())
}

/// The cookie that ends it.
pub(super) const NO_SESSION_COOKIE: HeaderValue = HeaderValue::from_static(
    "session_chorus_pro=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_s_cookie_is_found_among_others() {
        let token = |cookies: &'static str| {
            let cookies = HeaderValue::from_static(cookies);
            session_token(&HeaderMap::from_iter([(header::COOKIE, cookies)]))
        };
        assert_eq!(token("a=1; session_chorus_pro=xyz; b=2").as_deref(), Some("xyz"));
        assert_eq!(token("autre_session_chorus_pro=xyz; session_chorus_pr=1"), None);
    }
}
