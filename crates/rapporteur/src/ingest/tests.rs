//! Files of all sorts, good and bad, through the front door.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::civil::date;

use super::{IngestOptions, Ingested, Outcome, ingest};

/// A folder of files, gone with the value.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.0.path().to_owned() } else { self.0.path().join(name) }
    }

    fn all(&self, options: &IngestOptions) -> Vec<Outcome> {
        ingest(&[self.path("")], options).collect()
    }

    /// The only report.
    fn one(&self, options: &IngestOptions) -> Ingested {
        let mut all = self.all(options);
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0).unwrap()
    }

    /// Names, or messages with hints; the folder's own path left out.
    fn told(&self, inputs: &[&str], options: &IngestOptions) -> Vec<String> {
        let inputs: Vec<_> = inputs.iter().map(|name| self.path(name)).collect();
        ingest(&inputs, options).map(|outcome| self.tell(&outcome)).collect()
    }

    fn tell(&self, outcome: &Outcome) -> String {
        let mine = format!("{}/", self.0.path().display());
        match outcome {
            Ok(ingested) => ingested.report.name.clone(),
            Err(error) => format!("error[{}]: {error}; hint: {}", error.reason.name(), error.hint()).replace(&mine, ""),
        }
    }
}

fn defaults() -> IngestOptions {
    IngestOptions::default()
}

fn warnings(ingested: &Ingested) -> Vec<String> {
    ingested.diagnostics.iter().map(|it| format!("{}: {}", it.kind, it.message)).collect()
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en"><head>
<title>Ministers meet in Lausanne - The Courier</title>
<meta property="og:title" content="Ministers meet in Lausanne">
<meta property="og:site_name" content="The Courier">
<meta property="article:published_time" content="2016-10-14T21:30:00-05:00">
<style>p { color: red }</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Ministers meet in Lausanne</h1>
<p>The foreign ministers of six states will meet in Lausanne on Saturday to talk about a truce in the north of the
country, two officials said on Friday, adding that nobody should expect a breakthrough.</p>
<p>“We come to listen,” one of the envoys said. The rebels, who were not invited, called the meeting a show, and asked
for an end to the bombing of the besieged quarters before any talks can begin.</p>
<p>An earlier truce fell apart after a week, when an aid convoy was bombed on its way to the city, and both sides, as
they have done before, put the blame for it on each other in front of the council.</p></article>
<footer>All rights reserved. <a href="/terms">Terms</a></footer><script>track("<div>")</script></body></html>"#;

#[test]
fn plain_text_is_kept_to_the_byte() {
    let text = "  Talks — resumed\r\n\r\n\tin Lausanne. \n\n\n";
    let marked = format!("\u{feff}{text}");
    let folder = Folder::new(&[("a.txt", marked.as_bytes())]);
    let ingested = folder.one(&defaults());
    assert_eq!(ingested.report.text, text);
    assert_eq!(ingested.report.origin, folder.path("a.txt").display().to_string());
    assert_eq!(warnings(&ingested), Vec::<String>::new());
    assert_eq!((ingested.report.title, ingested.report.publisher, ingested.report.published), (None, None, None));
}

#[test]
fn folders_are_walked_in_order_and_hidden_files_left_out() {
    let folder = Folder::new(&[
        ("b.txt", b"words"),
        ("a/z.md", b"words"),
        ("a/y.HTML", PAGE.as_bytes()),
        ("a/.hidden.txt", b"words"),
        (".git/config.txt", b"words"),
        ("c.pdf", b"%PDF"),
        ("dates.tsv", b"b\t2016-10-14\n"),
    ]);
    assert_eq!(folder.told(&[""], &defaults()), ["y", "z", "b"]);
    assert_eq!(folder.told(&["b.txt", "a", "a/.hidden.txt"], &defaults()), ["b", "y", "z", ".hidden"]);
}

#[test]
fn a_page_gives_its_main_text_with_paragraphs() {
    let folder = Folder::new(&[("a.html", PAGE.as_bytes())]);
    let Ingested { report, diagnostics } = folder.one(&defaults());
    assert_eq!(report.title.as_deref(), Some("Ministers meet in Lausanne"));
    assert_eq!(report.publisher.as_deref(), Some("The Courier"));
    assert_eq!(report.published, Some(date(2016, 10, 14)), "the day as written");
    let paragraphs: Vec<&str> = report.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 3, "{}", report.text);
    assert!(paragraphs[0].starts_with("The foreign ministers of six states will meet in Lausanne"));
    assert!(paragraphs[1].starts_with("“We come to listen,” one of the envoys said. The rebels"));
    assert!(paragraphs[2].ends_with("put the blame for it on each other in front of the council."));
    assert!(paragraphs.iter().all(|it| !it.contains('\n')), "{}", report.text);
    assert_eq!(diagnostics, []);
}

