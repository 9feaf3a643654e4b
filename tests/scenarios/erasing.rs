//! Erasing a person, or a record: nothing of it is left in the file, the chain is whole, what was done stands in 销毁记录.

use crate::attachments::picture;
use crate::desk::{Office, object, resident_id};
use serde_json::json;
use taizhang::base::clock::Surroundings;
use taizhang::base::error::{Error, Result};
use taizhang::file::key::{Key, Salt};
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::sample::{self, Options};
use taizhang::schema::{Ledger, State};
use taizhang::store::book::{Erased, Erasure, Grounds, Unlock};
use taizhang::store::listing::Query;
use taizhang::store::{ATTACHMENTS, DESTRUCTIONS};
use taizhang::topics::{INCIDENT_CONTACTS, INCIDENTS, PLACES, STAFF, TRAVELS, VACCINATIONS, VISITORS};

/// A name nobody else has.
const CANARY: &str = "闻人焉知";
const ROSTER: Ledger = Ledger(&STAFF);

fn grounds() -> Grounds {
    Grounds {
        basis: "本人申请".to_owned(),
        approved_by: "曾令仪".to_owned(),
        witness: "单守诚".to_owned(),
        copies_left: "备份 1 份".to_owned(),
        ..Grounds::default()
    }
}

/// She has a past: entered, corrected, vaccinated with a certificate, travelled, visited, once taken for somebody else.
fn office() -> (Office, i64, String) {
    let mut office = Office::new();
    let number = resident_id("19880512", "002");
    let other = office.add(ROSTER, json!({ "name": "单晓云", "category": "专职", "joined_on": "2021-03-01" }));
    let her = office.add(
        ROSTER,
        json!({ "name": CANARY, "id_type": "resident_id", "id_number": number, "mobile": "13912345678", "category": "专职", "joined_on": "2021-03-01" }),
    );
    office.book.change(ROSTER, her, None, &object(json!({ "address": "棠香街道闻人巷 3 号" }))).unwrap();
    let dose = office.add(Ledger(&VACCINATIONS), json!({ "staff": her, "product": "北京生物", "given_on": "2021-07-10" }));
    office.book.attach(Ledger(&VACCINATIONS), dose, vec![picture("闻人焉知的凭证.jpg", 0)]).unwrap();
    office.add(Ledger(&TRAVELS), json!({ "staff": her, "division_code": "533102", "arrived_on": "2021-08-01" }));
    office.add(
        Ledger(&VISITORS),
        json!({ "name": "赵天明", "visited_on": "2021-08-12", "arrived_time": "08:30", "host": her, "admitted": "yes" }),
    );
    // Taken for hers, and put right: what the journal says of before speaks of her.
    let mistaken = office.add(Ledger(&VACCINATIONS), json!({ "staff": her, "product": "科兴", "given_on": "2021-08-01" }));
    office.book.change(Ledger(&VACCINATIONS), mistaken, None, &object(json!({ "staff": other }))).unwrap();
    (office, her, number)
}

fn erased(office: &mut Office, ledger: Ledger, id: i64) -> (Erasure, Erased) {
    let weighed = office.book.weigh_erasure(ledger, id).unwrap();
    let done = office.book.erase(&weighed, &grounds()).unwrap();
    (weighed, done)
}

