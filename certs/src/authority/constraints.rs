//! What a throwaway authority may vouch for.

use rcgen::{CidrSubnet, GeneralSubtree, NameConstraints};

/// Permits these hosts and names under them, no other host and no address.
///
/// Where there is no host, the name that RFC 6761 §6.4 says nobody has: an empty list would permit
/// every host.
pub(super) fn hosts_alone(hosts: &[&str]) -> NameConstraints {
    let permitted = if hosts.is_empty() { &["invalid"] } else { hosts };
    let names = permitted.iter().map(|host| GeneralSubtree::DnsName((*host).to_owned()));
    NameConstraints {
        permitted_subtrees: names.collect(),
        excluded_subtrees: vec![
            GeneralSubtree::IpAddress(CidrSubnet::V4([0; 4], [0; 4])),
            GeneralSubtree::IpAddress(CidrSubnet::V6([0; 16], [0; 16])),
        ],
    }
}
