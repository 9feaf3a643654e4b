//! What a sheet looks like: where its header is, what each column means, which rows are data.
//!
//! Owns finding the header under titles and in merged or several rows, proposing a meaning by name and by content, and
//! leaving out sums, notes and repeated headers. Decides nothing about what a cell's content is worth.

use super::across::{self, HeaderDay};
use super::cell::{Grid, GridCell, Merge, Row, UNCALCULATED, column_name, column_named};
use super::target::{self, Names, Target};
use super::wording;
use crate::base::error::{Error, Result};
use crate::rules::identifiers;
use crate::schema::{Column, Kind, Ledger, Sensitivity, input};
use crate::store::registry::Registry;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};

/// Rows from the top among which the header is looked for.
const HEADER_WITHIN: usize = 30;
/// Rows a header may have.
const DEEPEST: u32 = 3;
/// Worth of one name known: what a header has at least.
const LEAST: f64 = 3.0;
/// Filled cells looked at to tell a column's content.
const SAMPLED: usize = 200;

/// Why a column means what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Its header is a name of it.
    Name,
    /// Its header contains a name of it.
    Near,
    /// Its content is of that kind.
    Content,
    /// It meant that in the last sheet of this shape.
    Remembered,
    /// The person said so.
    Chosen,
    /// Nobody knows.
    Unknown,
}

/// One column of the sheet.
#[derive(Debug, Clone)]
pub struct Heading {
    /// Its place, from 0.
    pub column: usize,
    /// The text of its header, else Excel's name of it.
    pub label: String,
    /// What it means.
    pub target: Option<Target>,
    /// Why.
    pub how: How,
}

/// What the person, or an earlier import, says of a layout.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// First row of the header; 0: the sheet has none.
    pub header_row: Option<u32>,
    /// Targets by header text or by Excel's name of the column, as given.
    pub map: Vec<(String, String)>,
    /// Targets of the last sheet of this shape, by bare header.
    pub remembered: BTreeMap<String, String>,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Rows of the header, as Excel numbers them; `None` where there is none.
    pub header: Option<(u32, u32)>,
    /// Columns that hold anything.
    pub headings: Vec<Heading>,
    /// Names this shape of sheet.
    pub fingerprint: String,
}

/// A row that is not data, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its number in Excel.
    pub row: u32,
    /// What it is taken for.
    pub reason: &'static str,
}

impl Layout {
    /// Looks `grid` over for `ledger`.
    ///
    /// # Errors
    /// `Invalid` when what the person says names no column or no target.
    pub fn find(grid: &Grid, registry: &'static Registry, ledger: Ledger, said: &Said) -> Result<Self> {
        let names = Names::of(registry, ledger);
        let grid = &Top::of(grid);
        let header = match said.header_row {
            Some(0) => None,
            Some(row) => Some(best_depth(grid, &names, row)),
            None => best_header(grid, &names).or_else(|| header_naming(grid, &said.map)),
        };
        let labels = header.map_or_else(Vec::new, |header| labels(grid, header));
        let width = grid.width();
        let label = |column: usize| labels.get(column).map(|parts| parts.concat()).unwrap_or_default();
        let last = header.map_or(0, |(_, last)| last);
        let mut headings: Vec<Heading> = (0..width)
            .filter(|column| !label(*column).is_empty() || data_cells(grid, last, *column).next().is_some())
            .map(|column| Heading { column, label: label(column), target: None, how: How::Unknown })
            .collect();
        propose(&mut headings, &labels, &names, grid, last);
        for heading in &mut headings {
            let known =
                said.remembered.get(&target::bare(&heading.label)).and_then(|code| Target::from_code(registry, ledger, code));
            if let Some(target) = known.filter(|_| !heading.label.is_empty()) {
                heading.target = Some(target);
                heading.how = How::Remembered;
            }
            if heading.label.is_empty() {
                heading.label = column_name(heading.column);
            }
        }
        for (given, field) in &said.map {
            choose(&mut headings, registry, ledger, given, field)?;
        }
        let fingerprint = fingerprint(headings.iter().map(|heading| heading.label.as_str()));
        Ok(Self { header, headings, fingerprint })
    }

