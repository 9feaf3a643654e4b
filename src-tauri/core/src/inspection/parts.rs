//! The parts of a pack between its contents and its last page.
//!
//! Owns what stands on each of them and which pages they refer to. Reads the file only in [`Facts::gather`].

use super::appendix::{self, Piece};
use super::{Extent, PackJob, Paper, own, statistics};
use crate::answers::Breakdown;
use crate::answers::evidence::Period;
use crate::articles::rectify;
use crate::articles::{self, Judged, JudgedArticle, JudgedRequirement, Met, State};
use crate::base::error::Result;
use crate::forms;
use crate::paper::binder::Places;
use crate::paper::page::Document;
use crate::paper::sheet::{self, Block, Field, SheetForm, SheetTable};
use crate::paper::table::{self, Orientation, TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::schema::{Ledger, Record, State as Standing};
use crate::store::{Book, present};
use crate::topics::TOPICS;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Records shown of an article where their ledger is printed with another.
const MOST_EXTRACTS: usize = 20;
/// Months across one page.
pub const MOST_MONTHS: usize = 12;

/// How many records of a ledger fall into the period.
#[derive(Debug, Clone)]
pub struct Count {
    /// Which.
    pub ledger: Ledger,
    /// Valid ones.
    pub valid: usize,
    /// Voided ones.
    pub voided: usize,
    /// Valid ones entered late.
    pub late: usize,
    corrected: usize,
}

/// A record that proves something, in a line.
struct Extract {
    ledger: Ledger,
    id: i64,
    day: Option<NaiveDate>,
    title: String,
}

/// A month, judged by itself.
pub struct Month {
    /// Its first day in the period.
    pub first: NaiveDate,
    /// Of each requirement how much was made, of how much, and how much of what was made was entered late.
    pub made: BTreeMap<String, (u64, u64, u64)>,
}

/// What the pages say, gathered from the file.
pub struct Facts {
    /// Name of the organisation.
    pub organisation: String,
    /// The head of the journal.
    pub head: String,
    /// How the articles stand.
    pub judged: Judged,
    own: Vec<Field>,
    profile: Vec<Breakdown>,
    known: Vec<(&'static str, String)>,
    bare_sheet: SheetForm,
    bare_table: TableForm,
    /// How many records of each ledger fall into the period.
    pub counts: Vec<Count>,
    extracts: BTreeMap<u8, Vec<Extract>>,
    /// The months of the period.
    pub months: Vec<Month>,
    /// What is in the appendix.
    pub pieces: Vec<Piece>,
    appendix: Option<SheetForm>,
    /// Of each gap of the articles that apply, in their order, who puts it right by when.
    terms: Vec<(String, Option<NaiveDate>)>,
}

/// A place that others refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Article(u8),
    /// A form of a ledger, by its code.
    Paper(&'static str, &'static str),
}

/// A part, and where in it stands what others refer to, in pages from its beginning.
pub struct Part {
    pub document: Document,
    marks: Vec<(Mark, usize)>,
}

/// Pages that are referred to, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Refs {
    pages: BTreeMap<Mark, usize>,
    all: usize,
}

impl Refs {
    /// Where everything stands that is referred to.
    pub fn of(parts: &[Part], places: &Places) -> Self {
        let of = |(part, first): (&Part, &usize)| part.marks.iter().map(|(mark, at)| (*mark, first + at)).collect::<Vec<_>>();
        Self { pages: parts.iter().zip(&places.parts).flat_map(of).collect(), all: places.pages }
    }

    /// Where the first paper of a ledger stands.
    fn ledger(&self, ledger: Ledger) -> Option<String> {
        let of = |mark: &Mark| matches!(mark, Mark::Paper(name, _) if *name == ledger.name());
        let first = self.pages.iter().filter(|(mark, _)| of(mark)).map(|(_, page)| page).min()?;
        Some(format!("第 {first} 页"))
    }

    fn page(&self, mark: Mark) -> Option<String> {
        self.pages.get(&mark).map(|page| format!("第 {page} 页"))
    }
}

