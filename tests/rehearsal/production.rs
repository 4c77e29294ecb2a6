//! A world and a stage that do as the step says, and a command run on them in memory.

use std::sync::{Arc, Mutex};

use clap::Parser as _;
use cucumber::codegen::LocalBoxFuture;
use cucumber::step::{Collection, Context};
use jiff::Timestamp;
use raccord::causes::with_causes;
use raccord::cli::args::{Arguments, Command};
use raccord::cli::exit::Exit;
use raccord::cli::run::{Production, Streams, perform};
use raccord::cli::settings::Settings;
use raccord::environment::{CannotDo, OpenError};
use raccord::rehearsal::{ScenarioFile, Scene, Stage, Trial};
use raccord::steps::{Closing, Failed, Stop};
use regex::Regex;
use tokio::sync::Semaphore;

/// A world that remembers what its steps did.
#[derive(Debug)]
pub(crate) struct Puppet {
    end: Option<Stop>,
    tags: Vec<String>,
    loose_end: bool,
    rebuilt: usize,
    ready: Arc<Semaphore>,
}

impl Scene for Puppet {
    fn take_end(&mut self) -> Option<Stop> {
        self.end.take()
    }

    async fn close(self) -> Closing {
        let failures =
            self.loose_end.then(|| Failed::new("a fault that was asked for never struck"));
        let guessed = self.tags.into_iter().filter(|tag| tag.starts_with("GUESS-")).collect();
        Closing { failures: failures.into_iter().collect(), guessed, ..Closing::default() }
    }

    async fn rebuild(self) -> Result<Self, OpenError> {
        Ok(Self { rebuilt: self.rebuilt + 1, ..self })
    }
}

/// Opens puppets, and remembers for which scenario with which seed.
#[derive(Debug, Clone)]
pub(crate) struct Puppets {
    pub(crate) opened: Arc<Mutex<Vec<(String, u64)>>>,
    ready: Arc<Semaphore>,
}

impl Default for Puppets {
    fn default() -> Self {
        Self { opened: Arc::default(), ready: Arc::new(Semaphore::new(0)) }
    }
}

impl Stage for Puppets {
    type World = Puppet;

    fn name(&self) -> &str {
        "puppets"
    }

    fn starts_at(&self) -> Option<Timestamp> {
        Some(Timestamp::UNIX_EPOCH)
    }

    async fn open(&self, trial: &Trial) -> Result<Puppet, OpenError> {
        self.opened.lock().unwrap().push((trial.place.scenario.clone(), trial.seed));
        if trial.tags.contains(&"unreachable".to_owned()) {
            let source = "no port is free".into();
            return Err(OpenError { environment: "puppets".into(), source });
        }
        let ready = Arc::clone(&self.ready);
        let tags = trial.tags.clone();
        Ok(Puppet { end: None, tags, loose_end: false, rebuilt: 0, ready })
    }
}

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) exit: Exit,
}

impl Answer {
    /// Returns the whole answer, with every duration and place in the source made the same.
    pub(crate) fn redacted(&self) -> String {
        let stdout = redact(&self.stdout);
        format!("{stdout}--- stderr\n{}--- exit {}", redact(&self.stderr), self.exit.code())
    }
}

