//! A desk that reads thirty reports a day, a million claims in three years: a synthetic record of any size, the same each time.
//!
//! Every day a hundred and eighty things happen, most of them in a few countries, and are told by those who write on them: a few by
//! most reports of the day, most by two or three, in other words, half of them with the day. One report in ten is a reprint of
//! another, with a word changed. All words are made up, but for the names of states, which the knowledge must know.
#![allow(dead_code, unreachable_pub, missing_docs)]

use jiff::civil::{Date, date};
use rapporteur_core::claim::{ClaimPlace, Decided};
use rapporteur_core::knowledge::Knowledge;
use rapporteur_core::{Account, Actor, Aux, Claim, EventType, Interval, Participant, Report, Resolution, Span};

/// Reports of a day.
pub const REPORTS: u64 = 30;
/// Claims of a report.
pub const CLAIMS: usize = 30;
/// What happens on a day.
const HAPPENINGS: u64 = 180;
/// Over how many days a happening is told.
const TOLD: u64 = 4;

/// Countries, those with most reports first.
const COUNTRIES: [&str; 40] = [
    "SYR", "RUS", "USA", "UKR", "IRQ", "AFG", "YEM", "LBY", "SDN", "SSD", "COD", "MLI", "NGA", "SOM", "ETH", "ISR",
    "LBN", "TUR", "IRN", "SAU", "PAK", "IND", "CHN", "PRK", "KOR", "JPN", "MMR", "PHL", "COL", "VEN", "EGY", "TUN",
    "DZA", "TCD", "NER", "CMR", "KEN", "UGA", "RWA", "BDI",
];

type Wording = (EventType, &'static str, [&'static str; 4]);

/// Types and modes with what reports call them, the frequent ones first.
const ACTS: [Wording; 12] = [
    (EventType::Assault, "heavy-weapons", ["shelled", "fired rockets at", "pounded", "hit with mortars"]),
    (EventType::Assault, "explosives", ["bombed", "blew up a bridge near", "set off a blast against", "mined"]),
    (EventType::Consult, "", ["met", "held talks with", "conferred with", "sat down with"]),
    (EventType::Accuse, "", ["accused", "blamed", "denounced", "condemned"]),
    (EventType::Request, "", ["urged", "called on", "demanded a reply of", "pressed"]),
    (EventType::Assault, "", ["attacked", "raided", "clashed with", "fought"]),
    (EventType::Agree, "", ["promised help to", "offered terms to", "agreed to hear", "pledged grain to"]),
    (EventType::Coerce, "arrest", ["arrested", "detained", "rounded up", "jailed"]),
    (EventType::Threaten, "", ["threatened", "warned", "menaced", "vowed to punish"]),
    (EventType::Aid, "", ["sent food to", "supplied", "delivered drugs to", "sheltered"]),
    (EventType::Sanction, "", ["cut ties with", "imposed duties on", "boycotted", "expelled envoys of"]),
    (EventType::Retreat, "", ["withdrew before", "pulled back from", "left the field to", "gave way to"]),
];

/// A stream of numbers that look random: splitmix64.
struct Random(u64);

