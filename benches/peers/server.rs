//! A server in a process of its own: the bench's own program, started again in a role.
//!
//! It says `ready` and what a client must know on a line; then it answers each line of its input
//! by one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::measure::{Fallible, computed_s, resident_mib};

/// A server, as its bench sees it. Dropping it ends the process.
pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// What it said when it was ready.
    pub(crate) said: Vec<String>,
}

impl Server {
    /// Starts this very program in a role, and waits until it is ready.
    pub(crate) fn start(arguments: &[&str]) -> Fallible<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(arguments);
        Self::run(command)
    }

    /// Starts another program that says and hears what this one does.
    pub(crate) fn run(mut command: Command) -> Fallible<Self> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn()?;
        let input = process.stdin.take().ok_or("no input")?;
        let output = BufReader::new(process.stdout.take().ok_or("no output")?);
        let mut server = Self { process, input, output, said: Vec::new() };
        let line = server.hear()?;
        let line = line.strip_prefix("ready ").ok_or("the server is not ready")?;
        server.said = line.split(' ').map(str::to_owned).collect();
        Ok(server)
    }

    /// The `number`th word of what it said when it was ready.
    pub(crate) fn word(&self, number: usize) -> Fallible<&str> {
        Ok(self.said.get(number).ok_or("the server said too little")?)
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Tells it something, and hears its answer.
    pub(crate) fn tell(&mut self, line: &str) -> Fallible<String> {
        writeln!(self.input, "{line}")?;
        self.hear()
    }

    /// Its resident memory, in MiB, where the system tells it.
    pub(crate) fn resident_mib(&self) -> Option<f64> {
        resident_mib(self.process.id())
    }

    /// How long it has computed so far, in seconds, where the system tells it.
    pub(crate) fn computed_s(&self) -> Option<f64> {
        computed_s(self.process.id())
    }

    fn hear(&mut self) -> Fallible<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Says `ready`, then answers each line of the input by what `answer` says, until the input ends.
#[expect(clippy::print_stdout, reason = "the bench listens")]
pub(crate) fn attend(ready: &str, mut answer: impl FnMut(&str) -> String) -> Fallible<()> {
    println!("ready {ready}");
    for line in std::io::stdin().lines() {
        println!("{}", answer(&line?));
    }
    Ok(())
}

/// A runtime on as many threads as there are processors, as `raccord serve` has.
pub(crate) fn runtime() -> Fallible<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}
