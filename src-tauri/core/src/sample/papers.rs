//! What the invented organisation keeps besides people and rounds: leaves, plans, drills, notices, publicity, services,
//! inspections. Incidents, gatherings and donations are `events`'.
//!
//! Owns that part of the story, told in days before its end. All of it is invented; what was left undone is left undone on
//! purpose, for the to-dos to say.

use super::records::Row;
use super::{Event, at, events, object};
use crate::schema::Ledger;
use crate::store::DESTRUCTIONS;
use crate::topics::{
    ACKNOWLEDGEMENTS, DOSSIERS, DRILLS, FINDINGS, INSPECTIONS, LEAVES, NOTICES, PLANS, PUBLICITY, SERVICE_MEMBERS, SERVICES,
    STATEMENTS, SUBMISSIONS, VISITORS,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Map, Value as Json, json};

/// The notice that everybody signs, and the day before the end on which it came.
pub(super) const SIGNED: (&str, u64) = ("关于从严从紧落实社会组织疫情防控工作的通知", 31);
/// The notice that asks for a report every week, and the day before the end on which it came.
const WEEKLY: (&str, u64) = ("关于每周报送疫情防控情况的通知", 55);
/// A drill that found something, and something an inspection found.
const REHEARSED: &str = "活动现场发现发热人员";
const FOUND: &str = "卫生间消毒记录有两天没有签名";
/// What was found out and sent.
const WRITTEN: &str = "疫情对社区养老服务影响的调研报告";
/// The plan that is rehearsed, and the day before the end on which it was made.
const PLAN: (&str, u64) = ("疫情应急处置预案", 165);
/// The service with its own list of people.
const SERVED: &str = "协助社区核酸检测点维持秩序、引导老年人";

