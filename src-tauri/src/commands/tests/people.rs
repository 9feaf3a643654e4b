//! An act done to several records, heard first where something is to be said; the page of one person.

use super::{add, all, made, person, texts};
use crate::commands::{acts, records};
use crate::wire::records::Texts;

fn dose(given_on: &str) -> Texts {
    texts([("product", "北京生物"), ("given_on", given_on)])
}

#[test]
fn an_act_is_done_once_what_is_said_of_it_was_heard() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let one = add(&shell, texts([("name", "陈轮"), ("category", "full_time")]));
    let other = add(&shell, person("李䶮"));
    let staff = || "staff".to_owned();
    let ids = || vec![one.clone(), other.clone()];
    let listing = records::records_list(&shell, all("staff"), 0).unwrap();
    assert_eq!(acts::records_ids(&shell, listing.ticket.clone(), 0, 9).unwrap(), ids());
    assert_eq!(acts::records_ids(&shell, listing.ticket, 1, 1).unwrap(), std::slice::from_ref(&other));

    let read = acts::act_answers(&shell, staff(), "vaccinate".to_owned(), dose("2021.3.1")).unwrap();
    assert_eq!((read.problems.len(), read.echo["given_on"].as_str()), (0, "2021-03-01"));
    let act = |given: Texts, heard| acts::records_act(&shell, staff(), "vaccinate".to_owned(), ids(), given, heard).unwrap();
    let first = act(dose("2021-05-01"), None);
    assert_eq!((first.done, first.rows.len()), (Some(2), 0), "nothing to be said");
    assert!(first.moved.lists.contains(&"vaccinations".to_owned()));

    let early = act(dose("2021-05-05"), None);
    assert_eq!((early.done, early.ready, early.rows.len()), (None, 2, 2), "said first");
    assert_eq!(act(dose("2021-05-05"), Some(early.step - 1)).done, None, "what was heard is of another state");
    assert_eq!(act(dose("2021-05-05"), Some(early.step)).done, Some(2));
    let again = act(dose("2021-05-05"), None);
    assert_eq!(act(dose("2021-05-05"), Some(again.step)).done, None, "there is nobody to do it to");
    assert_eq!(again.rows[0].title, "陈轮");

    let page = acts::person_page(&shell, staff(), one).unwrap();
    assert_eq!(page.title, "陈轮");
    let doses = page.tabs.iter().find(|tab| tab.ledger == "vaccinations").unwrap();
    assert_eq!((doses.columns.as_slice(), doses.rows.len()), (["staff".to_owned()].as_slice(), 2));
    assert_eq!(records::steps(&shell).unwrap().undo.unwrap(), "人员名册：登记接种 2 条");
    let taken = records::undo(&shell).unwrap().unwrap();
    assert_eq!((taken.text.as_str(), taken.ledger.as_str()), ("人员名册：登记接种 2 条", "staff"));
}
