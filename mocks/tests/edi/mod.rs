//! A supplier connected over EDI, for the tests of the exchange and of its SFTP port.

#![expect(dead_code, reason = "each test binary uses its own part")]

use std::io::Read;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::{SignedDuration, Timestamp};
use raccord_kernel::{Clock, Desk, Entry, Office, Outcome, System, Trace};
use raccord_mocks::chorus_pro::sftp::{LOGIN_GRACE, SftpPort, serve};
use raccord_mocks::chorus_pro::sheet::{
    Contact, Integration, Protocol, Registered, Sheet, Slot, Subscription,
};
use raccord_mocks::chorus_pro::{ChorusPro, Knobs};
use russh::keys::PrivateKey;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

pub(crate) const CODE: &str = "VFE012";

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn start() -> Timestamp {
    at("2026-03-02T09:00:00Z")
}

/// The `number`th flow's name, without its extension.
pub(crate) fn flow_name(number: u64) -> String {
    format!("FSO1100A_{CODE}_{CODE}1100{number:015}")
}

/// A key of RSA 2048, made once in a process for each name.
pub(crate) fn key(name: Key) -> PrivateKey {
    static KEYS: [OnceLock<PrivateKey>; 3] = [const { OnceLock::new() }; 3];
    KEYS[name as usize]
        .get_or_init(|| {
            let algorithm = &rcgen::PKCS_RSA_SHA256;
            let pair = rcgen::KeyPair::generate_rsa_for(algorithm, rcgen::RsaKeySize::_2048);
            russh::keys::decode_secret_key(&pair.unwrap().serialize_pem(), None).unwrap()
        })
        .clone()
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    Host,
    Current,
    Next,
}

pub(crate) fn key_line(key: &PrivateKey) -> String {
    key.public_key().to_openssh().unwrap()
}

/// A certificate of a key, valid through 2026.
pub(crate) fn registered(file_name: &str, ssh_public_key: String) -> Registered {
    Registered {
        file_name: file_name.into(),
        fingerprint: file_name.into(),
        ssh_public_key,
        not_before: at("2026-01-01T00:00:00Z"),
        not_after: at("2026-12-31T00:00:00Z"),
    }
}

pub(crate) fn sheet(active: Option<Registered>) -> Sheet {
    let subscription = |interface_code: &str, integration| Subscription {
        interface_code: interface_code.into(),
        integration,
    };
    Sheet {
        number: 1,
        siret: "33254021516357".into(),
        partner: "Fournisseur".into(),
        protocol: Protocol::Sftp,
        application_code: CODE.into(),
        from: "2026-01-01".parse().unwrap(),
        until: None,
        subscriptions: vec![
            subscription("FSO1100A", Integration::Partiel),
            subscription("FSO1113A", Integration::Complet),
        ],
        contact: Contact::default(),
        slot: Slot { active, waiting: None },
    }
}

pub(crate) fn chorus_pro(active: Option<Registered>) -> ChorusPro {
    let mut state = ChorusPro::new(1, Knobs::default());
    state.sheets.put(sheet(active));
    state
}

/// Makes everything happen up to `until`, one event after the other; says what did.
pub(crate) fn run_until(state: &mut ChorusPro, until: Timestamp) -> Vec<&'static str> {
    let mut happened = Vec::new();
    while let Some(due) = state.next_due().filter(|due| *due <= until) {
        happened.extend(state.fire(due, &mut Trace::default()));
    }
    happened
}

pub(crate) fn tar_gz(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap().finish().unwrap()
}

/// The one file of an archive: its name and its text.
pub(crate) fn unpack(content: &[u8]) -> (String, String) {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(content));
    let mut entries = archive.entries().unwrap();
    let mut entry = entries.next().unwrap().unwrap();
    let name = entry.path().unwrap().display().to_string();
    let mut text = String::new();
    entry.read_to_string(&mut text).unwrap();
    drop(entry);
    assert!(entries.next().is_none(), "more than one file in the archive");
    (name, text)
}

/// A mocked SFTP port on a loopback socket.
pub(crate) struct Bench {
    pub(crate) desk: Desk<ChorusPro>,
    pub(crate) address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Bench {
    /// A port whose one sheet has the key [`Key::Current`] in effect.
    pub(crate) async fn new(arrange: impl FnOnce(&mut ChorusPro)) -> Self {
        let office = Arc::new(Office::new(Arc::new(Clock::held(start()))));
        let line = key_line(&key(Key::Current));
        office.journal.evidence(|evidence| evidence.name("supplier/edi", &line));
        let active = registered("edi.p7b", key_line(&key(Key::Current)));
        let mut state = chorus_pro(Some(active));
        arrange(&mut state);
        let desk = Desk::new(office, state);
        let port = Arc::new(SftpPort::new(desk.clone(), key(Key::Host)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut sessions = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                sessions.spawn(serve(stream, Arc::clone(&port), LOGIN_GRACE, || ()));
            }
        });
        Self { desk, address, _tasks: tasks }
    }

    /// Moves the clock ahead, making everything happen on the way.
    pub(crate) fn advance(&self, minutes: i64) {
        let clock = &self.desk.office().clock;
        let until = clock.now() + SignedDuration::from_mins(minutes);
        while let Some(due) = self.desk.next_due().filter(|due| *due <= until) {
            clock.move_to(due);
            self.desk.catch_up();
        }
        clock.move_to(until);
    }

    pub(crate) fn entries(&self, operation: &str) -> Vec<Entry> {
        self.desk.office().journal.select(|entry| entry.operation == operation)
    }

    /// The rule and the reason of the last entry of an operation, which must be a refusal.
    pub(crate) fn refusal(&self, operation: &str) -> (String, String) {
        let outcome = self.entries(operation).pop().expect("no such entry").outcome;
        let Outcome::Refused { rule, reason } = outcome else {
            panic!("not refused, but {outcome:?}")
        };
        (rule, reason)
    }

    /// The names of what waits in pick-up.
    pub(crate) fn waiting(&self) -> Vec<String> {
        let name = |file: &raccord_mocks::chorus_pro::exchange::Outgoing| file.name.clone();
        self.desk.read(|state, _| state.exchange.pick_up(CODE).map(name).collect())
    }
}
