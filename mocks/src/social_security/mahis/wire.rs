//! The field names of the forms of Mahis.

use super::draft::Draft;
use crate::web::form::Fields;

impl Draft {
    /// Reads a new mandate. Dots and spaces in an enterprise number are as people write it.
    pub(super) fn of(form: &Fields) -> Self {
        let number = |name| form.one(name).replace(['.', ' '], "");
        Self {
            principal: number("mandant"),
            mandatary: number("mandataire"),
            group: form.one("groupe").to_owned(),
            from: form.one("debut").to_owned(),
            until: form.one("fin").to_owned(),
        }
    }
}

/// The last quarter with which a mandate is closed.
pub(super) fn end(form: &Fields) -> &str {
    form.one("fin")
}
