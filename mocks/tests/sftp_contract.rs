//! The SFTP port over a real socket: one test for each of its rules.

#![cfg(test)]

mod edi;

use std::sync::Arc;

use edi::{Bench, CODE, Key, at, flow_name, key, key_line, registered, tar_gz};
use raccord_kernel::{Fault, Outcome, Verdict};
use raccord_mocks::chorus_pro::exchange::RefusalOfDrop;
use raccord_mocks::chorus_pro::sftp::Ciphers;
use raccord_mocks::chorus_pro::sheet::{DuringActivation, Waiting};
use russh::client::{AuthResult, Config, Handle, Handler};
use russh::keys::{HashAlg, PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh_sftp::client::RawSftpSession;
use russh_sftp::client::error::Error;
use russh_sftp::protocol::{FileAttributes, OpenFlags, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

struct Anyone;

impl Handler for Anyone {
    type Error = russh::Error;

    async fn check_server_key(&mut self, _: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        Ok(true)
    }
}

async fn dial(bench: &Bench, config: Config) -> Result<Handle<Anyone>, russh::Error> {
    russh::client::connect(Arc::new(config), bench.address, Anyone).await
}

async fn login(bench: &Bench, user: &str, key: PrivateKey, hash: Option<HashAlg>) -> AuthResult {
    let mut session = dial(bench, Config::default()).await.unwrap();
    let key = PrivateKeyWithHashAlg::new(Arc::new(key), hash);
    session.authenticate_publickey(user, key).await.unwrap()
}

/// Whether a key opens a session now.
async fn opens(bench: &Bench, name: Key) -> bool {
    login(bench, CODE, key(name), Some(HashAlg::Sha256)).await.success()
}

/// An SSH session of the supplier; it must be kept as long as what runs in it.
async fn session(bench: &Bench) -> Handle<Anyone> {
    let mut session = dial(bench, Config::default()).await.unwrap();
    let key = PrivateKeyWithHashAlg::new(Arc::new(key(Key::Current)), Some(HashAlg::Sha512));
    assert!(session.authenticate_publickey(CODE, key).await.unwrap().success());
    session
}

async fn sftp(session: &Handle<Anyone>) -> RawSftpSession {
    let channel = session.channel_open_session().await.unwrap();
    channel.request_subsystem(true, "sftp").await.unwrap();
    let sftp = RawSftpSession::new(channel.into_stream());
    sftp.init().await.unwrap();
    sftp
}

const NEW: OpenFlags = OpenFlags::WRITE.union(OpenFlags::CREATE).union(OpenFlags::TRUNCATE);

async fn open(sftp: &RawSftpSession, path: &str, flags: OpenFlags) -> Result<String, StatusCode> {
    status(sftp.open(path, flags, FileAttributes::empty()).await.map(|it| it.handle))
}

fn status<T>(result: Result<T, Error>) -> Result<T, StatusCode> {
    result.map_err(|error| {
        let Error::Status(status) = error else { panic!("no status, but {error}") };
        status.status_code
    })
}

/// Drops a content in one write; answers how its close ended.
async fn put(sftp: &RawSftpSession, name: &str, content: &[u8]) -> Result<(), StatusCode> {
    let handle = open(sftp, &format!("/depot/{name}"), NEW).await?;
    sftp.write(&handle, 0, content.to_vec()).await.unwrap();
    status(sftp.close(&handle).await).map(|_| ())
}

/// Reads a file of pick-up to its last byte; leaves it open.
async fn read(sftp: &RawSftpSession, name: &str) -> Result<(String, Vec<u8>), StatusCode> {
    let handle = open(sftp, &format!("/retrait/{name}"), OpenFlags::READ).await?;
    let size = sftp.fstat(&handle).await.unwrap().attrs.size.unwrap();
    let data = status(sftp.read(&handle, 0, u32::try_from(size).unwrap()).await)?.data;
    assert_eq!(data.len() as u64, size);
    assert_eq!(status(sftp.read(&handle, size, 1).await).unwrap_err(), StatusCode::Eof);
    Ok((handle, data))
}

async fn names(sftp: &RawSftpSession, path: &str) -> Vec<String> {
    let handle = sftp.opendir(path).await.unwrap().handle;
    let mut names = Vec::new();
    loop {
        match status(sftp.readdir(&handle).await) {
            Ok(page) => names.extend(page.files.into_iter().map(|file| file.filename)),
            Err(end) => {
                assert_eq!(end, StatusCode::Eof);
                return names;
            }
        }
    }
}

fn flow() -> Vec<u8> {
    tar_gz(&[("a.xml", b"<a/>")])
}

/// A bench with one report in pick-up, and its name.
async fn with_report() -> (Bench, String) {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    put(&sftp, &format!("{}.tar.gz", flow_name(1)), &flow()).await.unwrap();
    bench.advance(5);
    let [name] = bench.waiting().try_into().unwrap();
    (bench, name)
}

#[tokio::test]
async fn cpp_sftp_01_a_password_opens_no_session() {
    let bench = Bench::new(|_| ()).await;
    let mut session = dial(&bench, Config::default()).await.unwrap();
    assert!(!session.authenticate_password(CODE, "secret").await.unwrap().success());
    let (rule, reason) = bench.refusal("sftp.session");
    assert_eq!(rule, "CPP-SFTP-01");
    assert!(!reason.contains("secret"));
}

#[tokio::test]
async fn cpp_sftp_02_the_user_is_the_application_code() {
    let bench = Bench::new(|_| ()).await;
    let sha256 = Some(HashAlg::Sha256);
    assert!(!login(&bench, "VFE999", key(Key::Current), sha256).await.success());
    assert_eq!(bench.refusal("sftp.session").0, "CPP-SFTP-02");
    assert!(opens(&bench, Key::Current).await);
    let actors: Vec<_> = bench.entries("sftp.session").into_iter().map(|it| it.actor).collect();
    assert_eq!(actors, ["sftp/VFE012", "sftp/VFE999"]);
}

#[tokio::test]
async fn cpp_sftp_03_the_key_is_that_of_the_certificate_in_effect() {
    let bench = Bench::new(|_| ()).await;
    assert!(!opens(&bench, Key::Next).await);
    let (rule, reason) = bench.refusal("sftp.session");
    assert_eq!(rule, "CPP-SFTP-03");
    assert!(reason.contains("met unknown-key#1"), "{reason}");
    assert!(reason.contains("accepts supplier/edi#1"), "{reason}");
    assert!(opens(&bench, Key::Current).await);
    let entry = bench.entries("sftp.session").pop().unwrap();
    assert_eq!(entry.outcome, Outcome::Accepted);
    assert_eq!(entry.fields["certificate"], "supplier/edi#1");
}

#[tokio::test]
async fn cpp_sftp_03_while_an_update_waits_the_setting_says_which_keys_open() {
    for (during, current, next) in [
        (DuringActivation::OldOnly, true, false),
        (DuringActivation::Neither, false, false),
        (DuringActivation::Both, true, true),
    ] {
        let bench = Bench::new(|state| {
            state.knobs.sheet.during_activation = during;
            let registered = registered("new.p7b", key_line(&key(Key::Next)));
            let waiting = Waiting { registered, due: at("2026-03-02T11:00:00Z") };
            state.sheets.by_number_mut(1).unwrap().slot.waiting = Some(waiting);
        })
        .await;
        let found = (opens(&bench, Key::Current).await, opens(&bench, Key::Next).await);
        assert_eq!(found, (current, next), "{during:?}");
    }
}

#[tokio::test]
async fn cpp_sftp_04_an_expired_certificate_opens_no_session() {
    let bench = Bench::new(|_| ()).await;
    let clock = &bench.desk.office().clock;
    clock.move_to(at("2026-12-31T00:00:00Z"));
    assert!(opens(&bench, Key::Current).await);
    clock.move_to(at("2026-12-31T00:00:01Z"));
    assert!(!opens(&bench, Key::Current).await);
    assert_eq!(bench.refusal("sftp.session").0, "CPP-SFTP-04");
}

#[tokio::test]
async fn cpp_sftp_05_sha_1_signs_nothing() {
    let bench = Bench::new(|_| ()).await;
    assert!(!login(&bench, CODE, key(Key::Current), None).await.success());
    assert_eq!(bench.refusal("sftp.session").0, "CPP-SFTP-05");
    assert!(login(&bench, CODE, key(Key::Current), Some(HashAlg::Sha512)).await.success());
}

#[tokio::test]
async fn cpp_sftp_06_no_session_after_the_last_day_of_the_sheet() {
    let bench = Bench::new(|state| {
        state.sheets.by_number_mut(1).unwrap().until = Some("2026-03-02".parse().unwrap());
    })
    .await;
    assert!(opens(&bench, Key::Current).await);
    bench.desk.office().clock.move_to(at("2026-03-02T23:00:00Z"));
    assert!(!opens(&bench, Key::Current).await);
    assert_eq!(bench.refusal("sftp.session").0, "CPP-SFTP-06");
}

#[tokio::test]
async fn cpp_sftp_07_a_partner_sees_two_directories_and_its_own_files() {
    let (bench, report) = with_report().await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    assert_eq!(names(&sftp, "/").await, ["depot", "retrait"]);
    assert_eq!(names(&sftp, "retrait").await, [report.as_str()]);
    assert!(names(&sftp, "/depot").await.is_empty());
    assert_eq!(sftp.realpath(".").await.unwrap().files[0].filename, "/");
    assert_eq!(status(sftp.opendir("/etc").await).unwrap_err(), StatusCode::NoSuchFile);
    assert_eq!(bench.refusal("sftp.list").0, "CPP-SFTP-07");
    assert_eq!(status(sftp.stat("/etc/passwd").await).unwrap_err(), StatusCode::NoSuchFile);
    assert!(open(&sftp, "/etc/passwd", OpenFlags::READ).await.is_err());
    bench.desk.arrange(|state, _| {
        let mut other = state.sheets.by_number(1).unwrap().clone();
        state.sheets.by_number_mut(1).unwrap().application_code = "VFE999".into();
        other.number = 2;
        state.sheets.put(other);
    });
    assert_eq!(names(&sftp, "/retrait").await, [report]);
}

#[tokio::test]
async fn cpp_sftp_08_pick_up_is_for_listing_and_getting() {
    let (bench, report) = with_report().await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    let path = format!("/retrait/{report}");
    let denied = Err(StatusCode::PermissionDenied);
    let none = FileAttributes::empty;
    let refused = [
        ("sftp.open", open(&sftp, "/retrait/new", NEW).await.map(|_| ())),
        ("sftp.remove", status(sftp.remove(&path).await).map(|_| ())),
        ("sftp.rename", status(sftp.rename(&path, "/depot/x").await).map(|_| ())),
        ("sftp.rename", status(sftp.rename("/depot/x", "/retrait/x").await).map(|_| ())),
        ("sftp.mkdir", status(sftp.mkdir("/retrait/x", none()).await).map(|_| ())),
        ("sftp.rmdir", status(sftp.rmdir("/retrait").await).map(|_| ())),
        ("sftp.setstat", status(sftp.setstat(&path, none()).await).map(|_| ())),
    ];
    for (operation, found) in refused {
        assert_eq!(found, denied, "{operation}");
        assert_eq!(bench.refusal(operation).0, "CPP-SFTP-08", "{operation}");
    }
    assert_eq!(bench.waiting(), [report]);
}

#[tokio::test]
async fn cpp_sftp_09_the_drop_takes_new_files_and_gives_none_back() {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    let denied = StatusCode::PermissionDenied;
    let handle = open(&sftp, "/depot/x.xml", NEW).await.unwrap();
    for flags in [OpenFlags::READ, OpenFlags::WRITE, NEW | OpenFlags::READ, NEW] {
        assert_eq!(open(&sftp, "/depot/x.xml", flags).await, Err(denied), "{flags:?}");
        assert_eq!(bench.refusal("sftp.open").0, "CPP-SFTP-09");
    }
    assert_eq!(status(sftp.read(&handle, 0, 1).await).unwrap_err(), denied);
    assert_eq!(status(sftp.rename("/depot/x.xml", "/depot/y.xml").await).unwrap_err(), denied);
    assert_eq!(status(sftp.remove("/depot/x.xml").await).unwrap_err(), denied);
    assert_eq!(bench.refusal("sftp.remove").0, "CPP-SFTP-09");
}

#[tokio::test]
async fn cpp_sftp_09_what_was_dropped_shows_its_size_to_its_session() {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    put(&sftp, "x.xml", b"<a/>").await.unwrap();
    assert_eq!(sftp.stat("/depot/x.xml").await.unwrap().attrs.size, Some(4));
    assert_eq!(names(&sftp, "/depot").await, ["x.xml"]);
    status(sftp.setstat("/depot/x.xml", FileAttributes::empty()).await).unwrap();
    let other = self::sftp(&session).await;
    assert_eq!(status(other.stat("/depot/x.xml").await).unwrap_err(), StatusCode::NoSuchFile);
}

#[tokio::test]
async fn cpp_sftp_10_a_report_is_fetched_when_it_was_read_to_its_last_byte_and_closed() {
    let (bench, report) = with_report().await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    let half = open(&sftp, &format!("/retrait/{report}"), OpenFlags::READ).await.unwrap();
    sftp.read(&half, 0, 10).await.unwrap();
    sftp.close(&half).await.unwrap();
    assert_eq!(bench.waiting(), [report.as_str()]);
    let (handle, content) = read(&sftp, &report).await.unwrap();
    assert_eq!(bench.waiting(), [report.as_str()], "gone before it was closed");
    sftp.close(&handle).await.unwrap();
    assert!(bench.waiting().is_empty());
    assert_eq!(bench.entries("sftp.fetch").len(), 1);
    assert!(edi::unpack(&content).1.contains("IN_INTEGRE"));
}

#[tokio::test]
async fn cpp_flow_09_a_report_is_fetched_once() {
    let (bench, report) = with_report().await;
    let session = session(&bench).await;
    let (first, second) = (sftp(&session).await, sftp(&session).await);
    let (handle, _) = read(&first, &report).await.unwrap();
    assert_eq!(read(&second, &report).await.unwrap_err(), StatusCode::PermissionDenied);
    first.close(&handle).await.unwrap();
    assert_eq!(read(&second, &report).await.unwrap_err(), StatusCode::NoSuchFile);
    assert_eq!(bench.refusal("sftp.open").0, "CPP-FLOW-09");
}

#[tokio::test]
async fn cpp_sftp_11_the_documented_ciphers_are_a_setting() {
    for (ciphers, cipher, connects) in [
        (Ciphers::Today, russh::cipher::AES_256_GCM, true),
        (Ciphers::Today, russh::cipher::AES_256_CBC, false),
        (Ciphers::Documented, russh::cipher::AES_256_GCM, false),
        (Ciphers::Documented, russh::cipher::AES_256_CBC, true),
        (Ciphers::Documented, russh::cipher::AES_128_CBC, true),
    ] {
        let bench = Bench::new(|state| state.knobs.sftp.ciphers = ciphers).await;
        let mut config = Config::default();
        config.preferred.cipher = vec![cipher].into();
        assert_eq!(dial(&bench, config).await.is_ok(), connects, "{ciphers:?} {cipher:?}");
    }
}

#[tokio::test]
async fn cpp_flow_08_a_drop_that_is_not_receivable_is_reported_later() {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    put(&sftp, "invoice.xml", b"<a/>").await.unwrap();
    let (rule, reason) = bench.refusal("sftp.close");
    assert_eq!(rule, "CPP-EDI-06");
    assert!(reason.starts_with("IRR_FORM: "), "{reason}");
    bench.advance(1);
    let [report] = bench.waiting().try_into().unwrap();
    let (_, content) = read(&sftp, &report).await.unwrap();
    assert!(edi::unpack(&content).1.contains("IRR_FORM"));
}

#[tokio::test]
async fn cpp_flow_08_or_its_upload_fails_as_the_setting_says() {
    let bench = Bench::new(|state| {
        state.knobs.exchange.refusal_of_drop = RefusalOfDrop::FailureAtClose;
    })
    .await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    assert_eq!(put(&sftp, "invoice.xml", b"<a/>").await, Err(StatusCode::Failure));
    bench.advance(60);
    assert!(bench.waiting().is_empty());
}

#[tokio::test]
async fn cpp_edi_contents_are_judged_as_they_came() {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("xml", vec![], "CPP-EDI-03"),
        ("xml", b"<a>".to_vec(), "CPP-EDI-13"),
        ("tar.gz", b"no archive".to_vec(), "CPP-EDI-08"),
        ("tar.gz", tar_gz(&[]), "CPP-EDI-08"),
        ("tar.gz", tar_gz(&[("a.xml", b"")]), "CPP-EDI-09"),
        ("tar.gz", tar_gz(&[("a.exe", b"MZ")]), "CPP-EDI-12"),
        ("tar.gz", tar_gz(&[("a.xml", b"<!DOCTYPE a><a/>")]), "CPP-EDI-13"),
    ];
    for (extension, content, expected) in cases {
        put(&sftp, &format!("{}.{extension}", flow_name(1)), &content).await.unwrap();
        assert_eq!(bench.refusal("sftp.close").0, expected);
    }
    put(&sftp, &format!("{}.xml", flow_name(1)), b"<a/>").await.unwrap();
    assert_eq!(bench.entries("sftp.close").pop().unwrap().outcome, Outcome::Accepted);
}

#[tokio::test]
async fn a_large_upload_is_kept_whole_whatever_the_order_of_its_writes() {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    let body: String = (0..400_000).map(|line| format!("<l>{line}</l>")).collect();
    let content = format!("<a>{body}</a>").into_bytes();
    let handle = open(&sftp, &format!("/depot/{}.xml", flow_name(1)), NEW).await.unwrap();
    let chunks: Vec<_> = content.chunks(200_000).enumerate().collect();
    let (even, odd): (Vec<_>, Vec<_>) = chunks.into_iter().partition(|(at, _)| at % 2 == 0);
    for (at, chunk) in even.into_iter().chain(odd) {
        sftp.write(&handle, at as u64 * 200_000, chunk.to_vec()).await.unwrap();
    }
    status(sftp.close(&handle).await).unwrap();
    let found = bench.desk.read(|state, _| {
        state
            .exchange
            .flows()
            .map(|flow| (flow.size_bytes, flow.sha256.clone()))
            .collect::<Vec<_>>()
    });
    let expected = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&content));
    assert_eq!(found, [(content.len() as u64, expected)]);
}

