//! Dates as people write them: `15 Oct 2016`, `Oct 2016`, `3–9 Oct 2016`.

use jiff::civil::Date;
use rapporteur_core::{Grain, Interval};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn month(date: Date) -> &'static str {
    MONTHS[(date.month().clamp(1, 12) - 1) as usize]
}

/// One day: `15 Oct 2016`.
pub fn day(date: Date) -> String {
    format!("{} {} {}", date.day(), month(date), date.year())
}

/// A stretch of days, no finer than it is known: `15 Oct 2016`, `Oct 2016`, `2016`, `3–9 Oct 2016`.
pub fn interval(interval: Interval) -> String {
    let Interval { start, end, grain } = interval;
    match grain {
        Grain::Day => day(start),
        Grain::Month => format!("{} {}", month(start), start.year()),
        Grain::Year => start.year().to_string(),
        _ => days(start, end),
    }
}

/// From one day to another, saying once what they share.
pub fn days(start: Date, end: Date) -> String {
    if start == end {
        day(start)
    } else if (start.year(), start.month()) == (end.year(), end.month()) {
        format!("{}–{}", start.day(), day(end))
    } else if start.year() == end.year() {
        format!("{} {} – {}", start.day(), month(start), day(end))
    } else {
        format!("{} – {}", day(start), day(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_no_finer_than_known() {
        for (iso, words) in [
            ("2016-10-15", "15 Oct 2016"),
            ("2016-10", "Oct 2016"),
            ("2016", "2016"),
            ("2016-10-03/2016-10-09", "3–9 Oct 2016"),
            ("2016-09-28/2016-10-02", "28 Sep – 2 Oct 2016"),
            ("2015-12-28/2016-01-03", "28 Dec 2015 – 3 Jan 2016"),
        ] {
            assert_eq!(interval(iso.parse().unwrap()), words);
        }
    }
}
