//! How a token request that is wrong in one way is made.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::errors::Error;
use jsonwebtoken::{Algorithm, EncodingKey};
use serde_json::{Map, Value, json};

use super::wrong::{Claim, Form, Proof, Wrong};
use crate::connectors::social_security::client_key::ClientKey;
use crate::connectors::social_security::oauth::TokenSettings;

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
    pub(super) basic: Option<(String, &'static str)>,
    /// How often it is sent.
    pub(super) times: u32,
}

/// Another client than the one that there is.
const NOBODY: &str = "self_service_expeditor_0";
const NO_SECRET: &str = "a secret that nobody gave";
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
        let mut claims = claims(settings, now.as_second());
        if let Wrong::Claim(claim) = wrong {
            spoil(&mut claims, claim, settings, now.as_second());
        }
        let claims = Value::Object(claims);
        let assertion = match wrong {
            Wrong::Proof(proof) => badly_signed(proof, &claims, signer)?,
            Wrong::Claim(_) | Wrong::Form(_) => {
                signed(&json!({ "alg": "RS256" }), &claims, signer)?
            }
        };
        let good = Self {
            form: vec![
                ("grant_type", "client_credentials".to_owned()),
                ("client_assertion_type", BEARER.to_owned()),
                ("client_assertion", assertion.clone()),
            ],
            basic: None,
            times: 1,
        };
        Ok(match wrong {
            Wrong::Form(form) => good.sent_as(form, settings, assertion),
            Wrong::Claim(_) | Wrong::Proof(_) => good,
        })
    }

    fn sent_as(mut self, form: Form, settings: &TokenSettings, assertion: String) -> Self {
        let client_id = settings.client_id.clone();
        match form {
            Form::Twice => self.times = 2,
            Form::NoAssertion => self.form.retain(|(name, _)| *name != "client_assertion"),
            Form::TwoAssertions => self.form.push(("client_assertion", assertion)),
            Form::OtherAssertionType => self.say("client_assertion_type", SAML),
            Form::NoGrant => self.form.retain(|(name, _)| *name != "grant_type"),
            Form::OtherGrant => self.say("grant_type", "password"),
            Form::OtherClientId => self.form.push(("client_id", NOBODY.to_owned())),
            Form::ClientSecret => {
                self.form.truncate(1);
                self.form.push(("client_id", client_id));
                self.form.push(("client_secret", NO_SECRET.to_owned()));
            }
            Form::Basic => {
                self.form.truncate(1);
                self.basic = Some((client_id, NO_SECRET));
            }
            Form::UngrantedScope => self.form.push(("scope", "scope:demo:consult".to_owned())),
        }
        self
    }

    fn say(&mut self, name: &str, value: &str) {
        for (_, said) in self.form.iter_mut().filter(|(said, _)| *said == name) {
            value.clone_into(said);
        }
    }
}

fn claims(settings: &TokenSettings, now_s: i64) -> Map<String, Value> {
    let fields = [
        ("iss", json!(settings.client_id)),
        ("sub", json!(settings.client_id)),
        ("aud", json!(settings.audience)),
        ("iat", json!(now_s)),
        ("exp", json!(now_s.saturating_add(settings.lifetime_s))),
        ("jti", json!("once")),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn spoil(claims: &mut Map<String, Value>, claim: Claim, settings: &TokenSettings, now_s: i64) {
    let issuer = settings.token_url.trim_end_matches("/token");
    let mut say = |name: &str, value| drop(claims.insert(name.to_owned(), value));
    match claim {
        Claim::Expired => say("exp", json!(now_s - 120)),
        Claim::NotYet => say("nbf", json!(now_s + DAY_S)),
        Claim::IssuedTomorrow => say("iat", json!(now_s + DAY_S)),
        Claim::ForTheIssuer => say("aud", json!(issuer)),
        Claim::ForVersion3 => say("aud", json!(VERSION_3)),
        Claim::ForTwo => say("aud", json!([settings.audience, issuer])),
        Claim::OtherSubject => say("sub", json!(NOBODY)),
        Claim::UnknownClient => {
            say("iss", json!(NOBODY));
            say("sub", json!(NOBODY));
        }
        // As it is here anyway: nobody asks for a second token with any other.
        Claim::OneIdentifier => {}
        Claim::NoExpiry => drop(claims.shift_remove("exp")),
        Claim::ForNobody => drop(claims.shift_remove("aud")),
        Claim::NoIssuer => drop(claims.shift_remove("iss")),
    }
}

fn badly_signed(proof: Proof, claims: &Value, signer: &Signer) -> Result<String, Error> {
    let rs256 = json!({ "alg": "RS256" });
    match proof {
        Proof::Unsigned => Ok(format!("{}.", unsigned(&json!({ "alg": "none" }), claims))),
        Proof::PublicKeyAsSecret => {
            let text = unsigned(&json!({ "alg": "HS256" }), claims);
            let key = EncodingKey::from_secret(signer.public_key_pem.as_bytes());
            let signature = jsonwebtoken::crypto::sign(text.as_bytes(), &key, Algorithm::HS256)?;
            Ok(format!("{text}.{signature}"))
        }
        Proof::OtherAlgorithm => {
            let text = unsigned(&json!({ "alg": "PS256" }), claims);
            Ok(format!("{text}.{}", signer.key.sign(&text, Algorithm::PS256)?))
        }
        // The signer has another key.
        Proof::OtherKey => signed(&rs256, claims, signer),
        Proof::Altered => {
            let good = signed(&rs256, claims, signer)?;
            let signature = good.rsplit('.').next().unwrap_or_default();
            let mut altered = claims.clone();
            if let Some(fields) = altered.as_object_mut() {
                fields.insert("jti".to_owned(), json!("another"));
            }
            Ok(format!("{}.{signature}", unsigned(&rs256, &altered)))
        }
        Proof::CutShort => Ok(unsigned(&rs256, claims)),
        Proof::NamesItsKey => {
            signed(&json!({ "alg": "RS256", "kid": "1234567890" }), claims, signer)
        }
    }
}

fn signed(header: &Value, claims: &Value, signer: &Signer) -> Result<String, Error> {
    let text = unsigned(header, claims);
    let signature = signer.key.sign(&text, Algorithm::RS256)?;
    Ok(format!("{text}.{signature}"))
}

fn unsigned(header: &Value, claims: &Value) -> String {
    let encoded = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", encoded(header), encoded(claims))
}
