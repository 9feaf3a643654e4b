//! What ledgers of several topics have in common: bodies, people on and off the roster, states of what is under way.
//!
//! Owns columns, lists of values and checks that would otherwise be written again in each topic. Names no ledger but the
//! roster, which all may name; knows no topic's rules.

use super::people::STAFF;
use crate::answers::evidence::Period;
use crate::answers::reported::Reported;
use crate::answers::{Breakdown, Due, Leads, Tally, Task, Urgency};
use crate::base::clock::Span;
use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Kind, Ledger, Record, Search, Sensitivity, Tone, Value, choice, state};
use crate::store::Book;
use crate::store::draft::Draft;
use crate::store::listing::Query;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use std::collections::HashSet;

/// Bodies that records are addressed to or come from.
pub const BODIES: &[Choice] = &[
    choice("registrar", "民政部门"),
    choice("supervisor", "业务主管单位"),
    choice("industry", "行业部门"),
    choice("community", "街道社区"),
    choice("command", "指挥部"),
    choice("health", "卫健部门"),
    choice("cdc", "疾控机构"),
    choice("hospital", "医疗机构"),
    choice("own", "本单位"),
    choice("other", "其他"),
];

/// 健康码
pub const HEALTH_CODES: &[Choice] =
    &[state("green", "绿码", Tone::Good), state("yellow", "黄码", Tone::Warn), state("red", "红码", Tone::Bad)];

/// 办理状态 of what has a term.
pub const STATUSES: &[Choice] = &[
    state("off", "不办", Tone::Mute),
    state("ahead", "未到", Tone::Mute),
    state("open", "进行中", Tone::Mute),
    state("due", "到期", Tone::Warn),
    state("late", "超期", Tone::Bad),
    state("done", "办结", Tone::Good),
];

/// The computed column of it.
pub const STATUS: Column = Column::choice("status", "办理状态", STATUSES).computed().printed(26.0).listed(120).filter();

/// 星期
pub const WEEKDAYS: &[Choice] = &[
    choice("mon", "周一"),
    choice("tue", "周二"),
    choice("wed", "周三"),
    choice("thu", "周四"),
    choice("fri", "周五"),
    choice("sat", "周六"),
    choice("sun", "周日"),
];

/// A state in its own words.
pub fn told(code: &'static str, text: impl Into<String>) -> Value {
    let tone = STATUSES.iter().find(|choice| choice.code == code).and_then(|choice| choice.tone);
    Value::Told { code, text: text.into(), tone }
}

/// Somebody on the roster; off it she is [`NAME`].
pub const PERSON: Column =
    Column::reference("staff", "本单位人员", &STAFF).printed(24.0).listed(110).help("名册里的人；外单位的人填在姓名一格。");
/// Somebody who is not on the roster.
pub const NAME: Column = Column::name("name", "外单位姓名").aliases(&["姓名"]).printed(24.0).listed(110).help("不在名册里的人。");

/// How to reach somebody who is not on the roster.
pub const PHONE: Column = Column::text("phone", "电话")
    .sensitive(Sensitivity::Phone)
    .searched(Search::Digits)
    .aliases(&["联系电话", "手机", "手机号"])
    .printed(30.0)
    .listed(120);

/// Warns of a temperature that is a fever by the limit of `day`: with it nobody should do `what`.
pub fn warn_of_fever(draft: &mut Draft<'_>, day: NaiveDate, what: &str) {
    let fever = draft.rules.limit("fever", day).and_then(|ruled| ruled.row.rule.value);
    let temperature = draft.values.get("temperature").and_then(Value::as_decimal);
    if let (Some(fever), Some(temperature)) = (fever, temperature)
        && temperature >= fever
    {
        let message = format!("体温达到 {fever} ℃，不应{what}。请核对；确已{what}的请写明怎样处置。");
        draft.warn("temperature", "fever", message);
    }
}

/// Refuses a record that names nobody, or two.
pub fn one_person(draft: &mut Draft<'_>) {
    match (draft.reference("staff"), draft.text("name").is_some()) {
        (Some(_), true) => draft.refuse("name", "one_of", "名册里的人和外单位的人只填一个，请去掉一个。"),
        (None, false) => draft.refuse("name", "one_of", "请选名册里的人，或写外单位人员的姓名。"),
        _ => {}
    }
}

/// Refuses a decision in `column` without who decided in `by`.
pub fn decided_by(draft: &mut Draft<'_>, column: &'static str, by: &'static str) {
    if draft.values.contains_key(column) && draft.text(by).is_none() {
        let message = format!("填了{}，请写明{}。", draft.label(column), draft.label(by));
        draft.refuse(by, "required", message);
    }
}

/// The last day that valid records of a ledger name in one of `columns`.
///
/// # Errors
/// What SQLite says.
pub fn last_day(book: &Book, declaration: &'static Declaration, columns: &[&'static str]) -> Result<Option<NaiveDate>> {
    let mut last = None;
    book.each_valid(Ledger(declaration), columns, |_, values| {
        last = values.values().filter_map(Value::as_day).max().max(last);
    })?;
    Ok(last)
}

