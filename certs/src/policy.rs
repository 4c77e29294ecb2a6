//! What is known of the policies under which certificates are issued.
//!
//! No arc of object identifiers says "RGS": a level belongs to each authority's own policy, and is
//! attested by a list. This table is what public certificates and trusted lists show of it; an
//! identifier that is not here proves nothing, either way.

use std::fmt;

use crate::rule::Known;

/// A level of the *Référentiel général de sécurité*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// RGS*.
    One,
    /// RGS**.
    Two,
    /// RGS***.
    Three,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::One => "RGS*",
            Self::Two => "RGS**",
            Self::Three => "RGS***",
        })
    }
}

/// A policy for services.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The dotted identifier.
    pub oid: &'static str,
    /// The authority that issues under it.
    pub authority: &'static str,
    /// What is issued, in the authority's words.
    pub product: &'static str,
    /// The RGS level, where one can be named.
    pub level: Option<Level>,
    /// How identifier and level together are known.
    pub known: Known,
}

/// "Certigna Serveur Client RGS*": the product is known, the identifier is the next one in its
/// sequence, and so a guess.
pub const CERTIGNA_SERVER_CLIENT: Policy = Policy {
    oid: "1.2.250.1.177.2.5.1.2.1",
    authority: "Certigna Services CA",
    product: "authentification serveur de type client",
    level: Some(Level::One),
    known: Known::Guessed,
};

/// "Certigna SSL RGS*".
pub const CERTIGNA_SERVER: Policy = Policy {
    oid: "1.2.250.1.177.2.5.1.1.1",
    authority: "Certigna Services CA",
    product: "authentification serveur",
    level: Some(Level::One),
    known: Known::Seen,
};

/// The policies for servers and clients whose identifiers are known.
pub const SERVICES: &[Policy] = &[
    CERTIGNA_SERVER,
    CERTIGNA_SERVER_CLIENT,
    Policy {
        oid: "1.2.250.1.86.2.3.1.60.1",
        authority: "Certinomis - Easy CA",
        product: "serveur et client",
        level: Some(Level::One),
        known: Known::Seen,
    },
    Policy {
        oid: "1.2.250.1.86.2.3.7.20.1",
        authority: "Certinomis - AA et Agents",
        product: "authentification serveur",
        level: Some(Level::Two),
        known: Known::Seen,
    },
    Policy {
        oid: "1.2.250.1.86.2.3.8.20.1",
        authority: "Certinomis - AA et Agents",
        product: "QWAC",
        level: Some(Level::Two),
        known: Known::Seen,
    },
    Policy {
        oid: "1.2.250.1.86.2.6.6.20.1",
        authority: "Certinomis - Safe CA",
        product: "QWAC",
        level: Some(Level::Two),
        known: Known::Seen,
    },
];

/// The arcs of authorities that issue to French administrations' users.
const AUTHORITIES: &[(&str, &str)] = &[
    ("1.2.250.1.177.", "Certigna"),
    ("1.2.250.1.86.", "Certinomis"),
    ("1.2.250.1.105.", "CertEurope"),
    ("1.2.250.1.96.", "ChamberSign"),
];

/// The policies under which persons are certified; a trailing dot stands for a whole arc.
const PERSONAL: &[&str] = &[
    // ETSI EN 319 411-2: qualified certificates for natural persons.
    "0.4.0.194112.1.0",
    "0.4.0.194112.1.2",
    // Certigna Identity Plus CA.
    "1.2.250.1.177.2.4.1.",
    // CertEurope eID User, and Advanced CA V4.
    "1.2.250.1.105.23.411.2.",
    "1.2.250.1.105.10.4.1.3",
    // ChamberSign.
    "1.2.250.1.96.1.8.2.1",
    "1.2.250.1.96.1.8.2.2",
    "1.2.250.1.96.1.7.",
    // ANTS, for agents.
    "1.2.250.1.200.2.",
    "1.2.250.1.200.3.1.",
    // Imprimerie nationale.
    "1.2.250.1.295.1.1.",
    // CDC Legalia; Click and Trust.
    "1.2.250.1.5.1.1.1.3.3",
    "1.2.250.1.98.1.1.",
    // Justice; experts-comptables; ministry of the economy.
    "1.2.250.1.120.3.1.1.2",
    "1.2.250.1.165.1.10.1.1",
    "1.2.250.1.131.1.11.6.3.1.1",
];

/// Finds what is known of a policy for services.
#[must_use]
pub fn find(oid: &str) -> Option<&'static Policy> {
    SERVICES.iter().find(|policy| policy.oid == oid)
}

/// Names the authority whose arc an identifier is under.
#[must_use]
pub fn authority_of(oid: &str) -> Option<&'static str> {
    AUTHORITIES.iter().find(|(arc, _)| oid.starts_with(arc)).map(|(_, name)| *name)
}

/// Says whether only persons are certified under a policy.
#[must_use]
pub fn is_personal(oid: &str) -> bool {
    let listed = PERSONAL.iter().any(|known| match known.ends_with('.') {
        true => oid.starts_with(known),
        false => oid == *known,
    });
    listed || is_personal_certinomis(oid)
}

/// Certinomis numbers its policies `1.2.250.1.86.2.<generation>.<authority>.<usage>.<version>`;
/// usages 2, 10, 30 and 40 are persons'.
fn is_personal_certinomis(oid: &str) -> bool {
    let Some(rest) = oid.strip_prefix("1.2.250.1.86.2.") else { return false };
    let arcs: Vec<&str> = rest.split('.').collect();
    matches!(arcs.as_slice(), [_, _, "2" | "10" | "30" | "40", _])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_and_services_of_one_authority_are_told_apart() {
        assert!(is_personal("1.2.250.1.86.2.3.1.10.1"), "Easy CA, authentication and signature");
        assert!(!is_personal("1.2.250.1.86.2.3.1.60.1"), "Easy CA, server and client");
        assert!(is_personal("1.2.250.1.177.2.4.1.1.1"), "Certigna ID Pro");
        assert!(!is_personal(CERTIGNA_SERVER.oid));
        assert!(!is_personal("0.4.0.194112.1.20"), "a whole identifier, not the start of one");
    }
}
