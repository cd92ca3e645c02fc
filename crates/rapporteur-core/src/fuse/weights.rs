//! How many points each sign is worth: the table behind [`Evidence`](super::Evidence).
//!
//! Learned by logistic regression over pairs of claims, on the founding pair and the reports of `cases/reports` that may be
//! read, as annotated and as the program reads them; held to the points that were first set by hand (ridge), chosen on the
//! reports that are for choosing, and rounded to quarters. A pair is of one event from
//! [`THRESHOLD`](super::score::THRESHOLD) points on: at that sum the chance is even.

/// Days that do not meet: nothing outweighs them, so it is not learned.
pub(super) const APART: f32 = -20.0;

/// Types that speak of one act in other words.
pub(super) const RELATED_TYPE: f32 = -1.5;
/// Types that do not.
pub(super) const OTHER_TYPE: f32 = -3.0;
pub(super) const SAME_MODE: f32 = 0.75;
pub(super) const OTHER_MODE: f32 = -1.0;

/// Whom the lists of participants name, from -1 (strangers) to 1 (the same), times this.
pub(super) const ACTORS: f32 = 1.5;
pub(super) const RECIPIENTS: f32 = 1.5;
/// Recipients that do not fit, where the claims come from other mouths: a dispute, not two events.
pub(super) const DISPUTED_RECIPIENTS: f32 = 0.5;
/// All participants, where it makes no difference who is called what.
pub(super) const PARTICIPANTS: f32 = 2.0;
/// One name beside a list: a guest of many.
pub(super) const GUEST: f32 = 0.5;
/// No participants on one side of the comparison.
pub(super) const NO_PARTICIPANTS: f32 = -0.5;
pub(super) const NO_GUEST: f32 = -0.25;
/// A recipient of one name in both, not described but named.
pub(super) const SAME_NAMED_RECIPIENT: f32 = 0.5;

/// Days that touch: reports from other sides of the world name one day more or less; one report does not.
pub(super) const NEXT_DAY_ACROSS: f32 = -0.75;
pub(super) const NEXT_DAY_WITHIN: f32 = -3.0;
/// Days that meet, by the longer of the two stretches.
pub(super) const MET_DAY: f32 = 1.5;
pub(super) const MET_WEEK: f32 = 1.25;
pub(super) const MET_MONTH: f32 = 0.25;
pub(super) const SAME_LONG: f32 = 1.0;
pub(super) const MET_LONG: f32 = 0.25;

pub(super) const OTHER_COUNTRY: f32 = -1.5;
pub(super) const SAME_PLACE: f32 = 1.75;
pub(super) const SAME_COUNTRY: f32 = 0.25;
pub(super) const OTHER_PLACE: f32 = -1.25;

/// The act in the same words.
pub(super) const SAME_WORD: f32 = 1.75;
pub(super) const SAME_COMMON_WORD: f32 = 0.5;
/// The act of one is not in the trigger of the other but in its sentence.
pub(super) const WORD_IN_SENTENCE: f32 = 0.75;
/// Other words, by what else is known of the act.
pub(super) const OTHER_WORD_VERBAL: f32 = -1.0;
pub(super) const OTHER_WORD_SAME_MODE: f32 = 0.25;
pub(super) const OTHER_WORD: f32 = -1.0;
/// A number before the act: the 72 of "72-hour truce".
pub(super) const SAME_NUMBER: f32 = 0.75;
pub(super) const OTHER_NUMBER: f32 = -2.0;
pub(super) const ONE_NUMBER: f32 = -1.25;
/// Dice's measure of the sentences, times this.
pub(super) const SENTENCE_ACROSS: f32 = 2.0;
pub(super) const SENTENCE_WITHIN: f32 = 2.25;

/// One is background from another time.
pub(super) const ONE_HISTORICAL: f32 = -2.0;
/// One says so and one denies it: in two reports, by two mouths in one, by one.
pub(super) const DENIED_ACROSS: f32 = -0.75;
pub(super) const DENIED_BY_OTHER: f32 = -1.0;
pub(super) const DENIED_WITHIN: f32 = -1.5;
/// One happened and one may; in other words for the act, in the same.
pub(super) const MAY_OTHER_WORD: f32 = -1.75;
pub(super) const MAY: f32 = -1.5;
/// One happened and one will.
pub(super) const WILL: f32 = -0.75;

/// The same or the next sentence.
pub(super) const NEIGHBOURS: f32 = 0.75;
/// "The talks", after the talks were told of.
pub(super) const REFERS_BACK: f32 = 1.25;
/// An attack and, a sentence or two away, its dead.
pub(super) const TOLL: f32 = 0.25;

/// Days between printing, where not both claims have days: up to so many, so many points.
pub(super) const PRINTED: &[(i32, f32)] = &[(3, 0.25), (10, -0.5), (30, -0.5), (90, -1.75)];
/// Printed further apart.
pub(super) const PRINTED_FAR: f32 = -4.0;
pub(super) const PRINTED_UNKNOWN: f32 = -0.5;
