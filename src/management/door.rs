//! The listener and the tasks of its connections: owned here, and ended with the port.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tower::ServiceExt as _;

/// How many connections are open at once; others wait to be accepted.
const CONNECTIONS_MAX: usize = 512;
/// How long a client may take for the head of a request.
const HEAD: Duration = Duration::from_secs(10);
/// How many octets the head of a request may have.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// How long to leave a machine alone that has nothing to accept a connection with.
const BREATH: Duration = Duration::from_millis(100);

pub(super) async fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(address).await
}

/// Accepts connections until it is dropped, and their tasks with it.
pub(super) async fn accept(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if connections.len() < CONNECTIONS_MAX => match accepted {
                Ok((stream, _)) => {
                    // Events are small and awaited: waiting to fill a segment only delays them.
                    let _ = stream.set_nodelay(true);
                    connections.spawn(serve(stream, router.clone()));
                }
                // Too many open files, mostly, of which this port has the fewest.
                Err(_) => drop(tokio::time::timeout(BREATH, std::future::pending::<()>()).await),
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, router: Router) {
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let answered: Result<Response, Infallible> =
                router.oneshot(request.map(Body::new)).await;
            answered
        }
    });
    // What ends a connection badly is the client's affair.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}
