//! A client of the Federal Learning Account: a worker's training is registered.

use raccord_kernel::Secret;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::call::{self, CallError};

/// Where the Federal Learning Account is.
#[derive(Debug, Clone)]
pub struct LearningAccount<'a> {
    /// The client.
    pub http: &'a reqwest::Client,
    /// The origin of the REST APIs: `https://services.socialsecurity.be`.
    pub origin: &'a str,
}

/// A training that a worker followed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Training {
    /// The enterprise number of the employer.
    pub employer: String,
    /// The worker's number in the national register (NISS).
    pub worker: String,
    /// What it is called.
    pub name: String,
    /// The one day on which it was, `YYYY-MM-DD`.
    pub start_date: String,
    /// How long it took.
    pub duration_hours: f64,
}

impl LearningAccount<'_> {
    /// Registers a training with a token and an `Accept`, and answers its identifier.
    ///
    /// # Errors
    ///
    /// When the API refuses.
    pub async fn register(
        &self,
        as_whom: (&Secret, &str),
        training: &Training,
    ) -> Result<String, CallError> {
        let body = json!({
            "employer": { "enterpriseNumber": training.employer },
            "worker": { "ssin": training.worker },
            "training": {
                "name": training.name,
                "startDate": training.start_date,
                "endDate": training.start_date,
                "durationHours": training.duration_hours,
            },
        });
        let url = format!("{}/REST/federalLearningAccount/v1/registrations", self.origin);
        call::create(self.http, as_whom, &url, &body).await
    }
}