impl Facts {
    /// Reads it all.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn gather(book: &Book, job: &PackJob, judged: Judged) -> Result<Self> {
        let print = job.print(articles::PRINTABLES[0], own());
        let record = book.organisation()?;
        let mut fields = Vec::new();
        let mut known = Vec::new();
        for column in book.registry().columns(own()).iter().filter(|column| column.stored()) {
            let field = forms::field(book, &print, &record, column)?;
            if ["name", "form", "credit_code"].contains(&column.name) {
                known.push((column.name, field.value.clone()));
            }
            if !field.value.is_empty() {
                fields.push(field);
            }
        }
        let counts = book.registry().counted().map(|ledger| counted(book, job, ledger)).collect::<Result<_>>()?;
        let extracts =
            judged.articles.iter().map(|article| Ok((article.number, extracts(book, job, article)?))).collect::<Result<_>>()?;
        let terms = rectify::lines(book, &judged)?.into_iter().map(|line| line.term).collect();
        let months = if job.extent == Extent::Full { months(book, job)? } else { Vec::new() };
        Ok(Self {
            organisation: forms::organisation_name(book)?,
            head: book.head()?.text,
            bare_sheet: forms::bare_sheet(book, &print, "")?,
            bare_table: forms::bare_table(book, &print, "", Vec::new())?,
            judged,
            own: fields,
            profile: TOPICS.iter().flat_map(|topic| topic.profile).map(|of| of(book, job.to)).collect::<Result<_>>()?,
            known,
            counts,
            extracts,
            months,
            pieces: Vec::new(),
            appendix: None,
            terms,
        })
    }

    /// Reads what is kept with the records of `ledgers`.
    ///
    /// # Errors
    /// `Invalid` when it is too much; what SQLite says.
    pub fn attach(&mut self, book: &Book, job: &PackJob, ledgers: &[(u8, Ledger)]) -> Result<()> {
        self.pieces = appendix::pieces(book, job, ledgers)?;
        if !self.pieces.is_empty() {
            let mut form = self.sheet(job, "附录");
            appendix::fill(book, &mut form, &self.pieces)?;
            self.appendix = Some(form);
        }
        Ok(())
    }

    /// What the cover says; without a number while there is none.
    pub fn cover(&self, job: &PackJob, number: &str) -> Vec<(&'static str, String)> {
        let of = |name: &str| self.known.iter().find(|(known, _)| *known == name).map_or(String::new(), |(_, text)| text.clone());
        let mut lines = vec![("单位名称", of("name")), ("组织类型", of("form"))];
        if !of("credit_code").is_empty() {
            lines.push(("信用代码", of("credit_code")));
        }
        lines.push(("期　　间", format!("{} 至 {}", job.from, job.to)));
        lines.push(("数据截至", job.on.to_string()));
        let without: Vec<&str> = job.without.iter().map(|ledger| ledger.declaration().label).collect();
        let mut extent = if job.extent == Extent::Full { "全本".to_owned() } else { "目录版，不附台账".to_owned() };
        if !without.is_empty() {
            extent.push_str(&format!("，不附{}", without.join("、")));
        }
        if job.attachments {
            extent.push_str(&format!("，附件 {} 件", self.pieces.len()));
        }
        lines.push(("内　　容", extent));
        lines.push(("编　　号", number.to_owned()));
        lines.push(("敏感信息", self.bare_sheet.mask_word.clone()));
        lines
    }

    /// Whether anything is masked, in one word.
    pub fn mask(&self) -> &str {
        self.bare_sheet.mask_word.split(" · ").next().unwrap_or_default()
    }

    /// A sheet of the pack's own, without boxes.
    pub fn sheet(&self, job: &PackJob, title: &str) -> SheetForm {
        SheetForm { title: title.to_owned(), on: job.on, signature: false, ..self.bare_sheet.clone() }
    }

    /// A table of the pack's own.
    pub fn table(&self, job: &PackJob, title: &str, columns: Vec<TableColumn>, rows: Vec<TableRow>) -> TableForm {
        TableForm {
            title: title.to_owned(),
            on: job.on,
            columns,
            rows,
            signature: false,
            orientation: Orientation::Landscape,
            numbered: false,
            ..self.bare_table.clone()
        }
    }
}

fn counted(book: &Book, job: &PackJob, ledger: Ledger) -> Result<Count> {
    let records = book.stored(ledger, &book.list(&job.records(ledger))?)?;
    let mut count = Count { ledger, valid: 0, voided: 0, late: 0, corrected: 0 };
    for record in &records {
        if record.state == Standing::Voided {
            count.voided += 1;
            continue;
        }
        count.valid += 1;
        count.late += usize::from(present::is_late(book, record)?);
        count.corrected += usize::from(ledger.declaration().log && is_corrected(book, record)?);
    }
    Ok(count)
}

