//! What is in the files of `--out`.
//!
//! | file | what |
//! |---|---|
//! | `root.pem` | the certificate to trust |
//! | `known_hosts` | the SFTP server's key, as OpenSSH wants it |
//! | `edi-sftp.key` | the key of the EDI identity |
//! | `edi-sftp.p7b` | its certificate, with the authorities above it |
//! | `social-security.key`, `.cer`, `.pfx` | the employer's key, its certificate, and both together |
//! | `social-security-provider.key`, `.cer`, `.pfx` | the same of the service provider |
//! | `identities.env` | the logins and secrets, as `NAME=value` |

use super::identities::Identities;
use super::lines::{Piste, Portal, Ready};
use super::social_security::Declarant;
use super::supplier::Supplier;
use crate::environment::Mocks;

/// The files, by name.
pub(super) fn contents(mocks: &Mocks, identities: &Identities) -> Vec<(&'static str, Vec<u8>)> {
    let Ready { sftp_host_key, root_certificate, .. } = Ready::of(mocks);
    let sftp = mocks.doors().sftp;
    let known_hosts = format!("[{}]:{} {sftp_host_key}\n", sftp.ip(), sftp.port());
    let Identities { supplier: Supplier { edi_sftp, .. }, employer, provider } = identities;
    let [employer_key, provider_key] =
        [employer, provider].map(|it| it.account.private_key.reveal().as_bytes().to_vec());
    vec![
        ("root.pem", root_certificate.into_bytes()),
        ("known_hosts", known_hosts.into_bytes()),
        ("edi-sftp.key", edi_sftp.private_key.reveal().as_bytes().to_vec()),
        ("edi-sftp.p7b", edi_sftp.certificate_p7b.clone()),
        ("social-security.key", employer_key),
        ("social-security.cer", employer.certificate.clone()),
        ("social-security.pfx", employer.pfx.clone()),
        ("social-security-provider.key", provider_key),
        ("social-security-provider.cer", provider.certificate.clone()),
        ("social-security-provider.pfx", provider.pfx.clone()),
        ("identities.env", variables(identities).into_bytes()),
    ]
}

/// The variables, one a line. No value holds a character that a shell would take as its own.
fn variables(identities: &Identities) -> String {
    let Identities { supplier, employer, provider } = identities;
    let account = &employer.account;
    let shared = [
        ("SOCIAL_SECURITY_TOKEN_URL", &*account.token_url),
        ("SOCIAL_SECURITY_AUDIENCE", &account.audience),
        ("SOCIAL_SECURITY_API_URL", &account.api_url),
    ];
    of_supplier(supplier)
        .into_iter()
        .chain(shared)
        .map(|(name, value)| (name.to_owned(), value))
        .chain(of_declarant("", employer))
        .chain(of_declarant("_PROVIDER", provider))
        .map(|(name, value)| format!("{name}={value}\n"))
        .collect()
}

fn of_supplier(supplier: &Supplier) -> [(&'static str, &str); 7] {
    let Supplier { edi_sftp, piste, portal } = supplier;
    let Piste { client_id, client_secret, technical_login, technical_password, .. } = piste;
    [
        ("EDI_SFTP_USER", &edi_sftp.user),
        ("PISTE_CLIENT_ID", client_id),
        ("PISTE_CLIENT_SECRET", client_secret.reveal()),
        ("TECHNICAL_LOGIN", technical_login),
        ("TECHNICAL_PASSWORD", technical_password.reveal()),
        ("PORTAL_LOGIN", &portal.login),
        ("PORTAL_PASSWORD", portal.password.reveal()),
    ]
}

/// `whose` tells one declarant's variables from another's.
fn of_declarant<'a>(whose: &str, declarant: &'a Declarant) -> [(String, &'a str); 5] {
    let Declarant { account, pfx_password, chaman: Portal { login, password, .. }, .. } = declarant;
    [
        (format!("SOCIAL_SECURITY{whose}_CLIENT_ID"), &account.client_id),
        (format!("SOCIAL_SECURITY{whose}_ENTERPRISE_NUMBER"), &account.enterprise_number),
        (format!("SOCIAL_SECURITY{whose}_PFX_PASSWORD"), pfx_password.reveal()),
        (format!("CHAMAN{whose}_LOGIN"), login),
        (format!("CHAMAN{whose}_PASSWORD"), password.reveal()),
    ]
}
