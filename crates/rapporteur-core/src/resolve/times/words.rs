//! The words the grammar knows, as one sorted table.

use Class::{Cue, Month, Number, Ordinal, Scale, Vague, Weekday};
use Season as S;
use Unit as U;

/// What a word may be in a time expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Nothing to the grammar.
    Other,
    /// Digits.
    Digits,
    /// One character that is neither letter nor digit; hyphens and apostrophes of all shapes are one.
    Mark(char),
    /// A month, 1 to 12.
    Month(i8),
    /// A day of the week, Monday is 1.
    Weekday(i8),
    /// A unit of time.
    Unit(Unit),
    /// A season.
    Season(Season),
    /// A part of the day.
    Part(Part),
    /// A number in letters below one hundred.
    Number(u32),
    /// "hundred", "thousand".
    Scale(u32),
    /// "first" to "twelfth".
    Ordinal(u32),
    /// A number not said: "several".
    Vague,
    /// Another word that may begin an expression.
    Cue,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// Its letter in a TIMEX3 duration.
    pub(super) fn letter(self) -> char {
        match self {
            Self::Second => 'S',
            Self::Minute | Self::Month => 'M',
            Self::Hour => 'H',
            Self::Day | Self::Weekend => 'D',
            Self::Week => 'W',
            Self::Quarter => 'Q',
            Self::Year => 'Y',
            Self::Decade => 'E',
            Self::Century => 'C',
        }
    }

    /// Whether it is shorter than a day.
    pub(super) fn is_clock(self) -> bool {
        self <= Self::Hour
    }
}

/// A season, as TIMEX3 writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    /// Its TIMEX3 code.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }

    /// The month it begins in.
    pub(super) fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub(super) enum Part {
    Morning,
    Afternoon,
    Evening,
    Night,
    Noon,
    Midnight,
}

impl Part {
    /// What follows the day in a TIMEX3 value.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Morning => "TMO",
            Self::Afternoon => "TAF",
            Self::Evening => "TEV",
            Self::Night => "TNI",
            Self::Noon => "T12:00",
            Self::Midnight => "T24:00",
        }
    }
}

/// What the grammar knows about a lowered word.
pub(super) fn class(word: &str) -> Class {
    WORDS.binary_search_by(|(known, _)| (*known).cmp(word)).map_or(Class::Other, |i| WORDS[i].1)
}

