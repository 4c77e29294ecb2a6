//! Whether what was dropped can be received at all.

use jiff::Timestamp;
use jiff::civil::Date;
use raccord_kernel::{Refuse, Rule};
use serde::{Deserialize, Serialize};

use super::{Content, EntryKind, Envelope, Exchange, Extension, File, Limits, Syntax, rules};
use crate::chorus_pro::sheet::Sheet;
use raccord_kernel::cet;

/// Why something is not receivable, under its wire name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each is documented by its rule")]
pub enum Code {
    #[serde(rename = "IRR_CODE_APP")]
    CodeApp,
    #[serde(rename = "IRR_CODE_INTER")]
    CodeInter,
    #[serde(rename = "IRR_VIDE")]
    Vide,
    #[serde(rename = "IRR_EXT_DOC")]
    ExtDoc,
    #[serde(rename = "IRR_TAILLE")]
    Taille,
    #[serde(rename = "IRR_FORM")]
    Form,
    #[serde(rename = "IRR_UNCITE")]
    Uncite,
    #[serde(rename = "IRR_EXTRAC")]
    Extrac,
    #[serde(rename = "IRR_VIDE_F")]
    VideF,
    #[serde(rename = "IRR_TAILLE_F")]
    TailleF,
    #[serde(rename = "IRR_NOM_F")]
    NomF,
    #[serde(rename = "IRR_TYPE_F")]
    TypeF,
    #[serde(rename = "IRR_SYNTAX")]
    Syntax,
}

impl Code {
    /// Its wire name.
    #[must_use]
    pub const fn wire_name(self) -> &'static str {
        match self {
            Self::CodeApp => "IRR_CODE_APP",
            Self::CodeInter => "IRR_CODE_INTER",
            Self::Vide => "IRR_VIDE",
            Self::ExtDoc => "IRR_EXT_DOC",
            Self::Taille => "IRR_TAILLE",
            Self::Form => "IRR_FORM",
            Self::Uncite => "IRR_UNCITE",
            Self::Extrac => "IRR_EXTRAC",
            Self::VideF => "IRR_VIDE_F",
            Self::TailleF => "IRR_TAILLE_F",
            Self::NomF => "IRR_NOM_F",
            Self::TypeF => "IRR_TYPE_F",
            Self::Syntax => "IRR_SYNTAX",
        }
    }

    /// The rule that it tells the breach of.
    #[must_use]
    pub const fn rule(self) -> &'static Rule {
        match self {
            Self::CodeApp => rules::EDI_01,
            Self::CodeInter => rules::EDI_02,
            Self::Vide => rules::EDI_03,
            Self::ExtDoc => rules::EDI_04,
            Self::Taille => rules::EDI_05,
            Self::Form => rules::EDI_06,
            Self::Uncite => rules::EDI_07,
            Self::Extrac => rules::EDI_08,
            Self::VideF => rules::EDI_09,
            Self::TailleF => rules::EDI_10,
            Self::NomF => rules::EDI_11,
            Self::TypeF => rules::EDI_12,
            Self::Syntax => rules::EDI_13,
        }
    }
}

/// The refusal of what was dropped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Irrecevable {
    /// The code.
    pub code: Code,
    /// What was found, what was expected, what to do.
    pub reason: String,
}

impl Irrecevable {
    fn new(code: Code, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }
}

impl Refuse for Irrecevable {
    fn rule(&self) -> &'static Rule {
        self.code.rule()
    }

    fn reason(&self) -> String {
        format!("{}: {}", self.code.wire_name(), self.reason)
    }
}

/// Judges what can be judged before the content is read: sender, subscription, size and name.
pub(super) fn judge_envelope(
    sheet: Option<&Sheet>,
    exchange: &Exchange,
    limits: &Limits,
    (application_code, file_name, size_bytes): (&str, &str, u64),
    now: Timestamp,
) -> Result<(Envelope, Extension), Irrecevable> {
    let (stem, extension) = Extension::split(file_name);
    let envelope = Envelope::read(stem);
    let sheet = connection(sheet, application_code, envelope.as_ref().ok(), now)?;
    if let Ok(envelope) = &envelope {
        subscription(sheet, envelope)?;
    }
    if size_bytes == 0 {
        return Err(Irrecevable::new(Code::Vide, "the flow is empty; send its content"));
    }
    let Some(extension) = extension else {
        let reason = format!("`{file_name}` does not end in .tar.gz or .xml; pack it as either");
        return Err(Irrecevable::new(Code::ExtDoc, reason));
    };
    if size_bytes > limits.flow_bytes_max {
        let max = limits.flow_bytes_max;
        let reason = format!("the flow weighs {size_bytes} bytes, {max} at most; split it");
        return Err(Irrecevable::new(Code::Taille, reason));
    }
    let envelope = envelope.map_err(|found| {
        let form = "name it <interface code>_<application code>_<flow identifier>";
        Irrecevable::new(Code::Form, format!("{found}; {form}"))
    })?;
    if exchange.was_received(&envelope.identifier) {
        let reason =
            format!("flow `{}` was received before; give each its own number", envelope.identifier);
        return Err(Irrecevable::new(Code::Uncite, reason));
    }
    Ok((envelope, extension))
}

