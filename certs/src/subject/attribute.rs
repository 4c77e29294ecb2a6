//! The types of attribute that a subject may have.

use std::fmt;

use rcgen::DnType;

/// One type of attribute, by object identifier.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AttributeType(&'static Known);

#[derive(PartialEq, Eq, Hash)]
struct Known {
    /// How it is written, first; and what else is read.
    keywords: &'static [&'static str],
    arcs: &'static [u64],
    dotted: &'static str,
    /// The longest value, in characters (RFC 5280 appendix A.1).
    characters_max: usize,
}

const fn known(
    keywords: &'static [&'static str],
    arcs: &'static [u64],
    dotted: &'static str,
    characters_max: usize,
) -> Known {
    Known { keywords, arcs, dotted, characters_max }
}

static KNOWN: [Known; 17] = [
    known(&["C", "countryName"], &[2, 5, 4, 6], "2.5.4.6", 2),
    known(&["O", "organizationName"], &[2, 5, 4, 10], "2.5.4.10", 64),
    known(&["OU", "organizationalUnitName"], &[2, 5, 4, 11], "2.5.4.11", 64),
    known(&["CN", "commonName"], &[2, 5, 4, 3], "2.5.4.3", 64),
    known(&["L", "localityName"], &[2, 5, 4, 7], "2.5.4.7", 128),
    known(&["ST", "S", "stateOrProvinceName"], &[2, 5, 4, 8], "2.5.4.8", 128),
    known(&["street", "streetAddress"], &[2, 5, 4, 9], "2.5.4.9", 128),
    known(&["postalCode"], &[2, 5, 4, 17], "2.5.4.17", 40),
    known(&["serialNumber"], &[2, 5, 4, 5], "2.5.4.5", 64),
    known(&["SN", "surname"], &[2, 5, 4, 4], "2.5.4.4", 64),
    known(&["GN", "givenName"], &[2, 5, 4, 42], "2.5.4.42", 64),
    known(&["title"], &[2, 5, 4, 12], "2.5.4.12", 64),
    known(&["businessCategory"], &[2, 5, 4, 15], "2.5.4.15", 128),
    known(&["organizationIdentifier"], &[2, 5, 4, 97], "2.5.4.97", 256),
    known(
        &["jurisdictionCountryName", "jurisdictionC"],
        &[1, 3, 6, 1, 4, 1, 311, 60, 2, 1, 3],
        "1.3.6.1.4.1.311.60.2.1.3",
        2,
    ),
    known(&["emailAddress", "E"], &[1, 2, 840, 113_549, 1, 9, 1], "1.2.840.113549.1.9.1", 255),
    known(
        &["DC", "domainComponent"],
        &[0, 9, 2342, 19_200_300, 100, 1, 25],
        "0.9.2342.19200300.100.1.25",
        63,
    ),
];

impl AttributeType {
    /// `C`: a country, two upper case letters.
    pub const COUNTRY: Self = Self::at(0);
    /// `O`: the full official name of an organisation.
    pub const ORGANIZATION: Self = Self::at(1);
    /// `OU`: a part of it; in France also its identifier, `0002 ` and a SIREN or SIRET (ISO 6523).
    pub const ORGANIZATIONAL_UNIT: Self = Self::at(2);
    /// `CN`: the name of a service or host.
    pub const COMMON_NAME: Self = Self::at(3);
    /// `L`: a town.
    pub const LOCALITY: Self = Self::at(4);
    /// `SN`: a person's surname.
    pub const SURNAME: Self = Self::at(9);
    /// `GN`: a person's given name.
    pub const GIVEN_NAME: Self = Self::at(10);
    /// `organizationIdentifier`, of ETSI EN 319 412-1 §5.1.4.
    pub const ORGANIZATION_IDENTIFIER: Self = Self::at(13);

    #[expect(
        clippy::indexing_slicing,
        reason = "indices are constants of this file, so the compiler checks them"
    )]
    const fn at(index: usize) -> Self {
        Self(&KNOWN[index])
    }

    /// Finds a type by a keyword, in any case, or by its dotted identifier.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let found = KNOWN.iter().find(|known| {
            known.dotted == name || known.keywords.iter().any(|it| it.eq_ignore_ascii_case(name))
        });
        found.map(Self)
    }

    /// Returns the keyword it is written with.
    #[must_use]
    pub fn keyword(&self) -> &'static str {
        self.0.keywords.first().copied().unwrap_or(self.0.dotted)
    }

    /// Returns the dotted identifier.
    #[must_use]
    pub const fn dotted(&self) -> &'static str {
        self.0.dotted
    }

    /// Returns how long a value may be, in characters (RFC 5280 appendix A.1).
    #[must_use]
    pub const fn characters_max(&self) -> usize {
        self.0.characters_max
    }

    /// Says whether the value is two letters that name a country.
    #[must_use]
    pub fn is_country(&self) -> bool {
        self.0.characters_max == 2
    }

    /// Every type that an operator may name, by the keyword it is written with.
    pub fn keywords() -> impl Iterator<Item = &'static str> {
        KNOWN.iter().filter_map(|known| known.keywords.first().copied())
    }

    pub(super) const fn arcs(&self) -> &'static [u64] {
        self.0.arcs
    }

    /// RFC 5280 appendix A.1 allows these nothing else.
    pub(super) fn is_printable(&self) -> bool {
        self.is_country() || *self == Self::at(8)
    }

    pub(super) fn is_ia5(&self) -> bool {
        *self == Self::at(15) || *self == Self::at(16)
    }

    pub(super) fn dn_type(&self) -> DnType {
        match self.keyword() {
            "C" => DnType::CountryName,
            "O" => DnType::OrganizationName,
            "OU" => DnType::OrganizationalUnitName,
            "CN" => DnType::CommonName,
            "L" => DnType::LocalityName,
            "ST" => DnType::StateOrProvinceName,
            _ => DnType::CustomDnType(self.arcs().to_vec()),
        }
    }

    /// Says how often a subject may hold it: twice where the library has a name for it.
    pub(crate) fn times_max(&self) -> usize {
        if matches!(self.dn_type(), DnType::CustomDnType(_)) { 1 } else { 2 }
    }
}

impl fmt::Display for AttributeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

impl fmt::Debug for AttributeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}
