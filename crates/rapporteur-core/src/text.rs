//! Places in a text: byte spans, and the code-point offsets that other tools want.

use serde::{Deserialize, Serialize};

/// A stretch of a report's text: byte offsets, half-open, always on character boundaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span ends before it starts: {start}..{end}");
        Self { start, end }
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words themselves; empty when the span is not of this text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Turns byte offsets into offsets in Unicode code points, for output.
///
/// Holds one byte offset for every 64 code points: a lookup walks at most 63 characters.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Byte offset of code points 0, 64, 128 ...; empty when the text is ASCII and offsets are the same.
    marks: Vec<usize>,
}

impl<'t> CodePoints<'t> {
    const STEP: usize = 64;

    /// Indexes a text.
    pub fn new(text: &'t str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(Self::STEP).map(|(byte, _)| byte).collect()
        };
        Self { text, marks }
    }

    /// Code points before this byte offset.
    pub fn at(&self, byte: usize) -> usize {
        if self.marks.is_empty() {
            return byte;
        }
        let mark = self.marks.partition_point(|&start| start <= byte).saturating_sub(1);
        mark * Self::STEP
            + self.text[self.marks[mark]..].char_indices().take_while(|(i, _)| self.marks[mark] + i < byte).count()
    }

    /// A span in code points.
    pub fn span(&self, span: Span) -> Span {
        Span { start: self.at(span.start), end: self.at(span.end) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_count_characters_not_bytes() {
        let text = "“Ça va”, dit-il — ".repeat(20);
        let index = CodePoints::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.at(byte), n);
        }
        assert_eq!(index.at(text.len()), text.chars().count());
    }
}
