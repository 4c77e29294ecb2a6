//! Clients that are not ours, unmodified, through the real gateway: a proxy and a root are all that
//! they are told.
//!
//! They live on the machine's clock, and so does the gateway here. Without Authlib for `python3`,
//! or openid-client and undici for `node`, a test says so and judges nothing, unless
//! `RACCORD_TEST_PEERS=required`.

use std::path::Path;
use std::sync::Arc;

use raccord_kernel::clock::machine_now;
use raccord_kernel::{Clock, Desk, Outcome};
use raccord_mocks::gateway::{Doors, Gateway, Listen, Settings, Tenant, Tenants};
use raccord_mocks::social_security::SocialSecurity;
use raccord_mocks::social_security::oauth::AudienceProfile;
use serde_json::Value;
use tokio::process::Command;

use crate::world::{
    CLIENT_ID, DIMONA, Delivered, ISSUER, SECOND, TOKEN_URL, account, deliver_from, registered,
};

/// A gateway on the machine's clock, with an account whose certificate is valid by it.
struct Open {
    gateway: Gateway,
    tenant: Arc<Tenant>,
    folder: tempfile::TempDir,
    delivered: Delivered,
}

impl Open {
    async fn new() -> Self {
        let now = machine_now();
        let clock = Arc::new(Clock::running(now));
        let tenant = Arc::new(Tenant::open("default", clock, &Settings::default()).unwrap());
        let tenants = Arc::new(Tenants::one(Arc::clone(&tenant)));
        let gateway = Doors::listen(Listen::default()).await.unwrap().open_for(tenants);
        let delivered = deliver_from(now, raccord_certs::KeyKind::Rsa2048);
        let folder = tempfile::tempdir().unwrap();
        let write = |name, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        write("root.pem", tenant.root().pem());
        write("key.pem", delivered.key.pkcs8_pem());
        write("other.pem", SECOND.key.pkcs8_pem());
        let open = Self { gateway, tenant, folder, delivered };
        open.desk().arrange(|state, now| {
            let mut account = account(1, CLIENT_ID);
            account.certificates = vec![registered(1, &open.delivered)];
            account.certificates[0].effective_at = now;
            state.chaman.accounts.put(account);
        });
        open
    }

    fn desk(&self) -> &Desk<SocialSecurity> {
        &self.tenant.systems().social_security
    }

    /// Runs a peer, and reads the JSON that it prints.
    async fn run(&self, program: &str, script: &str, arguments: &[&str]) -> Value {
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/social_security_oauth/peers")
            .join(script);
        let root = self.folder.path().join("root.pem");
        let mut command = Command::new(program);
        command.arg(script).args(arguments).current_dir(self.folder.path());
        command.env("HTTPS_PROXY", format!("http://{}", self.gateway.addresses().http));
        command.env("REQUESTS_CA_BUNDLE", &root).env("NODE_EXTRA_CA_CERTS", &root);
        for name in ["https_proxy", "NO_PROXY", "no_proxy"] {
            command.env_remove(name);
        }
        let output = command.kill_on_drop(true).output().await.unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&told).unwrap_or_else(|_| panic!("no JSON: {told}"))
    }

    async fn authlib(&self, key: &str, scope: &[&str]) -> Value {
        let arguments = [&[TOKEN_URL, CLIENT_ID, key], scope].concat();
        self.run("python3", "with_authlib.py", &arguments).await
    }

    async fn openid_client(&self, audience: &str) -> Value {
        let arguments = [ISSUER, TOKEN_URL, CLIENT_ID, "key.pem", audience];
        self.run("node", "with-openid-client.mjs", &arguments).await
    }

    /// The rule that refused last, and why.
    fn refusal(&self) -> (String, String) {
        let entries = self.tenant.office().journal.entries();
        match &entries.last().unwrap().outcome {
            Outcome::Refused { rule, reason } => (rule.clone(), reason.clone()),
            other @ (Outcome::Accepted
            | Outcome::Faulted { .. }
            | Outcome::Unknown { .. }
            | Outcome::Incident { .. }) => panic!("not refused: {other:?}"),
        }
    }
}

/// Whether a peer is there: `program` runs `script`.
async fn has(program: &str, script: [&str; 2], what: &str) -> bool {
    let found = Command::new(program).args(script).output().await;
    let found = found.is_ok_and(|output| output.status.success());
    #[expect(clippy::disallowed_methods, reason = "only the test itself can say what CI demands")]
    let is_required = std::env::var_os("RACCORD_TEST_PEERS").is_some_and(|it| it == "required");
    assert!(found || !is_required, "no {what} for {program}, and RACCORD_TEST_PEERS=required");
    if !found {
        println!("not judged: install {what} for {program}");
    }
    found
}

async fn has_authlib() -> bool {
    has("python3", ["-c", "import authlib, requests, cryptography"], "Authlib").await
}

async fn has_openid_client() -> bool {
    let script = "['openid-client', 'undici'].map((name) => require.resolve(name))";
    has("node", ["-e", script], "openid-client").await
}

#[tokio::test]
async fn authlib_is_granted_a_token_and_told_that_another_key_is_not_registered() {
    if !has_authlib().await {
        return;
    }
    let open = Open::new().await;
    let token = open.authlib("key.pem", &[]).await;
    assert_eq!(token["token_type"], "Bearer", "{token}");
    assert_eq!((&token["expires_in"], &token["scope"]), (&600.into(), &DIMONA.join(" ").into()));
    assert_eq!(open.authlib("key.pem", &[DIMONA[1]]).await["scope"], DIMONA[1]);
    assert_eq!(open.authlib("key.pem", &["openid"]).await["error"], "invalid_scope");
    assert_eq!(open.authlib("other.pem", &[]).await["error"], "invalid_client");
    assert_eq!(open.refusal().0, "SS-OAUTH-16");
}

#[tokio::test]
async fn openid_client_is_granted_a_token_once_its_audience_is_the_token_endpoint() {
    if !has_openid_client().await {
        return;
    }
    let open = Open::new().await;
    for audience in ["issuer-is-endpoint", "modified"] {
        let token = open.openid_client(audience).await;
        assert_eq!(token["expires_in"], 600, "{token}");
        assert_eq!(token["scope"], DIMONA.join(" "), "{token}");
    }
    // As it comes it sends the issuer.
    for audience in ["default", "discovered"] {
        let answer = open.openid_client(audience).await;
        assert_eq!(answer["error"], "invalid_client", "{answer}");
        let (rule, reason) = open.refusal();
        assert_eq!(rule, "SS-OAUTH-21");
        assert!(reason.contains("libraries that follow the successor"), "{reason}");
    }
    for profile in [AudienceProfile::Legacy, AudienceProfile::Strict] {
        open.desk().arrange(|state, _| state.knobs.oauth.audience = profile);
        for audience in ["default", "discovered"] {
            let token = open.openid_client(audience).await;
            assert_eq!(token["token_type"], "bearer", "{token}");
        }
    }
}
