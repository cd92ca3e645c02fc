//! From what a phrase means to a value and days, by the day of the report and what was spoken of before.

use jiff::civil::Date;

use super::calendar::{self, Point};
use super::lex::Words;
use super::meaning::{Amount, Found, Hour, Meaning, Named, Reference, Round, Side};
use super::tense::{self, Tense};
use super::words::Unit;
use crate::{Interval, Reading, Resolution, Span, TimeExpression, TimeKind, Unresolved};

/// What the phrases of one report are read against.
pub(super) struct Ground<'r> {
    words: &'r Words,
    reading: &'r Reading,
    published: Option<Date>,
    /// The point last spoken of.
    there: Option<Point>,
    /// The day last spoken of.
    day: Option<Point>,
    /// The quarter last spoken of.
    quarter: Option<Point>,
    /// Where the last phrase ended.
    end: usize,
}

/// After so many light words without a time, what was last spoken of is no longer what "a day later" counts from.
const FORGETS: usize = 150;

/// What a phrase comes to, before its span and kind are added.
enum Answer {
    Point(Point),
    /// A point whose year or day nothing tells: its value with X.
    Open(String),
    Length(Amount, Option<Interval>),
    Set(String),
    Reference(Reference),
}

impl<'r> Ground<'r> {
    /// A report's ground before its first phrase.
    pub(super) fn new(words: &'r Words, reading: &'r Reading, published: Option<Date>) -> Self {
        Self { words, reading, published, there: None, day: None, quarter: None, end: 0 }
    }

    /// Reads the next phrase; phrases come in the order of the text.
    pub(super) fn read(&mut self, found: Found) -> TimeExpression {
        let span = self.words.span(found.first, found.end);
        if found.first > self.end + FORGETS {
            (self.there, self.day) = (None, None);
        }
        self.end = found.end;
        let answer = self.answer(found, span);
        if let Answer::Point(point) = answer {
            self.remember(point, found.meaning);
        }
        expression(span, answer, found.hour, self.published)
    }

    fn remember(&mut self, point: Point, meaning: Meaning) {
        self.there = Some(point);
        if matches!(point, Point::Day(_)) {
            self.day = Some(point);
        }
        if matches!(point, Point::Quarter(..)) && meaning != Meaning::YearBefore {
            self.quarter = Some(point);
        }
    }

    fn answer(&self, found: Found, span: Span) -> Answer {
        match found.meaning {
            Meaning::At(point) => Answer::Point(point),
            Meaning::Named(named, round) => self.named(named, round, found, span),
            Meaning::Away(unit, by) => self.away(unit, by),
            Meaning::VaguelyAway(future) => Answer::Reference(if future { Reference::Future } else { Reference::Past }),
            Meaning::FromThere(unit, by) => self.beyond(unit, by),
            Meaning::There(unit) => self.beyond(unit, 0),
            Meaning::YearBefore => match self.quarter {
                Some(quarter) => Answer::Point(quarter.years_away(-1)),
                None => self.away(Unit::Year, -1),
            },
            Meaning::QuarterIn(year) => Answer::Point(match self.quarter {
                Some(Point::Quarter(_, quarter)) => Point::Quarter(year, quarter),
                _ => Point::Year(year),
            }),
            Meaning::Reference(reference) => Answer::Reference(reference),
            Meaning::Length(amount, side) => self.length(amount, side, found, span),
            Meaning::Every(amount) => Answer::Set(amount.value()),
            Meaning::EveryNamed(named) => Answer::Set(yearless(named)),
            Meaning::HourOnly => match self.day {
                Some(day) => Answer::Point(day),
                None => self.away(Unit::Day, 0),
            },
        }
    }

    /// So many units from the day of the report.
    fn away(&self, unit: Unit, by: i32) -> Answer {
        match self.published.and_then(|day| Point::shifted(day, unit, by)) {
            Some(point) => Answer::Point(point),
            None => Answer::Open(open(unit).into()),
        }
    }

