//! 来访登记: who came in when, whether with what is asked at the door, and whether she was let in.

use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Record, Search, Tone, Value, Values, choice, state};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{HEALTH_CODES, PHONE, warn_of_fever};
use crate::topics::people::STAFF;

/// 事由
pub const PURPOSES: &[Choice] = &[
    choice("business", "办事"),
    choice("service", "接受服务"),
    choice("delivery", "送货维修"),
    choice("inspection", "检查"),
    choice("other", "其他"),
];

/// 是否入内
pub const ADMISSIONS: &[Choice] = &[state("yes", "准入", Tone::Good), state("no", "劝返", Tone::Bad)];

/// See the module.
pub static VISITORS: Declaration = Declaration {
    columns: &[
        Column::name("name", "姓名")
            .required()
            .aliases(&["来访人", "来访人员", "访客姓名", "访客", "来访者", "来访人姓名"])
            .printed(24.0)
            .listed(110),
        Column::date("visited_on", "日期")
            .required()
            .not_future()
            .aliases(&["来访日期", "来访日", "登记日期", "访问日期"])
            .printed(24.0)
            .listed(104),
        Column::time("arrived_time", "到达时间")
            .required()
            .aliases(&["进入时间", "来访时间", "到访时间", "到达", "进门时间", "入内时间", "进入"])
            .printed(18.0)
            .listed(80),
        Column::time("left_time", "离开时间").aliases(&["离去时间", "离开", "出门时间", "离场时间"]).printed(18.0).listed(80),
        Column::text("unit", "来访单位")
            .searched(Search::Pinyin)
            .aliases(&["单位", "工作单位", "所在单位", "访客单位", "来自单位"])
            .printed(34.0)
            .listed(140),
        PHONE.aliases(&["联系电话", "手机", "手机号", "手机号码", "电话号码", "联系方式"]).printed(28.0),
        Column::reference("host", "被访人", &STAFF)
            .apart()
            .aliases(&["接待人", "受访人", "拜访对象", "对接人", "被访者"])
            .printed(22.0)
            .listed(100)
            .carried(),
        Column::choice("purpose", "事由", PURPOSES)
            .aliases(&["来访事由", "来访目的", "访问事由", "来访原因"])
            .printed(20.0)
            .listed(90)
            .carried(),
        Column::new("temperature", "体温", Kind::Decimal { min: 34, max: 42 })
            .aliases(&["体温（℃）", "体温℃", "测温", "体温(℃)", "体温（°C）", "测温结果"])
            .printed(18.0)
            .listed(80)
            .help("摄氏度，例如 36.5。"),
        Column::choice("health_code", "健康码", HEALTH_CODES)
            .aliases(&["健康码颜色", "健康码状态", "渝康码"])
            .printed(16.0)
            .listed(80),
        Column::choice("admitted", "是否入内", ADMISSIONS)
            .required()
            .aliases(&["准入", "是否准入", "是否放行", "是否允许进入", "放行"])
            .printed(18.0)
            .listed(80)
            .filter(),
        Column::flag("complete", "登记齐全")
            .computed()
            .printed(18.0)
            .listed(80)
            .filter()
            .help("当时要登记的几样都有；要登记哪几样见规则表的限值。"),
        NOTE,
    ],
    tab: Some(90),
    record_date: Some("visited_on"),
    log: true,
    title: "name",
    unique: &[&["name", "visited_on", "arrived_time"]],
    sheet_title: "来访登记单",
    empty_title: "还没有来访登记",
    empty_text: "外来人员进门先登记：姓名、电话、体温、几点来几点走；出了情况才找得到人（二十条第七条）。",
    ..Declaration::of("visitors", "来访登记", Group::Places)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.check_phone("phone");
    let time = |draft: &Draft<'_>, column: &str| draft.values.get(column).and_then(Value::as_time);
    let (came, left) = (time(draft, "arrived_time"), time(draft, "left_time"));
    if let (Some(came), Some(left)) = (came, left)
        && left < came
    {
        let message = format!("离开时间早于到达时间（{}）。请核对；过了夜的第二天另登记一条。", came.format("%H:%M"));
        draft.refuse("left_time", "order", message);
    }
    let today = draft.date("visited_on") == Some(draft.today());
    for (column, time) in [("arrived_time", came), ("left_time", left)] {
        if today && time.is_some_and(|time| time > draft.now.time()) {
            draft.refuse(column, "future", format!("现在是 {}，还没有到这个钟点。请核对。", draft.now.format("%H:%M")));
        }
    }
    if draft.code("admitted") != Some("yes") {
        return;
    }
    let Some(day) = draft.date("visited_on") else { return };
    warn_of_fever(draft, day, "入内");
    if let Some(code) = draft.code("health_code").filter(|code| *code != "green") {
        let label = HEALTH_CODES.iter().find(|choice| choice.code == code).map_or("", |choice| choice.label);
        draft.warn("health_code", "code", format!("{label}人员不应入内。请核对；确已入内的请写明怎样处置。"));
    }
}

/// What is computed of a visit.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["complete"],
    needs: &["visited_on", "left_time", "phone", "temperature", "health_code", "admitted"],
    reads: &[],
    fill: fill_complete,
}];

fn fill_complete(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let Some(day) = record.date("visited_on") else { continue };
        let Some(ruled) = facts.rules.limit("visitor_needs", day) else { continue };
        let complete = ruled.row.rule.needs.iter().all(|needed| given(&record.values, needed));
        record.values.insert("complete", Value::Flag(complete));
    }
    Ok(())
}

/// Whether what is asked at the door is there; who was sent away did not leave.
fn given(values: &Values, needed: &str) -> bool {
    values.contains_key(needed) || (needed == "left_time" && values.get("admitted").and_then(Value::as_code) == Some("no"))
}