#[tokio::test]
async fn an_upload_beyond_what_is_kept_fails_and_is_never_judged() {
    let bench = Bench::new(|state| state.knobs.sftp.spool_bytes_max = 10).await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    let handle = open(&sftp, "/depot/x.xml", NEW).await.unwrap();
    status(sftp.write(&handle, 0, vec![b'x'; 10]).await).unwrap();
    let beyond = sftp.write(&handle, u64::MAX, vec![b'x']).await;
    assert_eq!(status(beyond).unwrap_err(), StatusCode::Failure);
    assert_eq!(status(sftp.close(&handle).await).unwrap_err(), StatusCode::Failure);
    bench.advance(60);
    assert!(bench.waiting().is_empty());
}

#[tokio::test]
async fn what_is_not_there_to_do_is_not_supported() {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let sftp = sftp(&session).await;
    let unsupported = StatusCode::OpUnsupported;
    assert_eq!(status(sftp.symlink("/depot/a", "/depot/b").await).unwrap_err(), unsupported);
    assert_eq!(status(sftp.readlink("/depot/a").await).unwrap_err(), unsupported);
}

#[tokio::test]
async fn a_malformed_packet_ends_the_connection() {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let channel = session.channel_open_session().await.unwrap();
    channel.request_subsystem(true, "sftp").await.unwrap();
    let mut stream = channel.into_stream();
    stream.write_all(&[0xff; 16]).await.unwrap();
    assert_eq!(stream.read(&mut [0; 16]).await.unwrap(), 0);
    assert!(session.channel_open_session().await.is_err(), "the connection goes on");
}

