//! 应急演练: what was rehearsed, with whom, what went wrong and whether it was put right.

use super::PLANS;
use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Record, Search, choice};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{STATUS, by_term, told};

/// 形式
pub const KINDS: &[Choice] = &[choice("live", "实操"), choice("tabletop", "桌面推演"), choice("discussion", "讨论")];

/// Days before its term from which an improvement is due.
const AHEAD: i64 = 7;

/// See the module.
pub static DRILLS: Declaration = Declaration {
    columns: &[
        Column::new("title", "演练名称", Kind::Text { max: 100 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["名称", "演练主题", "演练科目", "演练内容", "主题"])
            .printed(56.0)
            .listed(220),
        Column::date("held_on", "日期")
            .required()
            .not_future()
            .aliases(&["演练日期", "演练时间", "时间", "演练日", "举行日期"])
            .printed(24.0)
            .listed(104),
        Column::choice("kind", "形式", KINDS)
            .required()
            .aliases(&["演练形式", "演练方式", "演练类别", "类别", "演练类型"])
            .printed(20.0)
            .listed(90)
            .filter(),
        Column::reference("plan", "预案", &PLANS).aliases(&["依据预案", "预案名称", "演练预案"]).help("照哪一版预案演练。"),
        Column::name("led_by", "组织人")
            .required()
            .aliases(&["负责人", "总指挥", "组织者", "指挥", "主持人", "演练负责人"])
            .printed(22.0)
            .listed(100)
            .carried(),
        Column::new("participants", "参加人数", Kind::Integer { min: 1, max: 100_000 })
            .required()
            .aliases(&["人数", "参演人数", "参与人数", "参加人员数", "人次"])
            .printed(18.0)
            .listed(80),
        Column::long_text("problems", "发现的问题")
            .aliases(&["问题", "存在问题", "存在的问题", "不足", "发现问题"])
            .printed(50.0)
            .help("没有发现问题的不填。"),
        Column::date("improve_by", "改进期限").aliases(&["整改期限", "改进时限", "完成期限"]).printed(24.0).listed(104),
        Column::date("improved_on", "改进日期")
            .not_future()
            .aliases(&["整改日期", "完成日期", "改进完成日期", "整改完成日期"])
            .printed(24.0)
            .listed(104),
        STATUS,
        NOTE,
    ],
    record_date: Some("held_on"),
    log: true,
    title: "title",
    unique: &[&["title", "held_on"]],
    sheet_title: "应急演练记录单",
    empty_title: "还没有应急演练",
    empty_text: "演练过什么、谁参加、发现什么问题、改了没有；预案要演练才算有用（二十条第二条）。",
    ..Declaration::of("drills", "应急演练", Group::Activities)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("held_on", "improve_by");
    draft.in_order("held_on", "improved_on");
    if draft.text("problems").is_none() && (draft.date("improve_by").is_some() || draft.date("improved_on").is_some()) {
        draft.refuse("problems", "required", "有改进期限或改进日期，请写明发现了什么问题。");
    }
}

/// What is computed of a drill.
pub const COMPUTATIONS: &[Computation] =
    &[Computation { columns: &["status"], needs: &["problems", "improve_by", "improved_on"], reads: &[], fill: fill_status }];

fn fill_status(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let status = match (record.text("problems"), record.date("improved_on"), record.date("improve_by")) {
            (None, ..) => told("done", "没有问题"),
            (_, Some(_), _) => told("done", "已改进"),
            (_, None, Some(by)) => by_term(by, facts.on, AHEAD),
            (_, None, None) => told("due", "没有定改进期限"),
        };
        record.values.insert("status", status);
    }
    Ok(())
}
