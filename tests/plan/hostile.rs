//! Names that were made to do harm.

use crate::{folder, plan_in};

const SCRIPT: &str = "<script>alert(1)</script>\"'&";

fn planned(format: &str) -> String {
    let folder = folder();
    let inventory = format!(
        "file,mode,connections,owner\n\
         edi.p7b,chorus-pro/edi-sftp,\"{}\",\"a, b; c\\d\nEND:VCALENDAR\r\n\u{1b}[31m\u{202e}\"\n\
         \"<b>gone</b>\u{1b}[2J.pem\",chorus-pro/edi-sftp,,\n",
        SCRIPT.replace('"', "\"\""),
    );
    std::fs::write(folder.path().join("list.csv"), inventory).unwrap();
    let arguments = ["--inventory", "list.csv", "--today", "2027-03-01", "--format", format];
    let answer = plan_in(folder.path(), &arguments);
    assert_eq!(answer.code, 2, "{}", answer.stderr);
    assert!(!answer.stderr.contains('\u{1b}'), "{:?}", answer.stderr);
    answer.stdout
}

#[test]
fn a_page_shows_them_as_text() {
    let page = planned("html");
    assert!(!page.contains("<script") && !page.contains("<b>gone"), "{page}");
    let document = scraper::Html::parse_document(&page);
    let fields = scraper::Selector::parse("dd").unwrap();
    let texts: Vec<_> = document.select(&fields).map(|it| it.text().collect::<String>()).collect();
    assert!(texts.iter().any(|text| text == SCRIPT), "{texts:?}");
    assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'));
}

#[test]
fn a_calendar_stays_one_calendar() {
    let ics = planned("ics");
    assert_eq!(ics.lines().filter(|line| *line == "END:VCALENDAR").count(), 1);
    let unfolded = ics.replace("\r\n ", "");
    assert!(unfolded.contains("Owner: a\\, b\\; c\\\\d\\\\nEND:VCALENDAR"), "{unfolded}");
}

#[test]
fn a_terminal_is_sent_no_control_character() {
    let text = planned("text");
    assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()), "{text:?}");
    assert!(text.contains("\\u{1b}[31m\\u{202e}"), "{text}");
}
