//! The operations, as routes of two APIs.

use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::{get, post};
use http::HeaderMap;
use jiff::Timestamp;
use raccord_kernel::{Desk, Trace};

use super::refusal::Refusal;
use super::visit::{Visit, Visitor};
use super::wire;
use crate::chorus_pro::ChorusPro;
use crate::published::Api;
use crate::web::body::{BodyError, whole};
use crate::web::{self, Routes};

/// The APIs of Chorus Pro, to be put behind a gateway.
#[must_use]
pub fn apis(desk: &Desk<ChorusPro>) -> Vec<Api> {
    let factures = Routes::new()
        .route("POST", wire::DEPOSIT, post(deposit))
        .route("POST", wire::SEARCH, post(search))
        .with(|router| router.with_state(desk.clone()));
    let transverses = Routes::new()
        .route("POST", wire::DETAILED_REPORT, post(detailed_report))
        .route("POST", wire::REPORT, post(report))
        .route("GET", wire::HEALTH_CHECK, get(health_check))
        .with(|router| router.with_state(desk.clone()));
    vec![
        Api { name: "AIFE - Chorus Pro - Factures", routes: factures },
        Api { name: "AIFE - Chorus Pro - Transverses", routes: transverses },
    ]
}

async fn deposit(State(desk): State<Desk<ChorusPro>>, request: Request) -> Response {
    let operation = Operation {
        name: "chorus-pro.deposer-flux",
        read: wire::deposit,
        decide: |chorus_pro, visitor, sent, now, trace| {
            chorus_pro.deposit_flow(visitor, sent, now, trace)
        },
        answer: wire::deposited,
    };
    operation.serve(&desk, request).await
}

async fn search(State(desk): State<Desk<ChorusPro>>, request: Request) -> Response {
    let operation = Operation {
        name: "chorus-pro.rechercher-fournisseur",
        read: wire::search,
        decide: |chorus_pro, visitor, criteria, _, trace| {
            Ok(chorus_pro.search_flows(visitor, &criteria, trace))
        },
        answer: wire::page,
    };
    operation.serve(&desk, request).await
}

async fn detailed_report(State(desk): State<Desk<ChorusPro>>, request: Request) -> Response {
    let operation = Operation {
        name: "chorus-pro.consulter-cr-detaille",
        read: wire::flow_number,
        decide: |chorus_pro, visitor, number, now, trace| {
            chorus_pro.detailed_report(visitor, &number, now, trace)
        },
        answer: wire::detailed,
    };
    operation.serve(&desk, request).await
}

async fn report(State(desk): State<Desk<ChorusPro>>, request: Request) -> Response {
    let operation = Operation {
        name: "chorus-pro.consulter-cr",
        read: wire::flow_number,
        decide: |chorus_pro, visitor, number, now, trace| {
            chorus_pro.report_for_pdf(visitor, &number, now, trace)
        },
        answer: wire::with_pdf,
    };
    operation.serve(&desk, request).await
}

async fn health_check(State(desk): State<Desk<ChorusPro>>, request: Request) -> Response {
    let operation = Operation {
        name: "chorus-pro.health-check",
        read: wire::nothing,
        decide: |_, _, (), _, trace| {
            trace.stands_on(super::rules::API_18);
            Ok(())
        },
        answer: wire::healthy,
    };
    operation.serve(&desk, request).await
}

/// One operation: how its request is read, decided and answered.
struct Operation<Asked, Answered> {
    name: &'static str,
    read: fn(&HeaderMap, &[u8]) -> Result<Asked, Refusal>,
    decide: Decide<Asked, Answered>,
    answer: fn(Answered) -> Response,
}

type Decide<Asked, Answered> =
    fn(&mut ChorusPro, &Visitor, Asked, Timestamp, &mut Trace) -> Result<Answered, Refusal>;

impl<Asked, Answered> Operation<Asked, Answered> {
    /// Serves one request. The body is read before the state is locked, and what is wrong with it
    /// is said after what is wrong with its sender.
    async fn serve(self, desk: &Desk<ChorusPro>, request: Request) -> Response {
        let bytes_max = desk.read(|chorus_pro, _| chorus_pro.knobs.api.body_bytes_max);
        let (visit, asked) = self.receive(request, bytes_max).await;
        let decision = desk.serve(self.name, |chorus_pro, now, trace| {
            let visitor = chorus_pro.check_in(&visit, now, trace)?;
            (self.decide)(chorus_pro, &visitor, asked?, now, trace)
        });
        web::reply(decision, self.answer, wire::refused)
    }

    async fn receive(&self, request: Request, bytes_max: usize) -> (Visit, Result<Asked, Refusal>) {
        let (parts, body) = request.into_parts();
        let body = whole(body, bytes_max).await.map_err(|error| match error {
            BodyError::TooLarge => Refusal::TooLarge,
            BodyError::BrokenOff => Refusal::Malformed { why: "it breaks off".to_owned() },
        });
        (wire::visit(&parts), body.and_then(|body| (self.read)(&parts.headers, &body)))
    }
}
