//! What is broken on purpose: asked for, counted, taken back.

use axum::Json;
use axum::extract::Path;
use http::StatusCode;
use raccord_kernel::{Asked as InForce, Fault, Verdict};
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Asked, Body, OfTenant};
use super::problem::{self, Problem};

/// One fault: which operations it strikes, and what it does to them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaultNow {
    /// The operation it strikes, as the journal names it; `gateway.handshake` for a TLS handshake.
    #[schema(example = "piste.token")]
    operation: String,
    /// The only host it strikes, on a handshake; every host where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "sandbox-oauth.piste.gouv.fr")]
    host: Option<String>,
    /// How many operations pass before it strikes.
    #[schema(default = 0)]
    after: u32,
    /// How many operations it strikes; null until it is taken back.
    #[schema(default = 1)]
    times: Option<u32>,
    /// How likely it strikes, from 0 to 1, drawn from the tenant's seed; always where nothing is
    /// said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 1, example = 0.5)]
    probability: Option<f64>,
    /// What it does.
    verdict: FaultVerdict,
}

/// What a fault does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub(super) enum FaultVerdict {
    /// An HTTP status and body instead of the system's answer.
    Answer {
        /// The status.
        #[schema(example = 503)]
        status: u16,
        /// The body, as JSON text; empty for none.
        #[schema(default = "")]
        body: String,
    },
    /// No answer comes, and the connection stays.
    Stall,
    /// The connection ends before the answer; the system is not asked.
    CutBefore,
    /// The system decides, and the connection ends without the answer.
    CutAfter,
    /// The connection is reset (TCP RST) before the answer; the system is not asked.
    Reset,
    /// The system's answer is kept back for so long, in real time.
    Delay {
        /// How long, in milliseconds.
        #[schema(example = 1500)]
        ms: u64,
    },
    /// No more than so much of the answer's body comes, and the connection ends.
    Truncate {
        /// How much comes, in bytes.
        #[schema(example = 20)]
        bytes: usize,
    },
    /// The answer says that it is of another type than it is.
    ContentType {
        /// What it says.
        #[schema(example = "text/html")]
        value: String,
    },
    /// The `access_token` of the answer is empty.
    EmptyToken,
    /// The host shows a certificate that is over.
    ExpiredCertificate,
    /// The handshake is refused with an alert.
    TlsAlert {
        /// Its name in RFC 8446 §6.
        #[schema(example = "handshake_failure")]
        alert: String,
    },
}

/// A fault in force.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaultInForce {
    /// What it can be taken back by.
    #[schema(example = 1)]
    id: u64,
    /// What was asked for, and remains: `after` and `times` count down.
    fault: FaultNow,
    /// How often it has struck.
    #[schema(example = 0)]
    struck: u32,
}

/// List the faults in force.
///
/// One that has struck as often as it was asked to is gone.
#[utoipa::path(get, path = "/__admin/faults", tag = "faults", params(OfTenant), responses((status = 200, description = "The faults, in the order they were asked for.", body = Vec<FaultInForce>)))]
pub(super) async fn list(asked: Asked) -> Json<Vec<FaultInForce>> {
    let faults = asked.mocks.tenant().office().faults.list();
    Json(faults.into_iter().map(FaultInForce::from).collect())
}

/// Ask for a fault.
///
/// The first fault that strikes an operation, in the order they were asked for, strikes.
#[utoipa::path(post, path = "/__admin/faults", tag = "faults", params(OfTenant), request_body = FaultNow, responses((status = 201, description = "It is in force.", body = FaultInForce)))]
pub(super) async fn ask(
    asked: Asked,
    Body(fault): Body<Fault>,
) -> (StatusCode, Json<FaultInForce>) {
    let id = asked.mocks.tenant().office().faults.ask(fault.clone());
    (StatusCode::CREATED, Json(InForce { id, fault, struck: 0 }.into()))
}

/// Take every fault back.
#[utoipa::path(delete, path = "/__admin/faults", tag = "faults", params(OfTenant), responses((status = 204, description = "There are none any more.")))]
pub(super) async fn clear(asked: Asked) -> StatusCode {
    asked.mocks.tenant().office().faults.clear();
    StatusCode::NO_CONTENT
}

/// Take a fault back.
#[utoipa::path(delete, path = "/__admin/faults/{id}", tag = "faults", params(OfTenant, ("id" = u64, Path, description = "What it was given.", example = 1)), responses((status = 204, description = "It strikes no more."), (status = 404, description = "There is none in force of that number.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn take_back(asked: Asked, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let faults = &asked.mocks.tenant().office().faults;
    if id.parse().is_ok_and(|id| faults.take_back(id)) {
        return Ok(StatusCode::NO_CONTENT);
    }
    Err(Problem::new(
        problem::NOT_FOUND,
        format!("found no fault `{id}` in force, expected one that GET /__admin/faults lists"),
    ))
}

impl From<InForce> for FaultInForce {
    fn from(InForce { id, fault, struck }: InForce) -> Self {
        Self { id, fault: fault.into(), struck }
    }
}

impl From<Fault> for FaultNow {
    fn from(fault: Fault) -> Self {
        let Fault { operation, host, after, times, probability, verdict } = fault;
        Self { operation, host, after, times, probability, verdict: verdict.into() }
    }
}

impl From<Verdict> for FaultVerdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Answer { status, body } => Self::Answer { status, body },
            Verdict::Stall => Self::Stall,
            Verdict::CutBefore => Self::CutBefore,
            Verdict::CutAfter => Self::CutAfter,
            Verdict::Reset => Self::Reset,
            Verdict::Delay { ms } => Self::Delay { ms },
            Verdict::Truncate { bytes } => Self::Truncate { bytes },
            Verdict::ContentType { value } => Self::ContentType { value },
            Verdict::EmptyToken => Self::EmptyToken,
            Verdict::ExpiredCertificate => Self::ExpiredCertificate,
            Verdict::TlsAlert { alert } => Self::TlsAlert { alert },
        }
    }
}