fn is_corrected(book: &Book, record: &Record) -> Result<bool> {
    Ok(!present::corrections(book, record, crate::store::disclosure::Masking::Masked)?.is_empty())
}

/// The first records of an article whose ledger is not printed with it.
fn extracts(book: &Book, job: &PackJob, article: &JudgedArticle) -> Result<Vec<Extract>> {
    let mut seen = BTreeSet::new();
    let rows = article.requirements.iter().flat_map(|requirement| &requirement.rows);
    let elsewhere = rows
        .filter(|(ledger, _)| !job.without.contains(ledger) && !article.papers.iter().any(|paper| paper.ledger == ledger.name()));
    let first: Vec<(Ledger, i64)> =
        elsewhere.filter(|(ledger, id)| seen.insert((ledger.name(), *id))).take(MOST_EXTRACTS).copied().collect();
    let mut found = Vec::new();
    for (ledger, id) in first {
        for record in book.stored(ledger, &[id])? {
            let day = ledger.declaration().record_date;
            let day = day.and_then(|column| record.date(column).or_else(|| record.instant(column).map(|at| at.date())));
            found.push(Extract { ledger, id, day, title: book.title(ledger, id)? });
        }
    }
    Ok(found)
}

/// The calendar months of the period, the last ones where they are many, each judged by itself.
fn months(book: &Book, job: &PackJob) -> Result<Vec<Month>> {
    // The guideline of the whole period, whichever was in force in the month.
    let by = Period { from: job.from, to: job.to, on: job.on }.last();
    let mut months = Vec::new();
    let mut first = job.to.with_day(1).unwrap_or(job.to);
    while months.len() < MOST_MONTHS {
        let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first).min(job.to);
        let from = first.max(job.from);
        if from <= last {
            let period = Period { from, to: last, on: job.on.max(last) };
            let judged = articles::judge_by(book, period, by)?;
            let made = judged.articles.iter().flat_map(|article| &article.requirements);
            let asked = made.filter(|one| one.state != Met::NotAsked);
            let made = asked.map(|one| {
                let (made, asked) = one.share().unwrap_or_default();
                (one.id.clone(), (made, asked, one.late))
            });
            months.push(Month { first: from, made: made.collect() });
        }
        match first.checked_sub_months(Months::new(1)) {
            Some(earlier) if first > job.from => first = earlier,
            _ => break,
        }
    }
    months.reverse();
    Ok(months)
}

/// What is laid out before: the papers by their article, as they were gathered and as pages, and the appendix.
type Laid<'a> = (&'a BTreeMap<u8, Vec<Paper>>, &'a BTreeMap<u8, Vec<Document>>, Option<&'a Document>);

/// The appendix, laid out; what refers to it does so by its numbers, not by pages.
pub fn appendix(job: &PackJob, facts: &Facts) -> Option<Document> {
    facts.appendix.clone().map(|form| sheet(job, form))
}

/// All parts in their order.
pub fn compose(job: &PackJob, facts: &Facts, laid: Laid<'_>, refs: &Refs) -> Vec<Part> {
    let plain = |document| Part { document, marks: Vec::new() };
    let mut parts =
        vec![plain(organisation(job, facts)), plain(articles_table(job, facts, refs)), plain(selfcheck(job, facts, refs))];
    if job.extent == Extent::Full {
        parts.push(evidence(job, facts, laid, refs));
        if !facts.months.is_empty() {
            parts.push(plain(statistics::document(job, facts)));
        }
    }
    parts.push(plain(gaps(job, facts)));
    parts.push(plain(signatures(job, facts)));
    parts.extend(laid.2.cloned().map(plain));
    parts.push(plain(last(job, facts, refs)));
    parts
}

/// A sheet of the pack's own, laid out; its words name nobody where names are masked.
pub fn sheet(job: &PackJob, mut form: SheetForm) -> Document {
    if let Some(names) = job.names() {
        forms::each_of_sheet(&mut form, &|text| *text = names.hide(text));
    }
    sheet::compose(&form)
}

