//! Two packs beside each other: what stands otherwise in one of them, from what was kept of both when they were made.
//!
//! Owns what of a pack is kept to be compared, and the comparison. Says nothing of what was not kept, but that it was not.

use super::Pack;
use crate::articles::{Met, State, in_words};
use crate::schema::Ledger;
use crate::store::frozen::Frozen;
use crate::store::registry::Registry;
use serde_json::{Map, Value as Json, json};

/// Something that stands otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is of: 期间, 二十条, 要求, 台账.
    pub part: &'static str,
    /// Which.
    pub name: String,
    /// In the first.
    pub before: String,
    /// In the second.
    pub after: String,
}

/// What comparing two packs came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What stands otherwise, in the order of a pack.
    pub differences: Vec<Difference>,
    /// What could not be compared, in sentences.
    pub told: Vec<String>,
}

/// What is kept of a pack: how articles and requirements stand, and how many records of each ledger there are.
pub(super) fn summary(pack: &Pack) -> Json {
    let articles = &pack.judged.articles;
    let states: Map<String, Json> =
        articles.iter().map(|article| (article.number.to_string(), article.state.code().into())).collect();
    let requirements: Vec<Json> = pack
        .judged
        .requirements()
        .map(|(article, one)| {
            let share = one.share().map(|(made, asked)| json!([made, asked]));
            json!({
                "id": one.id, "words": format!("第 {} 条 {}", article.number, one.words), "state": one.state.code(),
                "share": share, "late": one.late, "gaps": one.gaps.len(),
            })
        })
        .collect();
    let ledgers: Vec<Json> = pack
        .counts
        .iter()
        .filter(|count| count.valid + count.voided > 0)
        .map(|count| json!([count.ledger.name(), count.valid, count.voided, count.late]))
        .collect();
    json!({ "rows": pack.rows, "states": states, "requirements": requirements, "ledgers": ledgers })
}

/// What stands otherwise in `two` than in `one`.
pub fn compare(registry: &Registry, one: &Frozen, two: &Frozen) -> Comparison {
    let mut found = Comparison::default();
    for (name, key) in [("起始日期", "from"), ("截止日期", "to"), ("数据截至", "on"), ("内容", "extent")] {
        found.tell("期间", name.to_owned(), job(one, key), job(two, key));
    }
    let numbers = keys(&one.summary["states"], &two.summary["states"]);
    let state = |of: &Frozen, number: &String| {
        let code = of.summary["states"][number.as_str()].as_str().unwrap_or_default();
        State::ALL.iter().find(|state| state.code() == code).map_or(String::new(), |state| state.label().to_owned())
    };
    for number in &numbers {
        found.tell("二十条", format!("第 {number} 条"), state(one, number), state(two, number));
    }
    let detailed = |of: &Frozen| of.summary["requirements"].is_array() && of.summary["ledgers"].is_array();
    for of in [one, two].into_iter().filter(|of| !detailed(of)) {
        let number = &of.number;
        found.told.push(format!("{number} 留存时还没有记各项要求和各本台账的条数，只比较期间和二十条的状态。"));
    }
    if detailed(one) && detailed(two) {
        found.requirements(one, two);
        found.ledgers(registry, one, two);
    }
    found
}

impl Comparison {
    fn tell(&mut self, part: &'static str, name: String, before: String, after: String) {
        if before != after {
            self.differences.push(Difference { part, name, before, after });
        }
    }

    fn requirements(&mut self, one: &Frozen, two: &Frozen) {
        let all = |of: &Frozen| of.summary["requirements"].as_array().cloned().unwrap_or_default();
        let (before, after) = (all(one), all(two));
        let said = |of: &[Json], id: &Json| of.iter().find(|one| one["id"] == *id).map_or_else(|| NONE.to_owned(), requirement);
        let added = after.iter().filter(|one| before.iter().all(|known| known["id"] != one["id"]));
        for one in before.iter().chain(added) {
            let name = one["words"].as_str().unwrap_or_default().to_owned();
            self.tell("要求", name, said(&before, &one["id"]), said(&after, &one["id"]));
        }
    }

    fn ledgers(&mut self, registry: &Registry, one: &Frozen, two: &Frozen) {
        let said = |of: &Frozen, ledger: Ledger| {
            let all = of.summary["ledgers"].as_array().map(Vec::as_slice).unwrap_or_default();
            all.iter().find(|line| line[0] == ledger.name()).map_or_else(|| NONE.to_owned(), counts)
        };
        for ledger in registry.ledgers() {
            self.tell("台账", ledger.declaration().label.to_owned(), said(one, ledger), said(two, ledger));
        }
    }
}

/// Where there is nothing of it.
const NONE: &str = "没有";

fn requirement(one: &Json) -> String {
    let code = one["state"].as_str().unwrap_or_default();
    let states = [Met::Met, Met::Partly, Met::Missing, Met::NotAsked];
    let mut said = states.iter().find(|state| state.code() == code).map_or(String::new(), |state| state.label().to_owned());
    match (one["share"][0].as_u64(), one["share"][1].as_u64()) {
        (Some(made), Some(0)) => said.push_str(&format!(" {made} 条")),
        (Some(made), Some(asked)) => said.push_str(&format!(" {}", in_words(made, asked))),
        _ => {}
    }
    if let Some(late) = one["late"].as_u64().filter(|late| *late > 0) {
        said.push_str(&format!("，补录 {late}"));
    }
    if let Some(gaps) = one["gaps"].as_u64().filter(|gaps| *gaps > 0) {
        said.push_str(&format!("，缺口 {gaps}"));
    }
    said
}

fn counts(line: &Json) -> String {
    let number = |place: usize| line[place].as_u64().unwrap_or_default();
    let mut said = format!("有效 {}", number(1));
    for (word, place) in [("作废", 2), ("补录", 3)] {
        if number(place) > 0 {
            said.push_str(&format!("，{word} {}", number(place)));
        }
    }
    said
}

fn job(of: &Frozen, key: &str) -> String {
    match (key, of.job[key].as_str().unwrap_or_default()) {
        ("extent", "summary") => "目录版".to_owned(),
        ("extent", _) => "全本".to_owned(),
        (_, day) => day.to_owned(),
    }
}

/// The keys of two objects, numbers in their order.
fn keys(one: &Json, two: &Json) -> Vec<String> {
    let of = |json: &Json| json.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let mut all = of(one);
    all.extend(of(two));
    all.sort_by_key(|key| key.parse::<u32>().unwrap_or(u32::MAX));
    all.dedup();
    all
}
