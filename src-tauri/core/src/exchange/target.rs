//! What a column of a sheet can mean for a ledger, and by which names.
//!
//! Owns the names under which sheets bring columns: labels, aliases, words of records side by side, and the columns that
//! every export has. Looks at declarations only.

use super::across::{self, HeaderDay};
pub use super::wording::bare;
use super::wording::{self, Otherwise};
use crate::schema::{Column, Kind, Ledger, Repeats, Search};
use crate::store::intake;
use crate::store::registry::Registry;

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
    /// A column of the record of one day, where days stand side by side.
    OnDay {
        /// The day.
        day: HeaderDay,
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
    /// The column whose values it brings.
    pub fn column(&self) -> Option<&'static Column> {
        match self {
            Self::Own(column)
            | Self::Child(column)
            | Self::By { key: column, .. }
            | Self::Beside { column, .. }
            | Self::OnDay { column, .. } => Some(column),
            Self::Uid | Self::LateReason | Self::Passed => None,
        }
    }

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
            Self::OnDay { day, column } => format!("@{}-{}-{}.{}", day.year, day.month, day.day, column.name),
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
            Self::OnDay { day, column } => format!("{}：{}", day.told(), column.label),
            Self::Passed => "不导入".to_owned(),
        }
    }

    /// The target of `ledger` with this code.
    pub fn from_code(registry: &Registry, ledger: Ledger, code: &str) -> Option<Self> {
        let on_day = ledger.declaration().across.as_ref().and_then(|across| across::from_code(across, ledger, code));
        on_day.or_else(|| all(registry, ledger).into_iter().find(|target| target.code() == code))
    }

    /// The target of `ledger` that a person names: by its code, or by a header it is known under.
    pub fn named(registry: &'static Registry, ledger: Ledger, text: &str) -> Option<Self> {
        if matches!(text.trim(), "-" | "忽略" | "不导入") {
            return Some(Self::Passed);
        }
        Self::from_code(registry, ledger, text.trim())
            .or_else(|| Names::of(registry, ledger).exactly(text))
            .or_else(|| Names::of(registry, ledger).beside(text).map(|(target, _)| target))
    }
}

/// How records of `ledger` stand side by side.
fn repeats(ledger: Ledger) -> Option<&'static Repeats> {
    ledger.declaration().repeats.as_ref()
}

