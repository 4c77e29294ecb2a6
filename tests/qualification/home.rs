//! Where whoever runs raccord works: a folder with a raccord.toml that describes the second process
//! as if it were the real systems, and certificates in every form that settings take.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use openssl::pkey::PKey;
use openssl::symm::Cipher;
use raccord_certs::format::{pkcs7, pkcs12};
use raccord_certs::{Certificate, Key};
use serde_json::Value;
use tempfile::TempDir;

use crate::search::Canary;
use crate::second::{Second, raccord};

/// The run of everything that can be run against a real environment.
pub(crate) const RUN: &[&str] =
    &["run", "features/qualification", "--env", "qualification", "--allow-destructive"];

/// The passwords that are chosen here, with characters that every encoding writes otherwise.
pub(crate) const P12_PASSWORD: &str = "p12 Canari&é/+<42>";
const KEY_PASSWORD: &str = "clé Canari=\"%\"/+?43";
pub(crate) const PROXY_PASSWORD: &str = "proxy Canari/+&44=";

/// The folder, with a second process beside it.
pub(crate) struct Home {
    pub(crate) second: Second,
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::beside(Second::serve())
    }

    /// Beside a second process.
    pub(crate) fn beside(second: Second) -> Self {
        let home = Self { second, folder: tempfile::tempdir().unwrap() };
        home.write_certificates();
        home.write("raccord.toml", home.settings().as_bytes());
        home.write("portal-password", b"");
        home
    }

    /// Has runs suspended where they would wait for longer.
    pub(crate) fn waits_at_most(&self, longest: &str) {
        let table = "[environments.qualification]\n";
        self.describes_instead(table, &format!("{table}longest_wait_here = \"{longest}\"\n"));
    }

    /// Describes the environment with another text in the place of one.
    pub(crate) fn describes_instead(&self, text: &str, other: &str) {
        let settings = self.settings();
        assert!(settings.contains(text), "no {text} in {settings}");
        self.write("raccord.toml", settings.replacen(text, other, 1).as_bytes());
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A command of raccord here, with the secrets in its environment.
    pub(crate) fn raccord(&self, arguments: &[&str]) -> Command {
        self.raccord_in(self.path(), arguments)
    }

    /// The same in another folder.
    pub(crate) fn raccord_in(&self, folder: &Path, arguments: &[&str]) -> Command {
        let mut command = raccord(folder);
        command
            .args(arguments)
            .env("PISTE_CLIENT_SECRET", self.second.variable("RACCORD_PISTE_CLIENT_SECRET"))
            .env("CPRO_PASSWORD", self.second.variable("RACCORD_CPRO_PASSWORD"))
            .env("EDI_PASSWORD", P12_PASSWORD)
            .env("EDI_NEXT_PASSWORD", KEY_PASSWORD)
            .env("PROXY_CREDENTIALS", format!("default:{PROXY_PASSWORD}"));
        command
    }

    /// The flows that Chorus Pro took over EDI, by the names of their envelopes, in their order.
    pub(crate) fn flows(&self) -> Vec<String> {
        let taken = self.accepted("sftp.close");
        let names = taken.iter().filter_map(|entry| entry["fields"]["file"].as_str());
        // Reports that are fetched end as well.
        names.filter(|name| name.starts_with("FSO")).map(str::to_owned).collect()
    }

    /// What the journal says of an operation that was let in.
    pub(crate) fn accepted(&self, operation: &str) -> Vec<Value> {
        let mut entries = self.second.journal(operation);
        // Behind a fault it says beside what was decided.
        let is_in = |entry: &Value| entry["fields"]["decided"] == "accepted";
        entries.retain(|entry| entry["outcome"]["kind"] == "accepted" || is_in(entry));
        entries
    }

    /// Takes up again the run in a folder of runs, wherever that is.
    pub(crate) fn resume(&self, runs: &Path) -> Command {
        let runs = runs.to_str().unwrap();
        let settings = self.path().join("raccord.toml");
        let mut command = self.raccord(&["resume", "--runs", runs]);
        command.arg("--config").arg(settings);
        command
    }

    /// Whatever became of the run meanwhile, the systems took each thing once.
    pub(crate) fn assert_everything_was_done_once(&self) {
        self.assert_everything_was_done_once_or(String::new);
    }

    /// The same, with what to tell otherwise.
    pub(crate) fn assert_everything_was_done_once_or(&self, told: impl Fn() -> String) {
        let flows = self.flows();
        let different: BTreeSet<_> = flows.iter().collect();
        assert_eq!((flows.len(), different.len()), (3, 3), "{flows:?}\n{}", told());
        for operation in ["chorus-pro.deposer-flux", "dimona.declare"] {
            assert_eq!(self.accepted(operation).len(), 1, "{operation}\n{}", told());
        }
        // What came is fetched, and nothing was left to be purged.
        assert_eq!(self.accepted("sftp.fetch").len(), 3, "{}", told());
    }

    /// All secrets that there are, wherever they are.
    pub(crate) fn canaries(&self) -> Vec<Canary> {
        let variable = |name: &str| Canary::new(name, self.second.variable(name));
        let names = [
            "RACCORD_PISTE_CLIENT_SECRET",
            "RACCORD_CPRO_PASSWORD",
            "RACCORD_PORTAL_PASSWORD",
            "RACCORD_SOCIAL_SECURITY_CHAMAN_PASSWORD",
            "RACCORD_SOCIAL_SECURITY_PFX_PASSWORD",
        ];
        let mut canaries: Vec<_> = names.map(variable).into();
        canaries.push(Canary::new("the password of the .p12", P12_PASSWORD));
        canaries.push(Canary::new("the password of the key", KEY_PASSWORD));
        canaries.push(Canary::new("the password of the proxy", PROXY_PASSWORD));
        for name in KEYS {
            canaries.extend(Canary::of_key(name, self.key(name).pkcs8_der()));
        }
        canaries
    }

    fn key(&self, name: &str) -> Key {
        Key::from_pkcs8_pem(std::str::from_utf8(&self.second.file(name)).unwrap()).unwrap()
    }

    /// The certificate in effect as PKCS#12, the next one's key closed with a password; those of
    /// social security in clear and as PKCS#12.
    fn write_certificates(&self) {
        let current = pkcs7::decode(&self.second.file("edi-sftp.p7b")).unwrap();
        let [certificate, chain @ ..] = &*current else { panic!("no certificate") };
        let key = self.key("edi-sftp.key");
        let p12 = pkcs12::encode(&key, certificate, chain, P12_PASSWORD).unwrap();
        self.write("edi.p12", &p12);
        self.write("edi-next.p7b", &self.second.file("edi-sftp-next.p7b"));
        let next = PKey::private_key_from_pem(&self.second.file("edi-sftp-next.key")).unwrap();
        let cipher = Cipher::aes_256_cbc();
        let closed = next.private_key_to_pem_pkcs8_passphrase(cipher, KEY_PASSWORD.as_bytes());
        self.write("edi-next.key", &closed.unwrap());
        for name in ["social-security.pfx", "social-security-next.cer", "social-security-next.key"]
        {
            self.write(name, &self.second.file(name));
        }
        let password = self.second.variable("RACCORD_SOCIAL_SECURITY_PFX_PASSWORD");
        self.write("pfx-password", format!("{password}\n").as_bytes());
        self.write("ca.pem", &self.second.file("ca.pem"));
        assert!(Certificate::from_der(&self.second.file("social-security.cer")).is_ok());
    }

    /// Writes a file for its owner alone.
    pub(crate) fn write(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.path().join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    }

    fn settings(&self) -> String {
        let of = |name| self.second.variable(name);
        format!(
            r#"
[environments.qualification]
proxy = "{proxy}"
proxy_credentials = {{ env = "PROXY_CREDENTIALS" }}
trust = "ca.pem"
hosts = ["crl.raccord.test", "ocsp.raccord.test"]

[environments.qualification.waits]
activation = {{ every = "500ms", deadline = "1min" }}
report = {{ every = "500ms", deadline = "1min" }}
detailed_report = {{ every = "500ms", deadline = "1min" }}
token = {{ every = "500ms", deadline = "1min" }}

[environments.qualification.chorus_pro]
portal = "https://qualif.chorus-pro.gouv.fr"
siret = "{siret}"
organization = "Fournitures du Nord"
manager = "{manager}"

[environments.qualification.chorus_pro.piste]
oauth = "https://sandbox-oauth.piste.gouv.fr"
api = "https://sandbox-api.piste.gouv.fr"
client_id = "{client_id}"
client_secret = {{ env = "PISTE_CLIENT_SECRET" }}
login = "{login}"
password = {{ env = "CPRO_PASSWORD" }}

[environments.qualification.chorus_pro.edi]
sftp = "{sftp}"
host_key = "{host_key}"
application_code = "{application_code}"

[[environments.qualification.chorus_pro.edi.certificates]]
file = "edi.p12"
password = {{ env = "EDI_PASSWORD" }}

[[environments.qualification.chorus_pro.edi.certificates]]
file = "edi-next.p7b"
key = "edi-next.key"
password = {{ env = "EDI_NEXT_PASSWORD" }}

[environments.qualification.social_security]
stage = "acceptance"
number = "{number}"
name = "Boulangerie du Parc"
quality = "employer"
client_id = "{ss_client_id}"
applications = ["Dimona", "Federal Learning Account"]

[[environments.qualification.social_security.certificates]]
file = "social-security.pfx"
password = {{ file = "pfx-password" }}

[[environments.qualification.social_security.certificates]]
file = "social-security-next.cer"
key = "social-security-next.key"
"#,
            proxy = self.second.ready("proxy"),
            siret = self.siret(),
            manager = of("RACCORD_PORTAL_LOGIN"),
            client_id = of("RACCORD_PISTE_CLIENT_ID"),
            login = of("RACCORD_CPRO_LOGIN"),
            sftp = self.second.ready("sftp"),
            host_key = self.second.host_key(),
            application_code = of("RACCORD_SFTP_USER"),
            number = of("RACCORD_SOCIAL_SECURITY_ENTERPRISE_NUMBER"),
            ss_client_id = of("RACCORD_SOCIAL_SECURITY_CLIENT_ID"),
        )
    }

    /// The SIRET of the supplier, which its certificate names.
    pub(crate) fn siret(&self) -> String {
        let certificates = pkcs7::decode(&self.second.file("edi-sftp.p7b")).unwrap();
        let subject = certificates[0].subject().to_string();
        let is_digits =
            |text: &&str| text.len() == 14 && text.bytes().all(|it| it.is_ascii_digit());
        let mut words = subject.split(|it: char| !it.is_ascii_digit());
        words.find(is_digits).unwrap_or_else(|| panic!("no SIRET in {subject}")).to_owned()
    }
}

/// The private keys of those who are connected.
const KEYS: [&str; 4] =
    ["edi-sftp.key", "edi-sftp-next.key", "social-security.key", "social-security-next.key"];
