//! Lets a call through the API gateway, or refuses it.

use jiff::Timestamp;
use raccord_kernel::{Refuse, Rule, Token, Trace};

use super::{Application, Environment, Grantee, Piste, rules};
use crate::published::Caller;

/// One call, as the gateway sees it.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    /// The environment of the host it came to.
    pub(super) environment: Environment,
    /// The API that declares the route; none where no API does.
    pub(super) api: Option<&'a str>,
    /// The bearer that it presented.
    pub(super) bearer: Option<&'a str>,
}

/// Why a call does not go through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum GatewayRefusal {
    /// No bearer.
    #[error("there is no `Authorization: Bearer …`; ask the OAuth host for a token first")]
    NoBearer,
    /// A token that was never issued here, or was forgotten since.
    #[error("this token was not issued here, or is over for more than an hour; ask for another")]
    UnknownToken,
    /// A token that is over.
    #[error("{token} is over since {since}; ask for another")]
    TokenOver {
        /// Its name.
        token: String,
        /// The first instant at which it was over.
        since: Timestamp,
    },
    /// The token's application may not be used.
    #[error("the application of {token} was not found or is disabled")]
    ApplicationDisabled {
        /// The token's name.
        token: String,
    },
    /// No API declares the route.
    #[error("no API declares this route; check the path, and its case, against the API's Swagger")]
    UndeclaredRoute,
    /// The application has not selected the API.
    #[error("`{application}` has not selected `{api}`: \"Modifier l'application\", then save")]
    NotSelected {
        /// The application's name.
        application: String,
        /// The API's name.
        api: String,
    },
    /// The API's terms of use were not accepted.
    #[error(
        "the terms of use of `{api}` were not accepted for `{application}`: \"Consentement CGU API\""
    )]
    NotConsented {
        /// The application's name.
        application: String,
        /// The API's name.
        api: String,
    },
}

impl Refuse for GatewayRefusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::NoBearer => rules::GATEWAY_01,
            Self::UnknownToken => rules::GATEWAY_03,
            Self::TokenOver { .. } => rules::GATEWAY_04,
            Self::ApplicationDisabled { .. } => rules::GATEWAY_05,
            Self::UndeclaredRoute => rules::GATEWAY_06,
            Self::NotSelected { .. } => rules::GATEWAY_07,
            Self::NotConsented { .. } => rules::GATEWAY_08,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}

impl Piste {
    /// Lets a call through at `now`, and says whose it is.
    ///
    /// # Errors
    ///
    /// In this order: `PISTE-GATEWAY-01`, `-03` (also for `-09`), `-04`, `-05`, `-06`, `-07`, `-08`.
    pub(super) fn admit(
        &self,
        call: Call<'_>,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Caller, GatewayRefusal> {
        let bearer = call.bearer.ok_or(GatewayRefusal::NoBearer)?;
        let token = self.token(call.environment, bearer)?;
        trace.note("token", token.name());
        if now >= token.expires_at {
            let since = token.expires_at;
            return Err(GatewayRefusal::TokenOver { token: token.name(), since });
        }
        let application = self.enabled_application(token)?;
        trace.note("application", application.name.as_str());
        let api = call.api.ok_or(GatewayRefusal::UndeclaredRoute)?;
        trace.note("api", api);
        check_subscription(application, api)?;
        Ok(Caller { application: application.name.clone() })
    }

    fn token(
        &self,
        environment: Environment,
        bearer: &str,
    ) -> Result<&Token<Grantee>, GatewayRefusal> {
        let token = self.tokens.by_text(bearer);
        // A token of the other environment is as unknown as one that was never issued.
        token
            .filter(|token| token.grant.environment == environment)
            .ok_or(GatewayRefusal::UnknownToken)
    }

    fn enabled_application(&self, token: &Token<Grantee>) -> Result<&Application, GatewayRefusal> {
        let application = self.applications.by_client_id(&token.grant.client_id);
        application
            .filter(|application| application.enabled)
            .ok_or_else(|| GatewayRefusal::ApplicationDisabled { token: token.name() })
    }
}

fn check_subscription(application: &Application, api: &str) -> Result<(), GatewayRefusal> {
    let (name, api_name) = (application.name.clone(), api.to_owned());
    if !application.selected.contains(api) {
        return Err(GatewayRefusal::NotSelected { application: name, api: api_name });
    }
    if !application.consented.contains(api) {
        return Err(GatewayRefusal::NotConsented { application: name, api: api_name });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use raccord_kernel::clock::after;

    use super::*;
    use crate::piste::{Knobs, TokenRequest};

    const API: &str = "AIFE - Chorus Pro - Factures";

    /// A PISTE that granted a token at the first instant, and its text.
    fn granted() -> (Piste, String) {
        let mut piste = Piste::new(1, Knobs::default());
        let mut application = piste.create_application("APP", Environment::Sandbox);
        application.subscribe(API);
        piste.applications.put(application.clone());
        let request = TokenRequest {
            grant_type: Some("client_credentials".to_owned()),
            in_body: Some((application.client_id, application.secret)),
            ..TokenRequest::default()
        };
        let (now, mut trace) = (Timestamp::UNIX_EPOCH, Trace::default());
        let grant = piste.grant(Environment::Sandbox, &request, now, &mut trace).unwrap();
        (piste, grant.access_token.reveal().to_owned())
    }

    fn admitted_after(elapsed_ms: i64, bearer: Option<&str>) -> Result<Caller, &'static str> {
        let (piste, token) = granted();
        let bearer = bearer.or(Some(&token));
        let call = Call { environment: Environment::Sandbox, api: Some(API), bearer };
        let now = after(Timestamp::UNIX_EPOCH, SignedDuration::from_millis(elapsed_ms));
        piste.admit(call, now, &mut Trace::default()).map_err(|refusal| refusal.rule().id)
    }

    #[test]
    fn piste_gateway_04_a_token_is_over_from_the_first_millisecond_of_its_3600th_second_on() {
        assert_eq!(admitted_after(3_599_999, None), Ok(Caller { application: "APP".to_owned() }));
        assert_eq!(admitted_after(3_600_000, None), Err("PISTE-GATEWAY-04"));
    }

    #[test]
    fn piste_gateway_03_a_token_that_differs_by_one_letter_is_unknown() {
        let (_, mut token) = granted();
        let last = token.pop().unwrap();
        token.push(if last == 'x' { 'y' } else { 'x' });
        assert_eq!(admitted_after(0, Some(&token)), Err("PISTE-GATEWAY-03"));
    }

    #[test]
    fn read_back_it_knows_the_tokens_it_granted() {
        let (piste, token) = granted();
        let text = serde_json::to_string(&piste).unwrap();
        let read_back: Piste = serde_json::from_str(&text).unwrap();
        let call = Call { environment: Environment::Sandbox, api: Some(API), bearer: Some(&token) };
        assert!(read_back.admit(call, Timestamp::UNIX_EPOCH, &mut Trace::default()).is_ok());
    }
}
