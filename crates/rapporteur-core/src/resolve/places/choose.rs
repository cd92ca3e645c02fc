//! Which of the places of a name is meant: size, what the report is about, neighbours, containment.
//!
//! Every name of the report has its candidates with a prior from their size. Candidates then lend each other support
//! by how near they lie, round by round, so that "Athens" next to "Henderson County" comes to be the one in Texas.
//! A name means one place throughout a report, unless the text itself says otherwise ("Paris, Texas").

use std::collections::BTreeMap;

use super::scan::{Gap, Mention, Words, listed};
use crate::resolve::gazetteer::{Candidate, Gazetteer, Row, RowKind};

/// Candidates of a name that are looked at.
const MOST_CANDIDATES: usize = 24;
/// Names, from the top of a report, that lend support; those further down only take it.
const MOST_NAMES: usize = 40;
/// Rounds of support.
const ROUNDS: usize = 3;
/// How much support counts against size, and how fast it saturates.
const SUPPORT: (f32, f32) = (2.6, 2.4);
/// How much "Paris, Texas" counts, for Paris and for Texas.
const CONTAINED: (f32, f32) = (7.0, 2.0);
/// Most mentions of a name that count as support for others.
const MOST_WEIGHT: f32 = 1.9;
/// What another name than the main one costs a town or a county.
const OTHER_NAME: f32 = 1.2;
/// What it costs a division when most of its people live in a town of its name.
const MAIN_TOWN: f32 = 1.2;
/// What it counts to lie in the publisher's own country.
const HOME: f32 = 1.0;

/// A place that a name may mean.
#[derive(Clone, Debug)]
struct Sense {
    candidate: Candidate,
    row: Row,
    country: u16,
    at: [f32; 3],
    prior: f32,
    chance: f32,
}

/// A name with what it may mean.
struct Name {
    options: Vec<Sense>,
    /// How sure we are that it is a place, 0 to 1, times how often it stands.
    weight: f32,
    /// The text says what holds it, and none of the options lies there: "Cookville, Tex.".
    none: bool,
}

/// Whether one place holds another by the gazetteer's own account: a country its towns, a division its towns.
pub(super) fn holds(gazetteer: &Gazetteer<'_>, outer: u32, inner: u32) -> bool {
    let (outer_row, inner_row) = (gazetteer.row(outer), gazetteer.row(inner));
    outer != inner && holds_rows(gazetteer, &outer_row, &inner_row)
}

fn holds_rows(gazetteer: &Gazetteer<'_>, outer: &Row, inner: &Row) -> bool {
    if inner.kind >= outer.kind {
        return false;
    }
    match outer.kind {
        RowKind::Country => gazetteer.country_of(outer.division) == gazetteer.country_of(inner.division),
        RowKind::Division => outer.division == inner.division,
        RowKind::County => outer.division == inner.division && degrees_apart(outer, inner) < 0.7,
        _ => false,
    }
}

fn degrees_apart(a: &Row, b: &Row) -> f32 {
    let narrow = ((a.lat + b.lat) / 2.0).to_radians().cos();
    ((a.lat - b.lat).powi(2) + ((a.lon - b.lon) * narrow).powi(2)).sqrt()
}

/// Chooses among the places of every mention: rows with their chances, best first; empty when it is none of them.
///
/// `sureness` says for each mention how likely it is a place; `home` is the country the publisher writes from, if known.
pub(super) fn choose(
    gazetteer: &Gazetteer<'_>,
    words: &Words,
    mentions: &[Mention],
    sureness: &[f32],
    home: Option<&str>,
) -> Vec<Vec<(u32, f32)>> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut names: Vec<Name> = Vec::new();
    let number_of: Vec<usize> = mentions
        .iter()
        .zip(sureness)
        .map(|(mention, &sure)| {
            let number = *numbers.entry(&mention.key).or_insert_with(|| {
                names.push(name(gazetteer, mention, home));
                names.len() - 1
            });
            names[number].weight = (names[number].weight + sure).min(MOST_WEIGHT);
            number
        })
        .collect();
    contained(gazetteer, words, mentions, &number_of, &mut names);
    settle(&mut names);
    let rank =
        |(mention, &number): (&Mention, &usize)| ranked(gazetteer, &names[number], says_division(words, mention));
    mentions.iter().zip(&number_of).map(rank).collect()
}

