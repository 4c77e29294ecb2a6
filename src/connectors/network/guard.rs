//! Only listed hosts are contacted: the list, and what keeps an HTTP client to it.
//!
//! A client is kept to it twice. What it asks for is held against the list before anything is
//! dialled: a host that is not on it is sent to a proxy that does not exist. And what it looks up is
//! held against the list again, which refuses that proxy by the name of the host.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Proxy, Url};

use super::address::plain;

/// The domain of proxies that do not exist (RFC 6761 keeps `.invalid` for that).
const NOT_LISTED: &str = ".not-listed.invalid";
/// What an address of IPv6 begins with there.
const IPV6: &str = "ipv6.";

/// The hosts that may be contacted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostList(Arc<BTreeSet<String>>);

/// A host that is not listed. Nothing was sent to it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the host `{0}` is not listed, and nothing was sent to it: if it is to be contacted, add it to \
     `hosts` of the environment in raccord.toml"
)]
pub struct NotListed(pub String);

impl<T: AsRef<str>> FromIterator<T> for HostList {
    fn from_iter<I: IntoIterator<Item = T>>(hosts: I) -> Self {
        Self(Arc::new(hosts.into_iter().map(|host| plain(host.as_ref())).collect()))
    }
}

impl HostList {
    /// The hosts, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Holds a host against the list.
    ///
    /// # Errors
    ///
    /// When it is not on it.
    pub fn check(&self, host: &str) -> Result<(), NotListed> {
        let host = plain(host);
        if self.0.contains(&host) { Ok(()) } else { Err(NotListed(host)) }
    }

    /// What keeps a client to the list, on its way through a proxy or without one.
    pub(super) fn proxy(&self, through: Option<&Url>) -> Proxy {
        let (list, through) = (self.clone(), through.cloned());
        Proxy::custom(move |url| match list.check(url.host_str().unwrap_or_default()) {
            Ok(()) => through.as_ref().map(Url::to_string),
            Err(NotListed(host)) => Some(nowhere(&host)),
        })
    }

    /// What looks names up for a client: those of the list, and that of its proxy.
    pub(super) fn resolver(&self, through: Option<&Url>) -> ListedNames {
        let proxy = through.and_then(Url::host_str).map(plain);
        ListedNames { list: self.clone(), proxy }
    }
}

/// A proxy that does not exist, by the name of a host.
fn nowhere(host: &str) -> String {
    // An address of IPv6 has signs that no name has.
    let label = |it: char| if it.is_ascii_alphanumeric() || it == '.' { it } else { '-' };
    let plain: String = host.chars().map(label).collect();
    format!("http://{}{plain}{NOT_LISTED}", if host.contains(':') { IPV6 } else { "" })
}

/// Looks up what is listed, and nothing else.
#[derive(Debug, Clone)]
pub(super) struct ListedNames {
    list: HostList,
    proxy: Option<String>,
}

impl Resolve for ListedNames {
    fn resolve(&self, name: Name) -> Resolving {
        let asked = plain(name.as_str());
        let host = asked.strip_suffix(NOT_LISTED).map(|host| match host.strip_prefix(IPV6) {
            Some(address) => address.replace('-', ":"),
            None => host.to_owned(),
        });
        let is_proxy = self.proxy.as_deref() == Some(&*asked);
        let refused = match host {
            Some(host) => Err(NotListed(host)),
            None if is_proxy => Ok(()),
            None => self.list.check(&asked),
        };
        Box::pin(async move {
            refused?;
            let found: Vec<SocketAddr> = tokio::net::lookup_host((&*asked, 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_listed_however_it_is_written() {
        let list: HostList = ["a.example", "::1"].into_iter().collect();
        for host in ["a.example", "A.Example", "a.example.", "[::1]", "::1"] {
            assert_eq!(list.check(host), Ok(()), "{host}");
        }
        for host in ["b.a.example", "example", "", "127.0.0.1"] {
            let told = list.check(host).unwrap_err().to_string();
            assert!(told.contains(&format!("`{host}`")) && told.contains("add it to `hosts`"));
        }
    }
}
