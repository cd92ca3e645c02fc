//! A reading with its trees made easy to walk.

use crate::reading::{Deprel, Reading, Upos};
use crate::{EntityKind, Span};

/// A text, its reading, and each token's dependents in order.
pub struct Tree<'r> {
    /// The report's text.
    pub text: &'r str,
    /// What the reader saw in it.
    pub reading: &'r Reading,
    starts: Vec<usize>,
    dependents: Vec<usize>,
    entity: Vec<Option<usize>>,
    /// Better lemmas than the reader's, for words that a vocabulary knows.
    repaired: Vec<Option<String>>,
}

impl<'r> Tree<'r> {
    /// Indexes a reading.
    pub fn new(text: &'r str, reading: &'r Reading) -> Self {
        let n = reading.tokens.len();
        let mut starts = vec![0; n + 1];
        for head in reading.tokens.iter().filter_map(|t| t.head) {
            starts[head + 1] += 1;
        }
        for i in 0..n {
            starts[i + 1] += starts[i];
        }
        let mut next = starts.clone();
        let mut dependents = vec![0; starts[n]];
        for (token, head) in reading.tokens.iter().enumerate().filter_map(|(i, t)| Some((i, t.head?))) {
            dependents[next[head]] = token;
            next[head] += 1;
        }
        let mut entity = vec![None; n];
        for (index, e) in reading.entities.iter().enumerate() {
            entity[e.tokens.clone()].fill(Some(index));
        }
        Self { text, reading, starts, dependents, entity, repaired: vec![None; n] }
    }

    /// Repairs lemmas of verbs and nouns that a vocabulary does not know, where it knows another base of the same word
    /// ("intervened" read as "interven").
    pub fn with_vocabulary(self, knows: impl Fn(&str) -> bool) -> Self {
        self.repaired(&[Upos::Verb, Upos::Noun], knows)
    }

    /// Repairs lemmas of nouns where a vocabulary of role words knows another base ("Envoys" left as it stands).
    pub fn with_roles(self, knows: impl Fn(&str) -> bool) -> Self {
        self.repaired(&[Upos::Noun], knows)
    }

    fn repaired(mut self, kinds: &[Upos], knows: impl Fn(&str) -> bool) -> Self {
        for token in 0..self.len() {
            if kinds.contains(&self.upos(token)) && !knows(self.lemma(token)) {
                let known = bases(&self.word(token).to_lowercase()).into_iter().find(|base| knows(base));
                self.repaired[token] = known.or(self.repaired[token].take());
            }
        }
        self
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.reading.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.reading.tokens.is_empty()
    }

    /// Tokens that depend on this one, in order.
    pub fn children(&self, token: usize) -> &[usize] {
        &self.dependents[self.starts[token]..self.starts[token + 1]]
    }

    /// Dependents with one of these relations.
    pub fn by<'s>(&'s self, token: usize, rels: &'s [Deprel]) -> impl Iterator<Item = usize> + 's {
        self.children(token).iter().copied().filter(move |&c| rels.contains(&self.rel(c)))
    }

    /// The first dependent with one of these relations.
    pub fn first(&self, token: usize, rels: &[Deprel]) -> Option<usize> {
        self.by(token, rels).next()
    }

    /// Relation to its head.
    pub fn rel(&self, token: usize) -> Deprel {
        self.reading.tokens[token].deprel
    }

    /// Its head.
    pub fn head(&self, token: usize) -> Option<usize> {
        self.reading.tokens[token].head
    }

    /// Dictionary form.
    pub fn lemma(&self, token: usize) -> &str {
        self.repaired[token].as_deref().unwrap_or(&self.reading.tokens[token].lemma)
    }

