//! The console in Chromium: what it shows, what its buttons do, what it lets nobody do.

mod accessible;
mod buttons;
mod guarded;
mod page;
mod relay;
mod shown;
