//! The supplier's authorities, told what to say of revocation.

use raccord_certs::Certificate;
use raccord_certs::revocation::{Reason, Revocation};
use raccord_mocks::authority::Says;

use super::Mocks;
use crate::environment::{ArrangeError, AuthorityWord, Environment as _, RevokeCertificates};

impl RevokeCertificates for Mocks {
    fn revoke(&self, name: &str, reason: Option<Reason>) -> Result<(), ArrangeError> {
        let certificate = self.issued(name)?;
        let revocation = Revocation { since: self.now(), reason };
        let authority = &self.tenant.systems().authority;
        let known = authority.arrange(|it, _| it.revoke(&certificate, revocation));
        is_known(name, known)
    }

    fn answer_about(&self, name: &str, word: AuthorityWord) -> Result<(), ArrangeError> {
        let certificate = self.issued(name)?;
        let authority = &self.tenant.systems().authority;
        is_known(name, authority.arrange(|it, _| it.say_of(&certificate, says(word))))
    }

    fn answer(&self, word: AuthorityWord) {
        self.tenant.systems().authority.arrange(|it, _| it.say(says(word)));
    }
}

impl Mocks {
    fn issued(&self, name: &str) -> Result<Certificate, ArrangeError> {
        let identity = self.vault.identity(name);
        let what = || format!("find the certificate `{name}`");
        Ok(identity.map_err(|error| ArrangeError::new(what(), error))?.certificate)
    }
}

const fn says(word: AuthorityWord) -> Says {
    match word {
        AuthorityWord::Truth => Says::Truth,
        AuthorityWord::Unknown => Says::Unknown,
        AuthorityWord::Stale => Says::Stale,
    }
}

fn is_known(name: &str, known: bool) -> Result<(), ArrangeError> {
    let why = "no authority of the supplier issued it";
    if known { Ok(()) } else { Err(ArrangeError::new(format!("speak of `{name}`"), why)) }
}
