//! What every route stands on: it asks for a decision, and shows a page.

use askama::Template;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;
use raccord_kernel::{Decision, Desk, Trace};

use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::portal::NetworkData;
use crate::chorus_pro::portal::pages::{Chrome, RefusedPage};
use crate::chorus_pro::portal::refusal::Refusal;
use crate::chorus_pro::portal::session::Visitor;
use crate::chorus_pro::portal::wire::{self, Form};
use crate::chorus_pro::sheet::Platform;
use crate::web::form::Fields;
use crate::web::{page, reply};

/// What every route stands on.
#[derive(Debug, Clone)]
pub(super) struct Front {
    pub(super) desk: Desk<ChorusPro>,
    pub(super) network: NetworkData,
    pub(super) platform: Platform,
}

/// The session that a request names.
pub(super) struct Caller(pub(super) Option<String>);

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(wire::session_token(&parts.headers)))
    }
}

/// What a decision is made with, beside the state.
pub(super) struct Turn<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) now: Timestamp,
    pub(super) trace: &'a mut Trace,
}

/// A decision, for the one who asked.
pub(super) type Ruling<A> = Decision<(Visitor, A), Refusal>;

impl Front {
    /// Decides for the holder of a session.
    pub(super) fn serve<A>(
        &self,
        operation: &str,
        caller: &Caller,
        decide: impl FnOnce(&mut ChorusPro, Turn<'_>) -> Result<A, Refusal>,
    ) -> Ruling<A> {
        self.desk.serve(operation, |state, now, trace| {
            let visitor = state.enter(caller.0.as_deref(), now, trace)?;
            let answer = decide(state, Turn { visitor: &visitor, now, trace })?;
            Ok((visitor, answer))
        })
    }

    /// Decides for the holder of a session who sent a form.
    pub(super) fn serve_form<A>(
        &self,
        operation: &str,
        caller: &Caller,
        form: Result<Fields, impl Into<Refusal>>,
        decide: impl FnOnce(&mut ChorusPro, Turn<'_>, &Form) -> Result<A, Refusal>,
    ) -> Ruling<A> {
        let form = form.map(Form);
        self.desk.serve(operation, |state, now, trace| {
            let (visitor, form) = state.enter_with(caller.0.as_deref(), form, now, trace)?;
            let answer = decide(state, Turn { visitor: &visitor, now, trace }, &form)?;
            Ok((visitor, answer))
        })
    }

    /// Shows the page of an answer, or of a refusal whose way out leads to `back`.
    pub(super) fn show<A, P: Template>(
        &self,
        (caller, ruling): (&Caller, Ruling<A>),
        back: &str,
        shown: impl FnOnce(Chrome, A) -> P,
    ) -> Response {
        let answered = |(visitor, answer)| {
            let chrome = Chrome::new(self.platform, Some(visitor));
            page::render(StatusCode::OK, &shown(chrome, answer))
        };
        reply(ruling, answered, |refusal| self.refuse(caller, refusal, back))
    }

    /// Leads on to the page that `to` names, or shows a refusal.
    pub(super) fn lead<A>(
        &self,
        (caller, ruling): (&Caller, Ruling<A>),
        back: &str,
        to: impl FnOnce(A) -> String,
    ) -> Response {
        let answered = |(_, answer)| Redirect::to(&to(answer)).into_response();
        reply(ruling, answered, |refusal| self.refuse(caller, refusal, back))
    }

    pub(super) fn refuse(&self, caller: &Caller, refusal: Refusal, back: &str) -> Response {
        let status = refusal.status();
        let back = if status == StatusCode::UNAUTHORIZED { "/connexion" } else { back };
        let chrome = self.chrome(caller);
        let refused = RefusedPage::new(chrome, refusal, back.to_owned());
        let mut response = page::render(status, &refused);
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, BY_COOKIE);
        }
        response
    }

    /// What stands around a page that no decision stands behind.
    pub(super) fn chrome(&self, caller: &Caller) -> Chrome {
        let holder = |state: &ChorusPro, now| {
            state.portal.sessions.holder(caller.0.as_deref(), now).cloned()
        };
        Chrome::new(self.platform, self.desk.read(holder))
    }
}

/// A 401 must name a scheme; this one tells a program where to log in.
const BY_COOKIE: HeaderValue = HeaderValue::from_static(
    "Cookie realm=\"Chorus Pro\", form-action=\"/connexion\", cookie-name=\"session_chorus_pro\"",
);
