//! Who is connected already, and what they are known by.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asked::{Asked, OfTenant};
use super::shared::Shared;
use crate::starts::{Export, Exports};

/// How much to tell.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HowMuch {
    /// Whether private keys are told too.
    #[serde(default)]
    #[param(example = true)]
    private_keys: bool,
}

/// What programs need to know to act as those who are connected.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IdentitiesNow {
    /// The variables, as `raccord exec` hands them to a command.
    variables: Vec<VariableNow>,
}

/// One variable: a text, or a file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VariableNow {
    /// Its name.
    #[schema(example = "RACCORD_SFTP_USER")]
    name: &'static str,
    /// What it is.
    #[schema(example = "the user: the \"code appli partenaire\"")]
    says: &'static str,
    /// The usual name of the file, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "edi-sftp.p7b")]
    file: Option<&'static str>,
    /// What it holds, where that is text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "VFE012")]
    text: Option<String>,
    /// What it holds, in Base64, where that is no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    base64: Option<String>,
    /// Whether what it holds is a private key that was not asked for.
    #[schema(example = false)]
    hidden: bool,
}

/// Tell who is connected already.
///
/// What the starting state exports: logins, passwords, certificates, and private keys where they are
/// asked for.
#[utoipa::path(get, path = "/__admin/identities", tag = "identities", params(OfTenant, HowMuch), responses((status = 200, description = "The variables.", body = IdentitiesNow)))]
pub(super) async fn identities(
    State(shared): State<Arc<Shared>>,
    asked: Asked<HowMuch>,
) -> Json<IdentitiesNow> {
    let beginning = shared.beginning(asked.mocks.tenant_name());
    let none = Exports::default();
    let exports = beginning.as_ref().map_or(&none, |beginning| &beginning.exports);
    let told = |export| VariableNow::of(export, asked.query.private_keys);
    Json(IdentitiesNow { variables: exports.iter().map(told).collect() })
}

impl VariableNow {
    fn of(export: &Export, with_keys: bool) -> Self {
        let variable = export.variable;
        // What is secret and a file is a key; what is secret and text, a password.
        let hidden = variable.is_secret && variable.file.is_some() && !with_keys;
        let octets = (!hidden).then(|| export.reveal());
        let text = octets.and_then(|octets| std::str::from_utf8(octets).ok());
        Self {
            name: variable.name,
            says: variable.says,
            file: variable.file,
            base64: octets.filter(|_| text.is_none()).map(|octets| STANDARD.encode(octets)),
            text: text.map(str::to_owned),
            hidden,
        }
    }
}
