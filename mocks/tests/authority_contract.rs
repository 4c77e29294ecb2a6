//! What the supplier's authorities say of revocation, asked as any client asks: through the proxy
//! under the names that certificates carry, or straight under `<host>.localhost`.
//!
//! Without `openssl` and `curl` the tests that need them say so and judge nothing, unless
//! `RACCORD_TEST_PEERS=required`.

#![cfg(test)]

mod support;

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use raccord_certs::authority::{HierarchyKeys, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::profile::CHORUS_PRO_SSL_CLIENT;
use raccord_certs::revocation::{Evidence, OcspRequest, Reason, Revocation, Status};
use raccord_certs::{Certificate, Key, KeyKind, Subject, Validity};
use raccord_kernel::{Fault, Verdict};
use raccord_mocks::authority::{self, Says};
use support::{Open, start};
use tokio::process::Command;

/// A gateway that serves a hierarchy, and a certificate that it issued.
struct Served {
    open: Open,
    hierarchy: SupplierHierarchy,
    leaf: Certificate,
}

impl Served {
    async fn open() -> Self {
        let open = Open::at(start(), Vec::new()).await;
        let hierarchy = hierarchy();
        let leaf = issue(&hierarchy, 7);
        open.tenant.systems().authority.arrange(|it, _| {
            it.serve(&hierarchy);
            it.issued(&leaf);
        });
        Self { open, hierarchy, leaf }
    }

    fn revoke(&self, reason: Reason) -> Revocation {
        let revocation = Revocation { since: start(), reason: Some(reason) };
        let authority = &self.open.tenant.systems().authority;
        assert!(authority.arrange(|it, _| it.revoke(&self.leaf, revocation)));
        revocation
    }

    fn arrange(&self, arrange: impl FnOnce(&mut authority::Authorities)) {
        self.open.tenant.systems().authority.arrange(|it, _| arrange(it));
    }

    async fn list(&self) -> Vec<u8> {
        let response = self.open.client().get(&self.leaf.crl_urls()[0]).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/pkix-crl");
        response.bytes().await.unwrap().to_vec()
    }

    async fn ask(&self, request: Vec<u8>) -> Vec<u8> {
        let ask = self.open.client().post(&self.leaf.ocsp_urls()[0]).body(request);
        let response = ask.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/ocsp-response");
        response.bytes().await.unwrap().to_vec()
    }

    fn request(&self) -> OcspRequest {
        OcspRequest::about(&self.leaf, self.hierarchy.issuing())
    }

    fn status(&self, file: &[u8]) -> Status {
        let evidence = Evidence::read(file).unwrap();
        evidence.status_of(&self.leaf, self.hierarchy.issuing(), start())
    }

    async fn answered(&self) -> Status {
        self.status(&self.ask(self.request().to_der()).await)
    }
}

fn hierarchy() -> SupplierHierarchy {
    let key = || Key::generate(KeyKind::P256).unwrap();
    let keys = HierarchyKeys { root: key(), issuing: key() };
    let validity = Validity::days(start(), 3650);
    SupplierHierarchy::reachable_at(authority::addresses(), &keys, validity).unwrap()
}

fn issue(hierarchy: &SupplierHierarchy, serial: u8) -> Certificate {
    let order = Order {
        profile: &CHORUS_PRO_SSL_CLIENT,
        subject: &Subject::french("ventes", "Exemple", "12345678900012"),
        key: SubjectKey::Pair(&Key::generate(KeyKind::Rsa2048).unwrap()),
        validity: Validity::days(start(), 365),
        defect: None,
        serial: [serial; 16],
    };
    hierarchy.issue(&order).unwrap().certificate
}

#[tokio::test]
async fn pki_list_01_the_list_names_who_is_revoked_since_when_and_why() {
    let served = Served::open().await;
    assert!(matches!(served.status(&served.list().await), Status::Good(_)));
    let revocation = served.revoke(Reason::Superseded);
    assert_eq!(served.status(&served.list().await), Status::Revoked(revocation));
    let Ok(Evidence::List(list)) = Evidence::read(&served.list().await) else { panic!("no list") };
    assert_eq!(list.number(), Some("3"));
    assert_eq!(served.open.unknown(), [] as [&str; 0]);
}

#[tokio::test]
async fn pki_ocsp_01_a_certificate_is_good_revoked_or_unknown() {
    let served = Served::open().await;
    assert!(matches!(served.answered().await, Status::Good(_)));
    let revocation = served.revoke(Reason::KeyCompromise);
    assert_eq!(served.answered().await, Status::Revoked(revocation));
    served.arrange(|it| assert!(it.say_of(&served.leaf, Says::Unknown)));
    assert_eq!(served.answered().await, Status::Unknown);

    // Issued with the authority's key, and not in its books.
    let stranger = issue(&served.hierarchy, 8);
    let issuing = served.hierarchy.issuing();
    let answer = served.ask(OcspRequest::about(&stranger, issuing).to_der()).await;
    let evidence = Evidence::read(&answer).unwrap();
    assert_eq!(evidence.status_of(&stranger, issuing, start()), Status::Unknown);
    // The issuing authority is in the root's books.
    let root = served.hierarchy.root();
    let answer = served.ask(OcspRequest::about(issuing, root).to_der()).await;
    let evidence = Evidence::read(&answer).unwrap();
    assert!(matches!(evidence.status_of(issuing, root, start()), Status::Good(_)));
}

#[tokio::test]
async fn pki_ocsp_02_the_nonce_of_a_request_comes_back() {
    let served = Served::open().await;
    let nonce = vec![4, 4, 1, 2, 3, 4];
    let request = OcspRequest { nonce: Some(nonce.clone()), ..served.request() };
    for (request, expected) in [(request, Some(nonce.as_slice())), (served.request(), None)] {
        let answer = Evidence::read(&served.ask(request.to_der()).await).unwrap();
        let Evidence::Response(response) = answer else { panic!("no answer") };
        assert_eq!(response.nonce(), expected);
    }
}

#[tokio::test]
async fn pki_ocsp_03_a_request_that_cannot_be_read_is_malformed() {
    let served = Served::open().await;
    let error = Evidence::read(&served.ask(b"nonsense".to_vec()).await).unwrap_err();
    assert_eq!(error.to_string(), "the OCSP responder did not answer: `malformedRequest`");
    assert_eq!(served.open.unknown(), [] as [&str; 0]);
}

#[tokio::test]
async fn pki_ocsp_04_another_authority_s_certificates_are_not_answered_for() {
    let served = Served::open().await;
    let other = hierarchy();
    let request = OcspRequest::about(&served.leaf, other.issuing());
    let mut both = served.request();
    both.certificates.extend(request.certificates.clone());
    for request in [request, both] {
        let error = Evidence::read(&served.ask(request.to_der()).await).unwrap_err();
        assert_eq!(error.to_string(), "the OCSP responder did not answer: `unauthorized`");
    }
}

#[tokio::test]
async fn pki_ocsp_05_a_request_comes_by_get_as_well() {
    let served = Served::open().await;
    let text = STANDARD.encode(served.request().to_der());
    for text in [text.replace('/', "%2F").replace('+', "%2B").replace('=', "%3D"), text] {
        let address = format!("{}{text}", served.leaf.ocsp_urls()[0]);
        let answer = served.open.client().get(address).send().await.unwrap();
        assert!(matches!(served.status(&answer.bytes().await.unwrap()), Status::Good(_)));
    }
}

#[tokio::test]
async fn pki_issuer_01_an_authority_s_certificate_is_where_others_say_it_is() {
    let served = Served::open().await;
    let fetch = async |address: &str| {
        let response = served.open.client().get(address).send().await.unwrap();
        assert_eq!(response.headers()["content-type"], "application/pkix-cert");
        Certificate::from_der(&response.bytes().await.unwrap()).unwrap()
    };
    let issuing = fetch(&served.leaf.ca_issuer_urls()[0]).await;
    assert_eq!(&issuing, served.hierarchy.issuing());
    assert_eq!(&fetch(&issuing.ca_issuer_urls()[0]).await, served.hierarchy.root());
}

#[tokio::test]
async fn what_is_said_can_be_stale_although_it_was_good_when_it_was_said() {
    let served = Served::open().await;
    served.revoke(Reason::Superseded);
    served.arrange(|it| it.say(Says::Stale));
    // Two days ago nobody had revoked it.
    for file in [served.list().await, served.ask(served.request().to_der()).await] {
        assert!(matches!(served.status(&file), Status::Stale(_)));
    }
}

#[tokio::test]
async fn an_answer_that_does_not_come_neither_stops_time_nor_outlives_it() {
    let served = Served::open().await;
    let fault = |times, verdict| Fault::next("authority.ocsp", verdict).times(times);
    let faults = &served.open.tenant.office().faults;
    faults.ask(fault(2, Verdict::Stall));
    let client = served.open.client();
    let address = &served.leaf.ocsp_urls()[0];
    let hasty = client.post(address).body(served.request().to_der());
    let error = hasty.timeout(Duration::from_millis(200)).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    // Whoever has all the time in the world is hung up on in the end.
    let patient = client.post(address).body(served.request().to_der()).send();
    let (answer, ()) = tokio::join!(patient, async {
        while !faults.unused().is_empty() {
            tokio::task::yield_now().await;
        }
        let later = start() + SignedDuration::from_mins(6);
        served.open.tenant.advance_to(later).await;
    });
    assert!(!answer.unwrap_err().is_timeout());
    faults.ask(fault(1, Verdict::Answer { status: 503, body: String::new() }));
    let down = client.post(address).body(served.request().to_der()).send().await.unwrap();
    assert_eq!(down.status(), 503);
}

/// Whether a program is there.
async fn has(program: &str, argument: &str) -> bool {
    let found = Command::new(program).arg(argument).output().await.is_ok();
    #[expect(clippy::disallowed_methods, reason = "only the test itself can say what CI demands")]
    let is_required = std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
    assert!(found || !is_required, "no {program}, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install {program}");
    }
    found
}

