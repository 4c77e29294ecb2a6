//! Grants a token, or refuses it.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::Fingerprint;
use raccord_kernel::clock::after;
use raccord_kernel::{Secret, Trace};

use super::claims::{self, ClaimRefusal};
use super::knobs::{Knobs, Replayed};
use super::refusal::{ClientRefusal, TokenRefusal, Unreadable};
use super::request::TokenRequest;
use super::{Grantee, audience, proof, rules, scopes};
use crate::social_security::{Environment, SocialSecurity};

/// The length of a token's text.
const TOKEN_LENGTH: usize = 64;

/// How long an assertion is remembered where nothing hangs on it.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

/// A token, as it is handed out once.
#[derive(Debug, Clone)]
pub struct Grant {
    /// Its text.
    pub access_token: Secret,
    /// How long it lives.
    pub lifetime_s: u32,
    /// The scopes that it is good for, sorted, with spaces between them.
    pub scope: String,
}

impl SocialSecurity {
    /// Grants a token on the token server of an environment. `certificate_name` says how the
    /// journal calls the certificate whose key signed.
    ///
    /// # Errors
    ///
    /// In this order:
    /// - the request: `SS-OAUTH-07`, `-06`, `-05`, `-10`, `-11` (before it, where the request is
    ///   read: `-03`, `-04`, `-01`, `-02`);
    /// - the assertion as a text: `-08`, `-09`;
    /// - whose it says it is: `-12`, `-13`, `-15`, `-14`;
    /// - whether that is so: `-19`, `-16`, `-18`, `-20`;
    /// - for whom and until when: `-21`, `-23`, `-24`, `-25`, `-27`, `-28`;
    /// - what for: `-31`, `-29`.
    ///
    /// For `-28` an assertion counts as seen once it was good up to there, whatever comes after.
    pub fn grant(
        &mut self,
        environment: Environment,
        request: &TokenRequest,
        now: Timestamp,
        trace: &mut Trace,
        certificate_name: impl FnOnce(&Fingerprint) -> String,
    ) -> Result<Grant, TokenRefusal> {
        request.check()?;
        let knobs = &self.knobs.oauth;
        let unreadable = |why| unreadable(why, knobs);
        let client =
            |why: ClientRefusal| TokenRefusal::Client { why, status: knobs.invalid_client_status };
        let text = request.assertion().map_err(|why| unreadable(why.into()))?;
        let assertion = request.verified.assertion(text).map_err(|why| unreadable(why.into()))?;
        let algorithm = proof::algorithm(&assertion, knobs).map_err(|why| client(why.into()))?;

        let client_id = claims::client_id(&assertion, request.client_id.as_deref())
            .map_err(|why| client(why.into()))?;
        let accounts = &self.chaman.accounts;
        let account = proof::account(accounts, client_id).map_err(|why| client(why.into()))?;
        trace.note("client-id", client_id);

        let (whose, when) = ((accounts, account), (knobs, now));
        let certificate =
            proof::certificate((&assertion, &request.verified), algorithm, whose, when, trace)
                .map_err(|why| client(why.into()))?;
        trace.note("certificate", certificate_name(&certificate.fingerprint));
        if assertion.header("kid").is_some() {
            trace.stands_on(rules::KEY_ID);
        }

        let taken = audience::judge(assertion.claim("aud"), knobs.audience, environment)
            .map_err(|why| client(why.into()))?;
        if taken.in_a_list {
            trace.stands_on(rules::AUDIENCE_LIST);
        }
        let good_until =
            claims::good_until(&assertion, knobs, now, trace).map_err(|why| client(why.into()))?;
        let jti = claims::identifier(&assertion).map_err(|why| client(why.into()))?;
        // Where replays are taken, the memory only serves the journal, and need not be long.
        let until = match knobs.replayed_assertions {
            Replayed::Refused => good_until,
            Replayed::Accepted => good_until.min(after(now, REMEMBERED)),
        };
        let is_replayed = jti.is_some_and(|jti| self.oauth.seen.note(client_id, jti, until, now));
        if is_replayed && knobs.replayed_assertions == Replayed::Refused {
            return Err(client(ClaimRefusal::Replayed.into()));
        } else if is_replayed {
            trace.stands_on(rules::REPLAY);
        }

        let scopes = scopes::of(account, request.scope.as_deref(), knobs.ungranted_scopes, trace)?;
        let scope = scopes.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        trace.note("scope", scope.as_str());
        let lifetime_s = knobs.token_lifetime_s;
        let grantee =
            Grantee { client_id: client_id.to_owned(), owner: account.owner.clone(), scopes };
        let expires_at = after(now, SignedDuration::from_secs(i64::from(lifetime_s)));
        let access_token = self.ids.alphanumeric("token", TOKEN_LENGTH);
        let name = self.oauth.tokens.issue(access_token.clone(), grantee, expires_at, now);
        trace.note("token", name);
        trace.stands_on(rules::TOKEN);
        trace.stands_on(rules::TOKEN_LIFETIME);
        Ok(Grant { access_token: Secret::new(access_token), lifetime_s, scope })
    }
}

fn unreadable(why: Unreadable, knobs: &Knobs) -> TokenRefusal {
    let Knobs { unreadable_assertion: answer, invalid_client_status: status, .. } = *knobs;
    TokenRefusal::Unreadable { why, answer, status }
}
