//! Time expressions: a grammar of what news says, resolved against the day of the report.
//!
//! Three steps: `lex` cuts the text into light words, `rules` finds phrases and what they mean, `ground` turns
//! meanings into TIMEX3 values and days by the day of the report, by tense, and by what was spoken of before. Which
//! phrases count, and where they begin, follows the habits of TimeBank (Pustejovsky et al. 2003). No tree is needed:
//! the reading only makes tense surer.

mod calendar;
mod event_date;
mod ground;
mod lex;
mod meaning;
mod rules;
mod tense;
#[cfg(test)]
mod trees;
mod words;

use jiff::civil::Date;

pub use event_date::date_of;

use crate::{Reading, TimeExpression};

/// Finds the time expressions of a text and resolves them.
///
/// Relative ones count from `published`; without it they stay `Unresolved(NoReportDate)`, with a value that has `X` for
/// what is not known. Expressions come in the order of the text and never overlap. The reading may be empty.
///
/// # Example
/// ```
/// use rapporteur_core::{Reading, resolve::times::read_times};
/// let times = read_times("Rebels took the bridge on Friday.", &Reading::default(), "2016-10-17".parse().ok());
/// assert_eq!(times[0].value, "2016-10-14");
/// ```
pub fn read_times(text: &str, reading: &Reading, published: Option<Date>) -> Vec<TimeExpression> {
    let words = lex::Words::new(text);
    let mut ground = ground::Ground::new(&words, reading, published);
    rules::find(&words).into_iter().map(|found| ground.read(found)).collect()
}
