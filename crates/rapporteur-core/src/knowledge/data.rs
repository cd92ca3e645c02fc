//! The knowledge files as TOML gives them (`knowledge/README.md`).

use serde::Deserialize;

use super::Relation;

/// One file with its name.
#[derive(Clone, Debug, Deserialize)]
pub struct KnowledgeFile {
    /// Path below `knowledge/`.
    pub file: String,
    /// What stands in it.
    pub data: FileData,
}

/// What stands in one file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FileData {
    /// The state the file is about.
    pub state: Option<StateData>,
    /// Ministries, agencies, forces, organisations.
    pub body: Vec<BodyData>,
    /// Persons with their offices.
    pub person: Vec<PersonData>,
    /// Armed groups.
    pub group: Vec<GroupData>,
    /// Role words.
    pub role: Vec<RoleData>,
    /// Honorifics before names.
    pub title: Vec<TitleData>,
    /// Nouns that place somebody by another.
    pub relation: Vec<RelationData>,
    /// More names for entries of other files.
    pub alias: Vec<AliasData>,
    /// Names of other files that no longer stand for anything.
    pub forget: Vec<String>,
}

/// A state.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StateData {
    /// ISO 3166 alpha-3.
    pub code: String,
    /// English name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Adjective and people.
    #[serde(default)]
    pub demonyms: Vec<String>,
    /// Seat of government.
    #[serde(default)]
    pub capital: String,
    /// Words that stand for the government.
    #[serde(default)]
    pub metonyms: Vec<String>,
    /// Regions that news names.
    #[serde(default)]
    pub regions: Vec<String>,
}

/// A ministry, agency, force, court, party or organisation.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyData {
    /// English name.
    pub name: String,
    /// Names that are clear anywhere.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Names that are clear once the country is.
    #[serde(default)]
    pub local: Vec<String>,
    /// Country code; a state file's own when left out.
    pub country: Option<String>,
    /// PLOVER sector.
    #[serde(default)]
    pub sector: String,
    /// First day, month or year.
    pub from: Option<String>,
    /// Last day, month or year.
    pub to: Option<String>,
}

/// A person.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonData {
    /// English name.
    pub name: String,
    /// Spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Family name when it is not the last word.
    pub family: Option<String>,
    /// Country code; a state file's own when left out.
    pub country: Option<String>,
    /// Sector; GOV when left out.
    pub sector: Option<String>,
    /// Offices with dates.
    #[serde(default)]
    pub offices: Vec<OfficeData>,
}

/// One office held.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeData {
    /// Fixed key, such as `foreign-minister`.
    pub office: String,
    /// The words, when they differ.
    pub title: Option<String>,
    /// The body, when it is not the state.
    pub body: Option<String>,
    /// Country code of the office, when it is not the file's.
    pub country: Option<String>,
    /// Sector in that office, when it is not the person's.
    pub sector: Option<String>,
    /// First day, month or year.
    pub from: Option<String>,
    /// Last day, month or year.
    pub to: Option<String>,
    /// Whether others hold it at the same time: a collective presidency, rival governments.
    #[serde(default)]
    pub shared: bool,
}

/// An armed group.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupData {
    /// English name.
    pub name: String,
    /// Other names, acronyms, former names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Country code, or IMG.
    pub country: String,
    /// States it acts in.
    #[serde(default)]
    pub bases: Vec<String>,
    /// PLOVER sector.
    #[serde(default)]
    pub sector: String,
    /// First year.
    pub from: Option<String>,
    /// Last year.
    pub to: Option<String>,
    /// The group it broke from.
    pub split_from: Option<String>,
    /// The group it belongs to.
    pub affiliate_of: Option<String>,
    /// What it became part of.
    pub merged_into: Option<String>,
    /// What it was before.
    pub successor_of: Option<String>,
}

/// Role words.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RoleData {
    /// Singular, lower case.
    pub words: Vec<String>,
    /// Office key, when country and date name the person.
    pub office: Option<String>,
    /// PLOVER sector.
    #[serde(default)]
    pub sector: String,
    /// Only in these states.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Country code the word itself carries (UNO, NGO, IMG).
    pub country: Option<String>,
    /// `collective` for words that are groups.
    pub kind: Option<String>,
}

/// Titles before names.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct TitleData {
    /// As written.
    pub words: Vec<String>,
    /// PLOVER sector it tells, if any.
    #[serde(default)]
    pub sector: String,
}

/// Nouns that place somebody by another: "its *fighters*", "his Syrian *counterpart*".
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationData {
    /// How they stand to that other.
    pub kind: Relation,
    /// Singular, lower case.
    pub words: Vec<String>,
}

/// More names for an entry that stands in another file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AliasData {
    /// A name that the entry goes by there.
    pub of: String,
    /// Further names.
    pub names: Vec<String>,
}
