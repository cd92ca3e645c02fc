//! The binary as a user meets it: exit status, messages, and the brief of the examples.

use std::path::{Path, PathBuf};

use assert_cmd::cargo::cargo_bin_cmd;

/// Status, standard output, standard error.
fn rapporteur(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = cargo_bin_cmd!("rapporteur");
    let output = command
        .current_dir(folder)
        .env_remove("RAPPORTEUR_RECORD")
        .env_remove("RAPPORTEUR_KNOWLEDGE")
        .env("COLUMNS", "100")
        .args(arguments)
        .output()
        .expect("the binary starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/lausanne")
}

#[test]
fn a_first_time_user_gets_a_brief_and_is_told_where_the_record_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let examples = examples();
    let (status, brief, messages) = rapporteur(folder.path(), &["read", &examples.to_string_lossy()]);
    assert_eq!(status, 0, "{messages}");
    assert_eq!(messages, "record: rapporteur.db, 5 of 5 reports new\n");
    for words in ["WHAT HAPPENED", "WHAT COMES NEXT", "15 Oct 2016", "Lausanne", "REPORTS", "Wire A"] {
        assert!(brief.contains(words), "no {words} in\n{brief}");
    }
    let (status, again, messages) = rapporteur(folder.path(), &["read", &examples.to_string_lossy()]);
    assert_eq!((status, messages.as_str()), (0, "record: rapporteur.db, 0 of 5 reports new\n"));
    assert_eq!(brief, again, "reading twice changes nothing");
    let (status, whole, _) = rapporteur(folder.path(), &["brief"]);
    assert_eq!((status, whole), (0, brief), "the record holds these reports only");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let examples = examples();
    let run = |n: &str| rapporteur(folder.path(), &["annotate", &examples.to_string_lossy(), "--threads", n]).1;
    assert_eq!(run("1"), run("3"));
}

#[test]
fn a_bad_file_is_named_and_the_rest_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = folder.path().join("good.txt");
    std::fs::write(&good, "---\npublished: 2016-10-14\n---\nNorway will host talks on Saturday.\n").expect("written");
    let (status, out, messages) = rapporteur(folder.path(), &["read", "--no-record", "missing.txt", "good.txt"]);
    assert_eq!(status, 1);
    assert!(out.contains("1 report"), "{out}");
    insta::assert_snapshot!(messages, @"
    error: missing.txt: expected a file or folder, found nothing of this name
      hint: check the path
    1 could not be read, see above
    ");
}

#[test]
fn what_stops_a_run_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let (status, _, messages) = rapporteur(folder.path(), &["events", "--type", "ASALT"]);
    assert_eq!(status, 2);
    assert!(
        messages.starts_with("error: --type: unknown event type `ASALT`\n  hint: one of AGREE, CONSULT"),
        "{messages}"
    );
    let (status, _, messages) = rapporteur(folder.path(), &["annotate", "x.txt", "--layers", "claim"]);
    assert_eq!(status, 2);
    insta::assert_snapshot!(messages, @"
    error: --layers: unknown layer `claim`
      hint: one of sentences, tokens, entities, times, places, attributions, claims, quotes, figures, meetings, assessments, diagnostics
    ");
}

#[test]
fn every_command_has_examples() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, help, _) = rapporteur(folder.path(), &["--help"]);
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let named = commands.filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')));
    let names: Vec<&str> = named.filter_map(|line| line.split(' ').next()).filter(|name| *name != "help").collect();
    assert!(names.len() >= 18, "{help}");
    for name in names {
        let (status, help, _) = rapporteur(folder.path(), &[name, "--help"]);
        assert_eq!(status, 0);
        assert!(help.contains("Examples:"), "{name}: {help}");
    }
}

#[test]
fn own_knowledge_goes_over_ours() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| rapporteur(folder.path(), arguments);
    let add =
        ["knowledge", "add", "Zorvan Mirdad", "--country", "AFG", "--office", "foreign-minister", "--from", "2026-03"];
    assert_eq!(run(&add), (0, "rapporteur-knowledge.toml: added Zorvan Mirdad\n".into(), String::new()));
    let (_, who, _) = run(&["actors", "who", "Afghan foreign minister", "--on", "2026-04-01"]);
    assert!(who.starts_with("Zorvan Mirdad"), "{who}");
    let (status, _, messages) = run(&["knowledge", "add", "Nobody", "--country", "QQQ"]);
    assert_eq!(status, 2);
    insta::assert_snapshot!(messages, @"
    error: rapporteur-knowledge.toml:12: Nobody: expected a country code such as SYR, or UNO EUR IGO NGO IMG MNC, found `QQQ`
      hint: knowledge/README.md has the fields, offices, codes and sectors
    ");
    let (status, _, messages) = run(&["--knowledge", "none.toml", "knowledge", "list"]);
    assert_eq!(status, 2);
    insta::assert_snapshot!(messages, @"
    error: none.toml: No such file or directory (os error 2)
      hint: check the path of --knowledge or RAPPORTEUR_KNOWLEDGE
    ");
}

#[test]
fn dictionaries_are_imported_once_and_what_is_left_out_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "TESTED_WATER_BOARD_ [SDNGOV]\nODD_BOARD_ [QQQGOV]\n";
    std::fs::write(folder.path().join("x.actors.txt"), text).expect("written");
    let run = || rapporteur(folder.path(), &["knowledge", "import", "x.actors.txt"]);
    let skipped = "x.actors.txt:2: ODD_BOARD_: no country or kind of body has the code `QQQ`\n";
    let first = "x.actors.txt: 0 persons, 0 groups, 1 bodies, 0 role words, 0 further names; 0 known already, 1 left out\nrapporteur-knowledge.toml: added\n";
    assert_eq!(run(), (0, first.into(), skipped.into()));
    let again = "x.actors.txt: 0 persons, 0 groups, 0 bodies, 0 role words, 0 further names; 1 known already, 1 left out\nrapporteur-knowledge.toml: nothing added\n";
    assert_eq!(run(), (0, again.into(), skipped.into()));
}

