//! The name of a flow that came over EDI.

/// How a flow's name ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extension {
    /// An archive of files.
    TarGz,
    /// A lone file.
    Xml,
}

impl Extension {
    /// Splits a name into what stands before its extension, and the extension if it is known.
    #[must_use]
    pub fn split(file_name: &str) -> (&str, Option<Self>) {
        let known = [(".tar.gz", Self::TarGz), (".xml", Self::Xml)];
        known
            .into_iter()
            .find_map(|(end, extension)| Some((file_name.strip_suffix(end)?, Some(extension))))
            .unwrap_or((file_name, None))
    }
}

/// The three fields of a name of the form `FSO1100A_VFE012_VFE0121100000000000000001` (without
/// its extension).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The interface code: three letters, four digits and the letter of its version.
    pub interface_code: String,
    /// The application code of the sender or, on a report, of the recipient.
    pub application_code: String,
    /// The flow identifier, 25 characters; it begins with the application code.
    pub identifier: String,
}

impl Envelope {
    /// Reads a name without its extension; what is wrong with it if it has not that form.
    ///
    /// # Errors
    /// Says which field is not as expected, and what was found.
    pub fn read(name: &str) -> Result<Self, String> {
        let fields: Vec<&str> = name.split('_').collect();
        let [interface_code, application_code, identifier] = fields.as_slice() else {
            return Err(format!("the name `{name}` has {} fields, not 3", fields.len()));
        };
        if !is_interface_code(interface_code) {
            return Err(format!(
                "`{interface_code}` is no interface code (3 capitals, 4 digits, 1 capital)"
            ));
        }
        if !(application_code.len() == 6 && application_code.bytes().all(is_digit_or_capital)) {
            return Err(format!(
                "`{application_code}` is no application code (6 digits or capitals)"
            ));
        }
        if !is_identifier(identifier, application_code) {
            return Err(format!(
                "`{identifier}` is no flow identifier (`{application_code}`, then 19 digits or \
                 capitals)"
            ));
        }
        Ok(Self {
            interface_code: (*interface_code).to_owned(),
            application_code: (*application_code).to_owned(),
            identifier: (*identifier).to_owned(),
        })
    }

    /// The name, without an extension.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}_{}_{}", self.interface_code, self.application_code, self.identifier)
    }
}

fn is_interface_code(text: &str) -> bool {
    let letter = |byte: &u8| byte.is_ascii_uppercase();
    match text.as_bytes() {
        [a, b, c, digits @ .., version] if digits.len() == 4 => {
            [a, b, c, version].into_iter().all(letter) && digits.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

fn is_identifier(text: &str, application_code: &str) -> bool {
    text.strip_prefix(application_code)
        .is_some_and(|rest| rest.len() == 19 && rest.bytes().all(is_digit_or_capital))
}

const fn is_digit_or_capital(byte: u8) -> bool {
    byte.is_ascii_digit() || byte.is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "FFE0111A_AAA123_AAA1230111000000000000001";

    #[test]
    fn the_sample_of_the_specifications_is_read_and_written_back() {
        let envelope = Envelope::read(SAMPLE).unwrap();
        assert_eq!(envelope.interface_code, "FFE0111A");
        assert_eq!(envelope.application_code, "AAA123");
        assert_eq!(envelope.identifier.len(), 25);
        assert_eq!(envelope.name(), SAMPLE);
    }

    #[test]
    fn cpp_edi_06_takes_no_name_of_another_form() {
        for name in [
            "",
            "FFE0111A_AAA123",
            "FFE0111A_AAA123_AAA1230111000000000000001_1",
            "FFE011A_AAA123_AAA1230111000000000000001",
            "FFE01111_AAA123_AAA1230111000000000000001",
            "ffe0111A_AAA123_AAA1230111000000000000001",
            "FFE0111A_AAA12_AAA1230111000000000000001",
            "FFE0111A_AAA12-_AAA12-0111000000000000001",
            "FFE0111A_AAA123_AAA123011100000000000001",
            "FFE0111A_AAA123_AAA12301110000000000000011",
            "FFE0111A_AAA123_BBB1230111000000000000001",
            "FFE0111A_AAA123_AAA123011100000000000000a",
        ] {
            assert!(Envelope::read(name).is_err(), "`{name}` was taken");
        }
    }

    #[test]
    fn the_extension_is_the_whole_of_tar_gz_or_xml() {
        assert_eq!(Extension::split("A.tar.gz"), ("A", Some(Extension::TarGz)));
        assert_eq!(Extension::split("A.xml"), ("A", Some(Extension::Xml)));
        for name in ["A", "A.gz", "A.tgz", "A.XML", "A.xml.zip", "Axml"] {
            assert_eq!(Extension::split(name), (name, None));
        }
    }
}