fn connection<'a>(
    sheet: Option<&'a Sheet>,
    sender: &str,
    envelope: Option<&Envelope>,
    now: Timestamp,
) -> Result<&'a Sheet, Irrecevable> {
    let refuse = |reason: String| Irrecevable::new(Code::CodeApp, reason);
    let sheet = sheet.ok_or_else(|| refuse(format!("no connection has the code `{sender}`")))?;
    let today = cet::day(now);
    if !is_open(sheet, today) {
        let until = sheet.until.map_or_else(|| "further notice".to_owned(), |day| day.to_string());
        return Err(refuse(format!(
            "the connection `{sender}` is open from {} to {until}, and today is {today}; change its \
             period on the sheet",
            sheet.from
        )));
    }
    match envelope {
        Some(envelope) if envelope.application_code != sender => Err(refuse(format!(
            "the envelope bears `{}`, and the session is that of `{sender}`; send each flow over \
             its own connection",
            envelope.application_code
        ))),
        Some(_) | None => Ok(sheet),
    }
}

/// Whether a sheet's "période de raccordement" includes a day.
pub(in crate::chorus_pro) fn is_open(sheet: &Sheet, day: Date) -> bool {
    sheet.from <= day && sheet.until.is_none_or(|until| day <= until)
}

fn subscription(sheet: &Sheet, envelope: &Envelope) -> Result<(), Irrecevable> {
    let codes = || sheet.subscriptions.iter().map(|one| one.interface_code.as_str());
    if codes().any(|code| code == envelope.interface_code) {
        return Ok(());
    }
    let reason = format!(
        "`{}` is not subscribed to `{}` (its interfaces: {}); subscribe on the sheet",
        sheet.application_code,
        envelope.interface_code,
        codes().collect::<Vec<_>>().join(", ")
    );
    Err(Irrecevable::new(Code::CodeInter, reason))
}

/// Judges the content; answers the names of the invoice files in it, empty for a lone file.
pub(super) fn judge_content(
    content: &Content,
    limits: &Limits,
) -> Result<Vec<String>, Irrecevable> {
    match content {
        Content::NotRead => Err(extrac("its content was not read")),
        Content::Unreadable { why } => Err(extrac(why)),
        Content::Lone(file) => {
            judge_size(file, limits)?;
            judge_syntax(file)?;
            Ok(Vec::new())
        }
        Content::Archive(files) => {
            if files.iter().all(|file| file.kind == EntryKind::Directory) {
                return Err(extrac("the archive holds no file"));
            }
            files.iter().try_for_each(|file| judge_entry(file, limits))?;
            let is_invoice = |file: &&File| file.extension().as_deref() == Some("xml");
            Ok(files.iter().filter(is_invoice).map(|file| file.name.clone()).collect())
        }
    }
}

fn extrac(why: impl std::fmt::Display) -> Irrecevable {
    Irrecevable::new(Code::Extrac, format!("{why}; send a gzipped tar archive of plain files"))
}

fn judge_entry(file: &File, limits: &Limits) -> Result<(), Irrecevable> {
    let refuse = |code, what: &str| Err(Irrecevable::new(code, format!("`{}` {what}", file.name)));
    if file.kind == EntryKind::File {
        judge_size(file, limits)?;
    }
    if !is_plain_name(&file.name) {
        return refuse(Code::NomF, "is not a plain relative name; pack files by plain names");
    }
    match file.kind {
        EntryKind::File => {}
        EntryKind::Directory => return Ok(()),
        EntryKind::Other => {
            return refuse(Code::TypeF, "is not a file (a link or a device); pack plain files");
        }
    }
    if !file.extension().is_some_and(|end| limits.file_types.contains(&end)) {
        let what = format!("is of no known type; known are {}", limits.file_types.join(", "));
        return refuse(Code::TypeF, &what);
    }
    judge_syntax(file)
}

fn judge_size(file: &File, limits: &Limits) -> Result<(), Irrecevable> {
    let (name, size_bytes, max) = (&file.name, file.size_bytes, limits.file_bytes_max);
    if size_bytes == 0 {
        return Err(Irrecevable::new(Code::VideF, format!("`{name}` is empty; send its content")));
    }
    if size_bytes > max {
        let reason = format!("`{name}` weighs {size_bytes} bytes, {max} at most; split it");
        return Err(Irrecevable::new(Code::TailleF, reason));
    }
    Ok(())
}

fn judge_syntax(file: &File) -> Result<(), Irrecevable> {
    match &file.syntax {
        Syntax::NotXml | Syntax::WellFormed => Ok(()),
        Syntax::Malformed { why } => {
            let reason = format!("`{}` is not well-formed XML: {why}", file.name);
            Err(Irrecevable::new(Code::Syntax, reason))
        }
    }
}

/// A name that stays where it is put: relative, no `..`, nothing unprintable, not too long.
fn is_plain_name(name: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    let character = |it: char| !it.is_control() && it != '\\' && it != char::REPLACEMENT_CHARACTER;
    name.len() <= NAME_BYTES_MAX && name.split('/').all(part) && name.chars().all(character)
}

/// The longest name a tar header holds by itself.
const NAME_BYTES_MAX: usize = 255;

#[cfg(test)]
mod tests;
