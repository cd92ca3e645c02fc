//! Bytes to text: byte-order mark, UTF-8, what the page says, and a guess, in this order.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use rapporteur_core::Diagnostic;

use super::error::Reason;

/// Text, and what had to be guessed.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) diagnostic: Option<Diagnostic>,
}

/// Decodes a file; a byte-order mark is left out.
pub(super) fn decode(bytes: &[u8], is_page: bool) -> Result<Decoded, Reason> {
    if bytes.is_empty() {
        return Err(Reason::Empty);
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return sound(decode_as(encoding, &bytes[length..]));
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return sound(decode_as(encoding, bytes));
    }
    refuse_binary(bytes)?;
    let declared = is_page.then(|| declared(bytes)).flatten();
    let error = match std::str::from_utf8(bytes) {
        // All ASCII on the outside, Japanese inside.
        Ok(_) if declared == Some(ISO_2022_JP) => return sound(decode_as(ISO_2022_JP, bytes)),
        Ok(text) => return Ok(Decoded { text: text.to_owned(), diagnostic: None }),
        Err(error) => error,
    };
    if error.error_len().is_none() && has_letters_beyond_ascii(&bytes[..error.valid_up_to()]) {
        return Ok(cut_off(&bytes[..error.valid_up_to()]));
    }
    if let Some(encoding) = declared.filter(|it| *it != UTF_8) {
        return sound(decode_as(encoding, bytes));
    }
    sound(guess(bytes))
}

/// UTF-16 text full of control characters is no text either.
fn sound(decoded: Decoded) -> Result<Decoded, Reason> {
    let controls = decoded.text.chars().filter(|c| c.is_control() && !c.is_whitespace() && *c != '\u{1b}').count();
    if controls * CONTROLS_PER > decoded.text.chars().count() {
        return Err(Reason::Binary("binary data (mostly control characters)".into()));
    }
    Ok(decoded)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let diagnostic = bad.then(|| {
        let message = format!("expected text in {}, found bytes that are not; they read as U+FFFD", encoding.name());
        Diagnostic::warning("bad-charset", message).hint("save the report again in UTF-8")
    });
    Decoded { text: text.into_owned(), diagnostic }
}

/// A multi-byte character that the end of the file cuts in two.
fn cut_off(bytes: &[u8]) -> Decoded {
    let message = "expected UTF-8 to the end, found a character that the end of the file cuts in two";
    let hint = "the file may be cut off: check that it was saved in full";
    Decoded {
        text: String::from_utf8_lossy(bytes).into_owned(),
        diagnostic: Some(Diagnostic::warning("truncated", message).hint(hint)),
    }
}

fn has_letters_beyond_ascii(bytes: &[u8]) -> bool {
    !bytes.is_ascii()
}

/// Not UTF-8 and nothing said: mostly UTF-8 with a few bad bytes, or another charset.
fn guess(bytes: &[u8]) -> Decoded {
    let (good, bad) = utf8_evidence(bytes);
    if good >= bad * 4 {
        let mut decoded = decode_as(UTF_8, bytes);
        let places = if bad == 1 { "place" } else { "places" };
        let message = format!("expected UTF-8, found bytes that are not in {bad} {places}; they read as U+FFFD");
        decoded.diagnostic = Some(Diagnostic::warning("bad-utf8", message).hint("save the report again in UTF-8"));
        return decoded;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let mut decoded = decode_as(encoding, bytes);
    if decoded.diagnostic.is_some() {
        // The guess was wrong; every byte is something in windows-1252.
        decoded = decode_as(WINDOWS_1252, bytes);
    }
    let name = if decoded.diagnostic.is_some() { WINDOWS_1252.name() } else { encoding.name() };
    let message = format!("expected UTF-8, found another charset; read as {name}");
    let hint = "when words look wrong, save the report again in UTF-8";
    decoded.diagnostic = Some(Diagnostic::warning("guessed-charset", message).hint(hint));
    decoded
}

/// Characters beyond ASCII that are good UTF-8, and places that are not.
fn utf8_evidence(bytes: &[u8]) -> (usize, usize) {
    bytes.utf8_chunks().fold((0, 0), |(good, bad), chunk| {
        let letters = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (good + letters, bad + usize::from(!chunk.invalid().is_empty()))
    })
}

/// UTF-16 that tells itself by a zero in every other byte.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |offset| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if pairs < 4 {
        None
    } else if odd * 10 > pairs * 7 && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 7 && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// What a page says about its charset in its first 4,096 bytes: `<meta charset=...>`, `content="...; charset=..."`, or
/// an XML declaration's `encoding="..."`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(4096).map(|&b| char::from(b).to_ascii_lowercase()).collect();
    let label = |key: &str| {
        head.match_indices(key).find_map(|(at, _)| {
            let value = head[at + key.len()..].trim_start().strip_prefix('=')?.trim_start();
            let value = value.trim_start_matches(['"', '\'']);
            let end = value.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(value.len());
            Encoding::for_label(&value.as_bytes()[..end])
        })
    };
    // A page that says UTF-16 in ASCII letters is not.
    let read = label("charset").or_else(|| head.starts_with("<?xml").then(|| label("encoding")).flatten());
    read.map(|it| if it == UTF_16LE || it == UTF_16BE { UTF_8 } else { it })
}

