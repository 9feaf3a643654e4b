//! 隔离观察: who stays apart why, from when, until when by the rule of the day, whether she was tested when she was to be.

use super::{INCIDENTS, TESTS};
use crate::answers::{Due, Leads, Task, Urgency};
use crate::base::clock::Span;
use crate::base::error::{Problem, Result};
use crate::rules::rulebook::Rulebook;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Sensitivity, Value, choice};
use crate::store::Book;
use crate::store::draft::Draft;
use crate::store::listing::Query;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{self, STATUS, told};
use crate::topics::people::STAFF;
use crate::topics::travel::{self, MEASURES, RISK_AREAS, TRAVELS};
use chrono::{Days, NaiveDate};
use std::collections::BTreeSet;

/// 起因
pub const CAUSES: &[Choice] = &[
    choice("travel", "旅居"),
    choice("close", "密接"),
    choice("secondary", "次密接"),
    choice("positive", "阳性"),
    choice("other", "其他"),
];

/// See the module.
pub static QUARANTINES: Declaration = Declaration {
    columns: &[
        Column::reference("staff", "姓名", &STAFF).required().aliases(&["人员"]).printed(22.0).listed(110),
        Column::choice("cause", "起因", CAUSES).required().aliases(&["原因"]).printed(16.0).listed(80).filter(),
        Column::choice("measure", "措施", MEASURES).required().aliases(&["隔离方式"]).printed(26.0).listed(110).filter(),
        Column::date("counted_from", "起算日").required().not_future().printed(22.0).help("最后接触或离开风险地区的日子。"),
        Column::date("from_on", "开始日期").required().aliases(&["隔离开始", "起始日期"]).printed(22.0).listed(104),
        Column::new("days", "天数", Kind::Integer { min: 1, max: 60 }).rare().help("规则里没有的，按通知填。"),
        Column::date("until_on", "应到哪天").computed().printed(22.0).listed(104).help("按规则得出，最后一天。"),
        Column::text("test_days", "检测日").computed().printed(34.0).help("按规则应检测的日子。"),
        Column::text("tested", "已检测").computed().printed(16.0).listed(80).help("应检的日子里检了几次。"),
        Column::date("ended_on", "解除日期").not_future().aliases(&["隔离结束", "结束日期"]).printed(22.0).listed(104),
        Column::date("back_on", "返岗日期").aliases(&["复工日期"]).printed(22.0),
        STATUS,
        Column::reference("travel", "旅居史", &TRAVELS).rare().help("因哪次旅居。"),
        Column::reference("incident", "疑似密接", &INCIDENTS).rare().help("因哪条情况。"),
        Column::new("place_text", "地点", Kind::Text { max: 200 }).sensitive(Sensitivity::Address).wide().rare(),
        Column::date("ruled_on", "按哪天的规则").rare().help("不填就按开始那天的规则。"),
        NOTE,
    ],
    record_date: Some("from_on"),
    kin: Some("staff"),
    title: "staff",
    unique: &[&["staff", "from_on"]],
    sheet_title: "隔离观察登记单",
    empty_title: "还没有隔离观察",
    empty_text: "谁因为什么隔离、从哪天到哪天、哪几天检测、几时解除返岗（二十条第五、九条）。",
    ..Declaration::of("quarantines", "隔离观察", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("counted_from", "from_on");
    draft.in_order("from_on", "ended_on");
    draft.in_order("ended_on", "back_on");
    for column in ["travel", "incident"] {
        let of = draft.referred.get(column).and_then(|record| record.reference("staff"));
        if of.is_some() && of != draft.reference("staff") {
            let message = format!("这条{}是另一个人的。请选本人的。", draft.label(column));
            draft.refuse(column, "other_person", message);
        }
    }
    let (Some(cause), Some(from_on)) = (draft.code("cause"), draft.date("from_on")) else { return };
    let asked = match cause {
        "travel" => draft.reference("travel").is_none(),
        cause => draft.rules.contact(cause, draft.date("ruled_on").unwrap_or(from_on)).is_none(),
    };
    if asked && !draft.values.contains_key("days") {
        let message = match cause {
            "travel" => "请选因哪次旅居，或按通知填写天数。",
            "other" => "起因是其他的，请按通知填写天数。",
            _ => "那一天的规则里没有这类人员的天数。请按通知填写天数。",
        };
        draft.refuse("days", "required", message);
    }
}

/// Days on which people stay apart between `from` and `to`: who, from when, until when. Who was not released yet still does.
///
/// # Errors
/// What SQLite says.
pub fn apart(facts: &Facts<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<(i64, NaiveDate, NaiveDate)>> {
    let days = |record: Record| {
        let ended = record.date("ended_on").unwrap_or(NaiveDate::MAX);
        Some((record.reference("staff")?, record.date("from_on")?, ended))
    };
    let all = facts.valid(Ledger(&QUARANTINES))?.into_iter().filter_map(days);
    Ok(all.filter(|(_, begun, ended)| *begun <= to && *ended >= from).collect())
}

/// What is computed of a quarantine.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["until_on", "test_days", "tested", "status"],
    needs: &["staff", "cause", "counted_from", "from_on", "days", "ended_on", "travel", "ruled_on"],
    reads: &[Ledger(&TESTS), Ledger(&TRAVELS), Ledger(&RISK_AREAS)],
    fill,
}];