fn name(gazetteer: &Gazetteer<'_>, mention: &Mention, home: Option<&str>) -> Name {
    let people = mention.candidates.iter().any(|c| c.demonym);
    let state = mention.candidates.iter().any(|c| gazetteer.row(c.row).kind == RowKind::Country);
    let option = |&candidate: &Candidate| {
        let row = gazetteer.row(candidate.row);
        let country = gazetteer.country_of(row.division);
        let mut prior = prior(&candidate, &row, &mention.key);
        if candidate.other_name && !state && is_city_of(gazetteer.name(candidate.row), &mention.key) {
            prior += OTHER_NAME;
        }
        if home.is_some_and(|code| code == gazetteer.country_code(country)) {
            prior += HOME;
        }
        let (lat, lon) = (row.lat.to_radians(), row.lon.to_radians());
        let at = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
        Sense { candidate, row, country, at, prior, chance: 0.0 }
    };
    let considered = mention.candidates.iter().filter(|c| c.demonym == people).take(MOST_CANDIDATES);
    let mut options: Vec<Sense> = considered.map(option).collect();
    yield_to_main_town(&mut options);
    let mut name = Name { options, weight: 0.0, none: false };
    share_chances(&mut name, |option| option.prior);
    name
}

/// Whether a name is "X City" for a key "x": New York City is New York, though Mexico City is not Mexico.
fn is_city_of(name: &str, key: &str) -> bool {
    name.strip_suffix(" City").is_some_and(|bare| bare.eq_ignore_ascii_case(key))
}

/// A division gives way to the town of its name where a large part of its people live: "New York" is the city.
fn yield_to_main_town(options: &mut [Sense]) {
    for n in 0..options.len() {
        let division = options[n].row;
        let is_main = |other: &Sense| {
            matches!(other.row.kind, RowKind::City | RowKind::Capital)
                && other.row.division == division.division
                && other.row.population > division.population / 5
        };
        if division.kind == RowKind::Division && options.iter().any(is_main) {
            options[n].prior -= MAIN_TOWN;
        }
    }
}

/// Log-odds from what a place is and how large.
fn prior(candidate: &Candidate, row: &Row, key: &str) -> f32 {
    let size = (row.population as f32 + 100.0).log10();
    let kind = match row.kind {
        // Cities that the world knows count for more than their size alone.
        RowKind::City => 0.7 * size + 0.5 * (size - 5.5).max(0.0),
        RowKind::Capital => 0.7 * size + 0.5 * (size - 5.5).max(0.0) + 1.3,
        RowKind::Feature => 9.0,
        RowKind::County => 0.6 * size + if key.contains(' ') { 2.0 } else { 1.0 },
        RowKind::Division => 0.5 * size + 2.0,
        RowKind::Region => 9.0,
        RowKind::Country => 8.0,
        RowKind::Continent => 11.0,
    };
    let small = matches!(row.kind, RowKind::City | RowKind::Capital | RowKind::County);
    kind - if candidate.other_name && small { OTHER_NAME } else { 0.0 }
}

/// How much one candidate makes another likely, 0 to 1.
fn affinity(a: &Sense, b: &Sense) -> f32 {
    let same_country = a.country == b.country && a.country != 0;
    let same_division = same_country && a.row.division == b.row.division;
    let wide = |kind| matches!(kind, RowKind::Country | RowKind::Continent);
    if wide(a.row.kind) || wide(b.row.kind) {
        return if same_country { 0.45 } else { 0.0 };
    }
    let closeness = a.at[0] * b.at[0] + a.at[1] * b.at[1] + a.at[2] * b.at[2];
    // Cosines of 40, 120 and 350 km on the globe.
    let near = match closeness {
        c if c > 0.999_980 => 1.2,
        c if c > 0.999_823 => 0.6,
        c if c > 0.998_49 => 0.25,
        _ => 0.0,
    };
    near + if same_division {
        0.8
    } else if same_country {
        0.13
    } else {
        0.0
    }
}

/// "Paris, Texas": the text itself says which.
fn contained(gazetteer: &Gazetteer<'_>, words: &Words, mentions: &[Mention], number_of: &[usize], names: &mut [Name]) {
    for pair in 0..mentions.len().saturating_sub(1) {
        let (inner, outer) = (&mentions[pair], &mentions[pair + 1]);
        if inner.words.1 != outer.words.0
            || number_of[pair] == number_of[pair + 1]
            || !names_container(words, inner, outer)
        {
            continue;
        }
        let outer_rows: Vec<Row> = names[number_of[pair + 1]].options.iter().map(|o| o.row).collect();
        let mut holders = vec![false; outer_rows.len()];
        let inner_name = &mut names[number_of[pair]];
        let state =
            inner_name.options.first().is_some_and(|o| o.row.kind >= RowKind::Division && !o.candidate.other_name);
        for option in &mut inner_name.options {
            let mut held = false;
            for (row, holder) in outer_rows.iter().zip(&mut holders) {
                let listed = state && row.kind == RowKind::Country && option.row.kind < RowKind::Division;
                if !listed && holds_rows(gazetteer, row, &option.row) {
                    (held, *holder) = (true, true);
                }
            }
            option.prior += if held { CONTAINED.0 } else { 0.0 };
        }
        let held = holders.contains(&true);
        let abbreviated = outer.candidates.iter().any(|c| c.short);
        inner_name.none = !held && abbreviated && inner_name.options.iter().all(|o| o.row.kind < RowKind::Division);
        for (option, holder) in names[number_of[pair + 1]].options.iter_mut().zip(holders) {
            option.prior += if holder { CONTAINED.1 } else { 0.0 };
        }
    }
}

