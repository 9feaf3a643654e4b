//! Vaccination on paper besides its list: who is due, and the coverage.

use super::VACCINATIONS;
use super::standing::{self, Coverage, Person};
use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::sheet::{Block, Field, SheetTable};
use crate::paper::table::{TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::rules::schedule::{BoosterState, DoseState};
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::disclosure::Masking;
use crate::topics::people::{CATEGORIES, STAFF};
use std::collections::{BTreeMap, BTreeSet};

/// Forms of the ledger.
pub const ALL: &[Printable] = &[
    Printable::of(Ledger(&VACCINATIONS), "due", "到期名单", "疫苗接种到期名单", Heeds::Day, due),
    Printable::of(Ledger(&VACCINATIONS), "summary", "接种率", "疫苗接种情况汇总表", Heeds::Day, summary),
];

/// Everybody for whom something is to be done, most urgent first, with the day and the rule it follows from.
fn due(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let on = job.query.on;
    let wanted = |person: &Person| {
        matches!(person.standing.state, DoseState::Overdue | DoseState::Due | DoseState::TooEarly)
            || (matches!(person.standing.state, DoseState::Unscheduled | DoseState::Unknown) && person.own())
            || person.standing.booster.state == BoosterState::Due
    };
    let people: Vec<Person> = standing::people(book, on)?.into_iter().filter(wanted).collect();
    if let Masking::Names(_) = forms::masking(job) {
        return counts(book, job, &people);
    }
    let mut sources = BTreeSet::new();
    let mut rows = Vec::with_capacity(people.len());
    for person in &people {
        let standing = &person.standing;
        let booster = standing.state == DoseState::Done;
        let rule = if booster { standing.booster.rule.as_ref() } else { standing.rule.as_ref() };
        let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let next = match standing.next_dose {
            _ if booster => "加强".to_owned(),
            Some(number) => format!("第 {number} 剂"),
            None => String::new(),
        };
        if let Some(rule) = rule {
            sources.insert(format!("{}：{}", rule.label, rule.source));
        }
        rows.push(TableRow {
            cells: vec![
                forms::person_name(book, Ledger(&STAFF), person.staff, &person.name, forms::masking(job))?,
                person.department.clone(),
                person.told.0.clone(),
                next,
                day(if booster { standing.booster.next_on } else { standing.next_on }),
                day(standing.last_on),
                rule.map(|rule| rule.label.clone()).unwrap_or_default(),
            ],
            marks: Vec::new(),
        });
    }
    let columns = vec![
        TableColumn::of("姓名", 24.0, Align::Centre),
        TableColumn::of("部门", 34.0, Align::Left),
        TableColumn::of("状态", 34.0, Align::Centre),
        TableColumn::of("下一剂", 20.0, Align::Centre),
        TableColumn::of("最早日期", 24.0, Align::Centre),
        TableColumn::of("最晚日期", 24.0, Align::Centre),
        TableColumn::of("依据", 84.0, Align::Left),
    ];
    let count = rows.len();
    let mut notes = vec!["接种自愿；本名单供提醒本人用，不对外张贴。".to_owned()];
    notes.extend(sources.into_iter().map(|source| format!("依据 {source}")));
    let form = TableForm { rows, notes, ..forms::bare_table(book, job, "疫苗接种到期名单", columns)? };
    Ok(Gathered { content: Content::Table(form), rows: count })
}

/// How many people there are of each state: whose names are masked is not told by her doses either.
fn counts(book: &Book, job: &PrintJob, people: &[Person]) -> Result<Gathered> {
    let mut states: BTreeMap<&str, usize> = BTreeMap::new();
    people.iter().for_each(|person| *states.entry(person.told.0.as_str()).or_default() += 1);
    let rows = states
        .iter()
        .map(|(state, count)| TableRow { cells: vec![(*state).to_owned(), format!("{count} 人")], marks: Vec::new() });
    let rows = rows.collect();
    let columns = vec![TableColumn::of("状态", 80.0, Align::Left), TableColumn::of("人数", 30.0, Align::Right)];
    let notes = vec!["姓名脱敏时只列人数。".to_owned()];
    let form = TableForm { rows, notes, ..forms::bare_table(book, job, "疫苗接种到期名单", columns)? };
    Ok(Gathered { content: Content::Table(form), rows: people.len() })
}

fn number(count: u32) -> String {
    count.to_string()
}

/// Figures in the two rates side by side, by category, by department, and why people are not vaccinated.
fn summary(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let people = standing::people(book, job.query.on)?;
    let own: Vec<&Person> = people.iter().filter(|person| person.own()).collect();
    let whole = Coverage::of(own.iter().copied());
    let figure = |label: &str, value: String| Field { label: label.to_owned(), value, wide: false };
    let fields = vec![
        figure("总数", format!("{} 人", whole.people)),
        figure("应接种", format!("{} 人（总数减去禁忌、暂缓、年龄不符）", whole.eligible)),
        figure("已接种", format!("{} 人（至少一剂）", whole.vaccinated)),
        figure("全程接种", format!("{} 人", whole.complete)),
        figure("全程 / 总数", whole.of_people()),
        figure("全程 / 应接种", whole.of_eligible()),
        figure("已加强", format!("{} 人", whole.booster)),
        figure("未登记", format!("{} 人（情况不明，不算未接种）", whole.unknown)),
    ];
    let mut form = forms::bare_sheet(book, job, "疫苗接种情况汇总表")?;
    form.blocks.push(Block { title: String::new(), fields });
    let by_category = grouped(&own, |person| {
        let code = person.category.unwrap_or_default();
        CATEGORIES.iter().position(|choice| choice.code == code).map_or((usize::MAX, "未任职".to_owned()), |place| {
            (place, CATEGORIES.get(place).map_or("", |choice| choice.label).to_owned())
        })
    });
    form.tables.push(rates("按人员类别", "类别", by_category, whole));
    let by_department = grouped(&own, |person| {
        let named = !person.department.is_empty();
        (usize::from(!named), if named { person.department.clone() } else { "未写部门".to_owned() })
    });
    form.tables.push(rates("按部门", "部门", by_department, whole));
    let clients = people.len() - own.len();
    if clients > 0 {
        form.notes.push(format!("服务对象 {clients} 人另计，不在表内。"));
    }
    if whole.unscheduled > 0 {
        form.notes.push(format!("无程序 {} 人：接种过没有接种程序的疫苗，算已接种，是否全程待核实。", whole.unscheduled));
    }
    form.notes.push("未登记的人情况不明，既不算已接种也不算未接种。".to_owned());
    Ok(Gathered { content: Content::Sheet(form), rows: own.len() })
}

/// People by group, groups in the order of their places, then by name.
fn grouped<'a>(people: &[&'a Person], of: impl Fn(&Person) -> (usize, String)) -> Vec<(String, Vec<&'a Person>)> {
    let mut groups: BTreeMap<(usize, String), Vec<&Person>> = BTreeMap::new();
    for person in people {
        groups.entry(of(person)).or_default().push(person);
    }
    groups.into_iter().map(|((_, label), people)| (label, people)).collect()
}

