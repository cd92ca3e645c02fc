//! Characters made plain: typographic quotes and dashes read as ASCII ones, word shapes, and the hash that both
//! the runtime and `training/` use. It never changes offsets: callers keep the spans of the original text.

/// Appends `form` to `out` with typographic quotes, dashes and dots as ASCII.
pub(crate) fn normalise_into(form: &str, out: &mut String) {
    out.clear();
    for c in form.chars() {
        match c {
            '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '`' | '\u{b4}' | '\u{2032}' => out.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2033}' => out.push('"'),
            '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}' => out.push('-'),
            '\u{2014}' | '\u{2015}' => out.push_str("--"),
            '\u{2026}' => out.push_str("..."),
            '\u{a0}' => out.push(' '),
            _ => out.push(c),
        }
    }
    if out == "''" {
        out.clear();
        out.push('"');
    }
}

/// `form` with typographic quotes, dashes and dots as ASCII.
pub(crate) fn normalise(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    normalise_into(form, &mut out);
    out
}

/// FNV-1a over the bytes, the seed mixed in first, with a final mix so that every bit counts.
pub(crate) fn hash(bytes: &[u8], seed: u32) -> u32 {
    let mut h = (0x811C_9DC5 ^ seed).wrapping_mul(0x0100_0193);
    for &b in bytes {
        h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    }
    h ^= h >> 16;
    h = h.wrapping_mul(0x85EB_CA6B);
    h ^ (h >> 13)
}

/// `Xxxx-dd`: capitals, small letters and digits, with runs cut at four.
pub(crate) fn shape(form: &str) -> String {
    let mut out = String::with_capacity(form.len());
    let (mut last, mut run) = ('\0', 0);
    for c in form.chars() {
        let kind = match c {
            _ if is_digit(c) => 'd',
            _ if c.is_uppercase() => 'X',
            _ if c.is_alphabetic() => 'x',
            _ => c,
        };
        run = if kind == last { run + 1 } else { 1 };
        last = kind;
        if run <= 4 {
            out.push(kind);
        }
    }
    out
}

/// ASCII digits only: the training side follows.
pub(crate) fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typographic_signs_become_plain() {
        assert_eq!(normalise("“don’t”—"), "\"don't\"--");
        assert_eq!(normalise("''"), "\"");
    }

    #[test]
    fn shapes_cut_runs_at_four() {
        assert_eq!(shape("Aleppo-16"), "Xxxxx-dd");
        assert_eq!(shape("U.N."), "X.X.");
    }
}
