//! EDI over SFTP: whether the server is the one whose key was published, and lets the key in.

use tokio::time::timeout;

use super::findings::Findings;
use super::{PATIENCE, Patient, hosts};
use crate::causes::with_causes;
use crate::connectors::chorus_pro::edi::{EdiConnector as _, EdiError, EdiMemory};
use crate::connectors::chorus_pro::edi_sftp::EdiSftp;
use crate::connectors::{Network, Vault};

/// Opens a session with the certificate in effect, and closes it.
pub(super) async fn examine(patient: &Patient<'_>, network: &Network, findings: &mut Findings) {
    let edi = patient.settings.chorus_pro.as_ref().and_then(|it| it.edi.as_ref());
    let Some(edi) = edi else { return };
    if edi.sftp.is_empty() {
        return findings.not_tried("SFTP login", "`chorus_pro.edi.sftp` is missing");
    }
    if !hosts::reach(network, &network.edi_sftp, findings).await {
        return findings.not_tried("SFTP login", "nobody answers there");
    }
    if edi.host_key.is_empty() || edi.application_code.is_empty() {
        return findings.not_tried("SFTP login", "`host_key` or `application_code` is missing");
    }
    let certificates = patient.settings.certificates();
    let in_effect = certificates.iter().find(|it| it.table == "chorus_pro.edi");
    let identity = in_effect.and_then(|it| it.load(patient.secrets, patient.now).ok());
    let Some(identity) = identity else {
        return findings.not_tried("SFTP login", "the certificate in effect cannot be used");
    };
    let vault = Vault::default();
    let name = identity.name.clone();
    vault.keep(identity);
    let application_code = edi.application_code.to_string();
    let memory = EdiMemory { application_code, configured: name.clone(), loaded: name };
    let mut connector = EdiSftp::new(network, vault, memory);
    match timeout(PATIENCE.1, connector.try_session()).await {
        Ok(Ok(())) => {
            findings.ok("SFTP host key", "the published one");
            findings.ok("SFTP login", "the key of the certificate in effect is let in");
        }
        Ok(Err(error)) => refused(&error, findings),
        Err(_) => {
            let told = format!("no session within {:?}", PATIENCE.1);
            findings.failed("SFTP login", told, "is it an SSH server that answers there?");
        }
    }
}

fn refused(error: &EdiError, findings: &mut Findings) {
    match error {
        EdiError::OtherServer => {
            findings.failed(
                "SFTP host key",
                "the server shows another key than `host_key`; nothing was sent",
                "compare with what AIFE hands out (\"Certificats AIFE\") before you change `host_key`: \
                 somebody may stand in between",
            );
            findings.not_tried("SFTP login", "the server is not known");
        }
        EdiError::KeyRefused { .. } => {
            findings.ok("SFTP host key", "the published one");
            findings.failed(
                "SFTP login",
                with_causes(error),
                "check `application_code`, and that the sheet shows this certificate, in effect and \
                 not over; an update takes 2 to 24 hours",
            );
        }
        EdiError::FileRefused { .. }
        | EdiError::Settings(_)
        | EdiError::Session(_)
        | EdiError::Outside(_) => {
            let to_do = "is it an SFTP server that answers there?";
            findings.failed("SFTP login", with_causes(error), to_do);
        }
    }
}
