//! Certificates on order, from the tenant's throwaway supplier.

use std::sync::Arc;

use axum::Json;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use raccord_certs::format::pkcs7;
use raccord_certs::{Certificate, Defect, Profile, Shape, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::{Asked, Body, OfTenant};
use super::lapse::Lapse;
use super::problem::{self, Problem};
use crate::connectors::Identity;
use crate::environment::{CertificateOrder, Mocks, is_delivered_by_mail};

/// A certificate to order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewOrder {
    /// The profile, as `raccord cert profiles` lists them.
    #[schema(example = "chorus-pro/ssl-client")]
    profile: String,
    /// The one thing to spoil, as `raccord cert profiles` lists it.
    #[schema(example = "both-usages")]
    defect: Option<String>,
    /// How long it is valid from now on; as long as such certificates usually are, by default.
    lifetime: Option<Lapse>,
    /// Whom it is for; an invented organisation by default.
    #[schema(example = "CN=VFE012, O=Fournitures du Nord, C=FR")]
    subject: Option<String>,
    /// The role that its name begins with; the profile by default.
    #[schema(example = "supplier/edi")]
    role: Option<String>,
    /// The name of the certificate whose key is certified again; a new key by default.
    #[schema(example = "supplier/edi#1")]
    same_key_as: Option<String>,
    /// The electronic address to deliver it to as well, for the profiles of SOFiE.
    #[schema(example = "edi@fournisseur.example")]
    deliver: Option<String>,
    /// Whether the answer holds its private key.
    #[serde(default)]
    #[schema(default = false)]
    private_key: bool,
}

/// A certificate that was issued.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IssuedNow {
    /// Its name: other calls take it.
    #[schema(example = "supplier/edi#2")]
    name: String,
    /// Whom it is for.
    #[schema(example = "CN=VFE012, O=Fournitures du Nord, C=FR")]
    subject: String,
    /// Its SHA-256, in lowercase hexadecimal.
    fingerprint: String,
    /// The first instant of its validity.
    not_before: Timestamp,
    /// The last instant of its validity, included.
    not_after: Timestamp,
    /// The certificate, in PEM.
    certificate: String,
    /// The authorities above it as delivered, in PEM, from the one that issued it.
    chain: Vec<String>,
    /// The certificate with its chain: a `.p7b` file, in Base64.
    p7b: String,
    /// Its private key, where that was asked for: PKCS#8 in PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    private_key: Option<String>,
    /// The place of the mail that delivered it, where one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<u64>,
}

/// Order a certificate from the throwaway supplier.
///
/// It is delivered at once, and nobody knows it but the supplier: hand it in where it belongs. The
/// newest thousand are kept, and those that stand on a sheet or in an account.
#[utoipa::path(post, path = "/__admin/certificates", tag = "certificates", params(OfTenant), request_body = NewOrder, responses((status = 201, description = "The certificate.", body = IssuedNow), (status = 422, description = "No such certificate can be made.", body = Problem, content_type = "application/problem+json")))]
pub(super) async fn order(
    asked: Asked,
    Body(order): Body<NewOrder>,
) -> Result<(StatusCode, Json<IssuedNow>), Problem> {
    let mocks = Arc::clone(&asked.mocks);
    // An RSA key takes long to make: other requests must not wait for it.
    let made = tokio::task::spawn_blocking(move || make(&mocks, &order)).await;
    let issued = made.map_err(|error| Problem::incident("make a certificate", &error))??;
    Ok((StatusCode::CREATED, Json(issued)))
}

fn make(mocks: &Mocks, order: &NewOrder) -> Result<IssuedNow, Problem> {
    let profile = profile(&order.profile)?;
    let defect = defect(order.defect.as_deref(), profile)?;
    if order.deliver.is_some() && !is_delivered_by_mail(profile) {
        return Err(impossible(format!(
            "found `deliver` with the profile `{}`, expected it with a profile of SOFiE only: \
             nobody says how other suppliers deliver; leave it out",
            profile.name
        )));
    }
    let subject = match &order.subject {
        Some(text) => text.parse().map_err(|error| impossible(format!("{error}")))?,
        None => Subject::invented(profile.partner, "Service d'exemple"),
    };
    let usual = SignedDuration::from_hours(24) * profile.lifetime_days;
    let role = order.role.as_deref().unwrap_or(profile.name);
    let lifetime = order.lifetime.map_or(usual, |Lapse(lifetime)| lifetime);
    let identity = mocks.order(&CertificateOrder {
        defect,
        same_key_as: order.same_key_as.as_deref(),
        ..CertificateOrder::new(role, profile.name, &subject, lifetime)
    });
    let identity = identity.map_err(|error| impossible(problem::causes(&error)))?;
    let mail = order.deliver.as_deref().map(|to| mocks.deliver(&identity, to));
    Ok(IssuedNow::of(&identity, order.private_key, mail))
}

fn profile(name: &str) -> Result<&'static Profile, Problem> {
    Profile::named(name).ok_or_else(|| {
        let known: Vec<_> = Profile::ALL.iter().map(|it| format!("`{}`", it.name)).collect();
        impossible(format!("found the profile `{name}`, expected one of {}", known.join(", ")))
    })
}

fn defect(name: Option<&str>, profile: &Profile) -> Result<Option<Defect>, Problem> {
    let Some(name) = name else { return Ok(None) };
    let defect: Defect = name.parse().map_err(|error| impossible(format!("{error}")))?;
    match defect.why_not(&Shape::of(profile)) {
        None => Ok(Some(defect)),
        Some(why) => Err(impossible(format!(
            "found the defect `{name}` with the profile `{}`: {why}; `raccord cert profiles` \
             lists those that apply",
            profile.name
        ))),
    }
}

fn impossible(detail: String) -> Problem {
    Problem::new(problem::OUT_OF_RANGE, detail)
}

impl IssuedNow {
    fn of(identity: &Identity, with_key: bool, mail: Option<u64>) -> Self {
        let Identity { name, certificate, chain, key } = identity;
        let validity = certificate.validity();
        Self {
            name: name.clone(),
            subject: certificate.subject().to_string(),
            fingerprint: certificate.fingerprint().to_string(),
            not_before: validity.from,
            not_after: validity.until,
            certificate: certificate.pem(),
            chain: chain.iter().map(Certificate::pem).collect(),
            p7b: STANDARD.encode(pkcs7::encode_der(&identity.with_chain())),
            private_key: with_key.then(|| key.pkcs8_pem()),
            mail,
        }
    }
}
