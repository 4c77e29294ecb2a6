//! The end of what a connector wrote beside its answers, without the secrets that it was handed.

use std::collections::VecDeque;

use raccord_kernel::Secret;

use crate::hiding::hide;

/// How much of it is kept: enough for the last lines of a stack trace.
const KEPT_BYTES: usize = 4096;

/// The end of a stream.
#[derive(Debug, Default)]
pub(super) struct Tail {
    bytes: VecDeque<u8>,
    is_cut: bool,
}

impl Tail {
    /// Takes in what comes next.
    pub(super) fn extend(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
        let surplus = self.bytes.len().saturating_sub(KEPT_BYTES);
        self.is_cut |= surplus > 0;
        self.bytes.drain(..surplus);
    }

    /// What to append to a message: its lines below a heading, none of the secrets in them.
    pub(super) fn told(&self, secrets: &[Secret]) -> String {
        let (front, back) = self.bytes.as_slices();
        let text = String::from_utf8_lossy(&[front, back].concat()).into_owned();
        // What is cut short of a secret would not be known as one.
        let text = match (self.is_cut, text.split_once('\n')) {
            (true, Some((_, rest))) => rest.to_owned(),
            (true, None) => String::new(),
            (false, _) => text,
        };
        let text = hide(&text, secrets);
        if text.trim().is_empty() {
            return String::new();
        }
        let cut = if self.is_cut { "…\n" } else { "" };
        format!("\nit wrote on standard error:\n{cut}{}", text.trim_end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_kept_and_no_secret_in_it() {
        let mut tail = Tail::default();
        tail.extend(&[b'y'; 2 * KEPT_BYTES]);
        tail.extend(b"\nxxx\nlogin with hunter22hunter22\n");
        let told = tail.told(&[Secret::new("hunter22hunter22".to_owned())]);
        assert!(told.contains("login with (hidden)"), "{told}");
        assert!(told.contains("…\nxxx") && told.len() < KEPT_BYTES + 100, "{}", told.len());
    }
}
