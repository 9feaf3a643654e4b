//! 单位信息: the one record that says whose ledgers these are.

use crate::rules::identifiers;
use crate::schema::{Choice, Column, Declaration, Group, NOTE, Search, choice};
use crate::store::draft::Draft;

/// Legal forms (社会团体登记管理条例, 民办非企业单位登记管理暂行条例, 基金会管理条例; guideline articles 9–14).
pub const FORMS: &[Choice] = &[
    choice("association", "社会团体"),
    choice("service_body", "社会服务机构"),
    choice("foundation", "基金会"),
    choice("community", "社区社会组织"),
];

/// Traits that decide which of the guideline's articles apply.
pub const TRAITS: &[Choice] = &[
    choice("industry", "行业协会商会"),
    choice("charity", "慈善组织"),
    choice("academic", "学术科技"),
    choice("online", "网络社会组织"),
    choice("social_work", "社会工作"),
    choice("medical", "民办医疗"),
    choice("education", "民办教育"),
];

/// See the module.
pub static ORGANISATION: Declaration = Declaration {
    columns: &[
        Column::name("name", "单位名称")
            .body()
            .required()
            .wide()
            .aliases(&["机构名称", "社会组织名称"])
            .printed(60.0)
            .listed(260)
            .help("与登记证书一致的全称，印在每一页记录的表头。"),
        Column::choice("form", "组织类型", FORMS)
            .required()
            .aliases(&["类型"])
            .printed(24.0)
            .listed(120)
            .help("决定二十条中哪些条款适用。"),
        Column::choices("traits", "组织特征", TRAITS).wide().printed(30.0).help("可多选；第九至十四条按此判断是否适用。"),
        Column::text("credit_code", "统一社会信用代码")
            .searched(Search::Digits)
            .aliases(&["信用代码", "登记证号"])
            .printed(36.0)
            .listed(180)
            .help("18 位；备案制社区社会组织可以没有。"),
        Column::division("division_code", "所在区县")
            .aliases(&["行政区划代码", "行政区划"])
            .printed(24.0)
            .help("例如 500111；适用哪个地区的规则由它决定。"),
        Column::text("address", "住所").wide().printed(50.0).help("登记证书上的住所。"),
        Column::name("leader", "负责人").printed(18.0).help("法定代表人或主要负责人。"),
        Column::name("epidemic_lead", "防疫负责人").printed(18.0),
        Column::name("contact", "经办人")
            .aliases(&["联系人"])
            .printed(18.0)
            .help("平时记台账的人；没有另行指明时，记录人就是经办人。"),
        Column::text("contact_phone", "联系电话").aliases(&["电话"]).printed(26.0),
        Column::name("supervisor", "业务主管单位").body().printed(36.0).help("没有业务主管单位的可以不填。"),
        Column::name("registrar", "登记管理机关").body().printed(36.0).help("例如：大足区民政局。"),
        Column::name("party_branch", "党组织").body().printed(36.0).help("党支部名称；没有的可以不填。"),
        NOTE,
    ],
    single: true,
    title: "name",
    sheet_title: "单位信息表",
    empty_title: "还没有单位信息",
    empty_text: "单位名称印在每一页记录上；组织类型决定二十条中哪些适用。",
    ..Declaration::of("organisation", "单位信息", Group::Data)
};

pub fn check(draft: &mut Draft<'_>) {
    if let Some(code) = draft.text("credit_code") {
        let code = code.to_uppercase();
        let warning = identifiers::credit_code_warning(&code);
        draft.values.insert("credit_code", crate::schema::Value::Text(code));
        if let Some(message) = warning {
            draft.warn("credit_code", "credit_code", message);
        }
    }
    draft.check_phone("contact_phone");
}
