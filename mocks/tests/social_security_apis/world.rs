//! A social security that knows three enterprises, and tokens that were put there by hand.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use raccord_kernel::{Desk, Entry, Outcome};
use raccord_mocks::social_security::chaman::Owner;
use raccord_mocks::social_security::chaman::permission::{DIMONA_CONSULT, DIMONA_DECLARANT};
use raccord_mocks::social_security::directory::{Enterprise, EnterpriseNumber, Quality};
use raccord_mocks::social_security::mahis::{Group, Mandate, Quarter};
use raccord_mocks::social_security::oauth::Grantee;
use raccord_mocks::social_security::{Knobs, SocialSecurity};
use reqwest::{Method, RequestBuilder, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::support::{Open, start};

/// An employer.
pub(crate) const EMPLOYER: &str = "0206731645";
/// Another one.
pub(crate) const OTHER: &str = "0308357159";
/// Whoever declares for others.
pub(crate) const MANDATARY: &str = "0316380841";
/// The employer's number at the ONSS.
pub(crate) const EMPLOYER_ID: u64 = 12_548_245;
/// A worker.
pub(crate) const SSIN: &str = "85073003328";

/// The production host.
pub(crate) const PRODUCTION: &str = "https://services.socialsecurity.be";
/// The simulation host.
pub(crate) const SIMULATION: &str = "https://services-sim.socialsecurity.be";
/// The acceptance host.
pub(crate) const ACCEPTANCE: &str = "https://services-acpt.socialsecurity.be";
/// Where declarations are made.
pub(crate) const DECLARATIONS: &str = "/REST/dimona/v2/declarations";
/// Where trainings are registered.
pub(crate) const REGISTRATIONS: &str = "/REST/federalLearningAccount/v1/registrations";

/// An open gateway, and a client of it.
pub(crate) struct World {
    pub(crate) open: Open,
    pub(crate) client: reqwest::Client,
}

impl World {
    pub(crate) async fn new() -> Self {
        let open = Open::at(start(), vec![]).await;
        let client = open.client();
        let world = Self { open, client };
        for desk in [world.desk(), &world.open.tenant.systems().social_security_acceptance] {
            desk.arrange(|state, _| people(state));
        }
        world
    }

    /// Production's, and simulation's.
    pub(crate) fn desk(&self) -> &Desk<SocialSecurity> {
        &self.open.tenant.systems().social_security
    }

    pub(crate) fn set(&self, set: impl FnOnce(&mut Knobs)) {
        self.desk().arrange(|state, _| set(&mut state.knobs));
    }

    /// Puts a token there that is good for ten minutes, and answers its text.
    pub(crate) fn token(&self, enterprise: &str, quality: Quality, scopes: &[&str]) -> String {
        issue(self.desk(), enterprise, quality, scopes)
    }

    /// A token of an employer that declares and consults.
    pub(crate) fn dimona(&self, enterprise: &str) -> String {
        self.token(enterprise, Quality::EmployeurOnss, &[DIMONA_DECLARANT, DIMONA_CONSULT])
    }

    /// An active mandate of an employer for the mandatary, up to a quarter.
    pub(crate) fn mandate(&self, principal: &str, group: Group, until: Option<&str>) {
        self.desk().arrange(|state, now| {
            let number = state.ids.sequence("mandate");
            state.mandates.put(Mandate {
                number,
                principal: principal.parse().unwrap(),
                mandatary: MANDATARY.parse().unwrap(),
                group,
                from: Quarter::at(now),
                until: until.map(|quarter| quarter.parse().unwrap()),
                validated_by_principal: Some(now),
                validated_by_mandatary: Some(now),
                refused_at: None,
            });
        });
    }

    pub(crate) fn get(&self, url: &str, token: &str) -> RequestBuilder {
        self.client.request(Method::GET, url).bearer_auth(token)
    }

    /// `POST` as an integrator who knows what the gateway wants.
    pub(crate) fn post(&self, url: &str, token: &str, body: &Value) -> RequestBuilder {
        self.client
            .post(url)
            .bearer_auth(token)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body.to_string())
    }

    /// Declares in production.
    pub(crate) async fn declare(&self, token: &str, body: &Value) -> Response {
        self.post(&format!("{PRODUCTION}{DECLARATIONS}"), token, body).send().await.unwrap()
    }

    /// Declares what is taken, and answers its place.
    pub(crate) async fn declared(&self, token: &str, body: &Value) -> String {
        let response = self.declare(token, body).await;
        assert_eq!(response.status(), StatusCode::CREATED);
        header(&response, "location").to_owned()
    }

    /// Moves time ahead; what is due by then happens.
    pub(crate) async fn after_ms(&self, ms: i64) {
        let now = self.open.tenant.office().clock.now();
        self.open.tenant.advance_to(now + SignedDuration::from_millis(ms)).await;
    }

    /// Moves time on to an instant.
    pub(crate) async fn at(&self, instant: &str) {
        self.open.tenant.advance_to(instant.parse().unwrap()).await;
    }

    /// The last entry of an operation.
    pub(crate) fn last(&self, operation: &str) -> Entry {
        let entries = self.open.entries();
        entries.into_iter().rfind(|entry| entry.operation == operation).unwrap()
    }

    /// The rule that refused the last entry of an operation.
    pub(crate) fn refused_by(&self, operation: &str) -> String {
        match self.last(operation).outcome {
            Outcome::Refused { rule, .. } => rule,
            other @ (Outcome::Accepted
            | Outcome::Faulted { .. }
            | Outcome::Unknown { .. }
            | Outcome::Incident { .. }) => panic!("{operation} ended as {other:?}"),
        }
    }
}

