//! Two tenants of one seed behind one set of doors, reached by clients that know nothing of raccord:
//! they never meet.
//!
//! Without `curl` or OpenSSH's `sftp` a test says so, and judges by what is left.

#![cfg(test)]

mod edi;
mod support;

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use edi::{CODE, Key, chorus_pro, key, key_line, registered};
use jiff::SignedDuration;
use raccord_kernel::{Clock, Entry, Fault, Outcome, Verdict};
use raccord_mocks::gateway::{DoorKeysFrom, Doors, Gateway, Listen, Settings, Tenant, Tenants};
use raccord_mocks::piste::{Application, Environment};
use russh::keys::ssh_key::LineEnding;
use support::{client_of, has, start};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;

const TOKEN: &str = "https://sandbox-oauth.piste.gouv.fr/api/oauth/token";

/// Two tenants with the same seed, and in each the same application.
struct Twins {
    gateway: Gateway,
    first: Arc<Tenant>,
    second: Arc<Tenant>,
    application: Application,
    folder: TempDir,
}

async fn twins() -> Twins {
    let tenant = |name: &str, door_keys| {
        let settings = Settings { seed: 7, door_keys, ..Settings::default() };
        let clock = Arc::new(Clock::held(start()));
        Arc::new(Tenant::open(name, clock, &settings).unwrap())
    };
    let first = tenant("first", DoorKeysFrom::Afresh);
    let shared = DoorKeysFrom::Shared(Arc::clone(first.door_keys()));
    let second = tenant("second", shared);
    let applications = [&first, &second].map(|tenant| {
        tenant.systems().piste.arrange(|piste, _| {
            let application = piste.create_application("app", Environment::Sandbox);
            piste.applications.put(application.clone());
            application
        })
    });
    assert_eq!(applications[0].client_id, applications[1].client_id, "one seed");
    let tenants = Arc::new(Tenants::one(Arc::clone(&first)));
    let gateway = Doors::listen(Listen::default()).await.unwrap().open_for(tenants);
    gateway.tenants().add(Arc::clone(&second));
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("root.pem"), first.root().pem()).unwrap();
    let [application, _] = applications;
    Twins { gateway, first, second, application, folder }
}

impl Twins {
    fn proxy(&self, user: &str) -> String {
        format!("http://{user}{}", self.gateway.addresses().http)
    }

    /// A tenant is named by the proxy's user, `second:any@`; nobody is the first.
    fn client(&self, user: &str) -> reqwest::Client {
        client_of(&self.first, &self.proxy(user))
    }

    fn form(&self) -> String {
        let Application { client_id, secret, .. } = &self.application;
        let secret = secret.reveal();
        format!("grant_type=client_credentials&client_id={client_id}&client_secret={secret}")
    }

    async fn ask_token(&self, user: &str) -> reqwest::Result<reqwest::Response> {
        let request = self.client(user).post(TOKEN).body(self.form());
        request.header("content-type", "application/x-www-form-urlencoded").send().await
    }
}

fn operations(tenant: &Tenant, operation: &str) -> Vec<Entry> {
    tenant.office().journal.select(|entry| entry.operation == operation)
}

#[tokio::test]
async fn what_one_tenant_issued_is_unknown_to_the_other_even_where_both_draw_the_same() {
    let twins = twins().await;
    let answer = twins.ask_token("second:any@").await.unwrap();
    let json: serde_json::Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let token = json["access_token"].as_str().unwrap().to_owned();
    let call = "https://sandbox-api.piste.gouv.fr/cpro/transverses/v1/health-check";
    for (user, status) in [("second:any@", 403), ("", 401), ("first:any@", 401)] {
        let call = twins.client(user).get(call).bearer_auth(&token).send().await.unwrap();
        assert_eq!(call.status(), status, "{user}");
    }
    assert_eq!(operations(&twins.second, "piste.token").len(), 1);
    assert_eq!(operations(&twins.first, "piste.token"), []);
    assert_eq!(operations(&twins.first, "piste.gateway").len(), 2);
}

