//! 健康监测: one person on one day: temperatures, where she was, what was done when they were high.

use crate::rules::health::{Heat, Readings};
use crate::schema::{Across, Choice, Column, Declaration, Group, Kind, NOTE, Sensitivity, Tone, Value, choice, state};
use crate::store::draft::Draft;
use crate::topics::common::HEALTH_CODES;
use crate::topics::people::STAFF;

/// 在岗情况
pub const PRESENCES: &[Choice] = &[
    choice("on_duty", "在岗"),
    choice("home", "居家"),
    choice("away", "外出"),
    choice("isolated", "隔离"),
    choice("sick", "病假"),
    choice("off", "休息"),
];

/// 结果
pub const RESULTS: &[Choice] = &[
    state("normal", "正常", Tone::Good),
    state("partial", "缺一次", Tone::Warn),
    state("to_recheck", "待复测", Tone::Bad),
    state("fever", "发热", Tone::Bad),
    state("symptom", "有症状", Tone::Warn),
    state("absent", "未测", Tone::Mute),
];

/// 处置
pub const ACTIONS: &[Choice] =
    &[choice("none", "无"), choice("doctor", "就医"), choice("isolated", "隔离观察"), choice("reported", "已上报")];

const fn temperature(name: &'static str, label: &'static str) -> Column {
    Column::new(name, label, Kind::Decimal { min: 34, max: 42 }).printed(18.0).listed(74)
}

/// See the module.
pub static HEALTH_CHECKS: Declaration = Declaration {
    columns: &[
        Column::reference("staff", "姓名", &STAFF)
            .required()
            .aliases(&["人员", "员工姓名", "职工姓名", "教职工", "被测人"])
            .printed(24.0)
            .listed(110),
        Column::date("checked_on", "日期")
            .required()
            .not_future()
            .aliases(&["监测日期", "测温日期", "体温日期", "检测日期", "登记日期", "晨检日期"])
            .printed(24.0)
            .listed(104),
        temperature("morning", "上午体温")
            .aliases(&[
                "体温",
                "体温（℃）",
                "体温℃",
                "上午",
                "早上",
                "早",
                "晨检",
                "晨检体温",
                "早体温",
                "早上体温",
                "上午（℃）",
                "额温",
                "测温",
                "今日体温",
                "入校体温",
                "到岗体温",
            ])
            .help("摄氏度，365 就是 36.5。"),
        temperature("noon", "下午体温").aliases(&[
            "下午",
            "午检",
            "午检体温",
            "中午",
            "午",
            "晚",
            "晚上",
            "中午体温",
            "午体温",
            "下午（℃）",
            "晚体温",
            "离岗体温",
            "离校体温",
        ]),
        temperature("recheck", "复测")
            .aliases(&["复测体温", "复测（腋温）", "腋温", "复测结果", "复测体温（℃）"])
            .help("用腋温再测一次。"),
        Column::choice("health_code", "健康码", HEALTH_CODES)
            .aliases(&["健康码颜色", "健康码状态", "渝康码"])
            .printed(16.0)
            .listed(74)
            .rare(),
        Column::new("symptoms", "症状", Kind::Text { max: 200 })
            .sensitive(Sensitivity::Health)
            .aliases(&["有无症状", "身体状况", "症状描述", "不适症状", "身体不适", "健康状况"])
            .wide()
            .printed(24.0)
            .help("没有就不填。"),
        Column::choice("presence", "在岗情况", PRESENCES)
            .aliases(&["在岗状态", "出勤", "出勤情况", "人员状态", "在岗"])
            .printed(18.0)
            .listed(80)
            .filter()
            .help("有体温就是在岗；没有测的写明人在哪里。"),
        Column::choice("result", "结果", RESULTS).computed().printed(18.0).listed(90).filter(),
        Column::choice("action", "处置", ACTIONS)
            .aliases(&["处理", "处置情况", "处理措施", "处理结果"])
            .printed(20.0)
            .listed(90)
            .filter(),
        NOTE,
    ],
    record_date: Some("checked_on"),
    log: true,
    tab: Some(45),
    across: Some(Across {
        day: "checked_on",
        cells: &[
            ("morning", &["上午体温", "上午", "早上", "早", "晨", "体温"]),
            ("noon", &["下午体温", "下午", "中午", "午", "晚上", "晚"]),
        ],
        words: Some((
            "presence",
            &[
                ("外出", "away"),
                ("出差", "away"),
                ("外", "away"),
                ("居家", "home"),
                ("居家办公", "home"),
                ("居", "home"),
                ("隔离", "isolated"),
                ("隔", "isolated"),
                ("病假", "sick"),
                ("病", "sick"),
                ("休息", "off"),
                ("休假", "off"),
                ("轮休", "off"),
                ("调休", "off"),
                ("公休", "off"),
                ("休", "off"),
                ("缺", ""),
                ("未测", ""),
            ],
        )),
    }),
    title: "staff",
    unique: &[&["staff", "checked_on"]],
    sheet_title: "健康监测登记单",
    empty_title: "还没有健康监测记录",
    empty_text: "在岗人员每天的体温，当天记；达到限值的要复测、处置，检查时连同月表一起看（二十条第一条）。",
    ..Declaration::of("health_checks", "健康监测", Group::Places)
};

