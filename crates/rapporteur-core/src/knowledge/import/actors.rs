//! Actor dictionaries: a name, its synonyms behind `+`, and codes in brackets with the days on which they hold.
//!
//! ```text
//! HAMID_KARZAI_  # comment
//! +PRESIDENT_KARZAI_
//!     [AFGGOV 011222-140929]
//!     [AFGELI]
//! ```

use jiff::civil::Date;

use super::cameo::{self, Code};
use super::{Imported, Known, Skipped, content, names};
use crate::knowledge::{AliasData, BodyData, EntryKind, GroupData, OfficeData, PersonData, fold};

/// Sectors of armed groups.
const ARMED: &[&str] = &["REB", "UAF", "PRM"];

/// An entry as it stands in a dictionary.
#[derive(Debug, Default)]
struct Raw {
    line: usize,
    name: String,
    synonyms: Vec<(usize, String)>,
    blocks: Vec<Block>,
}

/// A code in brackets.
#[derive(Debug)]
struct Block {
    line: usize,
    code: String,
    from: Option<Date>,
    to: Option<Date>,
}

impl Block {
    fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// Reads a dictionary of actors.
pub(super) fn read(text: &str, known: Known<'_>) -> Imported {
    let mut importer = Importer { known, imported: Imported::default() };
    let mut entry: Option<Raw> = None;
    for (index, whole) in text.lines().enumerate() {
        let (number, line) = (index + 1, content(whole));
        let inner = line.trim_start();
        if inner.is_empty() || inner.starts_with('<') {
            continue;
        }
        let (name, blocks) = inner.split_once('[').map_or((inner, ""), |(name, _)| (name, &inner[name.len()..]));
        let blocks = importer.blocks(number, blocks);
        let raw = match (inner.strip_prefix('+'), name.trim().is_empty()) {
            (Some(_), _) | (None, true) => entry.as_mut(),
            (None, false) => {
                entry.take().into_iter().for_each(|raw| importer.take(raw));
                Some(entry.insert(Raw { line: number, name: name.to_owned(), ..Raw::default() }))
            }
        };
        let Some(raw) = raw else {
            importer.skip(number, inner, "a synonym or a code before the first name");
            continue;
        };
        if inner.starts_with('+') {
            raw.synonyms.push((number, name[1..].to_owned()));
        }
        raw.blocks.extend(blocks);
    }
    entry.into_iter().for_each(|raw| importer.take(raw));
    importer.imported.skipped.sort_by_key(|skipped| skipped.line);
    importer.imported
}

struct Importer<'a> {
    known: Known<'a>,
    imported: Imported,
}

impl Importer<'_> {
    fn skip(&mut self, line: usize, what: &str, why: impl Into<String>) {
        self.imported.skipped.push(Skipped { line, what: what.trim().to_owned(), why: why.into() });
    }

    /// `[AFGGOV 011222-140929] [AFGELI]`.
    fn blocks(&mut self, line: usize, text: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        for rest in text.split('[').skip(1) {
            let Some((inside, _)) = rest.split_once(']') else {
                self.skip(line, text, "a bracket that is not closed");
                continue;
            };
            let (code, days) = inside.trim().split_once(' ').unwrap_or((inside.trim(), ""));
            match span(days) {
                Ok((from, to)) => blocks.push(Block { line, code: code.to_owned(), from, to }),
                Err(why) => self.skip(line, inside, why),
            }
        }
        blocks
    }

    fn take(&mut self, raw: Raw) {
        let mut coded = Vec::new();
        for block in &raw.blocks {
            match cameo::read(&block.code, self.known.knowledge) {
                Ok(code) => coded.push((block, code)),
                Err(why) => self.skip(block.line, &raw.name, why),
            }
        }
        if coded.is_empty() {
            if raw.blocks.is_empty() {
                self.skip(raw.line, &raw.name, "no code");
            }
            return;
        }
        let Some((name, short)) = names::read(&raw.name) else {
            self.skip(raw.line, &raw.name, "expected a name of three letters or more");
            return;
        };
        let mut names = vec![(raw.line, name.clone())];
        names.extend(short.map(|short| (raw.line, short)));
        for (line, synonym) in &raw.synonyms {
            match names::read(synonym) {
                Some((alias, short)) => {
                    names.extend([Some(alias), short].into_iter().flatten().map(|name| (*line, name)))
                }
                None => self.skip(*line, synonym, "expected a name of three letters or more"),
            }
        }
        let aliases: Vec<String> = names[1..].iter().map(|(_, name)| name.clone()).collect();
        let code = &coded[0].1;
        if code.sector.is_empty() && self.known.knowledge.state(&code.country).is_some() {
            self.state(&code.country.clone(), names);
        } else if let Some(entry) = self.entry(&name, &aliases) {
            self.compare(&raw, entry, &coded, std::iter::once(name).chain(aliases));
        } else {
            self.add(name, aliases, &coded);
        }
    }

    /// What ours say of an entry that goes by one of these names.
    fn entry(&self, name: &str, aliases: &[String]) -> Option<usize> {
        let named = |name: &String| self.known.knowledge.named(&fold(name)).first().copied();
        named(&name.to_owned()).or_else(|| aliases.iter().filter(|alias| alias.contains(' ')).find_map(named))
    }

    /// Names of a state; those of its towns and regions stand for places.
    fn state(&mut self, country: &str, names: Vec<(usize, String)>) {
        let Known { knowledge, is_place } = self.known;
        let Some(state) = knowledge.state(country) else { return };
        let mut new = Vec::new();
        for (line, name) in names {
            let folded = fold(&name);
            let known = !knowledge.named(&folded).is_empty() || knowledge.metonym(&folded).is_some();
            if known || knowledge.demonym(&name).is_some() {
                self.imported.known += 1;
            } else if is_place(&name) {
                self.skip(line, &name, "the name of a place, which stands for nobody");
            } else {
                new.push(name);
            }
        }
        self.alias(state.actor.name.clone(), new);
    }

    fn alias(&mut self, of: String, names: Vec<String>) {
        if !names.is_empty() {
            self.imported.data.alias.push(AliasData { of, names });
        }
    }

    /// An entry that is known gives its further names, unless it is said to be something else.
    fn compare(&mut self, raw: &Raw, entry: usize, coded: &[(&Block, Code)], names: impl Iterator<Item = String>) {
        let knowledge = self.known.knowledge;
        let entry = knowledge.entry(entry);
        let actor = &entry.actor;
        let countries = || entry.tenures.iter().map(|t| t.country.as_str()).chain([actor.country.as_str()]);
        let agrees = coded.iter().any(|(_, code)| code.country.is_empty() || countries().any(|c| c == code.country));
        if !agrees {
            let why = format!("`{}` is known, as {} {}, and stays so", actor.name, actor.country, actor.sector);
            self.skip(raw.line, &raw.name, why);
            return;
        }
        self.imported.known += 1;
        let named = |name: &String| {
            let family = entry.kind == EntryKind::Person && !name.contains(' ');
            family || !knowledge.named(&fold(name)).is_empty()
        };
        let new = names.filter(|name| !named(name)).collect();
        self.alias(actor.name.clone(), new);
    }

    fn add(&mut self, name: String, aliases: Vec<String>, coded: &[(&Block, Code)]) {
        let Code { country, sector } = coded[0].1.clone();
        let data = &mut self.imported.data;
        if coded.iter().any(|(block, _)| block.is_dated()) {
            data.person.push(person(name, aliases, coded));
        } else if ARMED.contains(&sector.as_str()) {
            data.group.push(GroupData { name, aliases, country, sector, ..GroupData::default() });
        } else {
            data.body.push(BodyData { name, aliases, country: Some(country), sector, ..BodyData::default() });
        }
    }
}

