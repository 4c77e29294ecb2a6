//! What `serve` and `exec` both stand up: the mocks with somebody connected, on a clock that runs.

mod copy;
mod error;
mod folder;
mod state;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use raccord_kernel::clock::machine_now;
use raccord_mocks::gateway::{Knobs, Listen, Notice};
use tokio::sync::Notify;

use super::args::StartArguments;
use super::cert::to_take_after;
use crate::environment::{Environment as _, Tenancy, prepare_fresh_keys};
use crate::management::Management;
use crate::starts::{self, Exports, Start, Variable, Wish, variables};

pub(super) use copy::Copying;
pub use error::ServedError;
pub(super) use folder::{Begin, Folder, private_file};
use state::{Keeper, Kept, Lock};

/// What to stand up.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    /// Where the doors are to be.
    pub(super) listen: Listen,
    /// Where the management port is to be.
    pub(super) management_port: u16,
    /// Who is connected already, and when.
    pub(super) start: &'a StartArguments,
    /// What is guessed of the systems.
    pub(super) knobs: Knobs,
    /// Where to keep all of it beyond the process.
    pub(super) state: Option<&'a Path>,
}

/// The mocks, and who is connected to them. Dropping it closes every door.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) tenancy: Arc<Tenancy>,
    pub(super) management: Management,
    stop: Arc<Notify>,
    start: &'static Start,
    exports: Exports,
    /// The right to keep a state, until there is something to keep.
    lock: Option<Lock>,
    keeper: Option<Keeper>,
}

impl Served {
    /// Opens the doors; nobody is connected yet, unless a state was kept.
    ///
    /// # Errors
    ///
    /// When a door cannot be opened, or what is at `state` is no state.
    pub(super) async fn open(wanted: &Wanted<'_>) -> Result<Self, ServedError> {
        let lock = wanted.state.map(Lock::of).transpose()?;
        let kept = wanted.state.map(Kept::read).transpose()?.flatten();
        let begun_at = wanted.start.at.unwrap_or_else(machine_now);
        let (tenancy, exports) = match &kept {
            Some(kept) => {
                (kept.restore(wanted.listen, wanted.knobs.clone()).await?, kept.exports())
            }
            None => {
                prepare_fresh_keys(wanted.start.start().keys());
                let (seed, knobs) = (wanted.start.seed(), wanted.knobs.clone());
                let opened = Tenancy::open(seed, begun_at, wanted.listen, knobs).await?;
                (opened, Exports::default())
            }
        };
        let tenancy = Arc::new(tenancy);
        let stop = Arc::new(Notify::new());
        let address = SocketAddr::new(wanted.listen.address, wanted.management_port);
        let management = Management::open(Arc::clone(&tenancy), address, Arc::clone(&stop)).await?;
        let start = kept.map_or(Ok(wanted.start.start()), |kept| starts::named(&kept.start))?;
        Ok(Self { tenancy, management, stop, start, exports, lock, keeper: None })
    }

    /// Connects whom the start says, unless they are connected already, and begins to keep the
    /// state where that was asked for.
    ///
    /// # Errors
    ///
    /// When somebody cannot be connected, or nothing can be kept.
    pub(super) fn connect(&mut self, wanted: &Wanted<'_>) -> Result<(), ServedError> {
        if self.exports.is_empty() {
            let wish = match &wanted.start.like {
                Some(path) => Wish::like(&to_take_after(path)?),
                None => Wish::default(),
            };
            self.exports = self.start.arrange(self.tenancy.first(), &wish)?;
        }
        self.management.begin(self.tenancy.first(), self.exports())?;
        for mocks in self.tenancy.tenants().iter().skip(1) {
            // Those that were kept begin again where they were found.
            self.management.begin(mocks, Exports::default())?;
        }
        if let (Some(path), Some(lock)) = (wanted.state, self.lock.take()) {
            let tenancy = Arc::clone(&self.tenancy);
            let keeper = Keeper::new(path, tenancy, self.start, &self.exports, lock);
            keeper.keep()?;
            self.keeper = Some(keeper);
        }
        Ok(())
    }

    /// Who is connected.
    pub(super) const fn start(&self) -> &'static Start {
        self.start
    }

    /// All that a program needs to know: how to reach the mocks, and what the start made.
    pub(super) fn exports(&self) -> Exports {
        let first = self.tenancy.first();
        let common = [
            first.root_pem().into(),
            first.proxy_url().into(),
            first.now().to_string().into(),
            self.management.url().into(),
            self.management.token().reveal().into(),
        ];
        Exports::of(variables::COMMON, common).and(self.exports.clone())
    }

    /// Shows logins, and where files are, on the page that lists what is there.
    pub(super) fn show(&self, variables: &[(&'static str, String)]) {
        let exports = self.exports();
        let mut notice = Notice::default();
        for (export, (_, value)) in exports.iter().zip(variables) {
            let Variable { name, file, is_secret, .. } = export.variable;
            let line = ((*name).to_owned(), value.clone());
            match (file, is_secret) {
                (Some(_), _) => notice.files.push(line),
                (None, false) => notice.lines.push(line),
                (None, true) => {}
            }
        }
        self.tenancy.show(notice);
    }

    /// Returns when somebody asks the management port for the end.
    pub(super) async fn stopped(&self) {
        self.stop.notified().await;
    }

    /// Keeps the state once more, at the end, where that was asked for.
    ///
    /// # Errors
    ///
    /// When it cannot be kept.
    pub(super) fn keep_at_the_end(&self) -> Result<(), ServedError> {
        self.keeper.as_ref().map_or(Ok(()), Keeper::keep)
    }

    /// Keeps the state for as long as it is awaited, where that was asked for; answers only when it
    /// could not be kept.
    pub(super) async fn keep(&self) -> ServedError {
        match &self.keeper {
            Some(keeper) => keeper.run().await,
            None => std::future::pending().await,
        }
    }
}
