//! The APIs of one environment, behind their gateway.

mod operation;

pub(super) use operation::{Gate, Operation, Request as Received, health, wrong_method};

use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use raccord_kernel::Desk;

use super::{dimona, learning_account, wire};
use crate::social_security::{Environment, SocialSecurity};
use crate::web::Routes;
use crate::web::body::read_to_the_end;

/// The routes of one environment.
pub fn routes(desk: &Desk<SocialSecurity>, environment: Environment) -> Routes {
    let gate = Gate { desk: desk.clone(), environment };
    dimona::routes().merge(learning_account::routes()).with(|apis| {
        let apis = apis.fallback(no_such_path).with_state(gate.clone());
        apis.layer(from_fn_with_state(gate, trace))
    })
}

/// What one request and its answer are known by.
#[derive(Debug, Clone)]
pub(super) struct TraceId(String);

/// Gives each request a trace id, and its answer the same.
async fn trace(State(gate): State<Gate>, mut request: Request, next: Next) -> Response {
    let id = gate.desk.arrange(|state, _| state.ids.uuid("belgov-trace-id"));
    let related = request.headers().get(wire::TRACE_ID).cloned();
    request.extensions_mut().insert(TraceId(id.clone()));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let own = HeaderValue::try_from(id).ok();
    headers.extend(own.map(|id| (HeaderName::from_static(wire::TRACE_ID), id)));
    headers.extend(related.map(|id| (HeaderName::from_static(wire::RELATED_TRACE_ID), id)));
    response
}

/// Answers what no API has. Nothing marks the answer: the journal has it as unknown.
async fn no_such_path(State(gate): State<Gate>, request: Request) -> Response {
    let told = gate.told(request.extensions());
    let path = request.uri().path().to_owned();
    read_to_the_end(request.into_body()).await;
    wire::no_such_path(&path, &told)
}
