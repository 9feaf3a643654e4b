//! Everything that falls on a day, in one month: from every topic, where it belongs, with what is behind.

use crate::desk::{Office, object};
use serde_json::json;
use taizhang::answers::Urgency;
use taizhang::forms::{self, PrintJob};
use taizhang::home::calendar::{self, Month};
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::ORGANISATION;
use taizhang::store::listing::Query;
use taizhang::topics::{DONATIONS, DRILLS, GATHERINGS, PLANS, STAFF, SUPPLIES, SUPPLY_MOVES, VACCINATIONS};

/// Day of the month, title and urgency of everything in `month`.
fn told(month: &Month) -> Vec<(u32, String, Urgency)> {
    let days = month.days.iter().zip(1..);
    days.flat_map(|(day, number)| day.dues.iter().map(move |due| (number, due.task.title.clone(), due.task.urgency))).collect()
}

fn month(office: &Office, day: &str) -> Month {
    calendar::of_month(&office.book, day.parse().unwrap()).unwrap()
}

/// The office stands at 2021-08-12, 09:00.
#[test]
fn what_falls_on_a_day_stands_there_as_it_is_today() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮", "category": "专职", "joined_on": "2021-01-01" }));
    office.add(Ledger(&VACCINATIONS), json!({ "staff": "陈轮", "product": "科兴", "given_on": "2021-08-09" }));
    office.add(Ledger(&SUPPLIES), json!({ "name": "口罩", "kind": "mask", "unit": "只" }));
    office.add(
        Ledger(&SUPPLY_MOVES),
        json!({ "supply": "口罩", "moved_on": "2021-08-12", "kind": "in", "quantity": 50, "source": "bought", "handler": "周敏",
            "expires_on": "2021-08-31" }),
    );
    office.add(
        Ledger(&DRILLS),
        json!({ "title": "疏散演练", "held_on": "2021-08-12", "kind": "tabletop", "led_by": "周敏", "participants": 5,
            "problems": "通道不顺", "improve_by": "2021-08-13" }),
    );
    let plan = office.add(
        Ledger(&PLANS),
        json!({ "kind": "plan", "title": "防控方案", "version": "一", "from_on": "2021-01-01", "to_on": "2021-07-31", "approved_by": "周敏" }),
    );
    let held = json!({ "title": "理事会", "kind": "council", "held_on": "2021-08-20", "planned": 5, "decision": "held",
        "necessity": "任期届满", "decided_by": "周敏" });
    let gathering = office.add(Ledger(&GATHERINGS), held);
    let august = month(&office, "2021-08-12");
    assert_eq!((august.title.as_str(), august.days.len()), ("2021 年 8 月", 31));
    assert_eq!(
        told(&august),
        [
            (13, "疏散演练：改进期限".to_owned(), Urgency::Warn),
            (20, "理事会：举办".to_owned(), Urgency::Mute),
            (30, "陈轮：第 2 剂可以接种".to_owned(), Urgency::Mute),
            (31, "口罩：50 只有效期到这一天".to_owned(), Urgency::Warn),
        ]
    );
    let behind: Vec<&str> = august.behind.iter().map(|due| due.task.title.as_str()).collect();
    assert_eq!(behind, ["防控方案：到期"]);
    let september = month(&office, "2021-09-30");
    assert!(told(&september).contains(&(3, "理事会：回访".to_owned(), Urgency::Mute)));
    assert!(told(&september).contains(&(12, "口罩：盘点".to_owned(), Urgency::Mute)), "31 days after it came in");
    assert!(september.days[18].off && september.days[18].holiday == "中秋节", "{:?}", september.days[18]);
    assert!(!september.days[25].off && september.days[25].holiday == "班", "a Sunday worked for the holiday");
    // What is called off falls on no day; what is done stays, and is told so.
    office.book.change(Ledger(&GATHERINGS), gathering, None, &object(json!({ "decision": "cancelled" }))).unwrap();
    office.book.void(Ledger(&PLANS), plan, None, "登错").unwrap();
    office.add(
        Ledger(&DONATIONS),
        json!({ "donor": "某公司", "received_on": "2021-08-12", "kind": "money", "amount": 100, "via": "gift", "published_on": "2021-08-12" }),
    );
    let august = month(&office, "2021-08-01");
    assert!(august.behind.is_empty() && told(&august).iter().all(|(_, title, _)| !title.contains("理事会")));
    let september = month(&office, "2021-09-01");
    assert!(
        told(&september)
            .iter()
            .any(|(day, title, urgency)| { (*day, title.as_str(), *urgency) == (11, "某公司：公开期限", Urgency::Good) })
    );
}

#[test]
fn a_month_is_printed_as_weeks_and_as_a_list() {
    let office = Office::new();
    let form = program::printable(Ledger(&ORGANISATION), "calendar").unwrap();
    let on = office.book.today();
    let query = Query { from: Some(on), to: "2021-09-01".parse().ok(), ..Query::all(Ledger(&ORGANISATION), on) };
    let made = forms::make(&office.book, &PrintJob { form, query, id: None, access: None }).unwrap();
    assert_eq!(made.document.pages.len(), 4, "two months, each as weeks and as a list");
}
