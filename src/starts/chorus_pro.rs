//! A supplier who is connected to Chorus Pro already.

use raccord_certs::Subject;
use raccord_certs::conformity::Platform;
use raccord_certs::format::pkcs7;

use super::{Exports, StartError, Wish, variables};
use crate::connectors::Identity;
use crate::environment::{
    ChorusProConnections as _, ChorusProStates as _, Environment as _, Manager, Mocks,
};

/// The code of the supplier's application.
const APPLICATION_CODE: &str = "VFE012";
/// The interfaces of a supplier that sends invoices in every usual format.
const INTERFACE_CODES: &[&str] = &["FSO1100A", "FSO1106A", "FSO1117A"];
/// What an EDI SFTP certificate is to be, and under which role it is known.
const ROLE: (&str, &str) = ("supplier/edi", "chorus-pro/ssl-client");

/// A supplier connected by every means that there are.
pub(super) fn connected(mocks: &Mocks, wish: &Wish) -> Result<Exports, StartError> {
    let manager = mocks.structure(Platform::Qualification, true)?;
    let (current, next) = certificates(mocks, &manager, wish)?;
    mocks.edi_with(&manager, APPLICATION_CODE, INTERFACE_CODES, &current)?;
    let exports = exported(mocks, &current, &next).and(piste(mocks, &manager)?);
    Ok(exports.and(portal(mocks, &manager)?))
}

/// A supplier connected over EDI SFTP alone.
pub(super) fn edi_sftp(mocks: &Mocks, wish: &Wish) -> Result<Exports, StartError> {
    let manager = mocks.structure(Platform::Qualification, true)?;
    let (current, next) = certificates(mocks, &manager, wish)?;
    mocks.edi_with(&manager, APPLICATION_CODE, INTERFACE_CODES, &current)?;
    Ok(exported(mocks, &current, &next).and(portal(mocks, &manager)?))
}

/// The same, with the next certificate uploaded just now.
pub(super) fn update_pending(mocks: &Mocks, wish: &Wish) -> Result<Exports, StartError> {
    let manager = mocks.structure(Platform::Qualification, true)?;
    let (current, next) = certificates(mocks, &manager, wish)?;
    mocks.edi_with(&manager, APPLICATION_CODE, INTERFACE_CODES, &current)?;
    mocks.upload_edi(APPLICATION_CODE, &next)?;
    Ok(exported(mocks, &current, &next).and(portal(mocks, &manager)?))
}

/// A supplier connected through PISTE alone.
pub(super) fn piste_alone(mocks: &Mocks) -> Result<Exports, StartError> {
    let manager = mocks.structure(Platform::Qualification, true)?;
    Ok(piste(mocks, &manager)?.and(portal(mocks, &manager)?))
}

fn certificates(
    mocks: &Mocks,
    manager: &Manager,
    wish: &Wish,
) -> Result<(Identity, Identity), StartError> {
    let subject = Subject::french(APPLICATION_CODE, &manager.organization, &manager.siret);
    Ok((wish.order(mocks, ROLE, &subject)?, Wish::order_next(mocks, ROLE, &subject)?))
}

fn exported(mocks: &Mocks, current: &Identity, next: &Identity) -> Exports {
    let door = mocks.doors().sftp;
    let known_host = &mocks.network().edi_sftp_host_key;
    let known_hosts = format!("[{}]:{} {known_host}\n", door.ip(), door.port());
    let (drop_directory, pick_up_directory) = mocks.sftp_directories();
    Exports::of(
        variables::EDI_SFTP,
        [
            door.ip().to_string().into(),
            door.port().to_string().into(),
            mocks.sftp_user(APPLICATION_CODE).into(),
            current.key.pkcs8_pem().into(),
            known_hosts.into(),
            drop_directory.into(),
            pick_up_directory.into(),
            INTERFACE_CODES.join(",").into(),
            pkcs7::encode_der(&current.with_chain()),
            pkcs7::encode_der(&next.with_chain()),
            next.key.pkcs8_pem().into(),
        ],
    )
}

fn piste(mocks: &Mocks, manager: &Manager) -> Result<Exports, StartError> {
    let connection = mocks.api(manager)?;
    let (addresses, vault) = (mocks.addresses(), mocks.vault());
    let values = [
        addresses.oauth.clone().into(),
        addresses.api.clone().into(),
        connection.client_id.clone().into(),
        vault.secret(&connection.client_id)?.reveal().into(),
        connection.login.clone().into(),
        vault.secret(&connection.login)?.reveal().into(),
    ];
    Ok(Exports::of(variables::PISTE, values))
}

fn portal(mocks: &Mocks, manager: &Manager) -> Result<Exports, StartError> {
    let values = [
        format!("{}/", mocks.addresses().portal).into(),
        manager.login.clone().into(),
        mocks.vault().secret(&manager.login)?.reveal().into(),
    ];
    Ok(Exports::of(variables::PORTAL, values))
}
