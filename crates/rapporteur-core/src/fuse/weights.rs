//! How many points each sign is worth: the table behind [`Evidence`](super::Evidence).
//!
//! Learned by logistic regression over pairs of claims (`training/fusion`), on the founding pair and the reports of
//! `cases/reports` that may be read, as annotated and as the program reads them; held to the table as it stood before (ridge),
//! in the beginning to points set by hand, and rounded to quarters. How strongly they are held, and from how many points on a pair is of one event
//! ([`THRESHOLD`](super::score::THRESHOLD)), is chosen on the reports that are for choosing.

use super::score::Evidence;

/// The table: a sign, the part of the evidence that it belongs to, its points.
macro_rules! signs {
    ($($(#[$doc:meta])* $sign:ident: $part:ident $points:literal,)*) => {
        /// What speaks for or against two claims being of one event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Sign { $($(#[$doc])* $sign,)* }

        impl Sign {
            /// Points of the sign, where it counts once.
            pub fn points(self) -> f32 {
                match self { $(Self::$sign => $points,)* }
            }

            /// Adds so many times its points to its part of the evidence.
            pub(super) fn add(self, times: f32, evidence: &mut Evidence) {
                let points = times * self.points();
                match self { $(Self::$sign => evidence.$part += points,)* }
            }
        }
    };
}

signs! {
    /// Days that do not meet: nothing outweighs them, so it is not learned.
    Apart: date -20.0,
    /// Types that speak of one act in other words.
    RelatedType: kind -3.75,
    /// Such types, and the act in the same word.
    RelatedSameWord: kind 0.25,
    /// Types that do not.
    OtherType: kind -5.0,
    /// One mode.
    SameMode: kind 0.75,
    /// Two modes.
    OtherMode: kind -1.0,
    /// Whom the lists of actors name, from -1 (strangers) to 1 (the same), so many times.
    Actors: actors 0.75,
    /// Acts that are words, and other actors: each speaks for himself.
    OtherSpeaker: actors -2.25,
    /// The same of recipients.
    Recipients: recipients 1.0,
    /// Recipients that do not fit, where the claims come from other mouths: a dispute, not two events.
    DisputedRecipients: recipients 0.75,
    /// Who does it to whom in one suffers it from them in the other: set by hand, since too few of such pairs are annotated.
    Swapped: actors -4.0,
    /// All participants, where it makes no difference who is called what.
    Participants: actors 1.0,
    /// One name beside a list: a guest of many.
    Guest: actors 1.25,
    /// Persons are named in both, and none in both.
    OtherPersons: actors -1.25,
    /// No participants on one side of the comparison.
    NoParticipants: actors -0.5,
    /// The same of a guest.
    NoGuest: actors -0.25,
    /// A recipient of one name in both, not described but named.
    SameNamedRecipient: recipients 0.5,
    /// Somebody whom one names stands in the sentence of the other.
    NamedInSentence: words -0.25,
    /// The place of one stands in the sentence of the other, which has none.
    PlaceInSentence: place 1.25,
    /// Days that touch: reports from other sides of the world name one day more or less.
    NextDayAcross: date -0.5,
    /// One report does not: set by hand, since too few of its pairs are annotated.
    NextDayWithin: date -6.0,
    /// Days that meet, the longer stretch a day.
    MetDay: date 1.75,
    /// The longer stretch a week.
    MetWeek: date 1.0,
    /// The longer stretch a month.
    MetMonth: date -0.75,
    /// One long stretch.
    SameLong: date 1.0,
    /// Long stretches that meet.
    MetLong: date -0.25,
    /// Places in two countries.
    OtherCountry: place -1.5,
    /// One place at home and one abroad, while those who take part are of one state: a namesake, or where a word was said.
    Abroad: place -0.25,
    /// One place, or a part of it.
    SamePlace: place 1.75,
    /// One whole country.
    SameCountry: place 0.25,
    /// Two places of a country.
    OtherPlace: place -1.75,
    /// The act in the same words.
    SameWord: words 1.5,
    /// The act in the same words, which are common.
    SameCommonWord: words 0.5,
    /// The act of one is not in the trigger of the other but in its sentence.
    WordInSentence: words -0.25,
    /// Where acts are words, other words are other acts.
    OtherWordVerbal: words -1.5,
    /// Other words of one mode.
    OtherWordSameMode: words 0.0,
    /// Other words.
    OtherWord: words -1.25,
    /// A number before the act: the 72 of "72-hour truce".
    SameNumber: words 0.75,
    /// Two such numbers.
    OtherNumber: words -2.0,
    /// A number before one of them.
    OneNumber: words -1.25,
    /// Dice's measure of the sentences, so many times.
    SentenceAcross: words 1.5,
    /// The same in one report.
    SentenceWithin: words 2.25,
    /// One is background from another time.
    OneHistorical: aux -2.0,
    /// One says so and another denies it: that is one event in dispute.
    DeniedAcross: aux -0.75,
    /// The same in one report, from other mouths.
    DeniedByOther: aux -1.25,
    /// The same in one report, from one mouth.
    DeniedWithin: aux -1.5,
    /// One happened and one may, in other words for the act.
    MayOtherWord: aux 0.0,
    /// The same in one word.
    May: aux -1.0,
    /// One happened and one will.
    Will: aux -1.25,
    /// In one report: it tells its happenings apart better than two reports do. Chosen with the threshold.
    OneReport: nearness -0.75,
    /// The same or the next sentence.
    Neighbours: nearness 0.5,
    /// "The talks", after the talks were told of.
    RefersBack: nearness 0.75,
    /// An attack and, a sentence or two away, its dead.
    Toll: nearness 1.0,
    /// Both without days, printed within three days.
    Printed3: nearness -0.5,
    /// Printed within ten days.
    Printed10: nearness -1.5,
    /// Printed within thirty days.
    Printed30: nearness -1.75,
    /// Printed within ninety days.
    Printed90: nearness -1.75,
    /// Printed further apart.
    PrintedFar: nearness -4.0,
    /// One of them, or both, of an unknown day of printing.
    PrintedUnknown: nearness -0.5,
    /// Words without days, printed more than three days apart.
    SaidLater: nearness -1.0,
    /// One act at the head of two reports of the same days.
    BothLead: nearness 1.75,
    /// A truce, of which reports speak for as long as it stands: when they were printed says little.
    Standing: nearness 0.5,
    /// One without a day, printed within two days of the other's day.
    Told2: nearness 0.0,
    /// Printed within ten days of it.
    Told10: nearness -2.0,
    /// Within thirty.
    Told30: nearness -1.75,
    /// Later, or long before.
    ToldFar: nearness -2.25,
}
