//! What the inspector finds in contents, good and hostile.

use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use super::*;

fn found(content: &[u8], extension: Extension, limits: &Limits) -> Inspection {
    inspect(content, "lone.xml", extension, limits, &AtomicBool::new(false)).unwrap()
}

fn archive(fill: impl FnOnce(&mut Builder<GzEncoder<Vec<u8>>>)) -> Vec<u8> {
    let mut builder = Builder::new(GzEncoder::new(Vec::new(), Compression::best()));
    fill(&mut builder);
    builder.into_inner().unwrap().finish().unwrap()
}

fn put(builder: &mut Builder<GzEncoder<Vec<u8>>>, name: &[u8], kind: EntryType, bytes: &[u8]) {
    let mut header = Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name);
    header.set_entry_type(kind);
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    builder.append(&header, bytes).unwrap();
}

fn listed(content: &[u8], limits: &Limits) -> Content {
    found(content, Extension::TarGz, limits).content
}

fn names(content: Content) -> Vec<(String, EntryKind)> {
    let Content::Archive(files) = content else { panic!("no archive, but {content:?}") };
    files.into_iter().map(|it| (it.name, it.kind)).collect()
}

fn why(content: Content) -> String {
    let Content::Unreadable { why } = content else { panic!("readable: {content:?}") };
    why
}

fn xml(text: impl AsRef<[u8]>) -> Result<(), String> {
    match xml::syntax(text.as_ref()) {
        Syntax::Malformed { why } => Err(why),
        Syntax::WellFormed | Syntax::NotXml => Ok(()),
    }
}

#[test]
fn an_archive_is_listed_with_the_kinds_sizes_and_names_of_its_entries() {
    let content = archive(|it| {
        put(it, b"./", EntryType::Directory, b"");
        put(it, b"./a.xml", EntryType::Regular, b"<a/>");
        put(it, b"folder/", EntryType::Directory, b"");
        put(it, b"../up.xml", EntryType::Regular, b"<a/>");
        put(it, b"/root.xml", EntryType::Regular, b"<a/>");
        put(it, b"link.xml", EntryType::Symlink, b"");
        put(it, b"hard.xml", EntryType::Link, b"");
    });
    let expected = [
        ("a.xml", EntryKind::File),
        ("folder", EntryKind::Directory),
        ("../up.xml", EntryKind::File),
        ("/root.xml", EntryKind::File),
        ("link.xml", EntryKind::Other),
        ("hard.xml", EntryKind::Other),
    ];
    let expected: Vec<_> = expected.map(|(name, kind)| (name.to_owned(), kind)).into();
    assert_eq!(names(listed(&content, &Limits::default())), expected);
}

#[test]
fn long_names_are_read_as_gnu_and_pax_write_them() {
    let name = format!("{}.xml", "long".repeat(40));
    let gnu = archive(|it| {
        let mut header = Header::new_gnu();
        header.set_size(4);
        it.append_data(&mut header, &name, &b"<a/>"[..]).unwrap();
    });
    let record = format!("path={name}\n");
    let length = record.len() + 4;
    let pax = archive(|it| {
        put(it, b"head", EntryType::XHeader, format!("{length} {record}").as_bytes());
        put(it, b"short.xml", EntryType::Regular, b"<a/>");
    });
    for content in [gnu, pax] {
        assert_eq!(names(listed(&content, &Limits::default())), [(name.clone(), EntryKind::File)]);
    }
}

#[test]
fn the_hash_and_the_size_are_those_of_the_whole_even_when_it_is_unreadable() {
    let Inspection { size_bytes, sha256, content } =
        found(b"no archive", Extension::TarGz, &Limits::default());
    assert_eq!(size_bytes, 10);
    assert_eq!(sha256, "7275b9d1e6c0314c52bfca6c77534b8eaa3a8454a5c74b20e3e5f983e32c6877");
    assert!(!why(content).is_empty());
}

#[test]
fn an_archive_that_is_cut_or_altered_is_unreadable() {
    let whole = archive(|it| put(it, b"a.xml", EntryType::Regular, b"<a/>"));
    let cut = &whole[..whole.len() - 1];
    assert!(!why(listed(cut, &Limits::default())).is_empty());
    let mut altered = whole.clone();
    let at = altered.len() - 8;
    altered[at] ^= 1;
    assert!(!why(listed(&altered, &Limits::default())).is_empty());
    assert_eq!(names(listed(&whole, &Limits::default())).len(), 1);
}

#[test]
fn cpp_edi_08_ends_where_an_archive_unpacks_beyond_measure() {
    let blank = vec![b' '; 3 * 1024 * 1024];
    let content = archive(|it| put(it, b"a.pdf", EntryType::Regular, &blank));
    let total = Limits { unpacked_bytes_max: 1_000_000, ..Limits::default() };
    assert!(why(listed(&content, &total)).contains("more than 1000000 bytes"));
    assert!(why(listed(&content, &Limits::default())).contains("250 times"));
    let roomy = Limits { unpacked_ratio_max: 2000, ..Limits::default() };
    assert_eq!(names(listed(&content, &roomy)).len(), 1);
}

#[test]
fn cpp_edi_08_ends_where_an_archive_holds_too_many_entries() {
    let content = archive(|it| {
        for name in [b"a.xml", b"b.xml", b"c.xml"] {
            put(it, name, EntryType::Regular, b"<a/>");
        }
    });
    let limit = |entries_max| Limits { entries_max, ..Limits::default() };
    assert_eq!(names(listed(&content, &limit(3))).len(), 3);
    assert!(why(listed(&content, &limit(2))).contains("more than 2 entries"));
}

#[test]
fn cpp_edi_08_ends_where_a_name_is_as_long_as_a_file() {
    let content = archive(|it| put(it, b"x", EntryType::GNULongName, &vec![b'n'; 64 * 1024 + 1]));
    assert!(why(listed(&content, &Limits::default())).contains("a name in it"));
}

#[test]
fn cpp_edi_13_knows_xml_that_is_well_formed() {
    for text in [
        "<a/>",
        "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"1\">é &amp; &#233; <!-- c --></a>\n",
        "<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><a><![CDATA[<]]></a>",
    ] {
        assert_eq!(xml(text), Ok(()), "{text}");
    }
    assert_eq!(xml(b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>"), Ok(()));
}

#[test]
fn cpp_edi_13_knows_xml_that_is_not() {
    for text in [
        "",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>text",
        "<a b=\"1\" b=\"2\"/>",
        "<a>&unknown;</a>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>",
        "<!DOCTYPE a><a/>",
        "<a/><?xml version=\"1.0\"?>",
    ] {
        assert!(xml(text).is_err(), "`{text}` was taken");
    }
    assert!(xml(b"<a>\xe9</a>").is_err(), "Latin-1 was taken for UTF-8");
}

#[test]
fn a_long_text_is_read_without_being_held() {
    let mut text = b"<a b=\"c\">".to_vec();
    text.extend(std::iter::repeat_n(b'A', 5_000_000));
    text.extend_from_slice(b"</a>");
    assert_eq!(xml(&text), Ok(()));
    text.truncate(text.len() - 1);
    assert!(xml(&text).is_err());
}

#[test]
fn an_inspection_that_nobody_waits_for_ends() {
    let cancelled = AtomicBool::new(true);
    let content: &[u8] = b"<a/>";
    assert!(inspect(content, "a.xml", Extension::Xml, &Limits::default(), &cancelled).is_err());
}