/// The ledgers whose records may stand side by side in a sheet of `ledger`: others within it, or its own.
pub fn beside(registry: &Registry, ledger: Ledger) -> impl Iterator<Item = (Ledger, &'static Repeats)> + use<'_> {
    registry.ledgers().filter_map(move |other| {
        let repeats = repeats(other)?;
        (other == ledger || repeats.within == ledger).then_some((other, repeats))
    })
}

/// Whether sheets may bring `column` of records side by side: not the record they belong to, nor their number.
fn comes_beside(repeats: &Repeats, column: &Column) -> bool {
    column.stored() && column.name != repeats.column && column.name != repeats.number
}

/// Everything a column of a sheet of `ledger` can mean.
pub fn all(registry: &Registry, ledger: Ledger) -> Vec<Target> {
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
    for (other, repeats) in beside(registry, ledger) {
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

/// Why a column is left aside though its header holds a name of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// Its other words say that it holds something else.
    Otherwise(Otherwise),
    /// Its other words are not known.
    Unclear,
}

impl Aside {
    /// What is told of the column `label`.
    pub fn told(self, label: &str) -> String {
        match self {
            Self::Otherwise(why) => format!("「{label}」列看起来是{}，没有导入。确实要导入的，请指定它是哪一栏。", why.told()),
            Self::Unclear => format!("「{label}」列的表头里有看不懂的词，没有导入。确实要导入的，请指定它是哪一栏。"),
        }
    }
}

/// Every name under which sheets bring the columns of one ledger.
pub struct Names {
    /// The ledgers there are.
    pub registry: &'static Registry,
    /// Whose names they are.
    pub ledger: Ledger,
    known: Vec<(String, Target)>,
}

impl Names {
    /// The names of `ledger`.
    pub fn of(registry: &'static Registry, ledger: Ledger) -> Self {
        let mut known = Vec::new();
        let mut add = |names: &mut dyn Iterator<Item = &'static str>, target: Target| {
            known.extend(names.map(bare).filter(|name| !name.is_empty()).map(|name| (name, target)));
        };
        let columns = || registry.columns(ledger).iter();
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
        Self { registry, ledger, known }
    }

    /// What a header of exactly this name means.
    pub fn exactly(&self, header: &str) -> Option<Target> {
        self.labelled(header).or_else(|| self.meanings(header).into_iter().next())
    }

    /// What is called exactly so by its label or its name, and is read.
    pub fn labelled(&self, header: &str) -> Option<Target> {
        let name = bare(header);
        let called = |target: &Target| match target {
            Target::Own(column) | Target::Child(column) => bare(column.label) == name || column.name == name,
            Target::Uid | Target::LateReason => true,
            _ => false,
        };
        self.meanings(header).into_iter().find(called)
    }

    /// Everything a header of exactly this name can mean, what is read first. What its brackets say otherwise counts, and
    /// so does a dose named in them.
    pub fn meanings(&self, header: &str) -> Vec<Target> {
        let name = bare(header);
        let given = || self.known.iter().any(|(known, _)| *known == wording::whole(header));
        if self.turned(&wording::noted(header)) && !given() {
            return Vec::new();
        }
        self.known.iter().filter(|(known, _)| *known == name).map(|(_, target)| *target).collect()
    }

    /// What a header means that holds a name and otherwise only words that add nothing: the longest name counts.
    pub fn nearly(&self, header: &str) -> Option<Target> {
        self.named_in(header).filter(|(target, name)| self.left(header, name, target)).map(|(target, _)| target).next()
    }

    /// Targets whose name `header` holds, with that name, longest first.
    fn named_in(&self, header: &str) -> impl Iterator<Item = (Target, &str)> {
        let header = bare(header);
        let fits = |name: &str| name.chars().count() >= 2 && header.contains(name);
        let mut found: Vec<(Target, &str)> = self
            .known
            .iter()
            .filter(|(name, target)| *target != Target::Passed && fits(name))
            .map(|(name, target)| (*target, name.as_str()))
            .collect();
        found.sort_by_key(|(_, name)| std::cmp::Reverse(name.len()));
        found.into_iter()
    }

    /// Whether nothing of `header` is left but words that add nothing, once `name` of `target` is taken out.
    fn left(&self, header: &str, name: &str, target: &Target) -> bool {
        if self.turned(&wording::noted(header)) {
            return false;
        }
        // Whether somebody is one is what a column of yes and no holds.
        let whether: &[&str] = match target {
            Target::Own(column) | Target::Child(column) if column.kind == Kind::Flag => &["是否", "是否为", "是否是", "是不是"],
            _ => &[],
        };
        wording::adds_nothing(&bare(header).replacen(name, "", 1), whether, &[self.ledger.declaration().label])
    }

    /// Whether what stands in the brackets of a header turns its meaning.
    fn turned(&self, noted: &str) -> bool {
        wording::noted_otherwise(noted, &[self.ledger.declaration().label]).is_some() || self.tells_apart(noted)
    }

    /// Whether `text` holds a word that tells records side by side apart.
    fn tells_apart(&self, text: &str) -> bool {
        beside(self.registry, self.ledger).any(|(_, repeats)| repeats.words.iter().any(|(word, ..)| text.contains(word)))
    }

    /// What a header of records side by side means, such as 第二剂接种日期, and whether beside the word there stands
    /// exactly a name of the column.
    pub fn beside(&self, header: &str) -> Option<(Target, bool)> {
        // What brackets only add stays out, unless the word stands in them.
        let outside = self.tells_apart(&bare(header));
        let noted = if outside { wording::noted(header) } else { String::new() };
        if wording::noted_otherwise(&noted, &[self.ledger.declaration().label]).is_some() {
            return None;
        }
        let header = if outside { bare(header) } else { wording::whole(header) };
        for (ledger, repeats) in beside(self.registry, self.ledger) {
            let fitting = repeats.words.iter().filter(|(word, ..)| header.contains(word));
            let Some((word, which, numbered)) = fitting.max_by_key(|(word, _, numbered)| (word.len(), *numbered)) else {
                continue;
            };
            if repeats.words.iter().any(|(other, group, _)| group != which && noted.contains(other)) {
                return None;
            }
            let rest = header.replacen(word, "", 1);
            let again: Vec<&str> = repeats.words.iter().filter(|(_, group, _)| group == which).map(|(word, ..)| *word).collect();
            let subjects = [ledger.declaration().label];
            let columns = || ledger.columns().iter().filter(|column| comes_beside(repeats, column));
            let target = |column| Target::Beside { ledger, which: *which, numbered: *numbered, column };
            let mut named: Vec<(String, &'static Column)> = columns()
                .flat_map(|column| names(column).map(move |name| (bare(name), column)))
                .filter(|(name, _)| name.chars().count() >= 2 && rest.contains(name.as_str()))
                .collect();
            named.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
            for (name, column) in named {
                if wording::adds_nothing(&rest.replacen(&name, "", 1), &again, &subjects) {
                    return Some((target(column), name == rest));
                }
            }
            let column = ledger.column(repeats.bare)?;
            return wording::adds_nothing(&rest, &again, &subjects).then(|| (target(column), false));
        }
        None
    }

    /// Why a column of this header is left aside: it holds a name or a word of ours, and says something else of it.
    pub fn aside(&self, header: &str) -> Option<Aside> {
        let whole = wording::whole(header);
        if self.known.iter().any(|(known, _)| *known == whole) {
            return None;
        }
        if !self.tells_apart(&whole) && self.named_in(&whole).next().is_none() {
            return None;
        }
        Some(wording::otherwise(&whole).map_or(Aside::Unclear, Aside::Otherwise))
    }

    /// What a header means for all records side by side, such as 疫苗厂家 beside 第一剂日期 and 第二剂日期.
    pub fn beside_all(&self, header: &str) -> Option<Target> {
        if self.turned(&wording::noted(header)) {
            return None;
        }
        let header = bare(header);
        beside(self.registry, self.ledger).filter(|(ledger, _)| *ledger != self.ledger).find_map(|(ledger, repeats)| {
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
    use crate::program::registry;
    use crate::topics::{DISINFECTIONS, STAFF, TRAVELS, VACCINATIONS};

    #[test]
    fn headers_as_people_write_them() {
        let names = Names::of(registry(), Ledger(&STAFF));
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
    fn a_header_is_a_fact_only_if_nothing_in_it_says_otherwise() {
        let meaning = |ledger: Ledger, header: &str| {
            let names = Names::of(registry(), ledger);
            let target = names.exactly(header).or_else(|| names.beside(header).map(|(target, _)| target));
            target.or_else(|| names.nearly(header)).map(|target| target.code())
        };
        for (ledger, header, code) in [
            (Ledger(&STAFF), "第一针时间", "vaccinations#1.given_on"),
            (Ledger(&STAFF), "首针日期", "vaccinations#1.given_on"),
            (Ledger(&STAFF), "加强针接种时间", "vaccinations~3.given_on"),
            (Ledger(&STAFF), "第三针（加强针）接种日期", "vaccinations#3.given_on"),
            (Ledger(&STAFF), "疫苗接种情况(第一剂)", "vaccinations#1.product"),
            (Ledger(&STAFF), "第一剂接种日期（格式2021-01-01）", "vaccinations#1.given_on"),
            (Ledger(&VACCINATIONS), "接种日期（第二剂）", "vaccinations#2.given_on"),
            (Ledger(&STAFF), "本人身份证号码", "id_number"),
            (Ledger(&STAFF), "身份证号（无则填护照号）", "id_number"),
            (Ledger(&STAFF), "紧急联系人电话", "emergency_phone"),
            (Ledger(&STAFF), "是否党员", "party_member"),
            (Ledger(&STAFF), "下一剂日期", "-"),
            (Ledger(&DISINFECTIONS), "消毒日期", "done_on"),
            (Ledger(&DISINFECTIONS), "实际消毒时间", "started_at"),
        ] {
            assert_eq!(meaning(ledger, header).as_deref(), Some(code), "{header}");
        }
        for (ledger, header, why) in [
            (Ledger(&STAFF), "第二剂最晚接种日期", Otherwise::Planned),
            (Ledger(&STAFF), "计划接种第三剂时间", Otherwise::Planned),
            (Ledger(&STAFF), "第二剂预约日期", Otherwise::Planned),
            (Ledger(&STAFF), "第二剂应接种日期", Otherwise::Planned),
            (Ledger(&STAFF), "第三剂可接种时间", Otherwise::Planned),
            (Ledger(&STAFF), "第二剂接种日期（提醒）", Otherwise::Planned),
            (Ledger(&STAFF), "配偶第一剂接种日期", Otherwise::Another),
            (Ledger(&STAFF), "子女第一剂", Otherwise::Another),
            (Ledger(&STAFF), "是否接种第一剂", Otherwise::Whether),
            (Ledger(&STAFF), "第一剂不良反应", Otherwise::Remark),
            (Ledger(&STAFF), "第二剂未接种原因", Otherwise::Remark),
            (Ledger(&STAFF), "家属身份证号", Otherwise::Another),
            (Ledger(&STAFF), "手机（家属）", Otherwise::Another),
            (Ledger(&VACCINATIONS), "接种日期（预约）", Otherwise::Planned),
            (Ledger(&VACCINATIONS), "预约接种日期", Otherwise::Planned),
            (Ledger(&DISINFECTIONS), "计划消毒日期", Otherwise::Planned),
            (Ledger(&DISINFECTIONS), "下次消毒日期", Otherwise::Planned),
            (Ledger(&TRAVELS), "预计返回日期", Otherwise::Planned),
        ] {
            assert_eq!(meaning(ledger, header), None, "{header}");
            assert_eq!(Names::of(registry(), ledger).aside(header), Some(Aside::Otherwise(why)), "{header}");
        }
        for header in ["新手机", "邻居第一剂接种日期", "第一剂和第二剂接种日期"] {
            assert_eq!(meaning(Ledger(&STAFF), header), None, "{header}");
            assert_eq!(Names::of(registry(), Ledger(&STAFF)).aside(header), Some(Aside::Unclear), "{header}");
        }
        for (header, by_name) in [("第一剂接种日期", true), ("第一针时间", false), ("第一剂", false)] {
            assert_eq!(Names::of(registry(), Ledger(&STAFF)).beside(header).unwrap().1, by_name, "{header}");
        }
    }

    #[test]
    fn doses_side_by_side() {
        for ledger in [Ledger(&STAFF), Ledger(&VACCINATIONS)] {
            let names = Names::of(registry(), ledger);
            for (header, code) in [
                ("第一剂接种日期", "vaccinations#1.given_on"),
                ("第2针时间", "vaccinations#2.given_on"),
                ("新冠疫苗第一剂次接种时间", "vaccinations#1.given_on"),
                ("第二剂疫苗厂家", "vaccinations#2.product"),
                ("加强针日期", "vaccinations~3.given_on"),
                ("第一剂", "vaccinations#1.given_on"),
                ("第一剂批号", "vaccinations#1.lot"),
            ] {
                assert_eq!(names.beside(header).map(|(target, _)| target.code()).as_deref(), Some(code), "{header}");
            }
            assert!(names.beside("接种日期").is_none());
        }
        assert_eq!(
            Names::of(registry(), Ledger(&STAFF)).beside_all("疫苗厂家").unwrap().code(),
            "vaccinations#0.product".replace('#', "~")
        );
    }

    #[test]
    fn references_by_what_identifies_the_record() {
        let names = Names::of(registry(), Ledger(&VACCINATIONS));
        assert_eq!(names.exactly("姓名").unwrap().code(), "staff");
        assert_eq!(names.exactly("身份证号").unwrap().code(), "staff.id_number");
        assert_eq!(names.exactly("手机").unwrap().code(), "staff.mobile");
    }

    #[test]
    fn every_target_has_a_code_of_its_own() {
        for ledger in registry().ledgers() {
            let mut codes: Vec<String> = all(registry(), ledger).iter().map(Target::code).collect();
            for code in &codes {
                assert_eq!(Target::from_code(registry(), ledger, code).unwrap().code(), *code);
            }
            let count = codes.len();
            codes.sort();
            codes.dedup();
            assert_eq!(codes.len(), count, "{}", ledger.name());
        }
    }
}
