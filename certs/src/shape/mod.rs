//! The shape of a certificate that is to be made: a profile's, or that of a real one.

mod like;

use jiff::SignedDuration;

use crate::{
    KeyKind, Profile, Subject,
    certificate::{ExtendedKeyUsages, KeyUsages},
    mode::Partner,
    profile::{Purpose, SignedBy},
    subject::{INVENTED_HOST, INVENTED_SERVICE},
};

/// All that two certificates of one product have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// The name of the profile it comes from, or `like`.
    pub name: &'static str,
    /// Whose rules it is judged by, where that is known.
    pub partner: Option<Partner>,
    /// What it is for.
    pub purpose: Purpose,
    /// Who signs it.
    pub signed_by: SignedBy,
    /// The kind of key it is ordered for.
    pub key: KeyKind,
    /// The key usage; none where the extension is left out.
    pub key_usages: Option<KeyUsages>,
    /// The extended key usage; none where the extension is left out.
    pub extended_key_usages: Option<ExtendedKeyUsages>,
    /// The dotted identifiers of the policies, in the order written.
    pub policies: Vec<String>,
    /// Whether a host name stands among the alternative names.
    pub names_a_host: bool,
    /// How long it lasts, in whole seconds.
    pub lifetime: SignedDuration,
    /// An invented subject: its attributes are those of the shape, its values nobody's.
    pub subject: Subject,
}

impl Shape {
    /// Returns the shape of a profile.
    #[must_use]
    pub fn of(profile: &Profile) -> Self {
        let names_a_host = profile.purpose == Purpose::Server;
        let called = if names_a_host { INVENTED_HOST } else { INVENTED_SERVICE };
        let purposes = profile.purpose.usages();
        Self {
            name: profile.name,
            partner: profile.partner,
            purpose: profile.purpose,
            signed_by: profile.signed_by,
            key: profile.key,
            key_usages: Some(profile.key_usages),
            extended_key_usages: (!purposes.is_empty())
                .then(|| ExtendedKeyUsages { purposes: purposes.to_vec(), critical: false }),
            policies: profile.policies.iter().map(|oid| (*oid).to_owned()).collect(),
            names_a_host,
            lifetime: SignedDuration::from_hours(24) * profile.lifetime_days,
            subject: Subject::invented(profile.partner, called),
        }
    }
}
