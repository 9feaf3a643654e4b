//! What a column of a sheet can mean for a ledger, and by which names.
//!
//! Owns the names under which sheets bring columns: labels, aliases, words of records side by side, and the columns that
//! every export has. Looks at declarations only.

use crate::input;
use crate::ledgers::{Ledger, Repeats};
use crate::record::{Column, Kind, Search};
use crate::store::intake;

/// Header of the identity that every export carries.
pub const UID: &str = "记录编号";
/// Header of why a log was entered late.
pub const LATE_REASON: &str = "补录原因";
/// Header of whether a record counts.
pub const STATE: &str = "状态";
/// Header of the column in which rejects say why.
pub const REASON: &str = "没有导入的原因";
/// Further columns of exports, and columns that sheets have for the eye: known, and not read.
pub const PASSED: &[&str] = &[STATE, "作废原因", "记录人", "录入时间", REASON, "序号", "编号", "no", "no."];

/// What a column of a sheet means.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    /// The identity of the record.
    Uid,
    /// Why it was entered late.
    LateReason,
    /// A column of the ledger.
    Own(&'static Column),
    /// A column of the child ledger that is given along.
    Child(&'static Column),
    /// What identifies the record that a column refers to.
    By {
        /// The column that refers.
        reference: &'static Column,
        /// The column of the record referred to.
        key: &'static Column,
    },
    /// A column of one of the records side by side.
    Beside {
        /// Their ledger.
        ledger: Ledger,
        /// Which of them; 0 is all.
        which: u8,
        /// Whether the header says its number.
        numbered: bool,
        /// The column.
        column: &'static Column,
    },
    /// Known, and not read.
    Passed,
}

impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        self.code() == other.code()
    }
}

impl Target {
    /// Its name on the wire and in remembered layouts.
    pub fn code(&self) -> String {
        match self {
            Self::Uid => "uid".to_owned(),
            Self::LateReason => "late_reason".to_owned(),
            Self::Own(column) => column.name.to_owned(),
            Self::Child(column) => format!("+{}", column.name),
            Self::By { reference, key } => format!("{}.{}", reference.name, key.name),
            Self::Beside { ledger, which, numbered, column } => {
                let sign = if *numbered { "#" } else { "~" };
                format!("{}{sign}{which}.{}", ledger.name(), column.name)
            }
            Self::Passed => "-".to_owned(),
        }
    }

    /// What people read.
    pub fn label(&self) -> String {
        match self {
            Self::Uid => UID.to_owned(),
            Self::LateReason => LATE_REASON.to_owned(),
            Self::Own(column) | Self::Child(column) => column.label.to_owned(),
            Self::By { reference, key } => format!("{}的{}", reference.label, key.label),
            Self::Beside { ledger, which: 0, column, .. } => {
                format!("{}：{}（每一条）", ledger.declaration().label, column.label)
            }
            Self::Beside { ledger, which, column, .. } => {
                let words = repeats(*ledger).map_or(&[][..], |repeats| repeats.words);
                let word = words.iter().find(|(_, group, _)| group == which).map_or("", |(word, ..)| word);
                format!("{}：{word}{}", ledger.declaration().label, column.label)
            }
            Self::Passed => "不导入".to_owned(),
        }
    }

    /// The target of `ledger` with this code.
    pub fn from_code(ledger: Ledger, code: &str) -> Option<Self> {
        all(ledger).into_iter().find(|target| target.code() == code)
    }

    /// The target of `ledger` that a person names: by its code, or by a header it is known under.
    pub fn named(ledger: Ledger, text: &str) -> Option<Self> {
        if matches!(text.trim(), "-" | "忽略" | "不导入") {
            return Some(Self::Passed);
        }
        Self::from_code(ledger, text.trim())
            .or_else(|| Names::of(ledger).exactly(text))
            .or_else(|| Names::of(ledger).beside(text))
    }
}

/// How records of `ledger` stand side by side.
fn repeats(ledger: Ledger) -> Option<&'static Repeats> {
    ledger.declaration().repeats.as_ref()
}

/// The ledgers whose records may stand side by side in a sheet of `ledger`: others within it, or its own.
pub fn beside(ledger: Ledger) -> impl Iterator<Item = (Ledger, &'static Repeats)> {
    Ledger::ALL.iter().copied().filter_map(move |other| {
        let repeats = repeats(other)?;
        (other == ledger || repeats.within == ledger).then_some((other, repeats))
    })
}

/// Whether sheets may bring `column` of records side by side: not the record they belong to, nor their number.
fn comes_beside(repeats: &Repeats, column: &Column) -> bool {
    column.stored() && column.name != repeats.column && column.name != repeats.number
}

