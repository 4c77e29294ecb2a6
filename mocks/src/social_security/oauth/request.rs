//! What a client asks the token endpoint for, and what is refused before anybody looks at who asks.

use raccord_certs::shown::Shown;
use raccord_kernel::{Refuse, Rule};

use super::rules;
use super::verified::Verified;

/// The one grant there is.
const CLIENT_CREDENTIALS: &str = "client_credentials";

/// The one kind of assertion there is.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// The parameters of a request. One that is empty counts as left out.
#[derive(Debug, Clone, Default)]
pub struct TokenRequest {
    /// `grant_type`.
    pub grant_type: Option<String>,
    /// `client_assertion_type`.
    pub assertion_type: Option<String>,
    /// `client_assertion`.
    pub assertion: Option<Hidden>,
    /// `client_id`.
    pub client_id: Option<String>,
    /// `scope`.
    pub scope: Option<String>,
    /// Whether there is a `client_secret`.
    pub has_secret: bool,
    /// The scheme of the header `Authorization`, where there is one.
    pub authorization: Option<String>,
    /// A parameter that is said twice.
    pub repeated: Option<String>,
    /// What of its assertion was verified already.
    pub verified: Verified,
}

/// The text of an assertion: never shown.
#[derive(Clone)]
pub struct Hidden(pub String);

impl std::fmt::Debug for Hidden {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hidden")
    }
}

/// Why a request is refused, whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    /// It went to simulation.
    #[error(
        "`{found}` is a host of simulation, which has no token server; ask \
         https://services.socialsecurity.be/REST/oauth/v5/token for a token, and call simulation with it"
    )]
    NoTokenServer {
        /// The host.
        found: &'static str,
    },
    /// It went to a version that is no more.
    #[error(
        "`{}` belongs to a token server that answers no more, expected version 5; ask {expected}, \
         and make it the audience of the assertion", Shown(.found)
    )]
    Retired {
        /// The path.
        found: String,
        /// The token endpoint.
        expected: String,
    },
    /// It is no POST.
    #[error("the method is {found}, expected POST")]
    Method {
        /// The method.
        found: String,
    },
    /// It is no form.
    #[error("the body is `{}`, expected `application/x-www-form-urlencoded`; send a form, not JSON", Shown(.found))]
    MediaType {
        /// Its media type, `nothing` where it says none.
        found: String,
    },
    /// Its body is too large, or breaks off.
    #[error("the body cannot be read: expected a form of {bytes_max} octets at most")]
    Body {
        /// How many octets it may have.
        bytes_max: usize,
    },
    /// A parameter is said twice.
    #[error("the parameter `{parameter}` is said twice; say it once")]
    Repeated {
        /// Its name.
        parameter: String,
    },
    /// There is no `grant_type`.
    #[error("there is no `grant_type`; send `grant_type={CLIENT_CREDENTIALS}`, in a form")]
    NoGrantType,
    /// Another grant than the one there is.
    #[error("the grant is `{}`, expected `{CLIENT_CREDENTIALS}`", Shown(.found))]
    OtherGrant {
        /// What was asked for.
        found: String,
    },
    /// The client shows credentials in a header.
    #[error(
        "the client shows who it is in `Authorization` ({}), which the token server does not support; \
         send an assertion in the form, and no such header", Shown(.scheme)
    )]
    Authorization {
        /// The scheme.
        scheme: String,
    },
    /// The client sends a secret.
    #[error("there is a `client_secret`{}; the token server knows no secrets: send an assertion that the key of a registered certificate signed, alone",
        if *.beside_assertion { " beside an assertion" } else { "" })]
    Secret {
        /// Whether there is an assertion as well.
        beside_assertion: bool,
    },
}

/// Why there is no assertion to look at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAssertion {
    /// A parameter is missing.
    #[error(
        "there is no `{parameter}`; the client proves who it is by `client_assertion_type={JWT_BEARER}` and the assertion in `client_assertion`"
    )]
    Missing {
        /// Which one.
        parameter: &'static str,
    },
    /// It is of another kind.
    #[error("the `client_assertion_type` is `{}`, expected `{JWT_BEARER}`", Shown(.found))]
    OtherType {
        /// The kind.
        found: String,
    },
}

impl TokenRequest {
    /// Checks what does not depend on who asks.
    ///
    /// # Errors
    ///
    /// In this order: `SS-OAUTH-07`, `-06`, `-05`, `-10`, `-11`.
    pub fn check(&self) -> Result<(), RequestRefusal> {
        if let Some(parameter) = &self.repeated {
            return Err(RequestRefusal::Repeated { parameter: parameter.clone() });
        }
        match self.grant_type.as_deref() {
            Some(CLIENT_CREDENTIALS) => {}
            None => return Err(RequestRefusal::NoGrantType),
            Some(other) => return Err(RequestRefusal::OtherGrant { found: other.to_owned() }),
        }
        if let Some(scheme) = &self.authorization {
            return Err(RequestRefusal::Authorization { scheme: scheme.clone() });
        }
        if self.has_secret {
            return Err(RequestRefusal::Secret { beside_assertion: self.assertion.is_some() });
        }
        Ok(())
    }

    /// The text of the assertion.
    ///
    /// # Errors
    ///
    /// When there is none, or one of another kind (`SS-OAUTH-08`).
    pub fn assertion(&self) -> Result<&str, NoAssertion> {
        let missing = |parameter| NoAssertion::Missing { parameter };
        let Hidden(text) = self.assertion.as_ref().ok_or_else(|| missing("client_assertion"))?;
        match self.assertion_type.as_deref() {
            Some(JWT_BEARER) => Ok(text),
            Some(other) => Err(NoAssertion::OtherType { found: other.to_owned() }),
            None => Err(missing("client_assertion_type")),
        }
    }
}

impl Refuse for RequestRefusal {
    fn rule(&self) -> &'static Rule {
        match self {
            Self::NoTokenServer { .. } => rules::SIMULATION,
            Self::Retired { .. } => rules::RETIRED,
            Self::Method { .. } => rules::METHOD,
            Self::MediaType { .. } | Self::Body { .. } => rules::FORM,
            Self::Repeated { .. } => rules::REPEATED,
            Self::NoGrantType => rules::MISSING,
            Self::OtherGrant { .. } => rules::GRANT,
            Self::Authorization { .. } => rules::AUTHORIZATION,
            Self::Secret { .. } => rules::SECRET,
        }
    }

    fn reason(&self) -> String {
        self.to_string()
    }
}
