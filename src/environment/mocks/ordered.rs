//! Certificates that are ordered by whoever does not say how many will come: the newest are kept.

use std::sync::{MutexGuard, PoisonError};

use raccord_kernel::Past;

use super::Mocks;
use crate::connectors::Identity;
use crate::environment::{CertificateOrder, IssueCertificates as _, NotConnected};

/// How many are kept where the clock runs, each with its key: some ten megabytes.
const NEWEST: usize = 1_000;

impl Mocks {
    /// Orders a certificate from the supplier.
    ///
    /// Where the clock runs, the newest thousand of those that were ordered so are kept, and older
    /// ones while they stand on a sheet or in an account. The others are forgotten: by the supplier,
    /// by its authorities, and with their names and keys.
    ///
    /// # Errors
    ///
    /// When no such certificate can be made.
    pub fn order(&self, order: &CertificateOrder<'_>) -> Result<Identity, NotConnected> {
        let identity = self.supplier.order(order)?;
        self.ordered().add(identity.name.clone());
        if !self.clock().is_held() {
            self.forget_ordered(NEWEST);
        }
        Ok(identity)
    }

    /// Forgets the certificates that were ordered, but for the `newest` and those that stand.
    fn forget_ordered(&self, newest: usize) {
        let old: Vec<String> = self.ordered().all_but(newest).collect();
        for name in old {
            let Ok(identity) = self.vault.identity(&name) else { continue };
            if self.stands(&identity) {
                self.ordered().add(name);
                continue;
            }
            self.vault.forget(&name);
            let systems = self.tenant.systems();
            systems.authority.arrange(|authorities, _| authorities.forget(&identity.certificate));
            self.tenant.office().journal.evidence(|evidence| evidence.forget(&name));
        }
    }

    /// Whether a certificate is in effect on a sheet or in an account, or waits there.
    fn stands(&self, identity: &Identity) -> bool {
        let fingerprint = identity.certificate.fingerprint();
        let text = fingerprint.to_string();
        let systems = self.tenant.systems();
        let on_sheets = [&systems.qualification, &systems.production].into_iter().any(|desk| {
            desk.read(|state, _| {
                let mut held = state.sheets.iter().flat_map(|sheet| sheet.slot.held());
                held.any(|one| one.fingerprint == text)
            })
        });
        let accounts = [&systems.social_security, &systems.social_security_acceptance];
        on_sheets
            || accounts.into_iter().any(|desk| {
                desk.read(|state, _| {
                    let accounts = state.chaman.accounts.iter();
                    let mut held = accounts.flat_map(|account| &account.certificates);
                    held.any(|one| one.fingerprint == fingerprint)
                })
            })
    }

    /// The names of the certificates that were ordered, oldest first.
    pub(super) fn ordered(&self) -> MutexGuard<'_, Past<String>> {
        self.ordered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use raccord_certs::Subject;
    use raccord_certs::conformity::Platform;
    use raccord_kernel::Clock;
    use raccord_mocks::gateway::Listen;

    use super::*;
    use crate::environment::{ChorusProConnections as _, ChorusProStates as _, START};

    async fn mocks(clock: Clock) -> Mocks {
        Mocks::open(1, clock, Listen::default()).await.unwrap()
    }

    fn order(mocks: &Mocks, same_key_as: Option<&str>) -> Identity {
        let subject: Subject = "CN=VFE012, O=Fournitures du Nord, C=FR".parse().unwrap();
        let year = SignedDuration::from_hours(24 * 365);
        let order = CertificateOrder::new("supplier/edi", "chorus-pro/ssl-client", &subject, year);
        mocks.order(&CertificateOrder { same_key_as, ..order }).unwrap()
    }

    fn is_known(mocks: &Mocks, identity: &Identity) -> (bool, bool) {
        let fingerprint = identity.certificate.fingerprint().to_string();
        let named = mocks.journal().evidence(|evidence| evidence.name_of(&fingerprint).is_some());
        (mocks.vault.identity(&identity.name).is_ok(), named)
    }

    #[tokio::test]
    async fn the_newest_thousand_ordered_certificates_are_kept_where_the_clock_runs() {
        let mocks = mocks(Clock::running(START)).await;
        let first = order(&mocks, None);
        let mut last = first.clone();
        for _ in 0..NEWEST {
            assert_eq!(is_known(&mocks, &first), (true, true));
            last = order(&mocks, Some(&last.name));
        }
        assert_eq!(is_known(&mocks, &first), (false, false));
        assert_eq!(is_known(&mocks, &last), (true, true));
        let rows = mocks.journal().evidence(|evidence| evidence.rows().count());
        assert_eq!((mocks.vault.kept().0.len(), rows), (NEWEST, NEWEST));
    }

    #[tokio::test]
    async fn a_certificate_that_stands_on_a_sheet_is_not_forgotten() {
        let mocks = mocks(Clock::running(START)).await;
        let manager = mocks.structure(Platform::Qualification, true).unwrap();
        let sheet = mocks.edi(&manager, "VFE012", &["FSO1100A"]).unwrap().application_code;
        let standing = order(&mocks, None);
        let other = order(&mocks, None);
        let file = raccord_certs::format::pkcs7::encode_der(&standing.with_chain());
        mocks.hand_in_for_sheet(&sheet, ("next.p7b", &file)).unwrap();
        mocks.forget_ordered(0);
        assert_eq!(is_known(&mocks, &standing), (true, true));
        assert_eq!(is_known(&mocks, &other), (false, false));
    }

    #[tokio::test]
    async fn where_the_clock_is_held_every_certificate_is_kept() {
        let mocks = mocks(Clock::held(START)).await;
        let first = order(&mocks, None);
        let mut last = first.clone();
        for _ in 0..NEWEST {
            last = order(&mocks, Some(&last.name));
        }
        assert_eq!(is_known(&mocks, &first), (true, true));
    }
}
