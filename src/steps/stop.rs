//! How a step ends when it does not simply succeed.

use std::error::Error;

use super::diary::DiaryError;
use crate::connectors::outside::OutsideError;
use crate::environment::{CannotDo, NotConnected};

/// A step's end, left in the [`World`](super::World) for the loop to read.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// What was expected is not what was found: the scenario fails.
    #[error(transparent)]
    Failed(#[from] Failed),
    /// The environment lacks an ability: the scenario is not run, with the reason.
    #[error(transparent)]
    CannotDo(#[from] CannotDo),
    /// The connector lacks an ability: the scenario is not run, with the reason.
    #[error("{0}")]
    Lacks(String),
    /// A person or a time is waited for: the scenario stops here, and can be taken up again.
    #[error("{0}")]
    Suspended(String),
}

/// Why a scenario failed: what was found, what was expected, what to do.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Failed {
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Failed {
    /// Fails with a message.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// Fails because something else failed.
    #[must_use]
    pub fn because(
        message: impl Into<String>,
        cause: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self { message: message.into(), source: Some(cause.into()) }
    }
}

impl Stop {
    /// Fails the scenario with a message.
    #[must_use]
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Failed(Failed::new(message))
    }
}

/// What cannot be written down is not done: it can be taken up again once it can be.
impl From<DiaryError> for Stop {
    fn from(error: DiaryError) -> Self {
        Self::Suspended(format!("{error}: {}", error.source))
    }
}

impl From<NotConnected> for Stop {
    fn from(error: NotConnected) -> Self {
        match error {
            NotConnected::Arrange(error) => error.into(),
            NotConnected::CannotDo(cannot) => cannot.into(),
            NotConnected::ToBeOrdered { .. } => Self::Suspended(error.to_string()),
        }
    }
}

/// What a step could not do fails the scenario, with its cause.
macro_rules! fails_a_step {
    ($($error:ty: $message:literal;)+) => {$(
        impl From<$error> for Stop {
            fn from(error: $error) -> Self {
                Self::Failed(Failed::because($message, error))
            }
        }
    )+};
}

/// As [`fails_a_step`], but for what a connector of another make has no action for.
macro_rules! fails_a_step_unless_it_lacks {
    ($($place:path: $message:literal;)+) => {$(
        impl From<$place> for Stop {
            fn from(error: $place) -> Self {
                use $place as Met;
                match error {
                    Met::Outside(lacks @ OutsideError::Unsupported { .. }) => {
                        Self::Lacks(lacks.to_string())
                    }
                    other => Self::Failed(Failed::because($message, other)),
                }
            }
        }
    )+};
}

fails_a_step_unless_it_lacks! {
    crate::connectors::chorus_pro::api::ApiError: "the API connector did not get through";
    crate::connectors::chorus_pro::edi::EdiError: "the EDI connector did not get through";
    crate::connectors::social_security::rest::RestError: "the connector did not get through";
}

fails_a_step! {
    crate::connectors::network::NetworkError: "no client could be made";
    crate::connectors::pages::PortalError: "the manager did not get through in the portal";
    crate::connectors::vault::NotKept: "a secret of the scenario is missing";
    crate::environment::ArrangeError: "the scenario could not be prepared";
}