/// That a quarantine would have no last day, because the trip it follows from asks for none.
pub fn foresee(facts: &Facts<'_>, record: &Record, _: Option<&Record>) -> Result<Vec<Problem>> {
    let mut filled = [record.clone()];
    fill(facts, &mut filled)?;
    let [filled] = filled;
    if filled.date("until_on").is_some() || filled.date("ended_on").is_some() {
        return Ok(Vec::new());
    }
    Ok(vec![Problem::new("days", "no_end", "", "算不出到哪天为止。请按通知填写天数。")])
}

/// What is asked of somebody: the last day, and the days on which to test.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The last day.
    pub until_on: Option<NaiveDate>,
    /// The days on which to test.
    pub tests: Vec<NaiveDate>,
}

/// What the rules of its day ask of a quarantine that no trip explains. Days typed go before them.
fn asked(rules: &Rulebook, record: &Record) -> Asked {
    let (Some(cause), Some(counted), Some(from_on)) = (record.code("cause"), record.date("counted_from"), record.date("from_on"))
    else {
        return Asked::default();
    };
    let after = |day: NaiveDate, days: u32| day.checked_add_days(Days::new(u64::from(days)));
    let nth = |first: NaiveDate, number: u32| after(first, number.saturating_sub(1));
    let ruled = rules.contact(cause, record.date("ruled_on").unwrap_or(from_on));
    let mut found = Asked::default();
    if let Some(rule) = ruled.map(|ruled| &ruled.row.rule) {
        found.until_on = after(counted, rule.days + rule.then_days);
        found.tests = rule.tests.iter().filter_map(|number| nth(from_on, *number)).collect();
        let then = after(counted, rule.days + 1);
        found.tests.extend(then.iter().flat_map(|then| rule.then_tests.iter().filter_map(|number| nth(*then, *number))));
    }
    if let Some(days) = record.values.get("days").and_then(Value::as_integer).and_then(|days| u32::try_from(days).ok()) {
        found.until_on = after(counted, days);
        found.tests.retain(|day| found.until_on.is_none_or(|until| *day <= until));
    }
    found
}

/// What is asked of each of these quarantines, by the rules of its day or the trip it follows from.
///
/// # Errors
/// What SQLite says.
pub fn asked_of(facts: &Facts<'_>, records: &[Record]) -> Result<Vec<Asked>> {
    let stops: Vec<i64> = records.iter().filter_map(|record| record.reference("travel")).collect();
    let required = travel::required(facts, &stops)?;
    let of = |record: &Record| {
        let mut asked = asked(facts.rules, record);
        let stop = record.reference("travel").filter(|_| record.code("cause") == Some("travel"));
        if let Some(of_stop) = stop.and_then(|stop| required.get(&stop)) {
            // Days typed take the place of the last day, not of the tests before it.
            asked.until_on = asked.until_on.or(of_stop.until_on);
            asked.tests =
                of_stop.test_on.iter().copied().filter(|day| asked.until_on.is_none_or(|until| *day <= until)).collect();
        }
        asked
    };
    Ok(records.iter().map(of).collect())
}

