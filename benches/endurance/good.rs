//! A client that means well: it asks for a token over a new connection, opens an SFTP session,
//! looks into it and leaves, again and again, and is measured.

use std::future::Future;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt as _;

use crate::peers::accept;
use crate::peers::measure::{Fallible, instant, ms};
use crate::peers::posting;
use crate::served::Place;
use crate::sftp::Session;

const HOST: &str = "sandbox-oauth.piste.gouv.fr";
const PATH: &str = "/api/oauth/token";
/// No client waits longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the client met.
#[derive(Default)]
pub(crate) struct Met {
    tokens_ms: Vec<f64>,
    sessions_ms: Vec<f64>,
    pub(crate) failures: Vec<String>,
}

impl Met {
    /// Middle and longest times, in words.
    pub(crate) fn told(&self) -> String {
        let [tokens, sessions] = [&self.tokens_ms, &self.sessions_ms].map(|all| {
            let mut all = all.clone();
            all.sort_by(f64::total_cmp);
            let middle = all.get(all.len() / 2).copied().unwrap_or(f64::NAN);
            format!("{middle:.0}, {:.0} ms", all.last().copied().unwrap_or(f64::NAN))
        });
        format!("token {tokens}; session {sessions}")
    }

    /// Whether everything was done, and something was.
    pub(crate) fn is_well(&self) -> bool {
        self.failures.is_empty() && !self.tokens_ms.is_empty() && !self.sessions_ms.is_empty()
    }
}

/// Uses what is served until an instant, and at least once.
pub(crate) async fn meet(place: &Place, until: Instant) -> Met {
    let mut met = Met::default();
    loop {
        let tokens = timed(async { token(place).await.map(drop) }).await;
        let sessions = timed(async {
            let session = Session::open(place).await?;
            session.sftp.read_dir("retrait").await?;
            session.hang_up().await
        });
        for (what, all) in [(tokens, &mut met.tokens_ms), (sessions.await, &mut met.sessions_ms)] {
            match what {
                Ok(took_ms) => all.push(took_ms),
                Err(why) => met.failures.push(why.to_string()),
            }
        }
        if instant() >= until {
            return met;
        }
    }
}

async fn timed(what: impl Future<Output = Fallible<()>>) -> Fallible<f64> {
    let start = instant();
    tokio::time::timeout(PATIENCE, what).await.map_err(|_| "no end in twenty seconds")??;
    Ok(ms(start.elapsed()))
}

/// A connection over which tokens are asked for.
pub(crate) type Connection = tokio_rustls::client::TlsStream<tokio::net::TcpStream>;

/// Opens a connection and asks for a token over it.
pub(crate) async fn token(place: &Place) -> Fallible<Connection> {
    let mut stream = connect(place).await?;
    token_over(&mut stream, place).await?;
    Ok(stream)
}

/// Opens a connection to PISTE.
pub(crate) async fn connect(place: &Place) -> Fallible<Connection> {
    let connector = accept::connector(place.root_der.clone(), None)?;
    accept::connect(&connector, place.http.port(), HOST).await
}

/// Asks for a token over a connection.
pub(crate) async fn token_over(stream: &mut Connection, place: &Place) -> Fallible<()> {
    stream.write_all(&request(place)).await?;
    // Among many in one task, what was written may still wait for its turn.
    stream.flush().await?;
    posting::granted(stream, &mut vec![0; 4096]).await
}

/// The request for a token.
pub(crate) fn request(place: &Place) -> Vec<u8> {
    let piste = &place.api.piste;
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope=openid",
        piste.client_id,
        piste.client_secret.reveal()
    );
    posting::post(HOST, PATH, &form)
}
