//! What is missing in the settings of an environment, or contradicts itself: all of it at once.

use std::fmt;

use super::{
    CertificateFile, ChorusProSettings, EdiSettings, EnvironmentSettings, PisteSettings,
    SocialSecuritySettings,
};

/// Something of the settings that cannot be, or is doubtful.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingProblem {
    /// The key, below that of the environment: `chorus_pro.siret`.
    pub key: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: &'static str,
    /// Whether the environment can be used all the same.
    pub is_warning: bool,
}

impl fmt::Display for SettingProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: found {}, expected {}", self.key, self.found, self.expected)
    }
}

impl std::error::Error for SettingProblem {}

const NOTHING: &str = "nothing";

/// Collects what is wrong, below a key.
struct Search<'a> {
    found: &'a mut Vec<SettingProblem>,
    below: &'static str,
}

impl Search<'_> {
    fn tell(&mut self, key: &str, found: impl Into<String>, expected: &'static str, warn: bool) {
        let key = format!("{}{key}", self.below);
        self.found.push(SettingProblem { key, found: found.into(), expected, is_warning: warn });
    }

    fn needs(&mut self, key: &str, is_there: bool, expected: &'static str) {
        if !is_there {
            self.tell(key, NOTHING, expected, false);
        }
    }

    fn certificates(&mut self, all: &[CertificateFile]) {
        let expected = "the file of the certificate in effect, as [[….certificates]] with `file`, \
                        and `key` or `password`";
        self.needs("certificates", !all.is_empty(), expected);
        for (number, one) in (1..).zip(all) {
            let is_there = !one.file.as_os_str().is_empty();
            self.needs(&format!("certificates#{number}.file"), is_there, "the path of a file");
        }
    }
}

impl EnvironmentSettings {
    /// All that is missing, contradicts itself, or is doubtful.
    #[must_use]
    pub fn problems(&self) -> Vec<SettingProblem> {
        let mut found = Vec::new();
        let mut search = Search { found: &mut found, below: "" };
        if self.chorus_pro.is_none() && self.social_security.is_none() {
            let expected = "one of the tables chorus_pro and social_security at least";
            search.tell("chorus_pro", NOTHING, expected, false);
        }
        if self.proxy.is_none() && self.proxy_credentials.is_some() {
            search.tell("proxy", NOTHING, "the proxy that proxy_credentials are for", false);
        }
        let waits = &self.waits;
        let waits = [
            ("activation", &waits.activation),
            ("report", &waits.report),
            ("detailed_report", &waits.detailed_report),
            ("declaration", &waits.declaration),
            ("token", &waits.token),
        ];
        for (key, wait) in waits.into_iter().filter_map(|(key, it)| Some((key, it.as_ref()?))) {
            if wait.every.duration() > wait.deadline.duration() {
                let every = format!("{:#}", wait.every.duration());
                search.below = "waits.";
                search.tell(&format!("{key}.every"), every, "no more than the deadline", false);
            }
        }
        if let Some(chorus_pro) = &self.chorus_pro {
            chorus_pro.search(&mut found);
        }
        if let Some(social_security) = &self.social_security {
            social_security.search(&mut found);
        }
        found
    }
}

impl ChorusProSettings {
    fn search(&self, found: &mut Vec<SettingProblem>) {
        let mut search = Search { found, below: "chorus_pro." };
        let portal = "the portal, as in https://qualif.chorus-pro.gouv.fr";
        search.needs("portal", !self.portal.is_empty(), portal);
        search.needs("siret", !self.siret.is_empty(), "the 14 digits of the structure's SIRET");
        search.needs("organization", !self.organization.is_empty(), "the name of the structure");
        let manager = "who works in the portal (the \"gestionnaire\")";
        search.needs("manager", !self.manager.is_empty(), manager);
        for (key, siret) in [("siret", &self.siret), ("recipient_siret", &self.recipient_siret)] {
            if !siret.is_empty() && !passes_luhn(siret) {
                let found = format!("`{}`, whose check digit is wrong", siret.as_str());
                let expected = "a SIRET that passes Luhn's check; qualification's own test data \
                                does not";
                search.tell(key, found, expected, true);
            }
        }
        let way = "how to connect: the table piste, the table edi, or both";
        search.needs("piste", self.piste.is_some() || self.edi.is_some(), way);
        if let Some(flow) = &self.flow {
            search.below = "chorus_pro.flow.";
            match (&flow.template, &flow.file) {
                (Some(_), Some(_)) => {
                    search.tell("file", "a template too", "template or file, not both", false);
                }
                (None, None) => search.tell("template", NOTHING, "template or file", false),
                (Some(_), None) | (None, Some(_)) => {}
            }
        }
        if let Some(piste) = &self.piste {
            piste.search(search.found);
        }
        if let Some(edi) = &self.edi {
            edi.search(search.found);
        }
    }
}

