//! Lines that somebody types, read one at a time, and only when one is asked for: what is typed
//! meanwhile waits, and no runtime waits for it.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::mpsc;
use std::thread;

use tokio::sync::oneshot;

/// More than a terminal lets anybody type.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// Who waits for a line; `None` is the end of all lines.
type Asker = oneshot::Sender<Option<String>>;

/// What somebody types. A thread of its own reads it, which the end of the process does not wait
/// for.
#[derive(Debug)]
pub(super) struct Lines {
    asked: mpsc::Sender<Asker>,
}

impl Lines {
    /// The lines of `input`.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub(super) fn of(input: impl Read + Send + 'static) -> io::Result<Self> {
        let (asked, askers) = mpsc::channel();
        let read = move || read(BufReader::new(input), &askers);
        thread::Builder::new().name("operator".to_owned()).spawn(read)?;
        Ok(Self { asked })
    }

    /// The next line without its end; `None` where the input has ended. Whoever is dropped while
    /// waiting loses nothing: the line is that of whoever asks next.
    pub(super) async fn next(&self) -> Option<String> {
        let (asker, answered) = oneshot::channel();
        self.asked.send(asker).ok()?;
        answered.await.ok().flatten()
    }
}

fn read(mut input: impl BufRead, askers: &mpsc::Receiver<Asker>) {
    let mut kept = None;
    for asker in askers {
        if asker.is_closed() {
            continue;
        }
        let line = kept.take().unwrap_or_else(|| line(&mut input));
        // Who asked has gone meanwhile.
        kept = asker.send(line).err();
    }
}

/// Reads a line. One that nobody ended, for the input ended first, is none: half an answer could
/// be another one.
fn line(input: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    input.take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes).ok()?;
    let line = bytes.strip_suffix(b"\n")?;
    let typed = String::from_utf8_lossy(line);
    // What arrow keys leave behind is nobody's words.
    Some(typed.chars().filter(|character| !character.is_control()).collect())
}

#[cfg(test)]
mod tests {
    use std::io::{PipeWriter, Write as _, pipe};

    use futures::FutureExt as _;

    use super::*;

    fn typed() -> (Lines, PipeWriter) {
        let (read, write) = pipe().unwrap();
        (Lines::of(read).unwrap(), write)
    }

    #[tokio::test]
    async fn what_is_typed_between_two_questions_is_not_lost() {
        let (lines, mut keyboard) = typed();
        keyboard.write_all("first\nsecond\nté\u{1b}[Atu\n".as_bytes()).unwrap();
        assert_eq!(lines.next().await.as_deref(), Some("first"));
        assert_eq!(lines.next().await.as_deref(), Some("second"));
        assert_eq!(lines.next().await.as_deref(), Some("té[Atu"));
    }

    #[tokio::test]
    async fn a_line_goes_to_whoever_asks_next_when_the_first_has_gone() {
        let (lines, mut keyboard) = typed();
        assert!(lines.next().now_or_never().is_none(), "nothing is typed yet");
        assert!(lines.next().now_or_never().is_none(), "nothing is typed yet");
        keyboard.write_all(b"late\n").unwrap();
        assert_eq!(lines.next().await.as_deref(), Some("late"));
    }

    #[tokio::test]
    async fn an_unfinished_line_is_no_answer() {
        let (lines, mut keyboard) = typed();
        keyboard.write_all(b"c").unwrap();
        drop(keyboard);
        assert_eq!(lines.next().await, None);
    }
}
