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

use super::error::ServeError;
use super::identities::Identities;
use super::lines::{Piste, Portal, Ready};
use super::social_security::{Declarant, Pfx};
use super::supplier::Supplier;
use crate::environment::Mocks;

/// Files, by name.
pub(super) type Files = Vec<(&'static str, Vec<u8>)>;

/// The files, by name.
///
/// # Errors
///
/// When a certificate and its key cannot be written in one file.
pub(super) fn contents(mocks: &Mocks, identities: &Identities) -> Result<Files, ServeError> {
    let Ready { sftp_host_key, root_certificate, .. } = Ready::of(mocks);
    let sftp = mocks.doors().sftp;
    let known_hosts = format!("[{}]:{} {sftp_host_key}\n", sftp.ip(), sftp.port());
    let Identities { supplier: Supplier { edi_sftp, .. }, employer, provider } = identities;
    let [employer_key, provider_key] =
        [employer, provider].map(|it| it.account.private_key.reveal().as_bytes().to_vec());
    let (employer_pfx, provider_pfx) = (employer.pfx()?, provider.pfx()?);
    let variables = variables(identities, [&employer_pfx, &provider_pfx]);
    Ok(vec![
        ("root.pem", root_certificate.into_bytes()),
        ("known_hosts", known_hosts.into_bytes()),
        ("edi-sftp.key", edi_sftp.private_key.reveal().as_bytes().to_vec()),
        ("edi-sftp.p7b", edi_sftp.certificate_p7b.clone()),
        ("social-security.key", employer_key),
        ("social-security.cer", employer.certificate_der().to_vec()),
        ("social-security.pfx", employer_pfx.bytes),
        ("social-security-provider.key", provider_key),
        ("social-security-provider.cer", provider.certificate_der().to_vec()),
        ("social-security-provider.pfx", provider_pfx.bytes),
        ("identities.env", variables.into_bytes()),
    ])
}

/// The variables, one a line. No value holds a character that a shell would take as its own.
fn variables(identities: &Identities, pfx: [&Pfx; 2]) -> String {
    let [employer_pfx, provider_pfx] = pfx;
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
        .chain(of_declarant("", employer, employer_pfx))
        .chain(of_declarant("_PROVIDER", provider, provider_pfx))
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
fn of_declarant<'a>(whose: &str, declarant: &'a Declarant, pfx: &'a Pfx) -> [(String, &'a str); 5] {
    let Declarant { account, chaman: Portal { login, password, .. }, .. } = declarant;
    [
        (format!("SOCIAL_SECURITY{whose}_CLIENT_ID"), &account.client_id),
        (format!("SOCIAL_SECURITY{whose}_ENTERPRISE_NUMBER"), &account.enterprise_number),
        (format!("SOCIAL_SECURITY{whose}_PFX_PASSWORD"), pfx.password.reveal()),
        (format!("CHAMAN{whose}_LOGIN"), login),
        (format!("CHAMAN{whose}_PASSWORD"), password.reveal()),
    ]
}
