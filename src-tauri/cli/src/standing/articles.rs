//! The articles of the guideline as `status` says them.

use crate::output::table;
use serde_json::{Map, Value as Json, json};
use taizhang::answers::evidence::Way;
use taizhang::articles::{Attested, Gap, Judged, JudgedArticle, JudgedRequirement, State};

/// An article as JSON.
pub fn article(article: &JudgedArticle) -> Json {
    json!({
        "number": article.number,
        "title": article.title,
        "state": article.state.code(),
        "reason": article.reason,
        "evidence": article.evidence(),
        "gaps": article.gaps().map(gap).collect::<Vec<_>>(),
        "attested": article.attested().map(attested).collect::<Vec<_>>(),
        "requirements": article.requirements.iter().map(requirement).collect::<Vec<_>>(),
    })
}

fn requirement(one: &JudgedRequirement) -> Json {
    json!({
        "id": one.id,
        "words": one.words,
        "core": one.core,
        "state": one.state.code(),
        "made": one.made,
        "asked": one.asked,
        "late": one.late,
        "because": one.because,
        "gaps": one.gaps.iter().map(gap).collect::<Vec<_>>(),
    })
}

fn gap(gap: &Gap) -> Json {
    let (ledger, key, value) = match &gap.way {
        Way::Record(ledger, id) => (ledger, "id", Json::from(*id)),
        Way::New(ledger, preset) => {
            let preset: Map<String, Json> = preset.iter().map(|(column, text)| (column.clone(), text.clone().into())).collect();
            (ledger, "preset", Json::Object(preset))
        }
    };
    json!({ "text": gap.text, "ledger": ledger.name(), key: value })
}

fn attested(attested: &Attested) -> Json {
    json!({
        "requirement": attested.requirement,
        "by": attested.by,
        "basis": attested.basis,
        "until": attested.until.to_string(),
    })
}

/// All of them in lines, then what is missing.
pub fn lines(judged: &Judged) -> String {
    let rows: Vec<Vec<String>> = judged
        .articles
        .iter()
        .map(|article| {
            let attested = if article.attested().next().is_some() { "（认）" } else { "" };
            vec![
                article.number.to_string(),
                article.title.clone(),
                format!("{}{attested}", article.state.label()),
                article.evidence().to_string(),
                article.reason.clone(),
            ]
        })
        .collect();
    let mut lines = format!(
        "二十条对照（{} 至 {}，台账自 {} 起）：{}",
        judged.period.from,
        judged.period.to,
        judged.began,
        judged.in_words()
    );
    if !rows.is_empty() {
        lines.push_str(&format!("\n{}", table(&["条", "名称", "状态", "证据", "说明"], &rows)));
    }
    for article in judged.articles.iter().filter(|article| matches!(article.state, State::Partial | State::Missing)) {
        for one in &article.requirements {
            let more = if one.gaps.len() > 1 { format!("（还有 {} 处）", one.gaps.len() - 1) } else { String::new() };
            if let Some(gap) = one.gaps.first() {
                lines.push_str(&format!("\n第 {} 条：{}{more}", article.number, gap.text));
            }
        }
    }
    lines
}
