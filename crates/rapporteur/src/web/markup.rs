//! A text cut at its marks: the pieces that a template shows, each with all that is marked there.

use rapporteur_core::Span;

/// One mark on a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Mark {
    /// Where.
    pub(super) span: Span,
    /// What kind, as a class of the style sheet.
    pub(super) class: &'static str,
    /// What to say about it.
    pub(super) title: String,
    /// The claim it belongs to, by key.
    pub(super) claim: Option<String>,
    /// Whether a link to its claim stands here, and links to the claim's words come here.
    pub(super) leads: bool,
}

/// A stretch of text under the same marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Piece {
    /// The words.
    pub(super) text: String,
    /// Classes of the marks on it, apart by blanks; empty for plain words.
    pub(super) class: String,
    /// What to say about it.
    pub(super) title: String,
    /// Keys of the claims it belongs to, apart by blanks.
    pub(super) claims: String,
    /// The claim that it leads to.
    pub(super) leads: Option<String>,
    /// The claim whose words begin here.
    pub(super) anchor: Option<String>,
    /// Number of the sentence that begins here.
    pub(super) sentence: Option<usize>,
}

/// Cuts a stretch of a text at the ends of all marks and where sentences begin.
pub(super) fn pieces(text: &str, within: Span, marks: &[Mark], sentences: &[(usize, usize)]) -> Vec<Piece> {
    let near: Vec<&Mark> = marks.iter().filter(|m| m.span.overlaps(within) && !m.span.is_empty()).collect();
    let begins: Vec<&(usize, usize)> =
        sentences.iter().filter(|(start, _)| (within.start..within.end).contains(start)).collect();
    let mut cuts: Vec<usize> = near.iter().flat_map(|m| [m.span.start, m.span.end]).collect();
    cuts.extend(begins.iter().map(|(start, _)| *start));
    cuts.retain(|&cut| within.start < cut && cut < within.end && text.is_char_boundary(cut));
    cuts.extend([within.start, within.end]);
    cuts.sort_unstable();
    cuts.dedup();
    let piece = |ends: &[usize]| {
        let span = Span::new(ends[0], ends[1]);
        let on: Vec<&&Mark> = near.iter().filter(|m| m.span.overlaps(span)).collect();
        let leads = on.iter().filter(|m| m.leads).min_by_key(|m| m.span.len());
        Piece {
            text: span.of(text).to_owned(),
            class: joined(on.iter().map(|m| m.class)),
            title: on.iter().map(|m| m.title.as_str()).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n"),
            claims: joined(on.iter().filter_map(|m| m.claim.as_deref())),
            leads: leads.and_then(|m| m.claim.clone()),
            anchor: leads.filter(|m| m.span.start == span.start).and_then(|m| m.claim.clone()),
            sentence: begins.iter().find(|(start, _)| *start == span.start).map(|(_, number)| *number),
        }
    };
    cuts.windows(2).map(piece).collect()
}

/// Words apart by blanks, each once.
fn joined<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for word in words.filter(|word| !word.is_empty()) {
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_tile_the_text_whatever_overlaps() {
        let text = "Norway hosts “talks” in Bergen.";
        let mark = |words: &str, class, key: Option<&str>, leads| Mark {
            span: text.find(words).map(|at| Span::new(at, at + words.len())).expect("words of the text"),
            class,
            claim: key.map(str::to_owned),
            leads,
            ..Mark::default()
        };
        let marks = [
            mark("Norway hosts", "claim", Some("k1"), false),
            mark("hosts “talks”", "quote", None, false),
            mark("hosts", "trigger", Some("k1"), true),
        ];
        let pieces = pieces(text, Span::new(0, text.len()), &marks, &[(0, 1)]);
        assert_eq!(pieces.iter().map(|p| p.text.as_str()).collect::<String>(), text);
        let hosts = pieces.iter().find(|p| p.text == "hosts").expect("a piece of its own");
        assert_eq!((hosts.class.as_str(), hosts.claims.as_str()), ("claim quote trigger", "k1"));
        assert_eq!((hosts.leads.as_deref(), hosts.anchor.as_deref()), (Some("k1"), Some("k1")));
        assert_eq!(pieces[0].sentence, Some(1));
    }
}
