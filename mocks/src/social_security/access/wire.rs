//! The field names of the forms of "Gestion des accès".

use super::service::Gift;
use crate::web::form::Fields;

impl Gift {
    /// Reads which roles are to be given.
    pub(super) fn of(form: &Fields) -> Self {
        Self {
            person: form.one("personne").to_owned(),
            quality: form.one("qualite").to_owned(),
            roles: form.all("role").map(str::to_owned).collect(),
        }
    }
}

/// The code of the quality that is to be made.
pub(super) fn quality(form: &Fields) -> &str {
    form.one("qualite")
}
