//! Opens an environment: everything that its settings name is fetched, and nothing contacted.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use raccord_certs::Certificate;
use raccord_certs::format::contents::Contents;
use raccord_kernel::Clock;

use super::Qualification;
use super::guard::GuardError;
use super::identities::IdentityError;
use super::pace::Pace;
use super::secrets::{SecretError, Secrets};
use super::settings::{ChorusProSettings, EnvironmentSettings, FlowSettings, SettingProblem, Text};
use crate::connectors::network::{NoAddress, ServerAddress};
use crate::connectors::{Bounds, Network, Vault};
use crate::environment::{Addresses, OpenError, Operator, OwnFlow};

/// How long a connection may take to be made, and how long an answer: gateways give up after a
/// minute.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(30);
const TIMEOUT: Duration = Duration::from_secs(120);

/// What an environment is opened with.
#[derive(Debug)]
pub struct Opening<'a> {
    /// Its name.
    pub name: &'a str,
    /// How it is described.
    pub settings: &'a EnvironmentSettings,
    /// The variables that hold its secrets.
    pub secrets: &'a Secrets,
    /// The machine's clock, running.
    pub clock: Clock,
    /// The person who runs raccord, where one is there.
    pub operator: Option<Rc<dyn Operator>>,
    /// Whether the command allows production.
    pub allow_production: bool,
    /// How fast it is asked: one pace for all that ask it.
    pub pace: Arc<Pace>,
}

