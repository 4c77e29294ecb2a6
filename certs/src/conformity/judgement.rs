//! Judges all the files that are handed in for one connection.

use jiff::Timestamp;

use super::{
    Context, assign, check_upload,
    renewal::check_renewal,
    report::{Finding, Report, Verdict},
    rulebook::Rulebook,
};
use crate::{
    Asked, Certificate, Partner, Profile, PublicKey, format::contents::Contents, mode::Mode,
    rule::Rule,
};

/// A file that is handed in.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// How it is called.
    pub name: String,
    /// What it holds.
    pub contents: Contents,
}

/// What the files are judged beside.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The certificates in place, which these are to replace.
    pub previous: &'a [Certificate],
    /// The keys they are to be used with, each with the name of its file.
    pub keys: &'a [(String, PublicKey)],
}

/// What the judgement of all the files says.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// What was asked for.
    pub asked: Asked,
    /// Each file, in the order in which it was handed in.
    pub files: Vec<JudgedFile>,
    /// What concerns no file alone.
    pub findings: Vec<Finding>,
}

/// One file.
#[derive(Clone, Debug)]
pub struct JudgedFile {
    /// How it is called.
    pub name: String,
    /// As what it was judged; `None` when it is about nothing that is demanded.
    pub profile: Option<&'static Profile>,
    /// What the judgement says.
    pub report: Report,
}

impl Submitted {
    /// Opens a file without a password; no file name says what it holds.
    #[must_use]
    pub fn read(name: impl Into<String>, bytes: &[u8]) -> Self {
        Self { name: name.into(), contents: Contents::read(bytes) }
    }

    /// Says whether it is an SSH public key, and nothing that concerns certificates.
    pub(super) fn is_ssh_public_key(&self) -> bool {
        !self.contents.ssh_keys.is_empty() && self.contents.certificates.is_empty()
    }
}

/// Judges all the files that are handed in for one connection, or for one certificate.
///
/// Each certificate that is demanded gets the file that fits it best. What is missing, and which
/// file is about nothing that is demanded, is told.
#[must_use]
pub fn check(
    files: &[Submitted],
    asked: Asked,
    context: Context<'_>,
    beside: Beside<'_>,
) -> Judgement {
    let partner = asked.partner().unwrap_or(Partner::ChorusPro);
    let rules = &Rulebook::of(partner).whole;
    let ssh_key = match asked {
        Asked::Mode(Mode { ssh_public_key: true, .. }) => rules.ssh_key,
        Asked::Mode(_) | Asked::Profile(_) => None,
    };
    let demands = asked.demands();
    let assigned = assign::assign(files, &demands, context);

    let mut judged: Vec<JudgedFile> = files
        .iter()
        .enumerate()
        .map(|(index, file)| match assigned.profile_of(index) {
            Some(profile) => {
                let report = check_upload(&file.contents, profile, context);
                JudgedFile { name: file.name.clone(), profile: Some(profile), report }
            }
            None => beside_the_point(file, rules.nothing_else, ssh_key.is_some()),
        })
        .collect();
    judge_renewals(&mut judged, beside.previous, partner, context.at);
    judge_keys(&mut judged, beside.keys, rules.its_key);

    let mut findings = Vec::new();
    if demands.is_empty() {
        findings.extend(rules.none_needed.map(|rule| {
            let what_to_do =
                "hand in no certificate: the application's identifiers of PISTE are all it takes";
            Finding::of(rule, Verdict::Information, "no certificate is demanded", what_to_do)
        }));
    } else {
        findings.push(all_there(rules.demanded, &demands, &assigned));
    }
    findings.extend(ssh_key.map(|rule| ssh_key_there(rule, files)));
    findings.extend(rules.own_keys.and_then(|rule| own_keys(rule, &judged)));
    Judgement { asked, files: judged, findings }
}

/// A private key is never handed to anybody.
fn beside_the_point(file: &Submitted, rule: &'static Rule, ssh: bool) -> JudgedFile {
    let contents = &file.contents;
    let leaf = super::judge::leaf::choose(&contents.certificates).ok();
    let found = match &leaf {
        _ if file.is_ssh_public_key() => "an SSH public key".to_owned(),
        Some(leaf) => format!("{}, about `{}`", contents.describe(), leaf.subject()),
        None => contents.describe(),
    };
    let finding = if contents.pieces.iter().any(|piece| piece.may_hold_a_private_key()) {
        let what_to_do = "keep it to yourself: nobody is ever to be handed a private key";
        Finding::of(rule, Verdict::Failure, found, what_to_do)
    } else if ssh && file.is_ssh_public_key() {
        Finding::pass(rule, found)
    } else {
        let what_to_do = "leave it out; authorities' certificates go into the file of the certificate that they stand above, where the partner wants them";
        Finding::of(rule, Verdict::Warning, found, what_to_do)
    };
    let report =
        Report { content: contents.kind(), findings: vec![finding], leaf, chain: Vec::new() };
    JudgedFile { name: file.name.clone(), profile: None, report }
}

