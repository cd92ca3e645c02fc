//! Lays the places out as the reader wants them.

use std::collections::{BTreeMap, HashMap};

use rapporteur_core::resolve::gazetteer::{BUCKETS, DEMONYM, LAST, MAGIC, OTHER, RowKind, SEVERAL, SHORT, fold, hash};

use super::sources::Entry;

/// The file and its measures.
pub(super) struct Compiled {
    pub(super) bytes: Vec<u8>,
    pub(super) places: usize,
    pub(super) names: usize,
}

/// Names, each once.
#[derive(Default)]
struct Text {
    bytes: Vec<u8>,
    known: HashMap<String, u32>,
}

impl Text {
    fn put(&mut self, name: &str) -> (u32, u8) {
        let name = &name[..name.floor_char_boundary(255)];
        let start = *self.known.entry(name.to_owned()).or_insert_with(|| {
            self.bytes.extend_from_slice(name.as_bytes());
            (self.bytes.len() - name.len()) as u32
        });
        (start, name.len() as u8)
    }
}

/// Divisions and countries by their codes; number 0 of both is "nowhere in particular".
#[derive(Default)]
struct Areas<'e> {
    countries: Vec<(&'e str, u32)>,
    country_numbers: HashMap<&'e str, u16>,
    divisions: Vec<(u32, u16)>,
    division_numbers: HashMap<&'e str, u16>,
}

impl<'e> Areas<'e> {
    fn new(entries: &'e [Entry]) -> Self {
        let mut areas = Self { countries: vec![("", u32::MAX)], divisions: vec![(u32::MAX, 0)], ..Self::default() };
        areas.country_numbers.insert("", 0);
        for (row, entry) in entries.iter().enumerate() {
            match entry.kind {
                RowKind::Country => {
                    let number = areas.countries.len() as u16;
                    areas.country_numbers.insert(&entry.country, number);
                    areas.countries.push((&entry.country, row as u32));
                    // The division that is "somewhere in this country" has the country's own code.
                    areas.division_numbers.insert(&entry.country, areas.divisions.len() as u16);
                    areas.divisions.push((u32::MAX, number));
                }
                RowKind::Division => {
                    let country = areas.country_numbers.get(&*entry.country).copied().unwrap_or_default();
                    areas.division_numbers.insert(&entry.division, areas.divisions.len() as u16);
                    areas.divisions.push((row as u32, country));
                }
                _ => {}
            }
        }
        areas
    }

    fn division_of(&self, entry: &Entry) -> u16 {
        let number = |code: &str| self.division_numbers.get(code).copied();
        number(&entry.division).or_else(|| number(&entry.country)).unwrap_or_default()
    }
}

/// Compiles the file.
pub(super) fn compile(entries: &[Entry]) -> Compiled {
    let areas = Areas::new(entries);
    let mut text = Text::default();
    let mut rows = Vec::new();
    for entry in entries {
        let (start, len) = text.put(&entry.name);
        let division = areas.division_of(entry);
        for number in [(entry.lat * 1e4).round() as i32, (entry.lon * 1e4).round() as i32] {
            rows.extend_from_slice(&number.to_le_bytes());
        }
        for number in [entry.geonames_id, entry.population, start] {
            rows.extend_from_slice(&number.to_le_bytes());
        }
        rows.extend_from_slice(&division.to_le_bytes());
        rows.extend_from_slice(&[entry.kind as u8, len]);
    }
    let divisions = division_section(&areas, entries, &mut text);
    let mut countries = Vec::new();
    for (code, row) in &areas.countries {
        countries.extend_from_slice(&row.to_le_bytes());
        countries.extend(code.bytes().chain([0; 4]).take(3));
        countries.push(0);
    }
    let keys = keys(entries);
    let names = keys.len();
    let (index, postings) = index_section(entries, keys);
    let counts =
        [names, postings.len() / 4, entries.len(), areas.divisions.len(), areas.countries.len(), text.bytes.len()];
    let mut bytes = MAGIC.to_vec();
    bytes.extend(counts.iter().flat_map(|&count| (count as u32).to_le_bytes()));
    for section in [index, postings, rows, divisions, countries, text.bytes] {
        bytes.extend(section);
    }
    Compiled { bytes, places: entries.len(), names }
}

fn division_section(areas: &Areas<'_>, entries: &[Entry], text: &mut Text) -> Vec<u8> {
    let mut out = Vec::new();
    for &(row, country) in &areas.divisions {
        let (start, len) = entries.get(row as usize).map_or((0, 0), |entry| text.put(&entry.name));
        out.extend_from_slice(&row.to_le_bytes());
        out.extend_from_slice(&start.to_le_bytes());
        out.extend_from_slice(&country.to_le_bytes());
        out.extend_from_slice(&[len, 0]);
    }
    out
}

/// Postings of every key, keys in the order of their hashes.
fn keys(entries: &[Entry]) -> BTreeMap<u64, Vec<u32>> {
    let mut keys: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    let mut folded = String::new();
    for (row, entry) in entries.iter().enumerate() {
        let names = std::iter::once((&entry.name, 0))
            .chain(entry.also.iter().map(|name| (name, OTHER)))
            .chain(entry.short.iter().map(|name| (name, SHORT)))
            .chain(entry.demonyms.iter().map(|name| (name, DEMONYM)));
        for (name, flag) in names {
            folded.clear();
            fold(name, &mut folded);
            if folded.len() < 2 || folded.bytes().any(|byte| !byte.is_ascii()) {
                continue;
            }
            let postings = keys.entry(hash(&folded) >> 16).or_default();
            if postings.iter().all(|&posting| posting & (SEVERAL - 1) != row as u32) {
                postings.push(row as u32 | flag);
            }
        }
    }
    keys
}

/// Where a feature that news names stands among towns of the same name.
const FEATURE_SIZE: u64 = 1_000_000;

/// Buckets, hashes and values in one, and the postings.
fn index_section(entries: &[Entry], keys: BTreeMap<u64, Vec<u32>>) -> (Vec<u8>, Vec<u8>) {
    let mut buckets = vec![0_u32; BUCKETS + 1];
    let (mut hashes, mut values, mut postings) = (Vec::new(), Vec::new(), Vec::new());
    for (key, mut list) in keys {
        buckets[(key >> 32) as usize + 1] += 1;
        hashes.extend_from_slice(&(key as u32).to_le_bytes());
        list.sort_by_key(|&posting| {
            let entry = &entries[(posting & (SEVERAL - 1)) as usize];
            let size = match entry.kind {
                RowKind::Country | RowKind::Continent | RowKind::Region => u64::MAX,
                RowKind::Feature => FEATURE_SIZE,
                _ => entry.population.into(),
            };
            (posting & OTHER != 0 && size < 100_000, std::cmp::Reverse(size), posting)
        });
        let value = match list[..] {
            [one] => one,
            _ => {
                let first = (postings.len() / 4) as u32;
                let last = list.len() - 1;
                list[last] |= LAST;
                postings.extend(list.iter().flat_map(|posting| posting.to_le_bytes()));
                first | SEVERAL
            }
        };
        values.extend_from_slice(&value.to_le_bytes());
    }
    for n in 1..buckets.len() {
        buckets[n] += buckets[n - 1];
    }
    let mut index: Vec<u8> = buckets.iter().flat_map(|bucket| bucket.to_le_bytes()).collect();
    index.extend(hashes);
    index.extend(values);
    (index, postings)
}
