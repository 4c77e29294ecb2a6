//! The SFTP port, beside OpenSSH's server, both with OpenSSH's client: one large file, and new
//! sessions.
//!
//! The peer is a throwaway `sshd` on a loopback port, with a key and a folder of its own. Without
//! `/usr/bin/sftp` nothing is measured; without `/usr/sbin/sshd` there is nothing to compare with.
//!
//! The file is a flow of 512 MiB, twice: once under a name whose envelope is refused, so that it
//! is carried and not read, as by `sshd`; once as a flow that is read, unpacked and judged.

mod peers;

use std::fs::File;
use std::io::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use peers::measure::{Fallible, instant, is_asked_for, median, say};
use peers::server::runtime;
use raccord::environment::{
    ChorusProConnections as _, ChorusProStates as _, Environment as _, Mocks, START,
};
use raccord_certs::conformity::Platform;
use raccord_kernel::Clock;
use raccord_mocks::gateway::Listen;
use tempfile::TempDir;

const SFTP: &str = "/usr/bin/sftp";
const SSHD: &str = "/usr/sbin/sshd";
const CODE: &str = "VFE012";
const MIB: usize = 1024 * 1024;
/// Each part is below what a file of a flow may weigh.
const PARTS: usize = 8;
const PART_BYTES: usize = 64 * MIB;
const ROUNDS: usize = 3;
/// Clients that open sessions at once, and how many each opens in a round.
const CLIENTS: usize = 4;
const SESSIONS: usize = 15;

fn main() -> Fallible<()> {
    if !is_asked_for() {
        return Ok(());
    }
    if !Path::new(SFTP).exists() {
        say("SFTP", "not measured", "install openssh-client, which brings /usr/bin/sftp");
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let runtime = runtime()?;
    let mocks = runtime.block_on(Mocks::open(1, Clock::held(START), Listen::default()))?;
    let ours = connect(&mocks, folder.path())?;
    let peer = Sshd::start(folder.path())?;
    let theirs = peer.as_ref().map(|sshd| Target { user: user(), ..ours.at(sshd.address) });
    file(&ours, theirs.as_ref(), folder.path())?;
    sessions(&ours, theirs.as_ref())
}

fn file(ours: &Target<'_>, theirs: Option<&Target<'_>>, folder: &Path) -> Fallible<()> {
    write_flow(&folder.join("flow"))?;
    let (mut carried, mut judged, mut peer) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        carried.push(ours.mib_a_second(&format!("depot/carried-{round}"))?);
        let name = format!("FSO1100A_{CODE}_{CODE}1100{round:015}.tar.gz");
        judged.push(ours.mib_a_second(&format!("depot/{name}"))?);
        if let Some(theirs) = theirs {
            let there = folder.join("there");
            peer.push(theirs.mib_a_second(&there.to_string_lossy())?);
            std::fs::remove_file(there)?;
        }
    }
    let (carried, judged, peer) = (median(carried), median(judged), median(peer));
    say("one file of 512 MiB over SFTP, carried", &format!("{carried:.0} MiB/s"), "");
    say("the same, unpacked and judged", &format!("{judged:.0} MiB/s"), "");
    if theirs.is_some() {
        say("the same to OpenSSH's server", &format!("{peer:.0} MiB/s"), "");
        say("carried, to OpenSSH's server's", &format!("{:.2}", carried / peer), "1");
    }
    Ok(())
}

fn sessions(ours: &Target<'_>, theirs: Option<&Target<'_>>) -> Fallible<()> {
    let (mut rates, mut peer) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        rates.push(ours.sessions_a_second()?);
        if let Some(theirs) = theirs {
            peer.push(theirs.sessions_a_second()?);
        }
    }
    let (rate, peer) = (median(rates), median(peer));
    say("new SFTP sessions a second, with OpenSSH's client", &format!("{rate:.0}"), "");
    if theirs.is_some() {
        say("the same of OpenSSH's server", &format!("{peer:.0}"), "");
        say("new sessions, to OpenSSH's server's", &format!("{:.1}", rate / peer), "3");
    }
    Ok(())
}

/// Arranges a connection, and writes its key where OpenSSH's client finds it.
fn connect<'a>(mocks: &Mocks, folder: &'a Path) -> Fallible<Target<'a>> {
    let manager = mocks.structure(Platform::Qualification, true)?;
    let connection = mocks.edi(&manager, CODE, &["FSO1100A"])?;
    let identity = mocks.vault().identity(&connection.certificate)?;
    let key = folder.join("key");
    std::fs::write(&key, identity.key.pkcs8_pem())?;
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600))?;
    Ok(Target { address: mocks.doors().sftp, user: CODE.to_owned(), folder })
}

