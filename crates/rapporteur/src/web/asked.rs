//! What a visitor asks for in the address: which rows, which page of them.

use axum::extract::{FromRequestParts, RawQuery};
use axum::http::request::Parts;
use jiff::civil::Date;
use rapporteur_core::EventType;

use super::error::Problem;
use super::places;
use crate::output::views::Filter;

/// Parameters of an address, each as it was written.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pairs: Vec<(String, String)>,
}

/// Parameters that choose rows; views hand them on to each other.
const FILTERS: [&str; 6] = ["from", "to", "actor", "place", "type", "q"];

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let query = RawQuery::from_request_parts(parts, state).await.map_or(None, |RawQuery(query)| query);
        Ok(Self { pairs: pairs(query.as_deref().unwrap_or_default()) })
    }
}

/// Names and values of a form or of an address. What does not read as UTF-8 is read with replacement characters.
pub(super) fn pairs(encoded: &str) -> Vec<(String, String)> {
    let decode = |part: &str| {
        let spaced = part.replace('+', " ");
        percent_decode(spaced.as_bytes())
    };
    let parts = encoded.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| part.split_once('=').unwrap_or((part, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

fn percent_decode(bytes: &[u8]) -> String {
    let digit = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let (mut out, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(&byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// A value as it stands in an address.
pub(super) fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

impl Asked {
    /// The first value of a parameter; empty when it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.trim())
    }

    /// Which rows to show.
    pub(super) fn filter(&self) -> Result<Filter, Problem> {
        let some = |name: &str| Some(self.get(name).to_owned()).filter(|value| !value.is_empty());
        let types = self.pairs.iter().filter(|(name, value)| name == "type" && !value.is_empty());
        let types = types.flat_map(|(_, value)| value.split(',')).map(event_type).collect::<Result<Vec<_>, _>>()?;
        // A state is known by its code, a town by the words that reports have for it.
        let country = some("place").and_then(|place| places::state(&place));
        Ok(Filter {
            types,
            actor: some("actor"),
            place: some("place").filter(|_| country.is_none()),
            country,
            from: self.day("from")?,
            to: self.day("to")?,
            search: some("q"),
        })
    }

    /// A day; `None` when there is none.
    pub(super) fn day(&self, name: &str) -> Result<Option<Date>, Problem> {
        let value = self.get(name);
        let bad = |_| Problem::bad(format!("`{name}`: expected a day, found `{value}`")).hint("write 2016-10-14");
        if value.is_empty() { Ok(None) } else { value.parse().map(Some).map_err(bad) }
    }

    /// A number within bounds, or a default when there is none.
    pub(super) fn number(&self, name: &str, least: usize, most: usize, default: usize) -> Result<usize, Problem> {
        let value = self.get(name);
        if value.is_empty() {
            return Ok(default);
        }
        let bad = || Problem::bad(format!("`{name}`: expected a number from {least} to {most}, found `{value}`"));
        value.parse().ok().filter(|number| (least..=most).contains(number)).ok_or_else(bad)
    }

    /// The filter as an address writes it, for links from one view to another; begins with `?` unless empty.
    pub(super) fn carried(&self) -> String {
        let kept = self.pairs.iter().filter(|(name, value)| FILTERS.contains(&name.as_str()) && !value.is_empty());
        let parts: Vec<String> = kept.map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// Whether a filter is set.
    pub(super) fn is_filtered(&self) -> bool {
        !self.carried().is_empty()
    }
}

fn event_type(name: &str) -> Result<EventType, Problem> {
    let all = || EventType::ALL.map(EventType::as_str).join(", ");
    let bad = |message| Problem::bad(format!("`type`: {message}")).hint(format!("one of {}", all()));
    name.trim().to_uppercase().parse().map_err(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_an_address() {
        for value in ["a b&c=d", "Ça va / “oui”?", "100%", "%zz", ""] {
            assert_eq!(pairs(&format!("q={}", encode(value))), [("q".to_owned(), value.to_owned())]);
        }
        assert_eq!(pairs("a+b=%zz&&c"), [("a b".to_owned(), "%zz".to_owned()), ("c".into(), String::new())]);
    }

    #[test]
    fn a_bad_part_is_named() {
        let asked = Asked { pairs: pairs("from=yesterday&type=ASALT&limit=0") };
        assert!(asked.day("from").unwrap_err().message.contains("found `yesterday`"));
        assert!(asked.filter().is_err());
        assert!(asked.number("limit", 1, 500, 50).is_err());
        assert_eq!(asked.number("offset", 0, 9, 3).ok(), Some(3));
    }
}
