//! A PDF of one page: the smallest that a reader opens.

use std::fmt::Write as _;

/// Writes lines of text on one page. Only ASCII is shown as it is; the rest becomes `?`.
pub(super) fn page(lines: &[String]) -> Vec<u8> {
    let text = content(lines);
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}endstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    file(&objects).into_bytes()
}

fn content(lines: &[String]) -> String {
    let mut text = String::from("BT\n/F1 11 Tf\n16 TL\n50 790 Td\n");
    for line in lines {
        text.push('(');
        text.extend(line.chars().flat_map(shown));
        text.push_str(") Tj T*\n");
    }
    text.push_str("ET\n");
    text
}

fn shown(character: char) -> impl Iterator<Item = char> {
    let escape = matches!(character, '(' | ')' | '\\').then_some('\\');
    let is_plain = character.is_ascii() && !character.is_ascii_control();
    escape.into_iter().chain([if is_plain { character } else { '?' }])
}

/// The objects, then the table of where each begins: ten digits, from the start of the file.
fn file(objects: &[String]) -> String {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        // Writing to a `String` does not fail.
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let _ = write!(
        file,
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n\
         startxref\n{start}\n%%EOF\n"
    );
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(lines: &[&str]) -> String {
        let lines: Vec<_> = lines.iter().map(|&line| line.to_owned()).collect();
        String::from_utf8(page(&lines)).unwrap()
    }

    #[test]
    fn the_table_says_where_each_object_begins() {
        let file = text(&["one", "two"]);
        let (_, after) = file.split_once("startxref\n").unwrap();
        let start: usize = after.lines().next().unwrap().parse().unwrap();
        let table = &file[start..];
        assert!(table.starts_with("xref\n0 6\n"));
        for (number, line) in (1..).zip(table.lines().skip(3).take(5)) {
            assert_eq!(line.len(), 19, "an entry has 20 bytes with its end of line");
            let offset: usize = line[..10].parse().unwrap();
            assert!(file[offset..].starts_with(&format!("{number} 0 obj\n")));
        }
    }

    #[test]
    fn the_length_of_the_text_is_that_of_its_stream() {
        let file = text(&["one"]);
        let (_, after) = file.split_once("/Length ").unwrap();
        let (length, after) = after.split_once(" >>\nstream\n").unwrap();
        let (stream, _) = after.split_once("endstream").unwrap();
        assert_eq!(stream.len(), length.parse::<usize>().unwrap());
    }

    #[test]
    fn what_means_something_in_a_pdf_is_escaped() {
        assert!(text(&["a (b) \\ é"]).contains("(a \\(b\\) \\\\ ?) Tj"));
    }
}