/// Puts a token at a desk.
pub(crate) fn issue(
    desk: &Desk<SocialSecurity>,
    enterprise: &str,
    quality: Quality,
    scopes: &[&str],
) -> String {
    let owner = Owner { enterprise: enterprise.parse().unwrap(), quality };
    let scopes: BTreeSet<_> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
    desk.arrange(|state, now| {
        let text = state.ids.alphanumeric("test-token", 40);
        let client_id = "self_service_chaman_312045_k3v9x0q2za".to_owned();
        let grant = Grantee { client_id, owner, scopes };
        let expires_at = now + SignedDuration::from_mins(10);
        state.oauth.tokens.issue(text.clone(), grant, expires_at, now);
        text
    })
}

fn people(state: &mut SocialSecurity) {
    for (number, employer_id) in
        [(EMPLOYER, Some(EMPLOYER_ID)), (OTHER, Some(13_000_001)), (MANDATARY, None)]
    {
        state.directory.put_enterprise(Enterprise {
            number: number.parse::<EnterpriseNumber>().unwrap(),
            name: format!("Entreprise {number}"),
            employer_id,
            qualities: BTreeSet::from([Quality::EmployeurOnss]),
        });
    }
}

/// A worker begins.
pub(crate) fn entry(enterprise: &str) -> Value {
    json!({
        "employer": { "enterpriseNumber": enterprise },
        "worker": { "ssin": SSIN },
        "dimonaIn": {
            "startDate": "2026-03-09",
            "features": { "jointCommissionNumber": "200", "workerType": "OTH" },
        },
    })
}

/// A header that must be there.
pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).unwrap_or_else(|| panic!("no {name}")).to_str().unwrap()
}

/// Reads a problem, whose status and name must be these.
pub(crate) async fn problem(response: Response, status: u16, name: &str) -> Value {
    assert_eq!(response.status(), status);
    assert_eq!(header(&response, "content-type"), "application/problem+json");
    let trace_id = header(&response, "belgov-trace-id").to_owned();
    let problem: Value = response.json().await.unwrap();
    assert_eq!(problem["type"], format!("urn:problem-type:belgif:{name}"));
    assert_eq!(problem["status"], status);
    assert_eq!(problem["instance"], format!("urn:uuid:{trace_id}"));
    problem
}
