//! Words of a text, as much as place names need, and the stretches of it that the gazetteer knows.
//!
//! Works without a reading: the words here are its own, so that a name is found wherever a capital letter stands.

use super::lexicon::{Classes, classes};
use crate::Span;
use crate::resolve::gazetteer::{Candidate, Gazetteer, fold};

/// What stands between a word and the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space.
    Space,
    /// A hyphen.
    Hyphen,
    /// A comma.
    Comma,
    /// A bracket opens.
    Bracket,
    /// A dash: "BAGHDAD — ".
    Dash,
    /// The end of a sentence or a paragraph.
    Stop,
    /// Anything else.
    Other,
}

/// A word.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) span: Span,
    /// Starts with a capital letter.
    pub(super) capital: bool,
    /// More than one letter, all capitals.
    pub(super) upper: bool,
    /// Ends in a full stop that abbreviates.
    pub(super) dotted: bool,
    /// All digits.
    pub(super) digits: bool,
    /// First of its sentence, or after a quotation mark.
    pub(super) initial: bool,
    /// Followed by 's.
    pub(super) possessive: bool,
    pub(super) gap: Gap,
    pub(super) classes: Classes,
    folded: (u32, u32),
}

/// The words of a text and their folded spellings.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) list: Vec<Word>,
    folded: String,
}

/// A stretch of words that the gazetteer knows.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    pub(super) span: Span,
    /// First word and one past the last.
    pub(super) words: (usize, usize),
    /// Its folded spelling, as the gazetteer has it.
    pub(super) key: String,
    /// What it may mean.
    pub(super) candidates: Vec<Candidate>,
}

/// Words whose full stop does not end a sentence.
const ABBREVIATIONS: &str = " st ste mt ft mr mrs ms dr gen sgt lt col gov sen rep reps capt maj cmdr adm prof rev hon \
    pres supt det cpl pvt jr sr co ave blvd rd hwy ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich \
    minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo ont que sask alta nfld no jan feb aug sept oct \
    nov dec ";
/// Lower-case words inside a name.
const LINKERS: &str = " of the de la del el al and on upon y du des das do da der le les und van bin am an ed ez es ash ad \
    ar as at az e i sur sous en au aux et ";
/// Lower-case words that end a name.
const TAILS: &str = " camp crossing dam prison region river valley desert province refugee reactor corridor ";
/// Articles that a name may start with in lower case before a hyphen.
const ARTICLES: &str = " al el ad ar as ash az ed es ez an at ";
/// Names that are all capitals; other short words in capitals are no places.
const ACRONYMS: &str = " us usa uk uae eu drc prc dprk ksa png rok nsw fyrom nwfp fata trnc gerd ussr act dc pei ";
/// Most words of a name.
const LONGEST: usize = 6;

/// Whether a list of words between spaces has this one.
pub(super) fn listed(list: &str, word: &str) -> bool {
    !word.is_empty()
        && list.match_indices(word).any(|(at, _)| {
            list.as_bytes().get(at.wrapping_sub(1)) == Some(&b' ')
                && list.as_bytes().get(at + word.len()) == Some(&b' ')
        })
}

impl Words {
    /// Cuts a text.
    pub(super) fn new(text: &str) -> Self {
        let mut words = Self { list: Vec::with_capacity(text.len() / 6), folded: String::with_capacity(text.len()) };
        let mut at = 0;
        while let Some(start) = next_word(text, at) {
            if let Some(last) = words.list.last_mut() {
                last.gap = gap(&text[last.span.end..start]);
            }
            let end = word_end(text, start);
            words.push(text, start, end);
            at = words.list.last().map_or(end, |word| word.span.end.max(end));
        }
        words
    }

