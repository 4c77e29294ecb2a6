//! What people do in portals with certificates, done for them: the sheets of Chorus Pro, and the
//! accounts of ChaMan.

use axum::Json;
use axum::extract::Path;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use raccord_certs::format::pkcs7;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::{Asked, Body, OfTenant};
use super::problem::{self, Problem};
use crate::environment::{Environment as _, HandInError, Mocks, Taken};

/// A certificate to hand in: one that the supplier issued, or a file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewCertificate {
    /// The name of a certificate that the supplier issued: handed in as the portal wants it, which
    /// is with its whole chain for a sheet, and alone for an account.
    #[schema(example = "supplier/edi#2")]
    certificate: Option<String>,
    /// Any file, in Base64, in place of `certificate`.
    file: Option<String>,
    /// The name of the file.
    #[schema(example = "edi.p7b")]
    file_name: Option<String>,
    /// What ChaMan calls it ("Nom du certificat"); the name of the file by default.
    #[schema(example = "Certificat 2027")]
    name: Option<String>,
}

/// A certificate that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TakenNow {
    /// Its name in the journal.
    #[schema(example = "supplier/edi#2")]
    name: String,
    /// Its SHA-256, in lowercase hexadecimal.
    fingerprint: String,
    /// When it takes effect, or took effect.
    takes_effect_at: Timestamp,
}

/// Hand a certificate in on a sheet of Chorus Pro, as its manager would in the portal.
///
/// It is judged as the portal judges, and written in the journal under the same operation. What it
/// refuses is a problem with the rule; the file itself is not kept. An accepted one waits 2 to 24
/// hours, on the tenant's clock.
#[utoipa::path(post, path = "/__admin/chorus-pro/sheets/{application_code}/certificate", tag = "certificates", params(OfTenant, ("application_code" = String, Path, description = "The \"code appli partenaire\" of the sheet.", example = "VFE012")), request_body = NewCertificate, responses((status = 200, description = "It was taken, and waits.", body = TakenNow), (status = 404, description = "There is no such sheet.", body = Problem, content_type = "application/problem+json"), (status = 422, description = "A rule of the portal refuses it.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn on_sheet(
    asked: Asked,
    Path(application_code): Path<String>,
    Body(new): Body<NewCertificate>,
) -> Result<Json<TakenNow>, Problem> {
    let (file_name, bytes) = file(&asked.mocks, &new, ("p7b", with_chain))?;
    let taken = asked.mocks.hand_in_for_sheet(&application_code, (&file_name, &bytes));
    answered(taken)
}

/// Make the certificate that waits on a sheet take effect now.
///
/// No real system can be asked to: it spares a test the wait without moving the clock.
#[utoipa::path(post, path = "/__admin/chorus-pro/sheets/{application_code}/activate", tag = "certificates", params(OfTenant, ("application_code" = String, Path, description = "The \"code appli partenaire\" of the sheet.", example = "VFE012")), responses((status = 200, description = "It is in effect.", body = TakenNow), (status = 404, description = "There is no such sheet.", body = Problem, content_type = "application/problem+json"), (status = 409, description = "No certificate waits on the sheet.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn activate(
    asked: Asked,
    Path(application_code): Path<String>,
) -> Result<Json<TakenNow>, Problem> {
    let taken = asked.mocks.activate(&application_code);
    answered(taken)
}

/// Hand a certificate in for an account in ChaMan, as its manager would.
///
/// As for a sheet. The token server knows an accepted one at once, unless a setting says otherwise.
#[utoipa::path(post, path = "/__admin/social-security/accounts/{client_id}/certificates", tag = "certificates", params(OfTenant, ("client_id" = String, Path, description = "The client id of the account.", example = "self_service_chaman_312045_k3v9x0q2za")), request_body = NewCertificate, responses((status = 200, description = "It was taken.", body = TakenNow), (status = 404, description = "There is no such account.", body = Problem, content_type = "application/problem+json"), (status = 422, description = "A rule of ChaMan refuses it.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn in_account(
    asked: Asked,
    Path(client_id): Path<String>,
    Body(new): Body<NewCertificate>,
) -> Result<Json<TakenNow>, Problem> {
    let (file_name, bytes) = file(&asked.mocks, &new, ("cer", alone))?;
    let name = new.name.as_deref().unwrap_or(&file_name);
    let taken = asked.mocks.hand_in_for_account(&client_id, name, (&file_name, &bytes));
    answered(taken)
}

/// How an issued certificate becomes a file.
type Written = fn(&crate::connectors::Identity) -> Vec<u8>;

fn with_chain(identity: &crate::connectors::Identity) -> Vec<u8> {
    pkcs7::encode_der(&identity.with_chain())
}

fn alone(identity: &crate::connectors::Identity) -> Vec<u8> {
    identity.certificate.der().to_vec()
}

/// The name and the content of the file that is handed in.
fn file(
    mocks: &Mocks,
    new: &NewCertificate,
    (extension, written): (&str, Written),
) -> Result<(String, Vec<u8>), Problem> {
    let body = |detail: String| Problem::new(problem::BODY, detail);
    let (name, bytes) = match (&new.certificate, &new.file) {
        (Some(name), None) => {
            let identity = mocks.vault().identity(name).map_err(|_| {
                Problem::new(
                    problem::NOT_FOUND,
                    format!(
                        "found no issued certificate `{name}`, expected one that GET \
                         /__admin/certificates lists; order it with POST /__admin/certificates"
                    ),
                )
            })?;
            (format!("{}.{extension}", name.replace(['/', '#'], "-")), written(&identity))
        }
        (None, Some(file)) => {
            let bytes = STANDARD.decode(file).map_err(|error| {
                body(format!("failed to read `file` as Base64: {error}; encode the whole file"))
            })?;
            (format!("certificate.{extension}"), bytes)
        }
        (None, None) | (Some(_), Some(_)) => {
            return Err(body(
                "found both or neither of `certificate` and `file`, expected one of them"
                    .to_owned(),
            ));
        }
    };
    Ok((new.file_name.clone().unwrap_or(name), bytes))
}

fn answered(taken: Result<Taken, HandInError>) -> Result<Json<TakenNow>, Problem> {
    let Taken { fingerprint, name, takes_effect_at } = taken.map_err(|error| told(&error))?;
    Ok(Json(TakenNow { name, fingerprint, takes_effect_at }))
}

fn told(error: &HandInError) -> Problem {
    match error {
        HandInError::NoPlace { .. } => Problem::new(problem::NOT_FOUND, error.to_string()),
        HandInError::NothingWaits(_) => Problem::new(problem::CONFLICT, error.to_string()),
        HandInError::Struck(_) => Problem::new(problem::STRUCK, error.to_string()),
        HandInError::Refused { rule, reason } => {
            Problem::new(problem::REFUSED, reason.clone()).by(rule)
        }
    }
}
