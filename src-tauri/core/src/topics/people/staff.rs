//! 人员名册: the one roster every other ledger points at.

use super::POSTINGS;
use crate::rules::identifiers::{self, Document};
use crate::schema::{
    Choice, Column, Declaration, Group, Helped, Kind, Ledger, NOTE, Search, Sensitivity, Tone, Value, choice, state,
};
use crate::store::draft::Draft;

/// 性别
pub const SEXES: &[Choice] = &[choice("male", "男"), choice("female", "女")];

/// Identity documents (domain notes §3: GB 11643, travel permits, passports).
pub const ID_TYPES: &[Choice] = &[
    choice("resident_id", "居民身份证"),
    choice("hk_macau_permit", "港澳居民来往内地通行证"),
    choice("hmt_residence", "港澳台居民居住证"),
    choice("taiwan_permit", "台湾居民来往大陆通行证"),
    choice("passport", "护照"),
    choice("foreign_pr", "外国人永久居留身份证"),
    choice("other", "其他证件"),
    choice("none", "无证件"),
];

/// What helps with the number of each document but the resident's card.
const DOCUMENT_HELP: Helped = Helped {
    by: "id_type",
    of: &[
        ("hk_macau_permit", "H 或 M 加 8 位数字。"),
        ("taiwan_permit", "8 位数字，旧证更长。"),
        ("passport", "护照资料页右上角的号码，5 至 17 位。"),
        ("foreign_pr", "18 位，9 开头；旧证是 3 个字母加 12 位数字。"),
        ("other", "照证件填写。"),
        ("none", "没有证件的不填。"),
    ],
};

/// What helps with what only some documents tell.
const FROM_DOCUMENT: Helped = Helped {
    by: "id_type",
    of: &[
        ("hk_macau_permit", AS_IT_SAYS),
        ("taiwan_permit", AS_IT_SAYS),
        ("passport", AS_IT_SAYS),
        ("foreign_pr", AS_IT_SAYS),
        ("other", AS_IT_SAYS),
        ("none", "问本人后填写。"),
    ],
};
const AS_IT_SAYS: &str = "照证件填写。";

/// 告知同意 (个人信息保护法 articles 17, 29, 30).
pub const CONSENTS: &[Choice] =
    &[choice("none", "未告知"), choice("informed", "已告知"), choice("consented", "已告知并同意"), choice("refused", "不同意")];

/// 在岗状态 on the day asked about.
pub const PRESENCES: &[Choice] = &[
    state("present", "在岗", Tone::Good),
    state("upcoming", "未到岗", Tone::Warn),
    state("left", "离岗", Tone::Mute),
    state("unposted", "未任职", Tone::Mute),
];

