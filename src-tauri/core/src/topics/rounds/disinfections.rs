//! 消毒记录: who disinfected what, where, when and with what.

use super::PLACES;
use crate::rules::dilution::{self, Asked};
use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Table, Value, choice};
use crate::store::draft::Draft;
use chrono::{NaiveTime, TimeDelta};

/// 消毒类型
pub const KINDS: &[Choice] =
    &[choice("preventive", "预防性消毒"), choice("concurrent", "随时消毒"), choice("terminal", "终末消毒")];

/// 浓度单位
pub const UNITS: &[Choice] = &[choice("mg_per_l", "mg/L"), choice("percent", "%")];

/// 消毒方式
pub const METHODS: &[Choice] = &[
    choice("wipe", "擦拭"),
    choice("spray", "喷洒"),
    choice("mop", "拖拭"),
    choice("soak", "浸泡"),
    choice("irradiate", "照射"),
];

/// 效果
pub const RESULTS: &[Choice] = &[choice("pass", "合格"), choice("redo", "返工")];

/// See the module.
pub static DISINFECTIONS: Declaration = Declaration {
    columns: &[
        Column::reference("place", "场所", &PLACES)
            .required()
            .aliases(&["区域", "消毒区域", "地点", "消毒场所"])
            .printed(34.0)
            .listed(150)
            .filter(),
        Column::date("done_on", "日期").required().not_future().aliases(&["消毒日期"]).printed(22.0).listed(104),
        Column::time("started_at", "开始时间").aliases(&["开始", "起始时间", "时间"]).printed(16.0).listed(80),
        Column::time("ended_at", "结束时间").aliases(&["结束"]).printed(16.0).listed(80),
        Column::new("objects", "消毒对象", Kind::Text { max: 200 })
            .wide()
            .aliases(&["对象", "消毒物品", "部位"])
            .printed(36.0)
            .listed(160)
            .carried()
            .help("例如 桌面、门把手；浓度按它提示。"),
        Column::choice("kind", "消毒类型", KINDS)
            .aliases(&["类型"])
            .printed(20.0)
            .carried()
            .help("平时都是预防性消毒；终末消毒由专业机构做。"),
        Column::entry("agent", "消毒剂", Table::Agents)
            .required()
            .aliases(&["消毒药品", "药剂", "消毒液", "消毒剂名称"])
            .printed(30.0)
            .listed(140)
            .carried()
            .help("例如 84 消毒液、75% 酒精。"),
        Column::new("concentration", "浓度", Kind::Decimal { min: 0, max: 1_000_000 })
            .aliases(&["使用浓度", "浓度值"])
            .printed(16.0)
            .listed(80)
            .carried()
            .help("配好以后的浓度。"),
        Column::choice("unit", "单位", UNITS)
            .aliases(&["浓度单位"])
            .printed(14.0)
            .listed(70)
            .carried()
            .help("mg/L 或 %，不要混用。"),
        Column::text("dilution", "稀释比").aliases(&["配比"]).printed(18.0).carried().help("例如 1:100。"),
        Column::choice("method", "消毒方式", METHODS).aliases(&["方式"]).printed(18.0).listed(90).carried(),
        Column::new("contact_minutes", "作用分钟", Kind::Integer { min: 0, max: 1440 })
            .aliases(&["作用时间", "作用时间（分钟）"])
            .printed(16.0)
            .help("消毒剂停留多久。"),
        Column::flag("rinsed", "清水擦净").rare().help("到时间后有没有用清水擦净。"),
        Column::text("agent_lot", "消毒剂批号").aliases(&["批号"]).rare(),
        Column::date("agent_expires_on", "消毒剂有效期").aliases(&["有效期"]).rare().help("瓶上的有效期。"),
        Column::name("operator", "操作人")
            .required()
            .aliases(&["消毒人", "消毒人员", "操作人员", "责任人"])
            .printed(20.0)
            .listed(90)
            .carried(),
        Column::name("checker", "检查人").aliases(&["检查人员", "核查人"]).printed(20.0),
        Column::choice("result", "效果", RESULTS).aliases(&["结果"]).printed(14.0).listed(70).filter().rare(),
        Column::name("contractor", "消毒机构").body().wide().rare().help("终末消毒必须写明由哪个机构做。"),
        NOTE,
    ],
    record_date: Some("done_on"),
    log: true,
    title: "place",
    sheet_title: "消毒记录单",
    empty_title: "还没有消毒记录",
    empty_text: "每消毒一次记一条，当天记；过了时限再记的会标「补」。检查时按计划看频次，也看浓度（二十条第七条）。",
    ..Declaration::of("disinfections", "消毒记录", Group::Places)
};

