//! 宣传培训: what was told to whom by which means, and whether what was passed on had been checked at its source.

use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Search, choice};
use crate::store::draft::Draft;
use crate::topics::correspondence::NOTICES;

/// 形式
pub const KINDS: &[Choice] = &[
    choice("meeting", "研判会议"),
    choice("training", "培训"),
    choice("poster", "张贴海报"),
    choice("screen", "电子屏"),
    choice("wechat", "微信群"),
    choice("leaflet", "发放资料"),
    choice("patrol", "巡查提醒"),
    choice("event", "主题活动"),
    choice("media", "网络发布"),
];

/// 内容
pub const THEMES: &[Choice] = &[
    choice("policy", "政策要求"),
    choice("protection", "个人防护"),
    choice("vaccine", "疫苗接种"),
    choice("reporting", "主动报告"),
    choice("rumours", "不信谣不传谣"),
    choice("science", "科普"),
    choice("deeds", "典型事迹"),
    choice("party", "党员活动"),
];

/// 对象
pub const AUDIENCES: &[Choice] =
    &[choice("staff", "职工"), choice("members", "会员"), choice("clients", "服务对象"), choice("public", "公众")];

/// See the module.
pub static PUBLICITY: Declaration = Declaration {
    columns: &[
        Column::date("done_on", "日期")
            .required()
            .not_future()
            .aliases(&["宣传日期", "培训日期", "时间", "活动日期", "开展日期", "发布日期", "宣传时间", "培训时间", "学习日期"])
            .printed(24.0)
            .listed(104),
        Column::choice("kind", "形式", KINDS)
            .required()
            .aliases(&["宣传形式", "方式", "活动形式", "宣传方式", "培训形式", "类型"])
            .printed(22.0)
            .listed(100)
            .filter(),
        Column::new("topic", "主题", Kind::Text { max: 200 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["宣传主题", "培训主题", "标题", "题目", "活动主题", "学习主题"])
            .printed(60.0)
            .listed(240),
        Column::choices("themes", "内容", THEMES)
            .required()
            .wide()
            .aliases(&["宣传内容", "培训内容", "宣传主要内容", "主要内容", "学习内容"])
            .printed(40.0)
            .listed(160)
            .filter(),
        Column::choice("audience", "对象", AUDIENCES)
            .required()
            .aliases(&["宣传对象", "参加对象", "培训对象", "受众", "参加人员"])
            .printed(20.0)
            .listed(90)
            .filter()
            .carried(),
        Column::new("reach", "人数", Kind::Integer { min: 0, max: 100_000_000 })
            .aliases(&["覆盖人数", "参加人数", "阅读数", "受众人数", "培训人数", "参与人数", "人次", "覆盖人次"])
            .printed(18.0)
            .listed(80)
            .help("参加、收到或看到的人数；不知道的不填。"),
        Column::name("speaker", "主讲发布人")
            .aliases(&["主讲人", "发布人", "讲师", "主讲", "授课人", "宣讲人"])
            .printed(22.0)
            .listed(100)
            .carried(),
        Column::reference("notice", "来文", &NOTICES).aliases(&["依据文件", "依据"]).rare().help("按哪份来文做的。"),
        Column::text("source", "原发单位")
            .aliases(&["来源", "信息来源", "原发布单位", "出处"])
            .rare()
            .help("转发的内容最先由谁发布。"),
        Column::flag("source_checked", "来源已核对")
            .aliases(&["来源是否核对", "已核对来源"])
            .rare()
            .help("转发前核对过原发单位。"),
        NOTE,
    ],
    record_date: Some("done_on"),
    log: true,
    title: "topic",
    sheet_title: "宣传培训记录单",
    empty_title: "还没有宣传培训",
    empty_text: "开会、培训、张贴、群里提醒，都记一条：讲了什么、对谁、多少人（二十条第九至十一条）。",
    ..Declaration::of("publicity", "宣传培训", Group::Services)
};

pub fn check(draft: &mut Draft<'_>) {
    let checked = draft.flag("source_checked");
    if checked && draft.text("source").is_none() {
        draft.refuse("source", "required", "核对过来源的，请写明原发单位。");
    } else if !checked && draft.text("source").is_some() {
        draft.warn("source_checked", "unchecked", "转发的内容还没有核对来源。请先核对，再转发。");
    }
}
