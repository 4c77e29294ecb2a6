//! The flow that a supplier sends, where it is the supplier's own.

use std::collections::BTreeMap;

/// What is sent in the place of raccord's own example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFlow {
    /// The invoice: with `fields`, a template.
    pub content: Vec<u8>,
    /// What stands for `{{name}}` in it, beside `{{number}}` and `{{date}}`; `None` where the file
    /// is sent as it is.
    pub fields: Option<BTreeMap<&'static str, String>>,
    /// The syntax that the API is told: `IN_DP_E1_UBL_INVOICE`.
    pub syntax: Option<String>,
    /// The interface code of flows over EDI: `FSO1100A`.
    pub interface_code: Option<String>,
}

impl OwnFlow {
    /// What is sent under an invoice number, on a day (`2026-11-21`).
    #[must_use]
    pub fn write(&self, number: &str, date: &str) -> Vec<u8> {
        let Some(fields) = &self.fields else { return self.content.clone() };
        let own = [("number", number), ("date", date)];
        let fields = fields.iter().map(|(name, value)| (*name, value.as_str())).chain(own);
        let text = String::from_utf8_lossy(&self.content).into_owned();
        let written = fields.fold(text, |text, (name, value)| {
            text.replace(&format!("{{{{{name}}}}}"), &escaped(value))
        });
        written.into_bytes()
    }
}

/// A value, as the text of an XML element or attribute has it.
fn escaped(value: &str) -> String {
    let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    value.replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_in_and_a_file_is_sent_as_it_is() {
        let fields = BTreeMap::from([("supplier_siret", "1 & 2".to_owned())]);
        let content = b"<n>{{number}}</n><d>{{date}}</d><s>{{supplier_siret}}</s>".to_vec();
        let flow = OwnFlow { content, fields: Some(fields), syntax: None, interface_code: None };
        let written = String::from_utf8(flow.write("F-7", "2026-11-21")).unwrap();
        assert_eq!(written, "<n>F-7</n><d>2026-11-21</d><s>1 &amp; 2</s>");
        let as_it_is = OwnFlow { fields: None, ..flow };
        assert_eq!(as_it_is.write("F-7", "2026-11-21"), as_it_is.content);
    }
}
