//! One line of expectation: plain words, quoted words of the report, and fields.

use std::collections::BTreeMap;

use rapporteur_core::{Report, Span};

/// `ASSAULT aerial "bombed" actors="Russia"`, `"Friday" = 2016-10-14`, `CONSULT a:"meeting" b:"talks"#2`.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Line {
    /// `!` in front: it must not be found.
    pub(crate) forbidden: bool,
    pub(crate) words: Vec<String>,
    pub(crate) anchors: Vec<Anchor>,
    pub(crate) fields: BTreeMap<String, String>,
}

/// Quoted words of a report.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Anchor {
    /// Name of the report; empty: the one before the section.
    pub(crate) report: String,
    pub(crate) words: String,
    /// Which occurrence, from 1.
    pub(crate) nth: usize,
}

impl Line {
    /// Reads a line.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut line = Self::default();
        let mut rest = text.trim();
        if let Some(after) = rest.strip_prefix("! ") {
            (line.forbidden, rest) = (true, after);
        }
        while !rest.is_empty() {
            let end = rest.find([' ', '"']).unwrap_or(rest.len());
            let head = &rest[..end];
            if rest[end..].starts_with('"') {
                let close = rest[end + 1..].find('"').ok_or("a quotation mark is not closed")? + end + 1;
                let quoted = rest[end + 1..close].to_owned();
                rest = &rest[close + 1..];
                match head.strip_suffix('=') {
                    Some(field) => drop(line.fields.insert(field.to_owned(), quoted)),
                    None => {
                        let nth = rest.strip_prefix('#').map_or("", |r| r.split(' ').next().unwrap_or_default());
                        rest = rest.strip_prefix('#').map_or(rest, |r| &r[nth.len()..]);
                        let report = head.trim_end_matches(':').to_owned();
                        let nth = if nth.is_empty() { 1 } else { nth.parse().map_err(|_| "expected `#2`")? };
                        line.anchors.push(Anchor { report, words: quoted, nth });
                    }
                }
            } else {
                rest = &rest[end..];
                match head.split_once('=') {
                    _ if head == "=" => {}
                    Some((field, value)) => drop(line.fields.insert(field.to_owned(), value.to_owned())),
                    None => line.words.push(head.to_owned()),
                }
            }
            rest = rest.trim_start();
        }
        Ok(line)
    }
}

impl Anchor {
    /// Where the words stand in a report.
    pub(crate) fn find(&self, report: &Report) -> Option<Span> {
        let (start, _) = report.text.match_indices(&self.words).nth(self.nth.checked_sub(1)?)?;
        Some(Span::new(start, start + self.words.len()))
    }

    /// The quoted words for a span.
    pub(crate) fn write(report: &Report, span: Span) -> String {
        let words = span.of(&report.text);
        let nth = report.text.match_indices(words).take_while(|(start, _)| *start <= span.start).count();
        if nth > 1 { format!("\"{words}\"#{nth}") } else { format!("\"{words}\"") }
    }
}

#[test]
fn lines_are_read() {
    let line = Line::parse("CONSULT a:\"the talks\"#2 actors=\"Russia = Russia [RUS GOV]; Iran\" aux=future").unwrap();
    assert_eq!(line.words, ["CONSULT"]);
    assert_eq!(line.anchors, [Anchor { report: "a".into(), words: "the talks".into(), nth: 2 }]);
    assert_eq!(line.fields["actors"], "Russia = Russia [RUS GOV]; Iran");
    assert_eq!(line.fields["aux"], "future");
    assert_eq!(Line::parse("\"he\" = John Kerry USA GOV").unwrap().words.join(" "), "John Kerry USA GOV");
    assert!(Line::parse("! \"x\"").unwrap().forbidden);
    assert!(Line::parse("\"open").is_err());
}
