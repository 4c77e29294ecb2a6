//! The listeners, and the tasks of their connections: owned here, and ended with the gateway.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use raccord_kernel::pause::hold_back;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::crowd::Crowd;
use super::limits::Limits;
use super::opening;
use super::socket::Socket;
use super::tenants::Tenants;

/// Where the doors listen.
#[derive(Debug, Clone, Copy)]
pub struct Listen {
    /// The address of all doors.
    pub address: IpAddr,
    /// The port of the HTTP door; 0 for any free one.
    pub http_port: u16,
    /// The port of the SFTP door; 0 for any free one.
    pub sftp_port: u16,
}

impl Default for Listen {
    fn default() -> Self {
        Self { address: IpAddr::V4(Ipv4Addr::LOCALHOST), http_port: 0, sftp_port: 0 }
    }
}

/// Where the doors turned out to be.
#[derive(Debug, Clone, Copy)]
pub struct Addresses {
    /// The HTTP door: proxy, TLS and plain HTTP.
    pub http: SocketAddr,
    /// The SFTP door.
    pub sftp: SocketAddr,
}

/// A door could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("failed to listen on {address}")]
pub struct ListenError {
    /// Where it was to be.
    pub address: SocketAddr,
    /// What the system said.
    pub source: io::Error,
}

/// Doors that listen, with nobody behind them yet: a tenant shows where they are on its pages.
#[derive(Debug)]
pub struct Doors {
    http: TcpListener,
    sftp: TcpListener,
    addresses: Addresses,
    limits: Limits,
}

impl Doors {
    /// Listens.
    ///
    /// # Errors
    ///
    /// When an address cannot be listened on.
    pub async fn listen(on: Listen) -> Result<Self, ListenError> {
        let (http, http_address) = listen(SocketAddr::new(on.address, on.http_port)).await?;
        let (sftp, sftp_address) = listen(SocketAddr::new(on.address, on.sftp_port)).await?;
        let addresses = Addresses { http: http_address, sftp: sftp_address };
        Ok(Self { http, sftp, addresses, limits: Limits::default() })
    }

    /// The same, whose clients may take so much.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Where the doors are.
    #[must_use]
    pub const fn addresses(&self) -> Addresses {
        self.addresses
    }

    /// Opens them for some tenants.
    #[must_use]
    pub fn open_for(self, tenants: Arc<Tenants>) -> Gateway {
        let Self { http, sftp, addresses, limits } = self;
        tenants.are_behind(addresses);
        let mut doors = JoinSet::new();
        let behind = Arc::clone(&tenants);
        let serve = move |stream| opening::http(Arc::clone(&behind), stream);
        let crowd = Crowd::new(limits.http_connections_max);
        doors.spawn(accept(http, crowd, limits, Arc::clone(&tenants), serve));
        let behind = Arc::clone(&tenants);
        let serve = move |stream| opening::sftp(Arc::clone(&behind), stream);
        let crowd = Crowd::new(limits.sftp_connections_max);
        doors.spawn(accept(sftp, crowd, limits, Arc::clone(&tenants), serve));
        Gateway { addresses, tenants, _doors: doors }
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), ListenError> {
    let failed = |source| ListenError { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Open doors. Dropping it closes them and ends every connection.
#[derive(Debug)]
pub struct Gateway {
    addresses: Addresses,
    tenants: Arc<Tenants>,
    _doors: JoinSet<()>,
}

impl Gateway {
    /// Where the doors are.
    #[must_use]
    pub const fn addresses(&self) -> Addresses {
        self.addresses
    }

    /// The tenants behind the doors.
    #[must_use]
    pub fn tenants(&self) -> &Tenants {
        &self.tenants
    }
}

/// Accepts connections until it is dropped, and their tasks with it. A task that panics is a fault
/// of the mocks, and fails the scenario.
async fn accept<F>(
    listener: TcpListener,
    mut crowd: Crowd,
    limits: Limits,
    tenants: Arc<Tenants>,
    serve: impl Fn(Socket) -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let heard = crowd.heard();
                    let socket = Socket::new(stream, limits, heard.clone());
                    crowd.take_in(heard, serve(socket));
                }
                // Too many open files, mostly: the next can be taken when one has ended. Nobody
                // may stay so long that it never is, and nothing spins where this door has none.
                Err(_) if crowd.dismiss_the_most_silent() => drop(crowd.ended().await),
                Err(_) => hold_back(ACCEPT_PAUSE).await,
            },
            Some(ended) = crowd.ended() => {
                if ended.is_err_and(|error| error.is_panic()) {
                    tenants.by_default().incident("the task of a connection panicked".to_owned());
                }
            }
        }
    }
}

/// How long a door waits, in real time, where nothing can be accepted and nobody can make place.
const ACCEPT_PAUSE: std::time::Duration = std::time::Duration::from_millis(50);
