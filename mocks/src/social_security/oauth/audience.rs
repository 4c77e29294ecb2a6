//! For whom an assertion is: judged by the profile that is set.

use raccord_certs::shown::Shown;
use serde_json::Value;

use super::knobs::AudienceProfile;
use crate::social_security::Environment;

/// The assertion is for somebody else.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the audience (`aud`) is {}, expected {expected}{hint}", Shown(.found))]
pub struct OtherAudience {
    /// What was found, as JSON.
    pub found: String,
    /// What was expected.
    pub expected: String,
    /// What to do, with a semicolon before it; empty where nothing is known.
    pub hint: &'static str,
}

/// An audience that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    /// Whether it came in a list.
    pub in_a_list: bool,
}

/// Judges the claim `aud`.
///
/// # Errors
///
/// When it is not for the token server of the environment (`SS-OAUTH-21`).
pub(super) fn judge(
    audience: Option<&Value>,
    profile: AudienceProfile,
    environment: Environment,
) -> Result<Taken, OtherAudience> {
    let (endpoint, issuer) = (environment.token_endpoint(), environment.issuer());
    let named = names(audience);
    let in_a_list = matches!(audience, Some(Value::Array(_)));
    let is_taken = match profile {
        AudienceProfile::Faithful => named == [endpoint.as_str()],
        AudienceProfile::Legacy => named.iter().any(|one| *one == endpoint || *one == issuer),
        AudienceProfile::Strict => !in_a_list && named == [issuer.as_str()],
    };
    if is_taken {
        return Ok(Taken { in_a_list });
    }
    let expected = match profile {
        AudienceProfile::Faithful => format!("\"{endpoint}\""),
        AudienceProfile::Legacy => format!("\"{endpoint}\" or \"{issuer}\""),
        AudienceProfile::Strict => format!("\"{issuer}\", alone and not in a list"),
    };
    let found = audience.map_or("missing".to_owned(), super::claims::excerpt);
    Err(OtherAudience { found, expected, hint: hint(&named, environment) })
}

/// The texts in a claim; none where anything else is in it.
fn names(audience: Option<&Value>) -> Vec<&str> {
    match audience {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => {
            several.iter().map(Value::as_str).collect::<Option<_>>().unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The audiences of versions 3 and 4.
const OF_OLD_VERSIONS: [&str; 4] = [
    "https://oauth.socialsecurity.be",
    "https://oauthacc.socialsecurity.be",
    "https://oauthint.socialsecurity.be",
    "https://oauth-v4.acc.pub.socialsecurity.be",
];

/// What most often lies behind a wrong audience.
fn hint(named: &[&str], here: Environment) -> &'static str {
    let named = match named {
        [one] => *one,
        [] => return "",
        _ => return SEVERAL,
    };
    let (endpoint, issuer) = (here.token_endpoint(), here.issuer());
    let without_slash = named.trim_end_matches('/');
    let is_at = |one: Environment| {
        let path = named.strip_prefix("https://").and_then(|it| it.strip_prefix(one.host()));
        path.is_some_and(|path| path.is_empty() || path.starts_with('/'))
    };
    let is_old = ["/oauth/v3", "/oauth/v4"].iter().any(|version| named.contains(version));
    if is_old || OF_OLD_VERSIONS.contains(&without_slash) {
        OLD_VERSION
    } else if named == issuer {
        ISSUER
    } else if named == endpoint {
        ENDPOINT
    } else if without_slash == endpoint || without_slash == issuer {
        TO_THE_LETTER
    } else if is_at(Environment::Simulation) {
        SIMULATION
    } else if [Environment::Production, Environment::Acceptance]
        .into_iter()
        .any(|one| one != here && is_at(one))
    {
        OTHER_ENVIRONMENT
    } else {
        ""
    }
}

const SEVERAL: &str = "; name one audience";
const OLD_VERSION: &str = "; this is the audience of a token server before version 5, whose audience is the token endpoint's address";
const ISSUER: &str = "; this is the issuer: libraries that follow the successor of RFC 7523 send it, set their audience to the token endpoint's address";
const ENDPOINT: &str =
    "; this is the token endpoint's address, and the issuer is what is taken here";
const TO_THE_LETTER: &str = "; it is compared letter by letter, leave out the last `/`";
const SIMULATION: &str = "; this is a host of simulation, which takes the tokens of production: ask there, with its audience";
const OTHER_ENVIRONMENT: &str =
    "; this is another environment, with a token server and accounts of its own";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ENDPOINT_URL: &str = "https://services.socialsecurity.be/REST/oauth/v5/token";
    const ISSUER_URL: &str = "https://services.socialsecurity.be/REST/oauth/v5";

    #[test]
    fn a_profile_takes_its_own_audiences_and_no_others() {
        use AudienceProfile::{Faithful, Legacy, Strict};
        let cases = [
            (json!(ENDPOINT_URL), vec![Faithful, Legacy]),
            (json!([ENDPOINT_URL]), vec![Faithful, Legacy]),
            (json!([ENDPOINT_URL, ISSUER_URL]), vec![Legacy]),
            (json!([ENDPOINT_URL, 1]), vec![]),
            (json!(ISSUER_URL), vec![Legacy, Strict]),
            (json!([ISSUER_URL]), vec![Legacy]),
            (json!(format!("{ENDPOINT_URL}/")), vec![]),
            (json!([]), vec![]),
            (json!(null), vec![]),
            (json!({"a": ENDPOINT_URL}), vec![]),
        ];
        for (claim, takers) in cases {
            for profile in [Faithful, Legacy, Strict] {
                let is_taken = judge(Some(&claim), profile, Environment::Production).is_ok();
                assert_eq!(is_taken, takers.contains(&profile), "{claim} by {profile:?}");
            }
        }
        assert!(judge(None, Legacy, Environment::Production).is_err());
    }

    #[test]
    fn a_wrong_audience_is_told_with_what_lies_behind_it() {
        let cases = [
            ("https://oauth.socialsecurity.be", "before version 5"),
            ("https://services.socialsecurity.be/REST/oauth/v3/token", "before version 5"),
            (ISSUER_URL, "successor of RFC 7523"),
            ("https://services-sim.socialsecurity.be/REST/oauth/v5/token", "simulation"),
            ("https://services-acpt.socialsecurity.be/REST/oauth/v5/token", "another environment"),
            ("https://services.socialsecurity.be/REST/oauth/v5/token/", "last `/`"),
        ];
        for (found, hint) in cases {
            let claim = json!(found);
            let refusal = judge(Some(&claim), AudienceProfile::Faithful, Environment::Production);
            let told = refusal.unwrap_err().to_string();
            assert!(told.contains(hint) && told.contains(ENDPOINT_URL), "{found}: {told}");
        }
    }
}
