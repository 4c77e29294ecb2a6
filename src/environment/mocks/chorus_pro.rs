//! Starting states of Chorus Pro and PISTE, arranged behind the doors: a scenario begins where its
//! story does.

use jiff::{SignedDuration, Timestamp};
use raccord_certs::Subject;
use raccord_certs::conformity::Platform;
use raccord_certs::format::pkcs7;
use raccord_kernel::clock::after;
use raccord_kernel::{Desk, Refuse as _, Secret, Trace, cet};
use raccord_mocks::chorus_pro::ChorusPro;
use raccord_mocks::chorus_pro::api::TechnicalAccount;
use raccord_mocks::chorus_pro::exchange::{FlowError, Outcome, Script};
use raccord_mocks::chorus_pro::portal::{Account, Mandate, Profile, Structure};
use raccord_mocks::chorus_pro::sheet::{
    Contact, DuringActivation, Integration, Protocol, Registered, Sheet, Slot, Subscription,
};
use raccord_mocks::piste::{Application, Environment as PisteEnvironment};
use raccord_mocks::upload::Upload;

use super::{FIRST, Mocks};
use crate::connectors::Identity;
use crate::environment::{
    Activation, ApiConnection, ArrangeError, CertificateOrder, ChorusProConnections,
    ChorusProStates, EdiConnection, FlowEnd, IssueCertificates as _, Manager, NotConnected,
};

/// The supplier of the qualification data that AIFE hands out.
const SIRET: &str = "33254021516357";
const ORGANIZATION: &str = "Fournitures du Nord";
const YEAR: SignedDuration = SignedDuration::from_hours(24 * 365);
/// What an invoicer selects at least, by the ERP's manual.
const APIS: &[&str] = &["AIFE - Chorus Pro - Factures", "AIFE - Chorus Pro - Transverses"];

impl ChorusProConnections for Mocks {
    fn manager(&self) -> Result<Manager, NotConnected> {
        Ok(self.structure(Platform::Qualification, true)?)
    }

    fn edi(
        &self,
        manager: &Manager,
        application_code: &str,
        interface_codes: &[&str],
    ) -> Result<EdiConnection, NotConnected> {
        let subject = Subject::french(application_code, &manager.organization, &manager.siret);
        let order = CertificateOrder::new("supplier/edi", "chorus-pro/ssl-client", &subject, YEAR);
        let identity = self.supplier.order(&order)?;
        Ok(self.edi_with(manager, application_code, interface_codes, &identity)?)
    }

    fn api(&self, manager: &Manager) -> Result<ApiConnection, NotConnected> {
        let application = self.tenant.systems().piste.arrange(|piste, _| {
            let name = format!("APP_SANDBOX_{}", manager.login);
            let mut application = piste.create_application(&name, PisteEnvironment::Sandbox);
            for api in APIS {
                application.subscribe(api);
            }
            piste.applications.put(application.clone());
            application
        });
        let account = self.arrange(|chorus_pro, now| {
            chorus_pro.access.applications.insert(application.name.clone());
            // An hour ago: an account can be used half an hour after it was created.
            let created_at = after(now, SignedDuration::from_hours(-1));
            let ChorusPro { access, ids, .. } = chorus_pro;
            access.accounts.create(ids, &manager.siret, created_at)
        });
        self.vault.keep_secret(&application.client_id, application.secret);
        self.vault.keep_secret(&account.login, account.password);
        Ok(ApiConnection { client_id: application.client_id, login: account.login })
    }
}

impl ChorusProStates for Mocks {
    fn structure(&self, platform: Platform, has_space: bool) -> Result<Manager, ArrangeError> {
        let manager = Manager {
            login: "gestionnaire@fournitures-du-nord.example".to_owned(),
            siret: SIRET.to_owned(),
            organization: ORGANIZATION.to_owned(),
            platform,
        };
        let desk = self.chorus_pro(platform);
        let password = desk.arrange(|chorus_pro, _| chorus_pro.ids.alphanumeric("password", 16));
        let mandate = Mandate { siret: manager.siret.clone(), profile: Profile::Modification };
        let account = Account {
            login: manager.login.clone(),
            password: Secret::new(password.clone()),
            mandates: vec![mandate],
        };
        let (siret, name) = (manager.siret.clone(), manager.organization.clone());
        desk.arrange(|chorus_pro, _| {
            chorus_pro.portal.put_structure(Structure { siret, name, has_space });
            chorus_pro.portal.put_account(account);
        });
        self.vault.keep_secret(&manager.login, Secret::new(password));
        Ok(manager)
    }