#[tokio::test]
async fn a_fault_before_the_judgement_leaves_nothing_and_one_after_it_leaves_the_flow() {
    for (verdict, flows) in [(Verdict::CutBefore, 0), (Verdict::CutAfter, 1)] {
        let bench = Bench::new(|_| ()).await;
        let fault = Fault::next("sftp.close", verdict);
        bench.desk.office().faults.ask(fault);
        let session = session(&bench).await;
        let sftp = sftp(&session).await;
        let handle = open(&sftp, &format!("/depot/{}.xml", flow_name(1)), NEW).await.unwrap();
        sftp.write(&handle, 0, b"<a/>".to_vec()).await.unwrap();
        assert!(!matches!(sftp.close(&handle).await, Ok(_) | Err(Error::Status(_))));
        assert_eq!(bench.desk.read(|state, _| state.exchange.flows().count()), flows);
        assert_eq!(bench.desk.office().faults.unused(), []);
    }
}

#[tokio::test]
async fn a_session_leaves_nothing_under_way() {
    let (bench, _) = with_report().await;
    bench.desk.office().flights.settled().await;
}

#[tokio::test]
async fn a_session_that_is_served_no_more_ends() {
    let bench = Bench::new(|_| ()).await;
    let session = session(&bench).await;
    let channel = session.channel_open_session().await.unwrap();
    drop(bench);
    let mut stream = channel.into_stream();
    assert_eq!(stream.read(&mut [0; 16]).await.unwrap(), 0);
    assert!(session.channel_open_session().await.is_err(), "the connection goes on");
}
