//! Records of every released schema open, and lose nothing. `tests/schemas` has a small file of each, never changed.
#![allow(missing_docs)]

use rapporteur_core::knowledge::Knowledge;
use rapporteur_store::{ClaimFilter, DecisionFilter, EventFilter, OpenOptions, SCHEMA_VERSION, SqliteStore, Store};

/// What every one of these files holds: two reports on one shelling, and what two people thought of it.
#[test]
fn every_released_schema_opens_and_loses_nothing() {
    let frozen = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas");
    for version in 1..SCHEMA_VERSION {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.record");
        std::fs::copy(frozen.join(format!("v{version}.record")), &path).unwrap();
        let error = OpenOptions::new().read_only(true).open(&path).unwrap_err();
        assert_eq!(error.kind.name(), "record-older-schema");
        let mut store = SqliteStore::open(&path).unwrap();
        let run = store.runs().unwrap()[0].id;
        while store.needs_fuse().unwrap() {
            store.fuse(Knowledge::embedded(), 16, run).unwrap();
        }
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        let stats = store.stats().unwrap();
        assert_eq!((stats.schema, stats.reports, stats.claims, stats.events), (SCHEMA_VERSION, 2, 7, 5));
        assert_eq!((stats.sentences, stats.quotes, stats.figures, stats.meetings), (6, 1, 1, 1));
        let north = store.account("north").unwrap().unwrap().account;
        assert_eq!(north.report.publisher.as_deref(), Some("North Wire"));
        assert_eq!(north.claims[0].trigger.of(&north.report.text), "shelled");
        assert_eq!(store.search("shelling", 5).unwrap().len(), 2);
        let asked = [
            ClaimFilter { actor: Some("syrian rebels".into()), ..ClaimFilter::default() },
            ClaimFilter { attributed: Some("Syrian*".into()), ..ClaimFilter::default() },
            ClaimFilter { country: Some("TUR".into()), ..ClaimFilter::default() },
        ];
        assert_eq!(asked.map(|filter| store.claims(&filter).unwrap().len()), [3, 1, 3], "version {version}");
        let first = &store.events(&EventFilter::default()).unwrap()[0];
        assert_eq!((first.id.0, first.claims.len()), (1, 3), "an event keeps its number");
        let decisions = store.decisions(&DecisionFilter::default()).unwrap();
        assert_eq!(decisions.iter().map(|it| it.in_force).collect::<Vec<_>>(), [true, false, true]);
        assert!(store.stale_decisions().unwrap().is_empty());
    }
}
