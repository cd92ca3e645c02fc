//! What is particular to PostgreSQL: who gets in, what is refused, and what a crash leaves.
#![cfg(all(unix, feature = "postgres"))]
#![allow(missing_docs)]

mod common;

use std::time::Duration;

use common::postgres::{Server, connect};
use common::{account, moment, run, versions};
use postgres::{Client, NoTls};
use rapporteur_core::knowledge::Knowledge;
use rapporteur_store::{Act, NewDecision, OpenOptions, Record, StoreError, Target, TargetKind};

fn create(address: &str) -> Record {
    OpenOptions::new().create(true).record(address).unwrap()
}

fn refused(options: &OpenOptions, address: &str) -> StoreError {
    options.record(address).err().unwrap_or_else(|| panic!("{address} was opened"))
}

fn told(server: &Server, error: &StoreError) -> String {
    let folder = server.folder().display().to_string();
    let hint = error.hint().unwrap_or("-");
    format!("{}: {error}\n  hint: {hint}", error.kind.name()).replace(&folder.replace('/', "%2F"), "DIR")
}

#[test]
fn who_does_not_get_in_is_told_why() {
    let Some(server) = Server::start() else { return };
    let options = OpenOptions::new();
    let error = refused(&options, "postgres://ann:s3cret@127.0.0.1:1/talks");
    assert_eq!(error.kind.name(), "record-unreachable");
    let words = "record `postgres://ann@127.0.0.1:1/talks`: no PostgreSQL server answers: Connection refused";
    assert!(error.to_string().starts_with(words), "{error}");
    assert_eq!(
        told(&server, &refused(&options, &server.address("talks"))),
        "record-refused: record `postgres://rapporteur@DIR/talks`: the server refuses: database \"talks\" does not exist\n  \
         hint: check user, password (or PGPASSWORD) and database in `--record`; `createdb NAME` makes a database"
    );
    server.client().batch_execute("CREATE ROLE guarded LOGIN PASSWORD 'right'").unwrap();
    let words = |address: &str| refused(&options, address).kind.to_string();
    let guarded = |password: &str| server.address_of(&format!("guarded{password}"), "postgres");
    assert_eq!(words(&guarded("")), "the server refuses: invalid configuration: password missing");
    assert!(words(&guarded(":wrong")).contains("password authentication failed for user \"guarded\""));
    let error = OpenOptions::new().create(true).record(guarded(":right")).err().unwrap();
    assert_eq!(error.kind.to_string(), "the server refuses: permission denied for schema public");
    assert!(words("postgres://a@b:port/c").starts_with("expected postgres://user@host/database: "));
}

#[test]
fn what_is_no_record_is_named_and_not_touched() {
    let Some(server) = Server::start() else { return };
    let address = server.empty();
    for options in [OpenOptions::new(), OpenOptions::new().create(true).read_only(true)] {
        assert_eq!(refused(&options, &address).kind.name(), "record-missing");
    }
    let mut client = connect(&address);
    client.batch_execute("CREATE TABLE events (id int)").unwrap();
    let error = refused(&OpenOptions::new().create(true), &address);
    assert_eq!(error.kind.name(), "not-a-record");
    assert!(error.kind.to_string().contains("another program's tables"), "{error}");

    let address = server.empty();
    drop(create(&address));
    connect(&address)
        .batch_execute("INSERT INTO refinery_schema_history VALUES (7, 'later', '2026-01-01T00:00:00Z', '1')")
        .unwrap();
    assert_eq!(
        refused(&OpenOptions::new(), &address).kind.to_string(),
        "its schema is version 7, this program knows versions up to 2"
    );
    let mut client = server.client();
    client.batch_execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0").unwrap();
    let error = refused(&OpenOptions::new().create(true), &server.address("latin"));
    assert!(error.kind.to_string().contains("a database in LATIN1"), "{error}");
}

#[test]
fn a_second_writer_is_told_and_readers_go_on() {
    let Some(server) = Server::start() else { return };
    let address = server.empty();
    let mut first = create(&address);
    let started = run(&mut *first);
    first.add_account(&account("a"), started).unwrap();
    let mut other = connect(&address);
    other
        .batch_execute("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('rapporteur ' || current_schema(), 0))")
        .unwrap();
    let mut second = OpenOptions::new().wait(Duration::from_millis(20)).record(&address).unwrap();
    let error = second.add_account(&account("b"), started).unwrap_err();
    assert!(told(&server, &error).contains(": locked by another process\n  hint: wait until the other rapporteur"));
    let reader = OpenOptions::new().read_only(true).record(&address).unwrap();
    assert_eq!(reader.accounts().unwrap().count(), 1);
    other.batch_execute("COMMIT").unwrap();
    second.add_account(&account("b"), started).unwrap();
    assert_eq!(reader.labels().unwrap().len(), 2);
    let mut reader = reader;
    assert_eq!(reader.begin_run(moment(), &versions("m1")).unwrap_err().kind.name(), "record-read-only");
}

