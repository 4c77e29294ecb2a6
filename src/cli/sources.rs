//! The documents that rules stand on, by the key that a rule's source begins with.

use std::sync::LazyLock;

use toml::Table;

static SOURCES: LazyLock<Table> = LazyLock::new(|| {
    // A test reads the file, so it is never empty.
    include_str!("../../docs/sources.toml").parse().unwrap_or_default()
});

/// Returns a source with the title of its document: `CPP-CERTIFICATES §4, Chorus Pro: guide des
/// certificats`.
pub(super) fn with_title(source: &str) -> String {
    let key = source.split([' ', ',', ';', ':']).next().unwrap_or(source);
    let title = SOURCES.get(key).and_then(|document| document.get("title")?.as_str());
    title.map_or_else(|| source.to_owned(), |title| format!("{source}, \"{title}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_told_with_the_title_of_its_document() {
        let told = with_title("CPP-CERTIFICATES §4, §5");
        assert!(told.starts_with("CPP-CERTIFICATES §4, §5, \"Chorus Pro: guide"), "{told}");
        assert_eq!(with_title("NOBODY-KNOWS"), "NOBODY-KNOWS");
    }
}
