//! "both sides", "the two armies", "the warring parties": the two between whom a report's conflict is.

use std::collections::BTreeMap;

use super::Actors;
use super::discourse::{StateBy, StateMention};
use crate::knowledge::Entry;
use crate::reading::{Deprel, Upos};
use crate::{Actor, Resolution, Span};

/// Heads that two states have, and no rebels.
const OF_STATES: &[&str] = &[
    "country",
    "nation",
    "state",
    "government",
    "capital",
    "power",
    "neighbor",
    "neighbour",
    "president",
    "minister",
    "ministry",
    "premier",
    "army",
    "military",
    "rival",
    "counterpart",
];

/// Heads that a government and rebels may have as well.
const OF_SIDES: &[&str] = &[
    "side",
    "party",
    "delegation",
    "team",
    "negotiator",
    "leader",
    "force",
    "camp",
    "combatant",
    "belligerent",
    "foe",
    "enemy",
    "army",
    "military",
    "two",
    "both",
];

/// Half the standing of a second state is enough for a group to be the other side.
const GROUP_STANDING: f32 = 0.5;

/// How many times as often as of the next a report must speak of a state whose two sides are its own.
const ALONE: f32 = 3.0;

impl Actors<'_> {
    /// Whom "both", "the two" or "the warring" stand for.
    pub(super) fn both(&self, token: usize, depth: usize) -> Option<Vec<Resolution<Actor>>> {
        let tree = self.tree;
        let mut words =
            tree.by(token, &[Deprel::Nummod, Deprel::Det, Deprel::DetPredet, Deprel::Amod, Deprel::CcPreconj]);
        // "The two will meet again", "both of them": a number that stands alone.
        let the = tree.by(token, &[Deprel::Det]).any(|d| tree.lemma(d) == "the");
        let named = |&n: &usize| tree.upos(n) != Upos::Pron;
        let alone = tree.by(token, &[Deprel::Nmod]).all(|n| !named(&n)) && tree.upos(token) != Upos::Noun;
        let bare = alone && (the && tree.lemma(token) == "two" || tree.word(token).eq_ignore_ascii_case("both"));
        let pair = bare
            || words.any(|m| {
                matches!(
                    tree.word(m).to_lowercase().as_str(),
                    "two" | "both" | "warring" | "opposing" | "rival" | "feuding" | "all"
                )
            });
        let head = tree.lemma(token);
        if !pair || self.own_nationality(token).is_some() || !(OF_STATES.contains(&head) || OF_SIDES.contains(&head)) {
            return None;
        }
        let apart = self.others(token, depth);
        let states = self.leading_states(token, &apart);
        if OF_SIDES.contains(&head)
            && let Some(sides) = self.state_and_group(token, &states)
        {
            return Some(sides.map(Resolution::Resolved).into());
        }
        let named = self
            .pair_before(token)
            .or_else(|| self.pair_beside(token))
            .filter(|pair| OF_STATES.contains(&head) && !pair.iter().any(|c| apart.contains(c)));
        // Where a report knows one country only, its sides are the government and whoever stands against it.
        if let [(home, weight), others @ ..] = &states[..]
            && OF_SIDES.contains(&head)
            && named.is_none()
            && others.first().is_none_or(|(_, other)| *weight >= ALONE * other)
        {
            let opposition =
                Actor { name: self.titled(home, "opposition"), country: home.clone(), sector: "OPP".into() };
            let both = self.of_state(home, token).into_iter().chain([opposition]);
            return Some(both.map(Resolution::Resolved).collect());
        }
        let pair = match (named, &states[..]) {
            (Some(pair), _) => pair,
            (None, [(one, _), (two, _), ..]) => [one.clone(), two.clone()],
            _ => return None,
        };
        Some(pair.iter().filter_map(|code| self.of_state(code, token)).map(Resolution::Resolved).collect())
    }

    /// "delegates from both sides": the sides.
    pub(super) fn sent_by_both(&self, token: usize, depth: usize) -> Option<Vec<Resolution<Actor>>> {
        let tree = self.tree;
        let role = tree.has(token, "Number", "Plur") && self.knowledge.role(tree.lemma(token)).is_some();
        let of = |&n: &usize| matches!(tree.case(n), Some("of" | "from"));
        let whole = tree.by(token, &[Deprel::Nmod]).find(of).filter(|_| role)?;
        self.both(whole, depth)
    }

    /// The two between whom the fighting of a report is, its state and its group first, each where it was named last: whoever
    /// fights, keeps a truce or is talked to where nobody is named. Two states are, where the report speaks less of any third.
    pub(crate) fn belligerents(&self, token: usize) -> Option<[(Span, Actor); 2]> {
        const BESIDE_A_THIRD: f32 = 1.3;
        let states = self.leading_states(token, &self.others(token, 0));
        let state = |code: &str| self.knowledge.state(code).map(|state| state.actor.clone());
        let [one, two] = match self.state_and_group(token, &states) {
            // Hamas fights Israel, not the state that it is of.
            Some([home, group]) => {
                let all = self.leading_states(token, &[]);
                let other = all.first().filter(|(code, _)| *code != home.country && *code != group.country);
                [other.and_then(|(code, _)| state(code)).unwrap_or(home), group]
            }
            None => {
                let [(one, _), (two, weight), others @ ..] = &states[..] else { return None };
                let alone = others.first().is_none_or(|(_, third)| *weight >= BESIDE_A_THIRD * third);
                [state(one).filter(|_| alone)?, state(two)?]
            }
        };
        Some([(self.last_named(&one, token)?, one), (self.last_named(&two, token)?, two)])
    }

    /// Where a state or group was named last before a token, else first after it.
    fn last_named(&self, actor: &Actor, token: usize) -> Option<Span> {
        let states = self.discourse.states.iter().filter(|m| m.code == actor.country && actor.sector == "GOV");
        let is_group = |name: &&usize| self.named_group(**name).is_some_and(|e| e.actor_on(self.on).name == actor.name);
        let groups = self.discourse.groups.iter().filter(is_group).map(|&name| &self.names[name]);
        let places = states.map(|m| (m.at, m.at)).chain(groups.map(|n| (n.first, n.last)));
        let (first, last) = places.min_by_key(|&(at, _)| (at > token, at.abs_diff(token)))?;
        Some(self.tree.span(first, last))
    }

    /// Whether the fighting that a report tells of is a state's with a group of its own.
    pub(super) fn is_torn(&self, code: &str, token: usize) -> bool {
        let sides = self.state_and_group(token, &self.leading_states(token, &[]));
        sides.is_some_and(|[state, group]| state.country == code && group.country == code)
    }

    /// A state and the armed group that stands against it, where the report speaks of the group.
    fn state_and_group(&self, token: usize, states: &[(String, f32)]) -> Option<[Actor; 2]> {
        let (group, standing) = self.leading_group(token)?;
        let home = [group.actor.country.clone()].into_iter().chain(group.bases.iter().cloned());
        // Whoever of the country itself speaks to both sides, the rebels' other side is its government.
        let home = home.into_iter().find(|code| self.discourse.states_near(token).iter().any(|m| m.code == *code));
        let rival = states.iter().filter(|(code, _)| Some(code) != home.as_ref()).map(|(_, weight)| *weight).next();
        let state = home.as_deref().and_then(|code| self.knowledge.state(code))?;
        let stands = standing >= GROUP_STANDING * rival.unwrap_or(0.0);
        stands.then(|| [state.actor.clone(), group.actor_on(self.on)])
    }

    /// "Cuba and Norway stood by. Santos thanked both countries": two states named together just before.
    fn pair_before(&self, token: usize) -> Option<[String; 2]> {
        let tree = self.tree;
        let here = tree.reading.sentence_of(token);
        let start = tree.reading.sentences[here.saturating_sub(2)].tokens.start;
        let near = self.discourse.states_near(token).iter();
        let named: Vec<_> = near.filter(|m| m.by == StateBy::Name && m.at >= start && m.at < token).collect();
        let joined = |pair: &&[&StateMention]| {
            let mut between = pair[0].at + 1..pair[1].at;
            pair[0].code != pair[1].code
                && pair[1].at - pair[0].at <= 4
                && between.clone().any(|t| tree.lemma(t) == "and")
                && between.all(|t| matches!(tree.upos(t), Upos::Cconj | Upos::Det | Upos::Propn))
        };
        let pair = named.windows(2).rev().find(|pair| joined(&&pair[..]))?;
        Some([pair[0].code.clone(), pair[1].code.clone()])
    }

    /// "Washington suspended its talks with Moscow on Syria, a week after a truce that both countries had backed": the only two
    /// states that take part in the sentence so far; what they talk about takes none.
    fn pair_beside(&self, token: usize) -> Option<[String; 2]> {
        let tree = self.tree;
        let start = tree.reading.sentences[tree.reading.sentence_of(token)].tokens.start;
        let near = self.discourse.states_near(token).iter().filter(|m| m.at >= start && m.at < token);
        let taking_part = |m: &&StateMention| {
            let topic =
                matches!(tree.case(m.at), Some("on" | "in" | "over" | "about" | "near" | "from" | "into" | "for"));
            m.by != StateBy::Place && !topic
        };
        let mut codes: Vec<String> = Vec::new();
        for mention in near.filter(taking_part) {
            if !codes.contains(&mention.code) {
                codes.push(mention.code.clone());
            }
        }
        codes.try_into().ok()
    }

    /// What a state has of the head's kind: its army, its president, else itself.
    fn of_state(&self, code: &str, token: usize) -> Option<Actor> {
        let state = self.knowledge.state(code)?;
        let head = self.tree.lemma(token);
        let role = self.knowledge.role(head);
        if matches!(head, "army" | "military" | "force") {
            let name = self.titled(code, head);
            return Some(Actor { name, country: code.to_owned(), sector: "MIL".into() });
        }
        let office = if head == "leader" { Some("president") } else { role.and_then(|r| r.office.as_deref()) };
        let holder = office.zip(self.on).and_then(|(office, on)| self.knowledge.holder(code, office, on));
        Some(holder.map_or_else(|| state.actor.clone(), |person| person.actor_on(self.on)))
    }

    /// States that whoever speaks to both, or of both, acts for: a mediator is none of the two.
    fn others(&self, token: usize, depth: usize) -> Vec<String> {
        let tree = self.tree;
        let clause = tree.clause(token);
        let subject = tree.first(clause, &[Deprel::Nsubj]).filter(|&s| s != token && !tree.is_under(token, s));
        let agent = tree.by(clause, &[Deprel::OblAgent]).next().filter(|&a| a != token);
        let all = subject.into_iter().chain(agent).flat_map(|t| tree.with_conjuncts(t));
        let actors = all.flat_map(|t| self.resolve_at(t, depth + 2));
        actors.filter_map(|actor| actor.best().map(|a| a.country.clone())).collect()
    }

    /// The states of the report by how much it speaks of them, those `apart` left out.
    fn leading_states(&self, token: usize, apart: &[String]) -> Vec<(String, f32)> {
        let mut weights: BTreeMap<&str, f32> = BTreeMap::new();
        for mention in self.discourse.states_near(token) {
            *weights.entry(&mention.code).or_default() += mention.weight();
        }
        let mut states: Vec<(String, f32)> = weights
            .into_iter()
            .filter(|(code, _)| !apart.iter().any(|other| other == code))
            .map(|(code, weight)| (code.to_owned(), weight))
            .collect();
        states.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        states
    }

    /// Whether the armed group that the report names most is of no one state.
    pub(super) fn leads_abroad(&self, token: usize) -> bool {
        self.leading_group(token).is_some_and(|(group, _)| group.actor_on(self.on).country == "IMG")
    }

    /// The armed group that the report names most, and how often it speaks of it: "the rebels" are the group as well.
    fn leading_group(&self, token: usize) -> Option<(&Entry, f32)> {
        let near = |name: &&usize| self.names[**name].first.abs_diff(token) < super::discourse::REACH;
        let mut counts: BTreeMap<&str, (&Entry, f32)> = BTreeMap::new();
        for entry in self.discourse.groups.iter().filter(near).filter_map(|&name| self.named_group(name)) {
            counts.entry(&entry.actor.name).or_insert((entry, 0.0)).1 += 1.0;
        }
        let (group, named) = counts.into_values().max_by(|a, b| a.1.total_cmp(&b.1))?;
        Some((group, named + self.discourse.rebels_near(token) as f32))
    }
}
