//! A fault that strikes a handshake, before any system is asked.

use raccord_kernel::fault::HANDSHAKE;
use raccord_kernel::flight::Flight;
use raccord_kernel::pause::hold_back;
use raccord_kernel::verdict::alert_code;
use raccord_kernel::{Outcome, Trace, Verdict};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::handshake::last_words;
use super::socket::Line;
use super::tenant::Tenant;
use crate::web::Host;

/// A handshake that goes on.
#[derive(Debug)]
pub(super) struct GoesOn {
    pub(super) flight: Flight,
    /// Whether the host shows a certificate that is over.
    pub(super) shows_expired: bool,
    /// What struck it, as the journal puts it.
    pub(super) struck: Option<String>,
}

/// Lets a fault strike the handshake of a host; nothing where the connection ends by it. `stream` is
/// what the client's hello came by.
pub(super) async fn strike<S>(
    tenant: &Tenant,
    host: &Host,
    flight: Flight,
    stream: &mut S,
    line: &Line,
) -> Option<GoesOn>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let office = tenant.office();
    let Some(verdict) = office.faults.strike_at(HANDSHAKE, Some(host.name)) else {
        return Some(GoesOn { flight, shows_expired: false, struck: None });
    };
    let struck = verdict.to_string();
    match verdict {
        Verdict::ExpiredCertificate => {
            return Some(GoesOn { flight, shows_expired: true, struck: Some(struck) });
        }
        Verdict::Delay { ms } => {
            // Nothing is under way while it is kept back: time may move.
            drop(flight);
            hold_back(std::time::Duration::from_millis(ms)).await;
            let flight = office.flights.begin();
            return Some(GoesOn { flight, shows_expired: false, struck: Some(struck) });
        }
        Verdict::TlsAlert { .. }
        | Verdict::Stall
        | Verdict::Reset
        | Verdict::CutBefore
        | Verdict::CutAfter
        | Verdict::Answer { .. }
        | Verdict::Truncate { .. }
        | Verdict::ContentType { .. }
        | Verdict::EmptyToken => {}
    }
    let mut trace = Trace::default();
    trace.note("host", host.name);
    let outcome = Outcome::Faulted { verdict: struck };
    office.write("gateway", HANDSHAKE, outcome, trace);
    drop(flight);
    match verdict {
        Verdict::TlsAlert { alert } => send_alert(stream, &alert).await,
        Verdict::Stall => stall(stream).await,
        Verdict::Reset => line.reset_at_the_end(),
        // What is left cuts the connection, or fits no handshake and never strikes one.
        Verdict::CutBefore
        | Verdict::CutAfter
        | Verdict::Answer { .. }
        | Verdict::Delay { .. }
        | Verdict::Truncate { .. }
        | Verdict::ContentType { .. }
        | Verdict::EmptyToken
        | Verdict::ExpiredCertificate => {}
    }
    None
}

/// A fatal alert in answer to the hello: one record in clear, as RFC 8446 §5.1 and §6 write it. No
/// keys are agreed on yet, so TLS 1.2 and 1.3 send it alike.
async fn send_alert<S>(stream: &mut S, alert: &str)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    const ALERT: u8 = 21;
    const FATAL: u8 = 2;
    const LENGTH: [u8; 2] = [0, 2];
    const VERSION: [u8; 2] = [3, 3];
    let Some(code) = alert_code(alert) else { return };
    let record = [&[ALERT][..], &VERSION, &LENGTH, &[FATAL, code]].concat();
    if stream.write_all(&record).await.is_ok() {
        last_words(stream).await;
    }
}

/// Says nothing until the client gives up.
async fn stall<S: AsyncRead + Unpin>(stream: &mut S) {
    let mut ignored = [0; 4096];
    while stream.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
}