async fn run(folder: &Path, command: &str) -> (bool, String) {
    let mut words = command.split_whitespace();
    let mut program = Command::new(words.next().unwrap());
    program.current_dir(folder).args(words).kill_on_drop(true);
    // Whatever proxy this machine has must not be asked.
    for name in ["http_proxy", "HTTP_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"] {
        program.env_remove(name);
    }
    let ran = program.output().await.unwrap();
    let said = [ran.stdout, ran.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    (ran.status.success(), said.concat())
}

async fn must(folder: &Path, command: &str) -> String {
    let (succeeded, said) = run(folder, command).await;
    assert!(succeeded, "{command}: {said}");
    said
}

fn papers(served: &Served) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, it: &Certificate| {
        std::fs::write(folder.path().join(name), it.pem()).unwrap();
    };
    write("leaf.pem", &served.leaf);
    write("issuing.pem", served.hierarchy.issuing());
    write("root.pem", served.hierarchy.root());
    let path = folder.path().to_owned();
    (folder, path)
}

#[tokio::test]
async fn openssl_asks_the_responder_through_the_proxy_and_at_its_port() {
    if !has("openssl", "version").await {
        return;
    }
    let served = Served::open().await;
    let (_folder, path) = papers(&served);
    let (door, at) = (served.open.gateway.addresses().http, start().as_second());
    let common = format!(
        "openssl ocsp -issuer issuing.pem -cert leaf.pem -CAfile root.pem \
         -verify_other issuing.pem -attime {at} -validity_period 999999999"
    );
    let proxied = format!("{common} -url http://{} -proxy http://{door}", authority::OCSP_HOST);
    let local =
        format!("{common} -url http://{door}/ -header Host={}.localhost", authority::OCSP_HOST);
    for ask in [
        &proxied,
        &local,
        &format!("{proxied} -no_nonce"),
        &local.replace("-cert", "-sha256 -cert"),
    ] {
        let said = must(&path, ask).await;
        assert!(said.contains("Response verify OK") && said.contains("leaf.pem: good"), "{said}");
    }
    served.revoke(Reason::KeyCompromise);
    let said = must(&path, &proxied).await;
    assert!(said.contains("leaf.pem: revoked") && said.contains("keyCompromise"), "{said}");
    assert_eq!(served.open.unknown(), [] as [&str; 0]);
}