    fn unsubscribe(&self, connection: &ApiConnection, api: &str) -> Result<(), ArrangeError> {
        let taken = self.application(connection, |it| it.selected.remove(api));
        arranged(taken, || format!("take `{api}` away from the application"))
    }

    fn withdraw_consent(&self, connection: &ApiConnection, api: &str) -> Result<(), ArrangeError> {
        let taken = self.application(connection, |it| it.consented.remove(api));
        arranged(taken, || format!("take back the consent to `{api}`"))
    }

    fn disable_application(&self, connection: &ApiConnection) -> Result<(), ArrangeError> {
        let was_enabled =
            self.application(connection, |it| std::mem::replace(&mut it.enabled, false));
        arranged(was_enabled, || "disable the application".to_owned())
    }

    fn undeclare_application(&self, connection: &ApiConnection) -> Result<(), ArrangeError> {
        let name = self.application(connection, |it| it.name.clone());
        let declared = name.is_some_and(|name| {
            self.arrange(|chorus_pro, _| chorus_pro.access.applications.remove(&name))
        });
        arranged(Some(declared), || "take back the declaration of the application".to_owned())
    }

    fn age_account(
        &self,
        connection: &ApiConnection,
        age: SignedDuration,
    ) -> Result<(), ArrangeError> {
        let aged = self.arrange(|chorus_pro, now| {
            let accounts = &mut chorus_pro.access.accounts;
            let account = accounts.by_login(&connection.login)?.clone();
            let created_at = after(now, -age);
            accounts.put(TechnicalAccount { created_at, password_set_at: created_at, ..account });
            Some(true)
        });
        arranged(aged, || "make the technical account older".to_owned())
    }

    fn end_today(&self, connection: &EdiConnection) -> Result<(), ArrangeError> {
        let ended = self.arrange(|chorus_pro, now| {
            let sheet = chorus_pro.sheets.by_application_code(&connection.application_code)?;
            let sheet = Sheet { until: Some(cet::day(now)), ..sheet.clone() };
            chorus_pro.sheets.put(sheet);
            Some(true)
        });
        arranged(ended, || "end the connection today".to_owned())
    }

    fn during_activation(&self, activation: Activation) {
        self.arrange(|chorus_pro, _| {
            chorus_pro.knobs.sheet.during_activation = match activation {
                Activation::OldOnly => DuringActivation::OldOnly,
                Activation::Neither => DuringActivation::Neither,
                Activation::Both => DuringActivation::Both,
            };
        });
    }

    fn next_flow_ends(&self, end: FlowEnd) {
        let error = |text| vec![FlowError { invoice_number: String::new(), text }];
        let outcome = match end {
            FlowEnd::Rejected(why) => Outcome::Rejected { errors: error(why) },
            FlowEnd::PartlyIntegrated(why) => Outcome::PartlyIntegrated { errors: error(why) },
        };
        self.arrange(|chorus_pro, _| {
            chorus_pro.exchange.script(Script { for_sender: None, flows: 1, outcome });
        });
    }
}

impl Mocks {
    /// A supplier connected over EDI SFTP with a certificate of its own.
    ///
    /// # Errors
    ///
    /// When its key is none that opens a session.
    pub fn edi_with(
        &self,
        manager: &Manager,
        application_code: &str,
        interface_codes: &[&str],
        identity: &Identity,
    ) -> Result<EdiConnection, ArrangeError> {
        let registered = registered(identity)?;
        self.arrange(|chorus_pro, now| {
            let number = chorus_pro.sheets.next_number();
            let sheet = sheet(number, manager, application_code, interface_codes, now);
            let slot = Slot { active: Some(registered), waiting: None };
            chorus_pro.sheets.put(Sheet { slot, ..sheet });
        });
        Ok(EdiConnection {
            application_code: application_code.to_owned(),
            certificate: identity.name.clone(),
        })
    }

