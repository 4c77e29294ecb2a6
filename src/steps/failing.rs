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
            Self::Refused(refusal) => {
                is_refusal(refusal.status)
                    || is_success(refusal.status) && refusal.code_retour.is_some_and(|it| it != 0)
            }
            Self::Token(_) => true,
            Self::Http(error) => error.is_connect(),
            Self::Answer { .. } | Self::Outside(_) => false,
        }
    }
}

impl Failing for RestError {
    fn had_no_effect(&self) -> bool {
        match self {
            Self::Call(CallError::Refused(problem)) => is_refusal(problem.status),
            Self::Call(CallError::Http(error)) => error.is_connect(),
            Self::Call(CallError::Token(_)) | Self::Key(_) | Self::Missing(_) => true,
            Self::Call(CallError::Answer(_)) | Self::Outside(_) | Self::Harness { .. } => false,
        }
    }
}

/// Whether nothing was done, by its status. A server that fails may have done its work before, and
/// so has one that says nothing of how it went.
const fn is_refusal(status: u16) -> bool {
    matches!(status, 300..=499)
}

const fn is_success(status: u16) -> bool {
    matches!(status, 200..=299)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connectors::chorus_pro::api::ApiRefusal;
    use crate::connectors::social_security::call::Problem;

    #[test]
    fn only_what_says_that_nothing_was_done_had_no_effect() {
        for (status, code_retour, expected) in [
            (401, None, true),
            (429, None, true),
            (200, Some(20_000), true),
            (200, Some(0), false),
            (200, None, false),
            (503, None, false),
            (0, None, false),
        ] {
            let refusal = ApiRefusal { status, code_retour, ..ApiRefusal::default() };
            let had_no_effect = ApiError::Refused(refusal).had_no_effect();
            assert_eq!(had_no_effect, expected, "{status} {code_retour:?}");
        }
        for (status, expected) in [(400, true), (201, false), (500, false), (0, false)] {
            let problem = Problem { status, ..Problem::default() };
            let refused = RestError::Call(CallError::Refused(problem));
            assert_eq!(refused.had_no_effect(), expected, "{status}");
        }
        let source = serde_json::from_str::<u8>("x").unwrap_err();
        assert!(!ApiError::Answer { operation: "deposer/flux", source }.had_no_effect());
    }
}
