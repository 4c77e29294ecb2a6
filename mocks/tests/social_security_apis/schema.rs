//! Every kind of problem against what Belgif publishes of problems, judged by Python's `jsonschema`.
//!
//! Without it the test says so and judges nothing, unless `RACCORD_TEST_PEERS=required`.

use std::process::Stdio;

use raccord_kernel::{Fault, Verdict};
use raccord_mocks::social_security::chaman::permission::DIMONA_CONSULT;
use raccord_mocks::social_security::directory::Quality;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::world::{DECLARATIONS, EMPLOYER, MANDATARY, OTHER, PRODUCTION, World, entry};

/// Reads a list of problems, and says of each that is none what is wrong with it.
const JUDGE: &str = "import json, sys\n\
                     try:\n  import jsonschema\n\
                     except ImportError:\n  sys.exit(3)\n\
                     schema = json.load(open(sys.argv[1]))\n\
                     judge = jsonschema.Draft202012Validator\n\
                     judge.check_schema(schema)\n\
                     judge = judge(schema, format_checker=judge.FORMAT_CHECKER)\n\
                     problems = json.load(sys.stdin)\n\
                     wrong = [(it['type'], e.message) for it in problems for e in judge.iter_errors(it)]\n\
                     print(wrong or 'content')";

#[tokio::test]
async fn every_problem_is_one_as_belgif_publishes_them() {
    let world = World::new().await;
    let problems = problems(&world).await;
    let mut kinds: Vec<_> = problems.iter().map(|it| it["type"].to_string()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds.len(), 12, "{kinds:?}");
    let Some(said) = judged(&problems).await else { return };
    assert_eq!(said.trim(), "content");
    let mut spoilt = problems;
    spoilt[0]["status"] = json!("401");
    assert!(judged(&spoilt).await.unwrap().contains("401"), "the judge is content with anything");
}

/// One problem of each kind, and of each kind of issue.
async fn problems(world: &World) -> Vec<Value> {
    let (token, mandatary) = (world.dimona(EMPLOYER), world.dimona(MANDATARY));
    let over = token.clone();
    let consults = world.token(EMPLOYER, Quality::EmployeurOnss, &[DIMONA_CONSULT]);
    let url = format!("{PRODUCTION}{DECLARATIONS}");
    let mut wrong = entry("0206731646");
    wrong["test"] = json!([1]);
    wrong["dimonaIn"]["startDate"] = json!({});
    let mut unknown = entry(EMPLOYER);
    unknown["employer"] = json!({ "employerId": 99 });
    let mut problems = Vec::new();
    for request in [
        world.client.get(format!("{url}/1")),
        world.get(&format!("{url}/1"), "never issued"),
        world.post(&url, &consults, &entry(EMPLOYER)),
        world.post(&url, &mandatary, &entry(OTHER)),
        world.post(&url, &token, &wrong),
        world.post(&format!("{url}?a=b"), &token, &unknown),
        world.post(&url, &token, &unknown),
        world.post(&url, &token, &json!({})).body("{"),
        world.get(&format!("{url}/1"), &token),
        world.client.get(format!("{PRODUCTION}/REST/nothing")),
    ] {
        problems.push(told(request).await);
    }
    world.set(|knobs| knobs.api.body_bytes_max = 10);
    problems.push(told(world.post(&url, &token, &entry(EMPLOYER))).await);
    for status in [429, 500, 502, 503] {
        let operation = "dimona.consult".to_owned();
        let verdict = Verdict::Answer { status, body: String::new() };
        let fault = Fault::next(operation, verdict);
        world.open.tenant.office().faults.ask(fault);
        problems.push(told(world.get(&format!("{url}/1"), &token)).await);
    }
    world.after_ms(600_000).await;
    problems.push(told(world.get(&format!("{url}/1"), &over)).await);
    problems
}

async fn told(request: RequestBuilder) -> Value {
    let response = request.send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    response.json().await.unwrap()
}

/// What the judge said; `None` where there is none.
async fn judged(problems: &[Value]) -> Option<String> {
    let schema =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/social_security_apis/problem.schema.json");
    let mut command = Command::new("python3");
    command.args(["-c", JUDGE, schema]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let Ok(mut judge) = command.spawn() else { return not_judged("python3") };
    let mut stdin = judge.stdin.take().unwrap();
    // A judge that is not there reads nothing.
    let _ = stdin.write_all(&serde_json::to_vec(problems).unwrap()).await;
    drop(stdin);
    let said = judge.wait_with_output().await.unwrap();
    if said.status.code() == Some(3) {
        return not_judged("jsonschema for Python");
    }
    assert!(said.status.success(), "{said:?}");
    Some(String::from_utf8(said.stdout).unwrap())
}

#[expect(clippy::disallowed_methods, reason = "only the test itself can say what it runs on")]
fn not_judged(judge: &str) -> Option<String> {
    let is_required = std::env::var("RACCORD_TEST_PEERS").is_ok_and(|it| it == "required");
    assert!(!is_required, "no {judge}, and RACCORD_TEST_PEERS=required");
    println!("not judged: install {judge}");
    None
}
