//! A server that is not of our making: other people's mocks, each started as its manual says.
//!
//! Packages of Node are found where NODE_PATH has them, `pebble` and `java` on the PATH. What is
//! not there is not measured, and the bench says so; `benches/peers/run` installs them all.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::measure::{Fallible, resident_mib};
use super::papers::{PASSWORD, Papers};

/// A peer, until it is dropped.
pub(crate) struct Foreign {
    process: Child,
    /// The line that said it was ready.
    said: String,
}

impl Foreign {
    /// Starts a program, and waits until a line of its stdout says that it is ready.
    fn start(mut command: Command, ready: &str) -> Fallible<Self> {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut peer = Self { process: command.spawn()?, said: String::new() };
        let mut output = BufReader::new(peer.process.stdout.take().ok_or("no output")?);
        while !peer.said.contains(ready) {
            peer.said.clear();
            if output.read_line(&mut peer.said)? == 0 {
                return Err(format!("{command:?} ended before it said {ready}").into());
            }
        }
        // A pipe that nobody reads would hold it up.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Ok(peer)
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// The port that it named last.
    pub(crate) fn port(&self) -> Fallible<u16> {
        let digits = |it: char| !it.is_ascii_digit();
        Ok(self.said.trim().rsplit(digits).next().unwrap_or_default().parse()?)
    }

    /// Its resident memory, in MiB, where the system tells it.
    pub(crate) fn resident_mib(&self) -> Option<f64> {
        resident_mib(self.id())
    }
}

impl Drop for Foreign {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// WireMock over HTTPS with one stub: whoever posts to the path is granted a token, always the
/// same. Its journal and its log are off: it is as fast as it can be.
pub(crate) fn wiremock(papers: &Papers, folder: &Path, path: &str) -> Fallible<Option<Foreign>> {
    let Some(package) = package("wiremock/package.json").filter(|_| is_there("java", "-version"))
    else {
        return Ok(None);
    };
    let jar = std::fs::read_dir(package.with_file_name("build"))?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|it| it == "jar"));
    let mappings = folder.join("mappings");
    std::fs::create_dir_all(&mappings)?;
    let body = serde_json::json!({
        "access_token": "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "token_type": "Bearer", "expires_in": 3600, "scope": "openid",
    });
    let stub = serde_json::json!({
        "request": { "method": "POST", "url": path },
        "response": {
            "status": 200,
            "headers": { "Content-Type": "application/json" },
            "body": body.to_string(),
        },
    });
    std::fs::write(mappings.join("token.json"), stub.to_string())?;
    let mut java = Command::new("java");
    java.arg("-jar").arg(jar.ok_or("no JAR in the package of WireMock")?);
    java.args(["--bind-address", "127.0.0.1", "--port", "0", "--https-port", "0"]);
    java.arg("--root-dir").arg(folder).arg("--https-keystore").arg(&papers.pkcs12);
    java.args(["--keystore-type", "PKCS12", "--keystore-password", PASSWORD]);
    java.args(["--key-manager-password", PASSWORD, "--use-chunked-encoding", "never"]);
    java.args(["--disable-banner", "--no-request-journal", "--disable-request-logging"]);
    Foreign::start(java, "https-port:").map(Some)
}

/// oauth2-mock-server over HTTPS, by its own command.
pub(crate) fn oauth2_mock_server(papers: &Papers) -> Fallible<Option<Foreign>> {
    let Some(index) = package("oauth2-mock-server") else { return Ok(None) };
    let mut node = Command::new("node");
    node.arg(index.with_file_name("oauth2-mock-server.mjs"));
    node.args(["-a", "127.0.0.1", "-p", "0", "-c"]).arg(&papers.chain).arg("-k").arg(&papers.key);
    Foreign::start(node, "listening on").map(Some)
}

/// Pebble, a certificate authority for tests, by its own command.
pub(crate) fn pebble(papers: &Papers, folder: &Path) -> Fallible<Option<Foreign>> {
    if !is_there("pebble", "-version") {
        return Ok(None);
    }
    let settings = folder.join("pebble.json");
    let pebble = serde_json::json!({ "pebble": {
        "listenAddress": "127.0.0.1:0", "managementListenAddress": "127.0.0.1:0",
        "certificate": papers.chain, "privateKey": papers.key, "httpPort": 5002, "tlsPort": 5001,
        "ocspResponderURL": "", "externalAccountBindingRequired": false,
    }});
    std::fs::write(&settings, pebble.to_string())?;
    let mut command = Command::new("pebble");
    command.arg("-config").arg(settings);
    Foreign::start(command, "ACME directory available").map(Some)
}

/// The file that a package of Node begins with, where there is one.
pub(crate) fn package(name: &str) -> Option<PathBuf> {
    let script = format!("process.stdout.write(require.resolve('{name}'))");
    let output = Command::new("node").args(["-e", &script]).output().ok()?;
    let path = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| path.into())
}

/// Whether a program can be started.
fn is_there(program: &str, version: &str) -> bool {
    let mut command = Command::new(program);
    command.arg(version).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}
