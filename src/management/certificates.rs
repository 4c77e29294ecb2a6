//! Certificates: when each is valid, and where it stands.

use axum::Json;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::asked::{Asked, OfTenant};
use crate::environment::{self, Standing};

/// All certificates that the tenant knows.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Timeline {
    /// The tenant's instant.
    now: Timestamp,
    /// The certificates, those that end first at the top.
    certificates: Vec<CertificateNow>,
}

/// One certificate.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CertificateNow {
    /// Its name in the journal.
    #[schema(example = "supplier/edi#1")]
    name: String,
    /// What it serves.
    #[schema(example = "supplier/edi")]
    role: String,
    /// Whom it is for, where that is known: a sheet keeps no more than it shows.
    #[schema(example = "CN=VFE012, O=Fournitures du Nord, C=FR")]
    subject: Option<String>,
    /// The SHA-256 of the certificate, in lowercase hexadecimal.
    fingerprint: String,
    /// The first instant of its validity, unless only its fingerprint is known: nothing else is
    /// kept of a file that was refused.
    not_before: Option<Timestamp>,
    /// The last instant of its validity, included.
    not_after: Option<Timestamp>,
    /// Whether it is valid now.
    validity: Option<ValidityNow>,
    /// Where it was registered or shown, and what became of it there.
    places: Vec<PlaceNow>,
}

/// Whether a certificate is valid now.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ValidityNow {
    /// It is.
    Valid,
    /// Its validity has not begun.
    NotYetValid,
    /// Its validity is over.
    Expired,
}

/// Where a certificate stands.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlaceNow {
    /// The system: its actor's name in the journal.
    #[schema(example = "chorus-pro")]
    system: &'static str,
    /// What it stands on there: a sheet's application code, a client id, a host.
    #[schema(example = "VFE012")]
    place: String,
    /// What became of it there.
    standing: StandingNow,
    /// When it takes effect, where it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    takes_effect_at: Option<Timestamp>,
    /// When it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused_at: Option<Timestamp>,
    /// The rule that refused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "CPP-CERT-03")]
    rule: Option<String>,
}

/// What became of a certificate in one place.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum StandingNow {
    /// It is in effect.
    Active,
    /// It was accepted, and is not in effect yet.
    Waiting,
    /// Another one took its place, or it was removed.
    Superseded,
    /// It was refused.
    Refused,
}

/// Show all certificates on a timeline.
///
/// Those that the supplier issued, those that sheets and accounts hold or refused, those that hosts
/// show, and the roots.
#[utoipa::path(get, path = "/__admin/certificates", tag = "certificates", params(OfTenant), responses((status = 200, description = "The certificates, and now.", body = Timeline)))]
pub(super) async fn timeline(asked: Asked) -> Json<Timeline> {
    let now = asked.mocks.clock().now();
    let certificates = asked.mocks.timeline();
    let certificates = certificates.into_iter().map(|one| CertificateNow::at(now, one)).collect();
    Json(Timeline { now, certificates })
}

impl CertificateNow {
    fn at(now: Timestamp, known: environment::KnownCertificate) -> Self {
        let validity = known.validity.map(|(from, until)| match now {
            now if now < from => ValidityNow::NotYetValid,
            now if now > until => ValidityNow::Expired,
            _ => ValidityNow::Valid,
        });
        let role = known.name.split('#').next().unwrap_or_default().to_owned();
        Self {
            role,
            name: known.name,
            subject: known.subject,
            fingerprint: known.fingerprint,
            not_before: known.validity.map(|(from, _)| from),
            not_after: known.validity.map(|(_, until)| until),
            validity,
            places: known.places.into_iter().map(PlaceNow::from).collect(),
        }
    }
}

impl From<environment::Place> for PlaceNow {
    fn from(place: environment::Place) -> Self {
        let (standing, takes_effect_at, refused_at, rule) = match place.standing {
            Standing::Active => (StandingNow::Active, None, None, None),
            Standing::Waiting { takes_effect_at } => {
                (StandingNow::Waiting, Some(takes_effect_at), None, None)
            }
            Standing::Superseded => (StandingNow::Superseded, None, None, None),
            Standing::Refused { at, rule } => (StandingNow::Refused, None, Some(at), Some(rule)),
        };
        Self {
            system: place.system,
            place: place.place,
            standing,
            takes_effect_at,
            refused_at,
            rule,
        }
    }
}
