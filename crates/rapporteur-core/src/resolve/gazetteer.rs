//! The gazetteer: names of places, and the places they may mean, in one flat file that is read where it lies.
//!
//! `cargo xtask gazetteer` writes the file; this module only reads it. Nothing is parsed at the start: the bytes are part
//! of the program, the operating system loads the pages that look-ups touch, and a look-up is one hash, one bucket and
//! a few comparisons.
//!
//! # Layout
//! All numbers are little-endian `u32` unless a size is given.
//!
//! | section | content |
//! |---|---|
//! | header | magic `RAPGAZ01`; counts of keys, postings, rows, divisions, countries; bytes of text |
//! | buckets | 65,537 positions: keys whose hash starts with these 16 bits |
//! | hashes | the next 32 bits of each key's hash, sorted within a bucket (48 bits in all: no name is stored twice) |
//! | values | for each key one posting, or with bit 27 set the index of its first posting |
//! | postings | row in the low 27 bits; bits 28..=31: abbreviation, demonym, other name, last of its key |
//! | rows | 24 bytes: lat, lon (`i32`, 1e-4 degrees), GeoNames id, population, name, division (`u16`), kind, name length (`u8`) |
//! | divisions | 12 bytes: row, name, country (`u16`), name length (`u8`), 0 |
//! | countries | 8 bytes: row, alpha-3, 0 |
//! | text | all names, UTF-8 |

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::Place;
use crate::place::PlaceKind;

/// First bytes of the file; the number rises with every change of the layout.
pub const MAGIC: &[u8; 8] = b"RAPGAZ01";
/// Bytes of a row.
pub const ROW: usize = 24;
/// Bytes of a division.
pub const DIVISION: usize = 12;
/// Bytes of a country.
pub const COUNTRY: usize = 8;
/// Buckets of keys.
pub const BUCKETS: usize = 1 << 16;
/// Posting flag: the last one of its key.
pub const LAST: u32 = 1 << 31;
/// Posting flag: not the place's main name.
pub const OTHER: u32 = 1 << 30;
/// Posting flag: the people, not the place.
pub const DEMONYM: u32 = 1 << 29;
/// Posting flag: an abbreviation, to be read only where the text shows one.
pub const SHORT: u32 = 1 << 28;
/// Value flag: the value is the index of the first of several postings.
pub const SEVERAL: u32 = 1 << 27;

static EMBEDDED: &[u8] = include_bytes!("../../../../model/gazetteer.bin");

/// What a row is, finer than [`PlaceKind`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum RowKind {
    /// A city, town or village.
    City = 0,
    /// A capital of a state.
    Capital = 1,
    /// A river, mountain, strait, camp, dam.
    Feature = 2,
    /// A county, district or other second-order division.
    County = 3,
    /// A first-order division.
    Division = 4,
    /// Part of a country or several.
    Region = 5,
    /// A state or territory.
    Country = 6,
    /// A continent or an ocean.
    Continent = 7,
}

impl RowKind {
    const ALL: [Self; 8] = [
        Self::City,
        Self::Capital,
        Self::Feature,
        Self::County,
        Self::Division,
        Self::Region,
        Self::Country,
        Self::Continent,
    ];

    /// What the record calls it.
    pub fn place_kind(self) -> PlaceKind {
        match self {
            Self::City | Self::Capital => PlaceKind::City,
            Self::Feature => PlaceKind::Feature,
            Self::County | Self::Division => PlaceKind::Division,
            Self::Region => PlaceKind::Region,
            Self::Country => PlaceKind::Country,
            Self::Continent => PlaceKind::Continent,
        }
    }
}

/// One place as the file holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Latitude, degrees.
    pub lat: f32,
    /// Longitude, degrees.
    pub lon: f32,
    /// GeoNames id; 0 when the place is ours.
    pub geonames_id: u32,
    /// People who live there; 0 when not known.
    pub population: u32,
    /// Index of its division; every place has one, the last resort is "somewhere in this country".
    pub division: u16,
    /// What it is.
    pub kind: RowKind,
}

