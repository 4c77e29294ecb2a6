//! A `raccord serve` in a process of its own, and what its first lines say.

use std::io::{BufRead as _, BufReader, Lines};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use raccord::connectors::chorus_pro::api::ChorusProApi;
use raccord::connectors::piste::Piste;
use raccord::connectors::social_security::client_key::ClientKey;
use raccord::connectors::social_security::oauth::TokenSettings;
use raccord::connectors::{Bounds, Network};
use raccord_certs::Certificate;
use raccord_kernel::Secret;
use serde_json::Value;

use crate::management::Management;
use crate::peers::measure::{Fallible, resident_mib};

/// What is served, until it is dropped.
pub(crate) struct Served {
    process: Child,
    pub(crate) place: Arc<Place>,
}

/// Where everything is, and who is known there.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) http: SocketAddr,
    pub(crate) root_der: Vec<u8>,
    pub(crate) network: Network,
    pub(crate) api: ChorusProApi,
    /// The login and the password in the portal.
    pub(crate) portal: (String, Secret),
    pub(crate) application_code: String,
    /// The key of EDI SFTP: PKCS#8 in PEM.
    pub(crate) edi_key: Secret,
    /// What a token of social security is asked for with.
    pub(crate) token: TokenSettings,
    pub(crate) token_key: ClientKey,
    /// Where the REST APIs of social security are.
    pub(crate) rest_origin: String,
    pub(crate) enterprise_number: String,
    pub(crate) management: Arc<Management>,
}

impl Served {
    /// Serves on free ports, with more arguments, and reads the first lines.
    pub(crate) fn start(arguments: &[&str]) -> Fallible<Self> {
        let mut raccord = Command::new(env!("CARGO_BIN_EXE_raccord"));
        raccord.args(["serve", "--port", "0", "--quiet"]).args(arguments);
        Self::run(raccord)
    }

    /// Serves where something served before, with more arguments.
    pub(crate) fn start_again(before: &Place, arguments: &[&str]) -> Fallible<Self> {
        let ports = [before.http.port(), before.network.edi_sftp.port()].map(|it| it.to_string());
        let [http, sftp] = &ports;
        Self::start(&[&["--http-port", http, "--sftp-port", sftp], arguments].concat())
    }

    /// The same where no more than so many files can be open.
    pub(crate) fn start_within(open_files: u32) -> Fallible<Self> {
        let mut shell = Command::new("sh");
        let script = format!("ulimit -n {open_files} && exec \"$0\" serve --port 0 --quiet");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_raccord")]);
        Self::run(shell)
    }

    fn run(mut command: Command) -> Fallible<Self> {
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(output).lines();
        let place = Place::read(&mut lines).inspect_err(|_| {
            // Nobody else would end it.
            let _ = process.kill();
        })?;
        // A pipe that nobody reads would hold it up.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        Ok(Self { process, place: Arc::new(place) })
    }

    /// Its resident memory, in MiB.
    pub(crate) fn resident_mib(&self) -> f64 {
        resident_mib(self.process.id()).unwrap_or(f64::NAN)
    }

    /// Ends it at once, as a machine that loses its power would.
    pub(crate) fn kill(&mut self) -> Fallible<()> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }

    /// How many files it has open.
    pub(crate) fn open_files(&self) -> usize {
        let files = std::fs::read_dir(format!("/proc/{}/fd", self.process.id()));
        files.map_or(0, Iterator::count)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Place {
    /// Reads the two lines that it begins with: where everything is, and who is connected.
    fn read(lines: &mut Lines<BufReader<ChildStdout>>) -> Fallible<Self> {
        let mut next = || -> Fallible<Value> {
            Ok(serde_json::from_str(&lines.next().ok_or("it said too little")??)?)
        };
        let (ready, connected) = (next()?, next()?);
        let told = |name: &str| -> Fallible<String> {
            Ok(ready.get(name).and_then(Value::as_str).ok_or(name)?.to_owned())
        };
        let variable = |name: &str| -> Fallible<String> {
            let name = format!("RACCORD_{name}");
            let value = connected.get("variables").and_then(|all| all.get(&name)?.as_str());
            Ok(value.ok_or(name)?.to_owned())
        };
        let file = |name: &str| -> Fallible<Secret> {
            let name = format!("RACCORD_{name}");
            let content = connected.get("files").and_then(|all| all.get(&name)?.get("base64"));
            let content = STANDARD.decode(content.and_then(Value::as_str).ok_or(name)?)?;
            Ok(Secret::new(String::from_utf8(content)?))
        };
        let secret = |name: &str| variable(name).map(Secret::new);
        let root = Certificate::from_pem(told("root_certificate")?.as_bytes())?;
        let token_key = file("SOCIAL_SECURITY_KEY")?;
        Ok(Self {
            http: told("http")?.parse()?,
            root_der: root.der().to_vec(),
            network: Network {
                proxy: Some(told("proxy")?),
                roots: vec![root],
                edi_sftp: told("sftp")?.parse()?,
                edi_sftp_host_key: told("sftp_host_key")?,
                bounds: Bounds::default(),
            },
            api: ChorusProApi {
                origin: variable("PISTE_API_URL")?,
                login: variable("CPRO_LOGIN")?,
                password: secret("CPRO_PASSWORD")?,
                piste: Piste {
                    origin: variable("PISTE_OAUTH_URL")?,
                    client_id: variable("PISTE_CLIENT_ID")?,
                    client_secret: secret("PISTE_CLIENT_SECRET")?,
                },
            },
            portal: (variable("PORTAL_LOGIN")?, secret("PORTAL_PASSWORD")?),
            application_code: variable("SFTP_USER")?,
            edi_key: file("SFTP_KEY")?,
            token: TokenSettings {
                client_id: variable("SOCIAL_SECURITY_CLIENT_ID")?,
                token_url: variable("SOCIAL_SECURITY_TOKEN_URL")?,
                audience: variable("SOCIAL_SECURITY_AUDIENCE")?,
                scope: None,
                lifetime_s: 300,
            },
            token_key: ClientKey::from_file(
                token_key.reveal().as_bytes(),
                &Secret::new(String::new()),
            )?,
            rest_origin: variable("SOCIAL_SECURITY_API_URL")?,
            enterprise_number: variable("SOCIAL_SECURITY_ENTERPRISE_NUMBER")?,
            management: Arc::new(Management::new(
                told("management_url")?,
                Secret::new(told("management_token")?),
            )),
        })
    }

    /// By which a client knows the root: its certificate may be written anew.
    fn root_key(&self) -> Option<&[u8]> {
        self.network.roots.first().map(|root| root.public_key().spki_der())
    }

    /// What is not as it was before, if anything.
    pub(crate) fn differs_from(&self, before: &Self) -> Option<&'static str> {
        let pairs = [
            ("another key of the root", self.root_key() == before.root_key()),
            (
                "another SFTP host key",
                self.network.edi_sftp_host_key == before.network.edi_sftp_host_key,
            ),
            ("another EDI key", self.edi_key.reveal() == before.edi_key.reveal()),
            ("another PISTE application", self.api.piste.client_id == before.api.piste.client_id),
            (
                "another secret of it",
                self.api.piste.client_secret.reveal() == before.api.piste.client_secret.reveal(),
            ),
            ("another account of social security", self.token == before.token),
        ];
        pairs.into_iter().find(|(_, is_same)| !is_same).map(|(what, _)| what)
    }
}