/// The same of a table.
pub fn table(job: &PackJob, mut form: TableForm) -> Document {
    if let Some(names) = job.names() {
        forms::each_of_table(&mut form, &|text| *text = names.hide(text));
    }
    table::compose(&form)
}

pub fn cells(cells: Vec<String>) -> TableRow {
    TableRow { cells, marks: Vec::new() }
}

/// 单位基本情况
fn organisation(job: &PackJob, facts: &Facts) -> Document {
    let mut form = facts.sheet(job, "单位基本情况");
    form.blocks.push(Block { title: String::new(), fields: facts.own.clone() });
    for of in facts.profile.iter().filter(|of| !of.rows.is_empty()) {
        let column = |(place, label): (usize, &&str)| {
            if place == 0 { TableColumn::of(label, 50.0, Align::Left) } else { TableColumn::of(label, 20.0, Align::Right) }
        };
        form.tables.push(SheetTable {
            title: format!("{}（{}）", of.title, job.to),
            columns: of.columns.iter().enumerate().map(column).collect(),
            rows: of.rows.iter().cloned().map(cells).collect(),
            blank_rows: 0,
        });
    }
    form.notes.push(format!("台账自 {} 起启用，以前没有记录。", facts.judged.began));
    sheet(job, form)
}

fn articles_table(job: &PackJob, facts: &Facts, refs: &Refs) -> Document {
    let page = |number: u8| refs.page(Mark::Article(number));
    let (columns, rows) = articles::table_of(&facts.judged, &page);
    let form = facts.table(job, "二十条对照表", columns, rows);
    table(job, TableForm { notes: articles::notes(&facts.judged), ..form })
}

fn selfcheck(job: &PackJob, facts: &Facts, refs: &Refs) -> Document {
    let page = |number: u8| refs.page(Mark::Article(number));
    let (columns, rows) = articles::selfcheck_of(&facts.judged, &page);
    let form = facts.table(job, "疫情防控自查表", columns, rows);
    table(job, TableForm { numbered: true, ..form })
}

/// 分条证据
fn evidence(job: &PackJob, facts: &Facts, (papers, laid, _): Laid<'_>, refs: &Refs) -> Part {
    let (mut documents, mut marks) = (Vec::new(), Vec::new());
    let mut at = 0;
    for article in facts.judged.articles.iter().filter(|article| article.state != State::NotApplicable) {
        let own: &[Paper] = papers.get(&article.number).map_or(&[], Vec::as_slice);
        let pages: &[Document] = laid.get(&article.number).map_or(&[], Vec::as_slice);
        marks.push((Mark::Article(article.number), at));
        let own_page = sheet(job, of_article(job, facts, article, own, refs));
        let mut behind = at + own_page.pages.len();
        for (paper, document) in own.iter().zip(pages) {
            marks.push((Mark::Paper(paper.ledger.name(), paper.form), behind));
            behind += document.pages.len();
        }
        let title = own_page.title.clone();
        let whole = std::iter::once(own_page).chain(pages.iter().cloned()).collect();
        let mut whole = Document::joined(&title, &facts.organisation, &title, job.on, whole);
        // The first entry is the article itself.
        whole.bookmarks.remove(0);
        at = behind;
        documents.push(whole);
    }
    let others: Vec<TableRow> = facts
        .judged
        .articles
        .iter()
        .filter(|article| article.state == State::NotApplicable)
        .map(|article| cells(vec![format!("第 {} 条 {}", article.number, article.title), article.reason.clone()]))
        .collect();
    if !others.is_empty() {
        let mut form = facts.sheet(job, "不适用的条款");
        let columns = vec![TableColumn::of("条款", 40.0, Align::Left), TableColumn::of("理由", 120.0, Align::Left)];
        form.tables.push(SheetTable { title: String::new(), columns, rows: others, blank_rows: 0 });
        documents.push(sheet(job, form));
    }
    Part { document: Document::joined("分条证据", &facts.organisation, "分条证据", job.on, documents), marks }
}