    /// The word as written.
    pub fn word(&self, token: usize) -> &'r str {
        self.reading.tokens[token].span.of(self.text)
    }

    /// Part of speech.
    pub fn upos(&self, token: usize) -> Upos {
        self.reading.tokens[token].upos
    }

    /// Whether a morphological feature has a value.
    pub fn has(&self, token: usize, feature: &str, value: &str) -> bool {
        self.reading.tokens[token].feats.is(feature, value)
    }

    /// Kind of the name or number a token belongs to.
    pub fn entity_kind(&self, token: usize) -> Option<EntityKind> {
        self.entity[token].map(|e| self.reading.entities[e].kind)
    }

    /// The name or number a token belongs to, as an index into the reading's entities.
    pub fn entity(&self, token: usize) -> Option<usize> {
        self.entity[token]
    }

    /// Lemma of the first preposition before a noun, if any ("because of" gives "because").
    pub fn case(&self, token: usize) -> Option<&str> {
        self.cases(token).next()
    }

    /// Lemmas of the prepositions before a noun: "out of", "over to" have two.
    pub fn cases(&self, token: usize) -> impl Iterator<Item = &str> + '_ {
        let cases = self.children(token).iter().filter(|&&c| self.rel(c) == Deprel::Case).map(|&c| self.lemma(c));
        cases.filter(|lemma| !matches!(*lemma, "'s" | "’s" | "'" | "’"))
    }

    /// A token and those coordinated with it, however the parser chained them.
    pub fn with_conjuncts(&self, token: usize) -> Vec<usize> {
        let mut all = vec![token];
        let mut next = 0;
        while next < all.len() {
            all.extend(self.by(all[next], &[Deprel::Conj]));
            next += 1;
        }
        all
    }

    /// The first of a coordination: the token itself when it is none.
    pub fn first_conjunct(&self, mut token: usize) -> usize {
        while self.rel(token) == Deprel::Conj {
            match self.head(token) {
                Some(head) => token = head,
                None => break,
            }
        }
        token
    }

    /// Whether `token` depends on `ancestor`, at any distance, or is it.
    pub fn is_under(&self, mut token: usize, ancestor: usize) -> bool {
        loop {
            if token == ancestor {
                return true;
            }
            match self.head(token) {
                Some(head) => token = head,
                None => return false,
            }
        }
    }

    /// First and last token of everything under a token, itself included.
    pub fn subtree(&self, token: usize) -> (usize, usize) {
        self.extent(token, &|_| true)
    }

    /// First and last token under a token, leaving out dependents that `keep` refuses.
    pub fn extent(&self, token: usize, keep: &dyn Fn(usize) -> bool) -> (usize, usize) {
        let (mut first, mut last) = (token, token);
        let mut stack = vec![token];
        while let Some(t) = stack.pop() {
            first = first.min(t);
            last = last.max(t);
            stack.extend(self.children(t).iter().copied().filter(|&c| keep(c)));
        }
        (first, last)
    }

    /// The text from one token to another, both included.
    pub fn span(&self, first: usize, last: usize) -> Span {
        self.reading.tokens[first].span.cover(self.reading.tokens[last].span)
    }

    /// A noun phrase as people would mark it: without its preposition, clauses, appositions and coordination.
    pub fn noun_phrase(&self, head: usize) -> Span {
        let clause = |rel: Deprel| {
            matches!(
                rel,
                Deprel::AclRelcl | Deprel::Acl | Deprel::Advcl | Deprel::Appos | Deprel::Parataxis | Deprel::Ccomp
            )
        };
        let beside = |rel: Deprel| {
            matches!(
                rel,
                Deprel::Conj
                    | Deprel::Cc
                    | Deprel::CcPreconj
                    | Deprel::Punct
                    | Deprel::Cop
                    | Deprel::Nsubj
                    | Deprel::NsubjPass
                    | Deprel::Mark
                    | Deprel::Aux
                    | Deprel::Advmod
                    | Deprel::Dep
                    | Deprel::Obl
            )
        };
        let keep = |c: usize| {
            let outer = self.head(c) == Some(head);
            let preposition = self.rel(c) == Deprel::Case && c < head;
            !(clause(self.rel(c)) || outer && (beside(self.rel(c)) || preposition))
        };
        let (first, last) = self.extent(head, &keep);
        let possessive = last > head && matches!(self.word(last), "'s" | "’s" | "'" | "’");
        self.span(first, if possessive { last - 1 } else { last })
    }

    /// The clause a token stands in: the nearest verb or predicate at or above it.
    pub fn clause(&self, token: usize) -> usize {
        let mut t = token;
        for _ in 0..32 {
            if self.is_predicate(t) {
                return t;
            }
            match self.head(t) {
                Some(head) => t = head,
                None => break,
            }
        }
        t
    }

    /// Whether a token heads a clause.
    pub fn is_predicate(&self, t: usize) -> bool {
        match self.rel(t) {
            Deprel::Root
            | Deprel::Ccomp
            | Deprel::Advcl
            | Deprel::AdvclRelcl
            | Deprel::AclRelcl
            | Deprel::Acl
            | Deprel::Xcomp
            | Deprel::Parataxis
            | Deprel::Csubj
            | Deprel::CsubjPass => true,
            Deprel::Conj => self.upos(t) == Upos::Verb || self.first(t, &[Deprel::Nsubj, Deprel::NsubjPass]).is_some(),
            _ => false,
        }
    }

    /// Whether a verb is in the passive, or a past participle that stands after or before its noun.
    pub fn is_passive(&self, verb: usize) -> bool {
        if self.first(verb, &[Deprel::AuxPass, Deprel::NsubjPass]).is_some() {
            return true;
        }
        let past_participle = self.has(verb, "VerbForm", "Part") && self.has(verb, "Tense", "Past");
        match self.rel(verb) {
            Deprel::Acl | Deprel::Amod => past_participle,
            Deprel::Advcl => past_participle && self.first(verb, &[Deprel::Nsubj, Deprel::Obj, Deprel::Aux]).is_none(),
            Deprel::Xcomp => past_participle && self.first(verb, &[Deprel::Obj, Deprel::Mark]).is_none(),
            Deprel::Conj => {
                let own = self.first(verb, &[Deprel::Nsubj, Deprel::Aux, Deprel::Obj]).is_some();
                past_participle && !own && self.head(verb).is_some_and(|u| self.is_passive(u))
            }
            _ => false,
        }
    }
}

