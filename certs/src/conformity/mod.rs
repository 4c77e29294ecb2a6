//! Judges files as a partner would, rule by rule.
//!
//! # Shape
//! A file goes in, a [`Report`] comes out: one [`Finding`] for each rule that had something to
//! judge. All the files of one connection together give a [`Judgement`]. *Failure* means that a
//! written rule of the partner, or of a document that it sends the reader to, is broken; *warning*,
//! that the letter of a document is not followed and nobody is known to refuse it, or that something
//! cannot be proven.
//!
//! # Rules
//! Each partner has a folder: [`chorus_pro`], [`social_security`], [`sofie`]. Its `rules.rs` says
//! what is demanded, its rulebook which judge decides. What is guessed there is not known to be refused by the real portal;
//! [`Report::failures`] lets a caller pass over such rules by their identifier.
//!
//! Revocation is nobody's own rule, and is judged where evidence is handed in: [`revocation`].
//!
//! # Not modelled
//! Policy trees, name constraints, path lengths and usages of authorities: real French authorities
//! break them, and nobody refuses that.

mod assign;
pub mod chorus_pro;
mod judge;
mod judgement;
mod renewal;
mod report;
pub mod revocation;
mod rulebook;
pub mod social_security;
pub mod sofie;

pub use judgement::{Beside, JudgedFile, Judgement, Submitted, check};
pub use renewal::check_renewal;
pub use report::{Finding, Report, Verdict};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    Certificate, Profile, chain::Chain, format::contents::Contents, mode::Partner,
    policy::PolicyList, revocation::Evidence,
};
use judge::leaf::{self, NoLeaf};
use rulebook::Rulebook;

/// Which platform of the partner a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// The platform where connections are tried out; test certificates are welcome.
    Qualification,
    /// The real one.
    Production,
}

/// What a judgement takes for granted.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The instant of the judgement.
    pub at: Timestamp,
    /// Which platform the file is for.
    pub platform: Platform,
    /// What is known of policies.
    pub policies: &'a PolicyList,
    /// What the authorities said of revocation; nothing is judged where nothing is handed in.
    pub revocation: &'a [Evidence],
}

/// What a rule judges.
struct Case<'a> {
    leaf: &'a Certificate,
    chain: &'a Chain,
    profile: &'static Profile,
    context: Context<'a>,
}

impl Context<'static> {
    /// Judges with the policies that come with this crate.
    #[must_use]
    pub fn new(at: Timestamp, platform: Platform) -> Self {
        Self { at, platform, policies: PolicyList::built_in(), revocation: &[] }
    }
}

/// Judges a file handed to a partner, for a certificate of the given profile.
///
/// A file that is not what the partner wants is told so, and its certificates are judged all the
/// same where they can be read.
#[must_use]
pub fn check_upload(
    contents: &Contents,
    profile: &'static Profile,
    context: Context<'_>,
) -> Report {
    let rulebook = Rulebook::of(profile.partner.unwrap_or(Partner::ChorusPro));
    let (container, judge) = rulebook.container;
    let mut findings = vec![judge(container, contents)];
    let leaf = match leaf::choose(&contents.certificates) {
        Ok(leaf) => Some(leaf),
        // A file that holds no certificate to speak of is told so once.
        Err(NoLeaf::Empty) if findings.iter().any(|it| it.verdict == Verdict::Failure) => None,
        Err(none) => {
            findings.push(none.finding(rulebook.leaf));
            None
        }
    };
    let mut authorities = Vec::new();
    if let Some(leaf) = &leaf {
        let chain = Chain::of(leaf, &contents.certificates, context.at);
        let case = Case { leaf, chain: &chain, profile, context };
        findings.extend(rulebook.judges.iter().filter_map(|(rule, judge)| judge(rule, &case)));
        findings.extend(revocation::judge(&case));
        authorities = chain.authorities;
    }
    Report { content: contents.kind(), findings, leaf, chain: authorities }
}