/// Words that say there is no symptom.
const NONE: &[&str] = &["无", "没有", "无症状", "正常", "良好", "健康", "否", "无不适", "无异常"];

pub fn check(draft: &mut Draft<'_>) {
    if draft.text("symptoms").is_some_and(|said| NONE.contains(&said.trim_end_matches('。'))) {
        draft.values.remove("symptoms");
    }
    let readings = readings(draft);
    if readings.recheck.is_some() && readings.made() == 0 {
        draft.refuse("recheck", "first", "先填上午或下午的体温，再填复测。");
    }
    match (readings.made(), draft.code("presence")) {
        (0, None) => draft.refuse("morning", "required", "请填体温；没有测的，请选人在哪里。"),
        (0, Some("on_duty")) => {
            draft.refuse("morning", "required", "在岗的请填体温。没有测的不用登记，月表上会标「缺」。");
        }
        (_, None) => draft.derive("presence", Value::Choice("on_duty"), "有体温，按在岗"),
        _ => {}
    }
    let Some(day) = draft.date("checked_on") else { return };
    let noon_from = draft.rules.limit("noon_from", day).and_then(|ruled| ruled.row.rule.time());
    if let Some(from) = noon_from.filter(|from| day == draft.today() && draft.now.time() < *from)
        && readings.noon.is_some()
    {
        draft.refuse("noon", "future", format!("下午的体温从 {} 起测，现在还没有到。请核对。", from.format("%H:%M")));
    }
    warn_of_heat(draft, &readings, Heat::on(draft.rules, day));
}

/// What the values of a record say was read.
fn readings(draft: &Draft<'_>) -> Readings {
    let read = |column: &str| draft.values.get(column).and_then(Value::as_decimal);
    Readings {
        morning: read("morning"),
        noon: read("noon"),
        recheck: read("recheck"),
        symptom: draft.text("symptoms").is_some(),
        on_duty: draft.code("presence") == Some("on_duty"),
    }
}

fn warn_of_heat(draft: &mut Draft<'_>, readings: &Readings, heat: Heat) {
    let seen_to = draft.code("action").is_some_and(|action| action != "none");
    for column in ["morning", "noon"] {
        let read = draft.values.get(column).and_then(Value::as_decimal);
        if let Some((limit, _)) = heat.fever.zip(read).filter(|(limit, read)| read >= limit)
            && readings.recheck.is_none()
        {
            draft.warn(column, "fever", format!("达到 {limit} ℃。请用腋温复测，填在「复测」里。"));
        }
    }
    if let Some((limit, _)) = heat.recheck.zip(readings.recheck).filter(|(limit, read)| read >= limit)
        && !seen_to
    {
        draft.warn("recheck", "fever", format!("复测仍达到 {limit} ℃，是发热。请填写处置，并登记疑似密接。"));
    }
}
