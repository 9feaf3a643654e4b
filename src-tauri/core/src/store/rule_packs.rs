//! 规则包: the rules an organisation goes by, imported, superseded and withdrawn as a whole, never changed and never deleted.
//!
//! What the rows mean is `rules::tables`'; which of them applies on a day is `rules::rulebook`'s.

use crate::rules::tables::RulePack;
use crate::schema::{Column, Declaration, Group, Kind, NOTE, Search};
use crate::store::draft::Draft;
use crate::store::rules;

/// Longest pack, in characters.
const MOST: usize = 1_000_000;

/// See the module.
pub static RULE_PACKS: Declaration = Declaration {
    columns: &[
        Column::name("title", "名称")
            .body()
            .required()
            .wide()
            .aliases(&["规则包名称"])
            .printed(60.0)
            .listed(220)
            .help("规则包自己写明的名称。"),
        Column::division("region", "适用地区").printed(30.0).listed(140).help("不填为全国；本地区的规则先于全国的。"),
        Column::date("issued_on", "发文日期").printed(24.0).listed(110).help("文件的日期，没有的可以不填。"),
        Column::text("source", "依据")
            .required()
            .wide()
            .aliases(&["文号", "来源"])
            .printed(80.0)
            .listed(320)
            .help("文件名称和文号；每一条由它得出的结论都会写明。"),
        Column::new("content", "内容", Kind::LongText { max: MOST }).required().wide().help("规则包文件（JSON）的全文。"),
        Column::text("digest", "内容指纹").searched(Search::Digits).wide().help("由内容得出；内容相同的规则包指纹相同。"),
        NOTE,
    ],
    title: "title",
    counted: false,
    unique: &[&["digest"]],
    sheet_title: "规则包",
    empty_title: "没有规则包",
    empty_text: "疫苗间隔、风险地区措施、消毒浓度和节假日都按规则包计算；程序自带一套，可以另行导入当地的。",
    ..Declaration::of("rule_packs", "规则包", Group::Data)
};

pub fn check(draft: &mut Draft<'_>) {
    if draft.before.is_some_and(|before| before.values.get("content") != draft.values.get("content")) {
        draft.refuse("content", "immutable", "规则包导入后不能改。请导入新的规则包取代它，或者撤回它。");
        return;
    }
    let Some(text) = draft.text("content") else { return };
    match RulePack::read(text) {
        Err(why) => draft.refuse("content", "pack", format!("规则包有误：{why}。请改好文件后再导入。")),
        Ok(pack) => {
            for (column, value) in rules::values(&pack) {
                draft.derive(column, value, "由规则包内容得出");
            }
        }
    }
}
