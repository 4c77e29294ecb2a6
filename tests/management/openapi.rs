//! The document that the API gives of itself: valid, whole, and true.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::peers::finds;
use crate::serving::{Serving, answer};

/// The document, as anybody on the machine reads it.
async fn document(serving: &Serving) -> Value {
    answer(serving.client.get(serving.url("/__admin/openapi.json"))).await.expect_ok()
}

/// Gives Python a script and JSON on its standard input.
fn python(script: &str, input: &Value) {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), input.to_string()).unwrap();
    let output = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::from(std::fs::File::open(file.path()).unwrap()))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
async fn another_program_finds_the_document_valid() {
    let document = document(&Serving::open().await).await;
    assert_eq!(document["openapi"], "3.1.0");
    if finds("openapi_spec_validator for python3", "python3 -c 'import openapi_spec_validator'") {
        python(
            "import json, sys, openapi_spec_validator as judge; \
             judge.OpenAPIV31SpecValidator(json.load(sys.stdin)).validate()",
            &document,
        );
    }
}

/// The methods and paths that the sources route.
fn routed() -> BTreeSet<(String, String)> {
    let path =
        regex::Regex::new(r#"utoipa::path\(\s*(get|post|put|delete),\s*path = "([^"]+)""#).unwrap();
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src/management");
    let files = walkdir::WalkDir::new(sources).into_iter().map(Result::unwrap);
    let files = files.filter(|it| it.path().extension().is_some_and(|it| it == "rs"));
    let mut routed = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(file.path()).unwrap();
        routed.extend(path.captures_iter(&text).map(|it| (it[1].to_owned(), it[2].to_owned())));
    }
    routed
}

#[tokio::test]
async fn every_call_is_in_the_document_with_words_for_all_that_it_takes_and_gives() {
    let document = document(&Serving::open().await).await;
    let mut documented = BTreeSet::new();
    let mut wordless = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let call = format!("{method} {path}");
            documented.insert((method.clone(), path.clone()));
            if operation["summary"].as_str().is_none_or(str::is_empty) {
                wordless.push(call.clone());
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                if parameter["description"].as_str().is_none_or(str::is_empty) {
                    wordless.push(format!("{call} {}", parameter["name"]));
                }
            }
            assert!(operation["responses"]["default"].is_object(), "{call}");
        }
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for (name, schema) in schemas {
        if schema["description"].as_str().is_none_or(str::is_empty) {
            wordless.push(name.clone());
        }
        for (field, of) in schema["properties"].as_object().into_iter().flatten() {
            let has_words = [of, &of["oneOf"][0]].iter().any(|it| it["description"].is_string())
                || of["$ref"]
                    .as_str()
                    .is_some_and(|to| schemas.contains_key(to.rsplit('/').next().unwrap()));
            if !has_words {
                wordless.push(format!("{name}.{field}"));
            }
        }
    }
    assert_eq!(wordless, Vec::<String>::new(), "these have no words");
    assert_eq!(documented, routed());
}

/// Holds a value to the schema of an answer in the document.
const JUDGE: &str = "
import json, sys, jsonschema
given = json.load(sys.stdin)
document = given['document']
for case in given['cases']:
    answers = document['paths'][case['path']][case['method']]['responses']
    answer = answers.get(str(case['status'])) or answers['default']
    media = case['media'].split(';')[0]
    schema = dict(answer['content'][media]['schema'])
    schema['components'] = document['components']
    validator = jsonschema.Draft202012Validator(schema)
    errors = [error.message for error in validator.iter_errors(case['value'])]
    assert not errors, (case, errors)
";

#[tokio::test]
async fn answers_are_as_the_document_says() {
    let serving = Serving::open().await;
    serving.write("piste", "piste.token", raccord_kernel::Outcome::Accepted);
    let document = document(&serving).await;
    let mut cases = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        if item["get"].is_null() || path.contains('{') || path.ends_with("/events") {
            continue;
        }
        let told = answer(serving.request(reqwest::Method::GET, path)).await;
        let media = told.header("content-type");
        let value = match media {
            "application/x-ndjson" => {
                serde_json::from_str(told.text.lines().next().unwrap()).unwrap()
            }
            media if media.contains("json") => told.json(),
            _ => Value::String(told.text.clone()),
        };
        cases.push(json!({"path": path, "method": "get", "status": told.status.as_u16(), "media": media, "value": value}));
    }
    for (path, body) in [
        ("/__admin/clock/set", json!({"to": "2000-01-01"})),
        ("/__admin/clock/advance", json!({"duration": "1h"})),
        ("/__admin/faults", json!({"operation": "piste.token", "verdict": {"kind": "stall"}})),
        ("/__admin/certificates", json!({"profile": "sofie/crypt", "deliver": "a@b.example"})),
        ("/__admin/certificates", json!({"profile": "chorus-pro/seal", "private_key": true})),
        ("/__admin/tenants", json!({"name": "worker-1", "start": "piste"})),
        ("/__admin/tenants", json!({"name": "Worker 1"})),
    ] {
        let told = serving.post(path, body).await;
        let media = told.header("content-type");
        cases.push(json!({"path": path, "method": "post", "status": told.status.as_u16(), "media": media, "value": told.json()}));
    }
    assert!(cases.len() > 10, "{cases:?}");
    if finds("jsonschema for python3", "python3 -c 'import jsonschema'") {
        python(JUDGE, &json!({"document": document, "cases": cases}));
    }
}