/// Whether two names stand as a place and what holds it: "Paris, Texas", "Athens Ga."; not as two of a list.
fn names_container(words: &Words, inner: &Mention, outer: &Mention) -> bool {
    let last = &words.list[outer.words.1 - 1];
    match words.list[inner.words.1 - 1].gap {
        Gap::Space => outer.candidates.iter().any(|c| c.short) && (last.dotted || last.upper),
        Gap::Comma => true,
        _ => false,
    }
}

/// Lets the names' candidates support each other until they have settled.
fn settle(names: &mut [Name]) {
    for name in &mut *names {
        share_chances(name, |option| option.prior);
    }
    let links = links(names);
    for _ in 0..ROUNDS {
        let mut support: Vec<Vec<f32>> = names.iter().map(|name| vec![0.0; name.options.len()]).collect();
        for &Link { one: (a, i), other: (b, j), affinity } in &links {
            let (a, i, b, j) = (a as usize, usize::from(i), b as usize, usize::from(j));
            if b < MOST_NAMES {
                support[a][i] += affinity * names[b].options[j].chance * names[b].weight;
            }
            support[b][j] += affinity * names[a].options[i].chance * names[a].weight;
        }
        for (name, support) in names.iter_mut().zip(&support) {
            let mut each = support.iter();
            share_chances(name, |option| {
                option.prior + SUPPORT.0 * each.next().map_or(0.0, |s| (1.0 + SUPPORT.1 * s).ln())
            });
        }
    }
}

/// Two candidates of different names that make each other likely: `(name, option)` and `(name, option)`.
struct Link {
    one: (u32, u8),
    other: (u32, u8),
    affinity: f32,
}

fn links(names: &[Name]) -> Vec<Link> {
    let mut links = Vec::new();
    for (b, second) in names.iter().enumerate() {
        for (a, first) in names[..b].iter().enumerate().take(MOST_NAMES) {
            for (i, one) in first.options.iter().enumerate() {
                for (j, other) in second.options.iter().enumerate() {
                    let affinity = affinity(one, other);
                    if affinity > 0.0 {
                        links.push(Link { one: (a as u32, i as u8), other: (b as u32, j as u8), affinity });
                    }
                }
            }
        }
    }
    links
}

/// Gives every option its chance: the soft maximum of the scores.
fn share_chances(name: &mut Name, mut score: impl FnMut(&Sense) -> f32) {
    let scores: Vec<f32> = name.options.iter().map(&mut score).collect();
    let best = scores.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = scores.iter().map(|score| (score - best).exp()).sum();
    for (option, score) in name.options.iter_mut().zip(scores) {
        option.chance = (score - best).exp() / total;
    }
}

/// Whether the next word says that the division is meant, not its capital: "Idlib province".
fn says_division(words: &Words, mention: &Mention) -> bool {
    let next = words.after(mention.words.1 - 1, Gap::Space);
    next.is_some_and(|next| listed(DIVISION_WORDS, words.key(next)))
}

const DIVISION_WORDS: &str = " province governorate oblast region state prefecture division voivodeship department ";
/// Countries whose divisions are named as often as the towns of the same name, and are told apart by the context.
const NAMED_ALIKE: [&str; 2] = ["USA", "CAN"];

/// Rows with their chances, best first; none when the text rules all of them out.
///
/// A town and its division often share a name. Unless the text says "province", the town is meant.
fn ranked(gazetteer: &Gazetteer<'_>, name: &Name, division: bool) -> Vec<(u32, f32)> {
    if name.none {
        return Vec::new();
    }
    let mut senses: Vec<&Sense> = name.options.iter().collect();
    senses.sort_by(|a, b| b.chance.total_cmp(&a.chance).then(a.candidate.row.cmp(&b.candidate.row)));
    let Some(&best) = senses.first() else { return Vec::new() };
    let is_division = |kind| matches!(kind, RowKind::Division | RowKind::County);
    let is_town = |kind| matches!(kind, RowKind::City | RowKind::Capital);
    let pair = is_division(best.row.kind) || is_town(best.row.kind);
    if pair && (division || !NAMED_ALIKE.contains(&gazetteer.country_code(best.country))) {
        let wanted = |sense: &&Sense| {
            let kind = sense.row.kind;
            let there = sense.row.division == best.row.division || division && sense.country == best.country;
            there && if division { kind == RowKind::Division } else { is_town(kind) }
        };
        if let Some(at) = senses.iter().position(wanted) {
            let taken = senses.remove(at);
            senses.insert(0, taken);
        }
    }
    // What the two share of the likelihood is the answer's.
    let sure = senses.first().map_or(0.0, |s| s.chance.max(best.chance));
    senses.iter().enumerate().map(|(n, s)| (s.candidate.row, if n == 0 { sure } else { s.chance })).collect()
}
