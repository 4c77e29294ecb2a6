//! An error with everything that caused it, as text.

use std::error::Error;
use std::iter::successors;

/// Returns the error's message, then one line for each cause.
pub fn with_causes(error: &(dyn Error + 'static)) -> String {
    let causes = successors(error.source(), |cause: &&(dyn Error + 'static)| (*cause).source());
    causes.fold(error.to_string(), |text, cause| format!("{text}\n  caused by: {cause}"))
}