#[test]
fn processes_that_make_one_record_at_once_make_one() {
    let Some(server) = Server::start() else { return };
    let address = server.empty();
    let runs: Vec<_> = std::thread::scope(|scope| {
        let work = || {
            let mut store = create(&address);
            let run = run(&mut *store);
            (0..5).for_each(|n| drop(store.add_account(&account(&format!("{}-{n}", run.0)), run).unwrap()));
            run
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let store = create(&address);
    assert_eq!((runs.len(), store.stats().unwrap().runs, store.stats().unwrap().reports), (4, 4, 20));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn decisions_cannot_be_overwritten() {
    let Some(server) = Server::start() else { return };
    let address = server.empty();
    let mut store = create(&address);
    let run = run(&mut *store);
    let (reviewer, target) = ("R. Weber".to_owned(), Target::new(TargetKind::Actor, "X"));
    let decision = NewDecision { at: moment(), reviewer, act: Act::Accept, target, change: None, comment: None };
    store.decide(&decision, run).unwrap();
    let mut client = connect(&address);
    for sql in ["UPDATE decisions SET act = 'reject'", "DELETE FROM decisions", "TRUNCATE decisions CASCADE"] {
        let error = client.batch_execute(sql).unwrap_err();
        let said = error.as_db_error().unwrap().message();
        assert_eq!(said, "decisions are never overwritten and never deleted", "{sql}");
    }
}

#[test]
fn check_finds_what_does_not_hold() {
    let Some(server) = Server::start() else { return };
    let address = server.empty();
    let mut store = create(&address);
    let run = run(&mut *store);
    store.add_account(&account("a"), run).unwrap();
    let mut client = connect(&address);
    client
        .batch_execute(
            "SET session_replication_role = replica; DELETE FROM runs; UPDATE sentences SET words = NULL WHERE idx = 0; \
             ALTER TABLE decisions DISABLE TRIGGER decisions_keep",
        )
        .unwrap();
    let problems = store.check().unwrap();
    for problem in [
        "trigger decisions_keep of decisions is off",
        "2 rows of claims name rows of runs that are not there",
        "1 sentences that search misses or has too many",
    ] {
        assert!(problems.iter().any(|it| it == problem), "{problem}: {problems:?}");
    }
    client.batch_execute("UPDATE quotes SET json = '{}'").unwrap();
    let error = store.account("a").unwrap_err();
    assert!(error.to_string().contains("row 0 of quotes of report 1 does not read: missing field"), "{error}");
}

#[test]
fn compacting_gives_space_back_and_a_copy_is_for_pg_dump() {
    let Some(server) = Server::start() else { return };
    let mut store = create(&server.empty());
    let first = run(&mut *store);
    let newer = store.begin_run(moment(), &versions("m2")).unwrap();
    for n in 0..60 {
        store.add_account(&account(&format!("r{n}")), first).unwrap();
        let mut silent = account(&format!("r{n}"));
        silent.claims.clear();
        store.add_account(&silent, newer).unwrap();
    }
    let compacted = store.compact().unwrap();
    assert!(compacted.after < compacted.before, "{compacted:?}");
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    let error = store.backup(std::path::Path::new("copy.db")).unwrap_err();
    assert_eq!(error.kind.name(), "record-no-backup");
    assert!(error.hint().unwrap().contains("pg_dump"));
}

#[test]
fn a_crash_of_the_server_loses_nothing_that_was_acknowledged() {
    let Some(mut server) = Server::start() else { return };
    let address = server.empty();
    let mut store = create(&address);
    let first = run(&mut *store);
    for n in 0..6 {
        store.add_account(&account(&format!("r{n}")), first).unwrap();
        if n == 3 {
            store.fuse(Knowledge::embedded(), 2, first).unwrap();
        }
    }
    server.crash();
    let error = store.add_account(&account("late"), first).unwrap_err();
    assert_eq!(error.kind.name(), "record-unreachable", "{error}");
    let mut store = OpenOptions::new().record(&address).unwrap();
    while store.needs_fuse().unwrap() {
        store.fuse(Knowledge::embedded(), 16, first).unwrap();
    }
    let accounts: Vec<_> = store.accounts().unwrap().map(|it| it.unwrap().account).collect();
    assert_eq!(accounts.len(), 6);
    assert!(accounts.iter().all(|it| *it == account(&it.report.name)));
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_full_disk_is_told_as_one() {
    let Some(server) = Server::start() else { return };
    let address = server.empty();
    let mut store = create(&address);
    let run = run(&mut *store);
    // A disk cannot be filled in a test: the server says what it would say.
    let mut client: Client = connect(&address);
    client
        .batch_execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$; \
             CREATE TRIGGER full_disk BEFORE INSERT ON meetings FOR EACH ROW EXECUTE FUNCTION full_disk()",
        )
        .unwrap();
    let error = store.add_account(&account("a"), run).unwrap_err();
    assert_eq!(error.kind.name(), "record-disk-full");
    assert_eq!(store.stats().unwrap().reports, 0, "all of it or nothing");
    client.batch_execute("DROP TRIGGER full_disk ON meetings").unwrap();
    store.add_account(&account("a"), run).unwrap();
    assert!(Client::connect(&address, NoTls).is_ok());
}
