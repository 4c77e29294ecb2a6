//! Routes that know which they are, so that whoever misses them can be told the nearest.

use axum::Router;
use axum::routing::MethodRouter;

/// A router, and what it takes.
#[derive(Debug, Clone)]
pub struct Routes<S = ()> {
    router: Router<S>,
    known: Vec<Known>,
}

/// One path of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The methods it takes: `GET, POST`; `ANY` for all.
    pub methods: &'static str,
    /// The path as the router has it: `/structures/{siret}`.
    pub path: &'static str,
}

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes.
    #[must_use]
    pub fn new() -> Self {
        Self { router: Router::new(), known: Vec::new() }
    }

    /// Adds a path that takes these methods.
    #[must_use]
    pub fn route(mut self, methods: &'static str, path: &'static str, to: MethodRouter<S>) -> Self {
        self.router = self.router.route(path, to);
        self.known.push(Known { methods, path });
        self
    }

    /// Adds the paths of others.
    #[must_use]
    pub fn merge(mut self, others: Self) -> Self {
        self.router = self.router.merge(others.router);
        self.known.extend(others.known);
        self
    }

    /// Puts something around the router that adds no path: a layer, a fallback, a state.
    #[must_use]
    pub fn with<T>(self, wrap: impl FnOnce(Router<S>) -> Router<T>) -> Routes<T> {
        Routes { router: wrap(self.router), known: self.known }
    }
}

impl Routes {
    /// The router.
    pub const fn router(&self) -> &Router {
        &self.router
    }

    /// What it takes, in the order it was added.
    #[must_use]
    pub fn known(&self) -> &[Known] {
        &self.known
    }
}