/// Sorted: a test looks.
#[rustfmt::skip]
static WORDS: &[(&str, Class)] = &[
    ("a", Cue), ("about", Cue), ("afternoon", Class::Part(Part::Afternoon)),
    ("afternoons", Class::Part(Part::Afternoon)), ("all", Cue), ("almost", Cue), ("an", Cue), ("annual", Cue),
    ("annually", Cue), ("apr", Month(4)), ("april", Month(4)), ("armistice", Cue), ("around", Cue), ("ascension", Cue),
    ("ash", Cue), ("aug", Month(8)), ("august", Month(8)), ("autumn", Class::Season(S::Autumn)), ("bastille", Cue),
    ("beginning", Cue), ("boxing", Cue), ("centuries", Class::Unit(U::Century)), ("century", Class::Unit(U::Century)),
    ("christmas", Cue), ("columbus", Cue), ("coming", Cue), ("couple", Vague), ("current", Cue), ("currently", Cue),
    ("daily", Cue), ("day", Class::Unit(U::Day)), ("daylong", Cue), ("days", Class::Unit(U::Day)), ("dec", Month(12)),
    ("decade", Class::Unit(U::Decade)), ("decades", Class::Unit(U::Decade)), ("december", Month(12)),
    ("dozen", Scale(12)), ("each", Cue), ("earlier", Cue), ("early", Cue), ("easter", Cue), ("eid", Cue),
    ("eight", Number(8)), ("eighteen", Number(18)), ("eighteenth", Ordinal(18)), ("eighth", Ordinal(8)),
    ("eighties", Cue), ("eighty", Number(80)), ("election", Cue), ("eleven", Number(11)), ("eleventh", Ordinal(11)),
    ("end", Cue), ("evening", Class::Part(Part::Evening)), ("evenings", Class::Part(Part::Evening)), ("every", Cue),
    ("fall", Class::Season(S::Autumn)), ("father", Cue), ("feb", Month(2)), ("february", Month(2)), ("few", Vague),
    ("fifteen", Number(15)), ("fifteenth", Ordinal(15)), ("fifth", Ordinal(5)), ("fifties", Cue), ("fifty", Number(50)),
    ("first", Ordinal(1)), ("fiscal", Cue), ("five", Number(5)), ("following", Cue), ("forties", Cue),
    ("forty", Number(40)), ("four", Number(4)), ("fourteen", Number(14)), ("fourteenth", Ordinal(14)),
    ("fourth", Ordinal(4)), ("fri", Weekday(5)), ("friday", Weekday(5)), ("fridays", Weekday(5)), ("full", Cue),
    ("future", Cue), ("good", Cue), ("half", Cue), ("halloween", Cue), ("holy", Cue), ("hour", Class::Unit(U::Hour)),
    ("hourly", Cue), ("hours", Class::Unit(U::Hour)), ("hundred", Scale(100)), ("independence", Cue), ("jan", Month(1)),
    ("january", Month(1)), ("jul", Month(7)), ("july", Month(7)), ("jun", Month(6)), ("june", Month(6)), ("labor", Cue),
    ("last", Cue), ("late", Cue), ("later", Cue), ("latest", Cue), ("less", Cue), ("mar", Month(3)),
    ("march", Month(3)), ("martin", Cue), ("may", Month(5)), ("memorial", Cue), ("mid", Cue),
    ("midday", Class::Part(Part::Noon)), ("middle", Cue), ("midnight", Class::Part(Part::Midnight)),
    ("minute", Class::Unit(U::Minute)), ("minutes", Class::Unit(U::Minute)), ("mon", Weekday(1)),
    ("monday", Weekday(1)), ("mondays", Weekday(1)), ("month", Class::Unit(U::Month)), ("monthlong", Cue),
    ("monthly", Cue), ("months", Class::Unit(U::Month)), ("more", Cue), ("morning", Class::Part(Part::Morning)),
    ("mornings", Class::Part(Part::Morning)), ("mother", Cue), ("nearly", Cue), ("new", Cue), ("next", Cue),
    ("night", Class::Part(Part::Night)), ("nightly", Cue), ("nights", Class::Part(Part::Night)), ("nine", Number(9)),
    ("nineteen", Number(19)), ("nineteenth", Ordinal(19)), ("nineties", Cue), ("ninety", Number(90)),
    ("ninth", Ordinal(9)), ("noon", Class::Part(Part::Noon)), ("nov", Month(11)), ("november", Month(11)), ("now", Cue),
    ("nowadays", Cue), ("oct", Month(10)), ("october", Month(10)), ("one", Number(1)), ("overnight", Cue),
    ("palm", Cue), ("past", Cue), ("pentecost", Cue), ("per", Cue), ("post", Cue), ("pre", Cue), ("present", Cue),
    ("presidents", Cue), ("previous", Cue), ("quarter", Class::Unit(U::Quarter)), ("quarterly", Cue),
    ("quarters", Class::Unit(U::Quarter)), ("recent", Cue), ("recently", Cue), ("remembrance", Cue), ("right", Cue),
    ("same", Cue), ("sat", Weekday(6)), ("saturday", Weekday(6)), ("saturdays", Weekday(6)), ("second", Ordinal(2)),
    ("seconds", Class::Unit(U::Second)), ("sep", Month(9)), ("sept", Month(9)), ("september", Month(9)),
    ("seven", Number(7)), ("seventeen", Number(17)), ("seventeenth", Ordinal(17)), ("seventh", Ordinal(7)),
    ("seventies", Cue), ("seventy", Number(70)), ("several", Vague), ("shortly", Cue), ("six", Number(6)),
    ("sixteen", Number(16)), ("sixteenth", Ordinal(16)), ("sixth", Ordinal(6)), ("sixties", Cue), ("sixty", Number(60)),
    ("some", Cue), ("sometime", Cue), ("soon", Cue), ("spring", Class::Season(S::Spring)), ("st", Cue), ("start", Cue),
    ("summer", Class::Season(S::Summer)), ("sun", Weekday(7)), ("sunday", Weekday(7)), ("sundays", Weekday(7)),
    ("ten", Number(10)), ("tenth", Ordinal(10)), ("thanksgiving", Cue), ("that", Cue), ("the", Cue), ("these", Cue),
    ("third", Ordinal(3)), ("thirteen", Number(13)), ("thirteenth", Ordinal(13)), ("thirties", Cue),
    ("thirty", Number(30)), ("this", Cue), ("thousand", Scale(1000)), ("three", Number(3)), ("thu", Weekday(4)),
    ("thur", Weekday(4)), ("thurs", Weekday(4)), ("thursday", Weekday(4)), ("thursdays", Weekday(4)), ("today", Cue),
    ("tomorrow", Cue), ("tonight", Cue), ("tue", Weekday(2)), ("tues", Weekday(2)), ("tuesday", Weekday(2)),
    ("tuesdays", Weekday(2)), ("twelfth", Ordinal(12)), ("twelve", Number(12)), ("twenties", Cue),
    ("twentieth", Ordinal(20)), ("twenty", Number(20)), ("two", Number(2)), ("upcoming", Cue), ("valentine", Cue),
    ("veterans", Cue), ("wed", Weekday(3)), ("wednesday", Weekday(3)), ("wednesdays", Weekday(3)),
    ("week", Class::Unit(U::Week)), ("weekend", Class::Unit(U::Weekend)), ("weekends", Class::Unit(U::Weekend)),
    ("weeklong", Cue), ("weekly", Cue), ("weeks", Class::Unit(U::Week)), ("winter", Class::Season(S::Winter)),
    ("year", Class::Unit(U::Year)), ("yearlong", Cue), ("yearly", Cue), ("years", Class::Unit(U::Year)),
    ("yesterday", Cue),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_answers() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0), "the table of words is out of order");
        assert_eq!(class("october"), Month(10));
        assert_eq!(class("envoy"), Class::Other);
    }
}
