//! Publication dates in the forms that files and pages use. Days and months in doubt (`03/04/2016`) are refused.

use jiff::civil::Date;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The day that a text names: `2016-10-14` (with any time after it), `20161014`, `2016/10/14`, `14.10.2016`,
/// `14 October 2016`, `Oct. 14, 2016`, `Fri, 14 Oct 2016 09:00:00 GMT`. The day is the one written, in its own zone.
pub(super) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let pieces: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    digits(text, &pieces).or_else(|| words(&pieces))
}

/// All in digits: year first, or day first with points.
fn digits(text: &str, pieces: &[&str]) -> Option<Date> {
    let first = *pieces.first()?;
    let run = first.bytes().take_while(u8::is_ascii_digit).count();
    if run == 8 {
        return date(&first[..4], &first[4..6], &first[6..8]);
    }
    let [first, second, third, ..] = *pieces else { return None };
    if first.len() == 4 && text.starts_with(first) {
        // "14T09" is one piece.
        let day = third.split(|c: char| !c.is_ascii_digit()).next()?;
        return date(first, second, day);
    }
    let pointed = text.starts_with(&format!("{first}.{second}.{third}"));
    if pointed && third.len() == 4 { date(third, second, first) } else { None }
}

/// With the month's name: day and year are the numbers around it.
fn words(pieces: &[&str]) -> Option<Date> {
    let at = pieces.iter().position(|piece| month(piece).is_some())?;
    let month = month(pieces[at])?.to_string();
    let is_day = |piece: &&&str| day(piece).is_some();
    let before = at.checked_sub(1).and_then(|at| pieces.get(at)).filter(is_day);
    let (day_piece, year) = match before {
        Some(piece) => (piece, pieces.get(at + 1)?),
        None => (pieces.get(at + 1)?, pieces.get(at + 2)?),
    };
    if year.len() == 4 { date(year, &month, day(day_piece)?) } else { None }
}

fn month(piece: &str) -> Option<usize> {
    let name = piece.to_lowercase();
    let known = |n: &usize| name == MONTHS[*n] || full_name(*n).starts_with(&name) && name.len() > 3;
    (0..12).find(known).map(|n| n + 1)
}

fn full_name(month: usize) -> &'static str {
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ][month]
}

/// "14", "14th".
fn day(piece: &str) -> Option<&str> {
    let number = piece.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = &piece[number.len()..];
    let is_day = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (is_day && ["", "st", "nd", "rd", "th"].contains(&ending)).then_some(number)
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_forms() {
        for text in [
            "2016-10-14",
            " 2016-10-14T23:30:00-05:00 ",
            "2016-10-14 09:00",
            "2016/10/14",
            "20161014",
            "20161014T090000Z",
            "14.10.2016",
            "14 October 2016",
            "14th Oct 2016",
            "October 14, 2016",
            "Oct. 14, 2016 9:00 a.m.",
            "Fri, 14 Oct 2016 09:00:00 GMT",
            "Friday, October 14th, 2016",
        ] {
            assert_eq!(parse(text), Some(jiff::civil::date(2016, 10, 14)), "{text}");
        }
        assert_eq!(parse("1 Sept 2016"), Some(jiff::civil::date(2016, 9, 1)));
        for text in
            ["", "2016", "10/14/2016", "03/04/2016", "2016-13-14", "2016-02-30", "yesterday", "May", "é-é-é", "20é6"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
