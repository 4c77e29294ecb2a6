//! A client of Dimona, version 2: a worker's entry into service is declared.

use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::call::{self, CallError};

/// Where Dimona is.
#[derive(Debug, Clone)]
pub struct Dimona<'a> {
    /// The client.
    pub http: &'a reqwest::Client,
    /// The origin of the REST APIs: `https://services.socialsecurity.be`.
    pub origin: &'a str,
}

/// A worker who enters into service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The enterprise number of the employer.
    pub employer: String,
    /// The worker's number in the national register (NISS).
    pub worker: String,
    /// The first day, `YYYY-MM-DD`.
    pub start_date: String,
}

/// What became of a declaration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeclarationStatus {
    /// Its identifier.
    pub declaration_id: u64,
    /// `A`, `W`, `B` or `S`.
    pub result: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    declaration_status: DeclarationStatus,
}

impl Dimona<'_> {
    /// Declares an entry with a token and an `Accept`, and answers the identifier of the declaration.
    ///
    /// # Errors
    ///
    /// When the API refuses.
    pub async fn declare(
        &self,
        as_whom: (&Secret, &str),
        entry: &Entry,
    ) -> Result<String, CallError> {
        let body = json!({
            "employer": { "enterpriseNumber": entry.employer },
            "worker": { "ssin": entry.worker },
            "dimonaIn": {
                "features": { "jointCommissionNumber": "200", "workerType": "OTH" },
                "startDate": entry.start_date,
            },
        });
        call::create(self.http, as_whom, &self.url(""), &body).await
    }

    /// Reads what became of a declaration; nothing while it is not processed yet.
    ///
    /// # Errors
    ///
    /// When the API refuses.
    pub async fn status(
        &self,
        bearer: &Secret,
        id: &str,
    ) -> Result<Option<DeclarationStatus>, CallError> {
        let answer: Option<Answer> =
            call::read(self.http, bearer, &self.url(&format!("/{id}"))).await?;
        Ok(answer.map(|answer| answer.declaration_status))
    }

    fn url(&self, rest: &str) -> String {
        format!("{}/REST/dimona/v2/declarations{rest}", self.origin)
    }
}
