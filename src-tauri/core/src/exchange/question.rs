//! What a sheet as a whole leaves open, and the answers there are: one mechanism for every such question.
//!
//! Owns the wording of the questions and which of them hold everything up. Answers come with the options of an import, by the
//! question's code.

use super::cell::{Grid, GridCell, cell_name};
use super::layout::Heading;
use super::plan::ImportPlan;
use super::quotes::Stray;
use super::reading;
use super::target::Target;
use super::text::{self, Garbled};
use crate::base::error::Problem;
use crate::schema::{Column, Kind, Value, input};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Answers by the code of their question.
pub type Answers = BTreeMap<String, String>;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Names it.
    pub code: &'static str,
    /// What was found, where, and what is asked.
    pub text: String,
    /// Code and wording of every answer.
    pub choices: Vec<(&'static str, String)>,
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

impl Question {
    fn new(code: &'static str, text: String, choices: Vec<(&'static str, String)>, answers: &Answers, stops: bool) -> Self {
        let said = answers.get(code).filter(|said| choices.iter().any(|(choice, _)| choice == said)).cloned();
        Self { code, text, choices, written: None, said, problem: String::new(), stops }
    }

    /// Of a column that nothing may be assumed of and that `rows` new records have no value in. Answered by a value for all
    /// of them, or by leaving it empty.
    pub(super) fn of_silence(column: &'static Column, rows: usize, answers: &Answers, today: NaiveDate) -> Self {
        let label = column.label;
        let text = format!("新登记的有 {rows} 行没有{label}。都是同一天的，写上这一天；不知道的不要猜，可以空着。");
        let choices = vec![(EMPTY, format!("都空着，印出时写「{}」", column.unrecorded))];
        let (said, problem) = match said_of(column, answers, today) {
            Ok(said) => (said.map(|said| said.map_or(EMPTY.to_owned(), |value| value.to_input())), String::new()),
            Err(message) => (None, message),
        };
        Self { code: column.name, text, choices, written: Some("2021-03-01"), said, problem, stops: false }
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
        let is_name = |heading: &&Heading| match heading.target {
            Some(
                Target::Own(column) | Target::Child(column) | Target::Beside { column, .. } | Target::By { key: column, .. },
            ) => matches!(column.kind, Kind::Name { .. }),
            _ => false,
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
        Some(Problem::new("sheet", "question", self.code, format!("{}请先回答，再导入。", self.text)))
    }
}

/// What was answered for records that have no value in `column`: nothing yet, that it stays empty, or a value for all of them.
///
/// # Errors
/// Why the answer is no such value.
pub(super) fn said_of(column: &Column, answers: &Answers, today: NaiveDate) -> Result<Option<Option<Value>>, String> {
    match answers.get(column.name).map(|said| said.trim()).filter(|said| !said.is_empty()) {
        None => Ok(None),
        Some(EMPTY) => Ok(Some(None)),
        // A form may take the nearest year and shows which; an answer for a whole sheet names it.
        Some(said) if column.kind == Kind::Date && reading::month_and_day(said).is_some() => {
            Err(format!("「{said}」没有年份。请写上是哪一年。"))
        }
        Some(said) => input::parse(column.kind, said, today).map(|value| value.map(Some)).map_err(|(_, message)| message),
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