/// Days in words between a term and the day asked about: 今天, 还有 3 天, 超期 2 天.
pub fn term(due_on: NaiveDate, on: NaiveDate) -> String {
    match (due_on - on).num_days() {
        0 => "今天到期".to_owned(),
        days if days > 0 => format!("还有 {days} 天"),
        days => format!("超期 {} 天", -days),
    }
}

/// State of something to be done by `due_on`: late after it, due from `before` days ahead of it on, open until then.
pub fn by_term(due_on: NaiveDate, on: NaiveDate, before: i64) -> Value {
    let code = match (due_on - on).num_days() {
        days if days < 0 => "late",
        days if days <= before => "due",
        _ => "open",
    };
    told(code, term(due_on, on))
}

/// Records named one by one; more than these are counted.
const NAMED: usize = 3;

/// What records of a ledger with a [`STATUS`] ask for today, the late ones first; `why` they are to be seen to.
///
/// # Errors
/// What SQLite says.
pub fn by_status(book: &Book, declaration: &'static Declaration, why: &str) -> Result<Vec<Task>> {
    let ledger = Ledger(declaration);
    let mut tasks = Vec::new();
    for (code, urgency) in [("late", Urgency::Bad), ("due", Urgency::Warn)] {
        let ids = with_status(book, ledger, code)?;
        let task = |title: String, leads: Leads| Task { label: declaration.label, title, detail: why.to_owned(), urgency, leads };
        if ids.len() > NAMED {
            let title = format!("{} 条{}{}", ids.len(), declaration.label, status_word(code));
            tasks.push(task(title, Leads::Ledger(ledger)));
            continue;
        }
        for record in book.window(ledger, &ids, book.today())? {
            let told = record.values.get("status").map(|value| value.shown(STATUS.kind)).unwrap_or_default();
            tasks.push(task(format!("{}：{told}", book.title(ledger, record.id)?), Leads::Record(ledger, record.id)));
        }
    }
    Ok(tasks)
}

/// The valid records of a ledger on a day by the choice in `column`, and of each how many have which code in `across`.
///
/// # Errors
/// What SQLite says.
pub fn crossed(
    book: &Book,
    declaration: &'static Declaration,
    column: &'static str,
    across: Option<&'static str>,
    on: NaiveDate,
) -> Result<Breakdown> {
    let ledger = Ledger(declaration);
    let choices = |name: &str| match book.registry().column(ledger, name).map(|column| (column.label, column.kind)) {
        Some((label, Kind::Choice(choices))) => (label, choices),
        _ => ("", &[][..]),
    };
    let (label, parts) = choices(column);
    let codes = across.map_or(&[][..], |across| choices(across).1);
    let records = book.window(ledger, &book.ids(&Query::all(ledger, on))?, on)?;
    let count = |part: Option<&str>, code: Option<&str>| {
        let of = records.iter().filter(|record| record.code(column) == part);
        of.filter(|record| code.is_none() || across.and_then(|across| record.code(across)) == code).count()
    };
    let named = parts.iter().map(|part| (Some(part.code), part.label)).chain([(None, "未填")]);
    let row = |(part, label): (Option<&str>, &str)| {
        let all = count(part, None);
        let mut row = vec![label.to_owned(), all.to_string()];
        row.extend(codes.iter().map(|code| count(part, Some(code.code)).to_string()));
        (all > 0).then_some(row)
    };
    let mut columns = vec![label, "合计"];
    columns.extend(codes.iter().map(|code| code.label));
    Ok(Breakdown { title: declaration.label, columns, rows: named.filter_map(row).collect() })
}

/// Records of a ledger with a [`STATUS`] on the days in `column` that lie in `span`; `what` falls on them. What is not to be done
/// is left out.
///
/// # Errors
/// What SQLite says.
pub fn due(book: &Book, span: Span, declaration: &'static Declaration, column: &str, what: &str) -> Result<Vec<Due>> {
    let (ledger, today) = (Ledger(declaration), book.today());
    let mut found = Vec::new();
    for record in book.window(ledger, &book.ids(&Query::all(ledger, today))?, today)? {
        let day = record.values.get(column).and_then(Value::as_day).filter(|day| span.holds(*day));
        let (Some(day), Some(status)) = (day, record.values.get("status")) else { continue };
        let urgency = match status.as_code() {
            // What is behind for another reason is not behind with a day to come.
            Some("late") if day <= today => Urgency::Bad,
            Some("late" | "due") => Urgency::Warn,
            Some("done") => Urgency::Good,
            Some("off") => continue,
            _ => Urgency::Mute,
        };
        let task = Task {
            label: declaration.label,
            title: format!("{}：{what}", book.title(ledger, record.id)?),
            detail: status.shown(STATUS.kind),
            urgency,
            leads: Leads::Record(ledger, record.id),
        };
        found.push(Due { day, task });
    }
    Ok(found)
}