#[tokio::test]
async fn curl_fetches_the_list_and_openssl_refuses_who_is_on_it() {
    if !(has("openssl", "version").await && has("curl", "--version").await) {
        return;
    }
    let served = Served::open().await;
    let (_folder, path) = papers(&served);
    let (door, at) = (served.open.gateway.addresses().http, start().as_second());
    let address = &served.leaf.crl_urls()[0];
    let local = address.replace(
        authority::LIST_HOST,
        &format!("{}.localhost:{}", authority::LIST_HOST, door.port()),
    );
    let verify = format!(
        "openssl verify -attime {at} -crl_check -CAfile root.pem -untrusted issuing.pem \
         -CRLfile list.pem leaf.pem"
    );
    for fetch in [
        format!("curl -sSf -o list.crl --proxy http://{door} {address}"),
        format!("curl -sSf -o list.crl {local}"),
    ] {
        must(&path, &fetch).await;
        must(&path, "openssl crl -inform DER -in list.crl -out list.pem").await;
        must(&path, &verify).await;
    }
    served.revoke(Reason::KeyCompromise);
    must(&path, &format!("curl -sSf -o list.crl {local}")).await;
    must(&path, "openssl crl -inform DER -in list.crl -out list.pem").await;
    let (accepted, said) = run(&path, &verify).await;
    assert!(!accepted && said.contains("certificate revoked"), "{said}");
}