    /// So many units from what was last spoken of.
    fn beyond(&self, unit: Unit, by: i32) -> Answer {
        let last = match unit {
            Unit::Quarter => self.quarter.or(self.there),
            Unit::Day => self.day,
            _ => self.there,
        };
        let base = last.and_then(Point::days).map(|(start, _)| start);
        let fallback = if unit == Unit::Quarter && last.is_none() { by - 1 } else { by };
        match base.and_then(|day| Point::shifted(day, unit, by)) {
            Some(point) => Answer::Point(point),
            None => self.away(unit, fallback),
        }
    }

    fn length(&self, amount: Amount, side: Side, found: Found, span: Span) -> Answer {
        let whole = amount.count.as_whole();
        let in_future = side == Side::Anywhere
            && self.words.before(found.first) == "in"
            && amount.unit >= Unit::Day
            && self.words.word(found.first) != "the"
            && self.tense(found, span) == Tense::Future;
        if let Some(by) = whole.filter(|_| in_future) {
            return self.away(amount.unit, by);
        }
        let days = self.published.zip(whole).and_then(|(day, by)| match side {
            Side::Anywhere => None,
            Side::Before => Some(Interval::range(calendar::shift_day(day, amount.unit, -by)?, day)),
            Side::After => Some(Interval::range(day, calendar::shift_day(day, amount.unit, by)?)),
        });
        Answer::Length(amount, days)
    }

    fn tense(&self, found: Found, span: Span) -> Tense {
        tense::tense(self.words, self.reading, found.first, found.end, span)
    }

    /// A name that comes round again.
    fn named(&self, named: Named, round: Round, found: Found, span: Span) -> Answer {
        let year = match (round, self.published) {
            (Round::Year(year), _) => Some(year),
            (Round::YearAway(by), Some(day)) => Some(day.year().saturating_add(by)),
            _ => None,
        };
        if let Some(point) = year.and_then(|year| in_year(named, year)) {
            return Answer::Point(point);
        }
        let Some(day) = self.published else { return Answer::Open(yearless(named)) };
        let point = match named {
            Named::Weekday(_) | Named::Weekend => self.of_week(named, round, found, span, day),
            _ => self.of_year(named, round, found, span, day),
        };
        point.map_or_else(|| Answer::Open(yearless(named)), Answer::Point)
    }

    /// A weekday or weekend near the day of the report.
    fn of_week(&self, named: Named, round: Round, found: Found, span: Span, day: Date) -> Option<Point> {
        let weekday = if let Named::Weekday(weekday) = named { weekday } else { 6 };
        let ahead = i32::from(weekday - day.weekday().to_monday_one_offset()).rem_euclid(7);
        let back = if ahead == 0 { 0 } else { ahead - 7 };
        let by = match round {
            Round::Last => {
                if back == 0 {
                    -7
                } else {
                    back
                }
            }
            Round::Next => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            Round::This => ahead,
            _ if self.tense(found, span) == Tense::Future => ahead,
            _ => back,
        };
        let date = calendar::shift_day(day, Unit::Day, by)?;
        Some(if named == Named::Weekend { Point::holding(date, Unit::Weekend) } else { Point::Day(date) })
    }

    /// A month, day, season, quarter or feast near the day of the report.
    fn of_year(&self, named: Named, round: Round, found: Found, span: Span, day: Date) -> Option<Point> {
        let year = day.year();
        let candidates = (-2..=2).filter_map(|by| {
            let point = in_year(named, year.checked_add(by)?)?;
            let (start, end) = point.days()?;
            Some((point, start, end))
        });
        match round {
            Round::This => in_year(named, year),
            Round::Last => candidates.clone().rfind(|(_, _, end)| *end < day).map(|(point, ..)| point),
            Round::Next => candidates.clone().find(|(_, start, _)| *start > day).map(|(point, ..)| point),
            _ => {
                let (before, after) = match self.tense(found, span) {
                    Tense::Past => (1, 5),
                    Tense::Future => (5, 2),
                    Tense::Unknown => (2, 4),
                };
                candidates.min_by_key(|&(_, start, end)| far(day, start, end, before, after)).map(|(point, ..)| point)
            }
        }
    }
}

