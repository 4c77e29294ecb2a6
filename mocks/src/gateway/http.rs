//! HTTP/1.1 on an open stream: the host's routes, and a journal entry for what no route knows.

use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Request, StatusCode, header};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::Timestamp;
use raccord_kernel::pause::hold_back;
use raccord_kernel::{Connection, Outcome, Rule, Trace};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tower::ServiceExt as _;

use super::bounded::{Beyond, Bounded};
use super::handshake::last_words;
use super::head::user_of;
use super::limits::Limits;
use super::missing::Missing;
use super::socket::Line;
use super::spoils::{CutShort, spoil};
use super::tenant::Tenant;
use super::tenants::Tenants;
use super::{listing, rules};
use crate::web::nearest::Nearest;
use crate::web::{Host, Journalled, Unsent};

/// Whose requests a connection carries.
#[derive(Debug)]
enum Behind<'a> {
    /// A TLS connection: those of one host.
    Host { tenant: &'a Arc<Tenant>, host: &'a Host, connection: Connection },
    /// A connection in clear: each request names its host.
    Clear { tenants: &'a Tenants, number: u64 },
}

/// Serves the requests of a TLS connection with the routes of its host.
pub(super) async fn serve_host<S>(
    tenant: &Arc<Tenant>,
    host: &Host,
    connection: Connection,
    stream: S,
    line: &Line,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let number = connection.number;
    serve(tenant, number, stream, line, &Behind::Host { tenant, host, connection }).await;
}

/// Serves plain HTTP for `<host>.localhost`, and for the few hosts that are in clear in reality. Any
/// other real name in clear is refused: the real system does not speak in clear, and a connector
/// that does would leak its secret.
pub(super) async fn serve_in_clear<S>(tenants: &Tenants, stream: S, line: &Line)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let first = tenants.by_default();
    let number = first.connections().next_number();
    serve(first, number, stream, line, &Behind::Clear { tenants, number }).await;
}

/// Serves the requests of a connection that is idle by the clock of `home`.
async fn serve<S>(home: &Arc<Tenant>, number: u64, mut stream: S, line: &Line, behind: &Behind<'_>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let clock = &home.office().clock;
    let (open, closing) = home.connections().keep(number, clock.now());
    let (open, dates) = (&open, &Dates::default());
    let (released, lingers) = (&Notify::new(), &AtomicBool::new(false));
    let service = service_fn(|request| async move {
        let asked = behind.asked(&request);
        let tenant = Arc::clone(&asked.tenant);
        let office = tenant.office();
        let is_guest = !Arc::ptr_eq(&tenant, home);
        let flight = office.flights.begin();
        let (response, is_beyond) = within(&line.limits, asked, request).await;
        if is_beyond {
            lingers.store(true, Ordering::SeqCst);
        }
        open.used(clock.now());
        match response.extensions().get::<Unsent>() {
            None => {}
            Some(Unsent::Cut) => return Err(CutShort),
            Some(Unsent::Reset) => {
                line.reset_at_the_end();
                return Err(CutShort);
            }
            Some(Unsent::Stalled) => {
                // Nothing is under way any more: time may move, and close the connection.
                drop(flight);
                tokio::select! {
                    () = released.notified() => {}
                    () = tenant.left() => {}
                }
                return Err(CutShort);
            }
        }
        let (mut response, delay) = spoil(response).await?;
        response.headers_mut().insert(header::DATE, dates.of(office.clock.now()));
        if is_guest {
            // Another tenant's clock must not close it while it is idle: nobody keeps it.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if !delay.is_zero() {
            drop(flight);
            // Where time passes the delay by, the answer comes at once.
            tokio::select! {
                biased;
                () = released.notified() => {}
                () = tenant.left() => return Err(CutShort),
                () = hold_back(delay) => {}
            }
            open.used(clock.now());
        }
        Ok(response)
    });
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.auto_date_header(false).timer(TokioTimer::new());
    builder.header_read_timeout(line.limits.head_patience);
    builder.max_buf_size(line.limits.head_bytes_max).max_headers(line.limits.headers_max);
    let ended = {
        let serving = builder.serve_connection(TokioIo::new(&mut stream), service);
        let mut serving = std::pin::pin!(serving);
        tokio::select! {
            biased;
            ended = serving.as_mut() => ended,
            Ok(()) = closing => {
                released.notify_one();
                serving.as_mut().graceful_shutdown();
                serving.await
            }
        }
    };
    // What ends a connection badly is the client's affair: the journal has each request. A head
    // that was too large is no request.
    let is_head_beyond = ended.is_err_and(|error| error.is_parse_too_large());
    if is_head_beyond {
        refuse(home, rules::LIMIT_01, "found a request head that is too large".to_owned());
    }
    if is_head_beyond || lingers.load(Ordering::SeqCst) {
        // What is still being sent would reset the answer away.
        last_words(&mut stream).await;
    }
}

