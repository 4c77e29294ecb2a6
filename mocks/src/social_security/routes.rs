//! The hosts of social security.

use axum::Router;
use raccord_kernel::Desk;

use super::{Environment, SocialSecurity, access, api, chaman, csam, mahis, oauth};
use crate::web::{ClientAuthentication, Host};

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
            portal("chaman.socialsecurity.be", chaman::routes(desk)),
            portal("www.socialsecurity.be", www(desk)),
        ],
        World::Acceptance => vec![
            services(desk, Acceptance),
            portal("chaman-acpt.socialsecurity.be", chaman::routes(desk)),
            portal("www-acpt.socialsecurity.be", www(desk)),
        ],
    }
}

fn services(desk: &Desk<SocialSecurity>, environment: Environment) -> Host {
    let routes = api::routes(desk, environment).merge(oauth::routes(desk, environment));
    host(environment.host(), routes)
}

fn www(desk: &Desk<SocialSecurity>) -> Router {
    access::routes(desk).merge(mahis::routes(desk)).merge(csam::routes(desk))
}

fn portal(name: &'static str, routes: Router) -> Host {
    host(name, routes)
}

const fn host(name: &'static str, routes: Router) -> Host {
    Host { name, client_authentication: ClientAuthentication::None, in_clear: false, routes }
}
