//! How a token request that is wrong in one way is made.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cucumber::Parameter;
use jiff::Timestamp;
use jsonwebtoken::errors::Error;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Value, json};

use crate::connectors::social_security::client_key::ClientKey;
use crate::connectors::social_security::oauth::TokenSettings;

macro_rules! wrongs {
    ($($name:ident = $text:literal,)+) => {
        /// What is wrong with a token request.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
        #[param(name = "wrong", regex = "(?:an?|two|no|the|another|credentials) .+|two assertions|no assertion")]
        pub enum Wrong {
            $(
                #[doc = concat!("\"", $text, "\".")]
                $name,
            )+
        }

        const NAMES: &[(&str, Wrong)] = &[$(($text, Wrong::$name),)+];
    };
}

wrongs! {
    Expired = "an assertion that expired two minutes ago",
    NoExpiry = "an assertion that never expires",
    NotYet = "an assertion that is good from tomorrow on",
    IssuedTomorrow = "an assertion that was issued tomorrow",
    ForTheIssuer = "an assertion for the issuer",
    ForVersion3 = "an assertion for version 3",
    ForTwo = "an assertion for two audiences",
    ForNobody = "an assertion for nobody",
    OtherSubject = "an assertion about another client",
    NoIssuer = "an assertion that says not who it is from",
    UnknownClient = "an assertion of a client that nobody knows",
    Unsigned = "an assertion without a signature",
    PublicKeyAsSecret = "an assertion signed with the public key as a secret",
    OtherAlgorithm = "an assertion signed with PS256",
    OtherKey = "an assertion signed with a key that is not registered",
    Altered = "an assertion that was altered after it was signed",
    CutShort = "an assertion that is cut short",
    NamesItsKey = "an assertion that names its key",
    Twice = "the same assertion twice",
    NoAssertion = "no assertion",
    TwoAssertions = "two assertions",
    OtherAssertionType = "another type of assertion",
    OtherGrant = "another grant",
    OtherClientId = "another client id beside the assertion",
    ClientSecret = "a client secret",
    Basic = "credentials by HTTP Basic",
    UngrantedScope = "a scope that was not granted",
}

impl FromStr for Wrong {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = NAMES.iter().find(|(name, _)| *name == text);
        found.map(|(_, wrong)| *wrong).ok_or_else(|| format!("no request is wrong by `{text}`"))
    }
}

/// What signs.
pub(super) struct Signer {
    /// The private key.
    pub(super) key: ClientKey,
    /// The public key, in PEM.
    pub(super) public_key_pem: String,
}