    fn push(&mut self, text: &str, start: usize, end: usize) {
        let (bare, possessive) =
            match ["'s", "’s", "'S", "’S"].iter().find_map(|mark| text[start..end].strip_suffix(mark)) {
                Some(bare) => (start + bare.len(), true),
                None => (end, false),
            };
        let word = &text[start..bare];
        let from = self.folded.len() as u32;
        fold(word, &mut self.folded);
        let folded = (from, self.folded.len() as u32);
        let key = &self.folded[folded.0 as usize..];
        let money = text.as_bytes().get(end) == Some(&b'$');
        let capital = !money && word.chars().next().is_some_and(char::is_uppercase);
        let stop = text.as_bytes().get(end) == Some(&b'.');
        let short = word.contains('.') || capital && (key.len() == 1 || listed(ABBREVIATIONS, key));
        let dotted = stop && short && !possessive;
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let before = self.list.last();
        let initial =
            before.is_none_or(|w| w.gap == Gap::Stop || w.gap == Gap::Other && opens_quote(&text[w.span.end..start]));
        self.list.push(Word {
            span: Span { start, end: if dotted { end + 1 } else { bare } },
            capital,
            upper: letters > 1 && !word.chars().any(char::is_lowercase),
            dotted,
            digits: word.bytes().all(|byte| byte.is_ascii_digit()),
            initial,
            possessive,
            gap: Gap::Stop,
            classes: classes(key),
            folded,
        });
    }

    /// Folded spelling of a word; empty when there is no such word.
    pub(super) fn key(&self, word: usize) -> &str {
        self.list.get(word).map_or("", |w| &self.folded[w.folded.0 as usize..w.folded.1 as usize])
    }

    /// The word before, when nothing but `gap` stands between.
    pub(super) fn before(&self, word: usize, gap: Gap) -> Option<usize> {
        let before = word.checked_sub(1)?;
        (self.list[before].gap == gap).then_some(before)
    }

    /// The word after, when nothing but `gap` stands between.
    pub(super) fn after(&self, last: usize, gap: Gap) -> Option<usize> {
        (self.list.get(last)?.gap == gap && last + 1 < self.list.len()).then_some(last + 1)
    }

    /// All stretches that the gazetteer knows, longest first at each place, never overlapping.
    pub(super) fn mentions(&self, gazetteer: &Gazetteer<'_>) -> Vec<Mention> {
        let mut mentions = Vec::new();
        let (mut at, mut key) = (0, String::new());
        while at < self.list.len() {
            match self.longest(at, gazetteer, &mut key) {
                Some((end, length)) => {
                    mentions.extend(self.mention(at, end, &key[..length], gazetteer));
                    at = end;
                }
                None => at += 1,
            }
        }
        mentions
    }

    /// One past the last word of the longest known name that starts here, and how much of `key` is its spelling.
    fn longest(&self, start: usize, gazetteer: &Gazetteer<'_>, key: &mut String) -> Option<(usize, usize)> {
        let first = &self.list[start];
        let article = first.gap == Gap::Hyphen && listed(ARTICLES, self.key(start));
        if !(first.capital || article) {
            return None;
        }
        key.clear();
        let mut best = None;
        for at in start..(start + LONGEST).min(self.list.len()) {
            let word = &self.list[at];
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(self.key(at));
            let tail = at > start && listed(TAILS, self.key(at));
            if (word.capital || tail) && gazetteer.knows(key) {
                best = Some((at + 1, key.len()));
            }
            if word.possessive {
                key.push('s');
            }
            let goes_on = matches!(word.gap, Gap::Space | Gap::Hyphen);
            let inside = word.capital || tail || listed(LINKERS, self.key(at));
            if !goes_on || !inside {
                break;
            }
        }
        best
    }

    fn mention(&self, start: usize, end: usize, key: &str, gazetteer: &Gazetteer<'_>) -> Option<Mention> {
        let mut key = key.to_owned();
        if classes(&key).never() || key.contains(' ') && classes(&key.replace(' ', "_")).never() {
            return None;
        }
        if let Some(kind) = self.plural_ahead(end) {
            let longer = format!("{key} {kind}");
            if gazetteer.knows(&longer) {
                key = longer;
            }
        }
        let mut candidates: Vec<Candidate> = gazetteer.find_folded(&key).collect();
        if end == start + 1 {
            let shows_short = self.shows_abbreviation(start);
            candidates.retain(|c| !c.short || shows_short);
            let word = &self.list[start];
            if key.len() < 3 && !word.upper && !word.dotted || key.len() < 2 {
                return None;
            }
            let acronym = word.upper && key.len() <= 4 && !self.is_headline(start) && !shows_short;
            if acronym && !listed(ACRONYMS, &key) || word.upper && key == "act" {
                return None;
            }
        }
        let span = self.list[start].span.cover(self.list[end - 1].span);
        (!candidates.is_empty()).then_some(Mention { span, words: (start, end), key, candidates })
    }

