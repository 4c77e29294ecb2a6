//! `HOST:PORT`: where a server is, by name or by address.

use std::fmt;
use std::net::SocketAddr;
use std::str::FromStr;

/// Where a server is. A name is looked up when it is dialled, not before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress {
    host: String,
    port: u16,
}

/// A text that is no `HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found `{0}`, expected HOST:PORT, as in sftp.example.org:22")]
pub struct NoAddress(String);

impl ServerAddress {
    /// A server of a name or an address, without brackets.
    #[must_use]
    pub fn new(host: &str, port: u16) -> Self {
        Self { host: plain(host), port }
    }

    /// The name, or the address without brackets, in small letters.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }
}

/// A host as it is compared: in small letters, without brackets and without the last dot.
pub(super) fn plain(host: &str) -> String {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.trim_end_matches('.').to_ascii_lowercase()
}

impl From<SocketAddr> for ServerAddress {
    fn from(address: SocketAddr) -> Self {
        Self { host: address.ip().to_string(), port: address.port() }
    }
}

impl FromStr for ServerAddress {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let (host, port) = text.rsplit_once(':').ok_or_else(|| NoAddress(text.to_owned()))?;
        let port = port.parse().map_err(|_| NoAddress(text.to_owned()))?;
        let is_clear = !host.contains(':') || (host.starts_with('[') && host.ends_with(']'));
        if host.is_empty() || !is_clear {
            return Err(NoAddress(text.to_owned()));
        }
        Ok(Self::new(host, port))
    }
}

/// As a command line or a URL has it: an address of IPv6 in brackets.
impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_host_and_a_port() {
        for text in ["sftp.example.org:22", "127.0.0.1:9722", "[::1]:9722"] {
            assert_eq!(text.parse::<ServerAddress>().unwrap().to_string(), text);
        }
        assert_eq!(
            "SFTP.Example.org.:22".parse::<ServerAddress>().unwrap().host(),
            "sftp.example.org"
        );
        for text in ["sftp.example.org", ":22", "::1:22", "a:b", "a:70000"] {
            assert!(text.parse::<ServerAddress>().is_err(), "{text}");
        }
    }
}
