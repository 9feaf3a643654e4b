//! Journal, undo, chain: nothing changes unnoticed, everything can be taken back.

use crate::desk::{Office, object, surroundings};
use chrono::TimeDelta;
use serde_json::json;
use taizhang::base::error::Error;
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::schema::{Ledger, State};
use taizhang::store::book::Unlock;
use taizhang::store::disclosure::Unmasked;
use taizhang::store::journal::Op;
use taizhang::store::listing::Query;
use taizhang::store::{proof, rows};
use taizhang::topics::{POSTINGS, STAFF};

#[test]
fn a_change_meanwhile_is_noticed() {
    let mut office = Office::new();
    let id = office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let seen = office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap().step;
    office.book.change(Ledger(&STAFF), id, Some(seen), &object(json!({ "note": "先改" }))).unwrap();
    let second = office.book.change(Ledger(&STAFF), id, Some(seen), &object(json!({ "note": "后改" })));
    assert!(matches!(second, Err(Error::ChangedMeanwhile)));
}

#[test]
fn a_fresh_addition_is_removed_an_old_or_printed_one_voided() {
    let mut office = Office::new();
    let fresh = office.add(Ledger(&STAFF), json!({ "name": "刚加", "category": "专职" }));
    office.book.undo().unwrap();
    assert!(matches!(office.book.get(Ledger(&STAFF), fresh, office.book.today()), Err(Error::NotFound(_))));

    let printed = office.add(Ledger(&STAFF), json!({ "name": "印过" }));
    assert_ne!(printed, fresh, "numbers are not used again");
    office.book.note_printed().unwrap();
    office.book.undo().unwrap();
    assert_eq!(office.book.get(Ledger(&STAFF), printed, office.book.today()).unwrap().state, State::Voided);

    let old = office.add(Ledger(&STAFF), json!({ "name": "隔天" }));
    office.later(TimeDelta::hours(24) + TimeDelta::seconds(1));
    office.book.undo().unwrap();
    assert_eq!(office.book.get(Ledger(&STAFF), old, office.book.today()).unwrap().state, State::Voided);
    assert!(office.book.undo().unwrap().is_none());
    office.book.check_all().unwrap();
}

/// What was written since is not written over: redo is there only right after undo, accesses aside.
#[test]
fn redo_ends_with_the_next_step() {
    let mut office = Office::new();
    let id = office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    office.book.change(Ledger(&STAFF), id, None, &object(json!({ "note": "改" }))).unwrap();
    office.book.undo().unwrap();
    office.book.transact(Op::Export, json!({}), |_| Ok(())).unwrap();
    assert_eq!(office.book.redo_next().unwrap().unwrap().op, "change");
    office.book.change(Ledger(&STAFF), id, None, &object(json!({ "note": "又改" }))).unwrap();
    assert!(office.book.redo_next().unwrap().is_none());
    assert!(office.book.redo().unwrap().is_none());
    assert_eq!(office.book.undo().unwrap().unwrap().entry.op, "change");
    assert_eq!(office.book.undo().unwrap().unwrap().entry.op, "add");
    office.book.check_all().unwrap();
}

