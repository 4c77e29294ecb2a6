//! Social security's REST channel: whether the key in effect is good for a token.

use raccord_certs::random;

use super::findings::Findings;
use super::{Patient, client};
use crate::causes::with_causes;
use crate::connectors::Network;
use crate::connectors::social_security::client_key::ClientKey;
use crate::connectors::social_security::oauth::{TokenError, TokenSettings};
use crate::environment::qualification::settings::SocialSecuritySettings;

/// How long an assertion lives, in seconds: what other clients use.
const LIFETIME_S: i64 = 300;
const WHAT: &str = "social security token";

/// Asks for a token with the key of the certificate in effect.
pub(super) async fn examine(patient: &Patient<'_>, network: &Network, findings: &mut Findings) {
    let Some(settings) = &patient.settings.social_security else { return };
    if settings.client_id.is_empty() {
        return findings.not_tried(WHAT, "`social_security.client_id` is missing");
    }
    let certificates = patient.settings.certificates();
    let in_effect = certificates.iter().find(|it| it.table == "social_security");
    let identity = in_effect.and_then(|it| it.load(patient.secrets, patient.now).ok());
    let Some(identity) = identity else {
        return findings.not_tried(WHAT, "the certificate in effect cannot be used");
    };
    let pem = identity.key.pkcs8_pem();
    let key =
        match ClientKey::from_file(pem.as_bytes(), &raccord_kernel::Secret::new(String::new())) {
            Ok(key) => key,
            Err(error) => {
                let to_do = "order a certificate for an RSA key, which RS256 signs with";
                return findings.failed(WHAT, with_causes(&error), to_do);
            }
        };
    let Some(http) = client(network, WHAT, findings) else { return };
    let token = token_settings(settings);
    let asked = async {
        // An identifier that was never used before.
        let jti = random::password().unwrap_or_else(|_| patient.now.to_string());
        let assertion = token.assertion(&key, &jti, raccord_kernel::clock::machine_now())?;
        token.token(&http, &assertion).await
    };
    match asked.await {
        Ok(token) => {
            findings.dialled(true);
            findings.hide(Some(token.bearer));
            let found = format!("had one for {} s, good for `{}`", token.expires_in_s, token.scope);
            findings.ok(WHAT, found);
        }
        Err(error) => {
            findings.dialled(!matches!(error, TokenError::Http(_) | TokenError::Unreached(_)));
            findings.failed(WHAT, with_causes(&error), to_do(&error));
        }
    }
}

fn token_settings(settings: &SocialSecuritySettings) -> TokenSettings {
    let token_url = settings.addresses().token_url;
    TokenSettings {
        client_id: settings.client_id.to_string(),
        audience: token_url.clone(),
        token_url,
        scope: None,
        lifetime_s: LIFETIME_S,
    }
}

fn to_do(error: &TokenError) -> &'static str {
    match error {
        TokenError::Refused { error, .. } if error == "invalid_scope" => {
            "the account has no permission yet: ChaMan, the account, \"Permissions sécurisées\""
        }
        TokenError::Refused { status: 400..=403, .. } => {
            "client id or key is wrong: check `client_id`, that the account in ChaMan shows this \
             certificate (\"Certificats\") and that it is not over; accounts of acceptance are not \
             known in production, nor the other way"
        }
        TokenError::Refused { .. } => "the token server is to blame: try again later",
        TokenError::Sign(_) => "the key cannot sign: order a certificate for an RSA key",
        TokenError::Http(_) | TokenError::Unreached(_) => "check what is told of its host above",
    }
}