fn all_there(
    rule: &'static Rule,
    demands: &[Vec<&'static Profile>],
    assigned: &assign::Assignment,
) -> Finding {
    let label = |demand: &Vec<&'static Profile>| {
        demand
            .iter()
            .map(|profile| format!("\"{}\"", profile.label))
            .collect::<Vec<_>>()
            .join(" or ")
    };
    let missing: Vec<String> = demands
        .iter()
        .enumerate()
        .filter(|(index, _)| !assigned.is_met(*index))
        .map(|(_, demand)| label(demand))
        .collect();
    let there = demands.len() - missing.len();
    let found = format!("{there} of {}", demands.len());
    if missing.is_empty() {
        return Finding::pass(rule, found);
    }
    let missing = missing.join(" and ");
    let found = format!("{found}; missing: {missing}");
    Finding::of(rule, Verdict::Failure, found, format!("hand in {missing} as well"))
        .expecting(demands.iter().map(label).collect::<Vec<_>>().join(" and "))
}

fn ssh_key_there(rule: &'static Rule, files: &[Submitted]) -> Finding {
    match files.iter().find(|file| file.is_ssh_public_key()) {
        Some(file) => Finding::pass(rule, format!("`{}`", file.name)),
        None => {
            let what_to_do = "register the SSH public key of the program that connects as well: `ssh-keygen -y -f private-key` writes it";
            Finding::of(rule, Verdict::Information, "no SSH public key among the files", what_to_do)
        }
    }
}

fn own_keys((rule, bad): (&'static Rule, Verdict), judged: &[JudgedFile]) -> Option<Finding> {
    let leaves: Vec<(&str, &Certificate)> = leaves(judged).collect();
    if leaves.len() < 2 {
        return None;
    }
    for (index, (name, leaf)) in leaves.iter().enumerate() {
        let twin = leaves
            .iter()
            .skip(index + 1)
            .find(|(_, it)| it.public_key().is_same_as(leaf.public_key()));
        if let Some((other, twin)) = twin {
            let what = if twin == leaf { "certificate" } else { "key" };
            let found = format!("the same {what} in `{name}` and `{other}`");
            let what_to_do = "make a key for each, and order a certificate for each key";
            return Some(Finding::of(rule, bad, found, what_to_do));
        }
    }
    Some(Finding::pass(rule, format!("{} keys", leaves.len())))
}

fn leaves(judged: &[JudgedFile]) -> impl Iterator<Item = (&str, &Certificate)> {
    let demanded = judged.iter().filter(|file| file.profile.is_some());
    demanded.filter_map(|file| Some((file.name.as_str(), file.report.leaf.as_ref()?)))
}

/// Each certificate is judged against the one in place with its subject, or the one that is left.
fn judge_renewals(
    judged: &mut [JudgedFile],
    previous: &[Certificate],
    partner: Partner,
    at: Timestamp,
) {
    let mut left: Vec<&Certificate> = previous.iter().collect();
    for file in judged.iter_mut() {
        let (Some(profile), Some(leaf)) = (file.profile, file.report.leaf.as_ref()) else {
            continue;
        };
        let fits = |old: &&Certificate| assign::fits(old, profile);
        let same = left.iter().position(|old| fits(old) && old.subject() == leaf.subject());
        let chosen =
            same.or_else(|| left.iter().position(fits)).or((!left.is_empty()).then_some(0));
        if let Some(index) = chosen {
            let old = left.remove(index);
            file.report.findings.extend(check_renewal(leaf, old, partner, at));
        }
    }
}

/// A key that is nobody's is held against every certificate without a key.
fn judge_keys(
    judged: &mut [JudgedFile],
    keys: &[(String, PublicKey)],
    (rule, advice): (&'static Rule, &'static str),
) {
    let owned: Vec<PublicKey> = leaves(judged).map(|(_, leaf)| leaf.public_key().clone()).collect();
    let nobodys: Vec<&str> = keys
        .iter()
        .filter(|(_, key)| !owned.iter().any(|it| it.is_same_as(key)))
        .map(|(name, _)| name.as_str())
        .collect();
    for file in judged.iter_mut().filter(|file| file.profile.is_some()) {
        let Some(leaf) = &file.report.leaf else { continue };
        let its = keys.iter().find(|(_, key)| key.is_same_as(leaf.public_key()));
        let finding = match (its, nobodys.as_slice()) {
            (Some((name, _)), _) => Finding::pass(rule, format!("the key of `{name}`")),
            (None, []) => continue,
            (None, names) => {
                let found = format!("another key than that of `{}`", names.join("`, `"));
                Finding::of(rule, Verdict::Failure, found, advice)
            }
        };
        file.report.findings.push(finding);
    }
}

impl Judgement {
    /// Returns every finding: each file's, then those of the whole.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.files.iter().flat_map(|file| &file.report.findings).chain(&self.findings)
    }

    /// Counts the findings of one verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.all().filter(|finding| finding.verdict == verdict).count()
    }

    /// Says whether no rule is broken.
    #[must_use]
    pub fn conforms(&self) -> bool {
        self.count(Verdict::Failure) == 0
    }

    /// Takes every warning for a failure.
    #[must_use]
    pub fn strict(mut self) -> Self {
        let files = self.files.iter_mut().flat_map(|file| &mut file.report.findings);
        for finding in files.chain(&mut self.findings) {
            if finding.verdict == Verdict::Warning {
                finding.verdict = Verdict::Failure;
            }
        }
        self
    }
}