#[tokio::test]
async fn faults_and_time_of_one_tenant_spare_the_other() {
    let twins = twins().await;
    let verdict = Verdict::Answer { status: 503, body: String::new() };
    twins.second.office().faults.ask(Fault::next("piste.token", verdict).times(2));
    twins.second.advance_to(start() + SignedDuration::from_hours(24)).await;
    for (user, status, date) in [
        ("", 200, "Mon, 02 Mar 2026 09:00:00 GMT"),
        ("second:@", 503, "Tue, 03 Mar 2026 09:00:00 GMT"),
    ] {
        let answer = twins.ask_token(user).await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["date"]),
            (status, &date.parse().unwrap())
        );
    }
    // In clear, by the label before the host.
    for (label, status, date) in
        [("", 200, "Mon, 02 Mar"), ("first.", 200, "Mon, 02 Mar"), ("second.", 503, "Tue, 03 Mar")]
    {
        let answer = in_clear(&twins, label).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
        assert!(answer.contains(&format!("date: {date} 2026 09:00:00 GMT")), "{answer}");
    }
    assert_eq!(operations(&twins.first, "piste.token").len(), 3);
}

async fn in_clear(twins: &Twins, label: &str) -> String {
    let form = twins.form();
    let ask = format!(
        "POST /api/oauth/token HTTP/1.1\r\nHost: {label}sandbox-oauth.piste.gouv.fr.localhost\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{form}",
        form.len()
    );
    let mut stream = TcpStream::connect(twins.gateway.addresses().http).await.unwrap();
    stream.write_all(ask.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn curl_reaches_its_tenant_by_the_proxy_s_user_alone() {
    if !has("curl") {
        return;
    }
    let twins = twins().await;
    for (user, known) in [("second:any@", true), ("second@", true), ("nobody:any@", false)] {
        let mut curl = Command::new("/usr/bin/curl");
        curl.current_dir(twins.folder.path()).args([
            "-sS",
            "--cacert",
            "root.pem",
            "--noproxy",
            "",
        ]);
        curl.args(["--proxy", &twins.proxy(user), "-d", &twins.form(), TOKEN]);
        let output = curl.kill_on_drop(true).output().await.unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert_eq!(said.contains("\"access_token\""), known, "{said}");
        assert!(known || said.contains("407"), "{said}");
    }
    let counts = [&twins.first, &twins.second].map(|it| operations(it, "piste.token").len());
    assert_eq!(counts, [0, 2]);
}

#[tokio::test]
async fn a_removed_tenant_takes_its_connections_with_it_and_its_name_is_free_again() {
    let twins = twins().await;
    assert_eq!(twins.gateway.tenants().names(), ["first", "second"]);
    let client = twins.client("second:@");
    let ask = || client.post(TOKEN).body(twins.form()).send();
    assert!(ask().await.is_ok());
    twins.second.office().faults.ask(Fault::next("piste.token", Verdict::Stall));
    let mut stalled = std::pin::pin!(ask());
    tokio::select! {
        biased;
        _ = &mut stalled => panic!("answered although it stalls"),
        () = struck(&twins.second) => {}
    }
    assert!(twins.gateway.tenants().remove("second"));
    assert!(!twins.gateway.tenants().remove("second") && !twins.gateway.tenants().remove("first"));
    assert!(stalled.await.is_err());
    assert!(ask().await.is_err());
    assert_eq!(twins.gateway.tenants().names(), ["first"]);
    assert!(twins.ask_token("").await.is_ok());
    let settings = Settings {
        door_keys: DoorKeysFrom::Shared(Arc::clone(twins.first.door_keys())),
        ..Settings::default()
    };
    let third = Tenant::open("second", Arc::new(Clock::held(start())), &settings).unwrap();
    twins.gateway.tenants().add(Arc::new(third));
    assert_eq!(twins.ask_token("second:@").await.unwrap().status(), 400, "a new, empty tenant");
}

async fn struck(tenant: &Tenant) {
    while !tenant.office().faults.unused().is_empty() {
        tokio::task::yield_now().await;
    }
}

/// Lists the pick-up of a user with OpenSSH's own client.
async fn sftp(twins: &Twins, user: &str) -> (bool, String) {
    sftp_at(twins, user, twins.gateway.addresses().sftp).await
}

async fn sftp_at(twins: &Twins, user: &str, address: SocketAddr) -> (bool, String) {
    let folder = twins.folder.path();
    write_key(folder, key(Key::Current).to_openssh(LineEnding::LF).unwrap().as_bytes());
    std::fs::write(folder.join("batch"), "ls retrait\n").unwrap();
    let known = format!("[{}]:{} {}\n", address.ip(), address.port(), twins.first.sftp_host_key());
    std::fs::write(folder.join("known_hosts"), known).unwrap();
    let mut sftp = Command::new("/usr/bin/sftp");
    sftp.current_dir(folder).args(["-F", "none", "-i", "key", "-b", "batch"]);
    sftp.args(["-P", &address.port().to_string()]);
    for option in ["UserKnownHostsFile=known_hosts", "IdentitiesOnly=yes", "IdentityAgent=none"] {
        sftp.args(["-o", option]);
    }
    sftp.arg(format!("{user}@{}", address.ip()));
    let output = sftp.kill_on_drop(true).output().await.unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn write_key(folder: &Path, key: &[u8]) {
    let path = folder.join("key");
    std::fs::write(&path, key).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

#[tokio::test]
async fn openssh_reaches_its_tenant_by_its_user_and_one_host_key_proves_both() {
    if !has("sftp") {
        return;
    }
    let twins = twins().await;
    let active = || Some(registered("edi.p7b", key_line(&key(Key::Current))));
    twins.second.systems().qualification.arrange(|state, _| *state = chorus_pro(active()));
    for (user, opens) in [
        (format!("second.{CODE}"), true),
        (CODE.to_owned(), false),
        (format!("first.{CODE}"), false),
        (format!("nobody.{CODE}"), false),
    ] {
        let (opened, said) = sftp(&twins, &user).await;
        assert_eq!(opened, opens, "{user}: {said}");
    }
    let sessions = operations(&twins.second, "sftp.session");
    let [session] = &sessions[..] else { panic!("found {sessions:?}") };
    assert_eq!((&*session.actor, &session.outcome), ("sftp/VFE012", &Outcome::Accepted));
    let refused = operations(&twins.first, "sftp.session");
    assert_eq!(refused.len(), 3, "{refused:?}");
    assert!(twins.gateway.tenants().remove("second"));
    assert!(!sftp(&twins, &format!("second.{CODE}")).await.0);
}

#[tokio::test]
async fn a_reset_of_an_sftp_session_reaches_its_client() {
    if !has("sftp") {
        return;
    }
    let twins = twins().await;
    let active = Some(registered("edi.p7b", key_line(&key(Key::Current))));
    twins.first.systems().qualification.arrange(|state, _| *state = chorus_pro(active));
    twins.first.office().faults.ask(Fault::next("sftp.list", Verdict::Reset));
    // Between the two stands what sees how the connection ends.
    let between = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = between.local_addr().unwrap();
    let relay = async {
        let (mut client, _) = between.accept().await.unwrap();
        let mut door = TcpStream::connect(twins.gateway.addresses().sftp).await.unwrap();
        tokio::io::copy_bidirectional(&mut client, &mut door).await
    };
    let (ended, (opened, said)) = tokio::join!(relay, sftp_at(&twins, CODE, address));
    assert_eq!(ended.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    assert!(!opened, "{said}");
}
