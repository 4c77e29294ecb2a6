//! `raccord init`, and the schema of what it writes, held by a validator of somebody else's make.

use std::fs;
use std::path::Path;

use crate::peers::{finds, shell};
use crate::place::{Told, raccord};

fn init(folder: &Path, arguments: &[&str]) -> Told {
    Told::of(raccord(folder).arg("init").args(arguments).output().unwrap())
}

#[test]
fn it_writes_a_file_to_begin_with_and_never_over_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("raccord.toml");
    assert_eq!(init(folder.path(), &[]).code, Some(0));
    let written = fs::read_to_string(&path).unwrap();
    fs::write(&path, "# mine\n").unwrap();
    let told = init(folder.path(), &[]);
    assert_eq!(told.code, Some(2));
    assert!(told.stderr.contains("nothing is written over") && told.stderr.contains("--force"));
    assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\n");
    assert_eq!(init(folder.path(), &["--force"]).code, Some(0));
    assert_eq!(fs::read_to_string(&path).unwrap(), written);
    // What is not filled in yet is told, and nobody is contacted.
    for environment in ["qualification", "acceptance", "simulation"] {
        let command = ["doctor", "--env", environment, "--only", "edi"];
        let told = Told::of(raccord(folder.path()).args(command).output().unwrap());
        assert_ne!(told.code, Some(2), "{}", told.stderr);
    }
}

/// Reads TOML, and holds it against the schema.
const VALIDATE: &str = "python3 -c '
import json, sys, tomllib
from jsonschema import Draft202012Validator as V
schema = json.load(open(sys.argv[1]))
V.check_schema(schema)
errors = [e.message for e in V(schema).iter_errors(tomllib.load(open(sys.argv[2], \"rb\")))]
print(errors)
sys.exit(len(errors) > 0)
' \"$1\" \"$2\"";

#[test]
fn the_schema_takes_what_is_written_and_no_misspelt_key() {
    if !finds("jsonschema for Python", "python3 -c 'import jsonschema, tomllib'") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("raccord.toml");
    assert_eq!(init(folder.path(), &[]).code, Some(0));
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schema/raccord-toml.schema.json");
    let validate = || {
        let judged = shell(VALIDATE).arg("sh").arg(schema).arg(&path).output().unwrap();
        let said = [judged.stdout, judged.stderr].concat();
        (judged.status.success(), String::from_utf8(said).unwrap())
    };
    assert_eq!(validate(), (true, "[]\n".to_owned()));
    let written = fs::read_to_string(&path).unwrap();
    for (found, put) in [
        ("client_id", "cleint_id"),
        ("[environments.acceptance.social_security]", "[environments.acceptance.social_securty]"),
        ("{ env = \"CPRO_PASSWORD\" }", "\"hunter2\""),
        ("stage = \"acceptance\"", "stage = \"accepted\""),
        ("siret = \"\"", "siret = \"123\""),
        ("[environments.simulation]", "[serv]\nport = 1\n[environments.simulation]"),
    ] {
        assert!(written.contains(found), "{found}");
        fs::write(&path, written.replace(found, put)).unwrap();
        assert!(!validate().0, "{put} is taken");
    }
}
