//! The second process: `raccord serve`, whose clock runs as the machine's does, and whose delays are
//! seconds.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use raccord::connectors::Network;
use raccord::connectors::network::Bounds;
use raccord_certs::Certificate;
use serde_json::Value;
use tempfile::TempDir;

/// What takes minutes, hours and days, in seconds.
const KNOBS: &str = "
[knobs.chorus_pro.sheet]
activation_s_min = 1
activation_s_max = 2

[knobs.chorus_pro.exchange]
s_to_received = 0
s_to_exchanged = 0
s_to_processing = 0
s_to_final = 1
s_to_report = 1

[knobs.social_security.chaman]
activation_s = 1

[knobs.social_security.api.dimona]
processing_s = 0
";

/// A `raccord serve`, ended when it is dropped.
pub(crate) struct Second {
    child: Child,
    folder: TempDir,
    ready: Value,
    variables: Value,
}

impl Second {
    /// Serves on free ports.
    pub(crate) fn serve() -> Self {
        Self::serve_with("")
    }

    /// The same with other knobs of Dimona, which stand last.
    pub(crate) fn serve_with(knobs: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("raccord.toml"), format!("{KNOBS}{knobs}")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_raccord"))
            .args(["serve", "--port", "0", "--start", "qualification", "--out", "credentials"])
            .current_dir(folder.path())
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().take(2);
        let mut lines = lines.map(|line| serde_json::from_str::<Value>(&line.unwrap()).unwrap());
        let (ready, mut connected) = (lines.next().unwrap(), lines.next().unwrap());
        Self { child, folder, ready, variables: connected["variables"].take() }
    }

    /// A text of the line that says that it is ready.
    pub(crate) fn ready(&self, field: &str) -> &str {
        self.ready[field].as_str().unwrap_or_else(|| panic!("no {field}"))
    }

    /// A variable of those who are connected.
    pub(crate) fn variable(&self, name: &str) -> &str {
        self.variables[name].as_str().unwrap_or_else(|| panic!("no {name}"))
    }

    /// The folder with the files of those who are connected.
    pub(crate) fn credentials(&self) -> PathBuf {
        self.folder.path().join("credentials")
    }

    /// A file of those who are connected.
    pub(crate) fn file(&self, name: &str) -> Vec<u8> {
        let path = self.credentials().join(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The SFTP server's public key, without the address before it.
    pub(crate) fn host_key(&self) -> &str {
        self.ready("sftp_host_key")
    }

    /// How a browser reaches it.
    pub(crate) fn network(&self) -> Network {
        Network {
            proxy: Some(self.ready("proxy").to_owned()),
            roots: vec![Certificate::from_pem(self.ready("root_certificate").as_bytes()).unwrap()],
            edi_sftp: self.ready("sftp").parse().unwrap(),
            edi_sftp_host_key: self.host_key().to_owned(),
            bounds: Bounds::default(),
        }
    }

    /// The journal's entries of an operation (`*` at the end for a beginning), in their order. The
    /// test may look at it; what it tests cannot.
    pub(crate) fn journal(&self, operation: &str) -> Vec<Value> {
        let text = self.ask(&format!("/__admin/journal?operation={operation}"));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Asks the management port; answers the body.
    pub(crate) fn ask(&self, path: &str) -> String {
        self.request(&format!("GET {path}"), "")
    }

    /// Breaks the next operation of a name, once, as a verdict says.
    pub(crate) fn breaks(&self, operation: &str, verdict: &Value) {
        let fault = serde_json::json!({ "operation": operation, "verdict": verdict });
        self.request("POST /__admin/faults", &fault.to_string());
    }

    fn request(&self, what: &str, body: &str) -> String {
        let address = self.ready("management_url").trim_start_matches("http://");
        let address = address.trim_end_matches('/');
        let (token, length) = (self.ready("management_token"), body.len());
        let mut stream = TcpStream::connect(address).unwrap();
        // HTTP/1.0: the body ends with the connection, and is in one piece.
        write!(
            stream,
            "{what} HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 20"), "{what}: {answer}");
        body.to_owned()
    }
}

impl Drop for Second {
    fn drop(&mut self) {
        // It may have ended already.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// A command of raccord in a folder, without the variables of whoever runs the tests.
pub(crate) fn raccord(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raccord"));
    command.current_dir(folder).env_clear();
    command.env("TERM", "xterm").env("NO_COLOR", "1").env("USER", "marie");
    command
}

#[test]
fn the_second_process_is_reached_under_real_names_and_its_journal_is_readable() {
    let second = Second::serve();
    let files = ["edi-sftp.p7b", "edi-sftp-next.key", "social-security.cer", "ca.pem"];
    assert!(files.iter().all(|name| !second.file(name).is_empty()));
    let token_url = second.variable("RACCORD_SOCIAL_SECURITY_TOKEN_URL");
    assert_eq!(token_url, "https://services-acpt.socialsecurity.be/REST/oauth/v5/token");
    assert_eq!(second.journal("piste.*"), [Value::Null; 0]);
}