/// Answers a request whose body goes not beyond what is let in; whether it went.
async fn within(limits: &Limits, asked: Asked, request: Request<Incoming>) -> (Response, bool) {
    let tenant = Arc::clone(&asked.tenant);
    let max = limits.body_bytes_max;
    let said = hyper::body::Body::size_hint(request.body()).lower();
    let (mut response, beyond) = if said > max {
        (Response::default(), Some(Beyond::Size))
    } else {
        let mut overrun = None;
        let request = request.map(|body| {
            let (body, told) = Bounded::new(body, *limits);
            overrun = Some(told);
            Body::new(body)
        });
        (asked.answer(request).await, overrun.and_then(|overrun| overrun.found()))
    };
    let (rule, status, told) = match beyond {
        None => return (response, false),
        Some(Beyond::Size) => {
            let told = format!("found a body of more than {max} bytes, expected no more");
            (rules::LIMIT_02, StatusCode::PAYLOAD_TOO_LARGE, told)
        }
        Some(Beyond::Time) => {
            let patience = limits.body_patience;
            let told =
                format!("found a body that takes more than {patience:?}, expected it sooner");
            (rules::LIMIT_03, StatusCode::REQUEST_TIMEOUT, told)
        }
    };
    refuse(&tenant, rule, told.clone());
    response = (status, [(header::CONNECTION, "close")], format!("{told}\n")).into_response();
    (response, true)
}

fn refuse(tenant: &Tenant, rule: &Rule, told: String) {
    let outcome = Outcome::refused(rule, told);
    tenant.office().write("gateway", "gateway.request", outcome, Trace::default());
}

/// Why nobody is to answer a request.
enum Nobody {
    /// Nobody knows what is asked for.
    Knows(String),
    /// Its host is not served.
    Serves { host: String, missing: Missing },
    /// The doors answer themselves.
    But(Box<Response>),
}

/// A request, and who is to answer it.
struct Asked {
    tenant: Arc<Tenant>,
    /// The host and its routes.
    of: Result<(&'static str, Router, Connection), Nobody>,
}

impl Behind<'_> {
    fn asked(&self, request: &Request<Incoming>) -> Asked {
        let named = named(request).unwrap_or_default();
        match self {
            Self::Host { tenant, host, connection } => {
                let of = match named.eq_ignore_ascii_case(host.name) {
                    true => Ok((host.name, host.routes.router().clone(), connection.clone())),
                    false => Err(Nobody::Knows(format!(
                        "the host {named} over a connection to {}",
                        host.name
                    ))),
                };
                Asked { tenant: Arc::clone(tenant), of }
            }
            Self::Clear { tenants, number } => {
                if listing::is_named(named)
                    && let Some(listed) =
                        listing::answer(tenants, request.method(), request.uri().path())
                {
                    let tenant = Arc::clone(tenants.by_default());
                    return Asked { tenant, of: Err(Nobody::But(Box::new(listed))) };
                }
                let value = request.headers().get(header::PROXY_AUTHORIZATION);
                let user = value.and_then(|value| user_of(value.as_bytes()));
                let asked = tenants.in_clear(named, user.as_deref()).and_then(|(tenant, host)| {
                    let host = tenant.host(host)?;
                    let (name, presented) = (host.name.into(), Arc::default());
                    let connection = Connection { host: name, presented, number: *number };
                    let of = Ok((host.name, host.routes.router().clone(), connection));
                    Some(Asked { tenant: Arc::clone(&tenant), of })
                });
                asked.unwrap_or_else(|| {
                    let tenant = Arc::clone(tenants.by_default());
                    let host = named.strip_suffix(".localhost").unwrap_or(named);
                    let nobody = match tenant.missing(host) {
                        Some(_) if listing::is_named(named) => {
                            let asked = format!("{} {}", request.method(), request.uri().path());
                            Nobody::Knows(format!("{asked} of these doors themselves"))
                        }
                        Some(missing) => Nobody::Serves { host: host.to_owned(), missing },
                        None => Nobody::Knows(not_in_clear(named)),
                    };
                    Asked { tenant, of: Err(nobody) }
                })
            }
        }
    }
}

