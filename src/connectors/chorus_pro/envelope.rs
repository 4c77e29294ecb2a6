//! The file names of EDI flows (PPF-SPECIFICATIONS pages 32 and 33).

use std::fmt;

/// The name of a flow: `FSO1100A_VFE012_VFE0121100000000000000001`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The interface code, 8 characters.
    pub interface_code: String,
    /// The code of the application that sends it, 6 characters.
    pub application_code: String,
    /// Its identifier, 25 characters: the application code and a sequence of 19.
    pub identifier: String,
}

impl Envelope {
    /// The envelope of the `number`th flow of an application, as the specification recommends:
    /// four digits of the interface code, then fifteen of a sequence.
    #[must_use]
    pub fn numbered(interface_code: &str, application_code: &str, number: u64) -> Self {
        let digits: String = interface_code.chars().filter(char::is_ascii_digit).collect();
        Self {
            interface_code: interface_code.to_owned(),
            application_code: application_code.to_owned(),
            identifier: format!("{application_code}{digits:0>4}{number:0>15}"),
        }
    }
}

impl fmt::Display for Envelope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.interface_code, self.application_code, self.identifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_envelope_is_named_as_the_specification_recommends() {
        let envelope = Envelope::numbered("FSO1100A", "VFE012", 7);
        assert_eq!(envelope.to_string(), "FSO1100A_VFE012_VFE0121100000000000000007");
        assert_eq!(envelope.identifier.len(), 25);
    }
}