#[test]
fn metadata_of_pages_in_its_many_forms() {
    let check = |head: &str, publisher: Option<&str>, day: i8| {
        let page =
            format!("<html><head>{head}</head><body><p>Talks failed on Friday, officials said.</p></body></html>");
        let folder = Folder::new(&[("a.html", page.as_bytes())]);
        let report = folder.one(&defaults()).report;
        assert_eq!(report.text, "Talks failed on Friday, officials said.", "{head}");
        assert_eq!((report.publisher.as_deref(), report.published), (publisher, Some(date(2016, 10, day))), "{head}");
    };
    check("<meta name=date content='14 October 2016'>", None, 14);
    check("<meta itemprop=datePublished content=2016-10-13><meta name=date content=2016-10-14>", None, 13);
    check("</head><body><time datetime='2016-10-12T08:00'></time>", None, 12);
    let linked = r#"{"@context":"https://schema.org","@graph":[{"@type":"WebPage"},
        {"@type":"NewsArticle","headline":"Talks","datePublished":"2016-10-11","publisher":{"name":"The Post"}}]}"#;
    check(&format!("<script type='application/ld+json'>{linked}</script>"), Some("The Post"), 11);
    let broken = "<script type='application/ld+json'>{\"@context\": nothing</script>";
    check(&format!("{broken}<meta name=pubdate content=20161010>"), None, 10);
}

