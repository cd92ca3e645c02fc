//! What a phrase means before the day of the report is brought in.

use super::calendar::{Holiday, Point};
use super::words::{Part, Season, Unit};

/// A phrase the grammar found: tokens `first..end` and what they mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    /// First token.
    pub(super) first: usize,
    /// One past the last token.
    pub(super) end: usize,
    /// The day, stretch or length.
    pub(super) meaning: Meaning,
    /// The time of day, when said.
    pub(super) hour: Option<Hour>,
}

/// What is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// Said in full: "October 15, 2016".
    At(Point),
    /// A name that comes round again, and which of its rounds is meant.
    Named(Named, Round),
    /// So many units from the day of the report: "yesterday", "last week", "two years ago".
    Away(Unit, i32),
    /// A vague number of units away: "several years ago"; true when to come.
    VaguelyAway(bool),
    /// So many units from what was last spoken of: "a day earlier", "the next morning".
    FromThere(Unit, i32),
    /// The same stretch a year before: "a year earlier", "the year-ago quarter".
    YearBefore,
    /// The quarter last spoken of, in another year: "the 1988 quarter".
    QuarterIn(i16),
    /// What was last spoken of: "that year", "the same day".
    There(Unit),
    /// The past, the present, the future.
    Reference(Reference),
    /// How long.
    Length(Amount, Side),
    /// How often.
    Every(Amount),
    /// Every one of a kind: "every Tuesday".
    EveryNamed(Named),
    /// Nothing but a time of day: its day is the one last spoken of.
    HourOnly,
}

/// A name that comes round again.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub(super) enum Named {
    /// Monday is 1.
    Weekday(i8),
    Weekend,
    Month(i8),
    MonthDay(i8, i8),
    /// The week of a day of a month.
    WeekOf(i8, i8),
    Quarter(i8),
    Half(i8),
    Season(Season),
    Holiday(Holiday),
}

/// Which of the rounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    /// Tense decides.
    Tense,
    /// "last".
    Last,
    /// "this".
    This,
    /// "next".
    Next,
    /// In this year.
    Year(i16),
    /// In a year relative to the report's: "October of last year".
    YearAway(i16),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hour {
    /// "morning".
    Part(Part),
    /// "9:30 p.m.".
    Clock(u8, u8),
}

/// Where time stands by TIMEX3's three words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Reference {
    Past,
    Present,
    Future,
}

impl Reference {
    /// Its TIMEX3 value.
    pub(super) fn value(self) -> &'static str {
        match self {
            Self::Past => "PAST_REF",
            Self::Present => "PRESENT_REF",
            Self::Future => "FUTURE_REF",
        }
    }
}

/// On which side of the report a length lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Not said.
    Anywhere,
    /// "the past two years".
    Before,
    /// "the next four years".
    After,
}

/// So many of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    /// How many.
    pub(super) count: Count,
    /// Of what.
    pub(super) unit: Unit,
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// In tenths: "two and a half" is 25.
    Tenths(u32),
    /// "several".
    Vague,
}

impl Count {
    /// A whole number.
    pub(super) fn whole(number: u32) -> Self {
        Self::Tenths(number.saturating_mul(10))
    }

    /// As a whole number, when it is one of reasonable size.
    pub(super) fn as_whole(self) -> Option<i32> {
        match self {
            Self::Tenths(tenths) if tenths % 10 == 0 => i32::try_from(tenths / 10).ok(),
            _ => None,
        }
    }
}

impl Amount {
    /// One of a unit.
    pub(super) fn one(unit: Unit) -> Self {
        Self { count: Count::whole(1), unit }
    }

    /// Its TIMEX3 value, such as `P3D`, `PT5H30M`, `PXY`.
    pub(super) fn value(self) -> String {
        let time = if self.unit.is_clock() { "T" } else { "" };
        let letter = self.unit.letter();
        match self.count {
            Count::Vague => format!("P{time}X{letter}"),
            Count::Tenths(n) if n % 10 == 0 => {
                let factor = if self.unit == Unit::Weekend { 2 } else { 1 };
                format!("P{time}{}{letter}", n / 10 * factor)
            }
            Count::Tenths(n) if self.unit == Unit::Hour => format!("PT{}H{}M", n / 10, n % 10 * 6).replace("T0H", "T"),
            Count::Tenths(n) => format!("P{time}{}.{}{letter}", n / 10, n % 10),
        }
    }
}
