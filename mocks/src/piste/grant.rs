//! Grants a token, or refuses it.

use jiff::{SignedDuration, Timestamp};
use raccord_kernel::clock::after;
use raccord_kernel::{Refuse, Rule, Trace};
use serde::{Deserialize, Serialize};

use super::{Application, Environment, Piste, rules};
use raccord_kernel::Secret;

/// How long a token lives.
pub const TOKEN_LIFETIME_S: u16 = 3600;

/// The length of a token's text.
const TOKEN_LENGTH: usize = 54;

/// The scope that is granted where none was asked for.
const DEFAULT_SCOPE: &str = "openid";

/// What a client asked the token endpoint for.
#[derive(Debug, Clone, Default)]
pub struct TokenRequest {
    /// `grant_type`.
    pub grant_type: Option<String>,
    /// `client_id` and `client_secret`, where the body had both.
    pub in_body: Option<(String, Secret)>,
    /// The same by HTTP Basic.
    pub by_basic: Option<(String, Secret)>,
    /// `scope`.
    pub scope: Option<String>,
    /// A parameter that was said twice.
    pub repeated: Option<String>,
}

/// Whom a token was issued to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grantee {
    /// The client id of the application.
    pub client_id: String,
    /// Where it is good.
    pub environment: Environment,
}

/// A token, as it is handed out once.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Its text.
    pub access_token: Secret,
    /// The scope that it is good for.
    pub scope: String,
}

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenRefusal {
    /// A parameter is said twice.
    #[error("the parameter `{parameter}` is said twice; say it once")]
    Repeated {
        /// Its name.
        parameter: String,
    },
    /// There is no `grant_type`.
    #[error("there is no `grant_type`; send `grant_type=client_credentials`, in a form")]
    NoGrantType,
    /// Another grant than the one there is.
    #[error("the grant `{found}` is not one that PISTE gives; ask for `client_credentials`")]
    UnsupportedGrant {
        /// What was asked for.
        found: String,
    },
    /// The client is not known by what it said.
    #[error("{why}")]
    InvalidClient {
        /// The rule that says so.
        rule: &'static Rule,
        /// The status to answer.
        status: u16,
        /// What is wrong.
        why: String,
    },
    /// A scope that nobody knows.
    #[error("the scope `{found}` is not known; ask for `openid`, or leave the scope out")]
    InvalidScope {
        /// The scope.
        found: String,
    },
}

impl Refuse for TokenRefusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::Repeated { .. } | Self::NoGrantType => rules::TOKEN_07,
            Self::UnsupportedGrant { .. } => rules::TOKEN_01,
            Self::InvalidClient { rule, .. } => rule,
            Self::InvalidScope { .. } => rules::TOKEN_05,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}

impl Piste {
    /// Grants a token on one environment's OAuth host.
    ///
    /// # Errors
    ///
    /// In this order: `PISTE-TOKEN-07`, `-01`, `-06`, `-02`, `-08`, `-05`.
    pub fn grant(
        &mut self,
        environment: Environment,
        request: &TokenRequest,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Grant, TokenRefusal> {
        check_grant_type(request)?;
        let application = self.authenticate(environment, request)?;
        trace.note("application", application.name.as_str());
        let client_id = application.client_id.clone();
        let scope = self.scope(request)?;
        trace.note("scope", scope.as_str());
        let expires_at = after(now, SignedDuration::from_secs(i64::from(TOKEN_LIFETIME_S)));
        let access_token = self.ids.alphanumeric("token", TOKEN_LENGTH);
        let grantee = Grantee { client_id, environment };
        let name = self.tokens.issue(access_token.clone(), grantee, expires_at, now);
        trace.note("token", name);
        trace.stands_on(rules::TOKEN_03);
        Ok(Grant { access_token: Secret::new(access_token), scope })
    }

    fn authenticate(
        &self,
        environment: Environment,
        request: &TokenRequest,
    ) -> Result<&Application, TokenRefusal> {
        let (client_id, secret) = self.credentials(request)?;
        let Some(application) = self.applications.by_client_id(client_id) else {
            return Err(self.invalid_client(rules::TOKEN_02, NO_SUCH_CLIENT.to_owned()));
        };
        let name = &application.name;
        if application.environment != environment {
            let why = format!("`{name}` is an application of the other environment: {OTHER_HOST}");
            return Err(self.invalid_client(rules::TOKEN_02, why));
        }
        if !application.secret.matches(secret) {
            let why =
                format!("the secret is not that of `{name}`; copy it from \"voir le secret\"");
            return Err(self.invalid_client(rules::TOKEN_02, why));
        }
        if !application.enabled {
            let why = format!("the application `{name}` is disabled");
            return Err(self.invalid_client(rules::TOKEN_08, why));
        }
        Ok(application)
    }

    fn credentials<'a>(
        &self,
        request: &'a TokenRequest,
    ) -> Result<(&'a str, &'a str), TokenRefusal> {
        let basic = request.by_basic.as_ref().filter(|_| self.knobs.basic_is_accepted);
        let Some((client_id, secret)) = request.in_body.as_ref().or(basic) else {
            return Err(self.invalid_client(rules::TOKEN_06, NOT_IN_BODY.to_owned()));
        };
        Ok((client_id, secret.reveal()))
    }

    fn scope(&self, request: &TokenRequest) -> Result<String, TokenRefusal> {
        let Some(asked) = request.scope.as_deref().filter(|scope| !scope.is_empty()) else {
            return Ok(DEFAULT_SCOPE.to_owned());
        };
        match asked.split(' ').find(|scope| !self.knobs.scopes.iter().any(|known| known == scope)) {
            Some(unknown) => Err(TokenRefusal::InvalidScope { found: unknown.to_owned() }),
            None => Ok(asked.to_owned()),
        }
    }

    fn invalid_client(&self, rule: &'static Rule, why: String) -> TokenRefusal {
        TokenRefusal::InvalidClient { rule, status: self.knobs.invalid_client_status, why }
    }
}

const NO_SUCH_CLIENT: &str =
    "no application has this client id; take it from \"Identifiants OAuth\", not from \"API Keys\"";
const OTHER_HOST: &str = "sandbox credentials are good on sandbox-oauth.piste.gouv.fr alone, \
                          production ones on oauth.piste.gouv.fr alone";
const NOT_IN_BODY: &str = "there is no `client_id` with a `client_secret` in the body; PISTE's \
                           clients send both there";

fn check_grant_type(request: &TokenRequest) -> Result<(), TokenRefusal> {
    if let Some(parameter) = &request.repeated {
        return Err(TokenRefusal::Repeated { parameter: parameter.clone() });
    }
    match request.grant_type.as_deref() {
        Some("client_credentials") => Ok(()),
        Some("") | None => Err(TokenRefusal::NoGrantType),
        Some(other) => Err(TokenRefusal::UnsupportedGrant { found: other.to_owned() }),
    }
}
