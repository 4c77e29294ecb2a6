//! A calendar told to people and to programs.

pub mod html;
pub mod ics;
pub mod json;
pub mod words;
