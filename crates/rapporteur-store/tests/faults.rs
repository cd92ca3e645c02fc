//! What goes wrong with files: each with a clear message, and nothing lost.
#![allow(missing_docs)]

mod common;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{account, run};
use rapporteur_store::{EventFilter, OpenOptions, SqliteStore, Store, StoreError};
use rusqlite::Connection;

fn message(error: &StoreError, folder: &Path) -> String {
    let hint = error.hint().unwrap_or("-");
    format!("{}: {error}\n  hint: {hint}", error.kind.name()).replace(&folder.display().to_string(), "DIR")
}

#[test]
fn a_record_outlives_its_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    let mut store = SqliteStore::create(&path).unwrap();
    let run = run(&mut store);
    store.add_account(&account("a"), run).unwrap();
    drop(store);
    let store = OpenOptions::new().read_only(true).open(&path).unwrap();
    assert_eq!(store.account("a").unwrap().unwrap().account, account("a"));
    let copy = folder.path().join("copy.record");
    store.backup(&copy).unwrap();
    assert_eq!(
        message(&store.backup(&copy).unwrap_err(), folder.path()),
        "record-exists: record `DIR/copy.record`: \
        there is a file of this name already\n  hint: name a file that does not exist yet"
    );
    let mut copy = SqliteStore::open(&copy).unwrap();
    assert_eq!(copy.account("a").unwrap().unwrap().account, account("a"));
    assert_eq!(copy.check().unwrap(), Vec::<String>::new());
    let newer = copy.begin_run(common::moment(), &common::versions("m2")).unwrap();
    for n in 0..40 {
        copy.add_account(&account(&format!("r{n}")), run).unwrap();
        let mut silent = account(&format!("r{n}"));
        silent.claims.clear();
        copy.add_account(&silent, newer).unwrap();
    }
    let compacted = copy.compact().unwrap();
    assert!(compacted.after < compacted.before, "{compacted:?}");
    assert_eq!(copy.stats().unwrap().claims, 2);
    let mut names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().file_name()).collect();
    names.retain(|it| it.to_string_lossy().contains("partial"));
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn what_is_no_record_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let open = |name: &str| message(&SqliteStore::open(at(name)).unwrap_err(), folder.path());
    assert_eq!(
        open("none"),
        "record-missing: record `DIR/none`: there is no record here\n  hint: `rapporteur read PATH... --record FILE` makes one"
    );
    assert!(open("no/such/folder").starts_with("record-no-folder: record `DIR/no/such/folder`: the folder"));
    assert!(!at("none").exists(), "looking makes no file");
    std::fs::write(at("words.txt"), "These are words, and no database at all. ".repeat(40)).unwrap();
    assert_eq!(
        open("words.txt"),
        "not-a-record: record `DIR/words.txt`: expected a record, found a file that is no SQLite database\n  \
         hint: check the path given with `--record`"
    );
    assert!(open(".").contains("expected a record, found a folder"));
    Connection::open(at("other.db")).unwrap().execute_batch("CREATE TABLE bookmarks (url TEXT)").unwrap();
    assert!(open("other.db").contains("expected a record, found another program's SQLite file"));
}

#[test]
fn a_newer_schema_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    drop(SqliteStore::create(&path).unwrap());
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 7").unwrap();
    assert_eq!(
        message(&SqliteStore::open(&path).unwrap_err(), folder.path()),
        "record-newer-schema: record `DIR/a.record`: its schema is version 7, this program knows versions up to 1\n  \
         hint: use the version of rapporteur that wrote it, or a later one"
    );
}

#[test]
fn a_second_writer_is_told_and_readers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    let mut store = SqliteStore::create(&path).unwrap();
    let first = run(&mut store);
    store.add_account(&account("a"), first).unwrap();
    drop(store);
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut store = OpenOptions::new().wait(Duration::from_millis(20)).open(&path).unwrap();
    let error = store.add_account(&account("b"), first).unwrap_err();
    assert_eq!(
        message(&error, folder.path()),
        "record-locked: record `DIR/a.record`: locked by another process\n  hint: wait until the other rapporteur has \
         finished, or stop it; readers are never locked out"
    );
    assert_eq!(store.accounts().unwrap().count(), 1);
    other.execute_batch("COMMIT").unwrap();
    store.add_account(&account("b"), first).unwrap();
    assert_eq!(store.accounts().unwrap().count(), 2);
}

