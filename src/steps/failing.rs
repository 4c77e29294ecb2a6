//! What a connector's failure says of its effect on the other side.

use std::convert::Infallible;

use super::act::Failing;
use crate::connectors::chorus_pro::api::ApiError;
use crate::connectors::chorus_pro::edi::EdiError;
use crate::connectors::social_security::call::CallError;
use crate::connectors::social_security::rest::RestError;

impl Failing for Infallible {
    fn had_no_effect(&self) -> bool {
        match *self {}
    }
}

impl Failing for EdiError {
    fn had_no_effect(&self) -> bool {
        match self {
            Self::KeyRefused { .. }
            | Self::OtherServer
            | Self::FileRefused { .. }
            | Self::Settings(_) => true,
            Self::Session(_) | Self::Outside(_) => false,
        }
    }
}

impl Failing for ApiError {
    fn had_no_effect(&self) -> bool {
        match self {
            // A server that fails may have done its work before.
            Self::Refused(refusal) => refusal.status < 500,
            Self::Token(_) => true,
            Self::Http(error) => error.is_connect(),
            Self::Outside(_) => false,
        }
    }
}

impl Failing for RestError {
    fn had_no_effect(&self) -> bool {
        match self {
            Self::Call(CallError::Refused(problem)) => problem.status < 500,
            Self::Call(CallError::Http(error)) => error.is_connect(),
            Self::Call(CallError::Token(_)) | Self::Key(_) | Self::Missing(_) => true,
            Self::Call(CallError::Answer(_)) | Self::Outside(_) | Self::Harness { .. } => false,
        }
    }
}
