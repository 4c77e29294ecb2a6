//! Mocks served by another process, and a folder with a `raccord.toml` that leads to them.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// The variables that hold secrets, by the variables of the mocks that have them.
const SECRETS: [(&str, &str); 3] = [
    ("PISTE_CLIENT_SECRET", "RACCORD_PISTE_CLIENT_SECRET"),
    ("CPRO_PASSWORD", "RACCORD_CPRO_PASSWORD"),
    ("SOCIAL_SECURITY_PASSWORD", "RACCORD_SOCIAL_SECURITY_PFX_PASSWORD"),
];

/// Mocks, ended when this is dropped.
pub(crate) struct Place {
    child: Child,
    lines: Vec<Value>,
    folder: TempDir,
}

/// What it came to.
pub(crate) struct Told {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The program, without the variables of whoever runs the tests.
pub(crate) fn raccord(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raccord"));
    command.current_dir(folder).env_clear();
    command
}

impl Place {
    /// Serves on free ports, with a starting state.
    pub(crate) fn new(start: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut child = raccord(folder.path())
            .args(["serve", "--port", "0", "--out", "rehearsal", "--start", start])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let lines = stdout.lines().take(2);
        let lines = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
        Self { child, lines, folder }
    }

    fn ready(&self, field: &str) -> &str {
        self.lines[0][field].as_str().unwrap()
    }

    /// A variable of whoever is connected; nothing where the starting state has none.
    pub(crate) fn variable(&self, name: &str) -> &str {
        self.lines[1]["variables"][name].as_str().unwrap_or_default()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where all is described that the connected state has.
    pub(crate) fn settings(&self) -> String {
        format!("{}{}{}{}", self.network(), self.piste(), self.edi(), self.social_security())
    }

    /// The environment, its proxy and its structure.
    pub(crate) fn network(&self) -> String {
        format!(
            "[environments.q]\nproxy = \"{}\"\ntrust = \"rehearsal/ca.pem\"\n\
             [environments.q.chorus_pro]\nportal = \"https://qualif.chorus-pro.gouv.fr\"\n\
             siret = \"73282932000074\"\norganization = \"Fournitures\"\nmanager = \"Someone\"\n",
            self.ready("proxy"),
        )
    }

    pub(crate) fn piste(&self) -> String {
        format!(
            "[environments.q.chorus_pro.piste]\noauth = \"https://sandbox-oauth.piste.gouv.fr\"\n\
             api = \"https://sandbox-api.piste.gouv.fr\"\nclient_id = \"{}\"\n\
             client_secret = {{ env = \"PISTE_CLIENT_SECRET\" }}\nlogin = \"{}\"\n\
             password = {{ env = \"CPRO_PASSWORD\" }}\n",
            self.variable("RACCORD_PISTE_CLIENT_ID"),
            self.variable("RACCORD_CPRO_LOGIN"),
        )
    }

    pub(crate) fn edi(&self) -> String {
        let certificate = "[[environments.q.chorus_pro.edi.certificates]]\n";
        format!(
            "[environments.q.chorus_pro.edi]\nsftp = \"{}\"\nhost_key = \"{}\"\n\
             application_code = \"{}\"\n\
             {certificate}file = \"rehearsal/edi-sftp.p7b\"\nkey = \"rehearsal/edi-sftp.key\"\n\
             {certificate}file = \"rehearsal/edi-sftp-next.p7b\"\n\
             key = \"rehearsal/edi-sftp-next.key\"\n",
            self.ready("sftp"),
            self.ready("sftp_host_key"),
            self.variable("RACCORD_SFTP_USER"),
        )
    }

    /// Simulation takes the accounts and tokens of production, which the mocks have.
    pub(crate) fn social_security(&self) -> String {
        format!(
            "[environments.q.social_security]\nstage = \"simulation\"\nnumber = \"{}\"\n\
             name = \"Boulangerie\"\nquality = \"employer\"\nclient_id = \"{}\"\n\
             [[environments.q.social_security.certificates]]\n\
             file = \"rehearsal/social-security.pfx\"\n\
             password = {{ env = \"SOCIAL_SECURITY_PASSWORD\" }}\n",
            self.variable("RACCORD_SOCIAL_SECURITY_ENTERPRISE_NUMBER"),
            self.variable("RACCORD_SOCIAL_SECURITY_CLIENT_ID"),
        )
    }

    /// The secrets that are known here, by the variable that holds each.
    pub(crate) fn secrets(&self) -> Vec<(&'static str, &str)> {
        let all = SECRETS.iter().map(|(name, variable)| (*name, self.variable(variable)));
        all.filter(|(_, secret)| !secret.is_empty()).collect()
    }

    /// Examines the environment that is described, with all secrets in their variables.
    pub(crate) fn examine(&self, settings: &str, arguments: &[&str]) -> Told {
        self.examine_with(settings, arguments, &self.secrets())
    }

    /// The same, with these variables.
    pub(crate) fn examine_with(
        &self,
        settings: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Told {
        fs::write(self.file("raccord.toml"), settings).unwrap();
        let mut command = raccord(self.folder.path());
        command.args(["doctor", "--env", "q"]).args(arguments).envs(variables.iter().copied());
        let told = Told::of(command.output().unwrap());
        for (_, secret) in self.secrets() {
            assert!(!told.stdout.contains(secret) && !told.stderr.contains(secret), "{secret}");
        }
        told
    }
}

impl Told {
    pub(crate) fn of(output: Output) -> Self {
        let text = |octets| String::from_utf8(octets).unwrap();
        let code = output.status.code();
        Self { code, stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The lines in a state, each with what is to be done.
    pub(crate) fn lines(&self, state: &str) -> Vec<String> {
        let lines: Vec<&str> = self.stdout.lines().collect();
        let begins = |line: &str| line.starts_with(state) && line[state.len()..].starts_with(' ');
        let with_next = |at: usize| {
            let next = lines.get(at + 1).filter(|next| next.trim_start().starts_with("to do: "));
            format!("{}{}", lines[at], next.unwrap_or(&""))
        };
        (0..lines.len()).filter(|at| begins(lines[*at])).map(with_next).collect()
    }

    /// Whether a line in a state has all these words.
    pub(crate) fn has(&self, state: &str, words: &[&str]) -> bool {
        self.lines(state).iter().any(|line| words.iter().all(|word| line.contains(word)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