/// A request for a token.
pub(super) struct Request {
    /// The form.
    pub(super) form: Vec<(&'static str, String)>,
    /// Credentials by HTTP Basic.
    pub(super) basic: Option<(String, String)>,
    /// How often it is sent.
    pub(super) times: u32,
}

/// Another client than the one that there is.
const NOBODY: &str = "self_service_expeditor_0";
const BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const SAML: &str = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer";
const VERSION_3: &str = "https://oauth.socialsecurity.be";
const DAY_S: i64 = 24 * 3600;

impl Request {
    /// A request that is good but for one thing.
    pub(super) fn of(
        wrong: Wrong,
        settings: &TokenSettings,
        signer: &Signer,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let claims = claims(wrong, settings, now.as_second());
        let assertion = signed(wrong, &claims, signer)?;
        let kind = if wrong == Wrong::OtherAssertionType { SAML } else { BEARER };
        let grant = if wrong == Wrong::OtherGrant { "password" } else { "client_credentials" };
        let mut form =
            vec![("grant_type", grant.to_owned()), ("client_assertion_type", kind.to_owned())];
        if wrong != Wrong::NoAssertion {
            form.push(("client_assertion", assertion.clone()));
        }
        match wrong {
            Wrong::TwoAssertions => form.push(("client_assertion", assertion)),
            Wrong::OtherClientId => form.push(("client_id", NOBODY.to_owned())),
            Wrong::ClientSecret => {
                form.truncate(1);
                form.push(("client_id", settings.client_id.clone()));
                form.push(("client_secret", "a secret that nobody gave".to_owned()));
            }
            Wrong::Basic => form.truncate(1),
            Wrong::UngrantedScope => form.push(("scope", "scope:demo:consult".to_owned())),
            _ => {}
        }
        let secret = || (settings.client_id.clone(), "a secret that nobody gave".to_owned());
        Ok(Self {
            form,
            basic: (wrong == Wrong::Basic).then(secret),
            times: if wrong == Wrong::Twice { 2 } else { 1 },
        })
    }
}

fn claims(wrong: Wrong, settings: &TokenSettings, now_s: i64) -> Value {
    let client_id = match wrong {
        Wrong::UnknownClient => NOBODY,
        _ => &settings.client_id,
    };
    let mut claims = json!({
        "iss": client_id,
        "sub": client_id,
        "aud": settings.audience,
        "iat": now_s,
        "exp": now_s + settings.lifetime_s,
        "jti": "once",
    });
    let issuer = settings.token_url.trim_end_matches("/token");
    let Some(fields) = claims.as_object_mut() else { return claims };
    let changed = match wrong {
        Wrong::Expired => Some(("exp", json!(now_s - 120))),
        Wrong::NotYet => Some(("nbf", json!(now_s + DAY_S))),
        Wrong::IssuedTomorrow => Some(("iat", json!(now_s + DAY_S))),
        Wrong::ForTheIssuer => Some(("aud", json!(issuer))),
        Wrong::ForVersion3 => Some(("aud", json!(VERSION_3))),
        Wrong::ForTwo => Some(("aud", json!([settings.audience, issuer]))),
        Wrong::OtherSubject => Some(("sub", json!(NOBODY))),
        _ => None,
    };
    if let Some((name, value)) = changed {
        fields.insert(name.to_owned(), value);
    }
    let removed = match wrong {
        Wrong::NoExpiry => Some("exp"),
        Wrong::ForNobody => Some("aud"),
        Wrong::NoIssuer => Some("iss"),
        _ => None,
    };
    if let Some(name) = removed {
        fields.shift_remove(name);
    }
    claims
}

fn signed(wrong: Wrong, claims: &Value, signer: &Signer) -> Result<String, Error> {
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = |algorithm| match wrong {
        Wrong::NamesItsKey => json!({ "alg": algorithm, "kid": "1234567890" }),
        _ => json!({ "alg": algorithm }),
    };
    let text = |algorithm| format!("{}.{}", encoded(&header(algorithm)), encoded(claims));
    let by_key = |name, algorithm| {
        let text = text(name);
        Ok(format!("{text}.{}", signer.key.sign(&text, algorithm)?))
    };
    match wrong {
        Wrong::Unsigned => Ok(format!("{}.", text("none"))),
        Wrong::PublicKeyAsSecret => {
            let text = text("HS256");
            let key = EncodingKey::from_secret(signer.public_key_pem.as_bytes());
            let signature = jsonwebtoken::crypto::sign(text.as_bytes(), &key, Algorithm::HS256)?;
            Ok(format!("{text}.{signature}"))
        }
        Wrong::OtherAlgorithm => by_key("PS256", Algorithm::PS256),
        Wrong::Altered => {
            let good: String = by_key("RS256", Algorithm::RS256)?;
            let signature = good.rsplit('.').next().unwrap_or_default();
            let mut altered = claims.clone();
            if let Some(fields) = altered.as_object_mut() {
                fields.insert("jti".to_owned(), json!("another"));
            }
            let header = encoded(&json!({ "alg": "RS256" }));
            Ok(format!("{header}.{}.{signature}", encoded(&altered)))
        }
        Wrong::CutShort => {
            let good: String = by_key("RS256", Algorithm::RS256)?;
            let cut = good.rsplit_once('.').map_or("", |(unsigned, _)| unsigned);
            Ok(cut.to_owned())
        }
        _ => by_key("RS256", Algorithm::RS256),
    }
}