    /// Uploads a certificate on the sheet of an application, with its whole chain, as its manager
    /// would have just now.
    ///
    /// # Errors
    ///
    /// When there is no such sheet, or it refuses the certificate.
    pub fn upload_edi(
        &self,
        application_code: &str,
        identity: &Identity,
    ) -> Result<(), ArrangeError> {
        let what = || format!("upload a certificate on the sheet of `{application_code}`");
        let content = pkcs7::encode_der(&identity.with_chain());
        let name = file_name(identity);
        self.arrange(|chorus_pro, now| {
            let sheet = chorus_pro.sheets.by_application_code(application_code).cloned();
            let sheet = sheet.ok_or_else(|| ArrangeError::new(what(), "there is none"))?;
            let upload = Upload { file_name: &name, bytes: &content };
            let at = (now, Platform::Qualification);
            let taken = chorus_pro.update_certificate(&sheet, &upload, at, &mut Trace::default());
            taken.map(drop).map_err(|refusal| ArrangeError::new(what(), refusal.reason()))
        })
    }

    /// The directories of the SFTP server: to drop flows in, and to fetch reports from.
    #[must_use]
    pub fn sftp_directories(&self) -> (String, String) {
        let knobs = self.arrange(|chorus_pro, _| chorus_pro.knobs.sftp.clone());
        (knobs.drop_directory, knobs.pick_up_directory)
    }

    /// The user of an application's SFTP session, as this tenant's door knows it.
    #[must_use]
    pub fn sftp_user(&self, application_code: &str) -> String {
        if self.tenant_name() == FIRST {
            return application_code.to_owned();
        }
        format!("{}.{application_code}", self.tenant_name())
    }

    fn application<T>(
        &self,
        connection: &ApiConnection,
        change: impl FnOnce(&mut Application) -> T,
    ) -> Option<T> {
        self.tenant.systems().piste.arrange(|piste, _| {
            piste.applications.by_client_id_mut(&connection.client_id).map(change)
        })
    }

    fn arrange<T>(&self, arrange: impl FnOnce(&mut ChorusPro, Timestamp) -> T) -> T {
        self.chorus_pro(Platform::Qualification).arrange(arrange)
    }

    fn chorus_pro(&self, platform: Platform) -> &Desk<ChorusPro> {
        let systems = self.tenant.systems();
        match platform {
            Platform::Qualification => &systems.qualification,
            Platform::Production => &systems.production,
        }
    }
}

/// Nothing may be arranged that was so before: a scenario would pass for another reason.
fn arranged(changed: Option<bool>, what: impl FnOnce() -> String) -> Result<(), ArrangeError> {
    match changed {
        Some(true) => Ok(()),
        Some(false) | None => Err(ArrangeError::new(what(), "there is nothing to change")),
    }
}

fn registered(identity: &Identity) -> Result<Registered, ArrangeError> {
    Registered::of(&identity.certificate, file_name(identity))
        .map_err(|error| ArrangeError::new("register a certificate on a sheet", error))
}

fn file_name(identity: &Identity) -> String {
    format!("{}.p7b", identity.name.replace(['/', '#'], "-"))
}

fn sheet(
    number: u64,
    manager: &Manager,
    application_code: &str,
    interface_codes: &[&str],
    now: Timestamp,
) -> Sheet {
    let subscription = |code: &&str| Subscription {
        interface_code: (*code).to_owned(),
        integration: Integration::Complet,
    };
    Sheet {
        number,
        siret: manager.siret.clone(),
        partner: manager.organization.clone(),
        protocol: Protocol::Sftp,
        application_code: application_code.to_owned(),
        from: cet::day(now),
        until: None,
        subscriptions: interface_codes.iter().map(subscription).collect(),
        contact: Contact {
            last_name: "Contact".to_owned(),
            first_name: "Technique".to_owned(),
            telephone: "0102030405".to_owned(),
            email: manager.login.clone(),
        },
        slot: Slot::default(),
    }
}