/// Writes a flow of eight files that do not pack: a gzipped archive of 512 MiB.
fn write_flow(path: &Path) -> Fallible<()> {
    let packed = GzEncoder::new(File::create(path)?, Compression::none());
    let mut archive = tar::Builder::new(packed);
    let part = noise(PART_BYTES);
    for number in 0..PARTS {
        let mut header = tar::Header::new_gnu();
        header.set_size(PART_BYTES as u64);
        archive.append_data(&mut header, format!("{number}.pdf"), part.as_slice())?;
    }
    archive.into_inner()?.finish()?.flush()?;
    Ok(())
}

/// Bytes that no compression makes smaller (xorshift).
fn noise(bytes: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let words = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()
    });
    words.take(bytes / 8).flatten().collect()
}

/// A server to reach, and the folder that the client works in.
struct Target<'a> {
    address: SocketAddr,
    user: String,
    folder: &'a Path,
}

impl<'a> Target<'a> {
    fn at(&self, address: SocketAddr) -> Self {
        Target { address, user: self.user.clone(), folder: self.folder }
    }

    fn mib_a_second(&self, path: &str) -> Fallible<f64> {
        let batch = self.folder.join("put");
        std::fs::write(&batch, format!("put flow {path}\n"))?;
        let start = instant();
        ended_well(self.sftp(&batch).spawn()?)?;
        Ok((PARTS * PART_BYTES / MIB) as f64 / start.elapsed().as_secs_f64())
    }

    fn sessions_a_second(&self) -> Fallible<f64> {
        let batch = self.folder.join("nothing");
        std::fs::write(&batch, "pwd\n")?;
        let start = instant();
        std::thread::scope(|scope| {
            let client = || (0..SESSIONS).try_for_each(|_| ended_well(self.sftp(&batch).spawn()?));
            let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
            let joined = |client: std::thread::ScopedJoinHandle<'_, Fallible<()>>| {
                client.join().map_err(|_panic| "a client panicked")?
            };
            clients.into_iter().try_for_each(joined)
        })?;
        Ok((CLIENTS * SESSIONS) as f64 / start.elapsed().as_secs_f64())
    }

    fn sftp(&self, batch: &Path) -> Command {
        let mut sftp = Command::new(SFTP);
        sftp.current_dir(self.folder).args(["-F", "none", "-q", "-i", "key", "-b"]).arg(batch);
        sftp.args(["-P", &self.address.port().to_string()]);
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "IdentityAgent=none",
            "LogLevel=ERROR",
        ] {
            sftp.args(["-o", option]);
        }
        sftp.arg(format!("{}@{}", self.user, self.address.ip())).stdout(Stdio::null());
        sftp
    }
}

fn ended_well(mut sftp: Child) -> Fallible<()> {
    let status = sftp.wait()?;
    if status.success() { Ok(()) } else { Err(format!("sftp ended with {status}").into()) }
}

/// OpenSSH's server, until it is dropped.
struct Sshd {
    process: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Sshd {
    /// Starts a throwaway server that lets the connection's key in; nothing where there is none.
    fn start(clients: &Path) -> Fallible<Option<Self>> {
        if !Path::new(SSHD).exists() {
            say("SFTP beside OpenSSH's server", "not compared", "install openssh-server");
            return Ok(None);
        }
        let folder = tempfile::tempdir()?;
        let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        keygen(&["-q", "-t", "ecdsa", "-N", "", "-f", &path("host")])?;
        let own = clients.join("key");
        std::fs::write(path("known"), keygen(&["-y", "-f", &own.to_string_lossy()])?)?;
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let settings = format!(
            "ListenAddress {address}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\n\
             PidFile none\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\n\
             MaxStartups 100\nSubsystem sftp internal-sftp\n",
            path("host"),
            path("known")
        );
        std::fs::write(path("settings"), settings)?;
        let mut sshd = Command::new(SSHD);
        sshd.args(["-D", "-q", "-f", &path("settings")]);
        let process = sshd.stdin(Stdio::null()).spawn()?;
        let sshd = Self { process, address, _folder: folder };
        if sshd.listens() {
            return Ok(Some(sshd));
        }
        say("SFTP beside OpenSSH's server", "not compared", "as root it needs /run/sshd");
        Ok(None)
    }

    fn listens(&self) -> bool {
        let start = instant();
        while start.elapsed().as_secs() < 2 {
            if std::net::TcpStream::connect(self.address).is_ok() {
                return true;
            }
            std::thread::yield_now();
        }
        false
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn keygen(arguments: &[&str]) -> Fallible<Vec<u8>> {
    let output = Command::new("/usr/bin/ssh-keygen").args(arguments).output()?;
    if output.status.success() { Ok(output.stdout) } else { Err("ssh-keygen failed".into()) }
}

/// Who runs this: OpenSSH's server lets nobody else in.
fn user() -> String {
    let output = Command::new("id").arg("-un").output();
    let name = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    name.unwrap_or_default()
}
