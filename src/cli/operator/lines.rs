//! Lines that somebody types, read one at a time, and only when one is asked for: what is typed
//! meanwhile waits, or is forgotten, and no runtime waits for it.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

use tokio::sync::oneshot;

/// More than a terminal lets anybody type.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// Who waits for a line; `None` is the end of all lines.
type Asker = oneshot::Sender<Option<String>>;
/// A line whose asker has gone, for whoever asks next.
type Kept = Arc<Mutex<Option<Option<String>>>>;

/// What somebody types. A thread of its own reads it, which the end of the process does not wait
/// for.
#[derive(Debug)]
pub(super) struct Lines {
    asked: mpsc::Sender<Asker>,
    kept: Kept,
    /// Makes the terminal forget what nobody read yet.
    flush: fn(),
}

impl Lines {
    /// The lines of the terminal on stdin.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub(super) fn of_terminal() -> io::Result<Self> {
        Ok(Self { flush, ..Self::of(io::stdin())? })
    }

    /// The lines of `input`, which keeps what nobody read yet.
    ///
    /// # Errors
    ///
    /// When the system refuses a thread.
    pub(super) fn of(input: impl Read + Send + 'static) -> io::Result<Self> {
        let (asked, askers) = mpsc::channel();
        let kept = Kept::default();
        let to_keep = Arc::clone(&kept);
        let read = move || read(BufReader::new(input), &askers, &to_keep);
        thread::Builder::new().name("operator".to_owned()).spawn(read)?;
        Ok(Self { asked, kept, flush: || {} })
    }

    /// Forgets what was typed until now: it cannot be an answer to what nobody has seen yet. To be
    /// called before that is shown, since an answer to it must not be lost.
    pub(super) fn forget(&self) {
        (self.flush)();
        held(&self.kept).take();
    }

    /// The next line without its end; `None` where the input has ended. Whoever is dropped while
    /// waiting loses nothing: the line is that of whoever asks next.
    pub(super) async fn next(&self) -> Option<String> {
        let (asker, answered) = oneshot::channel();
        self.asked.send(asker).ok()?;
        answered.await.ok().flatten()
    }
}

fn read(mut input: impl BufRead, askers: &mpsc::Receiver<Asker>, kept: &Kept) {
    for asker in askers {
        if asker.is_closed() {
            continue;
        }
        let before = held(kept).take();
        let line = before.unwrap_or_else(|| line(&mut input));
        // Who asked has gone meanwhile.
        *held(kept) = asker.send(line).err();
    }
}

fn held(kept: &Kept) -> MutexGuard<'_, Option<Option<String>>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line that was begun is forgotten as well, whatever the screen still shows of it.
#[cfg(unix)]
fn flush() {
    use rustix::termios::{QueueSelector, tcflush};
    // A terminal that has gone has nothing to forget.
    let _gone = tcflush(io::stdin(), QueueSelector::IFlush);
}

#[cfg(not(unix))]
fn flush() {}

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
    async fn what_was_typed_for_somebody_who_has_gone_can_be_forgotten() {
        let (lines, mut keyboard) = typed();
        // As the thread leaves it.
        *held(&lines.kept) = Some(Some("early".to_owned()));
        lines.forget();
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
