//! The four hosts of PISTE.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::post;
use http::{HeaderMap, header};
use raccord_kernel::{Desk, Outcome, Trace};

use super::{Call, Environment, Piste, wire};
use crate::published::Api;
use crate::web::body::read_to_the_end;
use crate::web::nearest;
use crate::web::routes::Known;
use crate::web::{self, ClientAuthentication, Host, Journalled, Routes};

/// The OAuth and API hosts of both environments; `sandbox` and `production` are the APIs behind
/// them.
#[must_use]
pub fn hosts(desk: &Desk<Piste>, sandbox: Vec<Api>, production: Vec<Api>) -> Vec<Host> {
    use Environment::{Production, Sandbox};
    vec![
        host("sandbox-oauth.piste.gouv.fr", oauth(desk, Sandbox)),
        host("sandbox-api.piste.gouv.fr", gateway(desk, Sandbox, sandbox)),
        host("oauth.piste.gouv.fr", oauth(desk, Production)),
        host("api.piste.gouv.fr", gateway(desk, Production, production)),
    ]
}

fn host(name: &'static str, routes: Routes) -> Host {
    Host { name, client_authentication: ClientAuthentication::None, in_clear: false, routes }
}

fn oauth(desk: &Desk<Piste>, environment: Environment) -> Routes {
    let routes = Routes::new().route("POST", wire::TOKEN, post(token));
    routes.with(|router| router.with_state((desk.clone(), environment)))
}

/// `POST /api/oauth/token`.
async fn token(
    State((desk, environment)): State<(Desk<Piste>, Environment)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let request = wire::token_request(&headers, &body);
    let decision = desk
        .serve("piste.token", |piste, now, trace| piste.grant(environment, &request, now, trace));
    web::reply(decision, |grant| wire::granted(&grant), |refusal| wire::not_granted(&refusal))
}

/// Where a call came in.
#[derive(Debug, Clone)]
struct Gate {
    desk: Desk<Piste>,
    environment: Environment,
    /// The API that declares the route; none where no API does.
    api: Option<&'static str>,
}

fn gateway(desk: &Desk<Piste>, environment: Environment, apis: Vec<Api>) -> Routes {
    let gate = |api| Gate { desk: desk.clone(), environment, api };
    let declared = apis.into_iter().fold(Routes::new(), |declared, api| {
        let admitted = from_fn_with_state(gate(Some(api.name)), admit);
        declared.merge(api.routes.with(|routes| routes.route_layer(admitted)))
    });
    let (gate, known) = (gate(None), Arc::from(declared.known()));
    let undeclared = move |request| undeclared(gate.clone(), Arc::clone(&known), request);
    declared.with(|router| {
        let routes = router.fallback(undeclared.clone()).method_not_allowed_fallback(undeclared);
        // A layer of `routes` itself would come before the router adds `Allow`.
        Router::new().fallback_service(routes).layer(map_response(without_allow))
    })
}

/// The router tells which methods a path takes; the real gateway does not.
async fn without_allow(mut response: Response) -> Response {
    response.headers_mut().remove(header::ALLOW);
    response
}

/// Stands before every declared route.
async fn admit(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let bearer = wire::bearer(request.headers());
    let call = Call { environment: gate.environment, api: gate.api, bearer };
    let decision =
        gate.desk.serve("piste.gateway", |piste, now, trace| piste.admit(call, now, trace));
    match decision.let_through() {
        Ok((caller, spoilt)) => {
            request.extensions_mut().insert(caller);
            let mut response = next.run(request).await;
            spoilt.into_iter().for_each(|by| web::spoil(&mut response, by));
            response
        }
        Err(refused) => {
            read_to_the_end(request.into_body()).await;
            let answered = |_| Response::default();
            web::reply(refused, answered, |refusal| wire::not_admitted(&refusal, true))
        }
    }
}

/// Answers what no API declares as PISTE does, and writes it down as unknown.
async fn undeclared(gate: Gate, known: Arc<[Known]>, request: Request) -> Response {
    let mut trace = Trace::default();
    let bearer = wire::bearer(request.headers());
    let call = Call { environment: gate.environment, api: None, bearer };
    let refusal = gate.desk.read(|piste, now| piste.admit(call, now, &mut trace).err());
    let (method, path) = (request.method().as_str(), request.uri().path());
    let asked = format!("{method} {path}");
    if let Some(nearest) = nearest::route(method, path, &known) {
        nearest.note(&mut trace);
    }
    gate.desk.office().write("piste", "piste.gateway", Outcome::Unknown { asked }, trace);
    read_to_the_end(request.into_body()).await;
    let mut response =
        refusal.map(|refusal| wire::not_admitted(&refusal, false)).unwrap_or_default();
    response.extensions_mut().insert(Journalled);
    response
}
