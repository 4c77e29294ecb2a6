//! One operation of an API: how its request is let in, read, decided and answered.

use axum::extract::{Request as HttpRequest, State};
use axum::response::Response;
use http::{Extensions, Uri};
use jiff::Timestamp;
use raccord_kernel::{Decision, Desk, Trace};

use super::super::admission::{Access, Caller};
use super::super::refusal::Refusal;
use super::super::{rules, wire};
use super::TraceId;
use crate::social_security::{Environment, SocialSecurity};
use crate::web::body::{BodyError, read_to_the_end, whole};
use crate::web::{self, Journalled};

/// Where a call came in.
#[derive(Debug, Clone)]
pub(in super::super) struct Gate {
    pub(in super::super) desk: Desk<SocialSecurity>,
    pub(in super::super) environment: Environment,
}

/// What an operation reads: its query and path, and its body.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Request<'a> {
    pub(in super::super) uri: &'a Uri,
    pub(in super::super) body: &'a [u8],
}

/// What an operation decides on.
pub(in super::super) type Decide<Asked, Answered> = fn(
    &mut SocialSecurity,
    Environment,
    &Caller,
    Asked,
    Timestamp,
    &mut Trace,
) -> Result<Answered, Refusal>;

/// One operation.
pub(in super::super) struct Operation<Asked, Answered> {
    /// What the journal calls it.
    pub(in super::super) name: &'static str,
    /// What it asks of its callers.
    pub(in super::super) access: Access,
    pub(in super::super) read: fn(Request<'_>) -> Result<Asked, Refusal>,
    pub(in super::super) decide: Decide<Asked, Answered>,
    /// Writes the answer; the text is what addresses in it begin with.
    pub(in super::super) answer: fn(Answered, &str) -> Response,
}

impl Gate {
    /// As what a problem of this request is told.
    pub(in super::super) fn told(&self, extensions: &Extensions) -> wire::Told {
        let instance = extensions.get::<TraceId>().map(|TraceId(id)| id.clone());
        let realm = self.desk.read(|state, _| state.knobs.api.realm.clone());
        wire::Told { instance: instance.unwrap_or_default(), realm }
    }

    /// Answers, and tells what a fault did in the words of a problem.
    fn reply<A>(
        decision: Decision<A, Refusal>,
        told: &wire::Told,
        answered: impl FnOnce(A) -> Response,
    ) -> Response {
        if let Decision::Faulted { status, body } = &decision
            && body.is_empty()
            && let Some(mut response) = wire::told_of_status(*status, told)
        {
            response.extensions_mut().insert(Journalled);
            return response;
        }
        web::reply(decision, answered, |refusal| wire::refused(&refusal, told))
    }
}

impl<Asked, Answered> Operation<Asked, Answered> {
    /// Serves one request: the gateway first, then the API. The body is read before either.
    pub(in super::super) async fn serve(self, gate: Gate, request: HttpRequest) -> Response {
        let (parts, body) = request.into_parts();
        let told = gate.told(&parts.extensions);
        let base = wire::base(gate.environment, &parts.headers);
        let bytes_max = gate.desk.read(|state, _| state.knobs.api.body_bytes_max);
        let body = whole(body, bytes_max).await;
        let is_too_large = body == Err(BodyError::TooLarge);
        let call = wire::call(gate.environment, &parts.headers, is_too_large);
        let admitted = gate
            .desk
            .serve(GATEWAY, |state, now, trace| state.admit(self.access, &call, now, trace));
        let (caller, spoilt) = match admitted.let_through() {
            Ok(let_through) => let_through,
            Err(refused) => return Gate::reply(refused, &told, |_| Response::default()),
        };
        // A body that breaks off is a body that is no JSON.
        let body = body.unwrap_or_default();
        let asked = (self.read)(Request { uri: &parts.uri, body: &body });
        let decision = gate.desk.serve(self.name, |state, now, trace| {
            trace.note("environment", gate.environment.name());
            caller.note(trace);
            (self.decide)(state, gate.environment, &caller, asked?, now, trace)
        });
        let mut response = Gate::reply(decision, &told, |answered| (self.answer)(answered, &base));
        spoilt.into_iter().for_each(|by| web::spoil(&mut response, by));
        response
    }
}

/// Refuses a method that a path does not take; `allowed` are those that it does.
pub(in super::super) async fn wrong_method(
    State(gate): State<Gate>,
    request: HttpRequest,
    allowed: &'static str,
) -> Response {
    let told = gate.told(request.extensions());
    let found = request.method().to_string();
    read_to_the_end(request.into_body()).await;
    let decision: Decision<(), _> = gate.desk.serve(GATEWAY, |_, _, trace| {
        trace.note("environment", gate.environment.name());
        Err(Refusal::WrongMethod { found, allowed })
    });
    Gate::reply(decision, &told, |()| Response::default())
}

/// Answers `GET …/health`, under the name of its API in the journal.
pub(in super::super) async fn health(
    State(gate): State<Gate>,
    request: HttpRequest,
    name: &'static str,
) -> Response {
    let told = gate.told(request.extensions());
    let decision = gate.desk.serve(name, |_, _, trace| {
        trace.note("environment", gate.environment.name());
        trace.stands_on(rules::API_11);
        Ok(())
    });
    Gate::reply(decision, &told, |()| wire::up())
}

/// The gateway's name in the journal.
const GATEWAY: &str = "social-security.gateway";
