//! The JSON Schema of `raccord.toml`, for editors: made of the types that read it.

use schemars::{Schema, SchemaGenerator, generate::SchemaSettings, json_schema};

use serde_json::Value;

use super::Configuration;

/// Returns the schema, as it is published in `docs/schema/raccord-toml.schema.json`.
#[must_use]
pub fn schema() -> Schema {
    let mut schema =
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Configuration>();
    schema.insert("title".to_owned(), "raccord.toml".into());
    // What is guessed has its defaults in the page of guesses.
    if let Some(knobs) = schema.pointer_mut("/properties/knobs").and_then(Value::as_object_mut) {
        knobs.remove("default");
    }
    schema
}

/// What is guessed of the systems: the page of guesses says its keys.
pub(super) fn knobs(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "description": "What is guessed of the systems, for `serve` and `exec`: docs/guesses.md.",
        "type": "object",
    })
}

#[cfg(test)]
mod tests {
    use super::schema;

    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/raccord-toml.schema.json");

    #[test]
    #[expect(clippy::disallowed_methods, reason = "only the test itself can be told to write it")]
    fn the_published_schema_is_that_of_the_types() {
        let made = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
        if std::env::var("RACCORD_BLESS").is_ok_and(|it| it == "1") {
            std::fs::write(PATH, &made).unwrap();
        }
        let published = std::fs::read_to_string(PATH).unwrap_or_default();
        assert!(made == published, "RACCORD_BLESS=1 with this test writes {PATH} anew");
    }
}
