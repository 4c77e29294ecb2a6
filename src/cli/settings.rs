//! What the process environment and the terminal say; nothing else reads them.

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::PathBuf;

use jiff::tz::TimeZone;
use raccord_kernel::Secret;

use super::args::{Arguments, Color};
use crate::environment::qualification::Secrets;
use crate::environment::qualification::settings::EnvironmentSettings;

/// How to speak.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// Colour on stdout.
    pub color_stdout: bool,
    /// Colour on stderr.
    pub color_stderr: bool,
    /// One line on stderr that tells how far the run is.
    pub progress: bool,
    /// How often more was asked for.
    pub verbose: u8,
    /// Whether less was asked for.
    pub quiet: bool,
    /// The password of files that have one (`RACCORD_PASSWORD`).
    pub password: Option<Secret>,
    /// The password of files that are written (`RACCORD_NEW_PASSWORD`).
    pub new_password: Option<Secret>,
    /// The configuration that was asked for (`--config`).
    pub config: Option<PathBuf>,
    /// The user's own configuration (`$XDG_CONFIG_HOME/raccord/config.toml`).
    pub own_config: Option<PathBuf>,
    /// The variables that configure (`RACCORD_CONNECTOR__COMMAND` as `connector__command`).
    pub variables: Vec<(String, String)>,
    /// The folder of temporary files (`TMPDIR`).
    pub temporary: PathBuf,
    /// What a command is handed on, with something after it.
    pub inherited: Inherited,
    /// Whether a person can be asked: stdin and stderr are a terminal.
    pub is_attended: bool,
    /// Who is logged in (`USER`, or else `LOGNAME`).
    pub login_name: Option<String>,
    /// The zone in which people are told the time; `None` is UTC.
    pub zone: Option<TimeZone>,
}

/// Variables that `exec` adds to.
#[derive(Debug, Clone, Default)]
pub struct Inherited {
    /// What every JVM is told (`JAVA_TOOL_OPTIONS`).
    pub java_tool_options: Option<String>,
    /// Where PHP looks for settings (`PHP_INI_SCAN_DIR`).
    pub php_ini_scan_dir: Option<String>,
}

impl Settings {
    /// Reads what arguments, variables and the terminal say, in this order of weight.
    pub fn read(arguments: &Arguments) -> Self {
        let variables = Variables::read();
        let stderr_is_terminal = std::io::stderr().is_terminal();
        Self {
            color_stdout: variables.color(arguments.color, std::io::stdout().is_terminal()),
            color_stderr: variables.color(arguments.color, stderr_is_terminal),
            progress: stderr_is_terminal && !variables.dumb_terminal && !arguments.quiet,
            verbose: arguments.verbose,
            quiet: arguments.quiet,
            password: variables.password,
            new_password: variables.new_password,
            temporary: std::env::temp_dir(),
            inherited: variables.inherited,
            is_attended: stderr_is_terminal && std::io::stdin().is_terminal(),
            login_name: variables.login_name,
            zone: Some(TimeZone::system()),
            config: arguments.config.clone(),
            own_config: variables.own_config,
            variables: variables.configuring,
        }
    }

    /// The secrets that an environment's settings refer to by variable, as far as they are set.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads variables")]
    pub fn secrets(&self, environment: &EnvironmentSettings) -> Secrets {
        let names = environment.variables().into_iter();
        names
            .filter_map(|name| Some((name.to_owned(), Secret::new(std::env::var(name).ok()?))))
            .collect()
    }
}

/// The variables that count.
#[derive(Debug, Clone)]
struct Variables {
    no_color: bool,
    force_color: bool,
    dumb_terminal: bool,
    password: Option<Secret>,
    new_password: Option<Secret>,
    inherited: Inherited,
    own_config: Option<PathBuf>,
    login_name: Option<String>,
    configuring: Vec<(String, String)>,
}

impl Variables {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads variables")]
    fn read() -> Self {
        // A variable that is set and empty counts as not set, as no-color.org has it.
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        // An empty password is one as well.
        let word = |name: &str| std::env::var(name).ok().map(Secret::new);
        let configs = set("XDG_CONFIG_HOME").map(PathBuf::from);
        let configs = configs.or_else(|| Some(PathBuf::from(set("HOME")?).join(".config")));
        Self {
            no_color: set("NO_COLOR").is_some(),
            force_color: set("FORCE_COLOR").is_some_and(|value| value != "0"),
            dumb_terminal: set("TERM").is_some_and(|value| value == "dumb"),
            password: word("RACCORD_PASSWORD"),
            new_password: word("RACCORD_NEW_PASSWORD"),
            inherited: Inherited {
                java_tool_options: std::env::var("JAVA_TOOL_OPTIONS").ok(),
                php_ini_scan_dir: std::env::var("PHP_INI_SCAN_DIR").ok(),
            },
            own_config: configs.map(|folder| folder.join("raccord").join("config.toml")),
            login_name: set("USER")
                .or_else(|| set("LOGNAME"))
                .and_then(|name| name.into_string().ok()),
            configuring: configuring(std::env::vars_os()),
        }
    }

    fn color(&self, asked: Color, is_terminal: bool) -> bool {
        match asked {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if self.no_color => false,
            Color::Auto => self.force_color || (is_terminal && !self.dumb_terminal),
        }
    }
}

/// The variables that configure: `RACCORD_` and a path whose parts two underscores join. What a
/// connector is given in its own environment keeps its capitals.
fn configuring(all: impl Iterator<Item = (OsString, OsString)>) -> Vec<(String, String)> {
    let texts =
        all.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let configuring = texts.filter_map(|(name, value)| {
        let path = name.strip_prefix("RACCORD_").filter(|path| path.contains("__"))?;
        let own = path.match_indices("__ENVIRONMENT__").next().map(|(at, found)| at + found.len());
        let (keys, name) = path.split_at(own.unwrap_or(path.len()));
        Some((format!("{}{name}", keys.to_lowercase()), value))
    });
    configuring.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_with_two_underscores_configures() {
        let all = [
            ("RACCORD_CONNECTOR__MODE", "process"),
            ("RACCORD_CONNECTOR__ENVIRONMENT__HOME_PAGE", "x"),
            ("RACCORD_PASSWORD", "secret"),
            ("PATH", "/bin"),
        ];
        let all = all.into_iter().map(|(name, value)| (name.into(), value.into()));
        let expected = [("connector__mode", "process"), ("connector__environment__HOME_PAGE", "x")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(configuring(all), expected);
    }

    #[test]
    fn an_argument_wins_over_a_variable_and_a_variable_over_the_terminal() {
        let none = Variables {
            no_color: false,
            force_color: false,
            dumb_terminal: false,
            password: None,
            new_password: None,
            inherited: Inherited::default(),
            own_config: None,
            login_name: None,
            configuring: Vec::new(),
        };
        let no = Variables { no_color: true, ..none.clone() };
        let force = Variables { force_color: true, ..none.clone() };
        let dumb = Variables { dumb_terminal: true, ..none.clone() };
        assert!(no.color(Color::Always, false));
        assert!(!force.color(Color::Never, true));
        assert!(!no.color(Color::Auto, true));
        assert!(force.color(Color::Auto, false));
        assert!(none.color(Color::Auto, true));
        assert!(!none.color(Color::Auto, false));
        assert!(!dumb.color(Color::Auto, true));
    }
}
