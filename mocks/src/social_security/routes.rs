//! The hosts of social security.

use raccord_kernel::Desk;

use super::csam::{Portal, Site};
use super::{Environment, SocialSecurity, access, api, chaman, csam, mahis, oauth};
use crate::web::{ClientAuthentication, Host, Routes};

/// One of the two worlds, each with accounts, mandates and tokens of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// Production, and simulation beside it.
    Production,
    /// Acceptance.
    Acceptance,
}

/// The hosts of a world.
#[must_use]
pub fn hosts(desk: &Desk<SocialSecurity>, world: World) -> Vec<Host> {
    use Environment::{Acceptance, Production, Simulation};
    match world {
        World::Production => vec![
            services(desk, Production),
            services(desk, Simulation),
            chaman(desk, world),
            www(desk, world),
        ],
        World::Acceptance => {
            vec![services(desk, Acceptance), chaman(desk, world), www(desk, world)]
        }
    }
}

fn services(desk: &Desk<SocialSecurity>, environment: Environment) -> Host {
    let routes = api::routes(desk, environment).merge(oauth::routes(desk, environment));
    host(environment.host(), routes)
}

fn chaman(desk: &Desk<SocialSecurity>, world: World) -> Host {
    csam::host(desk, Portal { site: Site::Chaman, world }, chaman::routes())
}

fn www(desk: &Desk<SocialSecurity>, world: World) -> Host {
    let routes = access::routes().merge(mahis::routes());
    csam::host(desk, Portal { site: Site::Www, world }, routes)
}

const fn host(name: &'static str, routes: Routes) -> Host {
    Host { name, client_authentication: ClientAuthentication::None, in_clear: false, routes }
}
