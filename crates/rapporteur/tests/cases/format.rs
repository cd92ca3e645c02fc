//! A case as it stands in its file: reports, and sections of expectations.

use rapporteur_core::Report;

/// One case.
#[derive(Debug, Default)]
pub(crate) struct Case {
    pub(crate) description: String,
    pub(crate) fixme: Option<String>,
    pub(crate) reports: Vec<Report>,
    pub(crate) sections: Vec<Section>,
}

/// A heading with its lines.
#[derive(Debug)]
pub(crate) struct Section {
    /// As written after `---`.
    pub(crate) heading: String,
    /// What it is about: `claims`, `times`, `events`.
    pub(crate) layer: String,
    /// How its lines are meant.
    pub(crate) kind: Kind,
    /// Index of the report before it.
    pub(crate) report: usize,
    /// Expectations with their line numbers; comments and empty lines left out.
    pub(crate) lines: Vec<(usize, String)>,
    /// Number of the heading's line.
    pub(crate) number: usize,
}

/// How the lines of a section are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Each must be found; more may be.
    Listed,
    /// Each must be found, and nothing else.
    Exactly,
    /// Nothing may be found.
    None,
}

/// Layers that sections may name.
pub(crate) const LAYERS: [&str; 19] = [
    "claims", "actors", "times", "places", "entities", "quotes", "figures", "attributions", "assessments", "meetings",
    "sentences", "diagnostics", "events", "disputes", "commitments", "truces", "alignments", "talks", "brief",
];

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    /// `line: what was expected`, for the first thing that cannot be read.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut case = Self::default();
        let (mut grouped, mut body) = (false, Vec::new());
        let mut in_report = false;
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(heading) = line.strip_prefix("--- ") {
                case.close_report(in_report, &mut body).map_err(|error| format!("{number}: {error}"))?;
                in_report = heading.trim() == "report";
                if !in_report {
                    let section = case.section(heading.trim(), number).map_err(|error| format!("{number}: {error}"))?;
                    case.sections.push(section);
                }
            } else if in_report {
                body.push(line);
            } else if let Some(section) = case.sections.last_mut() {
                if !line.trim().is_empty() && !line.starts_with("# ") {
                    section.lines.push((number, line.trim().to_owned()));
                }
            } else if let Some(it) = line.strip_prefix("# description:") {
                case.description = it.trim().to_owned();
            } else if let Some(it) = line.strip_prefix("# fixme:") {
                case.fixme = Some(it.trim().to_owned());
            } else if line.starts_with("# group:") {
                grouped = true;
            } else if !line.trim().is_empty() && !line.starts_with('#') {
                return Err(format!("{number}: expected a comment or `--- report`, found `{line}`"));
            }
        }
        case.close_report(in_report, &mut body).map_err(|error| format!("1: {error}"))?;
        let whole = !case.description.is_empty() && grouped && !case.reports.is_empty() && !case.sections.is_empty();
        if whole {
            Ok(case)
        } else {
            Err("1: expected `# description:`, `# group:`, a report and a section of expectations".into())
        }
    }

    fn section(&self, heading: &str, number: usize) -> Result<Section, String> {
        let words: Vec<&str> = heading.split_whitespace().collect();
        let (kind, layer) = match words[..] {
            ["no", layer] => (Kind::None, layer),
            [layer, "exactly"] => (Kind::Exactly, layer),
            [layer] => (Kind::Listed, layer),
            _ => (Kind::Listed, heading),
        };
        if !LAYERS.contains(&layer) {
            return Err(format!("unknown section `{heading}`; expected `report` or one of {}", LAYERS.join(", ")));
        }
        let report = self.reports.len().checked_sub(1).ok_or("a section stands before any report")?;
        Ok(Section { heading: heading.to_owned(), layer: layer.to_owned(), kind, report, lines: Vec::new(), number })
    }

    /// Turns the lines gathered since `--- report` into a report: front matter, then text.
    fn close_report(&mut self, open: bool, body: &mut Vec<&str>) -> Result<(), String> {
        let lines = std::mem::take(body);
        if !open {
            return Ok(());
        }
        let name = char::from(b'a' + u8::try_from(self.reports.len()).unwrap_or(0)).to_string();
        let mut report = Report { name, ..Report::default() };
        let mut rest = lines.as_slice();
        while let [first, after @ ..] = rest {
            let Some((key, value)) = first.split_once(": ") else { break };
            match key {
                "name" => report.name = value.trim().to_owned(),
                "title" => report.title = Some(value.trim().to_owned()),
                "publisher" => report.publisher = Some(value.trim().to_owned()),
                "published" => {
                    let date = value.trim().parse();
                    report.published = Some(date.map_err(|_| format!("`published: {value}` is no date"))?);
                }
                _ => break,
            }
            rest = after;
        }
        report.text = rest.join("\n").trim().to_owned();
        if report.text.is_empty() {
            return Err("a report without text".into());
        }
        self.reports.push(report);
        Ok(())
    }
}

#[test]
fn a_case_is_read() {
    let text = "# description: d\n# group: [x]\n--- report\npublished: 2016-06-24\nTwo died.\n\n--- claims exactly\nASSAULT \"died\"\n";
    let case = Case::parse(text).expect("a good case");
    assert_eq!((case.reports[0].text.as_str(), case.reports[0].name.as_str()), ("Two died.", "a"));
    assert_eq!((case.sections[0].kind, case.sections[0].lines[0].0), (Kind::Exactly, 8));
    let error = Case::parse(&text.replace("claims", "claim")).expect_err("an unknown section");
    assert!(error.starts_with("7: unknown section `claim exactly`"), "{error}");
    assert!(Case::parse("# description: d\n--- report\nTwo died.\n--- claims\n").is_err(), "no group");
}
