//! A supplier who is connected already, by every means that there are.

use raccord_certs::conformity::Platform;
use raccord_certs::format::pkcs7;
use raccord_kernel::Secret;
use raccord_mocks::chorus_pro::sftp;

use super::error::ServeError;
use super::lines::{EdiSftp, Identity, Means, Piste, Portal, url_for_browser};
use crate::environment::{ChorusProStates as _, Environment as _, Manager, Mocks};

/// The code of the supplier's application.
const APPLICATION_CODE: &str = "VFE012";
/// The interfaces of a supplier that sends invoices in every usual format.
const INTERFACE_CODES: &[&str] = &["FSO1100A", "FSO1106A", "FSO1117A"];

/// What the supplier is known by.
#[derive(Debug)]
pub(super) struct Supplier {
    pub(super) edi_sftp: EdiSftp,
    pub(super) piste: Piste,
    pub(super) portal: Portal,
}

impl Supplier {
    /// One for each means.
    pub(super) fn into_identities(self) -> impl Iterator<Item = Identity> {
        let Self { edi_sftp, piste, portal } = self;
        let means = [Means::EdiSftp(edi_sftp), Means::Piste(piste), Means::Portal(portal)];
        means.into_iter().map(|means| Identity { role: "supplier", means })
    }
}

/// Connects a supplier over EDI SFTP and through PISTE.
///
/// # Errors
///
/// When it cannot be arranged.
pub(super) fn connected(mocks: &Mocks) -> Result<Supplier, ServeError> {
    let manager = mocks.structure(Platform::Qualification, true)?;
    Ok(Supplier {
        edi_sftp: edi_sftp(mocks, &manager)?,
        piste: piste(mocks, &manager)?,
        portal: portal(mocks, &manager)?,
    })
}

fn edi_sftp(mocks: &Mocks, manager: &Manager) -> Result<EdiSftp, ServeError> {
    let connection = mocks.edi(manager, APPLICATION_CODE, INTERFACE_CODES)?;
    let identity = mocks.vault().identity(&connection.certificate)?;
    let directories = sftp::Knobs::default();
    Ok(EdiSftp {
        user: connection.application_code.clone(),
        application_code: connection.application_code,
        interface_codes: INTERFACE_CODES,
        drop_directory: directories.drop_directory,
        pick_up_directory: directories.pick_up_directory,
        certificate_p7b: pkcs7::encode_der(&identity.with_chain()),
        private_key: Secret::new(identity.key.pkcs8_pem()),
    })
}

fn piste(mocks: &Mocks, manager: &Manager) -> Result<Piste, ServeError> {
    let connection = mocks.api(manager)?;
    let (addresses, vault) = (mocks.addresses(), mocks.vault());
    Ok(Piste {
        oauth_url: addresses.oauth.clone(),
        api_url: addresses.api.clone(),
        client_secret: vault.secret(&connection.client_id)?,
        client_id: connection.client_id,
        technical_password: vault.secret(&connection.login)?,
        technical_login: connection.login,
    })
}

fn portal(mocks: &Mocks, manager: &Manager) -> Result<Portal, ServeError> {
    Ok(Portal {
        url: url_for_browser(mocks, &mocks.addresses().portal),
        login: manager.login.clone(),
        password: mocks.vault().secret(&manager.login)?,
    })
}
