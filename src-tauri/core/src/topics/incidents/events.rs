//! 疑似密接: what was found when, of whom, and whether an outside body was told in time.
//!
//! The time within which somebody outside is told is the organisation's own (`limits.report_minutes`), never called one of
//! the law, which asks for it without delay (传染病防治法 2013, Art. 31).

use super::INCIDENT_REPORTS;
use crate::base::error::{Problem, Result};
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Sensitivity, Tone, Value, choice, state};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{NAME, PERSON, one_person};
use chrono::TimeDelta;

/// 类别
pub const CATEGORIES: &[Choice] = &[
    choice("fever", "发热"),
    choice("suspected", "疑似"),
    choice("close", "密接"),
    choice("secondary", "次密接"),
    choice("positive", "阳性"),
    choice("cluster", "聚集性症状"),
];

/// 报告时限
pub const CLOCKS: &[Choice] = &[
    state("running", "计时中", Tone::Bad),
    state("in_time", "及时", Tone::Good),
    state("late", "晚报", Tone::Bad),
    state("off", "不用外报", Tone::Mute),
];

/// 结论
pub const CONCLUSIONS: &[Choice] =
    &[state("ruled_out", "排除", Tone::Good), state("confirmed", "确诊", Tone::Bad), state("released", "期满解除", Tone::Good)];

/// Bodies outside whom a first report counts to.
pub const OUTSIDE: &[&str] = &["cdc", "hospital", "health", "command", "community"];

/// See the module.
pub static INCIDENTS: Declaration = Declaration {
    columns: &[
        Column::new("found_at", "发现时间", Kind::Instant)
            .required()
            .not_future()
            .aliases(&["时间", "发现日期"])
            .printed(30.0)
            .listed(140),
        Column::choice("category", "类别", CATEGORIES).required().aliases(&["情况类别"]).printed(20.0).listed(100).filter(),
        PERSON,
        NAME,
        Column::new("first_told_at", "首次外报", Kind::Instant)
            .computed()
            .printed(30.0)
            .listed(140)
            .help("第一次报给疾控、医疗机构或社区等。"),
        Column::choice("clock", "报告时限", CLOCKS).computed().printed(18.0).listed(90).filter().help("内部要求，不是法定时限。"),
        Column::choice("conclusion", "结论", CONCLUSIONS).printed(18.0).listed(90).filter(),
        Column::date("closed_on", "了结日期").not_future().printed(24.0).listed(104),
        Column::new("symptoms", "症状", Kind::Text { max: 200 }).sensitive(Sensitivity::Health).wide().section("处置"),
        Column::text("held_place", "暂时隔离点").section("处置").carried(),
        NOTE,
    ],
    record_date: Some("found_at"),
    log: true,
    kin: Some("staff"),
    title: "category",
    sheet_title: "情况报告单",
    empty_title: "还没有疑似情况",
    empty_text: "有人发热、被判为密接或检测阳性，先登记发现的时间，再登记报给了谁（二十条第九、十条）。",
    ..Declaration::of("incidents", "疑似密接", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    // A cluster is of nobody in particular.
    if draft.code("category") != Some("cluster") || (draft.reference("staff").is_some() && draft.text("name").is_some()) {
        one_person(draft);
    }
    draft.in_order("found_at", "closed_on");
    if draft.date("closed_on").is_some() && draft.code("conclusion").is_none() {
        draft.refuse("conclusion", "required", "填了了结日期，请选结论。");
    }
    let closing = draft.before.is_some_and(|before| before.date("closed_on").is_none()) && draft.date("closed_on").is_some();
    let last = |report: &Record| report.code("kind") == Some("final");
    if closing && !draft.children(Ledger(&INCIDENT_REPORTS), "incident").iter().any(last) {
        draft.refuse("closed_on", "final", "还没有登记终报，不能了结。请先在下面登记终报报给了谁。");
    }
}

/// That a new incident is closed already while no final report of it can be on file.
pub fn foresee(facts: &Facts<'_>, record: &Record, before: Option<&Record>) -> Result<Vec<Problem>> {
    let Some(closed_on) = record.date("closed_on").filter(|_| before.is_none()) else { return Ok(Vec::new()) };
    let reports = facts.children(Ledger(&INCIDENT_REPORTS), "incident", &[record.id])?;
    if reports.get(&record.id).into_iter().flatten().any(|report| report.code("kind") == Some("final")) {
        return Ok(Vec::new());
    }
    Ok(vec![Problem::new("closed_on", "final", closed_on.to_string(), "还没有登记终报。请在下面登记终报报给了谁。")])
}

/// What is computed of an incident.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["first_told_at", "clock"],
    needs: &["found_at", "category", "conclusion", "closed_on"],
    reads: &[Ledger(&INCIDENT_REPORTS)],
    fill: fill_clock,
}];

fn fill_clock(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let reports = facts.children(Ledger(&INCIDENT_REPORTS), "incident", &ids)?;
    for record in records {
        let Some(found_at) = record.instant("found_at") else { continue };
        let own = reports.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        let outside = own.iter().filter(|report| report.code("recipient").is_some_and(|body| OUTSIDE.contains(&body)));
        let told_at = outside.filter_map(|report| report.instant("told_at")).min();
        let limit = facts.rules.limit("report_minutes", found_at.date()).and_then(|ruled| ruled.row.rule.value);
        // A fever is at first nobody's business outside; what was ruled out on its day ends the clock.
        let same_day = record.date("closed_on").is_none_or(|day| day == found_at.date());
        let off = record.code("category") == Some("fever") || (record.code("conclusion") == Some("ruled_out") && same_day);
        #[allow(clippy::cast_possible_truncation)] // minutes of a rule
        let by = limit.and_then(|limit| found_at.checked_add_signed(TimeDelta::try_minutes(limit as i64)?)).unwrap_or(found_at);
        let clock = match (told_at, limit) {
            (None, _) if off => Value::Choice("off"),
            (None, _) if by.date() < facts.on => Value::Told { code: "late", text: "没有外报".into(), tone: Some(Tone::Bad) },
            (None, _) => Value::Choice("running"),
            (Some(told_at), limit) => {
                let minutes = (told_at - found_at).num_minutes();
                #[allow(clippy::cast_precision_loss)] // minutes of a life
                let in_time = limit.is_none_or(|limit| minutes as f64 <= limit);
                let (code, tone) = if in_time { ("in_time", Tone::Good) } else { ("late", Tone::Bad) };
                Value::Told { code, text: format!("用时 {}", in_words(minutes)), tone: Some(tone) }
            }
        };
        record.values.insert("clock", clock);
        record.values.extend(told_at.map(|at| ("first_told_at", Value::Instant(at))));
    }
    Ok(())
}

/// Minutes in words: 1 小时 5 分.
fn in_words(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} 分钟"),
        (hours, 0) => format!("{hours} 小时"),
        (hours, minutes) => format!("{hours} 小时 {minutes} 分"),
    }
}