#[test]
fn the_knowledge_has_no_mistakes() {
    let folder = tempfile::tempdir().expect("a folder");
    let (status, out, messages) = rapporteur(folder.path(), &["knowledge", "check"]);
    assert_eq!((status, messages.as_str()), (0, ""), "{out}");
}

/// A folder with the record of one short report; gives the id of its claim that a trigger leads to.
fn decided_on(trigger: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let text =
        "---\npublished: 2016-10-14\n---\nRussia shelled the port of Latakia on Thursday. Norway accused Iran.\n";
    std::fs::write(folder.path().join("port.txt"), text).expect("written");
    assert_eq!(rapporteur(folder.path(), &["read", "port.txt"]).0, 0);
    let claims = objects(folder.path(), &["claims"]);
    let id = claims.iter().find(|it| it["trigger"] == trigger).map(|it| it["id"].as_str().expect("an id").to_owned());
    (folder, id.unwrap_or_else(|| panic!("no `{trigger}` in {claims:#?}")))
}

fn objects(folder: &Path, view: &[&str]) -> Vec<serde_json::Value> {
    let (status, out, messages) = rapporteur(folder, &[view, &["--format", "json"]].concat());
    assert_eq!(status, 0, "{messages}");
    serde_json::from_str(&out).expect("JSON")
}

#[test]
fn a_claim_that_a_person_edited_is_shown_as_edited_with_the_machines_beside_it() {
    let (folder, id) = decided_on("shelled");
    let folder = folder.path();
    let syria = r#"actors=[{"name":"Syria","country":"SYR","sector":"GOV"}]"#;
    let edit = ["review", "edit", &id, "--set", "type=COERCE", "--set", syria, "--by", "R. Weber"];
    assert_eq!(rapporteur(folder, &edit).0, 0);
    let claim = |view: &[&str]| objects(folder, view).into_iter().find(|it| it["id"] == *id).expect("the claim");
    let edited = claim(&["claims"]);
    assert_eq!((edited["type"].as_str(), edited["actors"][0]["name"].as_str()), (Some("COERCE"), Some("Syria")));
    assert_eq!(edited["review"]["state"], "edited");
    assert_eq!(edited["review"]["machine"]["type"], "ASSAULT");
    let machine = claim(&["claims", "--machine"]);
    assert_eq!((&machine["type"], &machine["review"]["instead"]["type"]), (&"ASSAULT".into(), &"COERCE".into()));
    // It is found by what it says now, and no longer by what it said.
    assert_eq!(claim(&["claims", "--type", "COERCE"])["id"], *id);
    assert!(objects(folder, &["claims", "--type", "ASSAULT"]).is_empty());
    assert_eq!(objects(folder, &["events", "--actor", "Syria"]).len(), 1, "the event follows");
    let (_, table, _) = rapporteur(folder, &["claims", "--format", "csv"]);
    assert!(table.lines().any(|line| line.starts_with(&id) && line.ends_with(",edited")), "{table}");
}

#[test]
fn a_claim_that_a_person_rejected_is_shown_nowhere_until_it_is_undone() {
    let (folder, id) = decided_on("shelled");
    let folder = folder.path();
    let (_, before, _) = rapporteur(folder, &["brief"]);
    assert!(before.contains("Latakia"), "{before}");
    assert_eq!(rapporteur(folder, &["review", "reject", &id, "--by", "R. Weber"]).0, 0);
    for view in ["claims", "events", "timeline", "brief"] {
        let (_, out, _) = rapporteur(folder, &[view]);
        assert!(!out.contains("Latakia"), "{view}: {out}");
        let (_, out, _) = rapporteur(folder, &[view, "--machine"]);
        assert!(out.contains("Latakia"), "{view} --machine: {out}");
    }
    assert_eq!(rapporteur(folder, &["explain", &id]).0, 0, "why it was there can still be asked");
    assert_eq!(rapporteur(folder, &["review", "undo", "1", "--by", "R. Weber"]).0, 0);
    assert_eq!(rapporteur(folder, &["brief"]).1, before);
}
