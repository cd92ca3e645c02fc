//! Knowledge as the TOML that `knowledge/README.md` describes, for entries that the program itself adds.

use std::fmt::Write;

use super::data::{FileData, OfficeData};

/// Writes bodies, groups, persons, role words and aliases, an entry a paragraph.
pub fn write(data: &FileData) -> String {
    let mut text = String::new();
    for alias in &data.alias {
        table(&mut text, "alias", &[("of", one(&alias.of)), ("names", list(&alias.names))]);
    }
    for body in &data.body {
        let fields = [
            ("name", one(&body.name)),
            ("aliases", list(&body.aliases)),
            ("local", list(&body.local)),
            ("country", some(body.country.as_deref())),
            ("sector", one(&body.sector)),
            ("from", some(body.from.as_deref())),
            ("to", some(body.to.as_deref())),
        ];
        table(&mut text, "body", &fields);
    }
    for group in &data.group {
        let fields = [
            ("name", one(&group.name)),
            ("aliases", list(&group.aliases)),
            ("country", one(&group.country)),
            ("bases", list(&group.bases)),
            ("sector", one(&group.sector)),
            ("from", some(group.from.as_deref())),
            ("to", some(group.to.as_deref())),
        ];
        table(&mut text, "group", &fields);
    }
    for person in &data.person {
        let offices: String = person.offices.iter().map(|office| format!("\n  {},", inline(office))).collect();
        let offices = if offices.is_empty() { offices } else { format!("[{offices}\n]") };
        let fields = [
            ("name", one(&person.name)),
            ("aliases", list(&person.aliases)),
            ("family", some(person.family.as_deref())),
            ("country", some(person.country.as_deref())),
            ("sector", some(person.sector.as_deref())),
            ("offices", offices),
        ];
        table(&mut text, "person", &fields);
    }
    for role in &data.role {
        let fields = [
            ("words", list(&role.words)),
            ("office", some(role.office.as_deref())),
            ("countries", list(&role.countries)),
            ("country", some(role.country.as_deref())),
            ("sector", one(&role.sector)),
        ];
        table(&mut text, "role", &fields);
    }
    text
}

fn table(text: &mut String, kind: &str, fields: &[(&str, String)]) {
    let _ = writeln!(text, "\n[[{kind}]]");
    for (key, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(text, "{key} = {value}");
    }
}

fn inline(office: &OfficeData) -> String {
    let fields = [
        ("office", one(&office.office)),
        ("title", some(office.title.as_deref())),
        ("country", some(office.country.as_deref())),
        ("sector", some(office.sector.as_deref())),
        ("from", some(office.from.as_deref())),
        ("to", some(office.to.as_deref())),
    ];
    let told = fields.iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| format!("{key} = {value}"));
    format!("{{ {} }}", told.collect::<Vec<_>>().join(", "))
}

fn one(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Nothing at all where nothing is told.
fn some(text: Option<&str>) -> String {
    text.map(one).unwrap_or_default()
}

fn list(texts: &[String]) -> String {
    if texts.is_empty() {
        return String::new();
    }
    format!("[{}]", texts.iter().map(|text| one(text)).collect::<Vec<_>>().join(", "))
}