/// How far a stretch lies from a day, days to come and days gone weighed apart.
fn far(day: Date, start: Date, end: Date, before: i32, after: i32) -> i32 {
    let days = |from: Date, to: Date| (to - from).get_days();
    if start > day {
        days(day, start) * after
    } else if end < day {
        days(end, day) * before
    } else {
        0
    }
}

/// A name in a year.
fn in_year(named: Named, year: i16) -> Option<Point> {
    match named {
        Named::Weekday(_) | Named::Weekend => None,
        Named::Month(month) => Date::new(year, month, 1).ok().map(Point::Month),
        Named::MonthDay(month, day) => Date::new(year, month, day).ok().map(Point::Day),
        Named::WeekOf(month, day) => Date::new(year, month, day).ok().map(|day| Point::holding(day, Unit::Week)),
        Named::Quarter(quarter) => Some(Point::Quarter(year, quarter)),
        Named::Half(half) => Some(Point::Half(year, half)),
        Named::Season(season) => Some(Point::Season(year, season)),
        Named::Holiday(holiday) => holiday.in_year(year),
    }
}

/// The value of a name in a year that nothing tells.
fn yearless(named: Named) -> String {
    match named {
        Named::Weekday(day) => format!("XXXX-WXX-{day}"),
        Named::Weekend => "XXXX-WXX-WE".into(),
        Named::Month(month) => format!("XXXX-{month:02}"),
        Named::MonthDay(month, day) => format!("XXXX-{month:02}-{day:02}"),
        Named::WeekOf(..) => "XXXX-WXX".into(),
        Named::Quarter(quarter) => format!("XXXX-Q{quarter}"),
        Named::Half(half) => format!("XXXX-H{half}"),
        Named::Season(season) => format!("XXXX-{}", season.code()),
        Named::Holiday(holiday) => holiday.yearless(),
    }
}

/// The value of a stretch that nothing tells.
fn open(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Week => "XXXX-WXX",
        Unit::Weekend => "XXXX-WXX-WE",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
    }
}

/// The expression that an answer makes.
fn expression(span: Span, answer: Answer, hour: Option<Hour>, published: Option<Date>) -> TimeExpression {
    let vague = Resolution::Unresolved(Unresolved::Vague);
    let unknown = if published.is_some() { Unresolved::Vague } else { Unresolved::NoReportDate };
    let (kind, value, interval) = match answer {
        Answer::Point(point) => {
            let interval = point.interval().map_or(vague, Resolution::Resolved);
            let (kind, value) = timed(point.value(), hour, matches!(point, Point::Day(_)));
            (kind, value, interval)
        }
        Answer::Open(value) => {
            let (kind, value) = timed(value, hour, true);
            (kind, value, Resolution::Unresolved(unknown))
        }
        Answer::Length(amount, days) => (TimeKind::Duration, amount.value(), days.map_or(vague, Resolution::Resolved)),
        Answer::Set(value) => (TimeKind::Set, value, vague),
        Answer::Reference(Reference::Present) => {
            let interval = published.map_or(Resolution::Unresolved(Unresolved::NoReportDate), |day| {
                Resolution::Resolved(Interval::day(day))
            });
            (TimeKind::Date, Reference::Present.value().into(), interval)
        }
        Answer::Reference(reference) => (TimeKind::Date, reference.value().into(), vague),
    };
    TimeExpression { span, kind, value, interval }
}

/// A day's value with its time of day.
fn timed(value: String, hour: Option<Hour>, day: bool) -> (TimeKind, String) {
    match hour {
        Some(Hour::Part(part)) if day => (TimeKind::Time, value + part.code()),
        Some(Hour::Clock(hour, minute)) if day => (TimeKind::Time, format!("{value}T{hour:02}:{minute:02}")),
        Some(_) => (TimeKind::Time, value),
        None => (TimeKind::Date, value),
    }
}
