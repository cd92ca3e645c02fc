//! Lines before a report that say its title, publisher and date.
//!
//! Either between two lines `---`, where unknown keys are passed over; or plain `title:`, `publisher:`, `published:`
//! lines, ended by a blank line or by `---`. Anything else is the report itself and stays untouched.

use super::metadata::{Metadata, Stated};

/// More lines than this are no front matter.
const MAX_LINES: usize = 100;

/// The front matter, and the report after it.
pub(super) fn split(text: &str) -> (Metadata, &str) {
    fenced(text).or_else(|| plain(text)).unwrap_or((Metadata::default(), text))
}

fn fenced(text: &str) -> Option<(Metadata, &str)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let mut metadata = Metadata::default();
    let mut length = first.len();
    for line in lines.take(MAX_LINES) {
        length += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((metadata, &text[length..]));
        }
        take(&mut metadata, line);
    }
    None
}

fn plain(text: &str) -> Option<(Metadata, &str)> {
    let mut metadata = Metadata::default();
    let mut length = 0;
    for (n, line) in text.split_inclusive('\n').take(MAX_LINES).enumerate() {
        length += line.len();
        if n > 0 && matches!(line.trim(), "" | "---") {
            return Some((metadata, &text[length..]));
        }
        if !take(&mut metadata, line) {
            return None;
        }
    }
    None
}

/// Takes a `key: value` line in; `false` when the key says nothing to us. The first of two wins.
fn take(metadata: &mut Metadata, line: &str) -> bool {
    let Some((key, value)) = line.split_once(':') else { return false };
    let value = unquote(value.trim());
    let some = (!value.is_empty()).then(|| value.to_owned());
    match key.trim_end().to_ascii_lowercase().as_str() {
        "title" => metadata.title = metadata.title.take().or(some),
        "publisher" => metadata.publisher = metadata.publisher.take().or(some),
        "published" | "date" => {
            let stated = some.map(|value| Stated { value, place: "front matter" });
            metadata.published = metadata.published.take().or(stated);
        }
        _ => return false,
    }
    true
}

fn unquote(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|it| it.strip_suffix(quote)) {
            return inner;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, title: &str, publisher: &str, published: &str, body: &str) {
        let (metadata, rest) = split(text);
        assert_eq!(metadata.title.as_deref().unwrap_or("-"), title, "{text:?}");
        assert_eq!(metadata.publisher.as_deref().unwrap_or("-"), publisher, "{text:?}");
        assert_eq!(metadata.published.map_or("-".into(), |it| it.value), published, "{text:?}");
        assert_eq!(rest, body, "{text:?}");
    }

    #[test]
    fn front_matter_is_taken_off_and_the_rest_is_untouched() {
        check(
            "title: A: b\npublisher: The Courier\npublished: 2016-10-14\n\n  Words.\r\n",
            "A: b",
            "The Courier",
            "2016-10-14",
            "  Words.\r\n",
        );
        check("Published: 2016-10-14\r\n\r\nWords.", "-", "-", "2016-10-14", "Words.");
        check("published: 2016-10-14\n---\nWords.", "-", "-", "2016-10-14", "Words.");
        check(
            "---\ntitle: \"Talks\"\ntags:\n  - war\ndate: 2016-10-14\n---\n\nWords.",
            "Talks",
            "-",
            "2016-10-14",
            "\nWords.",
        );
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        for text in [
            "title: of a report\nthat goes on at once.\n\nMore.",
            "Washington: talks failed.\n\nMore.",
            "---\nno end of it\n",
            "\ntitle: after a blank line\n\nWords.",
            "title: and nothing more",
            "",
        ] {
            check(text, "-", "-", "-", text);
        }
    }
}