/// Why an environment was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpeningError {
    /// It is production's.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// Something is missing in its settings, or contradicts itself.
    #[error("the settings of the environment are not complete: {0}")]
    Settings(SettingProblem),
    /// A secret is not there.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// A certificate cannot be used with its key.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// Nobody can be trusted.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The SFTP server has no address.
    #[error("failed to use `chorus_pro.edi.sftp`")]
    Sftp(#[from] NoAddress),
    /// The flow to send cannot be read.
    #[error("failed to read `{path}` of `chorus_pro.flow`")]
    Flow {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

/// The roots that may vouch for hosts cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The file cannot be read.
    #[error("failed to read `{path}` of `trust`")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
    /// There is no certificate in the file.
    #[error("found no certificate in `{path}` of `trust`, expected roots in PEM")]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// The machine has none.
    #[error("found no roots on this machine, expected its package ca-certificates, or `trust`")]
    NoneHere,
}

impl Qualification {
    /// Fetches all that the settings name. Nothing is contacted.
    ///
    /// # Errors
    ///
    /// When it is production's and that was not said, something is missing, or cannot be used: the
    /// cause is an [`OpeningError`].
    pub fn open(opening: Opening<'_>) -> Result<Self, OpenError> {
        let environment = opening.name.to_owned();
        open(opening).map_err(|source| OpenError { environment, source: source.into() })
    }
}

fn open(opening: Opening<'_>) -> Result<Qualification, OpeningError> {
    let Opening { name, settings, secrets, clock, operator, allow_production, pace } = opening;
    settings.guard(name, allow_production)?;
    if let Some(problem) = settings.problems().into_iter().find(|it| !it.is_warning) {
        return Err(OpeningError::Settings(problem));
    }
    let network = settings.network(secrets, Some((CONNECT_TIMEOUT, TIMEOUT)))?;
    let vault = Vault::default();
    let chorus_pro = settings.chorus_pro.as_ref();
    if let Some(piste) = chorus_pro.and_then(|it| it.piste.as_ref()) {
        let kept = [
            (&piste.client_id, &piste.client_secret, "chorus_pro.piste.client_secret"),
            (&piste.login, &piste.password, "chorus_pro.piste.password"),
        ];
        for (under, reference, key) in kept {
            if let Some(reference) = reference {
                vault.keep_secret(under, secrets.fetch(reference, key)?);
            }
        }
    }
    let now = clock.now();
    for certificate in settings.certificates() {
        vault.keep(certificate.load(secrets, now)?);
    }
    let flow = chorus_pro.and_then(|it| Some((it, it.flow.as_ref()?)));
    let own_flow = flow.map(|(chorus_pro, flow)| own_flow(chorus_pro, flow)).transpose()?;
    Ok(Qualification {
        name: name.to_owned(),
        settings: settings.clone(),
        network,
        addresses: chorus_pro.map_or_else(Addresses::qualification, ChorusProSettings::addresses),
        vault,
        withheld: settings.withheld(secrets),
        operator,
        own_flow: own_flow.flatten(),
        pace,
        first_flow_number: u64::try_from(now.as_millisecond()).unwrap_or(1),
        company: RefCell::default(),
        clock,
    })
}

impl EnvironmentSettings {
    /// How to dial, whom to trust, and the only hosts to contact; with how long a connection may
    /// take to be made, and an answer.
    ///
    /// # Errors
    ///
    /// When the roots or the proxy's credentials cannot be had.
    pub fn network(
        &self,
        secrets: &Secrets,
        patience: Option<(Duration, Duration)>,
    ) -> Result<Network, OpeningError> {
        let credentials = self.proxy_credentials.as_ref();
        let credentials = credentials.map(|it| secrets.fetch(it, "proxy_credentials"));
        let edi = self.chorus_pro.as_ref().and_then(|it| it.edi.as_ref());
        let sftp = edi.map(|it| it.sftp.as_str()).filter(|it| !it.is_empty());
        // Nothing listens on port 0, and the list refuses the name.
        let nowhere = || ServerAddress::new("no-edi.invalid", 0);
        Ok(Network {
            proxy: self.proxy.as_ref().map(|it| it.as_str().to_owned()),
            roots: roots(self.trust.as_deref())?,
            edi_sftp: sftp.map(str::parse).transpose()?.unwrap_or_else(nowhere),
            edi_sftp_host_key: edi.map(|it| it.host_key.as_str().to_owned()).unwrap_or_default(),
            bounds: Bounds {
                hosts: Some(self.listed_hosts()),
                proxy_credentials: credentials.transpose()?,
                connect_timeout: patience.map(|it| it.0),
                timeout: patience.map(|it| it.1),
            },
        })
    }
}

/// The roots of a file, or those of the machine.
///
/// # Errors
///
/// When the file cannot be read, or there is none.
pub fn roots(trust: Option<&Path>) -> Result<Vec<Certificate>, TrustError> {
    let Some(path) = trust else {
        let found = rustls_native_certs::load_native_certs().certs;
        // What is no X.509 certificate vouches for nobody.
        let roots: Vec<_> = found
            .iter()
            .filter_map(|der| Certificate::from_der(der).ok())
            .filter(vouches)
            .collect();
        return if roots.is_empty() { Err(TrustError::NoneHere) } else { Ok(roots) };
    };
    let bytes = std::fs::read(path)
        .map_err(|source| TrustError::Unreadable { path: path.to_owned(), source })?;
    let roots = Contents::read(&bytes).certificates;
    if roots.is_empty() { Err(TrustError::Empty { path: path.to_owned() }) } else { Ok(roots) }
}

/// Whether TLS can use a certificate as a root.
fn vouches(root: &Certificate) -> bool {
    rustls::RootCertStore::empty().add(root.der().to_vec().into()).is_ok()
}

impl ChorusProSettings {
    /// Where everything is.
    fn addresses(&self) -> Addresses {
        let usual = Addresses::qualification();
        let piste = self.piste.as_ref();
        Addresses {
            portal: self.portal.or(&usual.portal).to_owned(),
            oauth: piste.map_or(usual.oauth, |it| it.oauth.as_str().to_owned()),
            api: piste.map_or(usual.api, |it| it.api.as_str().to_owned()),
        }
    }
}

/// What is sent, if the settings name it.
fn own_flow(
    chorus_pro: &ChorusProSettings,
    flow: &FlowSettings,
) -> Result<Option<OwnFlow>, OpeningError> {
    let Some(path) = flow.template.as_ref().or(flow.file.as_ref()) else { return Ok(None) };
    let content =
        std::fs::read(path).map_err(|source| OpeningError::Flow { path: path.clone(), source })?;
    let fields = flow.template.is_some().then(|| {
        BTreeMap::from([
            ("supplier_siret", chorus_pro.siret.to_string()),
            ("recipient_siret", chorus_pro.recipient_siret.to_string()),
            ("service_code", chorus_pro.service_code.to_string()),
        ])
    });
    let said = |text: &Text| (!text.is_empty()).then(|| text.to_string());
    Ok(Some(OwnFlow {
        content,
        fields,
        syntax: said(&flow.syntax),
        interface_code: said(&flow.interface_code),
    }))
}
