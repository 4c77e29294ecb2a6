//! Who is connected, as the settings say, and the certificates that the operator has in stock.

use jiff::SignedDuration;
use raccord_certs::conformity::Platform;

use super::Qualification;
use crate::connectors::Identity;
use crate::environment::{
    ApiConnection, Application, CertificateOrder, ChorusProConnections, Company, EdiConnection,
    Environment as _, IssueCertificates, Manager, NotConnected, Quality, RestAccount,
    SocialSecurityConnections, Stage,
};

impl ChorusProConnections for Qualification {
    fn manager(&self) -> Result<Manager, NotConnected> {
        let Some(chorus_pro) = &self.settings.chorus_pro else {
            return Err(self.cannot("name a structure: it has no table chorus_pro").into());
        };
        Ok(Manager {
            login: chorus_pro.manager.to_string(),
            siret: chorus_pro.siret.to_string(),
            organization: chorus_pro.organization.to_string(),
            platform: if self.settings.production {
                Platform::Production
            } else {
                Platform::Qualification
            },
        })
    }

    /// The sheet of the settings, whatever its code is in the scenario.
    fn edi(&self, _: &Manager, _: &str, _: &[&str]) -> Result<EdiConnection, NotConnected> {
        let edi = self.settings.chorus_pro.as_ref().and_then(|it| it.edi.as_ref());
        let Some(edi) = edi else {
            return Err(self.cannot("connect over EDI: it has no table chorus_pro.edi").into());
        };
        Ok(EdiConnection {
            application_code: edi.application_code.to_string(),
            certificate: "supplier/edi#1".to_owned(),
        })
    }

    fn api(&self, _: &Manager) -> Result<ApiConnection, NotConnected> {
        let piste = self.settings.chorus_pro.as_ref().and_then(|it| it.piste.as_ref());
        let Some(piste) = piste else {
            return Err(self.cannot("connect over PISTE: it has no table chorus_pro.piste").into());
        };
        Ok(ApiConnection { client_id: piste.client_id.to_string(), login: piste.login.to_string() })
    }
}

impl SocialSecurityConnections for Qualification {
    /// The company of the settings, whatever its name is in the scenario. There is one: a scenario
    /// with two cannot be run.
    fn company(
        &self,
        name: &str,
        qualities: &[Quality],
        _: Stage,
    ) -> Result<Company, NotConnected> {
        let Some(settings) = &self.settings.social_security else {
            return Err(self.cannot("name a company: it has no table social_security").into());
        };
        let mut spoken_of = self.company.borrow_mut();
        if spoken_of.get_or_insert_with(|| name.to_owned()) != name {
            return Err(self.cannot("connect a second company").into());
        }
        let has = settings.quality.map(Quality::from);
        if qualities.iter().any(|it| Some(*it) != has) {
            return Err(self.cannot("act in another quality than that of its settings").into());
        }
        Ok(Company {
            name: settings.name.to_string(),
            number: settings.number.to_string(),
            // Whoever works in the portals logs in by themselves.
            manager: String::new(),
            stage: settings.stage.map_or(Stage::Acceptance, |it| it.world()),
        })
    }

    fn rest_account(
        &self,
        _: &Company,
        (name, _): (&str, Quality),
        applications: &[Application],
        _: &Identity,
    ) -> Result<RestAccount, NotConnected> {
        let Some(settings) = &self.settings.social_security else {
            return Err(self.cannot("connect an account: it has no table social_security").into());
        };
        let has = |asked| settings.applications.iter().any(|it| Application::from(*it) == asked);
        if !applications.iter().all(|asked| has(*asked)) {
            let ability = "declare to an application that `applications` of its settings lacks";
            return Err(self.cannot(ability).into());
        }
        // Which scopes the account has, its tokens will tell.
        let (name, client_id) = (name.to_owned(), settings.client_id.to_string());
        Ok(RestAccount { name, client_id, scopes: Vec::new() })
    }
}

impl IssueCertificates for Qualification {
    /// The next of its role that was not had yet; where there is none, somebody has to order it.
    fn order(&self, order: &CertificateOrder<'_>) -> Result<Identity, NotConnected> {
        let is_plain = order.defect.is_none()
            && order.shape.is_none()
            && order.same_key_as.is_none()
            && order.age == SignedDuration::ZERO
            && order.lifetime.is_positive();
        if !is_plain {
            return Err(self.cannot("make a certificate that is spoilt, old or over").into());
        }
        let certificates = self.settings.certificates();
        let of_role = certificates.iter().filter(|it| it.role == order.role);
        let names: Vec<String> = of_role.map(|it| it.name()).collect();
        let next = names.iter().find(|name| !order.had.contains(name));
        match next.and_then(|name| self.vault.identity(name).ok()) {
            Some(identity) => Ok(identity),
            None => {
                let table = certificates.iter().find(|it| it.role == order.role);
                let table = table.map_or(order.role, |it| it.table).to_owned();
                Err(NotConnected::ToBeOrdered { table })
            }
        }
    }
}
