//! The arguments of `raccord serve`.

use std::convert::Infallible;
use std::net::{AddrParseError, IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};

use clap::Args;
use raccord_mocks::gateway::Listen;

use super::StartArguments;

pub(super) const EXAMPLES: &str = "\
Examples:
  raccord serve                   HTTP on 9780, SFTP on 9781, management on 9782
  raccord serve --out rehearsal   with the root, the SFTP key and more as files
  raccord serve --port 0          on free ports, which the first line tells
  raccord serve --state mocks     going on from there the next time";

/// The port of HTTP when none is given; SFTP has the one after it.
const PORT: u16 = 9780;

/// Where to serve, and what to write beside stdout.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct ServeArguments {
    /// The port of HTTP; the next is that of SFTP, the one after that of management; 0 for any three
    /// free ones [default: 9780].
    #[arg(long, value_name = "PORT", value_parser = first_port)]
    pub port: Option<u16>,

    /// The port of HTTP, in place of --port; 0 for any free one.
    #[arg(long, value_name = "PORT")]
    pub http_port: Option<u16>,

    /// The port of SFTP, in place of the one after --port; 0 for any free one.
    #[arg(long, value_name = "PORT")]
    pub sftp_port: Option<u16>,

    /// The port of management, in place of the second after --port; 0 for any free one.
    #[arg(long, value_name = "PORT")]
    pub management_port: Option<u16>,

    /// The address to listen on: one of this machine's own, such as ::1 [default: 127.0.0.1].
    #[arg(long, value_name = "ADDRESS", value_parser = loopback)]
    pub listen: Option<IpAddr>,

    /// Who is connected already, and when.
    #[command(flatten)]
    pub start: StartArguments,

    /// A file that keeps all that the mocks are, so that they go on from it the next time.
    ///
    /// It holds secrets, private keys and those of the throwaway roots, readable by its owner alone.
    /// No answer is sent before it is kept. Where there is such a file already, --start, --like, --at
    /// and --seed are what they were when it began.
    #[arg(long, value_name = "FILE|none", value_parser = state)]
    pub state: Option<State>,

    /// A folder for the root, the SFTP key and more, for as long as raccord serves.
    ///
    /// It is made if need be. A file that is there already is never written over. What was written
    /// is removed at the end: it fits no other run.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// A file for all that crosses, one JSON object a line, appended as it happens, with the real
    /// and the mocks' instant; memory keeps the newest 10,000 entries of each tenant.
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,

    /// A file for the first line of stdout, written once all is ready, for whoever waits for it.
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
}

/// Whether the mocks go on another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// They end with the process.
    None,
    /// They are kept in a file.
    In(PathBuf),
}

impl State {
    /// The one that a text says.
    pub fn named(text: &str) -> Self {
        if text == "none" { Self::None } else { Self::In(text.into()) }
    }

    /// The file, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::None => None,
            Self::In(path) => Some(path),
        }
    }
}

fn state(text: &str) -> Result<State, Infallible> {
    Ok(State::named(text))
}

/// A port that has two after it, or 0.
///
/// # Errors
///
/// When it is none.
pub fn first_port(text: &str) -> Result<u16, NoPort> {
    text.parse().ok().filter(|port| *port <= u16::MAX - 2).ok_or(NoPort)
}

/// No port with two after it.
#[derive(Debug, thiserror::Error)]
#[error("expected 0 to 65533")]
pub struct NoPort;

/// Which `raccord serve` to ask for.
#[derive(Debug, Clone, Args)]
#[command(after_help = HEALTH_EXAMPLES)]
pub struct HealthcheckArguments {
    /// The file that was given to `raccord serve --ready-file`.
    #[arg(long, value_name = "FILE")]
    pub ready_file: PathBuf,
}

pub(super) const HEALTH_EXAMPLES: &str = "\
Examples:
  raccord healthcheck --ready-file ready.json   answers 0 where it serves, and else 1";

/// An address that is not served on.
#[derive(Debug, thiserror::Error)]
pub enum NotLoopback {
    /// It is no address.
    #[error("expected an address of this machine, such as 127.0.0.1 or ::1")]
    NoAddress(#[from] AddrParseError),
    /// Others can reach it.
    #[error(
        "expected a loopback address, such as 127.0.0.1 or ::1: the identities are no secret to \
         whoever reads the first lines, and the seed gives them away"
    )]
    Reachable,
}

/// An address that only this machine reaches.
///
/// # Errors
///
/// When it is none.
pub fn loopback(text: &str) -> Result<IpAddr, NotLoopback> {
    let address: IpAddr = text.parse()?;
    if address.is_loopback() { Ok(address) } else { Err(NotLoopback::Reachable) }
}

impl ServeArguments {
    /// Where the doors are to be.
    pub fn doors(&self) -> Listen {
        Listen {
            address: self.listen.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            http_port: self.http_port.unwrap_or_else(|| self.after(0)),
            sftp_port: self.sftp_port.unwrap_or_else(|| self.after(1)),
        }
    }

    /// Where the management port is to be.
    pub fn management_port(&self) -> u16 {
        self.management_port.unwrap_or_else(|| self.after(2))
    }

    /// 0 has no port after it; the parser leaves two after every other.
    fn after(&self, ports: u16) -> u16 {
        let first = self.port.unwrap_or(PORT);
        if first == 0 { 0 } else { first.saturating_add(ports) }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::super::{Arguments, Command};
    use super::*;

    fn serve(arguments: &[&str]) -> Result<ServeArguments, clap::Error> {
        let words = ["raccord", "serve"].iter().chain(arguments);
        let Command::Serve(arguments) = Arguments::try_parse_from(words)?.command else {
            panic!("expected `serve`")
        };
        Ok(arguments)
    }

    fn ports(arguments: &[&str]) -> (u16, u16, u16) {
        let arguments = serve(arguments).unwrap();
        let doors = arguments.doors();
        (doors.http_port, doors.sftp_port, arguments.management_port())
    }

    #[test]
    fn sftp_and_management_have_the_ports_after_that_of_http_unless_told_otherwise() {
        assert_eq!(ports(&[]), (9780, 9781, 9782));
        assert_eq!(ports(&["--port", "0"]), (0, 0, 0));
        assert_eq!(ports(&["--port", "65533"]), (65533, 65534, 65535));
        assert!(serve(&["--port", "65534"]).is_err());
        assert_eq!(ports(&["--http-port", "0"]), (0, 9781, 9782));
        assert_eq!(ports(&["--port", "7000", "--sftp-port", "22"]), (7000, 22, 7002));
        assert_eq!(ports(&["--management-port", "0"]), (9780, 9781, 0));
    }

    #[test]
    fn only_loopback_addresses_are_served_on() {
        for address in ["127.0.0.1", "127.8.8.8", "::1"] {
            assert_eq!(serve(&["--listen", address]).unwrap().doors().address.to_string(), address);
        }
        for address in ["0.0.0.0", "192.0.2.1", "::", "localhost"] {
            assert!(serve(&["--listen", address]).is_err(), "{address}");
        }
    }
}
