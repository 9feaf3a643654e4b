//! 旅居史: one record per stop of a trip; stops of one trip share its number. Whether a stop touched a risk area is
//! `rules::exposure`'s; whether the person was there, a person decides.

use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Search, Sensitivity, Tone, choice, state};
use crate::store::draft::Draft;
use crate::topics::common::HEALTH_CODES;
use crate::topics::people::STAFF;

/// 交通方式
pub const TRANSPORTS: &[Choice] = &[
    choice("train", "铁路"),
    choice("plane", "飞机"),
    choice("coach", "客运"),
    choice("car", "自驾"),
    choice("ferry", "渡轮"),
    choice("other", "其他"),
];

/// 核酸结果
pub const TEST_RESULTS: &[Choice] = &[choice("negative", "阴性"), choice("positive", "阳性"), choice("pending", "待出结果")];

/// 风险比对
pub const EXPOSURES: &[Choice] = &[choice("none", "无"), state("to_verify", "待核实", Tone::Bad)];

/// 核实结论
pub const VERDICTS: &[Choice] = &[state("confirmed", "确认到过", Tone::Bad), state("ruled_out", "已排除", Tone::Good)];

/// 管控措施
pub const MEASURES: &[Choice] = &[
    choice("none", "不用隔离"),
    choice("self_watch", "自我健康监测"),
    choice("home_watch", "居家健康监测"),
    choice("home", "居家隔离"),
    choice("central", "集中隔离"),
];

/// See the module.
pub static TRAVELS: Declaration = Declaration {
    columns: &[
        Column::reference("staff", "姓名", &STAFF).required().aliases(&["人员"]).printed(22.0).listed(110),
        Column::text("trip", "行程号").searched(Search::Digits).rare().help("同一次外出的几站写同一个；只有一站的不用填。"),
        Column::division("division_code", "到访地")
            .required()
            .aliases(&["到达地", "目的地", "旅居地", "区划代码"])
            .printed(34.0)
            .listed(150)
            .help("境外填国家名称，在船上填 船舶。"),
        Column::new("place_text", "具体地点", Kind::Text { max: 200 })
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["详细地址", "地点"])
            .printed(36.0)
            .help("街道、社区、宾馆；写得越细比对越准。"),
        Column::date("arrived_on", "到达日期").required().aliases(&["抵达日期", "出发日期"]).printed(22.0).listed(104),
        Column::date("departed_on", "离开日期").printed(22.0).listed(104).help("还在那里的不填。"),
        Column::date("returned_on", "返回日期")
            .aliases(&["返渝日期", "抵达本地日期"])
            .printed(22.0)
            .listed(104)
            .help("回到本地的日子。"),
        Column::choice("transport", "交通方式", TRANSPORTS).aliases(&["交通工具"]).printed(18.0).carried(),
        Column::text("transport_no", "车次航班").aliases(&["车次", "航班", "车牌"]).rare().help("车次、航班或车牌，座位也写上。"),
        Column::text("companions", "同行人").persons().aliases(&["同行人员", "同行人数"]).rare(),
        Column::choice("health_code", "健康码", HEALTH_CODES).printed(16.0).filter().section("健康").help("登记时的颜色。"),
        Column::flag("starred", "行程卡带星").section("健康").rare(),
        Column::new("symptoms", "症状", Kind::Text { max: 200 })
            .sensitive(Sensitivity::Health)
            .aliases(&["有无症状"])
            .section("健康")
            .help("没有的写 无。"),
        Column::flag("contact_with_case", "与病例轨迹交集").section("健康").rare().help("公布的病例轨迹里有没有重合。"),
        Column::date("last_test_on", "最近核酸日期")
            .aliases(&["核酸日期", "核酸检测日期"])
            .section("健康")
            .rare()
            .help("最近一次采样的日子。"),
        Column::choice("last_test_result", "最近核酸结果", TEST_RESULTS).aliases(&["核酸结果"]).section("健康").rare(),
        Column::text("reported_to", "已报告")
            .aliases(&["报告对象", "报告社区"])
            .printed(26.0)
            .section("报告")
            .help("社区或单位。"),
        Column::new("reported_at", "报告时间", Kind::Instant).not_future().section("报告"),
        Column::choice("exposure", "风险比对", EXPOSURES)
            .computed()
            .printed(22.0)
            .listed(110)
            .filter()
            .section("核实")
            .help("与风险地区名单比对的结果；待核实的由人来判断。"),
        Column::choice("required_measure", "应采取措施", MEASURES)
            .computed()
            .printed(26.0)
            .listed(120)
            .section("核实")
            .help("按返回当天有效的规则得出。"),
        Column::date("required_until_on", "措施截止")
            .computed()
            .printed(22.0)
            .listed(104)
            .section("核实")
            .help("应采取的措施到哪天。"),
        Column::text("test_days", "检测日期").computed().wide().printed(30.0).section("核实").help("返回后应做核酸检测的日子。"),
        Column::choice("verified", "核实结论", VERDICTS)
            .printed(18.0)
            .listed(100)
            .filter()
            .section("核实")
            .rare()
            .help("到过，还是没有到过。"),
        Column::name("verified_by", "核实人").section("核实").rare(),
        Column::date("verified_on", "核实日期")
            .not_future()
            .aliases(&["核实时间", "核查日期"])
            .section("核实")
            .rare()
            .help("向本人问清楚的那一天；不填的按登记结论的那天算。"),
        Column::choice("measure", "实际措施", MEASURES).printed(22.0).listed(110).section("核实").rare(),
        Column::date("released_on", "解除日期").printed(22.0).section("核实").rare(),
        NOTE,
    ],
    record_date: Some("arrived_on"),
    kin: Some("staff"),
    title: "staff",
    unique: &[&["staff", "division_code", "arrived_on"]],
    sheet_title: "旅居史报告单",
    empty_title: "还没有旅居史",
    empty_text: "有人外出或从外地返回就登记每一站；程序按当天的风险地区名单比对，写明该做什么（二十条第五条）。",
    ..Declaration::of("travels", "旅居史", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("arrived_on", "departed_on");
    draft.in_order("departed_on", "returned_on");
    draft.in_order("arrived_on", "returned_on");
    if draft.code("verified").is_some() && draft.text("verified_by").is_none() {
        draft.refuse("verified_by", "required", "请填写核实人：待核实的由谁判断的。");
    }
    if draft.values.contains_key("verified_on") && draft.code("verified").is_none() {
        draft.refuse("verified", "required", "有核实日期，请选核实结论：到过，还是没有到过。");
    }
    draft.in_order("arrived_on", "verified_on");
    let decides = draft.before.is_none_or(|before| before.code("verified").is_none());
    if decides && draft.code("verified").is_some() && !draft.values.contains_key("verified_on") {
        draft.warn("verified_on", "verified_on", "没有写核实日期，按登记结论的这一天算。是哪天问清楚的，请写上。");
    }
    let measured = draft.code("measure");
    if draft.date("released_on").is_some() && measured.is_none() {
        draft.refuse("measure", "required", "请先填写实际采取的措施，再填解除日期。");
    }
    draft.in_order("arrived_on", "released_on");
    if draft.date("last_test_on").is_some_and(|day| day > draft.today()) {
        draft.warn("last_test_on", "future", "核酸采样的日子还没有到。请核对。");
    }
    if draft.code("last_test_result") == Some("positive") || draft.code("health_code") == Some("red") {
        draft.warn("health_code", "report", "请立即向社区或疾控机构报告，并登记报告时间。");
    }
}