/// What is recorded on which day before the end, at which hour.
fn told() -> Vec<(u64, i64, Ledger, Json)> {
    let (plans, drills, notices) = (Ledger(&PLANS), Ledger(&DRILLS), Ledger(&NOTICES));
    let (publicity, dossiers, services) = (Ledger(&PUBLICITY), Ledger(&DOSSIERS), Ledger(&SERVICES));
    let (inspections, findings) = (Ledger(&INSPECTIONS), Ledger(&FINDINGS));
    vec![
        (
            170,
            9,
            plans,
            json!({ "kind": "plan", "title": "新冠肺炎疫情防控工作方案", "version": "第 1 版", "from_on": "@170", "approved_by": "曾令仪" }),
        ),
        (
            170,
            10,
            plans,
            json!({ "kind": "group", "title": "疫情防控领导小组", "version": "2021 年", "from_on": "@170", "approved_by": "曾令仪",
            "members": "组长 曾令仪；副组长 单守诚；成员 唐晓棠、各部门负责人。单守诚管消毒通风，唐晓棠管台账和报送。" }),
        ),
        (
            165,
            10,
            plans,
            json!({ "kind": "emergency", "title": PLAN.0, "version": "第 1 版", "from_on": "@165", "to_on": "@-20", "approved_by": "曾令仪" }),
        ),
        (
            160,
            9,
            notices,
            json!({ "title": "关于做好春季社会组织疫情防控工作的通知", "issuer": "registrar", "doc_no": "大足民政函〔2021〕15号",
            "received_on": "@160", "asks": "read", "owner": "唐晓棠", "done_on": "@160" }),
        ),
        (
            150,
            15,
            publicity,
            json!({ "done_on": "@150", "kind": "training", "topic": "消毒液怎么配、怎么用", "themes": ["protection", "science"],
            "audience": "staff", "reach": 24, "speaker": "单守诚" }),
        ),
        (
            140,
            16,
            drills,
            json!({ "title": REHEARSED, "held_on": "@140", "kind": "live", "plan": PLAN.0, "led_by": "单守诚",
            "participants": 18, "problems": "临时隔离点没有标识，通道不顺。", "improve_by": "@126" }),
        ),
        (
            128,
            15,
            services,
            json!({ "served_on": "@128", "kind": "volunteer", "title": "为独居老人送口罩和消毒用品", "requested_by": "棠香街道", "people": 8,
            "hours": 24, "insured": true }),
        ),
        (
            120,
            10,
            dossiers,
            json!({ "kind": "survey", "title": WRITTEN, "made_on": "@120", "author": "唐晓棠", "sent_to": "大足区民政局" }),
        ),
        (
            110,
            11,
            inspections,
            json!({ "inspected_on": "@110", "by": "supervisor", "unit": "大足区民政局", "inspectors": "李主任、王科员", "result": "findings",
            "credentials": true }),
        ),
        (
            110,
            14,
            findings,
            json!({ "inspection": "大足区民政局", "item": FOUND, "requirement": "补签并写明原因", "responsible": "单守诚", "due_on": "@103" }),
        ),
        (
            90,
            15,
            publicity,
            json!({ "done_on": "@90", "kind": "wechat", "topic": "接种新冠疫苗注意事项", "themes": ["vaccine"], "audience": "clients", "reach": 130,
            "source": "区疾控中心", "source_checked": true }),
        ),
        (
            60,
            16,
            drills,
            json!({ "title": "突发聚集性疫情桌面推演", "held_on": "@60", "kind": "tabletop", "plan": PLAN.0, "led_by": "曾令仪",
            "participants": 9 }),
        ),
        (
            31,
            9,
            notices,
            json!({ "title": SIGNED.0, "issuer": "registrar", "doc_no": "151号", "received_on": "@31", "asks": "act", "due_at": "@24 17:00",
            "owner": "唐晓棠", "for_whom": ["full_time", "leader"] }),
        ),
        (
            30,
            9,
            plans,
            json!({ "kind": "plan", "title": "新冠肺炎疫情防控工作方案", "version": "第 2 版", "from_on": "@30", "approved_by": "曾令仪",
            "note": "按 151 号通知修订。" }),
        ),
        (
            28,
            15,
            publicity,
            json!({ "done_on": "@28", "kind": "meeting", "topic": "学习 151 号通知，研判本单位风险", "themes": ["policy", "reporting"],
            "audience": "staff", "reach": 26, "speaker": "曾令仪", "notice": SIGNED.0 }),
        ),
        (
            26,
            10,
            publicity,
            json!({ "done_on": "@26", "kind": "poster", "topic": "不信谣、不传谣，从官方渠道看疫情信息", "themes": ["rumours"],
            "audience": "public" }),
        ),
        (
            20,
            15,
            services,
            json!({ "served_on": "@20", "kind": "community", "title": SERVED, "requested_by": "棠香街道红星社区", "notice": SIGNED.0 }),
        ),
        (
            17,
            10,
            dossiers,
            json!({ "kind": "pledge", "title": "致全市社会工作机构的疫情防控倡议书", "made_on": "@18", "author": "唐晓棠", "published_on": "@17" }),
        ),
        (
            12,
            11,
            inspections,
            json!({ "inspected_on": "@12", "by": "own", "unit": "本单位", "inspectors": "单守诚、唐晓棠", "result": "findings" }),
        ),
        (
            12,
            14,
            findings,
            json!({ "inspection": "本单位", "item": "应急预案将到期，还没有新版", "measure": "修订后报负责人批准", "responsible": "唐晓棠", "due_on": "@-5" }),
        ),
        (
            12,
            15,
            findings,
            json!({ "inspection": "本单位", "item": "活动室洗手液用完没有补", "responsible": "单守诚", "due_on": "@5" }),
        ),
        (
            6,
            16,
            drills,
            json!({ "title": "夜间值班接到密接通知", "held_on": "@6", "kind": "discussion", "led_by": "单守诚", "participants": 6,
            "problems": "值班电话表里有两个号码已停用。", "improve_by": "@-3" }),
        ),
        (
            9,
            16,
            Ledger(&DESTRUCTIONS),
            json!({ "destroyed_on": "@9", "kind": "paper", "scope": "2020 年度来访登记纸质册", "records": "登记册 2 本，约 310 人次",
            "basis": "保存期已满，已录入台账", "approved_by": "曾令仪", "witness": "单守诚" }),
        ),
        (
            3,
            10,
            notices,
            json!({ "title": "关于报送开学季服务场所防控情况的通知", "issuer": "supervisor", "received_on": "@3", "asks": "report",
            "due_at": "@-1 12:00", "owner": "唐晓棠" }),
        ),
        (
            2,
            15,
            publicity,
            json!({ "done_on": "@2", "kind": "screen", "topic": "从中高风险地区返回请主动报告", "themes": ["reporting"], "audience": "public" }),
        ),
        (
            1,
            15,
            services,
            json!({ "served_on": "@1", "kind": "professional", "title": "为隔离家庭提供心理疏导", "people": 2, "hours": 5.5 }),
        ),
    ]
}

