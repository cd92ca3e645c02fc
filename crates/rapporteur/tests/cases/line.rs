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
            rest = &rest[end..];
            if rest.starts_with('"') {
                let quoted = take_quoted(&mut rest)?;
                match head.strip_suffix('=') {
                    Some(field) => line.field(field, quoted, &mut rest)?,
                    None => line.anchors.push(Anchor::read(head, quoted, &mut rest)?),
                }
            } else {
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

    /// Keeps a field; `expected="India", "Pakistan"` is the same as `expected="India; Pakistan"`.
    fn field(&mut self, name: &str, mut value: String, rest: &mut &str) -> Result<(), String> {
        while let Some(more) = rest.strip_prefix(", \"") {
            *rest = &rest[rest.len() - more.len() - 1..];
            value = format!("{value}; {}", take_quoted(rest)?);
        }
        self.fields.insert(name.to_owned(), value);
        Ok(())
    }
}

/// Takes what stands between the quotation mark in front and the next one; `\"` is a mark inside.
fn take_quoted(rest: &mut &str) -> Result<String, String> {
    let (mut quoted, mut escaped) = (String::new(), false);
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            '"' if !escaped => {
                *rest = &rest[at + 1..];
                return Ok(quoted);
            }
            '\\' if !escaped => escaped = true,
            _ => {
                quoted.push(character);
                escaped = false;
            }
        }
    }
    Err("a quotation mark is not closed".into())
}

impl Anchor {
    /// The report's name in front, and `#2` behind.
    fn read(head: &str, words: String, rest: &mut &str) -> Result<Self, String> {
        let mut nth = 1;
        if let Some(after) = rest.strip_prefix('#') {
            let digits = after.split(' ').next().unwrap_or_default();
            nth = digits.parse().map_err(|_| "expected `#2` behind quoted words")?;
            *rest = &after[digits.len()..];
        }
        Ok(Self { report: head.trim_end_matches(':').to_owned(), words, nth })
    }

    /// Where the words stand in a report.
    pub(crate) fn find(&self, report: &Report) -> Option<Span> {
        occurrences(&report.text, &self.words).nth(self.nth.checked_sub(1)?)
    }

    /// The quoted words for a span.
    pub(crate) fn write(report: &Report, span: Span) -> String {
        let words = span.of(&report.text);
        let nth = occurrences(&report.text, words).take_while(|it| it.start <= span.start).count();
        let words = words.replace('"', "\\\"");
        if nth > 1 { format!("\"{words}\"#{nth}") } else { format!("\"{words}\"") }
    }
}

/// Where words stand as words: "he" is not in "the".
fn occurrences<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Span> + 't {
    let joined =
        |a: Option<char>, b: Option<char>| a.zip(b).is_some_and(|(a, b)| a.is_alphanumeric() && b.is_alphanumeric());
    text.match_indices(words).map(|(start, it)| Span::new(start, start + it.len())).filter(move |span| {
        let (before, after) = (&text[..span.start], &text[span.end..]);
        !joined(before.chars().next_back(), words.chars().next())
            && !joined(words.chars().next_back(), after.chars().next())
    })
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
    let line = Line::parse(r#""said" content="a \"b\"" expected="India", "Pakistan""#).unwrap();
    assert_eq!((line.fields["content"].as_str(), line.fields["expected"].as_str()), ("a \"b\"", "India; Pakistan"));
    let report = Report { text: "There he is.".into(), ..Report::default() };
    assert_eq!(Line::parse("\"he\"").unwrap().anchors[0].find(&report), Some(Span::new(6, 8)));
}