fn fill(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let people: BTreeSet<i64> = records.iter().filter_map(|record| record.reference("staff")).collect();
    let tests = facts.children(Ledger(&TESTS), "staff", &people.into_iter().collect::<Vec<_>>())?;
    let asked = asked_of(facts, records)?;
    for (record, asked) in records.iter_mut().zip(asked) {
        let sampled: BTreeSet<NaiveDate> = record
            .reference("staff")
            .and_then(|staff| tests.get(&staff))
            .into_iter()
            .flatten()
            .filter_map(|test| test.date("sampled_on"))
            .collect();
        let Some(from_on) = record.date("from_on") else { continue };
        record.values.insert("status", status(&asked, &sampled, from_on, record.date("ended_on"), facts.on));
        record.values.extend(asked.until_on.map(|day| ("until_on", Value::Date(day))));
        if !asked.tests.is_empty() {
            let days: Vec<String> = asked.tests.iter().map(|day| day.format("%m-%d").to_string()).collect();
            let done = asked.tests.iter().filter(|day| sampled.contains(day)).count();
            record.values.insert("test_days", Value::Text(days.join("、")));
            record.values.insert("tested", Value::Text(format!("{done}/{}", asked.tests.len())));
        }
    }
    Ok(())
}

/// Days on which quarantines end and tests are due.
///
/// # Errors
/// What SQLite says.
pub fn due(book: &Book, span: Span) -> Result<Vec<Due>> {
    let ledger = Ledger(&QUARANTINES);
    let mut found = common::due(book, span, &QUARANTINES, "until_on", "期满")?;
    let mut records = book.window(ledger, &book.ids(&Query::all(ledger, book.today()))?, book.today())?;
    records.retain(|record| !matches!(record.code("status"), Some("done" | "off")));
    let days = book.with_facts(book.today(), |facts| days_to_test(facts, &records))?;
    for (record, day) in days.into_iter().filter(|(_, day)| span.holds(*day) && *day >= book.today()) {
        let task = Task {
            label: QUARANTINES.label,
            title: format!("{}：检测", book.title(ledger, record)?),
            detail: "按规则应检测的日子。".to_owned(),
            urgency: if day == book.today() { Urgency::Warn } else { Urgency::Mute },
            leads: Leads::Record(ledger, record),
        };
        found.push(Due { day, task });
    }
    Ok(found)
}

/// The days on which tests are asked for, with the number of the quarantine.
fn days_to_test(facts: &Facts<'_>, records: &[Record]) -> Result<Vec<(i64, NaiveDate)>> {
    let asked = asked_of(facts, records)?;
    let of = |(record, asked): (&Record, Asked)| asked.tests.into_iter().map(|day| (record.id, day)).collect::<Vec<_>>();
    Ok(records.iter().zip(asked).flat_map(of).collect())
}