impl Asked {
    async fn answer(self, request: Request<Body>) -> Response {
        let Self { tenant, of } = self;
        match of {
            Ok((host, routes, connection)) => {
                answer(&tenant, host, routes, connection, request).await
            }
            Err(Nobody::Knows(asked)) => unknown(&tenant, &asked),
            Err(Nobody::But(listed)) => *listed,
            Err(Nobody::Serves { host, missing }) => {
                let why = format!("{}\n", missing.why);
                missing.write(&tenant, "gateway.request", &host);
                (StatusCode::MISDIRECTED_REQUEST, why).into_response()
            }
        }
    }
}

fn not_in_clear(name: &str) -> String {
    format!(
        "http://{name} in clear: real names are served over https only, and in clear as \
         http://<host>.localhost"
    )
}

async fn answer(
    tenant: &Tenant,
    host: &str,
    routes: Router,
    connection: Connection,
    mut request: Request<Body>,
) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    request.extensions_mut().insert(connection);
    let answered: Result<Response, Infallible> = routes.oneshot(request).await;
    tenant.office().saves.kept().await;
    let response = answered.unwrap_or_else(|never| match never {});
    if response.extensions().get::<Journalled>().is_none() {
        let asked = format!("{method} {} of {host}", uri.path());
        let nearest = tenant.nearest_route(host, method.as_str(), uri.path());
        write_unknown(tenant, &asked, response.status(), nearest);
    }
    response
}

fn unknown(tenant: &Tenant, asked: &str) -> Response {
    let status = StatusCode::MISDIRECTED_REQUEST;
    write_unknown(tenant, asked, status, None);
    (status, format!("no mock knows {asked}\n")).into_response()
}

fn write_unknown(tenant: &Tenant, asked: &str, status: StatusCode, nearest: Option<Nearest>) {
    let mut trace = Trace::default();
    trace.note("status", status.as_u16());
    if let Some(nearest) = nearest {
        nearest.note(&mut trace);
    }
    let outcome = Outcome::Unknown { asked: asked.to_owned() };
    tenant.office().write("gateway", "gateway.request", outcome, trace);
}

/// The host that a request names, without its port.
fn named(request: &Request<Incoming>) -> Option<&str> {
    request.uri().host().or_else(|| {
        let value = request.headers().get(header::HOST)?.to_str().ok()?;
        Some(value.rsplit_once(':').map_or(value, |(host, _)| host))
    })
}

/// The last `Date` header of a connection: it changes once a second.
#[derive(Debug, Default)]
struct Dates {
    last: Mutex<Option<(i64, HeaderValue)>>,
}

impl Dates {
    fn of(&self, now: Timestamp) -> HeaderValue {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((second, written)) if *second == now.as_second() => written.clone(),
            Some(_) | None => last.insert((now.as_second(), date(now))).1.clone(),
        }
    }
}

/// The `Date` header of an instant, as RFC 9110 §5.6.7 writes it.
fn date(now: Timestamp) -> HeaderValue {
    let text = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}
