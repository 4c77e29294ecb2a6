//! The mocks that one process serves: one set of doors, and an environment for each tenant.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use raccord_kernel::{Clock, Saves, Sink};
use raccord_mocks::gateway::{
    self, DoorKeysFrom, Doors, Gateway, Knobs, Listen, Notice, SavedDoorKeys, Tenants,
};

use super::{FIRST, Mocks, Opening, Snapshot, cannot_open};
use crate::environment::OpenError;

/// Several environments behind one set of doors. They share a root and an SFTP host key, and
/// nothing else: each has its clock, its state, its journal and its faults.
#[derive(Debug)]
pub struct Tenancy {
    gateway: Gateway,
    first: Arc<Mocks>,
    others: RwLock<Vec<Arc<Mocks>>>,
    knobs: Knobs,
    /// Where the whole of every journal goes.
    copy: RwLock<Option<Arc<Sink>>>,
    /// Which tenants there are, as far as that is saved.
    roster: Saves,
}

/// A tenant that cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TenancyError {
    /// There is one of that name.
    #[error("there is a tenant called `{name}` already; remove it, or choose another name")]
    Taken {
        /// The name.
        name: String,
    },
    /// It is no name that a host name or a proxy's user can hold.
    #[error(
        "found `{name}` as a tenant's name, expected 1 to 32 of a-z, 0-9 and -, the first a letter"
    )]
    Name {
        /// What was given.
        name: String,
    },
    /// It could not be set up.
    #[error(transparent)]
    Open(#[from] OpenError),
}

impl Tenancy {
    /// Opens the doors, with a first tenant behind them whose clock runs from `at`.
    ///
    /// # Errors
    ///
    /// When no door can be opened, or no throwaway authority made.
    pub async fn open(
        seed: u64,
        at: Timestamp,
        listen: Listen,
        knobs: Knobs,
    ) -> Result<Self, OpenError> {
        let doors = Doors::listen(listen).await.map_err(cannot_open)?;
        let first = Mocks::behind(Opening {
            name: FIRST,
            seed,
            clock: Clock::running(at),
            doors: doors.addresses(),
            door_keys: DoorKeysFrom::Afresh,
            knobs: knobs.clone(),
            saved: None,
        })?;
        Ok(Self::of(doors, first, knobs))
    }

    /// Opens the doors as they were, with the tenants that were behind them, the first one and the
    /// others. The knobs are those of tenants to come.
    ///
    /// # Errors
    ///
    /// When no door can be opened, or something is no tenant's state.
    pub async fn restore(
        door_keys: &SavedDoorKeys,
        (first, others): (&Snapshot, &[Snapshot]),
        listen: Listen,
        knobs: Knobs,
    ) -> Result<Self, OpenError> {
        let doors = Doors::listen(listen).await.map_err(cannot_open)?;
        let restored = |saved: &Snapshot, door_keys| {
            let mocks = Mocks::behind(Opening {
                name: &saved.name,
                seed: saved.seed,
                clock: Clock::running(saved.resumes_at()),
                doors: doors.addresses(),
                door_keys,
                knobs: knobs.clone(),
                saved: Some(saved),
            })?;
            if saved.stood_still() {
                mocks.clock().freeze();
            }
            Ok::<_, OpenError>(mocks)
        };
        let first = restored(first, DoorKeysFrom::Saved(door_keys.clone()))?;
        let shared = DoorKeysFrom::Shared(Arc::clone(first.tenant.door_keys()));
        let others = others.iter().map(|saved| restored(saved, shared.clone()));
        let others = others.collect::<Result<Vec<_>, _>>()?;
        let tenancy = Self::of(doors, first, knobs);
        for mocks in others {
            tenancy.put(mocks).map_err(cannot_open)?;
        }
        Ok(tenancy)
    }

    fn of(doors: Doors, first: Mocks, knobs: Knobs) -> Self {
        let gateway = doors.open_for(Arc::new(Tenants::one(Arc::clone(&first.tenant))));
        Self {
            gateway,
            first: Arc::new(first),
            others: RwLock::default(),
            knobs,
            copy: RwLock::default(),
            roster: Saves::default(),
        }
    }

