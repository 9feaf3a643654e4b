//! What a sheet as a whole leaves open, and the answers there are: one mechanism for every such question.
//!
//! Owns the wording of the questions and which of them hold everything up. Answers come with the options of an import, by the
//! question's code.

use super::cell::{Grid, GridCell, cell_name, column_name};
use super::layout::Heading;
use super::plan::ImportPlan;
use super::quotes::Stray;
use super::reading;
use super::target::Target;
use super::text::{self, Garbled};
use crate::base::error::Problem;
use crate::rules::rulebook::Rulebook;
use crate::schema::{Column, Kind, Value, input};
use crate::store::intake;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Answers by the code of their question.
pub type Answers = BTreeMap<String, String>;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Names it.
    pub code: Cow<'static, str>,
    /// What was found, where, and what is asked.
    pub text: String,
    /// Code and wording of every answer.
    pub choices: Vec<(Cow<'static, str>, String)>,
    /// An example of an answer in one's own words; `None`: only the choices are answers.
    pub written: Option<&'static str>,
    /// The answer given: the code of a choice, or the words as they were understood.
    pub said: Option<String>,
    /// What is wrong with the words given; empty: nothing.
    pub problem: String,
    /// Whether nothing is imported before it is answered; else the rows it is about wait.
    pub stops: bool,
}

/// Question: are quotation marks text?
pub const QUOTES: &str = "quotes";
/// Answer: a mark is text, and every line a row.
pub const TEXT: &str = "text";
/// Answer: what stands within marks is one cell.
pub const CELL: &str = "cell";
/// Question: were characters misread?
pub const GARBLED: &str = "garbled";
/// Answer: read as what was meant.
pub const MEND: &str = "mend";
/// Question: are names with a question mark written so?
pub const NAMES: &str = "names";
/// Answer: it is written so.
pub const KEEP: &str = "keep";
/// Answer: leave those rows out.
pub const SKIP: &str = "skip";
/// Answer: nobody knows, it stays empty.
pub const EMPTY: &str = "none";
/// Question: which year are days without one of? Asked of each column as `year-B`; an answer to this one holds for all.
pub const YEAR: &str = "year";

/// What is answered of records that say nothing in a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    /// Nothing yet.
    Open,
    /// That it stays empty.
    Empty,
    /// That they are left out.
    LeftOut,
    /// This, for all of them.
    All(Value),
}

/// In which column records say nothing, and which of those side by side.
#[derive(Debug, Clone, Copy)]
pub struct Silence {
    /// The column.
    pub column: &'static Column,
    /// Which of the records side by side, and where in the sheet they stand.
    pub beside: Option<(u8, usize)>,
}

impl Silence {
    /// Code of the question about it.
    pub(super) fn code(&self) -> Cow<'static, str> {
        match self.beside {
            None => Cow::Borrowed(self.column.name),
            Some((which, _)) => Cow::Owned(format!("{}-{which}", self.column.name)),
        }
    }

    /// What was answered.
    ///
    /// # Errors
    /// Why the answer is none.
    pub(super) fn answer(&self, answers: &Answers, rules: &Rulebook, today: NaiveDate) -> Result<Answer, String> {
        let code = self.code();
        let said = answers.get(code.as_ref()).map(|said| said.trim()).unwrap_or_default();
        match (said, self.beside, self.column.kind) {
            ("", ..) => Ok(Answer::Open),
            (EMPTY, None, _) => Ok(Answer::Empty),
            (SKIP, Some(_), _) => Ok(Answer::LeftOut),
            (said, _, Kind::Entry(table)) => intake::entry(rules, table, self.column.label, said, today)
                .map(|value| value.map_or(Answer::Open, Answer::All))
                .map_err(|(_, message)| message),
            (said, _, kind) => said_of_all(kind, said, today).map(|value| value.map_or(Answer::Open, Answer::All)),
        }
    }
}

/// What is said of a whole sheet in a column of `kind`. A form may take the nearest year and shows which; what is said of a
/// whole sheet names it.
///
/// # Errors
/// Why it cannot be.
pub fn said_of_all(kind: Kind, said: &str, today: NaiveDate) -> Result<Option<Value>, String> {
    match lacks_year(kind, said) {
        Some(message) => Err(message),
        None => input::parse(kind, said, today).map_err(|(_, message)| message),
    }
}

/// What is wrong with a day said of a whole sheet that names no year.
pub(super) fn lacks_year(kind: Kind, said: &str) -> Option<String> {
    let lacks = kind == Kind::Date && reading::month_and_day(said).is_some();
    lacks.then(|| format!("「{}」没有年份。请写上是哪一年。", said.trim()))
}