fn of_article(job: &PackJob, facts: &Facts, article: &JudgedArticle, papers: &[Paper], refs: &Refs) -> SheetForm {
    let mut form = facts.sheet(job, &format!("第 {} 条　{}", article.number, article.title));
    let field = |label: &str, value: String| Field { label: label.to_owned(), value, wide: true };
    let mut fields = vec![field("要求", article.asks.clone()), field("状态", article.state.label().to_owned())];
    if !article.reason.is_empty() {
        fields.push(field("说明", article.reason.clone()));
    }
    form.blocks.push(Block { title: String::new(), fields });
    form.tables.push(SheetTable {
        title: "要求与缺口".to_owned(),
        columns: vec![
            TableColumn::of("项目", 30.0, Align::Left),
            TableColumn::of("状态", 14.0, Align::Centre),
            TableColumn::of("做到", 18.0, Align::Right),
            TableColumn::of("补录", 12.0, Align::Right),
            TableColumn::of("缺口或说明", 90.0, Align::Left),
        ],
        rows: article.requirements.iter().map(of_requirement).collect(),
        blank_rows: 0,
    });
    let mut rows: Vec<TableRow> = papers
        .iter()
        .map(|paper| {
            let page = refs.page(Mark::Paper(paper.ledger.name(), paper.form)).unwrap_or_default();
            let mut row = vec![paper.title.clone(), format!("{} 条", paper.rows), page];
            if !facts.pieces.is_empty() {
                row.push(appendix::numbers(&facts.pieces, paper.ledger));
            }
            cells(row)
        })
        .collect();
    let extracts = facts.extracts.get(&article.number).map_or(&[][..], Vec::as_slice);
    let mut elsewhere: Vec<(Ledger, usize)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (ledger, id) in article.requirements.iter().flat_map(|one| &one.rows) {
        if papers.iter().any(|paper| paper.ledger == *ledger) || !seen.insert((ledger.name(), *id)) {
            continue;
        }
        match elsewhere.iter_mut().find(|(known, _)| known == ledger) {
            Some((_, count)) => *count += 1,
            None => elsewhere.push((*ledger, 1)),
        }
    }
    rows.extend(elsewhere.iter().map(|(ledger, count)| {
        let page = refs.ledger(*ledger).map_or_else(|| "没有另印".to_owned(), |page| format!("见{page}"));
        let mut row = vec![ledger.declaration().label.to_owned(), format!("{count} 条"), page];
        if !facts.pieces.is_empty() {
            row.push(appendix::numbers(&facts.pieces, *ledger));
        }
        cells(row)
    }));
    if rows.is_empty() {
        form.notes.push("本期没有可以印出的记录。".to_owned());
    } else {
        let mut columns = vec![
            TableColumn::of("台账或表", 70.0, Align::Left),
            TableColumn::of("记录", 30.0, Align::Right),
            TableColumn::of("页", 40.0, Align::Left),
        ];
        if !facts.pieces.is_empty() {
            columns.push(TableColumn::of("附录", 40.0, Align::Left));
        }
        form.tables.push(SheetTable { title: "依据".to_owned(), columns, rows, blank_rows: 0 });
    }
    if !extracts.is_empty() {
        let line = |one: &Extract| {
            let day = one.day.map_or_else(String::new, |day| day.to_string());
            cells(vec![day, one.title.clone(), format!("{} 第 {} 号", one.ledger.declaration().label, one.id)])
        };
        form.tables.push(SheetTable {
            title: "别处所印记录的摘录".to_owned(),
            columns: vec![
                TableColumn::of("日期", 24.0, Align::Centre),
                TableColumn::of("记录", 80.0, Align::Left),
                TableColumn::of("台账", 50.0, Align::Left),
            ],
            rows: extracts.iter().map(line).collect(),
            blank_rows: 0,
        });
        if extracts.len() == MOST_EXTRACTS {
            form.notes.push(format!("摘录最多 {MOST_EXTRACTS} 条，其余见所印台账。"));
        }
    }
    form
}

fn of_requirement(one: &JudgedRequirement) -> TableRow {
    let late = if one.late > 0 { one.late.to_string() } else { String::new() };
    let gaps: Vec<&str> = one.gaps.iter().map(|gap| gap.text.as_str()).collect();
    let told = if gaps.is_empty() { one.because.clone() } else { gaps.concat() };
    let words = if one.core { format!("{} ◎", one.words) } else { one.words.clone() };
    cells(vec![words, one.state.label().to_owned(), one.share_in_words(), late, told])
}