fn rates(title: &str, label: &str, groups: Vec<(String, Vec<&Person>)>, whole: Coverage) -> SheetTable {
    let row = |label: String, coverage: Coverage| TableRow {
        cells: vec![
            label,
            number(coverage.people),
            number(coverage.eligible),
            number(coverage.vaccinated),
            number(coverage.complete),
            coverage.of_people(),
            coverage.of_eligible(),
            number(coverage.booster),
            number(coverage.overdue + coverage.due),
            number(coverage.deferred + coverage.exempt),
            number(coverage.unknown),
        ],
        marks: Vec::new(),
    };
    let mut rows: Vec<TableRow> =
        groups.into_iter().map(|(label, people)| row(label, Coverage::of(people.into_iter()))).collect();
    rows.push(row("合计".to_owned(), whole));
    let columns = [
        (label, 28.0),
        ("总数", 13.0),
        ("应接种", 15.0),
        ("已接种", 15.0),
        ("全程", 13.0),
        ("全程/总数", 19.0),
        ("全程/应接", 19.0),
        ("加强", 13.0),
        ("到期超期", 18.0),
        ("暂缓禁忌", 18.0),
        ("未登记", 15.0),
    ];
    SheetTable {
        title: title.to_owned(),
        columns: columns.into_iter().map(|(label, width)| TableColumn::of(label, width, Align::Centre)).collect(),
        rows,
        blank_rows: 0,
    }
}
