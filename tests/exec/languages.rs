//! Programs in other languages, pointed at the mocks by variables alone: each gets a token, with
//! nothing in it that knows of raccord but the names of the start.

use crate::peers::{finds, has};
use crate::running::exec_in;

const PYTHON: &str = r#"
import os, sys
url = os.environ["RACCORD_PISTE_OAUTH_URL"] + "/api/oauth/token"
form = {"grant_type": "client_credentials", "scope": "openid",
        "client_id": os.environ["RACCORD_PISTE_CLIENT_ID"],
        "client_secret": os.environ["RACCORD_PISTE_CLIENT_SECRET"]}
if sys.argv[1] == "requests":
    import requests
    print(requests.post(url, data=form, timeout=30).json()["token_type"])
elif sys.argv[1] == "httpx":
    import httpx
    print(httpx.post(url, data=form, timeout=30).json()["token_type"])
else:
    import json, urllib.parse, urllib.request
    answer = urllib.request.urlopen(url, urllib.parse.urlencode(form).encode())
    print(json.load(answer)["token_type"])
"#;

const NODE: &str = r#"
const form = new URLSearchParams({
  grant_type: "client_credentials", scope: "openid",
  client_id: process.env.RACCORD_PISTE_CLIENT_ID,
  client_secret: process.env.RACCORD_PISTE_CLIENT_SECRET,
});
const url = process.env.RACCORD_PISTE_OAUTH_URL + "/api/oauth/token";
fetch(url, { method: "POST", body: form }).then((it) => it.json()).then((it) => console.log(it.token_type));
"#;

const PHP: &str = r#"<?php
$curl = curl_init(getenv("RACCORD_PISTE_OAUTH_URL") . "/api/oauth/token");
curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_POSTFIELDS => http_build_query([
    "grant_type" => "client_credentials", "scope" => "openid",
    "client_id" => getenv("RACCORD_PISTE_CLIENT_ID"),
    "client_secret" => getenv("RACCORD_PISTE_CLIENT_SECRET"),
])]);
$answer = curl_exec($curl);
if ($answer === false) { fwrite(STDERR, curl_error($curl)); exit(1); }
echo json_decode($answer)->token_type, "\n";
"#;

const JAVA: &str = r#"
import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;

public class Token {
    public static void main(String[] arguments) throws Exception {
        String form = "grant_type=client_credentials&scope=openid&client_id="
            + System.getenv("RACCORD_PISTE_CLIENT_ID") + "&client_secret="
            + URLEncoder.encode(System.getenv("RACCORD_PISTE_CLIENT_SECRET"), StandardCharsets.UTF_8);
        URI url = URI.create(System.getenv("RACCORD_PISTE_OAUTH_URL") + "/api/oauth/token");
        HttpRequest request = HttpRequest.newBuilder(url)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form)).build();
        HttpResponse<String> answer =
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        System.out.println(answer.body().contains("\"token_type\":\"Bearer\"") ? "Bearer" : answer.body());
    }
}
"#;

/// Runs a program that is one file, and fails unless it had its token from the mocks.
fn gets_a_token(file: &str, source: &str, command: &str) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), source).unwrap();
    let ran = exec_in(folder.path(), &["--strict"], command).well();
    assert_eq!(ran.stdout, "Bearer\n", "{}", ran.stderr);
    assert!(ran.stderr.contains("piste.token  1 ×"), "{}", ran.stderr);
}

/// Whether a language's library is there: where peers are required, it must.
fn has_library(program: &str, script: &str, library: &str) -> bool {
    has(program) && finds(&format!("{library} of {program}"), script)
}

#[test]
fn python_gets_a_token_with_its_own_library() {
    if has("python3") {
        gets_a_token("client.py", PYTHON, "python3 client.py urllib");
    }
}

#[test]
fn python_gets_a_token_with_requests() {
    if has_library("python3", "python3 -c 'import requests'", "requests") {
        gets_a_token("client.py", PYTHON, "python3 client.py requests");
    }
}

#[test]
fn python_gets_a_token_with_httpx() {
    if has_library("python3", "python3 -c 'import httpx'", "httpx") {
        gets_a_token("client.py", PYTHON, "python3 client.py httpx");
    }
}

#[test]
fn node_gets_a_token_with_nothing_but_its_own_fetch() {
    let new_enough = "node -e 'const [a, b] = process.versions.node.split(\".\").map(Number); \
                      process.exit(a > 24 || (a == 24 && b >= 5) || (a == 22 && b >= 21) ? 0 : 1)'";
    if has_library("node", new_enough, "version 24.5") {
        gets_a_token("token.mjs", NODE, "node token.mjs");
    }
}

#[test]
fn php_gets_a_token_with_curl() {
    if has_library("php", "php -r 'exit(extension_loaded(\"curl\") ? 0 : 1);'", "curl") {
        gets_a_token("token.php", PHP, "php token.php");
    }
}

#[test]
fn java_gets_a_token_with_its_own_client() {
    // A file of source is compiled by the JDK alone.
    if has_library("java", "command -v javac", "compiler") {
        gets_a_token("Token.java", JAVA, "java Token.java");
    }
}

#[test]
fn what_stood_in_a_variable_before_stays_there() {
    let folder = tempfile::tempdir().unwrap();
    let script = "printf '%s\n%s\n' \"$JAVA_TOOL_OPTIONS\" \"$PHP_INI_SCAN_DIR\"";
    let mut command =
        crate::running::raccord(folder.path(), &["exec", "--quiet", "--", "sh", "-c", script]);
    command.env("JAVA_TOOL_OPTIONS", "-Dmine=1").env("PHP_INI_SCAN_DIR", "/mine");
    let told = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let [java, php] = told.lines().collect::<Vec<_>>()[..] else { panic!("{told}") };
    assert!(java.starts_with("-Dmine=1 \"-Djavax.net.ssl.trustStore="), "{java}");
    assert!(php.starts_with("/mine:/"), "{php}");
}

#[test]
fn java_reads_the_store_of_trust() {
    if has("keytool") {
        let list = "keytool -list -keystore \"$(dirname \"$RACCORD_CA\")/trust.jks\" \
                    -storepass changeit";
        let folder = tempfile::tempdir().unwrap();
        let ran = exec_in(folder.path(), &[], list).well();
        assert_eq!(ran.stdout.matches("trustedCertEntry").count(), 1, "{}", ran.stdout);
    }
}
