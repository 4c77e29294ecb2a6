//! The API in the mode OAuth2: token, subscription, technical account. This is what the button
//! "Tester" of an invoicing program does, and it says which of the three is wrong.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use raccord_kernel::Secret;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};

use super::findings::Findings;
use super::{Patient, client};
use crate::causes::with_causes;
use crate::connectors::Network;
use crate::connectors::piste::{Piste, TokenError};
use crate::environment::qualification::settings::PisteSettings;

/// The APIs that an invoicer needs, and a call to each that changes nothing.
const CALLS: [(&str, Call); 2] = [
    ("AIFE - Chorus Pro - Transverses", Call::HealthCheck),
    ("AIFE - Chorus Pro - Factures", Call::Search),
];

#[derive(Debug, Clone, Copy)]
enum Call {
    /// `GET /cpro/transverses/v1/health-check`
    HealthCheck,
    /// A search for the invoices of a flow that does not exist.
    Search,
}

/// What an answer says of the application and of the technical account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Works,
    WrongAccount,
    TokenRefused,
    NotSubscribed,
    Quota,
    Elsewhere,
}

/// Examines the token, the subscriptions and the technical account.
pub(super) async fn examine(patient: &Patient<'_>, network: &Network, findings: &mut Findings) {
    let piste = patient.settings.chorus_pro.as_ref().and_then(|it| it.piste.as_ref());
    let Some(settings) = piste else { return };
    findings.not_tried("API par certificat", "that API is not modelled yet");
    let secret = |reference: &Option<_>, key| {
        reference.as_ref().and_then(|it| patient.secrets.fetch(it, key).ok())
    };
    let client_secret = secret(&settings.client_secret, "chorus_pro.piste.client_secret");
    let is_complete = ![&*settings.oauth, &*settings.client_id].contains(&"");
    let Some(client_secret) = client_secret.filter(|_| is_complete) else {
        return findings
            .not_tried("PISTE token", "`oauth`, `client_id` or `client_secret` is missing");
    };
    let Some(http) = client(network, "PISTE token", findings) else { return };
    let piste = Piste {
        origin: settings.oauth.to_string(),
        client_id: settings.client_id.to_string(),
        client_secret,
    };
    let token = match piste.token(&http).await {
        Ok(token) => {
            findings.dialled(true);
            findings.hide(Some(token.bearer.clone()));
            let lives =
                format!("had one for {} s: client id and secret are right", token.expires_in_s);
            findings.ok("PISTE token", lives);
            token
        }
        Err(error) => {
            findings.dialled(!matches!(error, TokenError::Http(_)));
            findings.failed("PISTE token", with_causes(&error), token_to_do(&error));
            return findings.not_tried("technical account", "there is no token");
        }
    };
    let password = secret(&settings.password, "chorus_pro.piste.password");
    let is_complete = ![&*settings.api, &*settings.login].contains(&"");
    let Some(password) = password.filter(|_| is_complete) else {
        return findings.not_tried("technical account", "`api`, `login` or `password` is missing");
    };
    accounts(settings, (&http, &token.bearer), &password, findings).await;
}

/// Calls each API; what they say of the account is told once.
async fn accounts(
    settings: &PisteSettings,
    (http, bearer): (&Client, &Secret),
    password: &Secret,
    findings: &mut Findings,
) {
    let account = STANDARD.encode(format!("{}:{}", &*settings.login, password.reveal()));
    let mut of_account = None;
    for (api, call) in CALLS {
        let request = request(http, &settings.api, call).bearer_auth(bearer.reveal());
        let (says, told) = match ask(request.header("cpro-account", &account)).await {
            Ok(answer) => answer,
            Err(error) => {
                findings.dialled(false);
                let to_do = "check `api`, and what is told of its host above";
                findings.failed(format!("API {api}"), with_causes(&error), to_do);
                continue;
            }
        };
        findings.dialled(true);
        match says {
            Says::Works => findings.ok(format!("API {api}"), format!("it answers: {told}")),
            Says::WrongAccount => {
                // The gateway looks at the subscription first.
                findings.ok(format!("API {api}"), "the application is subscribed to it");
            }
            Says::TokenRefused | Says::NotSubscribed | Says::Quota | Says::Elsewhere => {
                findings.failed(format!("API {api}"), told.clone(), to_do(says));
            }
        }
        if matches!(says, Says::Works | Says::WrongAccount) {
            of_account = of_account.or(Some((says, told)));
        }
    }
    match of_account {
        Some((Says::Works, _)) => findings.ok("technical account", "login and password are right"),
        Some((says, told)) => findings.failed("technical account", told, to_do(says)),
        None => findings.not_tried("technical account", "no API got as far as looking at it"),
    }
}

