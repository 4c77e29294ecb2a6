//! JSON, iCalendar and HTML.

use insta::assert_snapshot;
use regex::Regex;
use serde_json::Value;

use crate::{folder, plan, plan_in};

const EDI: &[&str] = &["edi.p7b", "--for", "chorus-pro/edi-sftp", "--today", "2027-03-01"];

#[test]
fn several_formats_are_written_at_once_and_people_still_read() {
    let folder = folder();
    let formats = [
        "--format",
        "ics:out/plan.ics",
        "--format",
        "html:plan.html",
        "--format",
        "json:plan.json",
    ];
    let answer = plan_in(folder.path(), &[EDI, &formats].concat());
    assert_eq!(answer.code, 0);
    assert!(answer.stdout.contains("on time"), "{}", answer.stdout);
    for (format, file) in [("ics", "out/plan.ics"), ("html", "plan.html"), ("json", "plan.json")] {
        let written = std::fs::read_to_string(folder.path().join(file)).unwrap();
        assert_eq!(plan(&[EDI, &["--format", format]].concat()).stdout, written);
    }
}

#[test]
fn json_has_all_that_is_told() {
    let told: Value =
        serde_json::from_str(&plan(&[EDI, &["--format", "json"]].concat()).stdout).unwrap();
    assert_eq!(told["verdict"], "on-time");
    let plan = &told["plans"][0];
    assert_eq!(plan["expires"], "2027-04-30T10:00:00Z");
    assert_eq!(plan["certificates"][0]["name"], "edi.fournitures-du-nord.example");
    assert_eq!(plan["steps"].as_array().unwrap().len(), 9);
    assert_eq!(plan["steps"][7]["id"], "activation");
    assert_eq!(plan["steps"][7]["latest"][0], "2027-04-22T08:00:00Z");
    assert_eq!(plan["steps"][7]["takes_is_guessed"], false);
}

#[test]
fn the_calendar_file_is_the_same_octets_for_the_same_day() {
    let ics = || plan(&[EDI, &["--format", "ics"]].concat()).stdout;
    let told = ics();
    assert_eq!(told, ics());
    assert!(told.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    assert_snapshot!(told.replace("\r\n", "\n"));
}

#[test]
fn an_event_keeps_its_identifier_when_the_plan_is_made_anew() {
    let identifiers = |day: &str| {
        let arguments =
            ["edi.p7b", "--for", "chorus-pro/edi-sftp", "--format", "ics", "--today", day];
        let told = plan(&arguments).stdout;
        told.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(identifiers("2027-03-01"), identifiers("2027-04-20"));
}

fn html(arguments: &[&str]) -> String {
    plan(&[arguments, &["--format", "html"]].concat()).stdout
}

#[test]
fn the_page_is_one_file_that_asks_nothing_of_anybody() {
    let page = html(&["--inventory", "inventory.csv", "--today", "2027-04-01"]);
    for banned in ["<script", "<link", "<img", "<iframe", "@import", "url(", "http://", "https://"]
    {
        assert!(!page.contains(banned), "{banned}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn what_is_drawn_is_told_in_a_table_as_well() {
    let page = html(EDI);
    let document = scraper::Html::parse_document(&page);
    let count = |what: &str| document.select(&scraper::Selector::parse(what).unwrap()).count();
    assert_eq!(count("svg"), count("svg[role=img][aria-label]"));
    assert_eq!(count("svg rect.bar"), count("table.steps tbody tr"));
    let without_style = Regex::new("(?s)<style>.*</style>").unwrap();
    assert_snapshot!(without_style.replace(&page, ""));
}