fn counts(counts: &[(Ledger, usize)]) -> Vec<(&'static str, usize)> {
    counts.iter().map(|(ledger, count)| (ledger.name(), *count)).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn nothing_of_her_is_left_in_the_file() {
    let (mut office, her, number) = office();
    let before = std::fs::read(office.path()).unwrap();
    let telling = [CANARY, number.as_str(), "13912345678", "闻人巷"];
    for text in telling {
        assert!(holds(&before, text), "{text} was there");
    }
    office.book.keep("drafts", Some(&format!("[{{\"name\":\"{CANARY}\"}}]"))).unwrap();
    let head = office.book.head().unwrap().text;
    let uid = office.book.get(ROSTER, her, office.book.today()).unwrap().uid;
    let (weighed, done) = erased(&mut office, ROSTER, her);
    assert_eq!(counts(&weighed.gone), [("staff", 1), ("postings", 1), ("vaccinations", 1), ("travels", 1), ("attachments", 1)]);
    assert_eq!(counts(&weighed.freed), [("visitors", 1)]);
    assert_eq!(done.warnings, []);
    office.book.check_all().unwrap();
    assert!(matches!(office.book.get(ROSTER, her, office.book.today()), Err(Error::NotFound(_))));
    assert!(office.found(CANARY).is_empty());
    let destruction = office.book.get(Ledger(&DESTRUCTIONS), done.destruction, office.book.today()).unwrap();
    assert_eq!(destruction.text("scope"), Some(format!("人员名册第 {her} 号").as_str()));
    assert_eq!(destruction.text("head"), Some(head.as_str()));
    assert_eq!(destruction.text("copies_left"), Some("备份 1 份"));
    assert!(destruction.text("records").unwrap().contains("附件 1 件"));
    let payloads: i64 = office
        .raw()
        .query_row("SELECT count(*) FROM payloads WHERE instr(mentions, ?1) > 0", [uuid(&uid)], |row| row.get(0))
        .unwrap();
    assert_eq!(payloads, 0);
    let path = office.path();
    office.book.close().unwrap();
    let after = std::fs::read(&path).unwrap();
    for text in telling {
        assert!(!holds(&after, text), "{text} is still there");
    }
    assert!(!holds(&after, "Adobe") && !after.windows(3).any(|three| three == [0xff, 0xd8, 0xff]), "no picture is left");
    let book = program::open(&path, Unlock::Plain, Access::Write, crate::desk::surroundings(&office.clock)).unwrap();
    book.check_all().unwrap();
    // The head printed before still stands in the chain.
    book.since(&head).unwrap();
    book.close().unwrap();
}

fn uuid(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b'-').collect();
    digits.chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

#[test]
fn what_stays_says_the_same_without_her() {
    let (mut office, her, _) = office();
    erased(&mut office, ROSTER, her);
    let today = office.book.today();
    let visits = office.book.ids(&Query::all(Ledger(&VISITORS), today)).unwrap();
    let visit = office.book.get(Ledger(&VISITORS), visits[0], today).unwrap();
    assert_eq!((visit.text("name"), visit.reference("host"), visit.state), (Some("赵天明"), None, State::Valid));
    let doses = office.book.ids(&Query::all(Ledger(&VACCINATIONS), today)).unwrap();
    assert_eq!(doses.len(), 1, "the one put right is another's");
    // Life goes on: what stays is changed, undone and checked like any record.
    office.book.change(Ledger(&VISITORS), visit.id, None, &object(json!({ "unit": "便民水站" }))).unwrap();
    office.book.check_all().unwrap();
    office.book.undo().unwrap().unwrap();
    office.book.check_all().unwrap();
}

#[test]
fn undo_never_crosses_it() {
    let (mut office, her, _) = office();
    office.add(ROSTER, json!({ "name": "钱丽华", "category": "专职", "joined_on": "2021-03-01" }));
    office.book.undo().unwrap().unwrap();
    assert!(office.book.redo_next().unwrap().is_some());
    erased(&mut office, ROSTER, her);
    assert!(office.book.undo_next().unwrap().is_none());
    assert!(office.book.redo_next().unwrap().is_none());
    assert!(office.book.undo().unwrap().is_none());
    office.book.check_all().unwrap();
    let history = office.book.history(None, 1).unwrap();
    assert_eq!(history[0].what(), "销毁");
}

#[test]
fn two_are_erased_one_after_the_other() {
    let (mut office, her, _) = office();
    erased(&mut office, ROSTER, her);
    let other = office.found("单晓云")[0];
    let (weighed, _) = erased(&mut office, ROSTER, other);
    assert_eq!(counts(&weighed.gone), [("staff", 1), ("postings", 1), ("vaccinations", 1)]);
    office.book.check_all().unwrap();
}

#[test]
fn what_was_written_meanwhile_is_weighed_again() {
    let (mut office, her, _) = office();
    let weighed = office.book.weigh_erasure(ROSTER, her).unwrap();
    office.add(ROSTER, json!({ "name": "钱丽华", "category": "专职", "joined_on": "2021-03-01" }));
    assert!(matches!(office.book.erase(&weighed, &grounds()), Err(Error::ChangedMeanwhile)));
}

fn rule<T: std::fmt::Debug>(result: Result<T>) -> (String, String) {
    match result {
        Err(Error::Invalid(problems)) => (problems[0].field.clone(), problems[0].rule.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn grounds_are_asked_and_some_records_are_not_erased() {
    let (mut office, her, _) = office();
    let weighed = office.book.weigh_erasure(ROSTER, her).unwrap();
    let silent = Grounds { basis: " ".to_owned(), ..grounds() };
    assert_eq!(rule(office.book.erase(&weighed, &silent)), ("basis".to_owned(), "required".to_owned()));
    assert!(office.book.get(ROSTER, her, office.book.today()).is_ok(), "nothing was erased");
    assert_eq!(rule(office.book.weigh_erasure(program::ledger("organisation").unwrap(), 1)).1, "erasure");
    let place = office.add(Ledger(&PLACES), json!({ "name": "大厅", "used_from": "2021-01-01" }));
    let round = json!({ "place": place, "done_on": "2021-08-12", "agent": "84消毒液", "operator": "单晓云" });
    office.add(program::ledger("disinfections").unwrap(), round);
    assert_eq!(rule(office.book.weigh_erasure(Ledger(&PLACES), place)), ("id".to_owned(), "named".to_owned()));
}

#[test]
fn a_record_is_erased_with_what_belongs_to_it() {
    let (mut office, her, _) = office();
    let incident = office.add(Ledger(&INCIDENTS), json!({ "found_at": "2021-08-12 08:00", "category": "close", "staff": her }));
    office.add(Ledger(&INCIDENT_CONTACTS), json!({ "incident": incident, "name": "赵天明", "last_contact_on": "2021-08-11" }));
    office.book.attach(Ledger(&INCIDENTS), incident, vec![picture("现场.jpg", 3)]).unwrap();
    let (weighed, _) = erased(&mut office, Ledger(&INCIDENTS), incident);
    assert_eq!(counts(&weighed.gone), [("incidents", 1), ("incident_contacts", 1), ("attachments", 1)]);
    assert!(weighed.written.is_empty());
    office.book.check_all().unwrap();
    let all = Query { voided: true, ..Query::all(Ledger(&ATTACHMENTS), office.book.today()) };
    assert_eq!(office.book.ids(&all).unwrap().len(), 1, "hers stays");
}

/// Words of others are not rewritten: they are told, and stay.
#[test]
fn where_her_name_stands_in_words_of_others_is_told() {
    let (mut office, her, _) = office();
    let place = office.add(Ledger(&PLACES), json!({ "name": "大厅", "used_from": "2021-01-01" }));
    let round = json!({ "place": place, "done_on": "2021-08-12", "agent": "84消毒液", "operator": CANARY });
    office.add(program::ledger("disinfections").unwrap(), round);
    let weighed = office.book.weigh_erasure(ROSTER, her).unwrap();
    assert_eq!(weighed.written, [("消毒记录", 1)]);
}

/// Whoever takes texts and salts away without the act is noticed.
#[test]
fn erasing_by_hand_is_noticed() {
    for sql in [
        "UPDATE changes SET salt = NULL WHERE ledger = 'staff'; DELETE FROM payloads",
        "UPDATE changes SET salt = NULL WHERE ledger = 'travels'; DELETE FROM travels",
    ] {
        let (office, ..) = office();
        office.raw().execute_batch(sql).unwrap();
        assert!(matches!(office.book.check_all(), Err(Error::ChainBroken(_))), "{sql}");
    }
}

/// An encrypted file is written anew under its key: what follows, and its backup, are whole.
#[test]
fn an_encrypted_file_goes_on_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let salt = Salt::fresh();
    let secret = (Key::derive("密码", &salt).unwrap(), salt);
    let mut book = sample::create(&folder.path().join("a.taizhang"), Some(secret.clone()), &Options::summer()).unwrap();
    let backups = folder.path().join("备份");
    book.back_up(&backups, &|_, _| true).unwrap();
    let first = book.ids(&Query::all(ROSTER, book.today())).unwrap()[0];
    let weighed = book.weigh_erasure(ROSTER, first).unwrap();
    assert_eq!(book.erase(&weighed, &grounds()).unwrap().warnings, []);
    let copy = book.back_up(&backups, &|_, _| true).unwrap().path;
    book.check_all().unwrap();
    let today = book.today();
    book.close().unwrap();
    let surroundings = Surroundings::of_machine(None);
    let copy = program::open_with(&copy, Some(secret), Access::Read, surroundings).unwrap();
    copy.check_all().unwrap();
    assert!(matches!(copy.get(ROSTER, first, today), Err(Error::NotFound(_))));
    copy.close().unwrap();
}

/// What the act says of itself stays for good: it may not tell who was erased, and it says on which ground.
#[test]
fn the_record_of_a_destruction_tells_nobody() {
    let (mut office, her, number) = office();
    let weighed = office.book.weigh_erasure(ROSTER, her).unwrap();
    for (field, given) in [
        ("basis", Grounds { basis: format!("{CANARY}本人申请"), ..grounds() }),
        ("basis", Grounds { basis: format!("证件 {number}"), ..grounds() }),
        ("approved_by", Grounds { approved_by: CANARY.to_owned(), ..grounds() }),
        ("witness", Grounds { witness: CANARY.to_owned(), ..grounds() }),
    ] {
        let refused = office.book.erase(&weighed, &given).unwrap_err();
        assert_eq!((refused.problems()[0].field.as_str(), refused.problems()[0].rule.as_str()), (field, "names"));
    }
    let done = office.book.erase(&weighed, &Grounds { expired: true, ..grounds() }).unwrap();
    let record = office.book.get(Ledger(&DESTRUCTIONS), done.destruction, office.book.today()).unwrap();
    assert_eq!(record.code("kind"), Some("retention"));
}
