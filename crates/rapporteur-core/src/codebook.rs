//! The codebook: frames that say which words, with which arguments, are an act of which type (`codebook/README.md`).

pub mod check;
mod data;
mod pattern;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::OnceLock;

pub use data::{CodebookFile, FrameData};
pub use pattern::{Pattern, PatternKind, Slot, Test, Value};

use crate::EventType;

/// One frame, ready to match.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Unique name, `assault-bomb`.
    pub id: String,
    /// Type of the act.
    pub kind: EventType,
    /// Mode, or empty when words around the trigger are to tell.
    pub mode: String,
    /// Where to look for the doer, in order.
    pub actor: Vec<Slot>,
    /// Where to look for the one it is done to or with, in order.
    pub recipient: Vec<Slot>,
    /// Slots that must hold one of these values.
    pub tests: Vec<(Slot, Test)>,
    /// Slots that must not.
    pub unless: Vec<(Slot, Test)>,
    /// Whether acts inside its complement are part of it.
    pub embeds: bool,
    /// Sentences that must match.
    pub accepts: Vec<String>,
    /// Sentences that must not.
    pub rejects: Vec<String>,
}

/// Words that tell a mode when they stand around a trigger.
#[derive(Clone, Debug)]
pub struct ModeCue {
    /// The mode.
    pub mode: String,
    /// Lemmas.
    pub words: HashSet<String>,
}

/// All frames, with the index that finds them.
#[derive(Clone, Debug, Default)]
pub struct Codebook {
    /// Frames in the order of their files.
    pub frames: Vec<Frame>,
    /// Mode cues by type.
    pub cues: BTreeMap<EventType, Vec<ModeCue>>,
    /// Named word lists.
    pub words: HashMap<String, HashSet<String>>,
    vocabulary: HashSet<String>,
    verbs: HashMap<String, Vec<Pattern>>,
    nouns: HashMap<String, Vec<Pattern>>,
}

impl Codebook {
    /// The codebook that this program was built with.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Codebook> = OnceLock::new();
        EMBEDDED.get_or_init(|| {
            let files: Vec<CodebookFile> =
                serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/codebook.json")))
                    .expect("a test reads the embedded codebook");
            Self::new(&files).expect("a test reads the embedded codebook")
        })
    }

    /// Compiles the files of a codebook.
    ///
    /// # Errors
    /// Names the file and the frame with an unknown type, list, or an empty pattern.
    pub fn new(files: &[CodebookFile]) -> Result<Self, String> {
        let mut book = Self { words: data::word_lists(files)?, ..Self::default() };
        for file in files.iter().filter(|f| !f.data.kind.is_empty()) {
            let kind: EventType = file.data.kind.parse().map_err(|e| format!("codebook/{}: {e}", file.file))?;
            let cues =
                file.data.mode_cue.iter().map(|cue| ModeCue { mode: cue.mode.clone(), words: book.expand(&cue.words) });
            let cues: Vec<ModeCue> = cues.collect();
            book.cues.entry(kind).or_default().extend(cues);
            for frame in &file.data.frame {
                book.add(kind, file, frame)
                    .map_err(|e| format!("codebook/{}: frame `{}`: {e}", file.file, frame.id))?;
            }
        }
        book.vocabulary = book.words.values().flatten().flat_map(|w| w.split(' ')).map(str::to_owned).collect();
        book.vocabulary.extend(book.verbs.keys().chain(book.nouns.keys()).cloned());
        Ok(book)
    }

    /// Whether a lemma stands in any pattern or word list.
    pub fn knows(&self, lemma: &str) -> bool {
        self.vocabulary.contains(lemma)
    }

    fn add(&mut self, kind: EventType, file: &CodebookFile, frame: &FrameData) -> Result<(), String> {
        let index = self.frames.len();
        let slots = |own: &Option<Vec<String>>, default: &[String]| -> Vec<Slot> {
            own.as_deref().unwrap_or(default).iter().map(|s| Slot::new(s)).collect()
        };
        self.frames.push(Frame {
            id: frame.id.clone(),
            kind,
            mode: frame.mode.clone(),
            actor: slots(&frame.actor, &file.data.actor),
            recipient: slots(&frame.recipient, &file.data.recipient),
            tests: self.compile_tests(&frame.tests)?,
            unless: self.compile_tests(&frame.unless)?,
            embeds: frame.embeds.unwrap_or(file.data.embeds),
            accepts: frame.accepts.clone(),
            rejects: frame.rejects.clone(),
        });
        let weight = self.frames[index].tests.len();
        let groups =
            [(&frame.verbs, PatternKind::Verb), (&frame.light, PatternKind::Light), (&frame.nouns, PatternKind::Noun)];
        for (texts, pattern_kind) in groups {
            for text in texts {
                let pattern = Pattern::new(text, pattern_kind, index, weight, &self.words)?;
                let table = if pattern_kind == PatternKind::Noun { &mut self.nouns } else { &mut self.verbs };
                table.entry(pattern.head.clone()).or_default().push(pattern);
            }
        }
        Ok(())
    }

    fn compile_tests(&self, tests: &BTreeMap<String, Vec<String>>) -> Result<Vec<(Slot, Test)>, String> {
        tests.iter().map(|(slot, values)| Ok((Slot::new(slot), Test::new(values, &self.words)?))).collect()
    }

    fn expand(&self, words: &[String]) -> HashSet<String> {
        words
            .iter()
            .flat_map(|word| match word.strip_prefix('@') {
                Some(list) => self.words.get(list).into_iter().flatten().cloned().collect(),
                None => vec![word.clone()],
            })
            .collect()
    }

    /// Patterns whose head is this verb.
    pub fn verb(&self, lemma: &str) -> &[Pattern] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Patterns whose head is this noun.
    pub fn noun(&self, lemma: &str) -> &[Pattern] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether a lemma is in a named list.
    pub fn lists(&self, list: &str, lemma: &str) -> bool {
        self.words.get(list).is_some_and(|words| words.contains(lemma))
    }

    /// How many different patterns the frames have.
    pub fn pattern_count(&self) -> usize {
        self.verbs.values().chain(self.nouns.values()).map(Vec::len).sum()
    }
}