/// One reading of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which row.
    pub row: u32,
    /// Not the place's main name: an exonym, a former name, another spelling.
    pub other_name: bool,
    /// The name of its people.
    pub demonym: bool,
    /// An abbreviation.
    pub short: bool,
}

/// Names of places over a file's bytes. Copying it copies a few pointers.
#[derive(Clone, Copy, Debug)]
pub struct Gazetteer<'a> {
    buckets: &'a [u8],
    hashes: &'a [u8],
    values: &'a [u8],
    postings: &'a [u8],
    rows: &'a [u8],
    divisions: &'a [u8],
    countries: &'a [u8],
    text: &'a [u8],
}

impl<'a> Gazetteer<'a> {
    /// Reads a file's header and finds its sections.
    ///
    /// `None` when the bytes are no gazetteer of this layout, or are cut short.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut counts = [0; 6];
        for count in &mut counts {
            let (number, after) = rest.split_first_chunk::<4>()?;
            (*count, rest) = (u32::from_le_bytes(*number) as usize, after);
        }
        let [keys, postings, rows, divisions, countries, text] = counts;
        let sizes = [
            Some((BUCKETS + 1) * 4),
            keys.checked_mul(4),
            keys.checked_mul(4),
            postings.checked_mul(4),
            rows.checked_mul(ROW),
            divisions.checked_mul(DIVISION),
            countries.checked_mul(COUNTRY),
            Some(text),
        ];
        let mut sections = [rest; 8];
        for (section, size) in sections.iter_mut().zip(sizes) {
            (*section, rest) = rest.split_at_checked(size?)?;
        }
        let [buckets, hashes, values, postings, rows, divisions, countries, text] = sections;
        Some(Self { buckets, hashes, values, postings, rows, divisions, countries, text })
    }

    /// The one that is part of the program. Costs nothing to start.
    pub fn embedded() -> Gazetteer<'static> {
        static ONCE: OnceLock<Gazetteer<'static>> = OnceLock::new();
        *ONCE.get_or_init(|| Gazetteer::new(EMBEDDED).unwrap_or(Gazetteer::EMPTY))
    }

    /// One that knows no place.
    pub const EMPTY: Gazetteer<'static> = Gazetteer {
        buckets: &[],
        hashes: &[],
        values: &[],
        postings: &[],
        rows: &[],
        divisions: &[],
        countries: &[],
        text: &[],
    };

    /// Places that go by this name, largest first.
    ///
    /// Case, diacritics, full stops and apostrophes do not count; "Saint" is "St.".
    pub fn find(&self, name: &str) -> Candidates<'a> {
        let mut folded = String::with_capacity(name.len());
        fold(name, &mut folded);
        self.find_folded(&folded)
    }

    /// Places that go by a name that [`fold`] has been through.
    pub fn find_folded(&self, folded: &str) -> Candidates<'a> {
        let value = self.value(hash(folded));
        let (next, several) = match value {
            None => (LAST, false),
            Some(value) if value & SEVERAL != 0 => (value & (SEVERAL - 1), true),
            Some(value) => (value, false),
        };
        Candidates { postings: self.postings, next, several, done: value.is_none() }
    }

    /// Whether any place goes by this folded name.
    pub fn knows(&self, folded: &str) -> bool {
        self.value(hash(folded)).is_some()
    }

    fn value(&self, hash: u64) -> Option<u32> {
        let bucket = (hash >> 48) as usize;
        let (mut low, mut high) = (number(self.buckets, bucket)? as usize, number(self.buckets, bucket + 1)? as usize);
        let wanted = (hash >> 16) as u32;
        while low < high {
            let middle = low + (high - low) / 2;
            match number(self.hashes, middle)?.cmp(&wanted) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return number(self.values, middle),
            }
        }
        None
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.rows.len() / ROW
    }

    /// Whether it knows no place.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many names there are, all languages and spellings together.
    pub fn names(&self) -> usize {
        self.hashes.len() / 4
    }

    /// One row; a nameless spot in the sea when there is no such row.
    pub fn row(&self, row: u32) -> Row {
        let bytes = slice(self.rows, row as usize, ROW);
        let word = |n| number(bytes, n).unwrap_or_default();
        let tail = word(5);
        Row {
            lat: word(0).cast_signed() as f32 / 1e4,
            lon: word(1).cast_signed() as f32 / 1e4,
            geonames_id: word(2),
            population: word(3),
            division: tail as u16,
            kind: RowKind::ALL[(tail >> 16 & 7) as usize],
        }
    }

    /// Main name of a row.
    pub fn name(&self, row: u32) -> &'a str {
        let bytes = slice(self.rows, row as usize, ROW);
        self.text_at(number(bytes, 4), bytes.get(23))
    }

    /// Name of a division; empty when it is only "somewhere in this country".
    pub fn division_name(&self, division: u16) -> &'a str {
        let bytes = slice(self.divisions, division.into(), DIVISION);
        self.text_at(number(bytes, 1), bytes.get(10))
    }

    /// The country that a division belongs to.
    pub fn country_of(&self, division: u16) -> u16 {
        slice(self.divisions, division.into(), DIVISION).get(8..10).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
    }

    /// ISO 3166 alpha-3 of a country; empty for the open sea and for regions of several countries.
    pub fn country_code(&self, country: u16) -> &'a str {
        let bytes = slice(self.countries, country.into(), COUNTRY).get(4..7).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default().trim_end_matches('\0')
    }

    /// How many countries there are, the nameless one counted.
    pub fn countries(&self) -> usize {
        self.countries.len() / COUNTRY
    }

    /// How many divisions there are.
    pub fn divisions(&self) -> usize {
        self.divisions.len() / DIVISION
    }

    /// A row as the record holds it.
    pub fn place(&self, row: u32) -> Place {
        let it = self.row(row);
        Place {
            name: self.name(row).to_owned(),
            country: self.country_code(self.country_of(it.division)).to_owned(),
            division: self.division_name(it.division).to_owned(),
            kind: it.kind.place_kind(),
            lat: it.lat,
            lon: it.lon,
            geonames_id: it.geonames_id,
            population: it.population,
        }
    }

    fn text_at(&self, start: Option<u32>, len: Option<&u8>) -> &'a str {
        let (start, len) = (start.unwrap_or_default() as usize, usize::from(len.copied().unwrap_or_default()));
        self.text.get(start..start + len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// Readings of one name, largest place first.
#[derive(Clone, Debug)]
pub struct Candidates<'a> {
    postings: &'a [u8],
    next: u32,
    several: bool,
    done: bool,
}

