//! Who comes to the API: the application that the gateway let in, and the technical account.

use jiff::Timestamp;
use raccord_kernel::Trace;

use super::refusal::Refusal;
use super::rules;
use crate::chorus_pro::ChorusPro;
use crate::chorus_pro::exchange::Flow;
use raccord_kernel::Secret;

/// What a request says of its sender.
#[derive(Debug, Default)]
pub(super) struct Visit {
    /// The application, as the gateway knows it.
    pub(super) application: Option<String>,
    /// The login and password of `cpro-account`.
    pub(super) account: Option<(String, Secret)>,
}

/// Who was let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visitor {
    /// The technical account's login.
    pub(super) login: String,
    /// Its structure.
    pub(super) siret: String,
}

impl ChorusPro {
    /// Lets a visitor in at `now`.
    ///
    /// # Errors
    ///
    /// In this order: `CPP-API-01`, `-02`, `-03`, `-04`.
    pub(super) fn check_in(
        &self,
        visit: &Visit,
        now: Timestamp,
        trace: &mut Trace,
    ) -> Result<Visitor, Refusal> {
        self.check_application(visit.application.as_deref())?;
        let no_account = |why: String| Refusal::Account { rule: rules::API_02, why };
        let (login, password) =
            visit.account.as_ref().ok_or_else(|| no_account(NOT_READABLE.to_owned()))?;
        let account = self.access.accounts.by_login(login);
        let account = account.ok_or_else(|| no_account(NO_SUCH_LOGIN.to_owned()))?;
        if !account.password.matches(password.reveal()) {
            return Err(no_account(format!("the password is not that of `{login}`")));
        }
        trace.note("account", login.as_str());
        if let Some((rule, why)) = account.obstacle(&self.knobs.api, now) {
            return Err(Refusal::Account { rule, why });
        }
        Ok(Visitor { login: login.clone(), siret: account.siret.clone() })
    }

    fn check_application(&self, application: Option<&str>) -> Result<(), Refusal> {
        let name = application.unwrap_or_default();
        if !self.knobs.api.applications_are_declared || self.access.applications.contains(name) {
            return Ok(());
        }
        Err(Refusal::UndeclaredApplication { application: name.to_owned() })
    }

    /// Whether a visitor's structure sent a flow.
    pub(super) fn is_sender(&self, visitor: &Visitor, flow: &Flow) -> bool {
        self.depositor(flow) == Some(&*visitor.siret)
    }
}

const NOT_READABLE: &str = "there is no `cpro-account: base64(\"login:password\")`; it goes in a \
                            header of its own, beside `Authorization`";
const NO_SUCH_LOGIN: &str =
    "no technical account has this login; take the one shown at \"Création d'un compte technique\"";