    /// The tenant of connections that name none.
    #[must_use]
    pub const fn first(&self) -> &Arc<Mocks> {
        &self.first
    }

    /// The tenant of a name.
    #[must_use]
    pub fn tenant(&self, name: &str) -> Option<Arc<Mocks>> {
        self.tenants().into_iter().find(|mocks| mocks.tenant_name() == name)
    }

    /// All tenants, the first one first.
    #[must_use]
    pub fn tenants(&self) -> Vec<Arc<Mocks>> {
        let others = self.others.read().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(&self.first).chain(others.iter()).map(Arc::clone).collect()
    }

    /// Adds a tenant whose clock runs from `at`.
    ///
    /// # Errors
    ///
    /// When its name is taken or is none, or it cannot be set up.
    pub fn add(&self, name: &str, seed: u64, at: Timestamp) -> Result<Arc<Mocks>, TenancyError> {
        let is_name = name.len() <= 32
            && name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-');
        if !is_name {
            return Err(TenancyError::Name { name: name.to_owned() });
        }
        if self.tenant(name).is_some() {
            return Err(TenancyError::Taken { name: name.to_owned() });
        }
        self.put(Mocks::behind(Opening {
            name,
            seed,
            clock: Clock::running(at),
            doors: self.doors(),
            door_keys: DoorKeysFrom::Shared(Arc::clone(self.first.tenant.door_keys())),
            knobs: self.knobs.clone(),
            saved: None,
        })?)
    }

    /// Removes a tenant other than the first; connections that name it are refused from now on.
    /// Answers whether there was one.
    pub fn remove(&self, name: &str) -> bool {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = others.iter().position(|mocks| mocks.tenant_name() == name) else {
            return false;
        };
        let removed = others.remove(place);
        self.gateway.tenants().remove(name);
        self.roster.changed();
        // What is gone is saved no more: nobody may wait for it.
        removed.saves().release();
        true
    }

    /// Hands every entry of every journal to a sink too, of the tenants to come as well.
    pub fn copy_journals_to(&self, sink: &Arc<Sink>) {
        let mut copy = self.copy.write().unwrap_or_else(PoisonError::into_inner);
        *copy = Some(Arc::clone(sink));
        drop(copy);
        for mocks in self.tenants() {
            mocks.journal().copy_to(Arc::clone(sink), mocks.tenant_name());
        }
    }

    /// Shows something on the page of the doors.
    pub fn show(&self, notice: Notice) {
        self.gateway.tenants().show(notice);
    }

    /// Says that somebody saves the states of all tenants, those to come as well.
    pub fn keep(&self) {
        self.roster.keep();
        self.tenants().iter().for_each(|mocks| mocks.saves().keep());
    }

    /// Waits until all that changed so far, in any tenant, is saved; returns at once where nobody
    /// saves.
    pub async fn kept(&self) {
        self.roster.kept().await;
        for mocks in self.tenants() {
            mocks.saves().kept().await;
        }
    }

    /// Which tenants there are, as far as that is saved.
    pub const fn roster(&self) -> &Saves {
        &self.roster
    }

    /// Where the doors are.
    #[must_use]
    pub const fn doors(&self) -> gateway::Addresses {
        self.gateway.addresses()
    }

    fn put(&self, mocks: Mocks) -> Result<Arc<Mocks>, TenancyError> {
        let mut others = self.others.write().unwrap_or_else(PoisonError::into_inner);
        // Another may have come of that name while this one was set up.
        if others.iter().any(|other| other.tenant_name() == mocks.tenant_name()) {
            return Err(TenancyError::Taken { name: mocks.tenant_name().to_owned() });
        }
        let mocks = Arc::new(mocks);
        self.gateway.tenants().add(Arc::clone(&mocks.tenant));
        others.push(Arc::clone(&mocks));
        if self.roster.is_kept() {
            mocks.saves().keep();
        }
        if let Some(sink) = &*self.copy.read().unwrap_or_else(PoisonError::into_inner) {
            mocks.journal().copy_to(Arc::clone(sink), mocks.tenant_name());
        }
        self.roster.changed();
        Ok(mocks)
    }
}
