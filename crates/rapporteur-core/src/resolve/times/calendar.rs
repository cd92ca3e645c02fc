//! Points on the calendar, as finely as they are known: arithmetic, TIMEX3 values, intervals.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use super::words::{Season, Unit};
use crate::{Grain, Interval};

/// A stretch of the calendar that has a name of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Point {
    /// A day.
    Day(Date),
    /// The week of this Monday.
    Week(Date),
    /// The Saturday and Sunday of the week of this Monday.
    Weekend(Date),
    /// The month that begins on this day.
    Month(Date),
    /// A quarter, 1 to 4, of a year.
    Quarter(i16, i8),
    /// A half, 1 or 2, of a year.
    Half(i16, i8),
    /// A season by the year it begins in.
    Season(i16, Season),
    /// A year.
    Year(i16),
    /// Ten years by their first three digits.
    Decade(i16),
    /// A hundred years by their first two digits.
    Century(i16),
}

impl Point {
    /// The point of this unit that holds a day.
    pub(super) fn holding(day: Date, unit: Unit) -> Self {
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Self::Day(day),
            Unit::Week => Self::Week(monday(day)),
            Unit::Weekend => Self::Weekend(monday(day)),
            Unit::Month => Self::Month(day.first_of_month()),
            Unit::Quarter => Self::Quarter(day.year(), (day.month() - 1) / 3 + 1),
            Unit::Year => Self::Year(day.year()),
            Unit::Decade => Self::Decade(day.year().div_euclid(10)),
            Unit::Century => Self::Century(day.year().div_euclid(100)),
        }
    }

    /// The point of this unit that holds a day so many units away; `None` past the calendar's ends.
    pub(super) fn shifted(day: Date, unit: Unit, by: i32) -> Option<Self> {
        Some(Self::holding(shift_day(day, unit, by)?, unit))
    }

    /// First day and last.
    pub(super) fn days(self) -> Option<(Date, Date)> {
        let months = |year: i16, first: i8, count: i32| {
            let start = Date::new(year, first, 1).ok()?;
            let end = start.checked_add((count - 1).months()).ok()?;
            Some((start, end.last_of_month()))
        };
        match self {
            Self::Day(day) => Some((day, day)),
            Self::Week(monday) => Some((monday, monday.checked_add(6.days()).ok()?)),
            Self::Weekend(monday) => Some((monday.checked_add(5.days()).ok()?, monday.checked_add(6.days()).ok()?)),
            Self::Month(first) => Some((first, first.last_of_month())),
            Self::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Self::Half(year, half) => months(year, half * 6 - 5, 6),
            Self::Season(year, season) => months(year, season.first_month(), 3),
            Self::Year(year) => months(year, 1, 12),
            Self::Decade(decade) => Some((months(decade * 10, 1, 1)?.0, months(decade * 10 + 9, 12, 1)?.1)),
            Self::Century(century) => Some((months(century * 100, 1, 1)?.0, months(century * 100 + 99, 12, 1)?.1)),
        }
    }

    /// The days it covers, with their grain.
    pub(super) fn interval(self) -> Option<Interval> {
        let grain = match self {
            Self::Day(_) => Grain::Day,
            Self::Week(_) => Grain::Week,
            Self::Weekend(_) | Self::Half(..) => Grain::Range,
            Self::Month(_) => Grain::Month,
            Self::Quarter(..) | Self::Season(..) => Grain::Quarter,
            Self::Year(_) => Grain::Year,
            Self::Decade(_) => Grain::Decade,
            Self::Century(_) => Grain::Century,
        };
        self.days().map(|(start, end)| Interval { start, end, grain })
    }

    /// The same point so many years away.
    pub(super) fn years_away(self, by: i16) -> Self {
        let shift = |day: Date| shift_day(day, Unit::Year, by.into()).unwrap_or(day);
        match self {
            Self::Day(day) => Self::Day(shift(day)),
            Self::Week(day) => Self::Week(monday(shift(day))),
            Self::Weekend(day) => Self::Weekend(monday(shift(day))),
            Self::Month(day) => Self::Month(shift(day)),
            Self::Quarter(year, quarter) => Self::Quarter(year.saturating_add(by), quarter),
            Self::Half(year, half) => Self::Half(year.saturating_add(by), half),
            Self::Season(year, season) => Self::Season(year.saturating_add(by), season),
            Self::Year(year) => Self::Year(year.saturating_add(by)),
            Self::Decade(_) | Self::Century(_) => self,
        }
    }

    /// As TIMEX3 writes it.
    pub(super) fn value(self) -> String {
        let week = |monday: Date| {
            let iso = monday.iso_week_date();
            format!("{:04}-W{:02}", iso.year(), iso.week())
        };
        match self {
            Self::Day(day) => day.to_string(),
            Self::Week(monday) => week(monday),
            Self::Weekend(monday) => week(monday) + "-WE",
            Self::Month(first) => format!("{:04}-{:02}", first.year(), first.month()),
            Self::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Self::Half(year, half) => format!("{year:04}-H{half}"),
            Self::Season(year, season) => format!("{year:04}-{}", season.code()),
            Self::Year(year) => format!("{year:04}"),
            Self::Decade(decade) => format!("{decade:03}X"),
            Self::Century(century) => format!("{century:02}XX"),
        }
    }
}