    /// "Jackson and Barrow counties": the kind that a list of names shares.
    fn plural_ahead(&self, end: usize) -> Option<&'static str> {
        let mut at = end;
        if !matches!(self.list.get(end.checked_sub(1)?)?.gap, Gap::Space | Gap::Comma) {
            return None;
        }
        while at < (end + 10).min(self.list.len()) {
            match self.key(at) {
                "counties" => return Some("county"),
                "parishes" => return Some("parish"),
                "and" | "or" => {}
                _ if self.list[at].capital => {}
                _ => return None,
            }
            if !matches!(self.list[at].gap, Gap::Space | Gap::Comma) {
                return None;
            }
            at += 1;
        }
        None
    }

    /// Whether a word stands as "Fla." or "FL" does: with its stops, or after a place and a comma.
    fn shows_abbreviation(&self, at: usize) -> bool {
        let word = &self.list[at];
        let after_name = self.before(at, Gap::Comma).is_some_and(|b| self.list[b].capital);
        let stops = word.span.len() - self.key(at).len();
        let two = stops >= 2 && word.dotted || stops >= 1 && !word.dotted && word.upper;
        two || after_name && (word.dotted || word.upper || self.key(at).len() >= 4)
            || word.dotted && self.key(at).len() >= 4
            || word.upper && listed(" nsw pei dc ny ", self.key(at))
    }

    /// Whether the words around are all in capitals: a headline or a dateline, not an acronym.
    fn is_headline(&self, at: usize) -> bool {
        let around = |n: usize| self.list.get(n).is_some_and(|w| w.upper && w.span.len() > 3);
        self.is_dateline(at) || around(at + 1) || at > 0 && around(at - 1)
    }

    /// Whether a word opens a paragraph as "BAGHDAD (AP) — " or "ATHENS, Ga. - " do.
    pub(super) fn is_dateline(&self, at: usize) -> bool {
        let opens = at == 0 || self.list[at - 1].gap == Gap::Stop;
        opens
            && (at..(at + 7).min(self.list.len()))
                .take_while(|&n| n == at || self.list[n - 1].gap != Gap::Stop)
                .any(|n| self.list[n].gap == Gap::Dash || n == at && self.list[n].gap == Gap::Bracket)
    }
}

fn next_word(text: &str, from: usize) -> Option<usize> {
    text[from..].char_indices().find(|(_, c)| c.is_alphanumeric()).map(|(at, _)| from + at)
}

/// End of the word that starts here: letters and digits, apostrophes inside, and the stops of "U.S" and "W.Va".
fn word_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut part = 0;
    let mut chars = text[start..].char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|&(_, next)| next);
        let joins = match c {
            '\'' | '’' => next.is_some_and(char::is_alphabetic),
            '.' => part <= 2 && next.is_some_and(char::is_uppercase),
            _ => false,
        };
        if joins {
            part = 0;
        } else if c.is_alphanumeric() {
            part += 1;
        } else {
            break;
        }
        end = start + at + c.len_utf8();
    }
    end
}

fn gap(between: &str) -> Gap {
    let between = between.strip_prefix("'s").or_else(|| between.strip_prefix("’s")).unwrap_or(between);
    match between {
        " " | "\n" | "\u{a0}" | "  " | "\r\n" => return Gap::Space,
        "-" | "‑" => return Gap::Hyphen,
        ", " | "," | ",\n" => return Gap::Comma,
        _ => {}
    }
    if between.contains(['.', '!', '?']) || between.matches('\n').count() > 1 {
        Gap::Stop
    } else if between.contains(['—', '–']) || between.contains(" - ") || between.contains("--") {
        Gap::Dash
    } else if between.contains('(') {
        Gap::Bracket
    } else if between.trim().is_empty() {
        Gap::Space
    } else if between.trim() == "," {
        Gap::Comma
    } else {
        Gap::Other
    }
}

fn opens_quote(between: &str) -> bool {
    between.ends_with(['"', '“', '‘', '\'', ':'])
}