    /// Rows that could be a header nobody knows, with the fingerprints their sheets would have.
    pub fn possible(grid: &Grid) -> Vec<(u32, String)> {
        let shape = |row: &Row| -> Vec<String> {
            row.filled().map(|column| row.at(column).shown(grid.epoch).trim().to_owned()).collect()
        };
        let rows = grid.rows.iter().take(HEADER_WITHIN);
        rows.map(|row| (row.number, fingerprint(shape(row).iter().map(String::as_str)))).collect()
    }

    /// How many columns mean something.
    pub fn weight(&self) -> usize {
        let read = |heading: &&Heading| heading.target.is_some_and(|target| target != Target::Passed);
        let firm = |heading: &&Heading| heading.how != How::Content;
        self.headings.iter().filter(read).filter(firm).count()
    }

    /// The heading of the first column that means `target`.
    pub fn heading(&self, target: &Target) -> Option<&Heading> {
        self.headings.iter().find(|heading| heading.target.as_ref() == Some(target))
    }

    /// The rows of data in `grid`, and those left out.
    pub fn rows<'a>(&self, grid: &'a Grid) -> (Vec<&'a Row>, Vec<Skipped>) {
        let last = self.header.map_or(0, |(_, last)| last);
        let mut data = Vec::new();
        let mut skipped = Vec::new();
        let wide = grid.merges.iter().filter(|merge| merge.columns.1 >= merge.columns.0 + 2).map(|merge| merge.rows.0);
        let wide: HashSet<u32> = wide.collect();
        let read: Vec<&Heading> =
            self.headings.iter().filter(|heading| heading.target.is_some_and(|target| target != Target::Passed)).collect();
        for row in &grid.rows {
            match self.header {
                Some((first, _)) if row.number < first => skipped.push(Skipped { row: row.number, reason: "标题" }),
                Some(_) if row.number <= last => {}
                _ if row.filled().next().is_none() => {}
                _ if row.filled().all(|column| *row.at(column) == UNCALCULATED) => {
                    skipped.push(Skipped { row: row.number, reason: "只有没算过的公式" });
                }
                _ => match self.idle(grid, row, &read, wide.contains(&row.number)) {
                    Some(reason) => skipped.push(Skipped { row: row.number, reason }),
                    None => data.push(row),
                },
            }
        }
        (data, skipped)
    }

    /// What a row below the header is when it is no data.
    fn idle(&self, grid: &Grid, row: &Row, read: &[&Heading], wide: bool) -> Option<&'static str> {
        let filled = row.filled().count();
        let first = row.at(row.filled().next()?).shown(grid.epoch);
        let first = first.trim();
        let bare_first: String = first.chars().filter(|character| !character.is_whitespace()).collect();
        let starts = |words: &[&str]| words.iter().any(|word| bare_first.starts_with(word));
        let meant = read.iter().filter(|heading| !row.at(heading.column).is_blank()).count();
        let says = |heading: &&Heading| matches!(row.at(heading.column), GridCell::Text(text) if text.trim() == heading.label);
        let same = self.headings.iter().filter(says).count();
        if same >= 2 && same * 2 > filled {
            return Some("重复的表头");
        }
        if bare_first == EXAMPLE || starts(&["示例：", "示例:", "示例行"]) {
            return Some("示例");
        }
        if ["合计", "总计", "小计", "共计", "累计", "平均"]
            .iter()
            .any(|word| bare_first == *word || bare_first.starts_with(&format!("{word}:")))
            || starts(&["合计：", "总计：", "小计：", "共计：", "本页合计", "本页小计"])
        {
            return Some("合计");
        }
        let signs = ["填表", "制表", "审核", "负责人", "单位负责", "填报", "经办", "联系电话", "报送", "打印", "日期：", "日期:"];
        let notes = ["注：", "注:", "备注：", "备注:", "说明：", "说明:", "填写说明", "填表说明", "注意"];
        if starts(&notes) || starts(&signs) && (bare_first.contains(['：', ':']) || meant <= 1 && read.len() > 2) {
            return Some("说明");
        }
        let named = |heading: &&&Heading| {
            let names = |column: &crate::schema::Column| matches!(column.kind, Kind::Name { .. } | Kind::Reference(_));
            !row.at(heading.column).is_blank() && matches!(heading.target, Some(Target::Own(column)) if names(column))
        };
        let note = wide || first.chars().count() > LONGEST_WORD && !(read.iter().any(|h| named(&h)) && is_long_name(first));
        if filled == 1 && read.len() > 2 && note {
            return Some("说明");
        }
        None
    }
}