fn request(http: &Client, api: &str, call: Call) -> RequestBuilder {
    match call {
        Call::HealthCheck => http.get(format!("{api}/cpro/transverses/v1/health-check")),
        Call::Search => http
            .post(format!("{api}/cpro/factures/v1/rechercher/fournisseur"))
            .json(&json!({ "numeroFluxDepot": "0000000000000000000000000" })),
    }
}

async fn ask(request: RequestBuilder) -> Result<(Says, String), reqwest::Error> {
    let answer = request.header("accept", "application/json;charset=utf-8").send().await?;
    let status = answer.status().as_u16();
    let header = answer.headers().get("www-authenticate").and_then(|it| it.to_str().ok());
    let header = header.unwrap_or_default().to_owned();
    let later = answer.headers().get("retry-after").and_then(|it| it.to_str().ok());
    let later = later.map(|it| format!(", Retry-After {it}")).unwrap_or_default();
    let body = answer.json::<Value>().await.unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut told = format!("{status}{later}");
    if let Some(code) = body.get("codeRetour").and_then(Value::as_i64) {
        told += &format!(", codeRetour {code} `{}`", text("libelle"));
    }
    if !header.is_empty() {
        told += &format!(", `{header}`");
    }
    let is_empty = body.is_null();
    Ok((says(status, &header, is_empty), if is_empty { told + ", no body" } else { told }))
}

/// What an answer means, by its status and its words.
fn says(status: u16, header: &str, is_empty: bool) -> Says {
    match status {
        200..=299 => Says::Works,
        401 if header.contains("invalid_token") => Says::TokenRefused,
        401 => Says::WrongAccount,
        // The legacy backend's business errors: it got past the account.
        400 if !is_empty && header.is_empty() => Says::Works,
        403 => Says::NotSubscribed,
        429 => Says::Quota,
        _ => Says::Elsewhere,
    }
}

const fn to_do(says: Says) -> &'static str {
    match says {
        Says::Works => "",
        Says::WrongAccount => {
            "the technical account is wrong: check `login` (TECH_…@cpro.fr) and `password`, which \
             must be changed every 424 days; a new account works after some 30 minutes \
             (\"Raccordements\", \"Compte technique\")"
        }
        Says::TokenRefused => {
            "the token is refused although it is new: the application on PISTE may have been \
             disabled, or `oauth` and `api` belong to two environments"
        }
        Says::NotSubscribed => {
            "the application may not call this API: on PISTE, tick it in \"Consentement CGU API\", \
             then select it in \"Modifier l'application\" and save; on the Chorus Pro portal, \
             declare the application (\"Gérer raccordement API\", \"Déclarer un raccordement PISTE\")"
        }
        Says::Quota => {
            "a quota is used up: on PISTE, Actions, \"Consulter les quotas\"; set requests_per_minute"
        }
        Says::Elsewhere => {
            "client id, secret and account are not to blame: the platform is; try again later"
        }
    }
}

const fn token_to_do(error: &TokenError) -> &'static str {
    match error {
        TokenError::Refused { status: 400 | 401, .. } => {
            "client id or secret is wrong, and PISTE does not say which: copy both again from \
             \"Identifiants OAuth\" (not \"API Keys\"); those of the sandbox work there alone, and \
             those of production there alone"
        }
        TokenError::Refused { status: 403, .. } => {
            "the application may ask for no token: is it active on PISTE?"
        }
        TokenError::Refused { status: 429, .. } => {
            "too many tokens were asked for: try again in a minute"
        }
        TokenError::Refused { .. } | TokenError::Empty => {
            "client id and secret are not to blame: PISTE is; try again in some minutes"
        }
        TokenError::Http(_) => "check `oauth`, and what is told of its host above",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_what_is_wrong() {
        let account = "Bearer realm=\"PISTE\",error=\"Unauthorized\", error_description=\"login or \
                       password incorrects\"";
        let token = "Bearer error=\"invalid_token\"";
        for (status, header, is_empty, expected) in [
            (200, "", false, Says::Works),
            (400, "", false, Says::Works),
            (400, "Bearer error=\"invalid_request\"", true, Says::Elsewhere),
            (401, account, true, Says::WrongAccount),
            (401, "", false, Says::WrongAccount),
            (401, token, true, Says::TokenRefused),
            (403, "", true, Says::NotSubscribed),
            (429, "", true, Says::Quota),
            (500, "", true, Says::Elsewhere),
        ] {
            assert_eq!(says(status, header, is_empty), expected, "{status} {header}");
        }
    }
}
