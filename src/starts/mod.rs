//! Starting states by name: who is connected already when the mocks are served, and what a program
//! needs to know to act as they do.
//!
//! A start arranges one tenant of the mocks and answers [`Exports`]: variables, some of which name
//! files. `raccord exec` hands them to a command, `raccord serve` tells them and writes them down,
//! the management API answers them.

mod chorus_pro;
mod exports;
mod social_security;
pub mod variables;
mod wish;

pub use exports::{Export, Exports};
pub use variables::Variable;
pub use wish::Wish;

use crate::connectors::vault::NotKept;
use crate::environment::{ArrangeError, Mocks, NotConnected};

/// A starting state.
#[derive(Debug)]
pub struct Start {
    /// Its name: `connected`.
    pub name: &'static str,
    /// What it is, in one line.
    pub says: &'static str,
    /// The variables that it exports, by group.
    pub exports: &'static [&'static [Variable]],
    arrange: fn(&Mocks, &Wish) -> Result<Exports, StartError>,
}

/// Why nobody could be connected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Something could not be arranged.
    #[error(transparent)]
    Arrange(#[from] ArrangeError),
    /// Somebody could not be connected.
    #[error(transparent)]
    NotConnected(#[from] NotConnected),
    /// What was arranged left no secret.
    #[error("failed to tell an identity")]
    NotKept(#[from] NotKept),
}

/// No starting state has that name.
#[derive(Debug, thiserror::Error)]
#[error("no starting state is called `{name}`; `raccord starts` lists them")]
pub struct UnknownStart {
    /// The name that was given.
    pub name: String,
}

/// The starting state when none is named.
pub static DEFAULT: &Start = &CONNECTED;

static CONNECTED: Start = Start {
    name: "connected",
    says: "a supplier connected to Chorus Pro over EDI SFTP and PISTE; an employer and its \
               mandated provider at social security; every certificate good for a year",
    exports: &[
        variables::EDI_SFTP,
        variables::PISTE,
        variables::PORTAL,
        variables::SOCIAL_SECURITY,
        variables::EMPLOYER,
        variables::PROVIDER,
    ],
    arrange: |mocks, wish| {
        let supplier = chorus_pro::connected(mocks, wish)?;
        Ok(supplier.and(social_security::connected(mocks, wish)?))
    },
};

/// Every starting state, in the order in which they are told.
pub static ALL: &[&Start] = &[
    &CONNECTED,
    &Start {
        name: "edi-sftp",
        says: "a supplier connected to Chorus Pro over EDI SFTP, its certificate good for a year",
        exports: &[variables::EDI_SFTP, variables::PORTAL],
        arrange: chorus_pro::edi_sftp,
    },
    &Start {
        name: "edi-sftp-expires-in-20-days",
        says: "a supplier connected over EDI SFTP whose certificate expires in 20 days",
        exports: &[variables::EDI_SFTP, variables::PORTAL],
        arrange: |mocks, wish| chorus_pro::edi_sftp(mocks, &wish.expires_in_days(20)),
    },
    &Start {
        name: "edi-sftp-expired",
        says: "a supplier whose EDI SFTP certificate expired yesterday",
        exports: &[variables::EDI_SFTP, variables::PORTAL],
        arrange: |mocks, wish| chorus_pro::edi_sftp(mocks, &wish.expires_in_days(-1)),
    },
    &Start {
        name: "edi-sftp-update-pending",
        says: "a supplier whose certificate expires in 20 days and whose next one was uploaded just \
               now: it takes effect in 2 to 24 hours",
        exports: &[variables::EDI_SFTP, variables::PORTAL],
        arrange: |mocks, wish| chorus_pro::update_pending(mocks, &wish.expires_in_days(20)),
    },
    &Start {
        name: "piste",
        says: "a supplier connected to Chorus Pro's API through PISTE",
        exports: &[variables::PISTE, variables::PORTAL],
        arrange: |mocks, _| chorus_pro::piste_alone(mocks),
    },
    &Start {
        name: "social-security",
        says: "an employer and its mandated provider, each with a REST account, its certificate \
               good for a year",
        exports: &[variables::SOCIAL_SECURITY, variables::EMPLOYER, variables::PROVIDER],
        arrange: social_security::connected,
    },
    &Start {
        name: "social-security-expires-in-20-days",
        says: "an employer and its mandated provider whose certificates expire in 20 days",
        exports: &[variables::SOCIAL_SECURITY, variables::EMPLOYER, variables::PROVIDER],
        arrange: |mocks, wish| social_security::connected(mocks, &wish.expires_in_days(20)),
    },
    &Start {
        name: "social-security-expired",
        says: "an employer and its mandated provider whose certificates expired yesterday",
        exports: &[variables::SOCIAL_SECURITY, variables::EMPLOYER, variables::PROVIDER],
        arrange: |mocks, wish| social_security::connected(mocks, &wish.expires_in_days(-1)),
    },
    &Start {
        name: "social-security-both-certificates",
        says: "an employer and its provider whose next certificates are registered in ChaMan \
               beside the current ones, which expire in 20 days",
        exports: &[variables::SOCIAL_SECURITY, variables::EMPLOYER, variables::PROVIDER],
        arrange: |mocks, wish| social_security::both_certificates(mocks, &wish.expires_in_days(20)),
    },
    &Start {
        name: "social-security-without-mandate",
        says: "an employer, and a provider that it has mandated for nothing",
        exports: &[variables::SOCIAL_SECURITY, variables::EMPLOYER, variables::PROVIDER],
        arrange: social_security::without_mandate,
    },
    &Start {
        name: "qualification",
        says: "a supplier connected in Chorus Pro's qualification and an employer in social \
               security's acceptance, as `raccord run --env` meets real ones; every certificate good \
               for a year",
        exports: &[
            variables::EDI_SFTP,
            variables::PISTE,
            variables::PORTAL,
            variables::SOCIAL_SECURITY,
            variables::EMPLOYER,
        ],
        arrange: |mocks, wish| {
            let supplier = chorus_pro::connected(mocks, wish)?;
            Ok(supplier.and(social_security::in_acceptance(mocks, wish)?))
        },
    },
    &Start {
        name: "nobody",
        says: "nobody is connected anywhere",
        exports: &[],
        arrange: |_, _| Ok(Exports::default()),
    },
];

/// The starting state of a name.
///
/// # Errors
///
/// When there is none.
pub fn named(name: &str) -> Result<&'static Start, UnknownStart> {
    let found = ALL.iter().find(|start| start.name == name).copied();
    found.ok_or_else(|| UnknownStart { name: name.to_owned() })
}

impl Start {
    /// Connects everybody, and answers what they are known by. Call it once, on mocks that nobody
    /// is connected to.
    ///
    /// # Errors
    ///
    /// When it cannot be arranged.
    pub fn arrange(&self, mocks: &Mocks, wish: &Wish) -> Result<Exports, StartError> {
        (self.arrange)(mocks, wish)
    }

    /// How many RSA keys it takes: they are the floor of what it costs, and can be made ahead.
    pub fn keys(&self) -> usize {
        let is_key = |variable: &&Variable| variable.name.ends_with("_KEY");
        self.variables().filter(is_key).count()
    }

    /// The variables that it exports.
    pub fn variables(&self) -> impl Iterator<Item = &'static Variable> {
        self.exports.iter().flat_map(|group| group.iter())
    }
}