/// Names a sheet of these headers.
fn fingerprint<'a>(labels: impl Iterator<Item = &'a str>) -> String {
    let shape: Vec<String> = labels.map(target::bare).collect();
    let digest = Sha256::digest(shape.join("\n"));
    data_encoding::HEXLOWER.encode(digest.get(..8).unwrap_or_default())
}

/// A grid with the merged cells among which its header may lie.
struct Top<'a> {
    grid: &'a Grid,
    merges: Vec<Merge>,
}

/// Merged cells a header has at most.
const MERGES: usize = 500;

impl<'a> Top<'a> {
    fn of(grid: &'a Grid) -> Self {
        let last = grid.rows.get(HEADER_WITHIN + DEEPEST as usize).map_or(u32::MAX, |row| row.number);
        let merges = grid.merges.iter().filter(|merge| merge.rows.0 <= last).take(MERGES).copied().collect();
        Self { grid, merges }
    }
}

impl std::ops::Deref for Top<'_> {
    type Target = Grid;

    fn deref(&self) -> &Grid {
        self.grid
    }
}

/// How the sample row of a template begins.
pub const EXAMPLE: &str = "示例";
/// A lone cell with more characters is a note, not a name.
const LONGEST_WORD: usize = 15;

fn choose(headings: &mut [Heading], registry: &'static Registry, ledger: Ledger, given: &str, field: &str) -> Result<()> {
    let bare = target::bare(given);
    let by_label = headings.iter().position(|heading| heading.label == given.trim() || target::bare(&heading.label) == bare);
    let by_name = || column_named(given).and_then(|column| headings.iter().position(|heading| heading.column == column));
    let Some(heading) = by_label.or_else(by_name).and_then(|place| headings.get_mut(place)) else {
        let known: Vec<&str> = headings.iter().map(|heading| heading.label.as_str()).collect();
        let message = format!("表里没有「{given}」这一列。有这些列：{}。也可以写列号，例如 B。", known.join("、"));
        return Err(Error::invalid("map", "unknown_column", given, message));
    };
    let Some(target) = Target::named(registry, ledger, field) else {
        let label = ledger.declaration().label;
        let known: Vec<String> = target::all(registry, ledger)
            .iter()
            .filter(|target| matches!(target, Target::Own(_) | Target::Child(_)))
            .map(Target::label)
            .collect();
        let message = format!("{label}没有「{field}」这一栏。可以是：{}；不导入的写 -。", known.join("、"));
        return Err(Error::invalid("map", "unknown_column", field, message));
    };
    heading.target = Some(target);
    heading.how = How::Chosen;
    Ok(())
}