pub(crate) fn redact(text: &str) -> String {
    let text = Regex::new(r"\d+\.\d s\)").unwrap().replace_all(text, "0.0 s)");
    let text = Regex::new(r#"time="\d+\.\d{3}""#).unwrap().replace_all(&text, r#"time="0.000""#);
    let text = Regex::new(r"(\w+\.rs):\d+:\d+").unwrap().replace_all(&text, "$1:LINE");
    Regex::new(r"\d+ ms").unwrap().replace_all(&text, "0 ms").into_owned()
}

/// Runs `raccord run` with these arguments on one file, called `features/x.feature`.
pub(crate) fn run(text: &str, arguments: &[&str]) -> Answer {
    run_on(&Puppets::default(), text, arguments, std::future::pending())
}

/// Runs `raccord run` on this stage, until `interrupt` is ready.
pub(crate) fn run_on(
    stage: &Puppets,
    text: &str,
    arguments: &[&str],
    interrupt: impl Future<Output = ()>,
) -> Answer {
    let all = ["raccord", "run"].into_iter().chain(arguments.iter().copied());
    let parsed = Arguments::try_parse_from(all).unwrap();
    let Command::Run(arguments) = parsed.command else { panic!("expected `run`") };
    let settings = Settings { verbose: parsed.verbose, quiet: parsed.quiet, ..Settings::default() };
    let file = ScenarioFile { path: "features/x.feature".into(), text: text.into() };
    let production = Production {
        stage: stage.clone(),
        catalogue: catalogue(),
        embedded: vec![file],
        is_guessed: |tag| tag.starts_with("GUESS-"),
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let streams = Streams { stdout: &mut stdout, stderr: &mut stderr };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let done = runtime.block_on(perform(production, &arguments, &settings, streams, interrupt));
    let mut stderr = String::from_utf8(stderr).unwrap();
    let exit = done.unwrap_or_else(|error| {
        stderr += &with_causes(&error);
        stderr += &error.hint().map_or("\n".to_owned(), |hint| format!("\nhint: {hint}\n"));
        error.exit()
    });
    Answer { stdout: String::from_utf8(stdout).unwrap(), stderr, exit }
}

pub(crate) fn catalogue() -> Collection<Puppet> {
    let regex = |text: &str| Regex::new(text).unwrap();
    Collection::new()
        .given(None, regex("^a supplier$"), nothing)
        .when(None, regex("^the upload fails$"), fail)
        .when(None, regex("^time moves$"), cannot)
        .when(None, regex("^the step breaks$"), panic)
        .when(None, regex("^a fault is asked for$"), loose_end)
        .when(None, regex("^it waits for a later scenario$"), wait)
        .when(None, regex("^it lets an earlier scenario go on$"), let_go)
        .when(None, regex("^it waits for ever$"), wait_for_ever)
        .when(None, regex("^two match$"), nothing)
        .when(None, regex("^two (match|fit)$"), nothing)
        .then(None, regex("^it was rebuilt (\\d+) times$"), was_rebuilt)
}

fn nothing(_: &mut Puppet, _: Context) -> LocalBoxFuture<'_, ()> {
    Box::pin(async {})
}

fn fail(world: &mut Puppet, _: Context) -> LocalBoxFuture<'_, ()> {
    let text = "the upload was accepted; expected a refusal by CPP-CERT-03\n\
                hint: look at the <sheet> & its slot";
    world.end = Some(Failed::new(text).into());
    Box::pin(async {})
}

fn cannot(world: &mut Puppet, _: Context) -> LocalBoxFuture<'_, ()> {
    world.end = Some(CannotDo { environment: "puppets".into(), ability: "move time" }.into());
    Box::pin(async {})
}

fn panic(_: &mut Puppet, _: Context) -> LocalBoxFuture<'_, ()> {
    Box::pin(async { panic!("a step must not panic") })
}

fn loose_end(world: &mut Puppet, _: Context) -> LocalBoxFuture<'_, ()> {
    world.loose_end = true;
    Box::pin(async {})
}

fn wait(world: &mut Puppet, _: Context) -> LocalBoxFuture<'_, ()> {
    Box::pin(async { world.ready.acquire().await.unwrap().forget() })
}

fn let_go(world: &mut Puppet, _: Context) -> LocalBoxFuture<'_, ()> {
    Box::pin(async { world.ready.add_permits(1) })
}

fn wait_for_ever(world: &mut Puppet, _: Context) -> LocalBoxFuture<'_, ()> {
    world.ready.add_permits(1);
    Box::pin(std::future::pending())
}

fn was_rebuilt(world: &mut Puppet, context: Context) -> LocalBoxFuture<'_, ()> {
    let expected: usize = context.matches[1].1.parse().unwrap();
    if world.rebuilt != expected {
        world.end = Some(Failed::new(format!("it was rebuilt {} times", world.rebuilt)).into());
    }
    Box::pin(async {})
}

impl Puppets {
    /// Waits until a scenario waits for ever.
    pub(crate) async fn one_waits_for_ever(self) {
        self.ready.acquire().await.unwrap().forget();
    }
}
