//! 来文: what an authority sent, what it asks for and until when, who sees to it, who has read it.

use super::slots::{self, State};
use super::{ACKNOWLEDGEMENTS, SUBMISSIONS};
use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Value, choice};
use crate::store::Book;
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{BODIES, STATUS, by_term, told};
use crate::topics::people::{CATEGORIES, POSTINGS, STAFF, postings_on};
use chrono::{Days, NaiveDate, NaiveDateTime};
use std::collections::{HashMap, HashSet};

/// 要求
pub const ASKS: &[Choice] = &[choice("read", "传达学习"), choice("act", "落实"), choice("report", "报送")];

/// 重复
pub const REPEATS: &[Choice] = &[
    choice("once", "一次"),
    choice("daily", "每天"),
    choice("workdays", "每个工作日"),
    choice("weekly", "每周"),
    choice("monthly", "每月"),
];

/// Days before its term from which a notice is due.
const AHEAD: i64 = 2;
/// Days after it came within which everybody it is for has signed.
pub const SIGNED_WITHIN: u64 = 7;
/// Days beyond the day asked about within which the next report is looked for.
const AHEAD_OF_REPORTS: u64 = 32;

/// See the module.
pub static NOTICES: Declaration = Declaration {
    columns: &[
        Column::new("title", "标题", Kind::Text { max: 200 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["来文标题", "文件名称", "通知名称", "文件标题", "通知标题", "来文名称", "事项"])
            .printed(60.0)
            .listed(240),
        Column::choice("issuer", "来文单位", BODIES)
            .required()
            .aliases(&["发文单位", "发文机关", "来文机关", "发文部门", "下发单位"])
            .printed(24.0)
            .listed(110)
            .filter(),
        Column::text("doc_no", "文号")
            .searched(Search::Digits)
            .aliases(&["来文文号", "文件编号", "发文字号", "字号"])
            .printed(30.0)
            .listed(120),
        Column::date("received_on", "收文日期")
            .required()
            .not_future()
            .aliases(&["收到日期", "收文时间", "收到时间", "接收日期"])
            .printed(24.0)
            .listed(104),
        Column::choice("asks", "要求", ASKS).required().aliases(&["办理要求", "办理方式"]).printed(20.0).listed(90).filter(),
        Column::new("due_at", "期限", Kind::Instant)
            .aliases(&["办理期限", "报送期限", "截止时间", "截止日期", "办结期限", "要求完成时间", "上报时限", "报送截止时间"])
            .printed(30.0)
            .listed(130),
        Column::choice("repeats", "重复", REPEATS).aliases(&["报送频次", "频次"]).rare().help("定期报送的按哪种间隔。"),
        Column::name("owner", "经办人").aliases(&["承办人", "责任人", "承办", "办理人"]).printed(20.0).listed(90).carried(),
        Column::date("done_on", "办结日期")
            .not_future()
            .aliases(&["完成日期", "办结时间", "完成时间", "办理日期"])
            .printed(24.0)
            .listed(104),
        Column::text("signed", "签收").computed().printed(18.0).listed(80).help("已签收的人数和应签收的人数。"),
        STATUS,
        Column::date("until_on", "报到哪天").rare().help("定期报送的最后一天；没有规定的不填。"),
        Column::choices("for_whom", "传达到", CATEGORIES)
            .aliases(&["传达范围", "传达对象"])
            .wide()
            .help("要哪些人签收；不选就不算签收人数。"),
        NOTE,
    ],
    record_date: Some("received_on"),
    title: "title",
    unique: &[&["issuer", "doc_no"]],
    sheet_title: "来文处理单",
    empty_title: "还没有来文",
    empty_text: "上级发来的通知：要求什么、期限、谁经办、谁签收了；办没办结一目了然（二十条第三、二十条）。",
    ..Declaration::of("notices", "来文", Group::Inspection)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("received_on", "done_on");
    draft.in_order("received_on", "due_at");
    if draft.code("asks") == Some("report") && !draft.values.contains_key("due_at") {
        draft.warn("due_at", "no_term", "要求报送的来文没有期限，到期不会提醒。请问清楚几时报。");
    }
    if draft.code("asks") != Some("report") && draft.code("repeats").is_some_and(|repeats| repeats != "once") {
        draft.refuse("repeats", "asks", "只有要求报送的来文才定期重复。请改要求，或不选重复。");
    }
}

/// The last day that a notice asking for a report on every workday names.
///
/// # Errors
/// What SQLite says.
pub fn workdays_until(book: &Book) -> Result<Option<NaiveDate>> {
    let mut last = None;
    book.each_valid(Ledger(&NOTICES), &["asks", "repeats", "due_at", "until_on"], |_, values| {
        let code = |column| values.get(column).and_then(Value::as_code);
        if code("asks") == Some("report") && code("repeats") == Some("workdays") {
            let days = ["due_at", "until_on"].into_iter().filter_map(|column| values.get(column).and_then(Value::as_day));
            last = days.max().max(last);
        }
    })?;
    Ok(last)
}

/// What is computed of a notice.
pub const COMPUTATIONS: &[Computation] = &[
    Computation {
        columns: &["status"],
        needs: &["title", "asks", "due_at", "repeats", "until_on", "done_on", "received_on", "for_whom"],
        reads: &[Ledger(&SUBMISSIONS), Ledger(&ACKNOWLEDGEMENTS), Ledger(&POSTINGS)],
        fill: fill_status,
    },
    Computation {
        columns: &["signed"],
        needs: &["for_whom"],
        reads: &[Ledger(&ACKNOWLEDGEMENTS), Ledger(&POSTINGS)],
        fill: fill_signed,
    },
];

fn fill_status(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let mut wanted: HashMap<i64, Vec<slots::Standing>> = HashMap::new();
    for slot in slots::standing(facts, records, NaiveDate::MIN, facts.on + Days::new(AHEAD_OF_REPORTS))? {
        wanted.entry(slot.notice).or_default().push(slot);
    }
    let signed = signatures(facts, records)?;
    for record in records {
        let due = record.values.get("due_at").and_then(Value::as_day);
        let own = wanted.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        let status = match (record.date("done_on").filter(|done| *done <= facts.on), due) {
            (Some(_), _) => told("done", "已办结"),
            (None, Some(due)) if record.code("asks") != Some("report") => by_term(due, facts.on, AHEAD),
            (None, Some(due)) => reported(record, own, due, facts.on),
            (None, None) => told("open", "办理中"),
        };
        let open = status.as_code().is_some_and(|code| code == "open" || code == "ahead");
        let unsigned = signed.get(&record.id).filter(|signed| {
            signed.signed < signed.asked.len()
                && record.date("received_on").is_some_and(|day| day + Days::new(SIGNED_WITHIN) < facts.on)
        });
        let status = match unsigned.filter(|_| open) {
            Some(signed) => told("due", format!("签收 {}/{}", signed.signed, signed.asked.len())),
            None => status,
        };
        record.values.insert("status", status);
    }
    Ok(())
}

/// Where a notice that asks for reports stands: by its first report that is missing, else by the next one.
fn reported(record: &Record, slots: &[slots::Standing], due: NaiveDate, on: NaiveDate) -> Value {
    let once = matches!(record.code("repeats"), None | Some("once"));
    let missed: Vec<_> = slots.iter().filter(|slot| slot.state == State::Missed).collect();
    if let Some(first) = missed.first() {
        let more = if missed.len() > 1 { format!("，共 {} 次", missed.len()) } else { String::new() };
        return told("late", format!("{} 没有报送{more}", first.slot.due_at.format("%m-%d")));
    }
    if let Some(next) = slots.iter().find(|slot| slot.state == State::Open) {
        // What comes again and again is due on its day.
        return by_term(next.slot.due_at.date(), on, if once { AHEAD } else { 0 });
    }
    let over = record.date("until_on").is_some_and(|until| until <= on);
    if slots.is_empty() && due > on {
        return by_term(due, on, AHEAD);
    }
    if once || over { told("done", "已报送") } else { told("open", "按期报送") }
}

/// How much later than `due` something was done: 迟 2 天, 迟 5 分钟.
pub fn late_by(due: NaiveDateTime, done: NaiveDateTime) -> String {
    match (done.date() - due.date()).num_days() {
        0 => format!("迟 {} 分钟", (done - due).num_minutes().max(1)),
        days => format!("迟 {days} 天"),
    }
}

/// Whom a notice is for, and how many of them signed.
#[derive(Debug, Default)]
pub struct Signatures {
    /// People in post on the day in one of its categories.
    pub asked: HashSet<i64>,
    /// How many of them signed by the day.
    pub signed: usize,
    /// When the last of them did, once all have.
    pub all_on: Option<NaiveDate>,
}

/// Who signed the notices among `records` that are for somebody, as of the day of `facts`.
///
/// # Errors
/// What SQLite says.
pub fn signatures(facts: &Facts<'_>, records: &[Record]) -> Result<HashMap<i64, Signatures>> {
    let asking: Vec<&Record> = records.iter().filter(|record| record.values.contains_key("for_whom")).collect();
    if asking.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<i64> = asking.iter().map(|record| record.id).collect();
    let signed = facts.children(Ledger(&ACKNOWLEDGEMENTS), "notice", &ids)?;
    let shown = postings_on(facts, &facts.ids(Ledger(&STAFF))?)?;
    let mut all = HashMap::new();
    for record in asking {
        let Some(Value::Choices(categories)) = record.values.get("for_whom") else { continue };
        let here = shown.iter().filter(|(_, posting)| posting.holds_on(facts.on) && categories.contains(&posting.category));
        let asked: HashSet<i64> = here.map(|(staff, _)| *staff).collect();
        let own = signed.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        let days = own.iter().filter(|one| one.reference("staff").is_some_and(|staff| asked.contains(&staff)));
        let days: Vec<NaiveDate> = days.filter_map(|one| one.date("signed_on")).filter(|day| *day <= facts.on).collect();
        let all_on = days.iter().max().copied().filter(|_| days.len() >= asked.len());
        all.insert(record.id, Signatures { signed: days.len(), asked, all_on });
    }
    Ok(all)
}

fn fill_signed(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let all = signatures(facts, records)?;
    for record in records {
        if let Some(of) = all.get(&record.id) {
            record.values.insert("signed", Value::Text(format!("{}/{}", of.signed, of.asked.len())));
        }
    }
    Ok(())
}
