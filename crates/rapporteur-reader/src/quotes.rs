//! Finds what stands between quotation marks. Marks pair within a paragraph only: an unclosed one runs to its end.

use rapporteur_core::Span;

use crate::tokens::Piece;

/// The spans inside double quotation marks, without the marks, in order.
pub(crate) fn quotes(text: &str, pieces: &[Piece]) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    let mut last = 0;
    let mut close = |open: &mut Option<usize>, end: usize| {
        if let Some(start) = open.take().filter(|&start| start < end) {
            let inner = &text[start..end];
            let lead = inner.len() - inner.trim_start().len();
            let trail = inner.trim_end().len();
            if lead < trail {
                out.push(Span::new(start + lead, start + trail));
            }
        }
    };
    for piece in pieces {
        if piece.lines > 1 {
            close(&mut open, last);
        }
        match piece.span.of(text) {
            "\"" if open.is_some() => close(&mut open, piece.span.start),
            "\"" | "“" | "``" | "«" | "„" => {
                close(&mut open, last);
                open = Some(piece.span.end);
            }
            "”" | "''" | "»" => close(&mut open, piece.span.start),
            _ => {}
        }
        last = piece.span.end;
    }
    close(&mut open, last);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_pair_within_a_paragraph() {
        let text = "“Yes,” he said. \"No hopes.\"\n\n“An open one\n\nNext \"paragraph\".";
        let found: Vec<&str> = quotes(text, &crate::tokens::tokenise(text)).iter().map(|s| s.of(text)).collect();
        assert_eq!(found, ["Yes,", "No hopes.", "An open one", "paragraph"]);
    }
}
