//! Claims against gold claims: found, of the right type, with the right participants, real or not.
//!
//! Pairing and rows are those of the project's reference scorer: triggers within 30 characters, best pairs first, each row a
//! subset of the one before; gold claims marked `open` count neither way.

use std::collections::BTreeSet;

use serde_json::Value;

/// Names of the rows, in order.
pub const ROWS: [&str; 5] = ["found", "type", "actor", "whom", "full"];

/// Counts over some reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Gold claims.
    pub gold: usize,
    /// The program's claims.
    pub system: usize,
    /// Hits of each of [`ROWS`].
    pub hits: [usize; 5],
}

impl Counts {
    /// Adds the counts of another report.
    pub fn add(&mut self, other: &Self) {
        self.gold += other.gold;
        self.system += other.system;
        for (sum, n) in self.hits.iter_mut().zip(other.hits) {
            *sum += n;
        }
    }

    /// Precision, recall and F1 of a row, in percent.
    pub fn figures(&self, row: usize) -> [f64; 3] {
        let share = |n: usize, of: usize| if of == 0 { 0.0 } else { 100.0 * n as f64 / of as f64 };
        let (p, r) = (share(self.hits[row], self.system), share(self.hits[row], self.gold));
        [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
    }
}

/// Compares the claims of one report, both as `annotate` prints them.
pub fn compare(gold: &[Value], system: &[Value]) -> Counts {
    let pairs = pair(gold, system);
    let open = |claim: &Value| claim["open"].as_bool().unwrap_or(false);
    let optional = pairs.iter().filter(|(g, _)| open(g)).count();
    let mut counts =
        Counts { gold: gold.iter().filter(|g| !open(g)).count(), system: system.len() - optional, ..Counts::default() };
    for (g, s) in pairs.into_iter().filter(|(g, _)| !open(g)) {
        let checks = [
            true,
            g["type"] == s["type"],
            countries(&g["actors"]) == countries(&s["actors"]),
            countries(&g["recipients"]) == countries(&s["recipients"]),
            modal(g) == modal(s),
        ];
        for hit in 0..checks.iter().take_while(|ok| **ok).count() {
            counts.hits[hit] += 1;
        }
    }
    counts
}

fn pair<'v>(gold: &'v [Value], system: &'v [Value]) -> Vec<(&'v Value, &'v Value)> {
    let mut candidates: Vec<(f64, usize, usize)> = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, s) in system.iter().enumerate() {
            candidates.extend(weight(g, s).map(|w| (w, i, j)));
        }
    }
    candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used_gold, mut used_system) = (BTreeSet::new(), BTreeSet::new());
    let free = |&(_, i, j): &(f64, usize, usize)| {
        let both = !used_gold.contains(&i) && !used_system.contains(&j);
        both && used_gold.insert(i) && used_system.insert(j)
    };
    candidates.into_iter().filter(free).map(|(_, i, j)| (&gold[i], &system[j])).collect()
}

/// How well two claims fit; `None` when they stand too far apart.
fn weight(g: &Value, s: &Value) -> Option<f64> {
    let at = |claim: &Value, end: &str| claim["trigger"][end].as_i64().unwrap_or(0);
    let apart = at(g, "start").max(at(s, "start")) - at(g, "end").min(at(s, "end"));
    let apart = apart.max(0);
    let same = |field: &str| f64::from(u8::from(countries(&g[field]) == countries(&s[field])));
    let kind = f64::from(u8::from(g["type"] == s["type"]));
    (apart <= 30).then(|| 10.0 - apart as f64 / 10.0 + 20.0 * kind + 5.0 * same("actors") + 5.0 * same("recipients"))
}

fn countries(actors: &Value) -> BTreeSet<&str> {
    let codes = actors.as_array().into_iter().flatten().filter_map(|a| a["country"].as_str());
    codes.filter(|code| !code.is_empty()).collect()
}

fn modal(claim: &Value) -> BTreeSet<&str> {
    let names = claim["aux"].as_array().into_iter().flatten().filter_map(Value::as_str);
    names.filter(|name| *name != "historical").collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claim(start: usize, kind: &str, actor: &str, aux: &[&str]) -> Value {
        json!({ "trigger": { "start": start, "end": start + 5 }, "type": kind, "actors": [{ "country": actor }],
                "recipients": [], "aux": aux })
    }

    #[test]
    fn each_row_is_a_subset_of_the_one_before() {
        let gold =
            [claim(0, "CONSULT", "NOR", &["future"]), claim(90, "ASSAULT", "SWE", &[]), claim(300, "AID", "DNK", &[])];
        let system = [claim(4, "CONSULT", "NOR", &["future"]), claim(100, "ASSAULT", "FIN", &[])];
        let counts = compare(&gold, &system);
        assert_eq!((counts.gold, counts.system, counts.hits), (3, 2, [2, 2, 1, 1, 1]));
        assert_eq!(counts.figures(0)[0], 100.0);
    }

    #[test]
    fn open_claims_count_neither_way() {
        let mut gold = [claim(0, "CONSULT", "NOR", &[])];
        gold[0]["open"] = json!(true);
        let counts = compare(&gold, &[claim(0, "CONSULT", "NOR", &[])]);
        assert_eq!((counts.gold, counts.system, counts.hits), (0, 0, [0; 5]));
    }
}
