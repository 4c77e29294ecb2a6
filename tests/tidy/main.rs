//! What the architecture promises, held: read from the files and their syntax trees.

#![cfg(test)]

mod directions;
mod files;
mod guesses;
mod names;
mod rules;
mod scenarios;
mod tree;