/// A voided record becomes valid again with what was voided along with it, unless the same was entered again since.
#[test]
fn a_voided_record_is_restored_with_its_children() {
    let mut office = Office::new();
    let row = json!({ "name": "陈轮", "id_number": "11010519491231002X", "category": "专职", "joined_on": "2021-01-01" });
    let id = office.add(Ledger(&STAFF), row.clone());
    office.add(Ledger(&POSTINGS), json!({ "staff": id, "joined_on": "2020-01-01", "left_on": "2020-06-01", "category": "兼职" }));
    let earlier = office.book.ids(&Query::all(Ledger(&POSTINGS), office.book.today())).unwrap();
    office.book.void(Ledger(&POSTINGS), earlier[1], None, "登记错了").unwrap();
    let presence = |office: &Office| {
        let person = office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap();
        (person.state, person.code("presence").unwrap().to_owned())
    };
    let before = (office.dump(), presence(&office));
    assert!(office.book.unvoid(Ledger(&STAFF), id, None).unwrap_err().problems()[0].rule == "valid");
    let voided = office.book.void(Ledger(&STAFF), id, None, "重复").unwrap();
    assert_eq!(presence(&office), (State::Voided, "unposted".to_owned()));
    assert!(matches!(office.book.unvoid(Ledger(&STAFF), id, Some(voided.step - 1)), Err(Error::ChangedMeanwhile)));
    let child = office.book.unvoid(Ledger(&POSTINGS), earlier[0], None).unwrap_err();
    assert_eq!((child.problems()[0].field.as_str(), child.problems()[0].rule.as_str()), ("staff", "voided"));

    let again = office.add(Ledger(&STAFF), row);
    let refused = office.book.unvoid(Ledger(&STAFF), id, None).unwrap_err();
    assert_eq!(refused.problems()[0].rule, "duplicate");
    office.book.void(Ledger(&STAFF), again, None, "重复").unwrap();

    let saved = office.book.unvoid(Ledger(&STAFF), id, Some(voided.step)).unwrap();
    assert!(saved.changed && saved.moved.contains(&Ledger(&POSTINGS)));
    assert_eq!(presence(&office), before.1, "the posting voided along is back, the one voided before is not");
    assert_eq!(office.book.undo().unwrap().unwrap().entry.op, "unvoid");
    assert_eq!(presence(&office).0, State::Voided);
    office.book.redo().unwrap().unwrap();
    assert_eq!(presence(&office), before.1);
    office.book.check_all().unwrap();
}

#[test]
fn access_is_noted_without_moving_the_head() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let head = office.book.head().unwrap();
    assert_eq!(head.text.len(), 19);
    assert!(office.book.disclose(Op::Unmask, "人员名册 1", &Unmasked::default()).is_err());
    let asked = Unmasked { purpose: "核对证件".to_owned(), recipient: "经办人".to_owned() };
    office.book.disclose(Op::Unmask, "人员名册 1", &asked).unwrap();
    assert_eq!(office.book.head().unwrap(), head);
    let newest = office.book.history(None, 1).unwrap().remove(0);
    assert_eq!(newest.op, "unmask");
    assert!(newest.detail.contains("核对证件"));
    office.book.check_all().unwrap();
}

#[test]
fn a_printed_head_names_its_step() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "一" }));
    let printed = office.book.head().unwrap();
    office.add(Ledger(&STAFF), json!({ "name": "二" }));
    assert_eq!(office.book.since(&printed.text).unwrap(), (printed.step, 1));
    assert!(matches!(office.book.since("0000 0000 0000 0001"), Err(Error::ChainBroken(_))));
    assert!(matches!(office.book.since("12"), Err(Error::Invalid(_))));
}

