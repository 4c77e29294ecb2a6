//! The field names of ChaMan's forms.

use super::draft::{Draft, NewCertificate};
use super::sender::Contact;
use crate::upload::Upload;
use crate::web::form::{Fields, FileField};

/// Reads the contact of a sender.
pub(super) fn contact(form: &Fields) -> Contact {
    Contact {
        last_name: form.one("nom").to_owned(),
        first_name: form.one("prenom").to_owned(),
        telephone: form.one("telephone").to_owned(),
        email: form.one("courriel").to_owned(),
    }
}

/// Reads a new account.
pub(super) fn draft(form: &Fields) -> Draft<'_> {
    Draft {
        kind: form.one("type"),
        name: form.one("nom"),
        permissions: permissions(form),
        certificate: new_certificate(form),
    }
}

/// Reads a new certificate.
pub(super) fn new_certificate(form: &Fields) -> NewCertificate<'_> {
    NewCertificate { name: form.one("nom_certificat"), upload: form.file.as_ref().map(upload) }
}

/// Reads the codes of permissions.
pub(super) fn permissions(form: &Fields) -> Vec<&str> {
    form.all("permission").collect()
}

fn upload(file: &FileField) -> Upload<'_> {
    Upload { file_name: &file.name, bytes: &file.bytes }
}