/// The texts of a header by column, from top to bottom; what is merged counts once.
fn labels(grid: &Top<'_>, (first, last): (u32, u32)) -> Vec<Vec<String>> {
    let width = (first..=last).filter_map(|number| grid.row(number)).map(|row| row.cells.len()).max().unwrap_or(0);
    let merged_width =
        grid.merges.iter().filter(|merge| merge.rows.0 <= last && merge.rows.1 >= first).map(|merge| merge.columns.1 + 1);
    let width = merged_width.max().unwrap_or(0).max(width).min(super::cell::MOST_COLUMNS);
    let text = |number: u32, column: usize| grid.shown_at(&grid.merges, number, column).shown(grid.epoch).trim().to_owned();
    let merged = |number: u32, column: usize| grid.merges.iter().any(|merge| merge.holds(number, column));
    // A heading stands over its own column and over what follows without one, as in text files and where it is centred
    // across a selection; a merged cell says itself how far it reaches.
    let over = |number: u32, column: usize| {
        let heading = (0..column).rev().find(|left| merged(number, *left) || !text(number, *left).is_empty())?;
        let groups = (number + 1..=last).any(|below| !text(below, heading).is_empty());
        (groups && !merged(number, heading)).then(|| text(number, heading))
    };
    (0..width)
        .map(|column| {
            let mut parts: Vec<String> = Vec::new();
            for number in first..=last {
                let mut part = text(number, column);
                if part.is_empty() && number < last && !merged(number, column) && !text(last, column).is_empty() {
                    part = over(number, column).unwrap_or_default();
                }
                if !part.is_empty() && parts.last() != Some(&part) {
                    parts.push(part);
                }
            }
            parts
        })
        .collect()
}

/// What the labels of a header are worth: names known, less what no header holds.
fn worth(grid: &Top<'_>, names: &Names, header: (u32, u32)) -> f64 {
    let mut seen: Vec<String> = Vec::new();
    let mut worth = 0.0;
    for parts in labels(grid, header) {
        let joined = parts.concat();
        let found =
            names.exactly(&joined).or_else(|| names.beside(&joined).map(|(target, _)| target)).map(|target| (target, 3.0));
        let last = || last_part(&parts, names).map(|target| (target, 2.0));
        let Some((target, value)) = found.or_else(last).or_else(|| names.nearly(&joined).map(|target| (target, 1.0))) else {
            continue;
        };
        let code = target.code();
        if target == Target::Passed {
            worth += 0.5;
        } else if !seen.contains(&code) {
            seen.push(code);
            worth += value;
        }
    }
    let days = on_days(names.ledger, &labels(grid, header));
    #[allow(clippy::cast_precision_loss)] // a few columns
    let of_days = days.iter().flatten().count() as f64;
    worth += of_days;
    let is_day = |column: usize| days.get(column).is_some_and(Option::is_some);
    let rows = (header.0..=header.1).filter_map(|number| grid.row(number));
    let cells = rows.flat_map(|row| row.cells.iter().enumerate()).filter(|(column, _)| !is_day(*column)).map(|(_, cell)| cell);
    let odd = cells
        .filter(|cell| matches!(cell, GridCell::Number(_) | GridCell::Shown(..) | GridCell::Day(_) | GridCell::Flag(_)))
        .count();
    #[allow(clippy::cast_precision_loss)] // a few cells
    let odd = odd as f64;
    worth - 2.0 * odd - 0.4 * f64::from(header.1 - header.0)
}

/// Which columns of a header are days, where sheets of `ledger` have days side by side.
fn on_days(ledger: Ledger, labels: &[Vec<String>]) -> Vec<Option<(HeaderDay, &'static Column)>> {
    ledger.declaration().across.as_ref().map_or_else(Vec::new, |across| across::days(across, ledger, labels))
}

fn best_depth(grid: &Top<'_>, names: &Names, first: u32) -> (u32, u32) {
    // Rows without cells count: a header does not go on far below.
    let deep = first..first.saturating_add(DEEPEST);
    let candidates = grid.rows.iter().map(|row| row.number).filter(|number| deep.contains(number)).map(|last| (first, last));
    best(candidates.map(|header| (worth(grid, names, header), header))).map_or((first, first), |(_, header)| header)
}

fn best_header(grid: &Top<'_>, names: &Names) -> Option<(u32, u32)> {
    let tops = grid.rows.iter().filter(|row| row.filled().next().is_some()).map(|row| row.number).take(HEADER_WITHIN);
    let candidates = tops.map(|first| best_depth(grid, names, first));
    best(candidates.map(|header| (worth(grid, names, header), header)))
        .filter(|(worth, _)| *worth >= LEAST)
        .map(|(_, header)| header)
}

