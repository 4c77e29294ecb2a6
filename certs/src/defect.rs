//! The one thing that may be wrong with a certificate, and where that can be.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Shape,
    mode::{Delivery, Partner},
    profile::{Purpose, SignedBy},
};

/// One deliberate departure from a shape; everything else stays as the shape says.
///
/// `docs/defects.md` says which rules each one trips with which profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Defect {
    /// The period of the same length that ends one second before the ordered one begins.
    Expired,
    /// The period of the same length that begins one second after the ordered one ends.
    NotYetValid,
    /// The extended key usage of another kind: a server's on a client's certificate, the reverse, or
    /// that of timestamps on a seal.
    OtherExtendedKeyUsage,
    /// Both extended key usages, server and client, in one certificate.
    BothUsages,
    /// A key usage that is of no use here: a client's or a server's key may only make signatures that
    /// bind a person (`nonRepudiation`); one that signs files may only receive keys
    /// (`keyEncipherment`).
    WrongKeyUsage,
    /// No certificate policy at all.
    NoPolicy,
    /// A policy that is in nobody's list, under the arc that IANA keeps for examples (RFC 5612).
    PolicyNotListed,
    /// The certificate is good, and the authority that issued it is left out of the chain.
    MissingIntermediate,
    /// The certificate is signed with its own key.
    SelfSigned,
    /// An RSA key of 1024 bits.
    KeyTooSmall,
    /// A supplier's test certificate, marked as RGS-A4 §II.4 says: the common name begins with
    /// `TEST `; a server's is left out, and an organisational unit says it instead.
    TestCertificate,
    /// The subject is a person, who is called "Prénom NOM".
    PersonalCertificate,
    /// Another key is certified than the one that is delivered beside the certificate.
    OtherKey,
    /// The certificate is good, and whoever issued it has revoked it: only the authority's list, or
    /// its answer, says so.
    Revoked,
}

/// A text names no defect.
#[derive(Debug, thiserror::Error)]
#[error("unknown defect `{found}`: expected one of {}", Defect::names())]
pub struct UnknownDefect {
    found: String,
}

impl Defect {
    /// Every defect.
    pub const ALL: &[Self] = &[
        Self::Expired,
        Self::NotYetValid,
        Self::OtherExtendedKeyUsage,
        Self::BothUsages,
        Self::WrongKeyUsage,
        Self::NoPolicy,
        Self::PolicyNotListed,
        Self::MissingIntermediate,
        Self::SelfSigned,
        Self::KeyTooSmall,
        Self::TestCertificate,
        Self::PersonalCertificate,
        Self::OtherKey,
        Self::Revoked,
    ];

    /// Says whether a certificate of this shape can be spoiled so, and be the worse for it.
    #[must_use]
    pub fn applies_to(self, shape: &Shape) -> bool {
        self.why_not(shape).is_none()
    }

    /// Says why a certificate of this shape cannot be spoiled so, or would be none the worse.
    #[must_use]
    pub fn why_not(self, shape: &Shape) -> Option<&'static str> {
        let unless = |applies: bool, reason| (!applies).then_some(reason);
        let issued = shape.signed_by == SignedBy::Authority;
        let delivery = shape.partner.map(Partner::delivery);
        let french = shape.partner == Some(Partner::ChorusPro) || shape.name == "like";
        match self {
            Self::Expired
            | Self::NotYetValid
            | Self::WrongKeyUsage
            | Self::KeyTooSmall
            | Self::OtherKey => None,
            Self::OtherExtendedKeyUsage => unless(
                !matches!(shape.purpose, Purpose::Signature | Purpose::FileExchange),
                "nobody looks at the extended key usage of a certificate for signing files",
            ),
            Self::BothUsages => unless(
                matches!(shape.purpose, Purpose::Client | Purpose::Server),
                "only a client's or a server's certificate is one or the other",
            ),
            Self::NoPolicy | Self::PolicyNotListed => {
                unless(!shape.policies.is_empty(), "no policy is asked for")
            }
            Self::MissingIntermediate if !issued => Some("it is self-signed, so it has no chain"),
            Self::MissingIntermediate => unless(
                matches!(delivery, Some(Delivery::Pkcs7WithChain) | None),
                "the certificate is handed in alone, without its chain",
            ),
            Self::SelfSigned => unless(
                issued && shape.partner != Some(Partner::SocialSecurity),
                "a self-signed certificate is taken here",
            ),
            Self::TestCertificate => {
                unless(french, "only French suppliers mark a test certificate (RGS-A4 §II.4)")
            }
            Self::PersonalCertificate => unless(
                french || shape.partner == Some(Partner::Sofie),
                "a person's certificate is taken here, or nobody looks",
            ),
            Self::Revoked => unless(issued, "a self-signed certificate has nobody to revoke it"),
        }
    }

    /// Returns the name, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::NotYetValid => "not-yet-valid",
            Self::OtherExtendedKeyUsage => "other-extended-key-usage",
            Self::BothUsages => "both-usages",
            Self::WrongKeyUsage => "wrong-key-usage",
            Self::NoPolicy => "no-policy",
            Self::PolicyNotListed => "policy-not-listed",
            Self::MissingIntermediate => "missing-intermediate",
            Self::SelfSigned => "self-signed",
            Self::KeyTooSmall => "key-too-small",
            Self::TestCertificate => "test-certificate",
            Self::PersonalCertificate => "personal-certificate",
            Self::OtherKey => "other-key",
            Self::Revoked => "revoked",
        }
    }

    fn names() -> String {
        Self::ALL.iter().map(|defect| defect.name()).collect::<Vec<_>>().join(", ")
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Defect {
    type Err = UnknownDefect;

    fn from_str(text: &str) -> Result<Self, UnknownDefect> {
        let found = Self::ALL.iter().find(|defect| defect.name() == text);
        found.copied().ok_or_else(|| UnknownDefect { found: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Profile;

    #[test]
    fn every_defect_is_found_by_its_name_and_an_unknown_one_is_told_the_names() {
        for defect in Defect::ALL {
            assert_eq!(defect.name().parse::<Defect>().unwrap(), *defect);
        }
        let error = "rusty".parse::<Defect>().unwrap_err().to_string();
        assert!(
            error.starts_with("unknown defect `rusty`: expected one of expired, not-yet-valid")
        );
    }

    #[test]
    fn every_defect_spoils_some_profile_and_a_self_signed_one_has_nobody_above_it() {
        for defect in Defect::ALL {
            let spoils = |profile: &&Profile| defect.applies_to(&Shape::of(profile));
            assert!(Profile::ALL.iter().copied().any(|profile| spoils(&profile)), "{defect}");
        }
        let rest = Shape::of(&crate::profile::SOCIAL_SECURITY_REST);
        for defect in [Defect::MissingIntermediate, Defect::SelfSigned, Defect::Revoked] {
            assert!(!defect.applies_to(&rest), "{defect}");
        }
    }
}
