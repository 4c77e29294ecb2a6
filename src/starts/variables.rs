//! The names that starting states export, and what each says: one table, which `raccord starts`
//! tells.

/// A variable, always of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// The name: `RACCORD_SFTP_USER`.
    pub name: &'static str,
    /// What its value is.
    pub says: &'static str,
    /// The name of the file that its value is the path of.
    pub file: Option<&'static str>,
    /// Whether only whoever was told to may see it: a password, a private key.
    pub is_secret: bool,
}

const fn text(name: &'static str, says: &'static str) -> Variable {
    Variable { name, says, file: None, is_secret: false }
}

const fn file(name: &'static str, file: &'static str, says: &'static str) -> Variable {
    Variable { name, says, file: Some(file), is_secret: false }
}

const fn secret(variable: Variable) -> Variable {
    Variable { is_secret: true, ..variable }
}

/// What every start exports: how to reach the mocks, and whom to trust.
pub const COMMON: &[Variable] = &[
    file("RACCORD_CA", "ca.pem", "the root to trust for every host (PEM)"),
    text("RACCORD_PROXY", "the proxy to reach every host through; it dials nothing"),
    text("RACCORD_NOW", "the instant at which the mocks' clock began to run"),
    text("RACCORD_MANAGEMENT_URL", "the management API"),
    secret(text("RACCORD_MANAGEMENT_TOKEN", "what to send it after `Authorization: Bearer`")),
];

/// A supplier connected to Chorus Pro over EDI SFTP.
pub const EDI_SFTP: &[Variable] = &[
    text("RACCORD_SFTP_HOST", "the address of the SFTP server"),
    text("RACCORD_SFTP_PORT", "its port"),
    text("RACCORD_SFTP_USER", "the user: the \"code appli partenaire\""),
    secret(file("RACCORD_SFTP_KEY", "edi-sftp.key", "the user's private key, as OpenSSH reads it")),
    file("RACCORD_SFTP_KNOWN_HOSTS", "known_hosts", "the server's public key, as OpenSSH wants it"),
    text("RACCORD_SFTP_DROP_DIRECTORY", "where flows are dropped"),
    text("RACCORD_SFTP_PICK_UP_DIRECTORY", "where reports are fetched"),
    text("RACCORD_INTERFACE_CODES", "the interfaces of the sheet, separated by commas"),
    file("RACCORD_CERTIFICATE", "edi-sftp.p7b", "the certificate in effect, with its whole chain"),
    file("RACCORD_NEXT_CERTIFICATE", "edi-sftp-next.p7b", "the one to renew it with"),
    secret(file("RACCORD_NEXT_KEY", "edi-sftp-next.key", "the private key of that one")),
];

/// A supplier connected to Chorus Pro's API through PISTE.
pub const PISTE: &[Variable] = &[
    text("RACCORD_PISTE_OAUTH_URL", "what gives tokens"),
    text("RACCORD_PISTE_API_URL", "what the API is behind"),
    text("RACCORD_PISTE_CLIENT_ID", "the \"Client ID\" of the application"),
    secret(text("RACCORD_PISTE_CLIENT_SECRET", "its secret")),
    text("RACCORD_CPRO_LOGIN", "the login of the technical account"),
    secret(text("RACCORD_CPRO_PASSWORD", "its password")),
];

/// The login of the supplier's manager in the Chorus Pro portal.
pub const PORTAL: &[Variable] = &[
    text("RACCORD_PORTAL_URL", "the portal"),
    text("RACCORD_PORTAL_LOGIN", "the login of the manager"),
    secret(text("RACCORD_PORTAL_PASSWORD", "its password")),
];

/// Where social security is.
pub const SOCIAL_SECURITY: &[Variable] = &[
    text("RACCORD_SOCIAL_SECURITY_TOKEN_URL", "what gives tokens"),
    text("RACCORD_SOCIAL_SECURITY_AUDIENCE", "the audience of an assertion, to the letter"),
    text("RACCORD_SOCIAL_SECURITY_API_URL", "what the APIs are behind"),
    text("RACCORD_SOCIAL_SECURITY_CHAMAN_URL", "ChaMan, where certificates are added"),
];

/// The variables of one who declares, under a prefix, with files of a prefix.
macro_rules! declarant {
    ($name:literal, $file:literal, $whose:literal) => {
        &[
            text(concat!($name, "_CLIENT_ID"), concat!("the \"Client ID\" of the ", $whose)),
            text(concat!($name, "_ENTERPRISE_NUMBER"), "its enterprise number"),
            text(concat!($name, "_SCOPES"), "the scopes of its account, separated by spaces"),
            secret(file(
                concat!($name, "_KEY"),
                concat!($file, ".key"),
                "the key that signs its assertions (PEM)",
            )),
            file(
                concat!($name, "_CERTIFICATE"),
                concat!($file, ".cer"),
                "its certificate, as ChaMan takes it (DER)",
            ),
            secret(file(concat!($name, "_PFX"), concat!($file, ".pfx"), "both together")),
            secret(text(concat!($name, "_PFX_PASSWORD"), "what opens that")),
            file(
                concat!($name, "_NEXT_CERTIFICATE"),
                concat!($file, "-next.cer"),
                "the certificate to renew with",
            ),
            secret(file(
                concat!($name, "_NEXT_KEY"),
                concat!($file, "-next.key"),
                "the private key of that one",
            )),
            text(concat!($name, "_CHAMAN_LOGIN"), "the login of its manager in ChaMan and Mahis"),
            secret(text(concat!($name, "_CHAMAN_PASSWORD"), "its password")),
        ]
    };
}

/// An employer with a REST account.
pub const EMPLOYER: &[Variable] =
    declarant!("RACCORD_SOCIAL_SECURITY", "social-security", "employer");

/// The service provider that declares for it.
pub const PROVIDER: &[Variable] =
    declarant!("RACCORD_SOCIAL_SECURITY_PROVIDER", "social-security-provider", "provider");

/// Every group.
pub const ALL: &[&[Variable]] =
    &[COMMON, EDI_SFTP, PISTE, PORTAL, SOCIAL_SECURITY, EMPLOYER, PROVIDER];