/// Where a quarantine stands on a day. A test that was missed is told as long as she stays apart.
fn status(asked: &Asked, sampled: &BTreeSet<NaiveDate>, from_on: NaiveDate, ended_on: Option<NaiveDate>, on: NaiveDate) -> Value {
    if ended_on.is_some_and(|day| day <= on) {
        return told("done", "已解除");
    }
    if from_on > on {
        return told("ahead", "未开始");
    }
    let missed = asked.tests.iter().find(|day| **day < on && !sampled.contains(day));
    let missed = missed.map(|day| format!("{} 没有检测", day.format("%m-%d")));
    let today = asked.tests.contains(&on) && !sampled.contains(&on);
    match (asked.until_on, missed) {
        (Some(until), None) if until < on => told("due", "期满，待解除"),
        (Some(until), Some(missed)) if until < on => told("due", format!("期满，待解除；{missed}")),
        (_, None) if today => told("due", "今天检测"),
        (_, Some(missed)) if today => told("late", format!("今天检测；{missed}")),
        (_, Some(missed)) => told("late", missed),
        (_, None) => told("open", format!("第 {} 天", (on - from_on).num_days() + 1)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn quarantine(cause: &'static str, counted: &str, from: &str) -> Record {
        let mut record = Record::empty(Ledger(&QUARANTINES));
        record.values.insert("cause", Value::Choice(cause));
        record.values.insert("counted_from", Value::Date(day(counted)));
        record.values.insert("from_on", Value::Date(day(from)));
        record
    }

    #[test]
    fn the_rule_of_its_first_day_counts() {
        let rules = Rulebook::shipped("");
        for (cause, counted, from, until, tests) in [
            ("close", "2021-08-10", "2021-08-11", "2021-08-31", &["08-11", "08-14", "08-17", "08-24", "08-26", "08-31"][..]),
            ("close", "2022-06-26", "2022-06-27", "2022-07-17", &["06-27", "06-30", "07-03", "07-10", "07-12", "07-17"]),
            ("close", "2022-06-27", "2022-06-28", "2022-07-07", &["06-28", "06-29", "06-30", "07-02", "07-04", "07-07"]),
            ("secondary", "2022-06-26", "2022-06-27", "2022-07-03", &["06-27", "06-30", "07-03"]),
            ("close", "2022-11-10", "2022-11-11", "2022-11-18", &["11-11", "11-12", "11-13", "11-15", "11-16", "11-18"]),
            ("close", "2022-12-06", "2022-12-07", "2022-12-11", &["12-11"]),
            ("positive", "2022-12-07", "2022-12-07", "2022-12-14", &["12-12", "12-13"]),
        ] {
            let found = asked(&rules, &quarantine(cause, counted, from));
            let days: Vec<String> = found.tests.iter().map(|day| day.format("%m-%d").to_string()).collect();
            assert_eq!((found.until_on, days.as_slice()), (Some(day(until)), tests.map_strings().as_slice()), "{cause} {from}");
        }
        assert_eq!(asked(&rules, &quarantine("secondary", "2022-11-10", "2022-11-11")), Asked::default());
        assert_eq!(asked(&rules, &quarantine("close", "2023-01-07", "2023-01-08")), Asked::default());
        let mut typed = quarantine("other", "2021-08-10", "2021-08-11");
        typed.values.insert("days", Value::Integer(5));
        assert_eq!(asked(&rules, &typed).until_on, Some(day("2021-08-15")));
    }

    trait MapStrings {
        fn map_strings(&self) -> Vec<String>;
    }

    impl MapStrings for [&str] {
        fn map_strings(&self) -> Vec<String> {
            self.iter().map(|one| (*one).to_owned()).collect()
        }
    }

    #[test]
    fn a_quarantine_stands_by_its_days_and_tests() {
        let asked = Asked { until_on: Some(day("2021-08-15")), tests: vec![day("2021-08-11"), day("2021-08-14")] };
        let code = |sampled: &[&str], ended: Option<&str>, on: &str| {
            let sampled = sampled.iter().map(|one| day(one)).collect();
            match status(&asked, &sampled, day("2021-08-11"), ended.map(day), day(on)) {
                Value::Told { code, .. } => code,
                _ => "",
            }
        };
        let both = ["2021-08-11", "2021-08-14"];
        for (sampled, ended, on, wanted) in [
            (&[][..], None, "2021-08-10", "ahead"),
            (&[], None, "2021-08-11", "due"),
            (&[], None, "2021-08-12", "late"),
            (&both[..1], None, "2021-08-12", "open"),
            (&both[..1], None, "2021-08-14", "due"),
            (&both[..1], None, "2021-08-15", "late"),
            (&both, None, "2021-08-15", "open"),
            (&both, None, "2021-08-16", "due"),
            (&both, Some("2021-08-16"), "2021-08-16", "done"),
            (&[], Some("2021-08-16"), "2021-08-20", "done"),
        ] {
            assert_eq!(code(sampled, ended, on), wanted, "{sampled:?} {on}");
        }
    }
}
