//! 检测: who gave a sample when, of which kind, and what came of it.

use crate::schema::{Choice, Column, Declaration, Group, NOTE, choice};
use crate::topics::people::STAFF;
use crate::topics::travel::TEST_RESULTS;

/// 种类
pub const KINDS: &[Choice] = &[choice("pcr", "核酸"), choice("antigen", "抗原")];

/// See the module.
pub static TESTS: Declaration = Declaration {
    columns: &[
        Column::reference("staff", "姓名", &STAFF).required().aliases(&["人员"]).printed(26.0).listed(110),
        Column::date("sampled_on", "采样日期")
            .required()
            .not_future()
            .aliases(&["日期", "检测日期", "采样时间"])
            .printed(26.0)
            .listed(104),
        Column::choice("kind", "种类", KINDS)
            .required()
            .aliases(&["检测种类", "检测类型"])
            .printed(20.0)
            .listed(80)
            .filter()
            .carried(),
        Column::choice("result", "结果", TEST_RESULTS).aliases(&["检测结果"]).printed(22.0).listed(90).filter(),
        NOTE,
    ],
    record_date: Some("sampled_on"),
    kin: Some("staff"),
    title: "staff",
    unique: &[&["staff", "sampled_on", "kind"]],
    sheet_title: "检测登记单",
    empty_title: "还没有检测记录",
    empty_text: "核酸、抗原检测：谁、哪天采样、结果；隔离和返岗要看它（二十条第五、九条）。",
    ..Declaration::of("tests", "检测", Group::People)
};
