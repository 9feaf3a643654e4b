//! 聚集活动: whether it was put off, held on line or held; what it asked for before, and whether that was there in time.

use super::ATTENDANCES;
use crate::answers::{Due, Leads, Task, Urgency};
use crate::base::clock::Span;
use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Tone, Value, choice, state};
use crate::store::Book;
use crate::store::draft::Draft;
use crate::store::listing::Query;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{self, BODIES, STATUS, told};
use chrono::{Days, NaiveDate};

/// 类型
pub const KINDS: &[Choice] = &[
    choice("congress", "会员大会"),
    choice("election", "换届"),
    choice("council", "理事会"),
    choice("training", "培训"),
    choice("other", "其他"),
];

/// 决定. The guideline asks for gatherings to be put off unless they are needed: nothing else is taken for granted.
pub const DECISIONS: &[Choice] = &[
    state("postponed", "暂缓", Tone::Mute),
    state("online", "改线上", Tone::Good),
    state("held", "举办", Tone::Warn),
    state("cancelled", "取消", Tone::Mute),
];

/// 手续
pub const ASKED: &[Choice] = &[choice("none", "不用报"), choice("file", "报备"), choice("approve", "批复")];

/// Days after a gathering by which who came is asked how they are.
const FOLLOW_UP: u64 = 14;

const PEOPLE: Kind = Kind::Integer { min: 0, max: 100_000 };

/// See the module.
pub static GATHERINGS: Declaration = Declaration {
    columns: &[
        Column::new("title", "活动名称", Kind::Text { max: 200 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["名称", "会议名称", "活动"])
            .printed(56.0)
            .listed(220),
        Column::choice("kind", "类型", KINDS).required().aliases(&["活动类型", "会议类型"]).printed(20.0).listed(90).filter(),
        Column::date("held_on", "举办日期").required().aliases(&["日期", "时间", "活动日期"]).printed(24.0).listed(104),
        Column::new("planned", "计划人数", PEOPLE).required().aliases(&["人数", "拟参加人数"]).printed(18.0).listed(80),
        Column::choice("decision", "决定", DECISIONS)
            .required()
            .assumed("postponed")
            .aliases(&["结论", "是否举办"])
            .printed(18.0)
            .listed(80)
            .filter(),
        Column::choice("asked", "应办手续", ASKED).computed().printed(18.0).listed(80).help("按举办那天的规则和人数得出。"),
        Column::date("filed_on", "报备日期").not_future().section("手续").printed(24.0),
        Column::date("approved_on", "批复日期").not_future().section("手续").printed(24.0),
        Column::choice("filed_with", "报给", BODIES).section("手续").carried(),
        Column::text("filing_no", "文号").section("手续").aliases(&["批复文号", "备案号"]),
        Column::new("actual", "实到人数", PEOPLE).aliases(&["实到", "参加人数"]).section("举办").printed(18.0).listed(80),
        Column::new("registered", "签到人数", PEOPLE).computed().section("举办").printed(18.0).help("下面登记的签到。"),
        STATUS,
        Column::new("place_text", "地点", Kind::Text { max: 200 }).aliases(&["活动地点", "会场"]).section("举办"),
        Column::new("necessity", "举办的必要", Kind::Text { max: 300 })
            .wide()
            .aliases(&["必要性"])
            .section("举办")
            .help("为什么不能暂缓，也不能改线上。"),
        Column::name("decided_by", "决定人").section("举办").aliases(&["审批人", "负责人"]),
        Column::date("followed_on", "回访日期").not_future().section("举办").help("问过参加的人有没有不舒服的日子。"),
        NOTE,
    ],
    record_date: Some("held_on"),
    title: "title",
    unique: &[&["title", "held_on"]],
    sheet_title: "活动档案",
    empty_title: "还没有聚集活动",
    empty_text: "会员大会、换届、培训等：能缓则缓、能线上则线上；确要办的写明必要、手续、谁来了（二十条第八条）。",
    ..Declaration::of("gatherings", "聚集活动", Group::Activities)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("held_on", "followed_on");
    let held = draft.code("decision") == Some("held");
    if held {
        for (column, ask) in [("necessity", "请写明为什么要办。"), ("decided_by", "请写明谁决定举办。")] {
            if draft.text(column).is_none() {
                draft.refuse(column, "required", format!("决定举办的，{ask}"));
            }
        }
    }
    if draft.values.contains_key("actual") && draft.date("held_on").is_some_and(|day| day > draft.today()) {
        draft.refuse("actual", "future", "还没有举办，没有实到人数。请先留空。");
    }
}

/// What is computed of a gathering.
pub const COMPUTATIONS: &[Computation] = &[
    Computation {
        columns: &["asked", "status"],
        needs: &["kind", "held_on", "planned", "decision", "filed_on", "approved_on", "followed_on"],
        reads: &[],
        fill: fill_status,
    },
    Computation { columns: &["registered"], needs: &[], reads: &[Ledger(&ATTENDANCES)], fill: fill_registered },
];

fn fill_status(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let (Some(kind), Some(held_on)) = (record.code("kind"), record.date("held_on")) else { continue };
        let planned = record.values.get("planned").and_then(Value::as_integer).and_then(|people| u32::try_from(people).ok());
        let tier = facts.rules.gathering_tier(kind, planned.unwrap_or(0), held_on);
        let (asked, ahead) = match tier {
            Some(ruled) if ruled.row.rule.asks == "approve" => ("approve", ruled.row.rule.ahead),
            Some(ruled) => ("file", ruled.row.rule.ahead),
            None => ("none", 0),
        };
        record.values.insert("asked", Value::Choice(asked));
        let paper = if asked == "approve" { record.date("approved_on") } else { record.date("filed_on") };
        let asked =
            (asked != "none").then(|| Asked { label: if asked == "approve" { "批复" } else { "报备" }, ahead, paper });
        let status = status(record.code("decision"), held_on, asked, record.date("followed_on"), facts.on);
        record.values.insert("status", status);
    }
    Ok(())
}