#[test]
fn a_full_disk_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    let mut store = SqliteStore::create(&path).unwrap();
    let first = run(&mut store);
    store.add_account(&account("a"), first).unwrap();
    let pages = usize::try_from(store.stats().unwrap().bytes / 4096).unwrap();
    store.limit_pages(pages + 20);
    let error = (0..1000).find_map(|n| store.add_account(&account(&format!("r{n}")), first).err()).unwrap();
    assert_eq!(error.kind.name(), "record-disk-full");
    assert!(error.to_string().contains("no space left on its disk"));
    let kept = store.stats().unwrap().reports;
    assert!(kept > 1);
    drop(store);
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.accounts().unwrap().filter(|it| it.is_ok()).count(), kept);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_damaged_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    let mut store = SqliteStore::create(&path).unwrap();
    let first = run(&mut store);
    for n in 0..30 {
        store.add_account(&account(&format!("r{n}")), first).unwrap();
    }
    store.compact().unwrap();
    drop(store);
    let mut bytes = std::fs::read(&path).unwrap();
    let half = bytes.len() / 3;
    bytes[half..].fill(0xA5);
    std::fs::write(&path, &bytes).unwrap();
    let errors: Vec<StoreError> = match SqliteStore::open(&path) {
        Err(error) => vec![error],
        Ok(store) => {
            let check = store.check();
            assert!(check.as_ref().map_or(true, |problems| !problems.is_empty()), "{check:?}");
            store.accounts().map_or_else(|error| vec![error], |all| all.filter_map(Result::err).collect())
        }
    };
    assert!(!errors.is_empty());
    assert!(errors.iter().all(|it| it.kind.name() == "record-corrupt"), "{errors:?}");

    std::fs::write(&path, &bytes[..5000]).unwrap();
    let cut = SqliteStore::open(&path).and_then(|store| store.stats()).unwrap_err();
    assert_eq!(cut.kind.name(), "record-corrupt", "{cut}");
}

#[test]
fn a_row_that_does_not_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    let mut store = SqliteStore::create(&path).unwrap();
    let first = run(&mut store);
    store.add_account(&account("a"), first).unwrap();
    Connection::open(&path).unwrap().execute("UPDATE quotes SET json = '{}'", []).unwrap();
    let error = store.account("a").unwrap_err();
    assert_eq!(error.kind.name(), "record-bad-row");
    assert!(error.to_string().contains("row 0 of quotes of report 1 does not read: missing field"), "{error}");
}

#[test]
fn decisions_cannot_be_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    drop(SqliteStore::create(&path).unwrap());
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch(
        "INSERT INTO runs VALUES (1, '2016-10-20T08:00:00Z', '', '', '', ''); INSERT INTO decisions (at, reviewer, act, \
         kind, target, run) VALUES ('2016-10-20T08:00:00Z', 'R', 'accept', 'actor', 'X', 1)",
    )
    .unwrap();
    let error = raw.execute("UPDATE decisions SET act = 'reject'", []).unwrap_err();
    assert!(error.to_string().contains("never overwritten"));
    assert!(raw.execute("DELETE FROM decisions", []).unwrap_err().to_string().contains("never deleted"));
}

/// Adds reports until it is killed: the child of [`killed_at_any_moment_it_keeps_whole_reports`], a no-op otherwise.
#[test]
fn child_that_writes() {
    let Ok(path) = std::env::var("RAPPORTEUR_TEST_RECORD") else { return };
    let mut store = SqliteStore::open(path).unwrap();
    let first = run(&mut store);
    for n in 0.. {
        store.add_account(&account(&format!("{}-{n}", std::process::id())), first).unwrap();
        println!("acknowledged");
    }
}

#[test]
fn killed_at_any_moment_it_keeps_whole_reports() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    drop(SqliteStore::create(&path).unwrap());
    let mut acknowledged = 0;
    for round in 0..8 {
        let output = folder.path().join("out");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_writes", "--nocapture"])
            .env("RAPPORTEUR_TEST_RECORD", &path)
            .stdout(std::fs::File::create(&output).unwrap())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let told = || std::fs::read_to_string(&output).unwrap().matches("acknowledged").count();
        let mut patience = 3000;
        while told() < 3 && patience > 0 {
            std::thread::sleep(Duration::from_millis(5));
            patience -= 1;
        }
        std::thread::sleep(Duration::from_micros(1700 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged += told();
        let store = SqliteStore::open(&path).unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        let accounts: Vec<_> = store.accounts().unwrap().map(|it| it.unwrap().account).collect();
        assert!(accounts.len() >= acknowledged, "{} kept, {acknowledged} acknowledged", accounts.len());
        assert!(accounts.iter().all(|it| *it == account(&it.report.name)));
        assert!(store.events(&EventFilter::default()).unwrap().is_empty());
    }
    assert!(acknowledged >= 24, "the children wrote too little to tell: {acknowledged}");
}

/// SQLite numbers `$1 $2` by first appearance, PostgreSQL by their digits: they must agree.
#[test]
fn parameters_appear_in_order() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sqlite");
    let mut statements = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap().replace("\\\"", "'");
        for literal in source.split('"').skip(1).step_by(2).filter(|it| it.contains("$1")) {
            let mut highest = 0;
            for piece in literal.split('$').skip(1) {
                let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
                let number: usize = digits.parse().unwrap();
                assert!(number <= highest + 1, "{}: ${number} comes after ${highest} in `{literal}`", path.display());
                highest = highest.max(number);
            }
            statements += 1;
        }
    }
    assert!(statements > 20, "found only {statements}");
}
