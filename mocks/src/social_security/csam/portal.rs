//! Which portal a page belongs to.

use crate::social_security::World;

/// The portals that people visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// ChaMan.
    Chaman,
    /// The portal itself, with "Gestion des accès" and Mahis.
    Www,
}

/// One portal of one world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portal {
    /// Which.
    pub site: Site,
    /// The world.
    pub world: World,
}

impl Portal {
    /// The host it is served under.
    #[must_use]
    pub const fn host(self) -> &'static str {
        match (self.site, self.world) {
            (Site::Chaman, World::Production) => "chaman.socialsecurity.be",
            (Site::Chaman, World::Acceptance) => "chaman-acpt.socialsecurity.be",
            (Site::Www, World::Production) => "www.socialsecurity.be",
            (Site::Www, World::Acceptance) => "www-acpt.socialsecurity.be",
        }
    }

    /// Another portal of the same world.
    #[must_use]
    pub const fn other(self, site: Site) -> Self {
        Self { site, world: self.world }
    }

    /// What its pages call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.site {
            Site::Chaman => "ChaMan - Gestion des canaux techniques",
            Site::Www => "Sécurité sociale",
        }
    }

    /// What its pages call its world.
    #[must_use]
    pub const fn environment(self) -> &'static str {
        match self.world {
            World::Production => "Production",
            World::Acceptance => "Acceptation",
        }
    }
}