/// A paper that a gathering asks for.
#[derive(Clone, Copy)]
struct Asked {
    label: &'static str,
    /// Days before the gathering by which it is to be there.
    ahead: u32,
    /// Its day, once it is there.
    paper: Option<NaiveDate>,
}

/// Where a gathering stands on a day. A paper that came late stays told.
fn status(decision: Option<&str>, held_on: NaiveDate, asked: Option<Asked>, followed: Option<NaiveDate>, on: NaiveDate) -> Value {
    match decision {
        Some("cancelled") => return told("off", "取消"),
        Some("online") => return if held_on > on { told("ahead", "改线上") } else { told("done", "改线上") },
        Some("held") => {}
        _ => return told("off", "暂缓"),
    }
    let mut late = None;
    if let Some(Asked { label, ahead, paper }) = asked {
        let by = held_on.checked_sub_days(Days::new(u64::from(ahead))).unwrap_or(held_on);
        match paper {
            None if on > by => return told("late", format!("没有{label}")),
            None => return told("due", format!("待{label}，最晚 {}", by.format("%m-%d"))),
            Some(day) if day > by => late = Some(format!("{} 才{label}", day.format("%m-%d"))),
            Some(_) => {}
        }
    }
    let ask_on = held_on.checked_add_days(Days::new(FOLLOW_UP)).unwrap_or(held_on);
    let (code, text) = match followed.filter(|day| *day <= on) {
        Some(_) => ("done", "已回访"),
        None if held_on > on => ("ahead", "待举办"),
        None if on < ask_on => ("open", "已举办"),
        None => ("due", "待回访"),
    };
    match late {
        Some(late) => Value::Told { code, text: format!("{text}，{late}"), tone: Some(Tone::Warn) },
        None => told(code, text),
    }
}

/// Days on which gatherings are held and who came is asked after.
///
/// # Errors
/// What SQLite says.
pub fn due(book: &Book, span: Span) -> Result<Vec<Due>> {
    let ledger = Ledger(&GATHERINGS);
    let mut found = common::due(book, span, &GATHERINGS, "held_on", "举办")?;
    let records = book.window(ledger, &book.ids(&Query::all(ledger, book.today()))?, book.today())?;
    for record in
        records.iter().filter(|record| record.code("decision") == Some("held") && !record.values.contains_key("followed_on"))
    {
        let asked_on = record.date("held_on").and_then(|day| day.checked_add_days(Days::new(FOLLOW_UP)));
        let Some(day) = asked_on.filter(|day| span.holds(*day)) else { continue };
        let task = Task {
            label: GATHERINGS.label,
            title: format!("{}：回访", book.title(ledger, record.id)?),
            detail: "问问参加的人有没有不舒服，填回访日期。".to_owned(),
            urgency: if day <= book.today() { Urgency::Warn } else { Urgency::Mute },
            leads: Leads::Record(ledger, record.id),
        };
        found.push(Due { day, task });
    }
    Ok(found)
}

fn fill_registered(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let signed = facts.children(Ledger(&ATTENDANCES), "gathering", &ids)?;
    for record in records {
        let Some(own) = signed.get(&record.id) else { continue };
        record.values.insert("registered", Value::Integer(i64::try_from(own.len()).unwrap_or(i64::MAX)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gathering_stands_by_its_papers_and_days() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2022, 10, day).unwrap_or_default();
        let asked = |paper: Option<u32>| Some(Asked { label: "报备", ahead: 3, paper: paper.map(day) });
        let code =
            |decision, asked, followed: Option<u32>, on| match status(Some(decision), day(10), asked, followed.map(day), day(on))
            {
                Value::Told { code, .. } => code,
                _ => "",
            };
        for (decision, paper, followed, on, wanted) in [
            ("postponed", None, None, 20, "off"),
            ("cancelled", None, None, 20, "off"),
            ("online", asked(None), None, 9, "ahead"),
            ("online", asked(None), None, 10, "done"),
            ("held", None, None, 9, "ahead"),
            ("held", None, None, 10, "open"),
            ("held", None, None, 23, "open"),
            ("held", None, None, 24, "due"),
            ("held", None, Some(24), 24, "done"),
            ("held", asked(None), None, 6, "due"),
            ("held", asked(None), None, 7, "due"),
            ("held", asked(None), None, 8, "late"),
            ("held", asked(Some(7)), None, 9, "ahead"),
            ("held", asked(Some(8)), None, 9, "ahead"),
            ("held", asked(Some(8)), None, 24, "due"),
            ("held", asked(Some(8)), Some(24), 30, "done"),
        ] {
            assert_eq!(code(decision, paper, followed, on), wanted, "{decision} {on}");
        }
        let late = status(Some("held"), day(10), asked(Some(8)), Some(day(24)), day(30));
        assert_eq!(late, Value::Told { code: "done", text: "已回访，10-08 才报备".into(), tone: Some(Tone::Warn) });
    }
}
