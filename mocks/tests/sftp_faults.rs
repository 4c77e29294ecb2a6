//! Faults on the SFTP port: delays, stalls, cuts; a reset is judged at the doors.

#![cfg(test)]

mod edi;

use std::sync::Arc;
use std::time::Duration;

use edi::{Bench, CODE, Key, key};
use raccord_kernel::{Fault, Verdict};
use russh::client::{Config, Handle, Handler};
use russh::keys::{HashAlg, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh_sftp::client::RawSftpSession;

struct Anyone;

impl Handler for Anyone {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

async fn log_in(bench: &Bench) -> Result<Handle<Anyone>, russh::Error> {
    let config = Arc::new(Config::default());
    let mut session = russh::client::connect(config, bench.address, Anyone).await?;
    let key = PrivateKeyWithHashAlg::new(Arc::new(key(Key::Current)), Some(HashAlg::Sha512));
    match session.authenticate_publickey(CODE, key).await?.success() {
        true => Ok(session),
        false => Err(russh::Error::Disconnect),
    }
}

async fn sftp(session: &Handle<Anyone>) -> RawSftpSession {
    let channel = session.channel_open_session().await.unwrap();
    channel.request_subsystem(true, "sftp").await.unwrap();
    let sftp = RawSftpSession::new(channel.into_stream());
    sftp.init().await.unwrap();
    sftp
}

fn ask(bench: &Bench, operation: &str, verdict: Verdict) {
    bench.desk.office().faults.ask(Fault::next(operation, verdict));
}

#[tokio::test]
async fn a_delayed_session_and_a_delayed_listing_come_in_the_end() {
    let bench = Bench::new(|_| ()).await;
    ask(&bench, "sftp.session", Verdict::Delay { ms: 20 });
    ask(&bench, "sftp.list", Verdict::Delay { ms: 20 });
    let session = log_in(&bench).await.unwrap();
    assert!(sftp(&session).await.opendir("/depot").await.is_ok());
    assert_eq!(bench.desk.office().faults.unused(), []);
}

#[tokio::test]
async fn time_does_not_wait_for_a_delayed_or_stalled_answer_and_others_are_served() {
    for verdict in [Verdict::Delay { ms: 3_600_000 }, Verdict::Stall] {
        let bench = Bench::new(|_| ()).await;
        ask(&bench, "sftp.list", verdict);
        let session = log_in(&bench).await.unwrap();
        let waiting = sftp(&session).await;
        let mut listing = std::pin::pin!(waiting.opendir("/depot"));
        tokio::select! {
            biased;
            _ = &mut listing => panic!("answered although it was kept back"),
            () = struck(&bench) => {}
        }
        bench.desk.office().flights.settled().await;
        let other = log_in(&bench).await.unwrap();
        assert!(sftp(&other).await.opendir("/depot").await.is_ok());
        drop(bench);
        assert!(listing.await.is_err(), "what is served no more ends");
    }
}

#[tokio::test]
async fn a_session_is_cut_or_stalled_while_it_is_asked_for() {
    let bench = Bench::new(|_| ()).await;
    ask(&bench, "sftp.session", Verdict::CutBefore);
    assert!(log_in(&bench).await.is_err());
    ask(&bench, "sftp.session", Verdict::Stall);
    let mut stalled = std::pin::pin!(log_in(&bench));
    tokio::select! {
        biased;
        _ = &mut stalled => panic!("answered although it stalls"),
        () = struck(&bench) => {}
    }
    bench.desk.office().flights.settled().await;
    assert!(log_in(&bench).await.is_ok());
}

/// Returns once every fault has struck.
async fn struck(bench: &Bench) {
    let struck = async {
        while !bench.desk.office().faults.unused().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), struck).await.unwrap();
}