/// What is added to a record later on, found by what people call it.
fn completed() -> Vec<(u64, i64, Ledger, &'static str, Json)> {
    let right = json!({ "fixed_on": "@107", "recheck": "pass", "rechecked_on": "@104", "rechecked_by": "王科员" });
    vec![
        (130, 16, Ledger(&DRILLS), REHEARSED, json!({ "improved_on": "@130" })),
        (104, 16, Ledger(&FINDINGS), FOUND, right),
        (118, 16, Ledger(&DOSSIERS), WRITTEN, json!({ "sent_on": "@118" })),
        (25, 17, Ledger(&NOTICES), SIGNED.0, json!({ "done_on": "@25" })),
    ]
}

/// What is recorded of the person at a place of the list: a leave, a signature, a share in a service.
fn told_of() -> Vec<(u64, i64, usize, Ledger, Json)> {
    let leaves = Ledger(&LEAVES);
    let leave = |reason: &str, to: &str, from: &str, until: &str| json!({ "reason": reason, "division_code": to, "leave_on": from, "return_on": until, "approval": "approved", "approved_by": "曾令仪" });
    let back = |mut leave: Json, day: &str| {
        leave["returned_on"] = day.into();
        leave
    };
    let mut told = vec![
        (81, 17, 4, leaves, back(leave("business", "510100", "@83", "@81"), "@81")),
        (40, 17, 7, leaves, back(leave("family", "430800", "@43", "@40"), "@40")),
        (
            15,
            9,
            9,
            leaves,
            json!({ "reason": "family", "division_code": "530300", "leave_on": "@10", "return_on": "@6", "approval": "refused",
            "approved_by": "曾令仪", "note": "目的地有中风险地区，改期。" }),
        ),
        (8, 9, 10, leaves, leave("medical", "500103", "@7", "@2")),
        (1, 9, 11, leaves, json!({ "reason": "business", "division_code": "510100", "leave_on": "@-2", "return_on": "@-4" })),
    ];
    for person in 0..9_usize {
        let way = if person % 3 == 0 { "ink" } else { "meeting" };
        let row = json!({ "notice": SIGNED.0, "signed_on": "@28", "way": way });
        told.push((28, 16, person, Ledger(&ACKNOWLEDGEMENTS), row));
    }
    for (person, hours) in [(1, 4.0), (4, 4.0), (6, 3.5)] {
        told.push((20, 17, person, Ledger(&SERVICE_MEMBERS), json!({ "service": SERVED, "hours": hours })));
    }
    told
}

/// Who came to the door on which days: name, unit, purpose, the last digit of a telephone.
const CALLERS: &[(&str, &str, &str, u64)] = &[
    ("赵天明", "棠香街道便民水站", "delivery", 1),
    ("钱丽华", "大足区民政局", "business", 2),
    ("孙国强", "", "service", 3),
    ("尉迟晴", "红星社区居委会", "business", 4),
    ("吴桂兰", "", "service", 5),
];

/// A visitor every few days. Now and then nobody wrote down when she left; one with a fever was sent away.
fn visits() -> Vec<(u64, i64, Ledger, Json)> {
    let visits = (0..40).map(|turn| (turn, 168 - turn * 4)).filter(|(_, before)| *before > 0);
    visits.map(|(turn, before)| (before, 17, Ledger(&VISITORS), visited(turn, &format!("@{before}")))).collect()
}

/// The visitor of this turn, on `day`.
pub(super) fn visit(turn: u64, day: &str) -> Row {
    (Ledger(&VISITORS), object(visited(turn, day)))
}

fn visited(turn: u64, day: &str) -> Json {
    let place = usize::try_from(turn).unwrap_or_default() % CALLERS.len();
    let (name, unit, purpose, digit) = CALLERS.get(place).copied().unwrap_or_default();
    let fever = turn == 17;
    // The door was kept better as time went on.
    let forgotten = if turn < 40 { turn % 7 == 3 } else { turn % 14 == 3 };
    let left = (!fever && !forgotten).then(|| format!("{}:{:02}", 10 + turn % 2, 10 + turn % 40));
    let unit = (!unit.is_empty()).then_some(unit);
    json!({ "name": name, "visited_on": day, "arrived_time": format!("9:{:02}", 5 + turn % 50), "left_time": left,
        "unit": unit, "phone": format!("1390000{:03}{digit}", 100 + turn), "purpose": purpose,
        "temperature": if fever { 37.8 } else { f64::from(362 + u32::try_from(turn % 6).unwrap_or_default()) / 10.0 },
        "health_code": "green", "admitted": if fever { "no" } else { "yes" } })
}