/// Past forms that rules do not undo; "retook" and "overthrew" go by the simple verb.
const IRREGULAR: &[(&str, &str)] = &[
    ("took", "take"),
    ("taken", "take"),
    ("threw", "throw"),
    ("thrown", "throw"),
    ("fought", "fight"),
    ("forbade", "forbid"),
    ("forbidden", "forbid"),
    ("lent", "lend"),
    ("sent", "send"),
    ("sought", "seek"),
    ("struck", "strike"),
    ("shot", "shoot"),
    ("slew", "slay"),
    ("slain", "slay"),
    ("ran", "run"),
    ("held", "hold"),
    ("broke", "break"),
    ("broken", "break"),
    ("drove", "drive"),
    ("driven", "drive"),
    ("swore", "swear"),
    ("sworn", "swear"),
    ("withdrew", "withdraw"),
    ("withdrawn", "withdraw"),
    ("won", "win"),
    ("flew", "fly"),
    ("flown", "fly"),
    ("fled", "flee"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("gave", "give"),
    ("given", "give"),
    ("came", "come"),
    ("went", "go"),
    ("met", "meet"),
    ("spoke", "speak"),
    ("stole", "steal"),
    ("stolen", "steal"),
    ("blew", "blow"),
    ("blown", "blow"),
    ("bound", "bind"),
    ("let", "let"),
];

/// The base forms that an inflected word may have.
fn bases(word: &str) -> Vec<String> {
    let irregular = IRREGULAR.iter().find(|(form, _)| {
        word == *form
            || word.strip_prefix("re").is_some_and(|w| w == *form)
            || word.strip_prefix("over").is_some_and(|w| w == *form)
    });
    let mut bases: Vec<String> = irregular.map(|(form, base)| word.replace(form, base)).into_iter().collect();
    if let Some(stem) = word.strip_suffix("men") {
        bases.push(format!("{stem}man"));
    }
    let mut cut = |suffix: &str, endings: &[&str]| {
        if let Some(stem) = word.strip_suffix(suffix).filter(|s| s.len() > 1) {
            bases.extend(endings.iter().map(|e| format!("{stem}{e}")));
            let mut letters = stem.chars().rev();
            if letters.next() == letters.next() {
                bases.push(stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)].to_owned());
            }
        }
    };
    cut("ied", &["y"]);
    cut("ed", &["", "e"]);
    cut("ing", &["", "e"]);
    cut("ies", &["y"]);
    cut("es", &["", "e"]);
    cut("s", &[""]);
    bases
}
