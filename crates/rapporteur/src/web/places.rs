//! Where things happen: the gazetteer's coordinates for the places that claims name.

use std::sync::OnceLock;

use rapporteur_core::Place;
use rapporteur_core::knowledge::{Knowledge, fold};
use rapporteur_core::place::PlaceKind;
use rapporteur_core::resolve::gazetteer::Gazetteer;

fn gazetteer() -> &'static Gazetteer<'static> {
    static GAZETTEER: OnceLock<Gazetteer<'static>> = OnceLock::new();
    GAZETTEER.get_or_init(Gazetteer::embedded)
}

/// The place of this name in this state (ISO alpha-3, or empty for any): a state of that name, else a town, else what is
/// largest. Reports that say "Washington" or "Aleppo" mean the town more often than the province around it.
pub(super) fn locate(name: &str, country: &str) -> Option<Place> {
    let find = |name: &str| {
        let candidates = gazetteer().find(name).filter(|it| !it.demonym).map(|it| gazetteer().place(it.row));
        let here = candidates.filter(|place| country.is_empty() || place.country == country);
        here.min_by_key(|place| match place.kind {
            PlaceKind::Country => 0,
            PlaceKind::City => 1,
            _ => 2,
        })
    };
    find(name).or_else(|| {
        // "eastern Aleppo" is near enough to Aleppo for a map that says how far it knows.
        let (_, rest) = name.split_once(' ')?;
        find(rest)
    })
}

/// Whether a place is too large to be shown as a point.
pub(super) fn is_area(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Country | PlaceKind::Continent)
}

/// A state's code, for its code or its name.
pub(super) fn state(name: &str) -> Option<String> {
    let knowledge = Knowledge::embedded();
    let code = name.trim().to_uppercase();
    if knowledge.state(&code).is_some() {
        return Some(code);
    }
    let named = knowledge.named(&fold(name)).iter().map(|&entry| &knowledge.entry(entry).actor.country);
    named
        .into_iter()
        .find(|code| knowledge.state(code).is_some_and(|state| fold(&state.actor.name) == fold(name)))
        .cloned()
}

/// A state's name, for its code.
pub(super) fn state_name(code: &str) -> Option<&'static str> {
    Knowledge::embedded().state(code).map(|state| state.actor.name.as_str())
}

/// Places that go by a name, those that have it as their first one before others, larger ones before smaller.
pub(super) fn suggest(name: &str, most: usize) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for candidate in gazetteer().find(name.trim()).filter(|it| !it.demonym) {
        let place = gazetteer().place(candidate.row);
        if !places.iter().any(|known| known.name == place.name && known.country == place.country) {
            places.push(place);
        }
    }
    let folded = fold(name.trim());
    places.sort_by_key(|place| fold(&place.name) != folded);
    places.truncate(most);
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_come_before_the_provinces_around_them_and_states_before_towns() {
        let kind = |name, country| locate(name, country).map(|it| it.kind);
        assert_eq!(kind("Aleppo", "SYR"), Some(PlaceKind::City));
        assert_eq!(kind("Syria", "SYR"), Some(PlaceKind::Country));
        assert_eq!(kind("eastern Aleppo", "SYR"), Some(PlaceKind::City));
        assert!(locate("Washington", "USA").is_some_and(|it| it.lon > -80.0), "the capital");
        assert_eq!(state("Syria").as_deref(), Some("SYR"));
        assert_eq!(state("aleppo"), None);
    }
}
