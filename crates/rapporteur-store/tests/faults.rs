//! What goes wrong with files: each with a clear message, and nothing lost.
#![allow(missing_docs)]

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use common::{account, run};
use rapporteur_core::knowledge::Knowledge;
use rapporteur_store::{
    Act, DecisionFilter, EventFilter, NewDecision, OpenOptions, SqliteStore, Store, StoreError, Target, TargetKind,
};
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
        "record-newer-schema: record `DIR/a.record`: its schema is version 7, this program knows versions up to 2\n  \
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

/// Works on a record until it is killed: the child of the tests below, a no-op otherwise. It says `acknowledged` after
/// every call that returned.
#[test]
fn child_that_works() {
    let (Ok(path), Ok(work)) = (std::env::var("RAPPORTEUR_TEST_RECORD"), std::env::var("RAPPORTEUR_TEST_WORK")) else {
        return;
    };
    let mut store = SqliteStore::open(path).unwrap();
    println!("acknowledged");
    let first = run(&mut store);
    for n in 0.. {
        match work.as_str() {
            "read" => {
                let both = ["a", "b"].map(|half| account(&format!("{}-{n}{half}", std::process::id())));
                store.add_accounts(&both, first).unwrap();
                println!("acknowledged\nacknowledged");
                store.fuse(Knowledge::embedded(), 1, first).unwrap();
            }
            "review" => {
                let target = Target::new(TargetKind::Report, "north");
                let (at, reviewer, change) = (common::moment(), "R. Weber".to_owned(), None);
                let comment = Some(format!("seen {n}"));
                store.decide(&NewDecision { at, reviewer, act: Act::Accept, target, change, comment }, first).unwrap();
                println!("acknowledged");
            }
            _ => return,
        }
    }
}

/// Lets a child work on a record and kills it after a while; gives how many calls had returned.
fn killed(folder: &Path, record: &Path, work: &str, after: Duration) -> usize {
    let output = folder.join("out");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_works", "--nocapture"])
        .envs([("RAPPORTEUR_TEST_RECORD", record.as_os_str()), ("RAPPORTEUR_TEST_WORK", work.as_ref())])
        .stdout(std::fs::File::create(&output).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let told = || std::fs::read_to_string(&output).unwrap().matches("acknowledged").count();
    let mut patience = 3000;
    while work != "migrate" && told() < 4 && patience > 0 {
        std::thread::sleep(Duration::from_millis(5));
        patience -= 1;
    }
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    told()
}

fn frozen() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/v1.record")
}

/// So many moments, none like the other, within the first 60 milliseconds.
fn moments(count: u64) -> impl Iterator<Item = Duration> {
    (0..count).map(|n| Duration::from_micros(n * 7919 % 60_000))
}

fn kill_readers(count: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    drop(SqliteStore::create(&path).unwrap());
    let mut acknowledged = 0;
    for after in moments(count) {
        acknowledged += killed(folder.path(), &path, "read", after) - 1;
        let mut store = SqliteStore::open(&path).unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        let accounts: Vec<_> = store.accounts().unwrap().map(|it| it.unwrap().account).collect();
        assert!(accounts.len() >= acknowledged, "{} kept, {acknowledged} acknowledged", accounts.len());
        assert!(accounts.iter().all(|it| *it == account(&it.report.name)));
        assert!(accounts.len().is_multiple_of(2), "what is kept at once is kept wholly or not at all");
        let rest = run(&mut store);
        while store.needs_fuse().unwrap() {
            store.fuse(Knowledge::embedded(), 16, rest).unwrap();
        }
        let claims = store.events(&EventFilter::default()).unwrap().iter().map(|it| it.claims.len()).sum::<usize>();
        assert_eq!(claims, accounts.len() * 2, "every claim is of one event");
    }
    assert!(acknowledged >= 3 * count as usize, "the children wrote too little to tell: {acknowledged}");
}

fn kill_reviewers(count: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    std::fs::copy(frozen(), &path).unwrap();
    drop(SqliteStore::open(&path).unwrap());
    let mut acknowledged = 3; // the file has three of its own
    for after in moments(count) {
        acknowledged += killed(folder.path(), &path, "review", after) - 1;
        let store = SqliteStore::open(&path).unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        let kept = store.decisions(&DecisionFilter::default()).unwrap().len();
        assert!(kept >= acknowledged, "{kept} kept, {acknowledged} acknowledged");
    }
}

fn kill_migrations(count: u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    let mut halfway = 0;
    for after in moments(count) {
        let _ = std::fs::remove_file(folder.path().join("a.record-wal"));
        std::fs::copy(frozen(), &path).unwrap();
        halfway += usize::from(killed(folder.path(), &path, "migrate", after) == 0);
        let store = SqliteStore::open(&path).unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        let stats = store.stats().unwrap();
        assert_eq!((stats.reports, stats.claims, stats.decisions), (2, 7, 3));
    }
    assert!(count < 8 || halfway > 0, "every child had migrated before it was killed");
}

#[test]
fn killed_at_any_moment_it_loses_nothing() {
    kill_readers(6);
    kill_reviewers(4);
    kill_migrations(8);
}

#[test]
#[ignore = "takes minutes: `cargo nextest run -p rapporteur-store --run-ignored only`"]
fn killed_two_hundred_times_it_loses_nothing() {
    kill_readers(80);
    kill_reviewers(60);
    kill_migrations(60);
}

/// Shows what is in a record in a folder that it cannot write: the child of the test below, a no-op otherwise.
#[test]
fn child_that_reads() {
    let Ok(path) = std::env::var("RAPPORTEUR_TEST_READ_ONLY") else { return };
    match OpenOptions::new().read_only(true).open(path) {
        Ok(store) => println!("{} reports", store.accounts().unwrap().filter(|it| it.is_ok()).count()),
        Err(error) => println!("{}", error.kind.name()),
    }
}

/// Takes the right to write from a folder. The superuser may write anyway: the child is another then.
#[cfg(unix)]
#[test]
fn a_record_in_a_read_only_folder_is_shown() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.record");
    let read = || {
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child.args(["--exact", "child_that_reads", "--nocapture"]).env("RAPPORTEUR_TEST_READ_ONLY", &path);
        if folder.path().metadata().unwrap().uid() == 0 {
            child.uid(65_534);
        }
        let told = child.output();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        told.map(|it| String::from_utf8_lossy(&it.stdout).into_owned())
    };
    let mut store = SqliteStore::create(&path).unwrap();
    let first = run(&mut store);
    store.add_account(&account("a"), first).unwrap();
    store.compact().unwrap();
    drop(store);
    match read() {
        Ok(told) => assert!(told.contains("1 reports"), "{told}"),
        Err(error) => return eprintln!("SKIPPED: another user cannot run this test: {error}"),
    }
    // Rows that are only in the log, as after a crash: better no answer than an old one.
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch("PRAGMA wal_autocheckpoint = 0; INSERT INTO meta VALUES ('left', 'behind')").unwrap();
    let _ = std::fs::remove_file(folder.path().join("a.record-shm"));
    let told = read().unwrap();
    assert!(told.contains("record-unread-log"), "{told}");
}

/// SQLite numbers `$1 $2` by first appearance, PostgreSQL by their digits: they must agree.
#[test]
fn parameters_appear_in_order() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = ["record", "sqlite", "postgres"].map(|folder| std::fs::read_dir(sources.join(folder)).unwrap());
    let mut statements = 0;
    for file in files.into_iter().flatten() {
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
