//! What an environment is, as it is written down: hosts, accounts, files, and where secrets are.
//!
//! Each value is checked when it is read; what is missing is told by
//! [`problems`](EnvironmentSettings::problems), all at once. A text that is empty counts as missing.
//! No secret stands here, only where it is.

mod chorus_pro;
mod problems;
mod secret;
mod social_security;
mod value;

pub use chorus_pro::{
    CertificateFile, ChorusProSettings, EdiSettings, FlowSettings, PisteSettings,
};
pub use problems::SettingProblem;
pub use secret::{OUT_OF_THE_FILE, SecretReference, WrongReference};
pub use social_security::{
    NamedApplication, NamedQuality, SocialSecuritySettings, SocialSecurityStage,
};
pub use value::{
    EnterpriseNumber, HostKeyLine, HostName, HostPort, Origin, ProxyAddress, Siret, Span, Text,
    WrongValue,
};

use std::num::NonZeroU32;
use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One environment beside the mocks: `[environments.NAME]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EnvironmentSettings {
    /// Whether hosts of production may be contacted; the command must say `--allow-production` too.
    #[serde(skip_serializing_if = "is_false")]
    pub production: bool,
    /// The proxy that HTTPS goes through, as in `http://proxy.example:3128`; without credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxyAddress>,
    /// The credentials for the proxy, `user:password`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_credentials: Option<SecretReference>,
    /// A PEM file of the roots that may vouch for hosts; without it, those of the machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trust: Option<PathBuf>,
    /// Hosts that may be contacted beside those of the addresses below; no other ever is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<HostName>,
    /// Who works in the portals, for the dossier; without it, the name of the login.
    #[serde(skip_serializing_if = "Text::is_empty")]
    pub operator: Text,
    /// How many requests may be made in a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requests_per_minute: Option<NonZeroU32>,
    /// A longer wait suspends the run in place of holding the terminal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest_wait_here: Option<Span>,
    /// How often to look, and for how long, where something takes time.
    #[serde(skip_serializing_if = "WaitsSettings::is_empty")]
    pub waits: WaitsSettings,
    /// Chorus Pro and PISTE.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chorus_pro: Option<ChorusProSettings>,
    /// The portal of Belgian social security.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub social_security: Option<SocialSecuritySettings>,
}

/// `[environments.NAME.waits]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WaitsSettings {
    /// An update of an EDI sheet that is taken into account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activation: Option<WaitSettings>,
    /// The report of a flow, in the pick-up directory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<WaitSettings>,
    /// The "compte rendu détaillé" of a flow, over the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detailed_report: Option<WaitSettings>,
    /// The result of a declaration to social security.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declaration: Option<WaitSettings>,
    /// A token for a key that was newly registered at social security.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<WaitSettings>,
}

/// One wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaitSettings {
    /// How long to wait between two looks: `15min`.
    pub every: Span,
    /// When to give up: `48h`.
    pub deadline: Span,
}

impl WaitsSettings {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over like that")]
const fn is_false(it: &bool) -> bool {
    !*it
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn read(text: &str) -> Result<EnvironmentSettings, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn a_value_that_cannot_be_is_told_with_what_was_expected() {
        for (text, says) in [
            ("proxy = \"proxy:3128\"", "expected http://HOST:PORT"),
            ("hosts = [\"https://a.be\"]", "found `https://a.be`, expected the name of a host"),
            ("longest_wait_here = \"soon\"", "found `soon`, expected a duration"),
            ("longest_wait_here = \"0s\"", "found `0s`, expected a duration"),
            ("[chorus_pro]\nsiret = \"123\"", "found `123`, expected the 14 digits"),
            ("[chorus_pro]\nportal = \"http://a.fr\"", "expected https:// at the beginning"),
            ("[chorus_pro]\nportal = \"a.fr\"", "found `a.fr`, expected https:// at the beginning"),
            ("[chorus_pro]\nportal = \"https://a.fr/x\"", "expected https://HOST, without a path"),
            ("[chorus_pro.edi]\nsftp = \"a.fr\"", "found `a.fr`, expected HOST:PORT"),
            ("[chorus_pro.edi]\nsftp = \"a.fr:0\"", "found `a.fr:0`, expected HOST:PORT"),
            ("[chorus_pro.edi]\nhost_key = \"AAAA\"", "expected the server's public key"),
            ("[social_security]\nnumber = \"12\"", "found `12`, expected the 10 digits"),
            ("[social_security]\nstage = \"test\"", "unknown variant `test`"),
            ("[social_security]\napplications = [\"FLA\"]", "unknown variant `FLA`"),
            ("prodution = true", "unknown field `prodution`"),
        ] {
            let told = read(text).unwrap_err();
            assert!(told.contains(says), "{text}: {told}");
        }
    }

    #[test]
    fn a_proxy_with_credentials_is_refused_and_not_repeated() {
        for address in ["http://user:hunter2@proxy:3128", "user:hunter2@proxy:3128"] {
            let told = read(&format!("proxy = \"{address}\"")).unwrap_err();
            assert!(told.contains("proxy_credentials") && !told.contains("hunter2"), "{told}");
        }
    }

    #[test]
    fn a_number_is_taken_for_the_text_that_it_is_written_as() {
        let read = read("operator = 7\n[chorus_pro]\nsiret = 33254021516357").unwrap();
        assert_eq!(read.operator.as_str(), "7");
        assert_eq!(read.chorus_pro.unwrap().siret.as_str(), "33254021516357");
    }

    #[test]
    fn what_is_written_again_is_read_again_as_the_same() {
        let text = "production = true\nproxy = \"http://127.0.0.1:9780\"\nhosts = [\"a.be\"]\n\
                    longest_wait_here = \"10min\"\n\
                    [waits]\nreport = { every = \"10min\", deadline = \"24h\" }\n\
                    [chorus_pro.piste]\nclient_secret = { env = \"PISTE_SECRET\" }\n\
                    [[chorus_pro.edi.certificates]]\nfile = \"a.p12\"\npassword = { file = \"p\" }\n\
                    [social_security]\nstage = \"acceptance\"\nnumber = \"0123456749\"\n";
        let first = read(text).unwrap();
        let written = serde_json::to_string(&first).unwrap();
        let second: EnvironmentSettings = serde_json::from_str(&written).unwrap();
        assert_eq!(first, second, "{written}");
    }
}
