//! Before a run begins in another environment than the mocks: where, as whom, how much, and whether
//! to go on.

use super::Terminal;
use super::layout::Layout;
use crate::report::palette::Palette;

/// What a run is about to do.
#[derive(Debug, Clone, Copy)]
pub struct Beginning<'a> {
    /// The environment's name.
    pub environment: &'a str,
    /// Whether it is production.
    pub is_production: bool,
    /// The hosts that will be reached.
    pub hosts: &'a [String],
    /// Who acts there: accounts, applications, companies; never a secret.
    pub identities: &'a [String],
    /// What has to be known first, where there is something.
    pub caution: Option<&'a str>,
    /// How many scenarios will run.
    pub scenarios: usize,
}

/// Somebody has to agree first, and nobody can be asked.
#[derive(Debug, thiserror::Error)]
#[error(
    "failed to ask whether to begin in `{environment}`: found no terminal on stdin and stderr, \
     expected one, or --yes"
)]
pub struct NotAsked {
    environment: String,
}

impl NotAsked {
    /// What to do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        "--yes agrees to begin; gates are still confirmed by a person, at a terminal"
    }
}

const PROMPT: &str = "Go on? [y/N] ";

impl Terminal {
    /// Shows what is about to happen, and asks whether to go on; `is_agreed` (`--yes`) answers that,
    /// and nothing else.
    ///
    /// # Errors
    ///
    /// When nobody agreed, and nobody can be asked.
    pub async fn go_on(
        &self,
        beginning: &Beginning<'_>,
        is_agreed: bool,
    ) -> Result<bool, NotAsked> {
        self.show(|palette, columns| text(beginning, palette, columns));
        if is_agreed {
            return Ok(true);
        }
        if !self.is_attended() {
            return Err(NotAsked { environment: beginning.environment.to_owned() });
        }
        Ok(self.ask(PROMPT, read).await.unwrap_or(false))
    }
}

fn read(line: &str) -> Result<bool, String> {
    match line.to_lowercase().as_str() {
        "y" | "yes" => Ok(true),
        "" | "n" | "no" => Ok(false),
        _ => Err("type y to go on, or n".to_owned()),
    }
}

fn text(beginning: &Beginning<'_>, palette: Palette, columns: usize) -> String {
    let Beginning { environment, is_production, hosts, identities, caution, scenarios } =
        *beginning;
    let mut layout = Layout::new(palette, columns);
    let production = if is_production { ", WHICH IS PRODUCTION" } else { "" };
    layout.title(&format!("about to begin in the environment `{environment}`{production}"));
    layout.field("hosts", &hosts.join(", "));
    layout.field("as", &identities.join(", "));
    layout.field("scenarios", &scenarios.to_string());
    if let Some(caution) = caution {
        layout.field("mind", caution);
    }
    layout.finish()
}
