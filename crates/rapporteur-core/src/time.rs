//! When: intervals with a granularity, and the time expressions they come from.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Resolution, Span};

/// How fine a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// One day.
    Day,
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A quarter or a season.
    Quarter,
    /// A calendar year.
    Year,
    /// Ten years.
    Decade,
    /// Hundred years.
    Century,
    /// Any other stretch of days.
    Range,
}

/// Days from `start` to `end`, both included, with the grain they were said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// First day.
    pub start: Date,
    /// Last day, included.
    pub end: Date,
    /// How it was said.
    pub grain: Grain,
}

impl Interval {
    /// One day.
    pub fn day(date: Date) -> Self {
        Self { start: date, end: date, grain: Grain::Day }
    }

    /// From one day to another; a range of one day is that day.
    pub fn range(start: Date, end: Date) -> Self {
        let grain = if start == end { Grain::Day } else { Grain::Range };
        Self { start, end: end.max(start), grain }
    }

    /// A calendar month.
    pub fn month(date: Date) -> Self {
        Self { start: date.first_of_month(), end: date.last_of_month(), grain: Grain::Month }
    }

    /// A calendar year.
    pub fn year(date: Date) -> Self {
        Self { start: date.first_of_year(), end: date.last_of_year(), grain: Grain::Year }
    }

    /// Whether the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// ISO 8601: `2016-10-15`, `2016-10`, `2016`, or `2016-10-03/2016-10-09`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.grain {
            Grain::Day => write!(f, "{}", self.start),
            Grain::Month => write!(f, "{:04}-{:02}", self.start.year(), self.start.month()),
            Grain::Year => write!(f, "{:04}", self.start.year()),
            _ => write!(f, "{}/{}", self.start, self.end),
        }
    }
}

impl FromStr for Interval {
    type Err = jiff::Error;

    /// Reads what [`Display`](fmt::Display) writes, and knowledge files' dates.
    ///
    /// # Errors
    /// When a part is no calendar date.
    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        if let Some((start, end)) = text.split_once('/') {
            return Ok(Self::range(start.parse()?, end.parse()?));
        }
        match text.len() {
            4 => Ok(Self::year(format!("{text}-01-01").parse()?)),
            7 => Ok(Self::month(format!("{text}-01").parse()?)),
            _ => Ok(Self::day(text.parse()?)),
        }
    }
}

impl Serialize for Interval {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What a time expression says (the kinds of TIMEX3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimeKind {
    /// A calendar time: "Friday", "last week", "1994".
    Date,
    /// A time of day: "Friday morning", "9 p.m.".
    Time,
    /// How long: "72 hours", "the past two years".
    Duration,
    /// How often: "every Tuesday".
    Set,
}

/// A time expression in a report, with its TIMEX3 value and the days it covers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeExpression {
    /// Where it stands.
    pub span: Span,
    /// What kind.
    pub kind: TimeKind,
    /// TIMEX3 value, such as `2016-10-15`, `2016-W40`, `P3D`, `PAST_REF`.
    pub value: String,
    /// The days it covers.
    pub interval: Resolution<Interval>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_round_trip() {
        for text in ["2016-10-15", "2016-10", "2016", "2016-10-03/2016-10-09"] {
            assert_eq!(text.parse::<Interval>().unwrap().to_string(), text);
        }
    }
}