/// See the module.
pub static STAFF: Declaration = Declaration {
    columns: &[
        Column::name("name", "姓名")
            .required()
            .aliases(&["名字", "人员姓名", "员工姓名"])
            .printed(24.0)
            .listed(130)
            .help("与证件一致；间隔号统一为「·」。"),
        Column::choice("category", "人员类别", super::postings::CATEGORIES)
            .computed()
            .printed(18.0)
            .listed(90)
            .filter()
            .section("任职"),
        Column::choice("id_type", "证件类型", ID_TYPES).aliases(&["证件种类"]),
        Column::text("id_number", "证件号")
            .sensitive(Sensitivity::DocumentNumber)
            .searched(Search::Digits)
            .identifies()
            .aliases(&["身份证号", "身份证号码", "居民身份证号", "公民身份号码", "证件号码"])
            .printed(42.0)
            .listed(180)
            .helped(&DOCUMENT_HELP)
            .help("核对末位，并得出性别和出生日期。"),
        Column::choice("sex", "性别", SEXES).printed(12.0).listed(60).filter().helped(&FROM_DOCUMENT).help("由证件号得出。"),
        Column::date("born_on", "出生日期")
            .not_future()
            .aliases(&["出生年月", "生日"])
            .printed(24.0)
            .listed(104)
            .helped(&FROM_DOCUMENT)
            .help("由证件号得出。"),
        Column::new("age", "年龄", Kind::Integer { min: 0, max: 150 }).computed().rare().help("到当天的周岁。"),
        Column::text("mobile", "手机")
            .sensitive(Sensitivity::Phone)
            .searched(Search::Digits)
            .aliases(&["手机号", "手机号码", "联系电话", "电话"])
            .printed(30.0)
            .listed(120)
            .help("固定电话和境外号码也可以。"),
        Column::text("department", "部门").computed().searched(Search::Pinyin).printed(26.0).listed(120).section("任职"),
        Column::text("post", "岗位").computed().printed(24.0).listed(110).section("任职"),
        Column::date("joined_on", "到岗日期").computed().printed(24.0).section("任职"),
        Column::date("left_on", "离岗日期").computed().section("任职").rare(),
        Column::choice("presence", "在岗状态", PRESENCES)
            .computed()
            .printed(18.0)
            .listed(90)
            .filter()
            .section("任职")
            .rare()
            .help("由到岗、离岗日期得出。"),
        Column::flag("party_member", "党员").aliases(&["中共党员", "政治面貌"]).rare(),
        Column::division("division_code", "居住地").aliases(&["居住地区划", "居住区县"]).section("联系").rare(),
        Column::new("address", "现居住地", Kind::Text { max: 200 })
            .sensitive(Sensitivity::Address)
            .wide()
            .aliases(&["住址", "家庭住址", "居住地址", "现住址"])
            .section("联系")
            .rare()
            .help("到门牌；印出时只到街道。"),
        Column::name("emergency_contact", "紧急联系人").searched(Search::No).aliases(&["紧急联系人姓名"]).section("联系").rare(),
        Column::text("emergency_phone", "紧急联系电话")
            .sensitive(Sensitivity::Phone)
            .aliases(&["紧急联系人电话", "紧急联系人手机"])
            .section("联系")
            .rare(),
        Column::choice("consent", "告知与同意", CONSENTS)
            .aliases(&["告知同意"])
            .filter()
            .section("告知")
            .help("登记健康信息前应当告知本人（个人信息保护法）。"),
        Column::date("consent_on", "告知日期").not_future().section("告知"),
        NOTE,
    ],
    with_child: Some(Ledger(&POSTINGS)),
    unit: "人",
    title: "name",
    person: true,
    unique: &[&["id_type", "id_number"]],
    likely: &[&["name", "born_on"], &["name", "mobile"]],
    sheet_title: "人员登记表",
    empty_title: "名册里还没有人",
    empty_text: "先登记本单位的人员；疫苗、旅居史、体温等台账都从名册里选人。检查时首先要看花名册（一人一档）。",
    ..Declaration::of("staff", "人员名册", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    if !draft.values.contains_key("id_type") {
        draft.values.insert("id_type", Value::Choice("resident_id"));
    }
    if !draft.values.contains_key("consent") {
        draft.values.insert("consent", Value::Choice("none"));
    }
    let id_type = draft.code("id_type").unwrap_or("resident_id");
    check_document(draft, id_type);
    draft.check_phone("mobile");
    draft.check_phone("emergency_phone");
    if draft.code("consent") == Some("none") && draft.values.contains_key("consent_on") {
        draft.refuse("consent_on", "consent", "还没有告知，不应有告知日期。请先选告知与同意的结果。");
    }
}

fn check_document(draft: &mut Draft<'_>, id_type: &'static str) {
    let Some(number) = draft.text("id_number").map(identifiers::normalise_document) else {
        if id_type != "none" {
            draft.warn("id_number", "missing", "没有证件号：先保存，以后补上；确实没有证件的，证件类型选「无证件」。");
        }
        return;
    };
    draft.values.insert("id_number", Value::Text(number.clone()));
    match identifiers::document(id_type, &number, draft.today()) {
        Err((rule, message)) => draft.refuse("id_number", rule, message),
        Ok(Document { born_on, sex, warning }) => {
            if let Some(message) = warning {
                draft.warn("id_number", "document", message);
            }
            if let Some(born_on) = born_on {
                draft.derive("born_on", Value::Date(born_on), "由证件号得出");
            }
            if let Some(sex) = sex {
                draft.derive("sex", Value::Choice(sex), "由证件号得出");
            }
        }
    }
}