/// Someone with the key but not the program edits, deletes, adds: every one is noticed.
#[test]
fn tampering_is_noticed() {
    for sql in [
        "UPDATE staff SET name = '李四'",
        "UPDATE staff SET mobile = NULL WHERE id = 1",
        "DELETE FROM staff WHERE id = 2",
        "INSERT INTO staff SELECT 9, name, name_key, id_type, id_number, sex, born_on, mobile, party_member, division_code, address,
            emergency_contact, emergency_phone, consent, consent_on, note, zeroblob(16), step, entered_at, recorder, late_reason, state,
            void_reason, extra FROM staff WHERE id = 1",
        "UPDATE staff SET state = 'voided' WHERE id = 1",
        "UPDATE steps SET who = '别人' WHERE step = 2",
        "UPDATE steps SET at = '2020-01-01T00:00:00.000Z' WHERE step = 2",
        "UPDATE steps SET detail = '{\"a\":1}' WHERE step = 3",
        "DELETE FROM payloads WHERE step = 5",
        "UPDATE payloads SET before = replace(before, '一', '二') WHERE step = 5",
        "UPDATE payloads SET before = NULL WHERE step = 5",
        "UPDATE payloads SET before = '-{}' WHERE step = 5",
        "UPDATE payloads SET before = '-{' WHERE step = 5",
        "UPDATE payloads SET before = replace(before, 'null', '\"改过\"') WHERE step = 5",
        "UPDATE payloads SET after = before WHERE step = 5",
        "INSERT INTO payloads (step, seq, before, mentions) SELECT 2, 1, before, mentions FROM payloads WHERE step = 5",
        "UPDATE changes SET salt = zeroblob(16) WHERE step = 2",
        "UPDATE changes SET salt = NULL WHERE step = 2",
        "UPDATE changes SET salt = NULL WHERE step = 3",
        "UPDATE changes SET salt = NULL WHERE step IN (2, 5); DELETE FROM payloads WHERE step = 5",
        "UPDATE changes SET hash = zeroblob(32) WHERE step = 3",
        "UPDATE changes SET kind = 'erased' WHERE step = 5",
        "UPDATE changes SET uid = zeroblob(16) WHERE step = 2",
        "UPDATE staff SET uid = zeroblob(16) WHERE id = 3",
        "UPDATE steps SET op = 'upgrade', detail = '{\"from\":2,\"to\":3}' WHERE step = 5",
        "DELETE FROM payloads WHERE step = 3; DELETE FROM changes WHERE step = 3; DELETE FROM steps WHERE step = 3",
        "UPDATE steps SET step = 99 WHERE step = 4",
        "INSERT INTO payloads (step, seq, mentions) VALUES (77, 1, x'')",
        "UPDATE meta SET value = zeroblob(32) WHERE key = 'audit_key'",
    ] {
        let mut office = Office::new();
        for name in ["一", "二", "三"] {
            office.add(Ledger(&STAFF), json!({ "name": name, "mobile": "13812341234" }));
        }
        office.book.change(Ledger(&STAFF), 1, None, &object(json!({ "name": "一一", "note": "改过" }))).unwrap();
        office.book.check_all().unwrap();
        office.raw().execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        let found = proof::check(&office.raw(), Some(office.raw()), office.book.registry());
        assert!(matches!(found, Err(Error::ChainBroken(_))), "{sql}: {found:?}");
    }
}