/// 缺口清单
fn gaps(job: &PackJob, facts: &Facts) -> Document {
    let columns = vec![
        TableColumn::of("条", 12.0, Align::Centre),
        TableColumn::of("项目", 34.0, Align::Left),
        TableColumn::of("缺口", 120.0, Align::Left),
        TableColumn::of("责任人", 30.0, Align::Left),
        TableColumn::of("整改期限", 34.0, Align::Left),
    ];
    let rows: Vec<TableRow> = facts
        .judged
        .requirements()
        .filter(|(article, _)| article.state != State::NotApplicable)
        .flat_map(|(article, one)| one.gaps.iter().map(move |gap| (article, one, gap)))
        .zip(&facts.terms)
        .map(|((article, one, gap), (responsible, due_on))| {
            let due_on = due_on.map(|day| day.to_string()).unwrap_or_default();
            cells(vec![article.number.to_string(), one.words.clone(), gap.text.clone(), responsible.clone(), due_on])
        })
        .collect();
    let none = rows.is_empty();
    let mut form = facts.table(job, "缺口清单", columns, rows);
    form.numbered = true;
    if none {
        form.notes.push("期间内没有缺口。".to_owned());
    }
    let told = |what: &str, of: fn(&Count) -> usize| {
        let some: Vec<String> = facts
            .counts
            .iter()
            .filter(|count| of(count) > 0)
            .map(|count| format!("{} {}", count.ledger.declaration().label, of(count)))
            .collect();
        if some.is_empty() { format!("{what}：没有。") } else { format!("{what}：{}。", some.join("、")) }
    };
    form.notes.push(told("补录", |count| count.late));
    form.notes.push(told("作废", |count| count.voided));
    form.notes.push(told("更正", |count| count.corrected));
    table(job, form)
}

/// 签字盖章页: all of it blank.
fn signatures(job: &PackJob, facts: &Facts) -> Document {
    let mut form = facts.sheet(job, "签字盖章");
    let field = |label: &str, lines: usize, wide: bool| Field { label: label.to_owned(), value: "\n".repeat(lines), wide };
    form.blocks.push(Block {
        title: "以上记录属实".to_owned(),
        fields: vec![
            field("负责人", 2, false),
            field("经办人", 2, false),
            field("单位（公章）", 6, true),
            field("日期", 1, true),
        ],
    });
    form.blocks.push(Block {
        title: "检查".to_owned(),
        fields: vec![
            field("检查单位", 1, true),
            field("检查人", 2, false),
            field("证件号", 2, false),
            field("检查人", 2, false),
            field("证件号", 2, false),
            field("检查意见", 8, true),
            field("日期", 1, true),
        ],
    });
    sheet(job, form)
}

/// 末页: what the pack holds, and how it is checked.
fn last(job: &PackJob, facts: &Facts, refs: &Refs) -> Document {
    let mut form = facts.sheet(job, "末页");
    let field = |label: &str, value: String| Field { label: label.to_owned(), value, wide: true };
    let check = "在防疫台账里按核验码检查数据文件，会说明打印以后改过几步；编号相同的两册逐字相同。";
    let fields = vec![
        field("页数", format!("共 {} 页", refs.all)),
        field("核验码", facts.head.clone()),
        field("核对办法", check.to_owned()),
    ];
    form.blocks.push(Block { title: String::new(), fields });
    let number = |count: usize| if count == 0 { String::new() } else { count.to_string() };
    let some: Vec<Vec<String>> = facts
        .counts
        .iter()
        .filter(|count| count.valid + count.voided > 0)
        .map(|count| {
            let label = count.ledger.declaration().label.to_owned();
            vec![label, number(count.valid), number(count.voided), number(count.late)]
        })
        .collect();
    // Two beside each other, each half from top to bottom.
    let (left, right) = some.split_at(some.len().div_ceil(2));
    let rows = left.iter().enumerate().map(|(place, row)| {
        let beside = right.get(place).cloned().unwrap_or_else(|| vec![String::new(); 4]);
        cells(row.iter().cloned().chain(beside).collect())
    });
    let half =
        [("台账", 44.0, Align::Left), ("有效", 16.0, Align::Right), ("作废", 14.0, Align::Right), ("补录", 14.0, Align::Right)];
    form.tables.push(SheetTable {
        title: "期间内的记录".to_owned(),
        columns: half.iter().chain(&half).map(|(label, width, align)| TableColumn::of(label, *width, *align)).collect(),
        rows: rows.collect(),
        blank_rows: 0,
    });
    sheet(job, form)
}
