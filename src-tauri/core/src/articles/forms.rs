//! The guideline on paper: 二十条对照表, one line an article, and 自查表, one line a requirement with room for who looks after it.

use super::{Judged, JudgedArticle, JudgedRequirement, Met, State, judge, settings};
use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::table::{Orientation, TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::schema::Ledger;
use crate::store::{Book, ORGANISATION};

/// Code of the table of articles.
pub const TABLE: &str = "articles";
/// Code of the table for looking oneself.
pub const SELFCHECK: &str = "selfcheck";

/// Forms of the whole file, offered with the organisation's.
pub const PRINTABLES: &[Printable] = &[
    Printable::of(Ledger(&ORGANISATION), TABLE, "二十条对照表", "二十条对照表", Heeds::Period, table),
    Printable::of(Ledger(&ORGANISATION), SELFCHECK, "自查表", "疫情防控自查表", Heeds::Period, selfcheck),
];

/// A state as it reads in black and white, before its word.
const fn mark(state: State) -> &'static str {
    match state {
        State::Proven => "●",
        State::Partial => "◎",
        State::Missing => "○",
        State::NotApplicable => "–",
    }
}

fn judged(book: &Book, job: &PrintJob) -> Result<Judged> {
    let on = job.query.on;
    judge(book, job.query.from, job.query.to.unwrap_or(on), on)
}

/// A table of the days judged, without rows.
fn bare(book: &Book, job: &PrintJob, judged: &Judged, columns: Vec<TableColumn>) -> Result<TableForm> {
    let period = Some(format!("{} 至 {}", judged.period.from, judged.period.to));
    Ok(TableForm { period, orientation: Orientation::Landscape, ..forms::bare_table(book, job, job.form.title, columns)? })
}

/// On which page of what is printed an article's proof stands.
pub type PageOf<'a> = dyn Fn(u8) -> Option<String> + 'a;

fn table(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let judged = judged(book, job)?;
    let (columns, rows) = table_of(&judged, &|_| None);
    let count = rows.len();
    let form = TableForm { rows, notes: notes(&judged), numbered: false, ..bare(book, job, &judged, columns)? };
    Ok(Gathered { content: Content::Table(form), rows: count })
}

/// 二十条对照表, a row an article.
pub fn table_of(judged: &Judged, page: &PageOf<'_>) -> (Vec<TableColumn>, Vec<TableRow>) {
    let columns = vec![
        TableColumn::of("条", 26.0, Align::Left),
        TableColumn::of("要求", 48.0, Align::Left),
        TableColumn::of("适用", 12.0, Align::Centre),
        TableColumn::of("状态", 18.0, Align::Centre),
        TableColumn { whole: false, ..TableColumn::of("证据", 20.0, Align::Right) },
        TableColumn::of("缺口", 100.0, Align::Left),
        TableColumn::of("认定", 30.0, Align::Left),
    ];
    (columns, judged.articles.iter().map(|article| row(of_article(article, page(article.number)))).collect())
}

fn row(cells: Vec<String>) -> TableRow {
    TableRow { cells, marks: Vec::new() }
}

fn of_article(article: &JudgedArticle, page: Option<String>) -> Vec<String> {
    let applies = article.state != State::NotApplicable;
    let gaps: Vec<&str> = article.requirements.iter().filter_map(|one| one.gaps.first()).map(|gap| gap.text.as_str()).collect();
    let attested: Vec<String> = article.attested().map(|one| format!("{}（到 {}）", one.by, one.until)).collect();
    vec![
        format!("{} {}", article.number, article.title),
        article.asks.clone(),
        if applies { "是" } else { "否" }.to_owned(),
        format!("{} {}", mark(article.state), article.state.label()),
        if applies { on_page(format!("{} 条", article.evidence()), page) } else { String::new() },
        if applies { gaps.concat() } else { article.reason.clone() },
        attested.join("、"),
    ]
}

/// What the states follow from: the guideline, since when ledgers are kept, thresholds unlike the guideline's.
pub fn notes(judged: &Judged) -> Vec<String> {
    let mut notes = vec![format!("{}", judged.in_words())];
    if !judged.guideline.is_empty() {
        notes.push(format!("依据：{}（{}）。台账自 {} 起。", judged.guideline, judged.source, judged.began));
    }
    for one in judged.articles.iter().flat_map(|article| &article.requirements) {
        if let Some(least) = one.least.as_ref().filter(|least| least.own.is_some()) {
            notes.push(format!("{}：单位自定 {}，默认 {}。", one.words, least.words, least.usual_words));
        }
    }
    if judged.late_cap != settings::USUAL_LATE_CAP {
        notes.push(format!("补录：单位自定最多 {}%，默认 {}%。", judged.late_cap, settings::USUAL_LATE_CAP));
    }
    notes.push("● 有据　◎ 部分　○ 缺失　– 不适用；由程序按记录得出，靠人工认定的写明认定人和到期日。".to_owned());
    notes
}

fn on_page(text: String, page: Option<String>) -> String {
    page.map_or(text.clone(), |page| format!("{text}，{page}"))
}

fn selfcheck(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let judged = judged(book, job)?;
    let (columns, rows) = selfcheck_of(&judged, &|_| None);
    let count = rows.len();
    let form = TableForm { rows, notes: notes(&judged), ..bare(book, job, &judged, columns)? };
    Ok(Gathered { content: Content::Table(form), rows: count })
}

/// 自查表, a row a requirement.
pub fn selfcheck_of(judged: &Judged, page: &PageOf<'_>) -> (Vec<TableColumn>, Vec<TableRow>) {
    let columns = vec![
        TableColumn::of("检查项目", 44.0, Align::Left),
        TableColumn::of("是否做到", 18.0, Align::Centre),
        TableColumn::of("依据", 26.0, Align::Left),
        TableColumn::of("做法或缺口", 110.0, Align::Left),
        TableColumn::of("检查人复核", 28.0, Align::Left),
    ];
    let of = |article: &JudgedArticle| {
        let lines = article.requirements.iter().map(|one| row(of_requirement(article, one, page(article.number))));
        lines.collect::<Vec<_>>()
    };
    (columns, judged.articles.iter().flat_map(of).collect())
}

fn of_requirement(article: &JudgedArticle, one: &JudgedRequirement, page: Option<String>) -> Vec<String> {
    let answer = match one.state {
        Met::Met => "是",
        Met::Partly | Met::Missing => "否",
        Met::NotAsked => "不适用",
    };
    let ground = if one.share().is_some() { on_page(one.share_in_words(), page) } else { String::new() };
    let told = one.gaps.first().map_or_else(|| one.because.clone(), |gap| gap.text.clone());
    vec![format!("第 {} 条 {}：{}", article.number, article.title, one.words), answer.to_owned(), ground, told, String::new()]
}
