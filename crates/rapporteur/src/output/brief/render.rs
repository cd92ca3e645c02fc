//! The brief as plain text for a terminal, and as Markdown.

use std::fmt::Write;

use super::{Brief, Line};

/// As plain text, lines wrapped at a width.
pub fn text(brief: &Brief, width: usize) -> String {
    let mut out = String::new();
    let _ =
        writeln!(out, "{}\n{}\n{}", brief.title, brief.subtitle, "─".repeat(brief.title.chars().count().min(width)));
    for section in &brief.sections {
        let _ = writeln!(out, "\n{}", section.heading.to_uppercase());
        for line in &section.lines {
            wrap(&mut out, &sentence(line, |lead| lead.to_owned()), "  • ", "    ", width);
            for below in &line.below {
                wrap(&mut out, &sentence(below, |lead| lead.to_owned()), "      – ", "        ", width);
            }
        }
        if let Some((more, command)) = section.more {
            let _ = writeln!(out, "    … {more} more: {command}");
        }
    }
    if !brief.reports.is_empty() {
        let _ = writeln!(out, "\nREPORTS");
    }
    for (key, about) in &brief.reports {
        wrap(&mut out, &format!("[{key}] {about}"), "  ", "      ", width);
    }
    if brief.unused > 0 {
        let _ = writeln!(out, "  and {} more", brief.unused);
    }
    out
}

/// As Markdown.
pub fn markdown(brief: &Brief) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n\n{}", brief.title, brief.subtitle);
    for section in &brief.sections {
        let _ = writeln!(out, "\n## {}\n", section.heading);
        for line in &section.lines {
            let _ = writeln!(out, "- {}", sentence(line, |lead| format!("**{lead}**")));
            for below in &line.below {
                let _ = writeln!(out, "  - {}", sentence(below, |lead| format!("**{lead}**")));
            }
        }
        if let Some((more, command)) = section.more {
            let _ = writeln!(out, "- … {more} more: `{command}`");
        }
    }
    if !brief.reports.is_empty() {
        let _ = writeln!(out, "\n## Reports\n");
    }
    for (key, about) in &brief.reports {
        let _ = writeln!(out, "- [{key}] {about}");
    }
    if brief.unused > 0 {
        let _ = writeln!(out, "- and {} more", brief.unused);
    }
    out
}

fn sentence(line: &Line, lead: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    if !line.lead.is_empty() {
        out = format!("{} — ", lead(&line.lead));
    }
    out.push_str(&line.text);
    if !line.cited.is_empty() {
        out.push(' ');
        out.push_str(&line.cited);
    }
    out
}

/// Fills lines up to a width; a reference in brackets is never parted.
fn wrap(out: &mut String, text: &str, first: &str, then: &str, width: usize) {
    let width = width.max(40);
    let (mut line, mut length) = (first.to_owned(), first.chars().count());
    let start = length;
    let bound = text.replace(", ", ",\u{1f}");
    let glued = |word: &str| word.replace('\u{1f}', " ");
    let mut words: Vec<String> = Vec::new();
    let mut bracket = false;
    for word in bound.split(' ') {
        match words.last_mut() {
            Some(last) if bracket => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.extend(if word.starts_with('[') { vec![word.to_owned()] } else { split(word) }),
        }
        bracket = word.starts_with('[') && !word.contains(']') || bracket && !word.contains(']');
    }
    let mut empty = true;
    for word in words.iter().map(|w| glued(w)) {
        let n = word.chars().count();
        if !empty && length + 1 + n > width {
            let _ = writeln!(out, "{line}");
            (line, length, empty) = (then.to_owned(), start.min(then.chars().count()), true);
        }
        if !empty {
            line.push(' ');
            length += 1;
        }
        line.push_str(&word);
        length += n;
        empty = false;
    }
    let _ = writeln!(out, "{line}");
}

/// Parts again what was bound at commas, outside of brackets.
fn split(word: &str) -> Vec<String> {
    word.split('\u{1f}').map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Section;
    use super::*;

    #[test]
    fn references_stay_whole_at_the_end_of_a_line() {
        let mut out = String::new();
        wrap(&mut out, "Norway hosts the talks of the two sides, again [a:14, b:3 +2]", "  • ", "    ", 50);
        assert_eq!(out, "  • Norway hosts the talks of the two sides, again\n    [a:14, b:3 +2]\n");
    }

    #[test]
    fn both_forms_say_the_same() {
        let line = Line {
            lead: "2 Oct 2016".into(),
            text: "Norway hosts talks".into(),
            cited: "[a:1]".into(),
            ..Line::default()
        };
        let section = Section { heading: "What happened", lines: vec![line], more: None };
        let brief =
            Brief { title: "Norway".into(), subtitle: "1 report".into(), sections: vec![section], ..Brief::default() };
        assert!(text(&brief, 80).contains("  • 2 Oct 2016 — Norway hosts talks [a:1]"));
        assert!(markdown(&brief).contains("- **2 Oct 2016** — Norway hosts talks [a:1]"));
    }
}