/// The Monday of a day's week.
pub(super) fn monday(day: Date) -> Date {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day)
}

/// A day so many units away; `None` past the calendar's ends.
pub(super) fn shift_day(day: Date, unit: Unit, by: i32) -> Option<Date> {
    let by = i64::from(by.clamp(-100_000, 100_000));
    let span = match unit {
        Unit::Second => by.seconds(),
        Unit::Minute => by.minutes(),
        Unit::Hour => by.hours(),
        Unit::Day => by.days(),
        Unit::Week | Unit::Weekend => by.weeks(),
        Unit::Month => by.months(),
        Unit::Quarter => (by * 3).months(),
        Unit::Year => by.clamp(-9_000, 9_000).years(),
        Unit::Decade => (by.clamp(-900, 900) * 10).years(),
        Unit::Century => (by.clamp(-90, 90) * 100).years(),
    };
    if unit.is_clock() { Some(day) } else { day.checked_add(span).ok() }
}

/// A feast or a day of note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holiday {
    /// On the same day each year: month, day.
    Fixed(i8, i8),
    /// Days after Easter Sunday of the Western churches.
    Easter(i16),
    /// The week that follows Easter Sunday, or the one that leads to it.
    EasterWeek,
    /// The n-th weekday of a month (-1 the last): month, weekday with Monday 1, n.
    Nth(i8, i8, i8),
    /// The Tuesday after the first Monday of November.
    ElectionDay,
}

impl Holiday {
    /// When it falls in a year.
    pub(super) fn in_year(self, year: i16) -> Option<Point> {
        match self {
            Self::Fixed(month, day) => Date::new(year, month, day).ok().map(Point::Day),
            Self::Easter(after) => easter(year)?.checked_add(after.days()).ok().map(Point::Day),
            Self::EasterWeek => easter(year).map(|day| Point::Week(monday(day))),
            Self::Nth(month, weekday, nth) => {
                let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
                Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok().map(Point::Day)
            }
            Self::ElectionDay => {
                let first = Date::new(year, 11, 1).ok()?.nth_weekday_of_month(1, Weekday::Monday).ok()?;
                first.tomorrow().ok().map(Point::Day)
            }
        }
    }

    /// Its value when no year is known.
    pub(super) fn yearless(self) -> String {
        match self {
            Self::Fixed(month, day) => format!("XXXX-{month:02}-{day:02}"),
            Self::EasterWeek => "XXXX-WXX".into(),
            _ => "XXXX-XX-XX".into(),
        }
    }
}

/// Easter Sunday of the Gregorian calendar (the "anonymous" algorithm, Meeus 1991).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
    (1583..=9999).contains(&y).then(|| date(year, (f / 31) as i8, (f % 31 + 1) as i8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_falls_where_it_fell() {
        for (year, month, day) in [(1998, 4, 12), (2000, 4, 23), (2016, 3, 27), (2024, 3, 31), (2026, 4, 5)] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn values_and_days_agree() {
        let day = date(2016, 10, 15);
        assert_eq!(Point::holding(day, Unit::Week).value(), "2016-W41");
        assert_eq!(Point::Season(2016, Season::Winter).days(), Some((date(2016, 12, 1), date(2017, 2, 28))));
        assert_eq!(Point::holding(day, Unit::Decade).value(), "201X");
        assert_eq!(Holiday::Nth(11, 4, 4).in_year(1999), Some(Point::Day(date(1999, 11, 25))));
        assert_eq!(Point::shifted(date(9999, 12, 31), Unit::Year, 1), None);
    }
}
