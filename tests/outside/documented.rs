//! What docs/connector.md says of the wire is what goes over it.

use std::path::{Path, PathBuf};
use std::process::Command;

use raccord::cli::configuration::Configuration;
use raccord::connectors::outside::Mode;
use raccord::connectors::outside::contract::Answer;
use regex::Regex;
use serde_json::Value;

use super::program::{Workplace, has_python_with};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The blocks of a kind.
fn blocks(kind: &str) -> Vec<String> {
    let page = std::fs::read_to_string(root().join("docs/connector.md")).unwrap();
    let block = Regex::new(&format!("(?ms)^```{kind}\n(.*?)^```$")).unwrap();
    block.captures_iter(&page).map(|found| found[1].to_owned()).collect()
}

/// The examples: requests, and answers.
fn examples() -> (Vec<Value>, Vec<Value>) {
    let read = |text: String| serde_json::from_str(&text).unwrap();
    blocks("json").into_iter().map(read).partition(|value: &Value| value.get("action").is_some())
}

/// Fails unless each line of a file is what a schema says.
#[track_caller]
fn conforms(lines: &Path, schema: &str) {
    let schema: PathBuf = root().join("docs/schema").join(schema);
    let judge = "import json, sys, jsonschema\n\
                 schema = json.load(open(sys.argv[1]))\n\
                 jsonschema.Draft202012Validator.check_schema(schema)\n\
                 lines = open(sys.argv[2]).read().splitlines()\n\
                 assert lines\n\
                 for line in lines: jsonschema.Draft202012Validator(schema).validate(json.loads(line))";
    let judged = Command::new("python3").args(["-c", judge]).arg(schema).arg(lines).output();
    let judged = judged.unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));
}

#[test]
fn every_answer_that_is_shown_is_one() {
    let (requests, answers) = examples();
    assert_eq!((requests.len(), answers.len()), (3, 2));
    for answer in answers {
        serde_json::from_value::<Answer>(answer).unwrap();
    }
}

#[test]
fn the_configuration_that_is_shown_is_one() {
    let [shown] = &*blocks("toml") else { panic!("expected one block") };
    let shown: Configuration = toml::from_str(shown).unwrap();
    let program = shown.connector.program().unwrap().unwrap();
    assert_eq!((program.command[0].as_str(), program.mode), ("python3", Mode::Session));
}

#[test]
fn what_is_shown_and_what_goes_over_the_wire_is_what_the_schemas_say() {
    if !has_python_with("cryptography, requests, jsonschema") {
        return;
    }
    let workplace = Workplace::new();
    let lines = |values: Vec<Value>| values.iter().map(|it| format!("{it}\n")).collect::<String>();
    let (requests, answers) = examples();
    workplace.write("requests", &lines(requests));
    workplace.write("answers", &lines(answers));
    let connector = root().join("examples/connector.py");
    let tapped = format!("tee -a requests | python3 '{}' | tee -a answers", connector.display());
    workplace.write("tapped.sh", &tapped);
    let names = [
        "The API is not concerned",
        "New settings are nothing until the connector reloads",
        "A flow integrated in part",
        "A token, a deposit",
        "Example 1, on the right",
        "Not there at once is no failure",
        "A private key whose line ends were written out",
        "A mandate that is missing",
    ];
    let told = workplace.run(&names, &["--connector", "sh tapped.sh", "--jobs", "1"]);
    told.ends_with(0, &["8 scenarios: 8 passed"]);
    conforms(&workplace.path().join("requests"), "connector-request.schema.json");
    conforms(&workplace.path().join("answers"), "connector-answer.schema.json");
}