/// The first row that holds a header the person named.
fn header_naming(grid: &Grid, map: &[(String, String)]) -> Option<(u32, u32)> {
    let is = |cell: &GridCell| map.iter().any(|(given, _)| cell.shown(grid.epoch).trim() == given.trim());
    let row = grid.rows.iter().take(HEADER_WITHIN).find(|row| row.cells.iter().any(is));
    row.map(|row| (row.number, row.number))
}

/// The first of those worth most.
fn best(candidates: impl Iterator<Item = (f64, (u32, u32))>) -> Option<(f64, (u32, u32))> {
    candidates.fold(None, |best, candidate| match best {
        Some((worth, _)) if worth >= candidate.0 => best,
        _ => Some(candidate),
    })
}

/// Filled cells of a column below the row `last`.
fn data_cells(grid: &Grid, last: u32, column: usize) -> impl Iterator<Item = &GridCell> {
    grid.rows.iter().filter(move |row| row.number > last).map(move |row| row.at(column)).filter(|cell| !cell.is_blank())
}

/// Gives every heading its likely meaning, surest first; no meaning twice.
fn propose(headings: &mut [Heading], labels: &[Vec<String>], names: &Names, grid: &Grid, last: u32) {
    let days = on_days(names.ledger, labels);
    for heading in headings.iter_mut() {
        if let Some((day, column)) = days.get(heading.column).copied().flatten() {
            heading.target = Some(Target::OnDay { day, column });
            heading.how = How::Name;
        }
    }
    type Guess<'a> = &'a dyn Fn(&Heading, &[String]) -> Vec<Target>;
    let beside = |heading: &Heading, by_name: bool| {
        let (target, named) = names.beside(&heading.label)?;
        let meant = by_content(target, grid, last, heading.column);
        (by_name == (named && meant == target)).then_some(meant)
    };
    let passes: [(Guess<'_>, How); 6] = [
        (&|heading, _| names.labelled(&heading.label).into_iter().collect(), How::Name),
        (&|heading, _| names.meanings(&heading.label), How::Name),
        (&|heading, _| beside(heading, true).into_iter().collect(), How::Name),
        (&|heading, _| beside(heading, false).into_iter().collect(), How::Near),
        (&|_, parts| last_part(parts, names).into_iter().collect(), How::Near),
        (&|heading, _| names.nearly(&heading.label).into_iter().collect(), How::Near),
    ];
    let mut taken: Vec<String> = Vec::new();
    for (guess, how) in passes {
        for heading in headings.iter_mut().filter(|heading| heading.target.is_none() && !heading.label.is_empty()) {
            let parts = labels.get(heading.column).map(Vec::as_slice).unwrap_or_default();
            let free = |target: &Target| *target == Target::Passed || !taken.contains(&target.code());
            if let Some(target) = guess(heading, parts).into_iter().find(free) {
                taken.push(target.code());
                heading.target = Some(target);
                heading.how = how;
            }
        }
    }
    if headings.iter().any(|heading| matches!(heading.target, Some(Target::Beside { .. }))) {
        for heading in headings.iter_mut().filter(|heading| heading.target.is_none()) {
            if let Some(target) = names.beside_all(&heading.label) {
                heading.target = Some(target);
                heading.how = How::Near;
            }
        }
    }
    across::leave_out(headings);
    // Where the header says something else, what the cells look like says nothing.
    let open = |heading: &&mut Heading| heading.target.is_none() && names.aside(&heading.label).is_none();
    for heading in headings.iter_mut().filter(open) {
        let cells: Vec<String> =
            data_cells(grid, last, heading.column).take(SAMPLED).map(|cell| cell.shown(grid.epoch)).collect();
        let guess = content(names.registry, names.ledger, &cells, heading.label.is_empty())
            .filter(|target| !taken.contains(&target.code()));
        if let Some(target) = guess {
            taken.push(target.code());
            heading.target = Some(target);
            heading.how = How::Content;
        }
    }
}

/// What the lowest part of a header means by itself, unless those above it say otherwise.
fn last_part(parts: &[String], names: &Names) -> Option<Target> {
    let (last, above) = parts.split_last()?;
    let above = above.concat();
    if above.is_empty() || names.aside(&above).is_some() || wording::otherwise(&above).is_some() {
        return None;
    }
    names.exactly(last)
}

/// Under 第一剂疫苗接种情况 stand days as often as products: what the cells hold decides.
fn by_content(target: Target, grid: &Grid, last: u32, column: usize) -> Target {
    let Target::Beside { ledger, which, numbered, column: meant } = target else { return target };
    let days = data_cells(grid, last, column).take(SAMPLED).map(|cell| match cell {
        GridCell::Day(_) => true,
        cell => is_day(&cell.shown(grid.epoch)),
    });
    let days: Vec<bool> = days.collect();
    let bare = ledger.declaration().repeats.as_ref().and_then(|repeats| ledger.column(repeats.bare));
    match bare {
        Some(bare) if matches!(meant.kind, Kind::Entry(_)) && mostly(days.iter().copied(), days.len()) => {
            Target::Beside { ledger, which, numbered, column: bare }
        }
        _ => target,
    }
}

fn is_day(text: &str) -> bool {
    chrono::NaiveDate::from_ymd_opt(2100, 1, 1).is_some_and(|today| input::date(text, today).is_ok())
}

/// Four fifths, and not of nothing.
fn mostly(hits: impl Iterator<Item = bool>, of: usize) -> bool {
    of > 0 && hits.filter(|hit| *hit).count() * 5 >= of * 4
}

/// What a column without a known header holds, told by its cells.
fn content(registry: &Registry, ledger: Ledger, cells: &[String], nameless: bool) -> Option<Target> {
    let all = |is: &dyn Fn(&str) -> bool| mostly(cells.iter().map(|cell| is(cell)), cells.len());
    let targets = target::all(registry, ledger);
    let find = |fits: &dyn Fn(&Target) -> bool| targets.iter().find(|target| fits(target)).copied();
    let of = |target: &Target, sensitivity: Sensitivity| matches!(target, Target::Own(column) | Target::By { key: column, .. } if column.sensitivity == sensitivity);
    if all(&|cell| identifiers::looks_like_resident_id(cell)) {
        return find(&|target| of(target, Sensitivity::DocumentNumber));
    }
    if all(&|cell| identifiers::looks_like_mobile(cell)) {
        return find(&|target| of(target, Sensitivity::Phone));
    }
    if !nameless {
        return None;
    }
    if all(&|cell| matches!(cell, "男" | "女")) {
        return find(
            &|target| matches!(target, Target::Own(column) if matches!(column.kind, Kind::Choice(choices) if choices.iter().any(|choice| choice.label == "女"))),
        );
    }
    if all(&is_day) {
        let mut required =
            targets.iter().filter(|target| matches!(target, Target::Own(column) if column.kind == Kind::Date && column.required));
        return required.next().filter(|_| required.next().is_none()).copied();
    }
    if all(&looks_like_name) {
        let title = ledger.declaration().title;
        let person = |column: &crate::schema::Column| match column.kind {
            Kind::Reference(target) => target.declaration().person,
            _ => ledger.declaration().person,
        };
        return find(&|target| matches!(target, Target::Own(column) if column.name == title && person(column)));
    }
    None
}

/// Whether a long text can be a name: parts with separators, or letters that are not Chinese.
fn is_long_name(text: &str) -> bool {
    let name = crate::base::names::normalise(text);
    let han = |character: char| matches!(u32::from(character), 0x3400..=0x9FFF | 0x20000..=0x3FFFF);
    let letters = |apart: &[char]| name.chars().all(|character| character.is_alphabetic() || apart.contains(&character));
    name.contains(crate::base::names::SEPARATOR) && letters(&[crate::base::names::SEPARATOR, ' '])
        || !name.chars().any(han) && letters(&[' ', '.', '-', '\''])
}

fn looks_like_name(cell: &str) -> bool {
    let name = crate::base::names::normalise(cell);
    let length = name.chars().count();
    let han = |character: char| u32::from(character) >= 0x3400 && character.is_alphabetic();
    (2..=4).contains(&length) && name.chars().all(han) || name.contains(crate::base::names::SEPARATOR) && length <= 30
}