impl Random {
    fn of(parts: [u64; 3]) -> Self {
        Self(parts.iter().fold(2016, |seed, part| Self(seed ^ part.wrapping_mul(0xd134_2543_de82_ef95)).next()))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Below a limit, the small ones oftener: the first of 180 comes once in thirty times.
    fn skewed(&mut self, limit: u64) -> u64 {
        let share = self.next() as f64 / u64::MAX as f64;
        (share.powf(1.5) * limit as f64) as u64 % limit
    }

    /// Below a limit, the small ones often: about as Zipf's law has it.
    fn zipf(&mut self, limit: u64) -> u64 {
        let share = self.next() as f64 / u64::MAX as f64;
        (((limit + 1) as f64).powf(share) - 1.0) as u64 % limit
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// A made-up word: two to four syllables.
fn word(number: u64) -> String {
    const HEADS: [&str; 16] =
        ["ba", "do", "ke", "li", "mo", "nu", "pa", "ra", "si", "ta", "ve", "wo", "za", "gri", "flo", "she"];
    let mut random = Random::of([7, number, 0]);
    (0..2 + random.below(3)).map(|_| HEADS[random.below(16) as usize]).collect()
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

struct Happening {
    act: &'static Wording,
    actor: Actor,
    recipient: Actor,
    town: String,
    country: &'static str,
    own_words: [String; 3],
    day: Date,
}

/// Somebody of a country: its government, its army, those who fight it, or one of a hundred people.
fn somebody(random: &mut Random, country: &str) -> Actor {
    let state = Knowledge::embedded().state(country).map_or(country, |state| state.actor.name.as_str());
    let (name, sector) = match random.below(10) {
        0..=2 => (state.to_owned(), "GOV"),
        3..=4 => (format!("{state} army"), "MIL"),
        5..=6 => (format!("{state} rebels"), "REB"),
        7 => (format!("people of {state}"), "CVL"),
        _ => (format!("{} {}", capital(&word(random.zipf(100))), capital(&word(random.below(50)))), "GOV"),
    };
    Actor { name, country: country.to_owned(), sector: sector.to_owned() }
}

fn day(number: u64) -> Date {
    date(2015, 1, 1).saturating_add(jiff::Span::new().days(i64::try_from(number).unwrap_or(0)))
}

fn happening(day_number: u64, number: u64) -> Happening {
    let mut random = Random::of([1, day_number, number]);
    let country = COUNTRIES[random.zipf(40) as usize];
    let other = if random.chance(50) { country } else { COUNTRIES[random.zipf(40) as usize] };
    Happening {
        act: &ACTS[random.zipf(12) as usize],
        actor: somebody(&mut random, country),
        recipient: somebody(&mut random, other),
        town: capital(&word(
            1_000_000 + random.zipf(30) * 40 + COUNTRIES.iter().position(|c| *c == other).unwrap_or(0) as u64,
        )),
        country: other,
        own_words: [0; 3].map(|_| word(random.below(3000))),
        day: day(day_number),
    }
}

/// The report of a number.
pub fn report(number: u64) -> Account {
    let mut random = Random::of([2, number, 0]);
    let reprint = number % REPORTS > 10 && random.chance(10);
    let source = if reprint { number - 1 - random.below(9) } else { number };
    let mut account = written(source, number / REPORTS);
    account.report.name = format!("report-{number}");
    account.report.publisher = Some(format!("Courier {}", Random::of([3, number, 1]).zipf(60)));
    account.report.origin = format!("/desk/report-{number}.txt");
    if reprint {
        account.report.text += " Reprinted with leave.";
    }
    account
}

fn written(number: u64, day_number: u64) -> Account {
    let mut random = Random::of([4, number, 0]);
    let mut account =
        Account { report: Report { published: Some(day(day_number)), ..Report::default() }, ..Account::default() };
    // A report stays with one country's affairs, mostly.
    let beat = COUNTRIES[random.zipf(40) as usize];
    while account.claims.len() < CLAIMS {
        let ago = random.zipf(TOLD).min(day_number);
        let told = happening(day_number - ago, random.skewed(HAPPENINGS));
        if told.country == beat || told.actor.country == beat || random.chance(20) {
            tell(&mut account, &told, &mut random);
        }
    }
    account
}

/// Adds a sentence with its claim.
fn tell(account: &mut Account, it: &Happening, random: &mut Random) {
    let text = &mut account.report.text;
    if !text.is_empty() {
        text.push(' ');
    }
    let start = text.len();
    let mut push = |words: &str| {
        let from = text.len();
        text.push_str(words);
        Span::new(from, from + words.len())
    };
    let actor = push(&it.actor.name);
    push(" ");
    let trigger = push(it.act.2[random.zipf(4) as usize]);
    push(" ");
    let recipient = push(&it.recipient.name);
    push(" at ");
    let town = push(&it.town);
    push(&format!(", where {} and {}", it.own_words[0], it.own_words[1]));
    let speaker = random.chance(30).then(|| {
        push(&format!(" were {} , officials of ", it.own_words[2]));
        push(&it.actor.name)
    });
    push(if random.chance(30) { " said after a long day." } else { " had been seen." });
    let known = |span: Span, actor: &Actor| Participant { span, actor: Resolution::Resolved(actor.clone()) };
    let end = account.report.text.len();
    account.sentences.push(Span::new(start, end));
    account.claims.push(Claim {
        trigger,
        sentence: account.sentences.len() - 1,
        kind: it.act.0,
        mode: it.act.1.to_owned(),
        actors: if random.chance(85) { vec![known(actor, &it.actor)] } else { Vec::new() },
        recipients: if random.chance(80) { vec![known(recipient, &it.recipient)] } else { Vec::new() },
        aux: Aux { future: random.chance(8), hypothetical: random.chance(5), ..Aux::default() },
        attributed_to: speaker.map(|span| known(span, &it.actor)),
        condition: None,
        date: random.chance(50).then(|| Interval::day(it.day)),
        place: random.chance(60).then(|| ClaimPlace { span: town, country: it.country.to_owned() }),
        decided: Decided { frame: "made-up".into(), score: 1.0, ..Decided::default() },
    });
}