impl PisteSettings {
    fn search(&self, found: &mut Vec<SettingProblem>) {
        let mut search = Search { found, below: "chorus_pro.piste." };
        let oauth = "as in https://sandbox-oauth.piste.gouv.fr";
        search.needs("oauth", !self.oauth.is_empty(), oauth);
        search.needs("api", !self.api.is_empty(), "as in https://sandbox-api.piste.gouv.fr");
        let id = "the \"Client ID\" of the application on PISTE (\"Identifiants OAuth\")";
        search.needs("client_id", !self.client_id.is_empty(), id);
        let secret = "where the secret is that \"voir le secret\" shows: { env = \"NAME\" }";
        search.needs("client_secret", self.client_secret.is_some(), secret);
        let login = "the login of the technical account, TECH_…@cpro.fr";
        search.needs("login", !self.login.is_empty(), login);
        let password = "where the technical account's password is: { env = \"NAME\" }";
        search.needs("password", self.password.is_some(), password);
    }
}

impl EdiSettings {
    fn search(&self, found: &mut Vec<SettingProblem>) {
        let mut search = Search { found, below: "chorus_pro.edi." };
        let sftp = "the server's HOST:PORT (\"Caractéristiques réseaux SFTP\" of the sheet)";
        search.needs("sftp", !self.sftp.is_empty(), sftp);
        let host_key = "the server's public key, as in ssh-ed25519 AAAA…";
        search.needs("host_key", !self.host_key.is_empty(), host_key);
        let code = "the sheet's \"Code Appli Partenaire\"";
        search.needs("application_code", !self.application_code.is_empty(), code);
        search.certificates(&self.certificates);
    }
}

impl SocialSecuritySettings {
    fn search(&self, found: &mut Vec<SettingProblem>) {
        let mut search = Search { found, below: "social_security." };
        let stage = "`acceptance`, `simulation` or `production`";
        search.needs("stage", self.stage.is_some(), stage);
        search.needs("number", !self.number.is_empty(), "the 10 digits of the enterprise number");
        search.needs("name", !self.name.is_empty(), "the name of the company");
        let quality = "`employer`, `social-secretariat` or `service-provider`";
        search.needs("quality", self.quality.is_some(), quality);
        let id = "the \"Client ID\" that ChaMan shows beside the account";
        search.needs("client_id", !self.client_id.is_empty(), id);
        search.certificates(&self.certificates);
        if !self.number.is_empty() && !has_check_digits(&self.number) {
            let found = format!("`{}`, whose check digits are wrong", self.number.as_str());
            search.tell("number", found, "97 less the rest of the first eight by 97", true);
        }
    }
}

/// Luhn's check, which the last digit of a SIRET makes true.
fn passes_luhn(digits: &str) -> bool {
    let values = digits.bytes().rev().map(|it| u32::from(it.wrapping_sub(b'0')));
    let sum: u32 = values
        .enumerate()
        .map(|(place, value)| match (place % 2, value * 2) {
            (0, _) => value,
            (_, doubled) => doubled / 10 + doubled % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The check of an enterprise number: the last two digits are 97 less the rest of the others.
fn has_check_digits(digits: &str) -> bool {
    let (Some(first), Some(last)) = (digits.get(..8), digits.get(8..)) else { return false };
    let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) else { return false };
    97 - first % 97 == last
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;
    use super::*;

    #[test]
    fn all_that_is_missing_is_told_at_once_by_its_key() {
        let keys = |text: &str| -> Vec<String> {
            read(text).unwrap().problems().into_iter().map(|it| it.key).collect()
        };
        assert_eq!(keys(""), ["chorus_pro"]);
        assert_eq!(
            keys("[chorus_pro]\nsiret = \"\"\n[chorus_pro.edi]\nhost_key = \"\"\n"),
            [
                "chorus_pro.portal",
                "chorus_pro.siret",
                "chorus_pro.organization",
                "chorus_pro.manager",
                "chorus_pro.edi.sftp",
                "chorus_pro.edi.host_key",
                "chorus_pro.edi.application_code",
                "chorus_pro.edi.certificates",
            ]
        );
        let social = keys("[social_security]\nname = \"A\"\n[[social_security.certificates]]\n");
        assert!(social.contains(&"social_security.certificates#1.file".to_owned()), "{social:?}");
        let waits = "[waits]\ntoken = { every = \"2h\", deadline = \"1h\" }\n[social_security]\n";
        assert!(keys(waits).contains(&"waits.token.every".to_owned()));
    }

    #[test]
    fn a_wrong_check_digit_is_doubtful_and_no_more() {
        // Chorus Pro's own test data fails Luhn's check.
        assert!(passes_luhn("73282932000074") && !passes_luhn("33254021516357"));
        assert!(has_check_digits("0206731645") && !has_check_digits("0206731646"));
        let text = "[social_security]\nnumber = \"0206731646\"\n[chorus_pro]\nsiret = \
                    \"33254021516357\"\n";
        let found = read(text).unwrap().problems();
        let doubtful: Vec<_> = found.iter().filter(|it| it.is_warning).map(|it| &*it.key).collect();
        assert_eq!(doubtful, ["chorus_pro.siret", "social_security.number"]);
    }
}
