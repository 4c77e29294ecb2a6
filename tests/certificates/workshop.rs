//! Files as they lie on an operator's desk, and the program that is asked about them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use jiff::Timestamp;
use raccord_certs::authority::{HierarchyKeys, Order, SubjectKey, SupplierHierarchy};
use raccord_certs::format::pkcs7;
use raccord_certs::{Certificate, Defect, Key, KeyKind, Profile, Subject, Validity};
use tempfile::TempDir;

static HIERARCHY: LazyLock<SupplierHierarchy> = LazyLock::new(|| {
    let key = || Key::generate(KeyKind::P256).unwrap();
    let validity = period("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z");
    SupplierHierarchy::new(&HierarchyKeys { root: key(), issuing: key() }, validity).unwrap()
});

fn period(from: &str, until: &str) -> Validity {
    let instant = |text: &str| text.parse::<Timestamp>().unwrap();
    Validity { from: instant(from), until: instant(until) }
}

/// A folder of files.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    /// Puts a PKCS#7 with the chain there, of a certificate that is valid for two years from
    /// January 2026, and returns the certificate and its key.
    pub(crate) fn put_pkcs7(
        &self,
        name: &str,
        profile: &'static Profile,
        defect: Option<Defect>,
    ) -> (Certificate, Key) {
        let validity = period("2026-01-01T00:00:00Z", "2027-12-31T23:59:59Z");
        self.put_valid(name, profile, defect, validity)
    }

    /// The same, of one that is valid from one instant to another.
    pub(crate) fn put_during(
        &self,
        name: &str,
        profile: &'static Profile,
        from: &str,
        until: &str,
    ) -> (Certificate, Key) {
        self.put_valid(name, profile, None, period(from, until))
    }

    fn put_valid(
        &self,
        name: &str,
        profile: &'static Profile,
        defect: Option<Defect>,
        validity: Validity,
    ) -> (Certificate, Key) {
        let key = Key::generate(KeyKind::Rsa2048).unwrap();
        let subject = Subject::french("ventes.exemple.fr", "Exemple", "12345678900012");
        let pair = SubjectKey::Pair(&key);
        let order =
            Order { profile, subject: &subject, key: pair, validity, defect, serial: [7; 16] };
        let issued = HIERARCHY.issue(&order).unwrap();
        self.put(name, pkcs7::encode_der(&issued.with_chain()));
        (issued.certificate, key)
    }

    /// Runs `raccord cert` there, with arguments that are parted by spaces.
    pub(crate) fn cert(&self, arguments: &str) -> Said {
        let output = Command::new(env!("CARGO_BIN_EXE_raccord"))
            .arg("cert")
            .args(arguments.split(' '))
            .current_dir(self.path())
            .env_clear()
            .output()
            .unwrap();
        Said::of(output)
    }
}

/// What the program said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        Self { code: output.status.code().unwrap(), stdout, stderr }
    }

    /// The last line of stdout.
    pub(crate) fn verdict(&self) -> &str {
        self.stdout.lines().last().unwrap_or(&self.stderr)
    }
}
