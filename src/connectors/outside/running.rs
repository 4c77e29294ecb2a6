//! A process that runs, and its three pipes. Dropping it ends it, and all that it started.

use std::process::ExitStatus;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout};
use tokio::time::timeout;

use super::error::Broken;
use super::tail::Tail;

/// More than any answer: a day's reports, in Base64.
const ANSWER_BYTES_MAX: usize = 64 * 1024 * 1024;
/// How long what a process wrote before it ended is waited for. Real time.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A process of a connector.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    /// The process, and the number of its group.
    #[cfg(unix)]
    group: Option<rustix::process::Pid>,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    stderr: ChildStderr,
    pub(super) tail: Tail,
}

impl Running {
    /// A process whose pipes are ours.
    pub(super) fn of(mut child: Child) -> Option<Self> {
        #[cfg(unix)]
        let group = child
            .id()
            .and_then(|id| i32::try_from(id).ok())
            .and_then(rustix::process::Pid::from_raw);
        Some(Self {
            stdin: Some(child.stdin.take()?),
            stdout: BufReader::new(child.stdout.take()?),
            stderr: child.stderr.take()?,
            #[cfg(unix)]
            group,
            child,
            tail: Tail::default(),
        })
    }

    /// Says one line and hears one.
    pub(super) async fn exchange(
        &mut self,
        request: &[u8],
        patience: Duration,
    ) -> Result<String, Broken> {
        let Self { stdin, stdout, stderr, tail, .. } = self;
        let say = async {
            // Whether it listens shows in what it answers.
            if let Some(stdin) = stdin {
                let _unheard = stdin.write_all(request).await;
                let _unheard = stdin.flush().await;
            }
        };
        let mut line = Vec::new();
        let hear = async {
            let mut limited = (&mut *stdout).take(limit());
            limited.read_until(b'\n', &mut line).await.map_err(Broken::Pipe)
        };
        let both = async { futures::join!(say, hear).1 };
        let heard = timeout(patience, beside(both, stderr, tail)).await;
        heard.map_err(|_| Broken::Timeout { timeout: patience })??;
        if line.len() > ANSWER_BYTES_MAX {
            return Err(Broken::TooLong { limit_bytes: ANSWER_BYTES_MAX });
        }
        if !line.ends_with(b"\n") && line.iter().all(u8::is_ascii_whitespace) {
            return Err(Broken::Ended { status: self.last_words().await });
        }
        let more = String::from_utf8_lossy(self.stdout.buffer()).trim().to_owned();
        if !more.is_empty() {
            return Err(Broken::More { found: excerpt(&more) });
        }
        Ok(String::from_utf8_lossy(&line).into_owned())
    }

    /// Says everything, closes, and hears everything until the process ends.
    pub(super) async fn exchange_and_end(
        &mut self,
        request: &[u8],
        patience: Duration,
    ) -> Result<String, Broken> {
        let Self { child, stdin, stdout, stderr, tail, .. } = self;
        let say = async {
            if let Some(mut stdin) = stdin.take() {
                let _unheard = stdin.write_all(request).await;
                let _unheard = stdin.shutdown().await;
            }
        };
        let mut answer = Vec::new();
        let hear = async {
            stdout.take(limit()).read_to_end(&mut answer).await.map_err(Broken::Pipe)?;
            child.wait().await.map_err(Broken::Pipe)
        };
        let both = async { futures::join!(say, hear).1 };
        let ended = timeout(patience, beside(both, stderr, tail)).await;
        let status = ended.map_err(|_| Broken::Timeout { timeout: patience })??;
        let _in_time = timeout(LAST_WORDS, drain(stderr, tail)).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        if answer.len() > ANSWER_BYTES_MAX {
            return Err(Broken::TooLong { limit_bytes: ANSWER_BYTES_MAX });
        }
        match (status.success(), answer.trim().is_empty()) {
            (true, false) => Ok(answer),
            (_, true) => Err(Broken::Ended { status: told(status) }),
            (false, false) => Err(Broken::ExitCode { status: told(status) }),
        }
    }

    /// Closes its standard input and waits until it has ended.
    pub(super) async fn end(&mut self, patience: Duration) -> Result<(), Broken> {
        self.stdin = None;
        let Self { child, stdout, stderr, tail, .. } = self;
        let mut unasked = Vec::new();
        let end = async {
            let _unasked = stdout.take(limit()).read_to_end(&mut unasked).await;
            child.wait().await.map_err(Broken::Pipe)
        };
        let ended = timeout(patience, beside(end, stderr, tail)).await;
        let status = ended.map_err(|_| Broken::DoesNotEnd { timeout: patience })??;
        let more = String::from_utf8_lossy(&unasked).trim().to_owned();
        if !more.is_empty() {
            return Err(Broken::More { found: excerpt(&more) });
        }
        if status.success() { Ok(()) } else { Err(Broken::ExitCode { status: told(status) }) }
    }

    /// How it ended; what it had left to say is in the tail.
    async fn last_words(&mut self) -> String {
        let Self { child, stderr, tail, .. } = self;
        let _in_time = timeout(LAST_WORDS, drain(stderr, tail)).await;
        match timeout(LAST_WORDS, child.wait()).await {
            Ok(Ok(status)) => told(status),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "its standard output closed".to_owned(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Who left the group in the meantime is gone already.
        #[cfg(unix)]
        if let Some(group) = self.group {
            let _gone = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// One byte more than an answer may have.
fn limit() -> u64 {
    u64::try_from(ANSWER_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1)
}

/// Does something while what comes on standard error is kept.
async fn beside<T>(
    something: impl Future<Output = T>,
    stderr: &mut ChildStderr,
    tail: &mut Tail,
) -> T {
    let keep = async {
        drain(stderr, tail).await;
        std::future::pending().await
    };
    // What it wrote before its answer is kept before the answer is looked at.
    tokio::select! {
        biased;
        never = keep => never,
        done = something => done,
    }
}

/// Keeps what comes until there is no more.
async fn drain(stderr: &mut ChildStderr, tail: &mut Tail) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = stderr.read(&mut bytes).await {
        tail.extend(bytes.get(..count).unwrap_or_default());
    }
}

/// As much of something as is searched for secrets before the beginning of that is told: what were
/// cut in the midst of one would not be known.
pub(super) fn excerpt(text: &str) -> String {
    const SEARCHED_CHARS: usize = 4096;
    text.trim().chars().take(SEARCHED_CHARS).collect()
}

/// An end as people say it.
fn told(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("exit code {code}"),
        None => status.to_string(),
    }
}
