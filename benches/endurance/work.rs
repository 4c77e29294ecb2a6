//! What clients do in a mixed load: one thing after the other, as fast as they are served.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use raccord::connectors::chorus_pro::api::ApiConnector as _;
use raccord::connectors::chorus_pro::api_piste::ApiPiste;
use raccord::connectors::chorus_pro::envelope::Envelope;
use raccord::connectors::chorus_pro::portal::Portal;
use raccord::connectors::social_security::dimona::{Dimona, Entry};
use raccord::environment::Addresses;
use raccord_certs::random;

use crate::peers::measure::Fallible;
use crate::served::Place;
use crate::sftp::Session;

/// What a client does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Asks PISTE for a token.
    Token,
    /// Deposits a flow over the API.
    Deposit,
    /// Sends a flow over SFTP in a session of its own, and fetches the reports that wait.
    Flow,
    /// Logs in to the portal, looks a sheet up, and logs out.
    Page,
    /// Asks for a token of social security with a new assertion, and declares an entry.
    Declaration,
}

impl Kind {
    /// All of them, with what each is called in the plural.
    pub(crate) const ALL: [(Self, &str); 5] = [
        (Self::Token, "PISTE tokens"),
        (Self::Deposit, "deposits over the API"),
        (Self::Flow, "flows over SFTP"),
        (Self::Page, "visits of the portal"),
        (Self::Declaration, "signed tokens, each with a Dimona"),
    ];
}

/// Numbers that no two flows share.
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// The most reports that are fetched in one session.
const REPORTS: usize = 20;

/// A client.
pub(crate) struct Worker {
    kind: Kind,
    place: Arc<Place>,
    http: reqwest::Client,
    api: ApiPiste,
}

impl Worker {
    pub(crate) fn new(kind: Kind, place: Arc<Place>) -> Fallible<Self> {
        let http = place.network.http()?;
        let api = ApiPiste::new(http.clone(), place.api.clone(), None);
        Ok(Self { kind, place, http, api })
    }

    /// Does it once. What the other side acknowledged can be looked for later by its name.
    pub(crate) async fn once(&mut self) -> Fallible<String> {
        let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
        match self.kind {
            Kind::Token => {
                let token = self.place.api.piste.token(&self.http).await?;
                Ok(token.bearer.reveal().to_owned())
            }
            Kind::Deposit => {
                let (name, syntax) = (format!("F{number}.xml"), "IN_DP_E1_UBL_INVOICE");
                Ok(self.api.deposit(&name, syntax, b"<Invoice/>").await?.numero_flux_depot)
            }
            Kind::Flow => self.flow(number).await,
            Kind::Page => self.page().await,
            Kind::Declaration => self.declare().await,
        }
    }

    async fn flow(&self, number: u64) -> Fallible<String> {
        let name = Envelope::numbered("FSO1100A", &self.place.application_code, number);
        let session = Session::open(&self.place).await?;
        session.put(&format!("depot/{name}.xml"), b"<Invoice/>").await?;
        let reports = session.sftp.read_dir("retrait").await?;
        for report in reports.take(REPORTS) {
            // Another client may have fetched it.
            let _ = session.sftp.read(format!("retrait/{}", report.file_name())).await;
        }
        session.hang_up().await?;
        Ok(name.identifier)
    }

    async fn page(&self) -> Fallible<String> {
        let (login, password) = self.place.portal.clone();
        let origin = Addresses::qualification().portal;
        let portal = Portal::new(self.place.network.http()?, origin, login, password);
        portal.log_in().await?;
        let sheet = portal.find_sheet(&self.place.application_code, true).await?;
        portal.log_out().await?;
        Ok(sheet.ok_or("the sheet is not found")?.path)
    }

    async fn declare(&self) -> Fallible<String> {
        let Place { token, token_key, rest_origin, enterprise_number, .. } = &*self.place;
        let now = self.place.management.now();
        let assertion = token.assertion(token_key, &random::password()?, now)?;
        let token = token.token(&self.http, &assertion).await?;
        let entry = Entry {
            employer: enterprise_number.clone(),
            worker: "85073003328".to_owned(),
            start_date: now.to_string().chars().take(10).collect(),
        };
        let dimona = Dimona { http: &self.http, origin: rest_origin };
        Ok(dimona.declare((&token.bearer, "*/*"), &entry).await?)
    }
}
