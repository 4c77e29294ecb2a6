//! One application: what a manager declared on the PISTE portal.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use raccord_kernel::Secret;

/// One of the two environments of PISTE, each with its own hosts and credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Environment {
    /// SANDBOX, which leads to the qualification of Chorus Pro.
    Sandbox,
    /// Production.
    Production,
}

/// One application.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Application {
    /// The "Client ID", a UUID.
    pub client_id: String,
    /// What "voir le secret" shows, a UUID.
    pub secret: Secret,
    /// Its name: `APP_SANDBOX_…` where PISTE made it, the manager's choice in production.
    pub name: String,
    /// Where its credentials are good.
    pub environment: Environment,
    /// Whether it may be used.
    pub enabled: bool,
    /// The APIs selected for it, by name ("Modifier l'application").
    pub selected: BTreeSet<String>,
    /// The APIs whose terms of use were accepted, by name ("Consentement CGU API").
    pub consented: BTreeSet<String>,
}

impl Application {
    /// Accepts the terms of use of an API and selects it: the two things without which a call is
    /// answered 403.
    pub fn subscribe(&mut self, api: &str) {
        self.consented.insert(api.to_owned());
        self.selected.insert(api.to_owned());
    }
}

/// All applications, by client id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Applications {
    by_client_id: BTreeMap<String, Application>,
}

impl Applications {
    /// Puts an application in the place of its client id.
    pub fn put(&mut self, application: Application) {
        self.by_client_id.insert(application.client_id.clone(), application);
    }

    /// The application of a client id.
    #[must_use]
    pub fn by_client_id(&self, client_id: &str) -> Option<&Application> {
        self.by_client_id.get(client_id)
    }

    /// The application of a client id, to change.
    pub fn by_client_id_mut(&mut self, client_id: &str) -> Option<&mut Application> {
        self.by_client_id.get_mut(client_id)
    }

    /// The application of a name; names are unique, and case counts.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&Application> {
        self.iter().find(|application| application.name == name)
    }

    /// All applications, by client id.
    pub fn iter(&self) -> impl Iterator<Item = &Application> {
        self.by_client_id.values()
    }
}
