//! The loop and its reports on a catalogue of five steps, one for each way a step can end.

#![cfg(test)]

mod rehearsal {
    mod endings;
    mod junit;
    mod order;
    mod production;
}
