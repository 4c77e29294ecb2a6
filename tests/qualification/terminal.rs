//! A person at a pseudo-terminal, with one command in front of them.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use pty_process::Size;
use pty_process::blocking::{Command as AtTerminal, Pty, open};

/// Longer than any machine takes for something that does come.
const TIMEOUT: Duration = Duration::from_secs(120);

/// What a person sees and types.
pub(crate) struct Terminal {
    child: Child,
    pty: Pty,
    shown: Receiver<Vec<u8>>,
    /// The beginning of a character whose end is not there yet.
    begun: Vec<u8>,
    /// All that was shown.
    text: String,
    /// How much of it was looked at.
    looked_at: usize,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// `None` where a signal ended it.
    pub(crate) code: Option<i32>,
    /// All that was shown on the terminal.
    pub(crate) text: String,
}

impl Terminal {
    /// Starts a command at a terminal of its own, wide enough for any line.
    pub(crate) fn start(command: Command) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(50, 400)).unwrap();
        let child = AtTerminal::from(command).spawn(pts).unwrap();
        let mut screen = File::from(std::os::fd::AsFd::as_fd(&pty).try_clone_to_owned().unwrap());
        let (tell, shown) = mpsc::channel();
        std::thread::spawn(move || {
            let mut octets = [0; 4096];
            // The end is an error, once nobody is at the other side.
            while let Ok(read @ 1..) = screen.read(&mut octets) {
                if tell.send(octets[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, pty, shown, begun: Vec::new(), text: String::new(), looked_at: 0 }
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until one of some texts is shown after what was looked at; answers which, and what
    /// stood before it.
    pub(crate) fn see(&mut self, wanted: &[&str]) -> (usize, String) {
        self.see_or_end(wanted).unwrap_or_else(|| self.fail("was not shown", wanted))
    }

    /// The same; nothing where the process ends without.
    pub(crate) fn see_or_end(&mut self, wanted: &[&str]) -> Option<(usize, String)> {
        loop {
            if let Some(seen) = self.seen(wanted) {
                return Some(seen);
            }
            match self.shown.recv_timeout(TIMEOUT) {
                Ok(octets) => self.take(&octets),
                Err(RecvTimeoutError::Timeout) => self.fail("was not shown in time", wanted),
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// The first of some texts in what was not looked at.
    fn seen(&mut self, wanted: &[&str]) -> Option<(usize, String)> {
        let new = &self.text[self.looked_at..];
        let places = wanted.iter().enumerate();
        let places = places.filter_map(|(which, text)| Some((new.find(text)?, which)));
        let (place, which) = places.min()?;
        let before = new[..place].to_owned();
        self.looked_at += place + wanted[which].len();
        Some((which, before))
    }

    fn take(&mut self, octets: &[u8]) {
        self.begun.extend_from_slice(octets);
        let whole = match std::str::from_utf8(&self.begun) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => self.begun.len(),
        };
        let octets: Vec<u8> = self.begun.drain(..whole).collect();
        self.text += &String::from_utf8_lossy(&octets);
    }

    fn fail(&self, why: &str, wanted: &[&str]) -> ! {
        panic!("{wanted:?} {why}; this was:\n{}", self.text)
    }

    /// The same with one text; answers what stood before it.
    pub(crate) fn expect(&mut self, wanted: &str) -> String {
        self.see(&[wanted]).1
    }

    /// Types a line.
    pub(crate) fn type_line(&mut self, line: &str) {
        self.press(&format!("{line}\n"));
    }

    /// Presses keys: `\u{3}` is Ctrl-C, `\u{4}` is Ctrl-D.
    pub(crate) fn press(&mut self, keys: &str) {
        // The process may have been killed meanwhile.
        let _gone = self.pty.write_all(keys.as_bytes());
    }

    /// Waits for the end of the process.
    pub(crate) fn end(mut self) -> Ended {
        loop {
            match self.shown.recv_timeout(TIMEOUT) {
                Ok(octets) => self.take(&octets),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => self.fail("and then no end", &[]),
            }
        }
        let status = self.child.wait().unwrap();
        Ended { code: status.code(), text: std::mem::take(&mut self.text) }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It may have ended already.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Terminal {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Terminal::start(command)
    }

    #[test]
    fn what_is_typed_is_read_and_what_is_shown_is_seen() {
        let mut terminal = shell("printf 'name? '; read name; echo \"<$name>\"; exit 5");
        terminal.expect("name? ");
        terminal.type_line("marie");
        assert_eq!(terminal.see(&["<nobody>", "<marie>"]).0, 1);
        let ended = terminal.end();
        assert_eq!(ended.code, Some(5), "{}", ended.text);
    }

    #[test]
    fn ctrl_c_interrupts_and_ctrl_d_ends_the_input() {
        let mut terminal =
            shell("trap 'echo caught; exit 7' INT; echo ready; read line; read line");
        terminal.expect("ready");
        terminal.press("\u{3}");
        assert_eq!(terminal.end().code, Some(7));
        let mut terminal = shell("echo ready; cat; echo over");
        terminal.expect("ready");
        terminal.press("\u{4}");
        terminal.expect("over");
        assert_eq!(terminal.end().code, Some(0));
    }
}
