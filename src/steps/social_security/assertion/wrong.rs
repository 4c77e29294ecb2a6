//! What can be wrong with a token request, and what people call it.

use std::str::FromStr;

use cucumber::Parameter;

/// What is wrong with a token request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Parameter)]
#[param(name = "wrong", regex = "(?:an?|two|no|the|another|credentials) .+")]
pub enum Wrong {
    /// What the assertion says.
    Claim(Claim),
    /// How it is signed.
    Proof(Proof),
    /// What is sent with it, or in its place.
    Form(Form),
}

/// What an assertion says that it should not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It expired two minutes ago.
    Expired,
    /// It has no end.
    NoExpiry,
    /// It is good from tomorrow on.
    NotYet,
    /// It was made tomorrow.
    IssuedTomorrow,
    /// Its audience is the issuer.
    ForTheIssuer,
    /// Its audience is that of version 3.
    ForVersion3,
    /// It has two audiences.
    ForTwo,
    /// It has none.
    ForNobody,
    /// It is about another client than its own.
    OtherSubject,
    /// It does not say who it is from.
    NoIssuer,
    /// It is of a client that nobody knows.
    UnknownClient,
    /// Its identifier is that of every other.
    OneIdentifier,
}

/// How an assertion is signed that it should not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Not at all: `alg` is `none`.
    Unsigned,
    /// With the public key, taken for the secret of HS256.
    PublicKeyAsSecret,
    /// With PS256.
    OtherAlgorithm,
    /// With a key whose certificate is not registered.
    OtherKey,
    /// Before it was altered.
    Altered,
    /// Its signature is missing.
    CutShort,
    /// As it should, and its header names the key.
    NamesItsKey,
}

/// What is sent with an assertion, or in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The whole request, twice.
    Twice,
    /// No assertion.
    NoAssertion,
    /// Two assertions.
    TwoAssertions,
    /// Another `client_assertion_type`.
    OtherAssertionType,
    /// No `grant_type`.
    NoGrant,
    /// Another `grant_type`.
    OtherGrant,
    /// A `client_id` that is not the assertion's.
    OtherClientId,
    /// A `client_secret` in the place of an assertion.
    ClientSecret,
    /// HTTP Basic in the place of an assertion.
    Basic,
    /// A scope that the account has not.
    UngrantedScope,
}

const NAMES: &[(&str, Wrong)] = &[
    ("an assertion that expired two minutes ago", Wrong::Claim(Claim::Expired)),
    ("an assertion that never expires", Wrong::Claim(Claim::NoExpiry)),
    ("an assertion that is good from tomorrow on", Wrong::Claim(Claim::NotYet)),
    ("an assertion that was issued tomorrow", Wrong::Claim(Claim::IssuedTomorrow)),
    ("an assertion for the issuer", Wrong::Claim(Claim::ForTheIssuer)),
    ("an assertion for version 3", Wrong::Claim(Claim::ForVersion3)),
    ("an assertion for two audiences", Wrong::Claim(Claim::ForTwo)),
    ("an assertion for nobody", Wrong::Claim(Claim::ForNobody)),
    ("an assertion about another client", Wrong::Claim(Claim::OtherSubject)),
    ("an assertion that says not who it is from", Wrong::Claim(Claim::NoIssuer)),
    ("an assertion of a client that nobody knows", Wrong::Claim(Claim::UnknownClient)),
    ("an assertion whose identifier never changes", Wrong::Claim(Claim::OneIdentifier)),
    ("an assertion without a signature", Wrong::Proof(Proof::Unsigned)),
    ("an assertion signed with the public key as a secret", Wrong::Proof(Proof::PublicKeyAsSecret)),
    ("an assertion signed with PS256", Wrong::Proof(Proof::OtherAlgorithm)),
    ("an assertion signed with a key that is not registered", Wrong::Proof(Proof::OtherKey)),
    ("an assertion that was altered after it was signed", Wrong::Proof(Proof::Altered)),
    ("an assertion that is cut short", Wrong::Proof(Proof::CutShort)),
    ("an assertion that names its key", Wrong::Proof(Proof::NamesItsKey)),
    ("the same assertion twice", Wrong::Form(Form::Twice)),
    ("no assertion", Wrong::Form(Form::NoAssertion)),
    ("two assertions", Wrong::Form(Form::TwoAssertions)),
    ("another type of assertion", Wrong::Form(Form::OtherAssertionType)),
    ("no grant", Wrong::Form(Form::NoGrant)),
    ("another grant", Wrong::Form(Form::OtherGrant)),
    ("another client id beside the assertion", Wrong::Form(Form::OtherClientId)),
    ("a client secret", Wrong::Form(Form::ClientSecret)),
    ("credentials by HTTP Basic", Wrong::Form(Form::Basic)),
    ("a scope that was not granted", Wrong::Form(Form::UngrantedScope)),
];

impl FromStr for Wrong {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = NAMES.iter().find(|(name, _)| *name == text);
        found.map(|(_, wrong)| *wrong).ok_or_else(|| format!("no request is wrong by `{text}`"))
    }
}
