//! What people decide stays, can be taken back, and is told when it no longer fits.
#![allow(missing_docs)]

mod common;

use common::{Databases, account, moment, run, versions};
use rapporteur_core::EventType;
use rapporteur_store::{Act, DecisionFilter, DecisionId, NewDecision, Store, Target, TargetKind};
use serde_json::json;

fn decision(act: Act, target: Target) -> NewDecision {
    NewDecision { at: moment(), reviewer: "R. Weber".into(), act, target, change: None, comment: None }
}

fn in_force(store: &dyn Store) -> Vec<i64> {
    let filter = DecisionFilter { in_force: true, ..DecisionFilter::default() };
    store.decisions(&filter).unwrap().iter().map(|it| it.id.0).collect()
}

on_every_database! {
    undo_is_a_row_and_can_be_undone,
    a_decision_outlives_a_newer_model_and_says_when_it_no_longer_fits,
    senseless_decisions_are_refused,
}

fn undo_is_a_row_and_can_be_undone(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    store.add_account(&account("a"), run).unwrap();
    let key = store.account("a").unwrap().unwrap().keys[0];
    let target = Target::new(TargetKind::Claim, key);
    let accept = store.decide(&decision(Act::Accept, target.clone()), run).unwrap();
    let mut edit = decision(Act::Edit, target.clone());
    edit.change = Some(json!({ "type": "COERCE" }));
    let edit = store.decide(&edit, run).unwrap();
    assert_eq!(in_force(&*store), [accept.0, edit.0]);

    let undo = store.undo(edit, "A. Rossi", moment(), Some("hasty"), run).unwrap();
    assert_eq!(in_force(&*store), [accept.0]);
    let error = store.undo(edit, "A. Rossi", moment(), None, run).unwrap_err();
    assert_eq!(error.kind.to_string(), "decision 2 is undone already");
    assert_eq!(error.hint(), Some("undo the undo to bring it back"));
    store.undo(undo, "R. Weber", moment(), None, run).unwrap();
    assert_eq!(in_force(&*store), [accept.0, edit.0]);

    let story = store.decisions(&DecisionFilter { target: Some(target), ..DecisionFilter::default() }).unwrap();
    let told: Vec<_> = story.iter().map(|it| (it.act, it.reviewer.as_str(), it.undoes.map(|id| id.0))).collect();
    let (weber, rossi) = ("R. Weber", "A. Rossi");
    assert_eq!(
        told,
        [
            (Act::Accept, weber, None),
            (Act::Edit, weber, None),
            (Act::Undo, rossi, Some(2)),
            (Act::Undo, weber, Some(3))
        ]
    );
    assert_eq!(story[1].change, Some(json!({ "type": "COERCE" })));
    assert_eq!(story[0].seen.as_ref().unwrap()["trigger"], "shelled");
    let missing = store.undo(DecisionId(77), weber, moment(), None, run).unwrap_err();
    assert_eq!(missing.kind.to_string(), "the record has no decision `77`");
}

fn a_decision_outlives_a_newer_model_and_says_when_it_no_longer_fits(new: &dyn Databases) {
    let mut store = new.record();
    let first = run(&mut *store);
    let mut account = account("a");
    store.add_account(&account, first).unwrap();
    let keys = store.account("a").unwrap().unwrap().keys;
    for key in &keys {
        store.decide(&decision(Act::Accept, Target::new(TargetKind::Claim, key)), first).unwrap();
    }
    store.decide(&decision(Act::Accept, Target::new(TargetKind::Report, "a")), first).unwrap();

    let newer = store.begin_run(moment(), &versions("m2")).unwrap();
    store.add_account(&account, newer).unwrap();
    assert_eq!(store.stale_decisions().unwrap(), [], "the same claims, read again");

    account.claims[0].kind = EventType::Coerce;
    account.claims.pop();
    account.meetings.clear();
    let newest = store.begin_run(moment(), &versions("m3")).unwrap();
    store.add_account(&account, newest).unwrap();
    let stale = store.stale_decisions().unwrap();
    assert_eq!(stale.len(), 2);
    assert_eq!(stale[0].decision.seen.as_ref().unwrap()["type"], "ASSAULT");
    assert_eq!(stale[0].now.as_ref().unwrap()["type"], "COERCE");
    assert_eq!((stale[1].decision.target.id.clone(), &stale[1].now), (keys[1].to_string(), &None));
    assert_eq!(in_force(&*store).len(), 3, "kept all the same");
}

fn senseless_decisions_are_refused(new: &dyn Databases) {
    let mut store = new.record();
    let run = run(&mut *store);
    store.add_account(&account("a"), run).unwrap();
    let report = Target::new(TargetKind::Report, "a");
    let mut refuse = |decision: NewDecision| store.decide(&decision, run).unwrap_err().kind.to_string();
    assert_eq!(refuse(decision(Act::Edit, report.clone())), "expected what the edit puts in place, found nothing");
    assert_eq!(refuse(decision(Act::Comment, report.clone())), "expected the words of the comment, found nothing");
    assert_eq!(refuse(decision(Act::Undo, report.clone())), "an undo names a decision, not a claim or an event");
    let nobody = NewDecision { reviewer: " ".into(), ..decision(Act::Accept, report) };
    assert_eq!(refuse(nobody), "expected the reviewer's name, found nothing");
    let missing = decision(Act::Accept, Target::new(TargetKind::Claim, "00ff"));
    assert_eq!(refuse(missing), "the record has no claim `00ff`");
    let missing = decision(Act::Accept, Target::new(TargetKind::Event, 4));
    assert_eq!(refuse(missing), "the record has no event `4`");
    assert_eq!(in_force(&*store), Vec::<i64>::new());
}