pub fn check(draft: &mut Draft<'_>) {
    check_times(draft);
    if draft.values.contains_key("concentration") && draft.code("unit").is_none() {
        draft.refuse("unit", "required", "请选浓度的单位：mg/L 或 %。");
    }
    if draft.code("kind") == Some("terminal") && draft.text("contractor").is_none() {
        draft.refuse("contractor", "required", "终末消毒由疾控机构或专业机构做。请填写消毒机构。");
    }
    if let (Some(expires), Some(done)) = (draft.date("agent_expires_on"), draft.date("done_on"))
        && expires < done
    {
        draft.warn("agent_expires_on", "expired", format!("消毒剂 {expires} 已过期。请换新的。"));
    }
    let (Some(agent), Some(day)) = (draft.text("agent").map(str::to_owned), draft.date("done_on")) else { return };
    let asked = Asked {
        objects: draft.text("objects").unwrap_or_default(),
        place_kind: draft.referred.get("place").and_then(|place| place.code("kind")),
        concentration: draft.values.get("concentration").and_then(Value::as_decimal),
        unit: draft.code("unit"),
        dilution: draft.text("dilution"),
        minutes: draft.values.get("contact_minutes").and_then(Value::as_integer),
    };
    for odd in dilution::odd(draft.rules, &agent, &asked, day) {
        draft.warn(odd.column, "range", odd.message);
    }
}

/// Longest work that may run over midnight: an end further before the start is a slip of the pen.
const LONGEST_NIGHT: TimeDelta = TimeDelta::hours(12);

/// How long work from `start` to `end` took; an end before the start is of the next day. `None` when that would be too long
/// to be meant.
pub(super) fn lasted(start: NaiveTime, end: NaiveTime) -> Option<TimeDelta> {
    let same_day = end - start;
    if same_day >= TimeDelta::zero() {
        return Some(same_day);
    }
    Some(same_day + TimeDelta::days(1)).filter(|over_midnight| *over_midnight < LONGEST_NIGHT)
}

/// Times of a log of a day's work: in order or over midnight, and not of an hour that has not come.
pub(super) fn check_times(draft: &mut Draft<'_>) {
    let time = |draft: &Draft<'_>, column: &str| draft.values.get(column).and_then(Value::as_time);
    let (start, end) = (time(draft, "started_at"), time(draft, "ended_at"));
    let mut overnight = false;
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        if lasted(start, end).is_none() {
            draft.refuse("ended_at", "order", format!("结束时间早于开始时间（{}）。请核对。", start.format("%H:%M")));
            return;
        }
        overnight = true;
    }
    let Some(day) = draft.date("done_on") else { return };
    let last_day = if overnight { day.succ_opt().unwrap_or(day) } else { day };
    // A day that has not come is refused as a day.
    if day > draft.today() {
        return;
    }
    for (column, day, time) in [("started_at", day, start), ("ended_at", last_day, end)] {
        if time.is_some_and(|time| day.and_time(time) > draft.now) {
            let message = format!("现在是 {}，这个时间还没有到。做完以后再记。", draft.now.format("%m-%d %H:%M"));
            draft.refuse(column, "future", message);
            return;
        }
    }
    if let (true, Some(start), Some(end)) = (overnight, start, end) {
        let (start, end) = (start.format("%H:%M"), end.format("%H:%M"));
        let message = format!("{start} 开始、{end} 结束：按做到第二天（{last_day}）{end} 登记。不是过了半夜的请改时间。");
        draft.warn("ended_at", "overnight", message);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::rules::rulebook::Rulebook;
    use crate::schema::{Ledger, Values};

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    #[test]
    fn work_lasts_over_midnight_for_less_than_twelve_hours() {
        for (start, end, minutes) in [
            ("09:00:00", "09:30:00", Some(30)),
            ("09:00:00", "09:00:00", Some(0)),
            ("23:40:00", "00:10:00", Some(30)),
            ("12:01:00", "00:00:00", Some(719)),
            ("12:00:00", "00:00:00", None),
            ("08:30:00", "08:00:00", None),
        ] {
            assert_eq!(lasted(time(start), time(end)).map(|time| time.num_minutes()), minutes, "{start} {end}");
        }
    }

    /// What the times of a log of `done_on` are told at `now`: rules of refusals, then of warnings.
    fn told(done_on: &str, start: &str, end: &str, now: &str) -> (Vec<String>, Vec<String>) {
        let mut values = Values::from([
            ("done_on", Value::Date(done_on.parse().unwrap())),
            ("started_at", Value::Time(time(start))),
            ("ended_at", Value::Time(time(end))),
        ]);
        let rules = Rulebook::shipped("");
        let mut draft = Draft::new(Ledger(&DISINFECTIONS), &mut values, now.parse().unwrap(), &rules);
        check_times(&mut draft);
        let names =
            |problems: &[crate::base::error::Problem]| problems.iter().map(|p| format!("{} {}", p.field, p.rule)).collect();
        (names(&draft.problems), names(&draft.warnings))
    }

    #[test]
    fn an_end_after_midnight_is_of_the_next_day_and_said_so() {
        let night = |now: &str| told("2021-08-12", "23:40:00", "00:10:00", now);
        assert_eq!(night("2021-08-13T08:00:00"), (vec![], vec!["ended_at overnight".to_owned()]));
        assert_eq!(night("2021-08-13T00:10:00"), (vec![], vec!["ended_at overnight".to_owned()]));
        assert_eq!(night("2021-08-13T00:09:00"), (vec!["ended_at future".to_owned()], vec![]));
        assert_eq!(night("2021-08-12T23:59:00"), (vec!["ended_at future".to_owned()], vec![]));
        assert_eq!(night("2021-08-12T23:00:00"), (vec!["started_at future".to_owned()], vec![]));
        let slip = told("2021-08-12", "09:30:00", "09:00:00", "2021-08-13T08:00:00");
        assert_eq!(slip, (vec!["ended_at order".to_owned()], vec![]));
    }
}