/// Somebody with a role in each of some years; a code without dates holds before and after them.
fn person(name: String, aliases: Vec<String>, coded: &[(&Block, Code)]) -> PersonData {
    let usual = coded.iter().find(|(block, _)| !block.is_dated()).or(coded.last()).map(|(_, code)| code.clone());
    let usual = usual.unwrap_or_default();
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let office = |code: &Code, from: Option<Date>, to: Option<Date>| OfficeData {
        office: "member".into(),
        country: Some(code.country.clone()).filter(|country| *country != usual.country),
        sector: Some(code.sector.clone()),
        from: day(from),
        to: day(to),
        ..OfficeData::default()
    };
    let dated = coded.iter().filter(|(block, _)| block.is_dated());
    let mut offices: Vec<OfficeData> = dated.clone().map(|(block, code)| office(code, block.from, block.to)).collect();
    let last = dated.clone().filter_map(|(block, _)| block.to).max();
    let open = dated.clone().any(|(block, _)| block.to.is_none());
    if let (Some(last), false, true) = (last, open, coded.iter().any(|(block, _)| !block.is_dated())) {
        offices.push(office(&usual, last.tomorrow().ok(), None));
    }
    PersonData { name, aliases, family: None, country: Some(usual.country), sector: Some(usual.sector), offices }
}

/// `920628-960927`, `>20011222`, `<870930`.
fn span(text: &str) -> Result<(Option<Date>, Option<Date>), String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok((None, None));
    }
    if let Some(until) = text.strip_prefix('<') {
        return Ok((None, Some(day(until)?)));
    }
    if let Some(since) = text.strip_prefix('>') {
        return Ok((Some(day(since)?), None));
    }
    match text.split_once('-') {
        Some((from, to)) if day(from)? <= day(to)? => Ok((Some(day(from)?), Some(day(to)?))),
        Some(_) => Err(format!("`{text}` ends before it begins")),
        None => Err(format!("expected days such as 920628-960927, >920628 or <920628, found `{text}`")),
    }
}

/// A day as YYMMDD (years to 30 are of this century) or YYYYMMDD.
fn day(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let wrong = || format!("expected a day as YYMMDD or YYYYMMDD, found `{text}`");
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return Err(wrong());
    }
    let number = |part: &str| part.parse::<i16>().map_err(|_| wrong());
    let (year, rest) = match text.len() {
        6 => (number(&text[..2])?, &text[2..]),
        8 => (number(&text[..4])?, &text[4..]),
        _ => return Err(wrong()),
    };
    let year = match year {
        0..=30 => 2000 + year,
        31..=99 => 1900 + year,
        _ => year,
    };
    let (month, day) = (number(&rest[..2])?, number(&rest[2..])?);
    let (month, day) = (i8::try_from(month).map_err(|_| wrong())?, i8::try_from(day).map_err(|_| wrong())?);
    Date::new(year, month, day).map_err(|_| wrong())
}
