//! What happened to the invented organisation out of the ordinary: people who fell ill or stayed apart, gatherings, gifts.
//!
//! Owns that part of the story, told in days before its end; each group of rows is one moment, so that what belongs
//! together is there together or not at all.

use super::papers::dated;
use super::records::Row;
use super::{Event, at};
use crate::schema::Ledger;
use crate::topics::{
    ATTENDANCES, DONATIONS, GATHERINGS, GRANTS, INCIDENT_CONTACTS, INCIDENT_REPORTS, INCIDENTS, QUARANTINES, TESTS,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value as Json, json};

/// Whom the rows are of, when they are of somebody on the roster: her place in the list.
type Moment = (u64, i64, Option<usize>, Vec<(Ledger, Json)>);

/// The one gathering that was held.
const COUNCIL: &str = "第三届理事会换届会议";

/// What happened on which day before the end, written down at which hour.
fn told() -> Vec<Moment> {
    let mut all = vec![ill(), gathered(), given()];
    all.extend(apart());
    all.push((
        24,
        10,
        None,
        vec![(
            Ledger(&GATHERINGS),
            json!({ "title": "全市社工机构交流会", "kind": "other", "held_on": "@16", "planned": 80, "decision": "postponed",
                "note": "本市有本土病例，暂缓。" }),
        )],
    ));
    all.push((
        22,
        10,
        None,
        vec![(
            Ledger(&GATHERINGS),
            json!({ "title": "新员工岗前培训", "kind": "training", "held_on": "@20", "planned": 12, "decision": "online" }),
        )],
    ));
    all
}

/// Somebody who came to be helped had a fever; it came to nothing.
fn ill() -> Moment {
    let reports = Ledger(&INCIDENT_REPORTS);
    let report = |kind: &str, to: &str, told_at: &str, who: &str| {
        (reports, json!({ "incident": "1", "kind": kind, "recipient": to, "told_at": told_at, "way": "phone", "receiver": who }))
    };
    let rows = vec![
        (
            Ledger(&INCIDENTS),
            json!({ "found_at": "@27 09:20", "category": "fever", "name": "周玉芬", "conclusion": "ruled_out", "closed_on": "@27",
                "symptoms": "体温 37.9 ℃，咽痛", "held_place": "一楼临时隔离点", "note": "医院检测阴性，普通感冒。" }),
        ),
        report("first", "hospital", "@27 09:45", "罗医生"),
        report("follow", "supervisor", "@27 10:05", "王科员"),
        report("final", "hospital", "@27 16:30", "罗医生"),
        (
            Ledger(&INCIDENT_CONTACTS),
            json!({ "incident": "1", "name": "刘德芳", "phone": "13900001234", "last_contact_on": "@27", "measure": "self_watch" }),
        ),
    ];
    (27, 17, None, rows)
}

/// Two people stayed apart: one through, one still does and missed a test.
fn apart() -> [Moment; 2] {
    let test = |day: &str| (Ledger(&TESTS), json!({ "sampled_on": day, "kind": "pcr", "result": "negative" }));
    let quarantine = |counted: &str, from: &str, note: &str| {
        (
            Ledger(&QUARANTINES),
            json!({ "cause": "close", "measure": "central", "counted_from": counted, "from_on": from, "note": note }),
        )
    };
    let mut through = quarantine("@31", "@30", "同乘一节车厢，社区通知。");
    through.1["ended_on"] = "@9".into();
    through.1["back_on"] = "@8".into();
    let days = ["@30", "@27", "@24", "@17", "@15", "@10"];
    let through = std::iter::once(through).chain(days.map(test)).collect();
    let still = quarantine("@6", "@5", "同住的人被判为密接。");
    let still = std::iter::once(still).chain(["@5"].map(test)).collect();
    [(8, 9, Some(12), through), (2, 17, Some(13), still)]
}

/// The council was elected in a meeting that had been approved.
fn gathered() -> Moment {
    let signed = |name: &str, temperature: f64| {
        (
            Ledger(&ATTENDANCES),
            json!({ "gathering": COUNCIL, "name": name, "signed_on": "@15", "temperature": temperature, "health_code": "green" }),
        )
    };
    let rows = vec![
        (
            Ledger(&GATHERINGS),
            json!({ "title": COUNCIL, "kind": "election", "held_on": "@15", "planned": 9, "decision": "held", "approved_on": "@18",
                "filed_with": "supervisor", "filing_no": "大足民批〔2021〕8号", "actual": 3, "place_text": "三楼会议室",
                "necessity": "理事会任期届满，章程规定现场投票。", "decided_by": "曾令仪" }),
        ),
        signed("冯国栋", 36.4),
        signed("蒋丽君", 36.6),
        signed("沈学文", 36.5),
    ];
    (15, 17, None, rows)
}

/// Masks were given, and most of them given on.
fn given() -> Moment {
    let rows = vec![
        (
            Ledger(&DONATIONS),
            json!({ "donor": "重庆某医药有限公司", "received_on": "@29", "kind": "goods", "item": "医用外科口罩", "quantity": 2000, "unit": "只",
                "value": 1200, "via": "gift", "receipt_no": "2021-018", "checked_by": "单守诚、唐晓棠", "certified": true,
                "purpose": "社区老人", "published_on": "@29", "published_where": "机构公众号" }),
        ),
        (
            Ledger(&GRANTS),
            json!({ "donation": "重庆某医药有限公司", "granted_on": "@29", "recipient": "红星社区居委会", "quantity": 1500, "signed_by": "尉迟晴",
                "handler": "单守诚", "published_on": "@29" }),
        ),
        (
            Ledger(&DONATIONS),
            json!({ "donor": "爱心市民", "received_on": "@29", "kind": "money", "amount": 800, "via": "gift", "receipt_no": "2021-019",
                "checked_by": "单守诚、唐晓棠" }),
        ),
    ];
    (29, 16, None, rows)
}

/// Everything of it that lies within the story.
pub fn events(first: NaiveDate, end: NaiveDate) -> Vec<(DateTime<Utc>, Event)> {
    let moment = |(before, hour, person, rows): Moment| {
        let day = end - Days::new(before);
        let rows: Vec<Row> = rows.into_iter().map(|(ledger, row)| (ledger, dated(end, row))).collect();
        let event = person.map_or_else(|| Event::Records(rows.clone()), |person| Event::Of(person, rows.clone()));
        (day > first + Days::new(8)).then(|| (at(day, hour, 50), event))
    };
    told().into_iter().filter_map(moment).collect()
}