impl Iterator for Candidates<'_> {
    type Item = Candidate;

    fn next(&mut self) -> Option<Candidate> {
        if self.done {
            return None;
        }
        let posting = if self.several { number(self.postings, self.next as usize).unwrap_or(LAST) } else { self.next };
        self.done = !self.several || posting & LAST != 0;
        self.next = self.next.wrapping_add(1);
        Some(Candidate {
            row: posting & (SEVERAL - 1),
            other_name: posting & OTHER != 0,
            demonym: posting & DEMONYM != 0,
            short: posting & SHORT != 0,
        })
    }
}

fn number(bytes: &[u8], index: usize) -> Option<u32> {
    bytes.get(index * 4..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

fn slice(bytes: &[u8], index: usize, size: usize) -> &[u8] {
    bytes.get(index * size..(index + 1) * size).unwrap_or_default()
}

/// Hash of a folded name: FNV-1a, stirred once more so that its first bits choose a bucket well.
pub fn hash(folded: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for &byte in folded.as_bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

/// Appends a name as keys spell it: lower case, no diacritics, words apart by one space, "St", "Mt" and "Ft" for
/// "Saint", "Mount" and "Fort". Full stops and apostrophes vanish, other marks part words.
pub fn fold(name: &str, out: &mut String) {
    let start = out.len();
    let mut word = out.len();
    for c in name.chars() {
        if c.is_ascii() {
            push_folded(c, start, &mut word, out);
        } else if let Some(plain) = plain_letters(c) {
            out.push_str(plain);
        } else {
            for part in std::iter::once(c).nfkd().filter(|&part| !is_combining_mark(part)) {
                push_folded(part, start, &mut word, out);
            }
        }
    }
    shorten_word(word, out);
    if out.len() > start && out.ends_with(' ') {
        out.pop();
    }
}

fn push_folded(c: char, start: usize, word: &mut usize, out: &mut String) {
    if c.is_ascii_alphanumeric() {
        out.push(c.to_ascii_lowercase());
    } else if c.is_alphanumeric() {
        out.extend(c.to_lowercase());
    } else if !matches!(c, '.' | '\'' | '’' | '‘' | '`' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' | '´') && out.len() > start {
        shorten_word(*word, out);
        if !out.ends_with(' ') {
            out.push(' ');
        }
        *word = out.len();
    }
}

/// Words that are written both in full and short in names.
fn shorten_word(word: usize, out: &mut String) {
    let short = match &out[word..] {
        "saint" => "st",
        "sainte" => "ste",
        "mount" => "mt",
        "fort" => "ft",
        _ => return,
    };
    out.truncate(word);
    out.push_str(short);
}

/// Letters that no decomposition turns into plain ones.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        'ə' | 'Ə' => "a",
        'ħ' | 'Ħ' => "h",
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        '’' | '‘' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' | '´' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(name: &str) -> String {
        let mut out = String::new();
        fold(name, &mut out);
        out
    }

    #[test]
    fn names_fold_to_one_spelling() {
        assert_eq!(folded("Saint-Étienne"), "st etienne");
        assert_eq!(folded("St. Louis"), "st louis");
        assert_eq!(folded("Łódź"), "lodz");
        assert_eq!(folded("Deir ez-Zor"), "deir ez zor");
        assert_eq!(folded("Sana’a"), "sanaa");
        assert_eq!(folded("W. Va."), "w va");
        assert_eq!(folded("Mount  Hood "), "mt hood");
        assert_eq!(folded("—"), "");
    }

    fn first(name: &str) -> Place {
        let gazetteer = Gazetteer::embedded();
        gazetteer.find(name).next().map(|c| gazetteer.place(c.row)).unwrap_or_else(|| panic!("`{name}` is unknown"))
    }

    #[test]
    fn exonyms_and_former_names_lead_to_the_place() {
        for (name, now, country) in [
            ("Kiev", "Kyiv", "UKR"),
            ("Rangoon", "Yangon", "MMR"),
            ("Bombay", "Mumbai", "IND"),
            ("Saigon", "Ho Chi Minh City", "VNM"),
            ("Halab", "Aleppo", "SYR"),
            ("Ivory Coast", "Ivory Coast", "CIV"),
            ("Burma", "Myanmar", "MMR"),
        ] {
            let gazetteer = Gazetteer::embedded();
            let mut places = gazetteer.find(name).map(|candidate| gazetteer.place(candidate.row));
            assert!(places.any(|place| place.name == now && place.country == country), "{name}");
        }
    }

    #[test]
    fn our_own_places_are_in_it() {
        for (name, kind, country) in [
            ("Donbas", PlaceKind::Region, "UKR"),
            ("Golan Heights", PlaceKind::Region, ""),
            ("Euphrates", PlaceKind::Feature, ""),
            ("Zaatari", PlaceKind::Feature, "JOR"),
            ("Africa", PlaceKind::Continent, ""),
            ("Kosovo", PlaceKind::Country, "XKX"),
            ("Louisiana", PlaceKind::Division, "USA"),
        ] {
            let place = first(name);
            assert_eq!((place.kind, place.country.as_str()), (kind, country), "{name}");
        }
    }

    #[test]
    fn a_broken_file_is_refused_and_an_empty_one_knows_nothing() {
        assert!(Gazetteer::new(b"RAPGAZ01").is_none());
        assert!(Gazetteer::new(&EMBEDDED[..EMBEDDED.len() / 2]).is_none());
        assert!(Gazetteer::EMPTY.find("Paris").next().is_none());
        assert_eq!(Gazetteer::EMPTY.place(7).name, "");
    }

    #[test]
    fn unknown_names_have_no_place() {
        assert!(Gazetteer::embedded().find("Rapporteurville").next().is_none());
        assert!(Gazetteer::embedded().find("").next().is_none());
    }
}
