//! How deep a page is nested, found before any parser sees it: finding the main text takes time quadratic in depth.
//!
//! One pass over the bytes with a stack of open elements. Elements whose end tags may be left out (`p`, `li`, table
//! cells ...) are not counted: a page may open thousands of them without nesting any.

/// What one pass over a page finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Most elements open at once; counting stops at the limit.
    pub(super) depth: usize,
    /// The page ends inside a tag, a comment or a script.
    pub(super) cut_off: bool,
}

/// Elements without content, and those whose end tag may be left out.
const NOT_COUNTED: &[&str] = &[
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img", "input", "li",
    "link", "meta", "optgroup", "option", "p", "param", "rb", "rp", "rt", "rtc", "source", "tbody", "td", "tfoot",
    "th", "thead", "tr", "track", "wbr",
];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Looks a page over; stops when it is deeper than `limit`.
pub(super) fn shape(page: &str, limit: usize) -> Shape {
    let mut open: Vec<&str> = Vec::new();
    let mut depth = 0;
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let Some(after) = tag(rest, &mut open) else { return Shape { depth, cut_off: true } };
        rest = after;
        depth = depth.max(open.len());
        if depth > limit {
            break;
        }
    }
    Shape { depth, cut_off: false }
}

/// Reads what follows a `<`; gives what is after it, or nothing when the page ends inside.
fn tag<'p>(rest: &'p str, open: &mut Vec<&'p str>) -> Option<&'p str> {
    if let Some(comment) = rest.strip_prefix("!--") {
        return after(comment, "-->");
    }
    if rest.starts_with(['!', '?']) {
        return after(rest, ">");
    }
    let (end_tag, named) = match rest.strip_prefix('/') {
        Some(named) => (true, named),
        None => (false, rest),
    };
    if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some(rest); // "a < b"
    }
    let length = named.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(named.len());
    let (name, attributes) = named.split_at(length);
    let close = end_of_tag(attributes)?;
    let (attributes, content) = (&attributes[..close], &attributes[close + 1..]);
    let is = |list: &[&str]| list.iter().any(|it| it.eq_ignore_ascii_case(name));
    if end_tag {
        if let Some(at) = open.iter().rposition(|it| it.eq_ignore_ascii_case(name)) {
            open.truncate(at);
        }
    } else if is(RAW) {
        return after_raw(content, name);
    } else {
        let closed = attributes.ends_with('/') && is_foreign(open);
        if !is(NOT_COUNTED) && !closed {
            open.push(name);
        }
    }
    Some(content)
}

/// `<path/>` closes itself within SVG and MathML; `<div/>` does not.
fn is_foreign(open: &[&str]) -> bool {
    open.iter().any(|it| it.eq_ignore_ascii_case("svg") || it.eq_ignore_ascii_case("math"))
}

fn after<'p>(text: &'p str, end: &str) -> Option<&'p str> {
    text.find(end).map(|at| &text[at + end.len()..])
}

/// Where a tag's `>` stands, one inside of a quoted value not counted.
fn end_of_tag(attributes: &str) -> Option<usize> {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in attributes.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return Some(at),
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    None
}

/// What comes after the end tag of an element whose content is no markup.
fn after_raw<'p>(content: &'p str, name: &str) -> Option<&'p str> {
    let mut rest = content;
    loop {
        rest = after(rest, "</")?;
        if rest.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name)) {
            return after(rest, ">");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(page: &str) -> usize {
        shape(page, 1000).depth
    }

    #[test]
    fn depth_is_that_of_the_open_elements() {
        assert_eq!(depth("no tags, 1 < 2 and 3 > 2"), 0);
        assert_eq!(depth("<html><body><div><p>one<p>two<p>three</div><div><b>x</b></div>"), 2);
        assert_eq!(depth(&"<li><p><tr><td><br><img src=x>".repeat(500)), 0);
        assert_eq!(depth(&"<div>x</DIV>".repeat(500)), 1);
        assert_eq!(depth(&"<div><b>unclosed</div>".repeat(500)), 2, "an end tag closes what is inside");
        assert_eq!(depth("<div title='<div><div>' data-x=\"a>b\">x</div>"), 1);
        assert_eq!(depth("<script>if (a<b) { x = '<div><div>' }</script><!-- <div><div> --><div>"), 1);
        assert_eq!(depth(&format!("<svg>{}</svg>", "<path d='M0'/>".repeat(900))), 1);
        assert_eq!(depth(&format!("{}{}", "<div>".repeat(200), "</div>".repeat(200))), 200);
    }

    #[test]
    fn a_flood_stops_at_the_limit() {
        assert_eq!(shape(&"<div>".repeat(20_000), 256), Shape { depth: 257, cut_off: false });
        assert_eq!(shape(&"<div/>".repeat(20_000), 256).depth, 257);
    }

    #[test]
    fn an_end_inside_a_tag_is_told() {
        for page in ["<p>Words <a href=\"http", "<p>x</p><!-- never", "<p>x</p><script>var a", "<p>x</"] {
            assert_eq!(shape(page, 256).cut_off, page != "<p>x</", "{page}");
        }
        assert!(!shape("<p>Words", 256).cut_off);
    }
}