/// Everything a column of a sheet of `ledger` can mean.
pub fn all(ledger: Ledger) -> Vec<Target> {
    let mut found: Vec<Target> = Vec::new();
    for column in ledger.columns() {
        match (column.stored(), intake::child_column(ledger, column.name)) {
            (true, _) => found.push(Target::Own(column)),
            (false, Some(child)) => found.push(Target::Child(child)),
            (false, None) => {}
        }
        found.extend(keys(column).map(|key| Target::By { reference: column, key }));
    }
    if let Some(child) = ledger.declaration().with_child {
        for column in child.columns() {
            let there = found.iter().any(|target| matches!(target, Target::Child(known) if known.name == column.name));
            found.extend(intake::child_column(ledger, column.name).filter(|_| !there).map(Target::Child));
        }
    }
    for (other, repeats) in beside(ledger) {
        let mut groups: Vec<(u8, bool)> = repeats.words.iter().map(|(_, which, numbered)| (*which, *numbered)).collect();
        groups.sort_unstable();
        groups.dedup();
        let columns = || other.columns().iter().filter(|column| comes_beside(repeats, column));
        for (which, numbered) in groups {
            found.extend(columns().map(|column| Target::Beside { ledger: other, which, numbered, column }));
        }
        if other != ledger {
            found.extend(columns().map(|column| Target::Beside { ledger: other, which: 0, numbered: false, column }));
        }
    }
    if ledger.declaration().log {
        found.push(Target::LateReason);
    }
    found.extend([Target::Uid, Target::Passed]);
    found
}

/// Columns by which the record that `column` refers to can be found besides its title.
pub fn keys(column: &'static Column) -> impl Iterator<Item = &'static Column> {
    let target = match column.kind {
        Kind::Reference(target) if column.stored() => Some(target),
        _ => None,
    };
    target.into_iter().flat_map(|target| {
        let person = target.declaration().person;
        target.columns().iter().filter(move |key| key.stored() && (key.identifies || person && key.search == Search::Digits))
    })
}

/// A header without what people add to it: white space, brackets, marks of what must be filled in.
pub fn bare(header: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(header.len());
    for character in input::narrow(header).chars() {
        match character {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if depth > 0 || character.is_whitespace() => {}
            '*' | ':' | '。' | '、' | '_' | '-' | '/' | '★' | '☆' | '"' => {}
            other => bare.extend(other.to_lowercase()),
        }
    }
    bare
}

/// Every name under which sheets bring the columns of one ledger.
pub struct Names {
    ledger: Ledger,
    known: Vec<(String, Target)>,
}

impl Names {
    /// The names of `ledger`.
    pub fn of(ledger: Ledger) -> Self {
        let mut known = Vec::new();
        let mut add = |names: &mut dyn Iterator<Item = &'static str>, target: Target| {
            known.extend(names.map(bare).filter(|name| !name.is_empty()).map(|name| (name, target)));
        };
        let columns = || ledger.columns().iter();
        for column in columns().filter(|column| column.stored()) {
            add(&mut names(column), Target::Own(column));
        }
        for column in ledger.declaration().with_child.into_iter().flat_map(Ledger::columns) {
            if let Some(child) = intake::child_column(ledger, column.name) {
                add(&mut names(child), Target::Child(child));
            }
        }
        for column in columns() {
            for key in keys(column) {
                add(&mut names(key), Target::By { reference: column, key });
            }
        }
        add(&mut [UID, "uid"].into_iter(), Target::Uid);
        if ledger.declaration().log {
            add(&mut [LATE_REASON, "late_reason"].into_iter(), Target::LateReason);
        }
        for column in columns().filter(|column| !column.stored()) {
            add(&mut names(column), Target::Passed);
        }
        add(&mut PASSED.iter().copied(), Target::Passed);
        Self { ledger, known }
    }

    /// What a header of exactly this name means.
    pub fn exactly(&self, header: &str) -> Option<Target> {
        self.labelled(header).or_else(|| self.meanings(header).into_iter().next())
    }

    /// What is called exactly so by its label or its name, and is read.
    pub fn labelled(&self, header: &str) -> Option<Target> {
        let header = bare(header);
        let called = |target: &Target| match target {
            Target::Own(column) | Target::Child(column) => bare(column.label) == header || column.name == header,
            Target::Uid | Target::LateReason => true,
            _ => false,
        };
        self.meanings(&header).into_iter().find(called)
    }

    /// Everything a header of exactly this name can mean, what is read first.
    pub fn meanings(&self, header: &str) -> Vec<Target> {
        let header = bare(header);
        self.known.iter().filter(|(name, _)| *name == header).map(|(_, target)| *target).collect()
    }

    /// What a header means that contains a name as at least half of itself: the longest counts.
    pub fn nearly(&self, header: &str) -> Option<Target> {
        let header = bare(header);
        let length = header.chars().count();
        let half = |name: &str| (2..=length).contains(&name.chars().count()) && name.chars().count() * 2 >= length;
        let fitting =
            self.known.iter().filter(|(name, target)| *target != Target::Passed && half(name) && header.contains(name.as_str()));
        fitting.max_by_key(|(name, _)| name.len()).map(|(_, target)| *target)
    }

    /// What a header of records side by side means, such as 第二剂接种日期.
    pub fn beside(&self, header: &str) -> Option<Target> {
        let header = bare(header);
        for (ledger, repeats) in beside(self.ledger) {
            let fitting = repeats.words.iter().filter(|(word, ..)| header.contains(word));
            let Some((word, which, numbered)) = fitting.max_by_key(|(word, ..)| word.len()) else { continue };
            let rest = header.replacen(word, "", 1);
            let columns = || ledger.columns().iter().filter(|column| comes_beside(repeats, column));
            let named = columns()
                .flat_map(|column| names(column).map(move |name| (bare(name), column)))
                .filter(|(name, _)| name.chars().count() >= 2 && rest.contains(name.as_str()))
                .max_by_key(|(name, _)| name.len());
            let column = named.map(|(_, column)| column).or_else(|| ledger.column(repeats.bare))?;
            return Some(Target::Beside { ledger, which: *which, numbered: *numbered, column });
        }
        None
    }

    /// What a header means for all records side by side, such as 疫苗厂家 beside 第一剂日期 and 第二剂日期.
    pub fn beside_all(&self, header: &str) -> Option<Target> {
        let header = bare(header);
        beside(self.ledger).filter(|(ledger, _)| *ledger != self.ledger).find_map(|(ledger, repeats)| {
            let mut columns = ledger.columns().iter().filter(|column| comes_beside(repeats, column));
            let column = columns.find(|column| names(column).any(|name| bare(name) == header))?;
            Some(Target::Beside { ledger, which: 0, numbered: false, column })
        })
    }
}

