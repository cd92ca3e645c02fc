//! Which of the places of a name is meant: size, what the report is about, neighbours, containment.
//!
//! Every name of the report has its candidates with a prior from their size. Candidates then lend each other support
//! by how near they lie, round by round, so that "Athens" next to "Henderson County" comes to be the one in Texas.
//! A name means one place throughout a report, unless the text itself says otherwise ("Paris, Texas").

use std::collections::BTreeMap;

use super::scan::Mention;
use crate::resolve::gazetteer::{Candidate, Gazetteer, Row, RowKind};

/// Candidates of a name that are looked at.
const MOST_CANDIDATES: usize = 40;
/// Names of a report that support each other.
const MOST_NAMES: usize = 60;
/// Rounds of support.
const ROUNDS: usize = 3;
/// How much support counts against size.
const SUPPORT: f32 = 2.6;
/// How much "Paris, Texas" counts.
const CONTAINED: f32 = 7.0;

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

/// Chooses a place for every mention: `(row, runners-up)`; `None` for a name of people.
///
/// `sureness` says for each mention how likely it is a place; `home` is the country the publisher writes from, if known.
pub(super) fn choose(
    gazetteer: &Gazetteer<'_>,
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
            names[number].weight = (names[number].weight + sure).min(2.5);
            number
        })
        .collect();
    contained(gazetteer, mentions, &number_of, &mut names);
    settle(gazetteer, &mut names);
    number_of.iter().map(|&number| ranked(&names[number])).collect()
}

fn name(gazetteer: &Gazetteer<'_>, mention: &Mention, home: Option<&str>) -> Name {
    let people = mention.candidates.iter().any(|c| c.demonym);
    let option = |&candidate: &Candidate| {
        let row = gazetteer.row(candidate.row);
        let country = gazetteer.country_of(row.division);
        let mut prior = prior(&candidate, &row, &mention.key);
        if home.is_some_and(|code| code == gazetteer.country_code(country)) {
            prior += 1.0;
        }
        let (lat, lon) = (row.lat.to_radians(), row.lon.to_radians());
        let at = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
        Sense { candidate, row, country, at, prior, chance: 0.0 }
    };
    let options = mention.candidates.iter().filter(|c| c.demonym == people).take(MOST_CANDIDATES).map(option).collect();
    let mut name = Name { options, weight: 0.0 };
    share_chances(&mut name, |option| option.prior);
    name
}

/// Log-odds from what a place is and how large.
fn prior(candidate: &Candidate, row: &Row, key: &str) -> f32 {
    let size = (row.population as f32 + 100.0).log10();
    let kind = match row.kind {
        RowKind::City => 1.1 * size,
        RowKind::Capital => 1.1 * size + 1.2,
        RowKind::Feature => 5.5,
        RowKind::County => 0.6 * size + if key.contains(' ') { 2.0 } else { 0.5 },
        RowKind::Division => 0.8 * size + 2.0,
        RowKind::Region => 7.5,
        RowKind::Country => 9.5,
        RowKind::Continent => 11.0,
    };
    kind - if candidate.other_name && row.geonames_id != 0 && row.kind != RowKind::Country { 1.5 } else { 0.0 }
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
        c if c > 0.999_980 => 0.6,
        c if c > 0.999_823 => 0.4,
        c if c > 0.998_49 => 0.15,
        _ => 0.0,
    };
    near + if same_division {
        0.4
    } else if same_country {
        0.15
    } else {
        0.0
    }
}

/// "Paris, Texas": the text itself says which.
fn contained(gazetteer: &Gazetteer<'_>, mentions: &[Mention], number_of: &[usize], names: &mut [Name]) {
    for pair in 0..mentions.len().saturating_sub(1) {
        let (inner, outer) = (&mentions[pair], &mentions[pair + 1]);
        if inner.words.1 != outer.words.0 || number_of[pair] == number_of[pair + 1] {
            continue;
        }
        let close = outer.span.start.saturating_sub(inner.span.end);
        if close > 3 {
            continue;
        }
        let outer_rows: Vec<Row> = names[number_of[pair + 1]].options.iter().map(|o| o.row).collect();
        let mut holders = vec![false; outer_rows.len()];
        let inner_name = &mut names[number_of[pair]];
        for option in &mut inner_name.options {
            let mut held = false;
            for (row, holder) in outer_rows.iter().zip(&mut holders) {
                if holds_rows(gazetteer, row, &option.row) {
                    (held, *holder) = (true, true);
                }
            }
            option.prior += if held { CONTAINED } else { 0.0 };
        }
        for (option, holder) in names[number_of[pair + 1]].options.iter_mut().zip(holders) {
            option.prior += if holder { 2.0 } else { 0.0 };
        }
    }
}

/// Lets the names' candidates support each other until they have settled.
fn settle(_gazetteer: &Gazetteer<'_>, names: &mut [Name]) {
    let used = names.len().min(MOST_NAMES);
    for name in &mut *names {
        share_chances(name, |option| option.prior);
    }
    let mut links: Vec<(usize, usize, usize, usize, f32)> = Vec::new();
    for a in 0..used {
        for b in a + 1..used {
            for (i, one) in names[a].options.iter().enumerate() {
                for (j, other) in names[b].options.iter().enumerate() {
                    let affinity = affinity(one, other);
                    if affinity > 0.0 {
                        links.push((a, i, b, j, affinity));
                    }
                }
            }
        }
    }
    for _ in 0..ROUNDS {
        let mut support: Vec<Vec<f32>> = names.iter().map(|name| vec![0.0; name.options.len()]).collect();
        for &(a, i, b, j, affinity) in &links {
            support[a][i] += affinity * names[b].options[j].chance * names[b].weight;
            support[b][j] += affinity * names[a].options[i].chance * names[a].weight;
        }
        for (name, support) in names.iter_mut().zip(&support) {
            let mut each = support.iter();
            share_chances(name, |option| option.prior + SUPPORT * each.next().map_or(0.0, |s| (1.0 + 2.0 * s).ln()));
        }
    }
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

fn ranked(name: &Name) -> Vec<(u32, f32)> {
    let mut rows: Vec<(u32, f32)> = name.options.iter().map(|o| (o.candidate.row, o.chance)).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    rows
}
