//! 材料: surveys, pledges, lessons and good deeds written down, and whether who is named in them agreed.

use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Search, choice};
use crate::store::draft::Draft;

/// 类别
pub const KINDS: &[Choice] = &[
    choice("survey", "调研报告"),
    choice("proposal", "意见建议"),
    choice("pledge", "倡议承诺"),
    choice("deed", "典型事迹"),
    choice("lesson", "经验总结"),
    choice("model", "示范文本"),
    choice("refute", "辟谣说明"),
    choice("other", "其他"),
];

/// See the module.
pub static DOSSIERS: Declaration = Declaration {
    columns: &[
        Column::choice("kind", "类别", KINDS).aliases(&["类型", "材料类别"]).required().printed(22.0).listed(100).filter(),
        Column::new("title", "标题", Kind::Text { max: 200 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["材料名称", "名称", "材料标题", "题目", "典型名称"])
            .printed(70.0)
            .listed(280),
        Column::date("made_on", "完成日期")
            .required()
            .not_future()
            .aliases(&["日期", "成文日期", "完成时间", "撰写日期", "形成日期"])
            .printed(24.0)
            .listed(104),
        Column::name("author", "执笔人")
            .aliases(&["作者", "撰稿人", "撰写人", "执笔", "整理人"])
            .printed(22.0)
            .listed(100)
            .carried(),
        Column::text("sent_to", "报送单位")
            .aliases(&["报送", "投稿单位", "报送对象", "投稿媒体", "报送至"])
            .printed(34.0)
            .listed(140),
        Column::date("sent_on", "报送日期").aliases(&["报送时间", "投稿日期", "上报日期"]).not_future().printed(24.0).listed(104),
        Column::date("published_on", "发布日期")
            .aliases(&["发布时间", "刊发日期", "刊登日期"])
            .not_future()
            .printed(24.0)
            .listed(104),
        Column::flag("named", "写到个人").aliases(&["是否写到个人", "涉及个人"]).help("写了具体某个人的姓名或事迹。"),
        Column::flag("consent", "本人同意").aliases(&["本人是否同意", "是否同意发布"]).help("写到的人同意发布。"),
        NOTE,
    ],
    record_date: Some("made_on"),
    title: "title",
    sheet_title: "材料登记表",
    empty_title: "还没有材料",
    empty_text: "调研、倡议、典型事迹、经验总结，写了什么、报给谁、发布没有（二十条第十二、十九条）。",
    ..Declaration::of("dossiers", "材料", Group::Services)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("made_on", "sent_on");
    draft.in_order("made_on", "published_on");
    if draft.date("sent_on").is_some() && draft.text("sent_to").is_none() {
        draft.refuse("sent_to", "required", "有报送日期，请写明报送给哪个单位。");
    }
    if draft.date("published_on").is_some() && draft.flag("named") && !draft.flag("consent") {
        draft.warn("consent", "no_consent", "发布的材料写到个人，还没有本人同意。请补办同意，或隐去姓名。");
    }
}
