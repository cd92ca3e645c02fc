//! Dictionaries in the forms that TABARI's and PETRARCH's own files have.

use super::{Dictionary, Imported, Known};
use crate::knowledge::{Knowledge, KnowledgeFile, write};

fn import(file: &str, text: &str) -> Imported {
    let is_place = |name: &str| name == "Helmand";
    let known = Known { knowledge: Knowledge::embedded(), is_place: &is_place };
    Dictionary::of(file, text).expect("it has codes").read(text, known)
}

/// The imported file read back over what ships.
fn over(imported: &Imported) -> Knowledge {
    let text = write(&imported.data);
    let data = toml::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let own = KnowledgeFile { file: "own.toml".into(), data };
    assert_eq!(crate::knowledge::flaws(&own, Knowledge::embedded()), []);
    Knowledge::embedded().clone().extended(&[own])
}

fn skipped(imported: &Imported) -> Vec<String> {
    imported.skipped.iter().map(|s| format!("{}: {}: {}", s.line, s.what, s.why)).collect()
}

#[test]
fn a_person_has_codes_by_date() {
    let text =
        "ZORVAN_MIRDAD_  # comment\n+GENERAL_MIRDAD_\n\t[AFGREB <19920628]\n\t[AFGGOV 920628-960927]\n\t[AFGELI]\n";
    let imported = import("x.actors.txt", text);
    assert_eq!(skipped(&imported), Vec::<String>::new());
    let knowledge = over(&imported);
    let entry = knowledge.entry(knowledge.named("zorvan mirdad")[0]);
    let on = |day: &str| entry.actor_on(Some(day.parse().expect("a day"))).sector;
    assert_eq!([on("1990-01-01"), on("1995-01-01"), on("2010-01-01")], ["REB", "GOV", "ELI"]);
    assert_eq!(entry.actor.country, "AFG");
    assert_eq!(knowledge.family("mirdad").len(), 1);
}

#[test]
fn groups_and_bodies_have_synonyms_and_abbreviations() {
    let text = "TESTED_ISLAND_LIBERATION_ARMY_(TILA)_ [PHLREB]\n+AL-TESTED_BRIGADES_\nTEST_WATER_BOARD [IGOUNO]\n";
    let knowledge = over(&import("x.actors.txt", text));
    for name in ["tested island liberation army", "tila", "al tested brigades"] {
        let actor = &knowledge.entry(knowledge.named(name)[0]).actor;
        assert_eq!((actor.country.as_str(), actor.sector.as_str()), ("PHL", "REB"), "{name}");
    }
    assert_eq!(knowledge.entry(knowledge.named("test water board")[0]).actor.country, "UNO");
}

#[test]
fn names_of_states_are_aliases_and_places_are_not_people() {
    let imported = import("x.actors.txt", "AFGHANISTAN_  [AFG]\n+AFGHAN_\n+HELMAND # province\n+AFGHANESTANLAND_\n");
    assert_eq!(skipped(&imported), ["3: Helmand: the name of a place, which stands for nobody"]);
    let knowledge = over(&imported);
    assert_eq!(knowledge.entry(knowledge.named("afghanestanland")[0]).actor.name, "Afghanistan");
}

#[test]
fn what_is_known_stays() {
    let imported =
        import("x.actors.txt", "HEZBOLLAH_ [BRAGOV]\nHAMID_KARZAI_\n+KARZAI_THE_TESTED_\n\t[AFGGOV >011222]\n");
    assert_eq!(skipped(&imported), ["1: HEZBOLLAH_: `Hezbollah` is known, as IMG REB, and stays so"]);
    let knowledge = over(&imported);
    let karzai = knowledge.entry(knowledge.named("karzai the tested")[0]);
    assert!(karzai.tenures.iter().any(|t| t.office == "president"), "{karzai:?}");
}

#[test]
fn lines_without_sense_are_named() {
    let text = "+LOST_NAME_\nNO_CODE_AT_ALL_\nWRONG_COUNTRY_ [QQQGOV]\nWRONG_DAY_ [AFGGOV 991301-20010101]\nOPEN_BRACKET_ [AFGGOV\n";
    assert_eq!(
        skipped(&import("x.actors.txt", text)),
        [
            "1: +LOST_NAME_: a synonym or a code before the first name",
            "2: NO_CODE_AT_ALL_: no code",
            "3: WRONG_COUNTRY_: no country or kind of body has the code `QQQ`",
            "4: AFGGOV 991301-20010101: expected a day as YYMMDD or YYYYMMDD, found `991301`",
            "4: WRONG_DAY_: no code",
            "5: [AFGGOV: a bracket that is not closed",
            "5: OPEN_BRACKET_: no code",
        ]
    );
    assert_eq!(Dictionary::of("CAMEO.verbs.txt", "--- ABANDON [---] ---\n"), None);
}

#[test]
fn agents_are_role_words() {
    let text = "!PERSON! = MAN, WOMAN\nZEBRA!PERSON! [~AGR]\nZEBRA_THIEF {ZEBRA_THIEVES} [~CRM]\nREBEL [~REB]\nODD_ONE [~ENV}\nZ!NONE! [~GOV]\n";
    let imported = import("x.agents.txt", text);
    assert_eq!(
        skipped(&imported),
        ["5: ODD_ONE [~ENV}: a bracket that is not closed", "6: Z!NONE! [~GOV]: the set `!NONE!` is defined nowhere"]
    );
    assert_eq!(imported.known, 1);
    let knowledge = over(&imported);
    let sector = |word: &str| knowledge.role(word).map(|role| role.sector.clone());
    assert_eq!(sector("zebrawoman").as_deref(), Some("LAB"));
    assert_eq!(sector("zebra thieves").as_deref(), Some("CRM"));
}
