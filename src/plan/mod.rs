//! The calendar of a renewal, backwards from the day on which a certificate ends.
//!
//! Nothing here reads a file, a clock or the process environment: a plan is made of a certificate's
//! dates, the instant that is taken for now, a mode's [`Procedure`] and [`Settings`]. What takes how
//! long, who does it and how that is known is data: `data/procedures.toml` and `data/offices.toml`.

pub mod calendar;
pub mod inventory;
pub mod office;
pub mod procedure;
pub mod renewal;
pub mod schedule;
pub mod settings;
pub mod tell;
pub mod verdict;

pub use calendar::{Calendar, NotRead};
pub use office::{Country, Office};
pub use procedure::{Procedure, Step};
pub use renewal::{Renewal, Subject};
pub use schedule::{Plan, PlannedStep, plan};
pub use settings::Settings;
pub use verdict::Verdict;