#[test]
fn what_is_said_twice_is_taken_in_order() {
    let front = format!("published: 2016-10-01\n\n{PAGE}");
    let text = b"Talks failed.".as_slice();
    let files = [
        ("front.html", front.as_bytes()),
        ("page.html", PAGE.as_bytes()),
        ("other.html", PAGE.as_bytes()),
        ("side.txt", text),
        ("none.txt", text),
        ("dates.tsv", b"front\t2016-10-02\npage\t2016-10-03\n# a remark\n\nside\t4 October 2016\textra\n"),
    ];
    let folder = Folder::new(&files);
    let days = |options: &IngestOptions| {
        let told = folder.all(options).into_iter().map(|it| {
            let report = it.unwrap().report;
            format!(
                "{} {} {}",
                report.name,
                report.published.map_or("-".into(), |it| it.to_string()),
                report.publisher.unwrap_or("-".into())
            )
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        days(&defaults()),
        [
            "front 2016-10-01 The Courier",
            "none - -",
            "other 2016-10-14 The Courier",
            "page 2016-10-03 The Courier",
            "side 2016-10-04 -"
        ]
    );
    fs::write(folder.path("named.tsv"), "none\t2016-10-05\n").unwrap();
    let options = IngestOptions {
        date: Some(date(2016, 10, 31)),
        publisher: Some("The Desk".into()),
        dates: Some(folder.path("named.tsv")),
        ..defaults()
    };
    assert_eq!(
        days(&options),
        [
            "front 2016-10-01 The Courier",
            "none 2016-10-05 The Desk",
            "other 2016-10-14 The Courier",
            "page 2016-10-14 The Courier",
            "side 2016-10-31 The Desk"
        ]
    );
}

#[test]
fn bad_dates_are_told_and_the_next_place_is_asked() {
    let folder = Folder::new(&[
        ("a.txt", b"title: Talks\npublished: 10/14/2016\n\nTalks failed."),
        ("dates.tsv", b"a\tFriday\n"),
    ]);
    let ingested = folder.one(&IngestOptions { date: Some(date(2016, 10, 31)), ..defaults() });
    assert_eq!(ingested.report.published, Some(date(2016, 10, 31)));
    assert_eq!(ingested.report.title.as_deref(), Some("Talks"));
    assert_eq!(
        warnings(&ingested),
        [
            "bad-date: expected a date such as 2016-10-14 in the side file of dates, found `Friday`",
            "bad-date: expected a date such as 2016-10-14 in the front matter, found `10/14/2016`"
        ]
    );

    fs::write(folder.path("dates.tsv"), "a 2016-10-14\n").unwrap();
    let told = warnings(&folder.one(&defaults()));
    assert!(told[0].starts_with("not-dates: "), "{told:?}");
    assert!(told[0].ends_with("dates.tsv: expected a file with lines `name<TAB>date`, found no tabulator in line 1"));
    let options = IngestOptions { dates: Some(folder.path("none.tsv")), ..defaults() };
    assert_eq!(
        folder.told(&["a.txt"], &options),
        [
            "error[not-found]: none.tsv: expected a file or folder, found nothing of this name; hint: check the path",
            "a"
        ]
    );
}

#[test]
fn each_bad_file_has_its_message_and_the_rest_is_read() {
    let deep = format!("<html><body>{}<p>Talks failed.</p>", "<div>".repeat(20_000));
    let long_line = "x".repeat(50_000_000);
    let crowded = format!("<html><body>{}<p>Talks failed.</p>", "<p>x</p>".repeat(60_000));
    let folder = Folder::new(&[
        ("binary.txt", b"\x7f\x00\x01words\x02"),
        ("blank.txt", b" \r\n\t"),
        ("crowded.html", crowded.as_bytes()),
        ("deep.html", deep.as_bytes()),
        ("empty.txt", b""),
        ("front.txt", b"title: Nothing\n\n"),
        ("good.txt", b"Talks failed."),
        ("line.txt", long_line.as_bytes()),
        ("nobody.html", b"<html><head><title>Loading</title></head><body><script>go()</script></body></html>"),
        ("pdf.txt", b"%PDF-1.4\n..."),
    ]);
    let started = Instant::now();
    let told = folder.told(&["", "missing.txt"], &defaults());
    assert_eq!(
        told,
        [
            "error[binary]: binary.txt: expected text, found binary data (a zero byte at offset 1); hint: save the report as plain text or HTML first",
            "error[empty]: blank.txt: expected a report, found no words; hint: check that the file was saved in full",
            "error[too-many-elements]: crowded.html: expected a page of at most 50000 elements, found more; hint: save the page's words as plain text and read that",
            "error[too-deep]: deep.html: expected a page with elements at most 256 deep inside each other, found them deeper; hint: save the page's words as plain text and read that",
            "error[empty]: empty.txt: expected a report, found no words; hint: check that the file was saved in full",
            "error[empty]: front.txt: expected a report, found no words; hint: check that the file was saved in full",
            "good",
            "error[too-large]: line.txt: expected at most 20 MB, found 50 MB; hint: split it into one file a report",
            "error[no-text]: nobody.html: expected a page with text in its body, found none; hint: pages that a script fills must be saved after they have loaded",
            "error[binary]: pdf.txt: expected text, found a PDF file; hint: save the report as plain text or HTML first",
            "error[not-found]: missing.txt: expected a file or folder, found nothing of this name; hint: check the path",
        ]
    );
    assert!(started.elapsed().as_secs() < 20, "took {:?}", started.elapsed());
}

#[test]
fn a_folder_without_reports_is_told() {
    let folder = Folder::new(&[("in/picture.png", b"\x89PNG")]);
    assert_eq!(
        folder.told(&["in"], &defaults()),
        [
            "error[nothing-to-read]: in: expected .txt, .md, .html or .htm files in this folder, found none; hint: name the files themselves when they have other endings"
        ]
    );
}

#[cfg(unix)]
#[test]
fn unreadable_files_and_looping_links_are_told() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = Folder::new(&[("in/a.txt", b"words"), ("in/b.txt", b"words")]);
    symlink(folder.path("in"), folder.path("in/again")).unwrap();
    symlink(folder.path("nowhere"), folder.path("in/dangling.txt")).unwrap();
    fs::set_permissions(folder.path("in/a.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    let told = folder.told(&["in"], &defaults());
    // Whoever may read everything (root) can read this as well.
    if fs::File::open(folder.path("in/a.txt")).is_err() {
        assert_eq!(
            told[0],
            "error[no-permission]: in/a.txt: expected a file that may be read, found one without read permission; hint: allow reading it, such as with `chmod u+r`"
        );
    }
    let told = told[1..].join("\n");
    assert!(
        told.contains("error[unreadable]: in/again: it could not be read: it is a link to a folder that it is in"),
        "{told}"
    );
    assert!(told.contains("error[not-found]: in/dangling.txt"), "{told}");
    assert!(told.lines().any(|line| line == "b"), "{told}");
}

#[test]
fn cut_off_files_are_read_with_a_warning() {
    let cut = &PAGE[..PAGE.find("both sides").unwrap()];
    let cut = format!("{cut}<a href=\"http");
    let text = "“The talks failed”".as_bytes();
    let folder = Folder::new(&[("a.html", cut.as_bytes()), ("b.txt", &text[..text.len() - 1])]);
    let all: Vec<_> = folder.all(&defaults()).into_iter().map(Result::unwrap).collect();
    assert!(all[0].report.text.contains("An earlier truce fell apart"));
    assert_eq!(
        warnings(&all[0]),
        ["truncated: expected a whole page, found one that ends inside a tag, a comment or a script"]
    );
    assert_eq!(all[1].report.text, "“The talks failed");
    assert_eq!(all[1].diagnostics[0].kind, "truncated");
}

#[test]
fn charsets_of_all_sorts() {
    let cyrillic =
        encoding_rs::KOI8_R.encode("<meta charset=koi8-r><body><p>Министры встретились в Лозанне.").0.into_owned();
    let folder = Folder::new(&[
        ("a.html", cyrillic.as_slice()),
        ("b.txt", b"The g\xe9n\xe9ral refused to sign the accord in Gen\xe8ve."),
        ("c.txt", b"\xff\xfeT\0a\0l\0k\0s\0"),
    ]);
    let all: Vec<_> = folder.all(&defaults()).into_iter().map(Result::unwrap).collect();
    let texts: Vec<_> = all.iter().map(|it| it.report.text.as_str()).collect();
    assert_eq!(
        texts,
        ["Министры встретились в Лозанне.", "The général refused to sign the accord in Genève.", "Talks"]
    );
    assert_eq!(warnings(&all[1]), ["guessed-charset: expected UTF-8, found another charset; read as windows-1252"]);
    assert!(all[0].diagnostics.is_empty() && all[2].diagnostics.is_empty());
}

#[test]
fn nothing_is_read_before_it_is_asked_for() {
    let folder = Folder::new(&[("a.txt", b"one"), ("b.txt", b"two")]);
    let mut reports = ingest(&[folder.path("")], &defaults());
    assert_eq!(reports.next().unwrap().unwrap().report.text, "one");
    fs::write(folder.path("b.txt"), "changed").unwrap();
    assert_eq!(reports.next().unwrap().unwrap().report.text, "changed");
    assert!(reports.next().is_none());
}

#[test]
fn no_bytes_make_it_panic() {
    let mut state = 0x2016_1014_u64;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize
    };
    let pieces: Vec<&[u8]> = vec![
        b"<div>",
        b"</div>",
        b"<p",
        b">",
        b"<!--",
        b"-->",
        b"<script>",
        b"</",
        b"\"",
        b"='",
        b"---\n",
        b"title: x\n",
        b"\xE2\x80",
        b"\xFF\xFE",
        b"\0",
        b"words and words ",
        "é“”".as_bytes(),
        b"\r\n\r\n",
        b"<table><tr><td>",
        b"<a b=c",
        b"<meta charset=",
        b"utf-16>",
        b"published: ",
        b"<svg/>",
        b"&#x110000;",
        b"&lt;",
        b"<template>",
        b"<b><i><b>",
    ];
    for ending in ["html", "txt"] {
        for _ in 0..60 {
            let bytes: Vec<u8> = (0..random() % 120).flat_map(|_| pieces[random() % pieces.len()].to_vec()).collect();
            let path = Path::new("x").with_extension(ending);
            let folder = Folder::new(&[(path.to_str().unwrap(), &bytes)]);
            for outcome in folder.all(&defaults()) {
                let internal = outcome.as_ref().err().is_some_and(|it| it.reason.name() == "internal");
                assert!(!internal, "{outcome:?} for {}", String::from_utf8_lossy(&bytes));
            }
        }
    }
}
