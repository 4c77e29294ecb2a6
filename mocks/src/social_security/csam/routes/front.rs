//! What every route of a portal stands on: it asks for a decision, and shows a page.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;
use raccord_kernel::{Decision, Desk, Trace};

use crate::social_security::SocialSecurity;
use crate::social_security::csam::pages::{Chrome, RefusedPage};
use crate::social_security::csam::refusal::Refusal;
use crate::social_security::csam::shown::Shown;
use crate::social_security::csam::wire;
use crate::social_security::csam::{Portal, Visitor};
use crate::web::form::{Fields, FormError};
use crate::web::{page, reply};

/// What every route of a portal stands on.
#[derive(Debug, Clone)]
pub(in crate::social_security) struct Front {
    pub(in crate::social_security) desk: Desk<SocialSecurity>,
    pub(in crate::social_security) portal: Portal,
}

/// The session that a request names, and under which name it came.
#[derive(Debug)]
pub(in crate::social_security) struct Caller {
    pub(super) token: Option<String>,
    pub(super) under_real_name: bool,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let token = wire::session_token(&parts.headers);
        Ok(Self { token, under_real_name: wire::is_under_real_name(&parts.headers) })
    }
}

impl Caller {
    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

/// What a decision is made with, beside the state.
#[derive(Debug)]
pub(in crate::social_security) struct Turn<'a> {
    pub(in crate::social_security) visitor: &'a Visitor,
    pub(in crate::social_security) now: Timestamp,
    pub(in crate::social_security) trace: &'a mut Trace,
}

/// A decision, for the one who asked.
pub(in crate::social_security) type Ruling<A, R> = Decision<(Visitor, A), R>;

impl Front {
    pub(super) const fn new(desk: Desk<SocialSecurity>, portal: Portal) -> Self {
        Self { desk, portal }
    }

    /// Decides for the holder of a session.
    pub(in crate::social_security) fn serve<A, R: Shown + From<Refusal>>(
        &self,
        operation: &str,
        caller: &Caller,
        decide: impl FnOnce(&mut SocialSecurity, Turn<'_>) -> Result<A, R>,
    ) -> Ruling<A, R> {
        self.desk.serve(operation, |state, now, trace| {
            let visitor = state.enter(caller.token(), now, trace)?;
            let answer = decide(state, Turn { visitor: &visitor, now, trace })?;
            Ok((visitor, answer))
        })
    }

    /// Decides for the holder of a session who sent a form.
    pub(in crate::social_security) fn serve_form<A, R: Shown + From<Refusal>>(
        &self,
        operation: &str,
        caller: &Caller,
        form: Result<Fields, FormError>,
        decide: impl FnOnce(&mut SocialSecurity, Turn<'_>, &Fields) -> Result<A, R>,
    ) -> Ruling<A, R> {
        self.desk.serve(operation, |state, now, trace| {
            let (visitor, form) = state.enter_with(caller.token(), form, now, trace)?;
            let answer = decide(state, Turn { visitor: &visitor, now, trace }, &form)?;
            Ok((visitor, answer))
        })
    }

    /// Shows the page of an answer, or of a refusal whose way out leads to `back`.
    pub(in crate::social_security) fn show<A, P: Template, R: Shown>(
        &self,
        (caller, ruling): (&Caller, Ruling<A, R>),
        back: &str,
        shown: impl FnOnce(Chrome, A) -> P,
    ) -> Response {
        let answered = |(visitor, answer)| {
            let chrome = Chrome::new(self.portal, Some(visitor));
            page::render(StatusCode::OK, &shown(chrome, answer))
        };
        reply(ruling, answered, |refusal| self.refuse(caller, &refusal, back))
    }

    /// Leads on to the page that `to` names, or shows a refusal.
    pub(in crate::social_security) fn lead<A, R: Shown>(
        &self,
        (caller, ruling): (&Caller, Ruling<A, R>),
        back: &str,
        to: impl FnOnce(A) -> String,
    ) -> Response {
        let answered = |(_, answer)| Redirect::to(&to(answer)).into_response();
        reply(ruling, answered, |refusal| self.refuse(caller, &refusal, back))
    }

    /// Shows a refusal whose way out leads to `back`, or to the login where that is needed.
    pub(in crate::social_security) fn refuse(
        &self,
        caller: &Caller,
        refusal: &impl Shown,
        back: &str,
    ) -> Response {
        if let Some(to) = refusal.leads_to() {
            return Redirect::to(to).into_response();
        }
        let status = refusal.status();
        let back = if status == StatusCode::UNAUTHORIZED { "/connexion" } else { back };
        let refused = RefusedPage::new(self.chrome(caller), refusal, back.to_owned());
        let mut response = page::render(status, &refused);
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, BY_COOKIE);
        }
        response
    }

    /// What stands around a page that no decision stands behind.
    pub(in crate::social_security) fn chrome(&self, caller: &Caller) -> Chrome {
        let holder = |state: &SocialSecurity, now| state.holder(caller.token(), now).cloned();
        Chrome::new(self.portal, self.desk.read(holder))
    }

    /// How many octets an uploaded file may have.
    pub(in crate::social_security) fn upload_limit(&self) -> u64 {
        self.desk.read(|state, _| state.knobs.csam.upload_bytes_max)
    }
}

/// A 401 must name a scheme; this one tells a program where to log in.
const BY_COOKIE: HeaderValue = HeaderValue::from_static(
    "Cookie realm=\"CSAM\", form-action=\"/connexion\", cookie-name=\"session_csam\"",
);