/// What is late and what is due in the list of a ledger with a [`STATUS`].
///
/// # Errors
/// What SQLite says.
pub fn status_chips(book: &Book, declaration: &'static Declaration) -> Result<Vec<Tally>> {
    let ledger = Ledger(declaration);
    let chip = |code| Ok(Tally::chip(code, status_word(code), ledger, with_status(book, ledger, code)?));
    ["late", "due"].into_iter().map(chip).collect()
}

fn status_word(code: &str) -> &'static str {
    STATUSES.iter().find(|choice| choice.code == code).map_or("", |choice| choice.label)
}

fn with_status(book: &Book, ledger: Ledger, code: &str) -> Result<Vec<i64>> {
    book.ids(&Query::having(ledger, book.today(), "status", code))
}

/// The valid records of a ledger whose day lies in the period, as of its last day.
///
/// # Errors
/// What SQLite says.
pub fn within(book: &Book, declaration: &'static Declaration, period: Period) -> Result<Vec<Record>> {
    let ledger = Ledger(declaration);
    let query = Query { from: Some(period.from), to: Some(period.to), ..Query::all(ledger, period.to) };
    book.window(ledger, &book.ids(&query)?, period.to)
}

/// The valid records of a ledger up to the last day of the period, as of it.
///
/// # Errors
/// What SQLite says.
pub fn up_to(book: &Book, declaration: &'static Declaration, period: Period) -> Result<Vec<Record>> {
    let ledger = Ledger(declaration);
    let query = Query { to: declaration.record_date.map(|_| period.to), ..Query::all(ledger, period.to) };
    book.window(ledger, &book.ids(&query)?, period.to)
}

/// What `records` of a ledger hold, as a figure: how many of them, each a row.
pub fn figure<'a>(
    id: &str,
    label: &str,
    declaration: &'static Declaration,
    records: impl IntoIterator<Item = &'a Record>,
) -> Reported {
    Reported::rows(id, label, Ledger(declaration), records.into_iter().map(|record| record.id).collect())
}

/// Where these records stand.
pub fn places(records: &[Record]) -> Vec<(Ledger, i64)> {
    records.iter().map(|record| (record.ledger, record.id)).collect()
}

/// The day of a record before what is said of it: 08-12 王龚.
pub fn dated(record: &Record, what: &str) -> String {
    let day = record.ledger.declaration().record_date.and_then(|column| record.values.get(column)).and_then(Value::as_day);
    day.map_or_else(|| what.to_owned(), |day| format!("{} {what}", day.format("%m-%d")))
}

/// The records with a picture or scan, by the name of their ledger and their identity.
///
/// # Errors
/// What SQLite says.
pub fn pictured(book: &Book) -> Result<HashSet<(String, String)>> {
    // The ledger of pictures names records of all others, and so is named by none of them.
    let Ok(ledger) = book.registry().named("attachments") else { return Ok(HashSet::new()) };
    let mut found = HashSet::new();
    book.each_valid(ledger, &["ledger", "record"], |_, values| {
        let text = |column: &str| values.get(column).map(Value::to_input);
        found.extend(text("ledger").zip(text("record")));
    })?;
    Ok(found)
}

const DAYS: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// Weekdays by their stored codes.
pub fn weekdays_of(codes: &str) -> Vec<Weekday> {
    WEEKDAYS.iter().zip(DAYS).filter(|(choice, _)| codes.split(',').any(|code| code == choice.code)).map(|(_, day)| day).collect()
}

/// Where a day lies to the moment the data stand at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Over: what was not made by now is missing.
    Over,
    /// 今天: it runs, nothing is missing yet.
    Today,
    /// It has not come.
    ToCome,
}

/// Where `day` lies when the data stand at `on`: the book's present day runs until it ends, a day before it is over, and
/// nothing is known of one after it, whatever `on` says.
pub fn when(book: &Book, day: NaiveDate, on: NaiveDate) -> When {
    let today = book.today();
    if day > on.min(today) {
        When::ToCome
    } else if day == today {
        When::Today
    } else {
        When::Over
    }
}

/// The last day that is over when the data stand at `on`.
pub fn last_over(book: &Book, on: NaiveDate) -> NaiveDate {
    on.min(book.today() - Days::new(1))
}

/// First and last day of the month of `day`.
pub fn month_of(day: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = day.with_day(1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day);
    (first, last)
}

/// Most months in one document.
const MOST_MONTHS: usize = 36;

/// The first days of the months that `query` asks for, that of its day where it names none.
pub fn months_of(query: &Query) -> impl Iterator<Item = NaiveDate> + use<> {
    let first = month_of(query.from.unwrap_or(query.on)).0;
    let last = month_of(query.to.or(query.from).unwrap_or(query.on)).0.max(first);
    let months = std::iter::successors(Some(first), |month| month.checked_add_months(Months::new(1)));
    months.take_while(move |month| *month <= last).take(MOST_MONTHS)
}