/// Label, aliases and name of a column.
fn names(column: &'static Column) -> impl Iterator<Item = &'static str> {
    [column.label, column.name].into_iter().chain(column.aliases.iter().copied())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn headers_as_people_write_them() {
        let names = Names::of(Ledger::Staff);
        for (header, code) in [
            ("姓 名", "name"),
            ("*姓名：", "name"),
            ("身份证号（18位）", "id_number"),
            ("公民\n身份号码", "id_number"),
            ("部门", "+department"),
            ("入职日期", "+joined_on"),
            ("记录编号", "uid"),
            ("年龄", "-"),
            ("序号", "-"),
            ("NAME", "name"),
        ] {
            assert_eq!(names.exactly(header).map(|target| target.code()).as_deref(), Some(code), "{header}");
        }
        assert_eq!(names.nearly("本人身份证号码").unwrap().code(), "id_number");
        assert!(names.nearly("去年体检时留的手机").is_none(), "too little of it is known");
        assert!(names.exactly("体温").is_none());
    }

    #[test]
    fn doses_side_by_side() {
        for ledger in [Ledger::Staff, Ledger::Vaccinations] {
            let names = Names::of(ledger);
            for (header, code) in [
                ("第一剂接种日期", "vaccinations#1.given_on"),
                ("第2针时间", "vaccinations#2.given_on"),
                ("新冠疫苗第一剂次接种时间", "vaccinations#1.given_on"),
                ("第二剂疫苗厂家", "vaccinations#2.product"),
                ("加强针日期", "vaccinations~3.given_on"),
                ("第一剂", "vaccinations#1.given_on"),
                ("第一剂批号", "vaccinations#1.lot"),
            ] {
                assert_eq!(names.beside(header).map(|target| target.code()).as_deref(), Some(code), "{header}");
            }
            assert!(names.beside("接种日期").is_none());
        }
        assert_eq!(Names::of(Ledger::Staff).beside_all("疫苗厂家").unwrap().code(), "vaccinations#0.product".replace('#', "~"));
    }

    #[test]
    fn references_by_what_identifies_the_record() {
        let names = Names::of(Ledger::Vaccinations);
        assert_eq!(names.exactly("姓名").unwrap().code(), "staff");
        assert_eq!(names.exactly("身份证号").unwrap().code(), "staff.id_number");
        assert_eq!(names.exactly("手机").unwrap().code(), "staff.mobile");
    }

    #[test]
    fn every_target_has_a_code_of_its_own() {
        for ledger in Ledger::ALL.iter().copied() {
            let mut codes: Vec<String> = all(ledger).iter().map(Target::code).collect();
            for code in &codes {
                assert_eq!(Target::from_code(ledger, code).unwrap().code(), *code);
            }
            let count = codes.len();
            codes.sort();
            codes.dedup();
            assert_eq!(codes.len(), count, "{}", ledger.name());
        }
    }
}
