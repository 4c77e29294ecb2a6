//! Lets a call through to its API, or refuses it.

use jiff::Timestamp;
use raccord_kernel::{Token, Trace};

use super::negotiation::{is_json, takes};
use super::refusal::Refusal;
use super::rules;
use crate::social_security::chaman::Owner;
use crate::social_security::directory::EnterpriseNumber;
use crate::social_security::oauth::{Grantee, Standing};
use crate::social_security::{Environment, SocialSecurity};

/// What one operation asks of its callers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Access {
    /// The scopes of which one opens it.
    pub(super) scopes: &'static [&'static str],
    /// The media types that it answers with.
    pub(super) answers: &'static [&'static str],
    /// Whether it takes a body, of JSON.
    pub(super) takes_json: bool,
}

/// One call, as the gateway sees it.
#[derive(Debug, Clone)]
pub(super) struct Call<'a> {
    /// The environment of the host it came to.
    pub(super) environment: Environment,
    /// The bearer in `Authorization`.
    pub(super) bearer: Option<&'a str>,
    /// `Accept`; several are one.
    pub(super) accept: String,
    /// `Content-Type`.
    pub(super) content_type: Option<&'a str>,
    /// Whether its body has more octets than it may.
    pub(super) is_too_large: bool,
}

/// Whose call it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Caller {
    /// The token's name.
    pub(super) token: String,
    /// Whom the token was issued to, and what for.
    pub(super) grant: Grantee,
}

impl Caller {
    /// The enterprise that calls.
    pub(super) const fn enterprise(&self) -> &EnterpriseNumber {
        let Owner { enterprise, .. } = &self.grant.owner;
        enterprise
    }

    /// Whether the token has a scope.
    pub(super) fn has(&self, scope: &str) -> bool {
        self.grant.scopes.contains(scope)
    }

    /// Notes who calls.
    pub(super) fn note(&self, trace: &mut Trace) {
        trace.note("token", self.token.as_str());
        trace.note("client-id", self.grant.client_id.as_str());
        trace.note("enterprise", self.enterprise().as_str());
    }
}

impl SocialSecurity {
    /// Lets a call through at `now`, and says whose it is.
    ///
    /// # Errors
    ///
    /// In this order: `SS-API-03`, `-04`, `-05`, `-13`, `-06`, `-07`, `-08`, `-09`.
    pub(super) fn admit(
        &self,
        access: Access,
        call: &Call<'_>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Caller, Refusal> {
        trace.note("environment", call.environment.name());
        let caller = self.caller(call.bearer, now, trace)?;
        check_scopes(access, &caller)?;
        if self.knobs.api.accept_is_negotiated && !takes(&call.accept, access.answers) {
            let (found, answers) = (call.accept.clone(), access.answers);
            return Err(Refusal::NotAcceptable { found, answers });
        }
        if access.takes_json && !call.content_type.is_some_and(is_json) {
            let found = |found: &str| format!("`Content-Type: {found}`");
            let found = call.content_type.map_or_else(|| "no `Content-Type`".to_owned(), found);
            return Err(Refusal::NotJson { found });
        }
        if call.is_too_large {
            return Err(Refusal::TooLarge { limit_bytes: self.knobs.api.body_bytes_max });
        }
        Ok(caller)
    }

    fn caller(
        &self,
        bearer: Option<&str>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Caller, Refusal> {
        let text = bearer.ok_or(Refusal::NoToken)?;
        let standing = self.oauth.standing(text, now);
        let (Standing::Over(token) | Standing::Good(token)) = standing else {
            return Err(Refusal::UnknownToken);
        };
        let caller = Caller { token: token.name(), grant: token.grant.clone() };
        caller.note(trace);
        if let Standing::Over(token) = standing {
            return Err(Refusal::TokenOver { token: token.name(), since: token.expires_at });
        }
        self.check_account(token, trace)?;
        Ok(caller)
    }

    fn check_account(&self, token: &Token<Grantee>, trace: &mut Trace) -> Result<(), Refusal> {
        let client_id = &token.grant.client_id;
        if self.chaman.accounts.by_client_id(client_id).is_some() {
            return Ok(());
        }
        if self.knobs.api.deleted_accounts_are_refused {
            let client_id = client_id.clone();
            return Err(Refusal::AccountDeleted { token: token.name(), client_id });
        }
        trace.stands_on(rules::API_13);
        Ok(())
    }
}

fn check_scopes(access: Access, caller: &Caller) -> Result<(), Refusal> {
    if access.scopes.iter().any(|scope| caller.has(scope)) {
        return Ok(());
    }
    Err(Refusal::MissingScope {
        token: caller.token.clone(),
        found: caller.grant.scopes.iter().cloned().collect(),
        required: access.scopes,
    })
}