/// What a record says stands in one place: an addition leaves no text beside its row, a change only what was before.
#[test]
fn the_journal_keeps_only_what_was_before() {
    let mut office = Office::new();
    let id = office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let count =
        |office: &Office| -> i64 { office.raw().query_row("SELECT count(*) FROM payloads", [], |row| row.get(0)).unwrap() };
    assert_eq!(count(&office), 0);
    office.book.change(Ledger(&STAFF), id, None, &object(json!({ "note": "一" }))).unwrap();
    office.book.change(Ledger(&STAFF), id, None, &object(json!({ "note": "二" }))).unwrap();
    assert_eq!(count(&office), 2);
    // Of it only what was otherwise.
    let kept = |step: i64| -> String {
        office.raw().query_row("SELECT before FROM payloads WHERE step = ?1", [step], |row| row.get(0)).unwrap()
    };
    assert_eq!([kept(3), kept(4)], [r#"-{"note":null}"#, r#"-{"note":"一"}"#]);
    let mut notes = Vec::new();
    for entry in office.book.history(Some((Ledger(&STAFF), id)), 10).unwrap() {
        let touched = &entry.touched[0];
        for text in [office.book.after(touched).unwrap(), touched.before.clone()] {
            let note = |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap()["note"].clone();
            notes.push(text.map_or(json!("gone"), note));
        }
    }
    assert_eq!(notes, [json!("二"), json!("一"), json!("一"), json!(null), json!(null), json!("gone")]);
    // Whom a payload mentions is found by her identity.
    let found = "SELECT count(*) FROM payloads WHERE instr(mentions, (SELECT uid FROM staff)) > 0";
    assert_eq!(office.raw().query_row(found, [], |row| row.get::<_, i64>(0)).unwrap(), 2);
}

/// However often a record is changed and taken back, every text it ever said follows from its row, and is proved.
#[test]
fn every_former_text_follows_from_the_row() {
    let mut office = Office::new();
    let id = office.add(Ledger(&STAFF), json!({ "name": "陈轮", "mobile": "13812341234" }));
    let text = |office: &Office| rows::payload(&office.book.window(Ledger(&STAFF), &[id], office.book.today()).unwrap()[0]);
    let mut said = vec![text(&office)];
    for (column, value) in [("note", "一"), ("mobile", "13912341234"), ("note", ""), ("note", "说\"，{}"), ("note", "二")] {
        office.book.change(Ledger(&STAFF), id, None, &object(json!({ column: value }))).unwrap();
        said.push(text(&office));
    }
    for _ in 0..2 {
        office.book.undo().unwrap();
        said.push(text(&office));
    }
    office.book.void(Ledger(&STAFF), id, None, "登记错了").unwrap();
    said.push(text(&office));
    let told: Vec<String> = office
        .book
        .history(Some((Ledger(&STAFF), id)), 20)
        .unwrap()
        .iter()
        .rev()
        .map(|entry| office.book.after(&entry.touched[0]).unwrap().unwrap())
        .collect();
    assert_eq!(told, said);
    office.book.check_all().unwrap();
    // Whatever is written into one of them, one of those before it no longer agrees.
    for step in 3..=9 {
        let before: String =
            office.raw().query_row("SELECT before FROM payloads WHERE step = ?1", [step], |row| row.get(0)).unwrap();
        assert!(before.starts_with("-{"), "{before}");
        let forged = r#"UPDATE payloads SET before = '-{"note":"三"}' WHERE step = ?1"#;
        office.raw().execute(forged, [step]).unwrap();
        let found = proof::check(&office.raw(), Some(office.raw()), office.book.registry());
        assert!(matches!(found, Err(Error::ChainBroken(_))), "{step}: {found:?}");
        let back = "UPDATE payloads SET before = ?2 WHERE step = ?1";
        office.raw().execute(back, rusqlite::params![step, before]).unwrap();
    }
    office.book.check_all().unwrap();
}

/// Taking an addition back and forth: the record goes, and what it said is kept to bring it back by.
#[test]
fn what_was_removed_is_provable() {
    let mut office = Office::new();
    let id = office.add(Ledger(&STAFF), json!({ "name": "陈轮", "category": "专职" }));
    office.book.undo().unwrap();
    let checked = office.book.check_all().unwrap();
    assert_eq!(checked.steps, 3);
    let removed = office.book.history(Some((Ledger(&STAFF), id)), 1).unwrap().remove(0).touched.remove(0);
    assert!(office.book.after(&removed).unwrap().is_none() && removed.before.unwrap().contains("陈轮"));
    let forged = "UPDATE payloads SET before = replace(before, '陈轮', '陈伦')";
    office.raw().execute(forged, []).unwrap();
    assert!(matches!(proof::check(&office.raw(), Some(office.raw()), office.book.registry()), Err(Error::ChainBroken(_))));
}

/// Cutting off the newest steps leaves a sound chain: only the printed head shows it.
#[test]
fn a_cut_chain_shows_against_the_printed_head() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "一" }));
    office.add(Ledger(&STAFF), json!({ "name": "二" }));
    let printed = office.book.head().unwrap().text;
    office
        .raw()
        .execute_batch(
            "PRAGMA foreign_keys = OFF; DELETE FROM staff WHERE id = 2; DELETE FROM payloads WHERE step = 3;
             DELETE FROM changes WHERE step = 3; DELETE FROM steps WHERE step = 3",
        )
        .unwrap();
    proof::check(&office.raw(), Some(office.raw()), office.book.registry()).unwrap();
    assert!(matches!(office.book.since(&printed), Err(Error::ChainBroken(_))));
}

#[test]
fn reading_beside_the_writer_and_no_second_writer() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let open = |access| program::open(&office.path(), Unlock::Plain, access, surroundings(&office.clock));
    assert!(matches!(open(Access::Write), Err(Error::FileInUse { .. })));
    let mut reader = open(Access::Read).unwrap();
    assert_eq!(reader.list(&taizhang::store::listing::Query::all(Ledger(&STAFF), reader.today())).unwrap().len(), 1);
    assert!(matches!(reader.add(Ledger(&STAFF), &object(json!({ "name": "不行" }))), Err(Error::ReadOnly(_))));
}

#[test]
fn a_clean_close_leaves_one_file() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let Office { folder, book, .. } = office;
    book.close().unwrap();
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["本单位.taizhang"]);
}