/// The weekly reports of that notice. One went a day late, the newest waits for its receipt, the next one is due.
fn reported() -> Vec<(u64, i64, Ledger, Json)> {
    let notice = json!({ "title": WEEKLY.0, "issuer": "registrar", "received_on": "@55", "asks": "report", "due_at": "@49 17:00",
        "repeats": "weekly", "owner": "唐晓棠" });
    let report = |due: u64| {
        let sent = if due == 21 { due - 1 } else { due };
        let row = json!({ "kind": "weekly", "period_from": format!("@{}", due + 6), "period_to": format!("@{due}"), "recipient": "registrar",
            "due_at": format!("@{due} 17:00"), "sent_at": format!("@{sent} 16:20"), "way": "email", "receipt": due != 7, "notice": WEEKLY.0,
            "filled_by": "唐晓棠" });
        (sent, 16, Ledger(&SUBMISSIONS), row)
    };
    std::iter::once((WEEKLY.1, 9, Ledger(&NOTICES), notice)).chain((1..=7).map(|week| report(week * 7))).collect()
}

/// What somebody answers for: that nothing was received, and what lies elsewhere.
fn stated() -> Vec<(u64, i64, Ledger, Json)> {
    let statements = Ledger(&STATEMENTS);
    vec![
        (
            25,
            10,
            statements,
            json!({ "kind": "met", "requirement": "19.lessons", "from_on": "@25", "to_on": "@-10", "stated_by": "曾令仪",
            "basis": "防疫服务经验写在年度工作报告第 12 页，原件在档案柜。" }),
        ),
        (
            24,
            16,
            statements,
            json!({ "kind": "nothing", "topic": "donation", "from_on": "@92", "to_on": "@30", "stated_by": "曾令仪",
            "basis": "没有接受过款物捐赠，财务账上没有捐赠收入。" }),
        ),
    ]
}

/// Days written as their distance before the end: `@30`, after it `@-5`.
pub(super) fn dated(end: NaiveDate, row: Json) -> Map<String, Json> {
    let day = |text: &str| {
        let (before, rest) = text.strip_prefix('@').map(|text| text.split_once(' ').unwrap_or((text, "")))?;
        let before: i64 = before.parse().ok()?;
        let day = end - chrono::TimeDelta::days(before);
        Some(if rest.is_empty() { day.to_string() } else { format!("{day} {rest}") })
    };
    let mut row = object(row);
    for value in row.values_mut() {
        if let Some(day) = value.as_str().and_then(day) {
            *value = day.into();
        }
    }
    row
}

/// Everything of it that lies within the story.
pub fn events(first: NaiveDate, end: NaiveDate) -> Vec<(DateTime<Utc>, Event)> {
    let when = |before: u64, hour: i64, minute: i64| {
        let day = end - Days::new(before);
        (day > first + Days::new(8)).then(|| at(day, hour, minute))
    };
    let rows = told().into_iter().chain(reported()).chain(stated()).chain(visits()).filter_map(|(before, hour, ledger, row)| {
        let mut row: Row = (ledger, dated(end, row));
        for (column, (title, made)) in [("plan", PLAN), ("notice", SIGNED), ("notice", WEEKLY)] {
            if row.1.get(column).is_some_and(|said| said == title) && when(made, hour, 0).is_none() {
                row.1.remove(column);
            }
        }
        Some((when(before, hour, 25)?, Event::Records(vec![row])))
    });
    let later = completed().into_iter().filter_map(|(before, hour, ledger, title, row)| {
        Some((when(before, hour, 45)?, Event::Completes(ledger, title, dated(end, row))))
    });
    let of = told_of().into_iter().filter_map(|(before, hour, person, ledger, row)| {
        let there = ledger != Ledger(&ACKNOWLEDGEMENTS) || when(SIGNED.1, hour, 0).is_some();
        Some((when(before, hour, 35).filter(|_| there)?, Event::Of(person, vec![(ledger, dated(end, row))])))
    });
    let kept = when(20, 16, 50).map(|at| (at, Event::Attaches(0)));
    rows.chain(of).chain(later).chain(kept).chain(events::events(first, end)).collect()
}