/// The year that `text` says, of four digits.
pub(super) fn year_said(text: &str) -> Option<i32> {
    let text = text.trim();
    let digits = text.strip_suffix('年').unwrap_or(text);
    let year = digits.parse().ok().filter(|_| digits.len() == 4)?;
    (1900..2100).contains(&year).then_some(year)
}

/// What was answered about the year of `column`, from 0: of that column, else of all.
pub(super) fn year_answered(answers: &Answers, column: usize) -> Option<&str> {
    let own = answers.get(&year_code(column)).filter(|said| !said.trim().is_empty());
    own.or_else(|| answers.get(YEAR)).map(|said| said.trim()).filter(|said| !said.is_empty())
}

fn year_code(column: usize) -> String {
    format!("{YEAR}-{}", column_name(column))
}

/// Cells of one column that hold a day without a year.
pub(super) struct Yearless<'a> {
    pub heading: &'a Heading,
    /// How many.
    pub cells: usize,
    /// Row and text of the first.
    pub first: (u32, String),
}

impl Question {
    fn new(code: &'static str, text: String, choices: Vec<(&'static str, String)>, answers: &Answers, stops: bool) -> Self {
        let said = answers.get(code).filter(|said| choices.iter().any(|(choice, _)| choice == said)).cloned();
        let choices = choices.into_iter().map(|(choice, label)| (Cow::Borrowed(choice), label)).collect();
        Self { code: Cow::Borrowed(code), text, choices, written: None, said, problem: String::new(), stops }
    }

    /// Of days without a year in one column. What a title says is offered and never taken.
    pub(super) fn of_year(found: &Yearless<'_>, titles: &[(i32, String)], answers: &Answers) -> Self {
        let Yearless { heading, cells, first: (row, shown) } = found;
        let at = cell_name(*row, heading.column);
        let (more, all) = if *cells > 1 { (" 等", "都") } else { ("", "") };
        let text = format!("「{}」有 {cells} 格日期没有写年份（{at}「{shown}」{more}）。{all}是哪一年的？", heading.label);
        let choices = titles.iter().map(|(year, place)| (Cow::Owned(year.to_string()), format!("{place}写着 {year} 年，都按它")));
        let given = year_answered(answers, heading.column);
        let said = given.and_then(year_said).map(|year| year.to_string());
        let problem = match (given, &said) {
            (Some(given), None) => format!("「{given}」不是年份。年份写四位数字，例如 2021。"),
            _ => String::new(),
        };
        Self {
            code: Cow::Owned(year_code(heading.column)),
            text,
            choices: choices.collect(),
            written: Some("2021"),
            said,
            problem,
            stops: false,
        }
    }

    /// Of the records side by side that have their days and nothing else, in `rows` rows, under the header `label`.
    fn of_days_only(silence: &Silence, label: &str, rows: usize, answers: &Answers, rules: &Rulebook, today: NaiveDate) -> Self {
        let column = silence.column;
        let text =
            format!("「{label}」只有日期，有 {rows} 行没有写{}。都按哪一种？不是同一种的，请在表里加一列写明。", column.label);
        let mut choices: Vec<(Cow<'static, str>, String)> = match column.kind {
            Kind::Entry(table) => rules.entries(table, today).into_iter().map(|(key, label)| (Cow::Owned(key), label)).collect(),
            _ => Vec::new(),
        };
        choices.push((Cow::Borrowed(SKIP), "不知道，这些先不导入".to_owned()));
        let (said, problem) = match silence.answer(answers, rules, today) {
            Ok(Answer::All(value)) => (Some(value.to_input()), String::new()),
            Ok(Answer::LeftOut) => (Some(SKIP.to_owned()), String::new()),
            Ok(_) => (None, String::new()),
            Err(message) => (None, message),
        };
        Self { code: silence.code(), text, choices, written: None, said, problem, stops: false }
    }

    /// Of what nothing may be assumed of and `rows` new records do not say; `label` is the header where they stand side by
    /// side. Answered by a value for all of them, by leaving it empty, or by leaving them out.
    pub(super) fn of_silence(
        silence: &Silence,
        label: &str,
        rows: usize,
        answers: &Answers,
        rules: &Rulebook,
        today: NaiveDate,
    ) -> Self {
        if silence.beside.is_some() {
            return Self::of_days_only(silence, label, rows, answers, rules, today);
        }
        let column = silence.column;
        let label = column.label;
        let text = format!("新登记的有 {rows} 行没有{label}。都是同一天的，写上这一天；不知道的不要猜，可以空着。");
        let choices = vec![(Cow::Borrowed(EMPTY), format!("都空着，印出时写「{}」", column.unrecorded))];
        let (said, problem) = match silence.answer(answers, rules, today) {
            Ok(Answer::All(value)) => (Some(value.to_input()), String::new()),
            Ok(Answer::Empty) => (Some(EMPTY.to_owned()), String::new()),
            Ok(_) => (None, String::new()),
            Err(message) => (None, message),
        };
        Self { code: silence.code(), text, choices, written: Some("2021-03-01"), said, problem, stops: false }
    }

    /// Of a mark that would swallow rows.
    pub(super) fn of_quotes(stray: &Stray, answers: &Answers) -> Self {
        let text = format!(
            "第 {} 行「{}」里有一个引号，到第 {} 行才有配得上的，中间的行会变成一格里的内容。引号是文字吗？",
            stray.line, stray.shown, stray.until
        );
        let choices = vec![
            (TEXT, "是文字，每一行是一条".to_owned()),
            (CELL, format!("不是，第 {} 到 {} 行是同一格里的内容", stray.line, stray.until)),
        ];
        Self::new(QUOTES, text, choices, answers, true)
    }

    /// Of cells that were read in the wrong encoding before they came here.
    pub(super) fn of_garbled(grid: &Grid, answers: &Answers) -> Option<Self> {
        let mut first = None;
        let (mut count, mut lost) = (0, false);
        for row in &grid.rows {
            for (column, cell) in row.cells.iter().enumerate() {
                let GridCell::Text(text) = cell else { continue };
                let Some(found) = text::garbled(text) else { continue };
                count += 1;
                lost |= found == Garbled::Lost;
                first.get_or_insert_with(|| {
                    (cell_name(row.number, column), text.chars().take(LONGEST).collect::<String>(), found)
                });
            }
        }
        let (cell, shown, found) = first?;
        let meant = match &found {
            Garbled::Meant(meant) => format!("，像是「{}」", meant.chars().take(LONGEST).collect::<String>()),
            Garbled::Lost => String::new(),
        };
        let more = if count > 1 { format!("，这样的有 {count} 格") } else { String::new() };
        let ask = if lost {
            "有的字已经丢了，补不回来。请从原来的系统重新导出，存成 .xlsx 再导入。"
        } else {
            "按哪一种读？"
        };
        let mut choices = Vec::new();
        if !lost {
            choices.push((MEND, format!("改成认得的字{meant}")));
        }
        choices.push((KEEP, "就是这样写的，照样导入".to_owned()));
        Some(Self::new(GARBLED, format!("{cell}「{shown}」像是乱码{meant}{more}。{ask}"), choices, answers, true))
    }

    /// Of names among the rows of `plan` that may have lost characters.
    pub(super) fn of_lost_names(plan: &ImportPlan, grid: &Grid, answers: &Answers) -> Option<Self> {
        let is_name = |heading: &&Heading| {
            let column = heading.target.as_ref().and_then(Target::column);
            column.is_some_and(|column| matches!(column.kind, Kind::Name { .. }))
        };
        let names: Vec<usize> = plan.layout.headings.iter().filter(is_name).map(|heading| heading.column).collect();
        let mut found = plan.rows.iter().filter_map(|row| {
            let cells = grid.row(row.number)?;
            let mut shown = names.iter().map(|column| cells.at(*column).shown(grid.epoch));
            shown.find(|shown| reading::is_doubtful_name(shown)).map(|shown| (row.number, shown))
        });
        let (row, shown) = found.next()?;
        let rows = 1 + found.count();
        let text =
            format!("{rows} 行的名字里有问号（第 {row} 行「{shown}」），可能是认不得的字丢了。请对照原件；名字真是这样写的吗？");
        let choices = vec![(KEEP, "就是这样写的，照样导入".to_owned()), (SKIP, "不是，这些行先不导入".to_owned())];
        Some(Self::new(NAMES, text, choices, answers, false))
    }

    /// What holds the import up while nobody answers.
    pub(super) fn blocks(&self) -> Option<Problem> {
        if !self.stops || self.said.is_some() {
            return None;
        }
        Some(Problem::new("sheet", "question", self.code.as_ref(), format!("{}请先回答，再导入。", self.text)))
    }
}

/// Characters shown of a cell.
const LONGEST: usize = 20;

/// Every cell as what was meant by it.
pub(super) fn mend(grid: &mut Grid) {
    for cell in grid.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if let GridCell::Text(text) = cell
            && let Some(Garbled::Meant(meant)) = text::garbled(text)
        {
            *cell = GridCell::Text(meant.into());
        }
    }
}