/// How a few file formats begin, and what to call them.
const MAGIC: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xD0\xCF\x11\xE0", "an old office document"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// One control character in so many bytes makes a file binary.
const CONTROLS_PER: usize = 50;

fn refuse_binary(bytes: &[u8]) -> Result<(), Reason> {
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(Reason::Binary((*name).into()));
    }
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(Reason::Binary(format!("binary data (a zero byte at offset {at})")));
    }
    let head = &bytes[..bytes.len().min(65_536)];
    let controls = head.iter().filter(|b| **b < 0x20 && !b"\t\n\r\x0C\x1B".contains(b)).count();
    if controls * CONTROLS_PER > head.len() {
        return Err(Reason::Binary(format!("binary data ({controls} control characters in {} bytes)", head.len())));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], is_page: bool) -> (String, Option<String>) {
        let decoded = decode(bytes, is_page).unwrap();
        (decoded.text, decoded.diagnostic.map(|it| format!("{}: {}", it.kind, it.message)))
    }

    #[test]
    fn marks_are_obeyed_and_left_out() {
        for bytes in [
            b"\xEF\xBB\xBFCaf\xC3\xA9".as_slice(),
            b"\xFF\xFEC\0a\0f\0\xE9\0",
            b"\xFE\xFF\0C\0a\0f\0\xE9",
            b"C\0a\0f\0\xE9\0",
            b"\0C\0a\0f\0\xE9",
        ] {
            assert_eq!(text(bytes, false), ("Café".into(), None), "{bytes:x?}");
        }
    }

    #[test]
    fn other_charsets_are_guessed_aloud() {
        let russian = encoding_rs::WINDOWS_1251.encode("Министры встретились в Лозанне в субботу.").0.into_owned();
        assert_eq!(
            text(&russian, false),
            (
                "Министры встретились в Лозанне в субботу.".into(),
                Some("guessed-charset: expected UTF-8, found another charset; read as windows-1251".into())
            )
        );
        let french = encoding_rs::WINDOWS_1252.encode("“Le général a refusé”, a déclaré l’émissaire.").0.into_owned();
        assert_eq!(text(&french, false).0, "“Le général a refusé”, a déclaré l’émissaire.");
    }

    #[test]
    fn a_page_says_its_charset() {
        for head in [
            "<meta charset=windows-1251>",
            "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=windows-1251'>",
            "<meta charset = \"WINDOWS-1251\">",
        ] {
            let page = format!("<html><head>{head}</head><p>Да</p>");
            let bytes = encoding_rs::WINDOWS_1251.encode(&page).0.into_owned();
            assert_eq!(text(&bytes, true), (page, None));
        }
        let lies = "<meta charset=windows-1251><p>Да</p>";
        assert_eq!(text(lies.as_bytes(), true), (lies.into(), None), "valid UTF-8 is UTF-8 whatever it says");
        let japanese = encoding_rs::ISO_2022_JP.encode("<meta charset=iso-2022-jp><p>会談</p>").0.into_owned();
        assert_eq!(text(&japanese, true).0, "<meta charset=iso-2022-jp><p>会談</p>");
    }

    #[test]
    fn a_few_bad_bytes_do_not_spoil_the_rest() {
        let mut bytes = "“One” – “two” – “three” ".as_bytes().to_vec();
        bytes.extend(b"caf\xE9 four");
        let (text, message) = text(&bytes, false);
        assert_eq!(text, "“One” – “two” – “three” caf\u{FFFD} four");
        let expected = "bad-utf8: expected UTF-8, found bytes that are not in 1 place; they read as U+FFFD";
        assert_eq!(message.as_deref(), Some(expected));
    }

    #[test]
    fn a_cut_off_file_is_read_as_far_as_it_goes() {
        let whole = "“The talks failed”".as_bytes();
        let (text, message) = text(&whole[..whole.len() - 1], false);
        assert_eq!(text, "“The talks failed");
        assert!(message.unwrap().starts_with("truncated: expected UTF-8 to the end, found a character"));
    }

    #[test]
    fn binary_files_are_named() {
        let refuse = |bytes: &[u8]| decode(bytes, false).unwrap_err().to_string();
        assert_eq!(refuse(b"%PDF-1.7 ..."), "expected text, found a PDF file");
        assert_eq!(refuse(b"Some words\0more"), "expected text, found binary data (a zero byte at offset 10)");
        let noise: Vec<u8> = (1..=255).cycle().take(4000).collect();
        assert_eq!(refuse(&noise), "expected text, found binary data (416 control characters in 4000 bytes)");
        assert_eq!(refuse(b""), "expected a report, found no words");
        assert!(refuse(b"\xFF\xFE\x01\0\x02\0\x03\0a\0").contains("control characters"));
    }
}
