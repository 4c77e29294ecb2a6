//! Says what a certificate and its key are for in plain words, with the technical name beside them.

use crate::certificate::{ExtendedKeyUsage, ExtendedKeyUsages, KeyUsages};

/// Says what a certificate is for: `connecting as a client (clientAuth)`.
pub(in crate::conformity) fn purposes(usages: Option<&ExtendedKeyUsages>) -> String {
    let Some(usages) = usages else { return "not said (no extended key usage)".to_owned() };
    list(usages.purposes.iter().map(purpose))
}

/// Says one thing that a certificate is for.
pub(in crate::conformity) fn purpose(usage: &ExtendedKeyUsage) -> String {
    let plain = match usage {
        ExtendedKeyUsage::Any => "anything at all",
        ExtendedKeyUsage::ServerAuth => "answering as a server",
        ExtendedKeyUsage::ClientAuth => "connecting as a client",
        ExtendedKeyUsage::CodeSigning => "signing programs",
        ExtendedKeyUsage::EmailProtection => "protecting mail",
        ExtendedKeyUsage::TimeStamping => "signing timestamps",
        ExtendedKeyUsage::OcspSigning => "answering whether others are revoked",
        ExtendedKeyUsage::Other(_) => "something not known here",
    };
    format!("{plain} ({usage})")
}

/// Says what a key may do: `signing (digitalSignature)`.
pub(in crate::conformity) fn uses(usages: Option<KeyUsages>) -> String {
    let Some(usages) = usages else { return "not said (no key usage)".to_owned() };
    list(usages.names().map(|name| format!("{} ({name})", use_named(name))))
}

fn use_named(name: &str) -> &'static str {
    match name {
        "digitalSignature" => "signing",
        "nonRepudiation" => "signing in a way that binds",
        "keyEncipherment" => "receiving keys",
        "dataEncipherment" => "receiving data",
        "keyAgreement" => "agreeing on keys",
        "keyCertSign" => "issuing certificates",
        "cRLSign" => "issuing revocation lists",
        _ => "a use of its own",
    }
}

fn list(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}
