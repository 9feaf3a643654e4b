//! The rules an organisation goes by: all packs together, and which row of them applies on a day.
//!
//! Owns precedence: of the rows with one key in force on a day, the region's go before the nation's, then the later
//! `valid_from`, then the later import. Reads packs that are handed in; knows no file and no ledger.

use super::divisions;
use super::guideline::{self, Guideline, Requirement};
use super::tables::{
    Agent, AnyRow, Contact, GatheringTier, Holiday, Limit, Measure, Publication, Reason, Recipient, Row, RulePack, Schedule,
    Symptom, TABLES, Use, Vaccine, plain,
};
use crate::schema::Table;
use chrono::{NaiveDate, NaiveTime};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The packs that come with the program, oldest first.
pub const SHIPPED: &[&str] = &[
    include_str!("../../../../assets/tables/packs/vaccination.json"),
    include_str!("../../../../assets/tables/packs/disinfection.json"),
    include_str!("../../../../assets/tables/packs/measures-chongqing.json"),
    include_str!("../../../../assets/tables/packs/measures-national.json"),
    include_str!("../../../../assets/tables/packs/holidays.json"),
    include_str!("../../../../assets/tables/packs/limits.json"),
    include_str!("../../../../assets/tables/packs/incidents.json"),
    include_str!("../../../../assets/tables/packs/gatherings-chongqing.json"),
    include_str!("../../../../assets/tables/packs/guideline-151.json"),
    include_str!("../../../../assets/tables/packs/health.json"),
];

/// The region of organisations that have not said theirs: that of the guideline (渝民〔2021〕151号).
pub const HOME_REGION: &str = "500000";

/// Where a rule is laid down: what every computed state names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleRef {
    /// Key of the row.
    pub key: String,
    /// First day in force; with the key it names the row.
    pub valid_from: NaiveDate,
    /// What people call it.
    pub label: String,
    /// Document and number.
    pub source: String,
}

impl RuleRef {
    /// The name under which the row is found again: `primary.inactivated@2020-07-22`.
    pub fn name(&self) -> String {
        format!("{}@{}", self.key, self.valid_from)
    }
}

/// A pack as the rulebook knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    /// What it says.
    pub pack: RulePack,
    /// Later imports have greater numbers.
    pub order: i64,
    /// Why it was withdrawn, if it was: then none of its rows apply.
    pub withdrawn: Option<String>,
}

/// A row with the pack it stands in.
#[derive(Debug)]
pub struct Ruled<'a, T> {
    /// The row.
    pub row: &'a Row<T>,
    /// Index of its pack.
    pub pack: usize,
}

impl<T> Clone for Ruled<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ruled<'_, T> {}

/// All packs of an organisation.
#[derive(Debug, Clone, Default)]
pub struct Rulebook {
    packs: Vec<Taken>,
    region: String,
    /// By pack; asked for every dose of every person.
    reaches: Vec<Reach>,
}

/// How far a pack reaches.
#[derive(Debug, Clone, Copy)]
struct Reach {
    /// It is for the organisation's region and not withdrawn.
    here: bool,
    /// How closely its own region is given.
    closeness: usize,
}

impl Rulebook {
    /// The rules of an organisation in `region` (six digits; empty: [`HOME_REGION`]).
    pub fn new(packs: Vec<Taken>, region: &str) -> Self {
        let region = if region.is_empty() { HOME_REGION } else { region };
        let reach = |taken: &Taken| Reach {
            here: taken.withdrawn.is_none() && divisions::covers(&taken.pack.region, region),
            closeness: divisions::closeness(&taken.pack.region),
        };
        Self { reaches: packs.iter().map(reach).collect(), packs, region: region.to_owned() }
    }

    /// What comes with the program, in the order of import.
    pub fn shipped(region: &str) -> Self {
        let packs = SHIPPED.iter().filter_map(|text| RulePack::read(text).ok());
        let packs = packs.zip(1..).map(|(pack, order)| Taken { pack, order, withdrawn: None }).collect();
        Self::new(packs, region)
    }

    /// The packs, withdrawn ones too.
    pub fn packs(&self) -> &[Taken] {
        &self.packs
    }

    /// Rows of a table in packs that are not withdrawn and are for the region, whatever the day.
    fn rows<'a, T: 'a>(&'a self, of: impl Fn(&'a RulePack) -> &'a [Row<T>] + 'a) -> impl Iterator<Item = Ruled<'a, T>> + 'a {
        self.packs
            .iter()
            .zip(&self.reaches)
            .enumerate()
            .filter(|(_, (_, reach))| reach.here)
            .flat_map(move |(index, (taken, _))| of(&taken.pack).iter().map(move |row| Ruled { row, pack: index }))
    }

    /// What goes first among rows of one key.
    fn rank(&self, pack: usize, valid_from: NaiveDate) -> (Reverse<usize>, Reverse<NaiveDate>, Reverse<i64>) {
        let closeness = self.reaches.get(pack).map_or(0, |reach| reach.closeness);
        (Reverse(closeness), Reverse(valid_from), Reverse(self.packs.get(pack).map_or(0, |taken| taken.order)))
    }

    /// One row of each key: the one in force on `day`.
    fn in_force<'a, T: 'a>(&'a self, of: impl Fn(&'a RulePack) -> &'a [Row<T>] + 'a, day: NaiveDate) -> Vec<Ruled<'a, T>> {
        let on_day = |row: &Row<T>| row.valid_from <= day && row.valid_to.is_none_or(|to| day <= to);
        self.best(self.rows(of).filter(|ruled| on_day(ruled.row)))
    }

    fn best<'a, T>(&self, rows: impl Iterator<Item = Ruled<'a, T>>) -> Vec<Ruled<'a, T>> {
        let mut best: BTreeMap<&str, Ruled<'a, T>> = BTreeMap::new();
        for ruled in rows {
            let rank = self.rank(ruled.pack, ruled.row.valid_from);
            let better = best.get(ruled.row.key.as_str()).is_none_or(|held| rank < self.rank(held.pack, held.row.valid_from));
            if better {
                best.insert(&ruled.row.key, ruled);
            }
        }
        best.into_values().collect()
    }

    /// Where `ruled` is laid down.
    pub fn reference<T>(&self, ruled: Ruled<'_, T>) -> RuleRef {
        let pack = self.packs.get(ruled.pack).map(|taken| taken.pack.source.as_str()).unwrap_or_default();
        RuleRef {
            key: ruled.row.key.clone(),
            valid_from: ruled.row.valid_from,
            label: ruled.row.label.clone(),
            source: if ruled.row.source.is_empty() { pack.to_owned() } else { ruled.row.source.clone() },
        }
    }

    /// Schedules in force on `day`.
    pub fn schedules(&self, day: NaiveDate) -> Vec<Ruled<'_, Schedule>> {
        self.in_force(|pack| &pack.schedules, day)
    }

    /// Reasons for a dose not given, as they count on `day`.
    pub fn reasons(&self, day: NaiveDate) -> Vec<Ruled<'_, Reason>> {
        self.in_force(|pack| &pack.reasons, day)
    }

    /// Concentrations by use on `day`.
    pub fn uses(&self, day: NaiveDate) -> Vec<Ruled<'_, Use>> {
        self.in_force(|pack| &pack.uses, day)
    }

    /// Measures after stays on `day`.
    pub fn measures(&self, day: NaiveDate) -> Vec<Ruled<'_, Measure>> {
        self.in_force(|pack| &pack.measures, day)
    }

    /// Symptoms asked for on `day`.
    pub fn symptoms(&self, day: NaiveDate) -> Vec<Ruled<'_, Symptom>> {
        self.in_force(|pack| &pack.symptoms, day)
    }

    /// Recipients of reports on `day`.
    pub fn recipients(&self, day: NaiveDate) -> Vec<Ruled<'_, Recipient>> {
        self.in_force(|pack| &pack.recipients, day)
    }

    /// Holidays of all years. A holiday's make-up days may lie before it, so its validity says nothing.
    pub fn holidays(&self) -> Vec<Ruled<'_, Holiday>> {
        self.best(self.rows(|pack| &pack.holidays))
    }

    /// Products in force on `day`.
    pub fn vaccines(&self, day: NaiveDate) -> Vec<Ruled<'_, Vaccine>> {
        self.in_force(|pack| &pack.vaccines, day)
    }

    /// The product `key` as of `day`; one not in force then as it was last, or first, known.
    pub fn vaccine(&self, key: &str, day: NaiveDate) -> Option<Ruled<'_, Vaccine>> {
        self.known(|pack| &pack.vaccines, key, day)
    }

    /// The limit `key` in force on `day`.
    pub fn limit(&self, key: &str, day: NaiveDate) -> Option<Ruled<'_, Limit>> {
        self.in_force(|pack| &pack.limits, day).into_iter().find(|ruled| ruled.row.key == key)
    }

    /// The lowest value the limit `key` ever has, whatever the day; `None` where it has none.
    pub fn lowest_limit(&self, key: &str) -> Option<f64> {
        let values = self.rows(|pack| &pack.limits).filter(|ruled| ruled.row.key == key).filter_map(|ruled| ruled.row.rule.value);
        values.min_by(f64::total_cmp)
    }

    /// How many of the times of day that limits name on `day` have come by `time`: what waits for one of them is asked anew
    /// once this is another number.
    pub fn times_come(&self, day: NaiveDate, time: NaiveTime) -> usize {
        let limits = self.in_force(|pack| &pack.limits, day);
        limits.iter().filter(|ruled| ruled.row.rule.time().is_some_and(|at| at <= time)).count()
    }

    /// What people of `category` are asked to do by the rule in force on `day`.
    pub fn contact(&self, category: &str, day: NaiveDate) -> Option<Ruled<'_, Contact>> {
        self.in_force(|pack| &pack.contacts, day).into_iter().find(|ruled| ruled.row.rule.category == category)
    }

    /// What a gathering of `kind` with so many `people` asks for by the rules in force on `day`: 批复 goes before 报备, then
    /// the longer time ahead.
    pub fn gathering_tier(&self, kind: &str, people: u32, day: NaiveDate) -> Option<Ruled<'_, GatheringTier>> {
        let meets =
            |tier: &GatheringTier| (tier.kinds.is_empty() || tier.kinds.iter().any(|one| one == kind)) && people >= tier.people;
        let tiers = self.in_force(|pack| &pack.gathering_tiers, day).into_iter().filter(|ruled| meets(&ruled.row.rule));
        tiers.max_by_key(|ruled| (ruled.row.rule.asks == "approve", ruled.row.rule.ahead))
    }

    /// Within what time what came in by `via` is made public, by the rules in force on `day`: those for an emergency and for
    /// one way go before those for any.
    pub fn publication(&self, via: &str, emergency: bool, day: NaiveDate) -> Option<Ruled<'_, Publication>> {
        let meets = |rule: &Publication| {
            (rule.via.is_empty() || rule.via.iter().any(|one| one == via)) && (rule.cause.is_empty() || emergency)
        };
        let rows = self.in_force(|pack| &pack.publication, day).into_iter().filter(|ruled| meets(&ruled.row.rule));
        rows.max_by_key(|ruled| (!ruled.row.rule.cause.is_empty(), !ruled.row.rule.via.is_empty()))
    }

    /// The guideline in force on `day`: that of one pack as a whole, the closest region's before others, then the latest begun,
    /// then the latest import.
    pub fn guideline(&self, day: NaiveDate) -> Option<Guideline<'_>> {
        let begun = |taken: &Taken| {
            let rows = taken.pack.articles.iter().filter(|row| row.valid_to.is_none_or(|to| day <= to));
            rows.map(|row| row.valid_from).min().filter(|from| *from <= day)
        };
        let all = self.packs.iter().zip(&self.reaches).enumerate().filter(|(_, (_, reach))| reach.here);
        let begun = all.filter_map(|(index, (taken, _))| Some((index, taken, begun(taken)?)));
        let (_, taken, from) = begun.min_by_key(|(index, _, from)| self.rank(*index, *from))?;
        let pack = &taken.pack;
        Some(Guideline {
            title: &pack.title,
            source: &pack.source,
            from,
            articles: &pack.articles,
            requirements: &pack.requirements,
        })
    }

    /// Disinfectants in force on `day`.
    pub fn agents(&self, day: NaiveDate) -> Vec<Ruled<'_, Agent>> {
        self.in_force(|pack| &pack.agents, day)
    }

    /// The disinfectant `key` as of `day`; one not in force then as it was last, or first, known.
    pub fn agent(&self, key: &str, day: NaiveDate) -> Option<Ruled<'_, Agent>> {
        self.known(|pack| &pack.agents, key, day)
    }

    fn known<'a, T: 'a>(
        &'a self,
        of: impl Fn(&'a RulePack) -> &'a [Row<T>] + Copy + 'a,
        key: &str,
        day: NaiveDate,
    ) -> Option<Ruled<'a, T>> {
        let in_force = |row: &Row<T>| row.valid_from <= day && row.valid_to.is_none_or(|to| day <= to);
        let rows = self.rows(of).filter(|ruled| ruled.row.key == key);
        rows.min_by_key(|ruled| (!in_force(ruled.row), self.rank(ruled.pack, ruled.row.valid_from)))
    }

    /// Keys and labels of a table that records refer to, whatever the day; those in force on `day` first.
    pub fn entries(&self, table: Table, day: NaiveDate) -> Vec<(String, String)> {
        fn listed<T>(in_force: Vec<Ruled<'_, T>>, all: Vec<Ruled<'_, T>>) -> Vec<(String, String)> {
            let mut seen: Vec<(String, String)> = Vec::new();
            for ruled in in_force.into_iter().chain(all) {
                if !seen.iter().any(|(key, _)| *key == ruled.row.key) {
                    seen.push((ruled.row.key.clone(), ruled.row.label.clone()));
                }
            }
            seen
        }
        // In the order of the packs, not of the keys: the common ones stand first there.
        fn in_order<T>(mut rows: Vec<Ruled<'_, T>>) -> Vec<Ruled<'_, T>> {
            rows.sort_by_key(|ruled| (ruled.pack, std::ptr::from_ref(ruled.row) as usize));
            rows
        }
        match table {
            Table::Vaccines => listed(in_order(self.vaccines(day)), self.rows(|pack| &pack.vaccines).collect()),
            Table::Agents => listed(in_order(self.agents(day)), self.rows(|pack| &pack.agents).collect()),
            Table::Requirements => {
                let known = self.guideline(day).map_or(&[][..], |guideline| guideline.requirements);
                known.iter().map(|row| (row.key.clone(), guideline::title_of(row))).collect()
            }
        }
    }

    /// What the key of a table is called; the key itself when no pack knows it.
    pub fn entry_label(&self, table: Table, key: &str, day: NaiveDate) -> String {
        let label = match table {
            Table::Vaccines => self.vaccine(key, day).map(|ruled| ruled.row.label.clone()),
            Table::Agents => self.agent(key, day).map(|ruled| ruled.row.label.clone()),
            Table::Requirements => self.requirement(key, day).map(guideline::title_of),
        };
        label.unwrap_or_else(|| key.to_owned())
    }

    /// The requirement of this key as of `day`; one that only another guideline knows, as that one says it.
    pub fn requirement(&self, key: &str, day: NaiveDate) -> Option<&Row<Requirement>> {
        let in_force = self.guideline(day).and_then(|guideline| guideline.requirement(key));
        in_force.or_else(|| Some(self.known(|pack| &pack.requirements, key, day)?.row))
    }

    /// Names of a table's rows as [`plain`] makes them, with the key: key, label with and without brackets, other names,
    /// and who makes it.
    fn entry_names(&self, table: Table) -> Vec<(String, String)> {
        let mut names: Vec<(String, String)> = Vec::new();
        let mut add = |key: &str, label: &str, aliases: &[String]| {
            names.push((plain(key), key.to_owned()));
            names.push((plain(label), key.to_owned()));
            let bare = label.split(['（', '(']).next().unwrap_or_default();
            names.push((plain(bare), key.to_owned()));
            names.extend(aliases.iter().map(|alias| (plain(alias), key.to_owned())));
        };
        match table {
            Table::Vaccines => self.rows(|pack| &pack.vaccines).for_each(|r| {
                add(&r.row.key, &r.row.label, &r.row.rule.aliases);
                add(&r.row.key, &r.row.rule.maker, &[]);
            }),
            Table::Agents => self.rows(|pack| &pack.agents).for_each(|r| add(&r.row.key, &r.row.label, &r.row.rule.aliases)),
            Table::Requirements => self.rows(|pack| &pack.requirements).for_each(|r| {
                add(&r.row.key, &guideline::title_of(r.row), std::slice::from_ref(&r.row.label));
            }),
        }
        names
    }

    /// The keys meant by `text`: a key, a label or another name; else what every name it holds agrees on, such as
    /// 新型冠状病毒灭活疫苗（北京科兴中维）. Several are what it may be: nobody but the person chooses among them.
    pub fn entry_named(&self, table: Table, text: &str) -> Vec<String> {
        let wanted = plain(text);
        let names = self.entry_names(table);
        let called = |name: &str| -> BTreeSet<&str> {
            names.iter().filter(|(known, _)| known == name).map(|(_, key)| key.as_str()).collect()
        };
        let same = called(&wanted);
        if !same.is_empty() || wanted.chars().count() < 2 {
            return same.into_iter().map(str::to_owned).collect();
        }
        // Names that stand in it, but not within a longer one: 科兴 within 北京科兴中维 says nothing of its own.
        let mut places: Vec<(usize, usize)> = names
            .iter()
            .filter(|(name, _)| name.chars().count() >= 2)
            .flat_map(|(name, _)| wanted.match_indices(name.as_str()).map(|(at, name)| (at, at + name.len())))
            .collect();
        places.sort_unstable();
        places.dedup();
        let within = |(from, to): &(usize, usize)| {
            places.iter().any(|(start, end)| start <= from && to <= end && (start, end) != (from, to))
        };
        let held: Vec<(usize, usize)> = places.iter().copied().filter(|place| !within(place)).collect();
        let rest = held.iter().rev().fold(wanted.clone(), |mut rest, (from, to)| {
            if rest.is_char_boundary(*from) && rest.is_char_boundary(*to) && *to <= rest.len() {
                rest.replace_range(from..to, " ");
            }
            rest
        });
        if rest.contains(['非', '不', '未', '没', '勿']) {
            return Vec::new();
        }
        let sets: Vec<BTreeSet<&str>> = held.iter().filter_map(|(from, to)| wanted.get(*from..*to)).map(called).collect();
        let all: BTreeSet<&str> = sets.iter().flatten().copied().collect();
        let agreed: BTreeSet<&str> = all.iter().copied().filter(|key| sets.iter().all(|set| set.contains(key))).collect();
        let meant = if agreed.is_empty() { all } else { agreed };
        meant.into_iter().map(str::to_owned).collect()
    }

    /// The keys of rows with a name that holds `text`: what may be meant by a word that names none.
    pub fn entries_holding(&self, table: Table, text: &str) -> Vec<String> {
        let wanted = plain(text);
        let names = self.entry_names(table);
        let holding = names.iter().filter(|(name, _)| wanted.chars().count() >= 2 && name.contains(&wanted));
        let keys: BTreeSet<&str> = holding.map(|(_, key)| key.as_str()).collect();
        keys.into_iter().map(str::to_owned).collect()
    }

    /// The row called `name` (see [`RuleRef::name`]) with its table and pack, also of a withdrawn or superseded pack.
    pub fn row(&self, name: &str) -> Option<(&'static str, &dyn AnyRow, &Taken)> {
        let (key, from) = name.split_once('@')?;
        let from: NaiveDate = from.parse().ok()?;
        let mut found: Vec<(&'static str, &dyn AnyRow, usize, &Taken)> = Vec::new();
        for (index, taken) in self.packs.iter().enumerate() {
            for (table, rows) in taken.pack.tables() {
                found.extend(
                    rows.into_iter()
                        .filter(|row| row.key() == key && row.valid_from() == from)
                        .map(|row| (table, row, index, taken)),
                );
            }
        }
        found.sort_by_key(|(_, _, index, taken)| (taken.withdrawn.is_some(), self.rank(*index, from)));
        found.into_iter().next().map(|(table, row, _, taken)| (table, row, taken))
    }

    /// Every row of every pack with how it stands on `day`, by table in the order of [`TABLES`], then by key and day.
    pub fn standing(&self, day: NaiveDate) -> Vec<Standing<'_>> {
        let mut all = Vec::new();
        for (index, taken) in self.packs.iter().enumerate() {
            for (table, rows) in taken.pack.tables() {
                all.extend(rows.into_iter().map(|row| Standing { table, row, taken, pack: index, state: RowState::Superseded }));
            }
        }
        let place = |table: &str| TABLES.iter().position(|(name, _)| *name == table);
        all.sort_by(|a, b| {
            (place(a.table), a.row.key(), self.rank(a.pack, a.row.valid_from())).cmp(&(
                place(b.table),
                b.row.key(),
                self.rank(b.pack, b.row.valid_from()),
            ))
        });
        let mut taken_key: Option<(&str, &str)> = None;
        for standing in &mut all {
            let (row, dated) = (standing.row, standing.table != "holidays");
            standing.state = if standing.taken.withdrawn.is_some() {
                RowState::Withdrawn
            } else if !divisions::covers(&standing.taken.pack.region, &self.region) {
                RowState::Elsewhere
            } else if dated && row.valid_from() > day {
                RowState::ToCome
            } else if dated && row.valid_to().is_some_and(|to| to < day) {
                RowState::Ended
            } else if taken_key == Some((standing.table, row.key())) {
                RowState::Superseded
            } else {
                taken_key = Some((standing.table, row.key()));
                RowState::InForce
            };
        }
        all
    }
}

/// How a row stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// 有效
    InForce,
    /// 尚未生效
    ToCome,
    /// 已失效
    Ended,
    /// 已被取代
    Superseded,
    /// 其他地区
    Elsewhere,
    /// 已撤回
    Withdrawn,
}

/// A row and how it stands.
pub struct Standing<'a> {
    /// Its table.
    pub table: &'static str,
    /// The row.
    pub row: &'a dyn AnyRow,
    /// Its pack.
    pub taken: &'a Taken,
    /// Index of its pack.
    pub pack: usize,
    /// How it stands.
    pub state: RowState,
}

/// One difference between two packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which table.
    pub table: &'static str,
    /// Key and first day of the row.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// As the first pack has it; `None`: not there.
    pub before: Option<String>,
    /// As the second has it; `None`: not there.
    pub after: Option<String>,
}

/// What `after` says otherwise than `before`.
pub fn compare(before: &RulePack, after: &RulePack) -> Vec<Difference> {
    let mut differences = Vec::new();
    for ((table, old), (_, new)) in before.tables().into_iter().zip(after.tables()) {
        type Both<'a> = (Option<&'a dyn AnyRow>, Option<&'a dyn AnyRow>);
        let mut rows: BTreeMap<String, Both<'_>> = BTreeMap::new();
        let name = |row: &dyn AnyRow| format!("{}@{}", row.key(), row.valid_from());
        for row in old {
            rows.entry(name(row)).or_default().0 = Some(row);
        }
        for row in new {
            rows.entry(name(row)).or_default().1 = Some(row);
        }
        for (name, (old, new)) in rows {
            let told = |row: Option<&dyn AnyRow>| row.map(said_in_words);
            let (before, after) = (told(old), told(new));
            if before != after {
                let label = new.or(old).map(|row| row.label().to_owned()).unwrap_or_default();
                differences.push(Difference { table, name, label, before, after });
            }
        }
    }
    differences
}

/// What a row says on one line, such as 间隔：…；来源：….
pub fn said_in_words(row: &dyn AnyRow) -> String {
    let validity = match row.valid_to() {
        Some(to) => format!("{} 至 {to}", row.valid_from()),
        None => format!("{} 起", row.valid_from()),
    };
    format!("{}；{validity}；{}", row.label(), row.said())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn taken(order: i64, region: &str, rows: &str) -> Taken {
        let text = format!(r#"{{"title":"包 {order}","region":"{region}","source":"文 {order}","measures":[{rows}]}}"#);
        Taken { pack: RulePack::read(&text).unwrap(), order, withdrawn: None }
    }

    fn row(key: &str, from: &str, days: u32) -> String {
        format!(r#"{{"key":"{key}","label":"{key}","valid_from":"{from}","rule":{{"measure":"home","days":{days}}}}}"#)
    }

    fn days_in_force(book: &Rulebook, on: &str) -> Vec<u32> {
        book.measures(day(on)).iter().map(|ruled| ruled.row.rule.days).collect()
    }

    #[test]
    fn shipped_packs_read() {
        for text in SHIPPED {
            let pack = RulePack::read(text).unwrap();
            assert!(pack.tables().iter().flat_map(|(_, rows)| rows).all(|row| !row.label().is_empty()));
        }
        assert_eq!(Rulebook::shipped("").packs().len(), SHIPPED.len());
    }

    #[test]
    fn region_before_nation_then_later_start_then_later_import() {
        let nation = taken(1, "", &row("a", "2021-01-01", 1));
        let later_nation = taken(2, "", &row("a", "2021-06-01", 2));
        let region = taken(3, "500000", &row("a", "2021-03-01", 3));
        let district = taken(4, "500111", &row("a", "2021-05-01", 4));
        let elsewhere = taken(5, "510000", &row("a", "2021-01-01", 5));
        let again = taken(6, "", &row("a", "2021-01-01", 6));
        let packs = vec![nation, later_nation, region, district, elsewhere, again];
        let book = Rulebook::new(packs.clone(), "500111");
        for (on, expected) in [
            ("2020-12-31", vec![]),
            ("2021-01-01", vec![6]),
            ("2021-03-01", vec![3]),
            ("2021-04-30", vec![3]),
            ("2021-05-01", vec![4]),
            ("2021-07-01", vec![4]),
        ] {
            assert_eq!(days_in_force(&book, on), expected, "{on}");
        }
        let neighbour = Rulebook::new(packs.clone(), "500112");
        assert_eq!(days_in_force(&neighbour, "2021-07-01"), [3]);
        let stranger = Rulebook::new(packs.clone(), "110101");
        assert_eq!(days_in_force(&stranger, "2021-07-01"), [2]);
        let mut withdrawn = packs;
        withdrawn[3].withdrawn = Some("写错".to_owned());
        assert_eq!(days_in_force(&Rulebook::new(withdrawn, "500111"), "2021-07-01"), [3]);
    }

    #[test]
    fn rows_are_found_by_name_and_say_where_they_are_laid_down() {
        let book = Rulebook::shipped("500111");
        let schedules = book.schedules(day("2021-08-31"));
        let inactivated = schedules.iter().find(|ruled| ruled.row.key == "primary.inactivated").unwrap();
        let reference = book.reference(*inactivated);
        assert_eq!(reference.name(), "primary.inactivated@2020-07-22");
        assert!(reference.source.contains("2021-03-29"));
        let (table, found, _) = book.row(&reference.name()).unwrap();
        assert_eq!((table, found.key()), ("schedules", "primary.inactivated"));
        assert!(book.row("primary.inactivated@2020-07-23").is_none());
        let states: Vec<RowState> =
            book.standing(day("2021-08-31")).iter().filter(|s| s.row.key() == "booster1.inactivated").map(|s| s.state).collect();
        assert_eq!(states, [RowState::ToCome; 4]);
        let states: Vec<RowState> =
            book.standing(day("2022-03-01")).iter().filter(|s| s.row.key() == "booster1.inactivated").map(|s| s.state).collect();
        assert_eq!(states, [RowState::ToCome, RowState::ToCome, RowState::InForce, RowState::Superseded]);
    }

    #[test]
    fn products_by_the_names_people_write() {
        let book = Rulebook::shipped("");
        for (text, key) in [
            ("北京生物", "bbibp"),
            ("长春生物", "bbibp"),
            ("科兴", "coronavac"),
            ("北京科兴中维", "coronavac"),
            ("新型冠状病毒灭活疫苗（Vero细胞）北京科兴中维", "coronavac"),
            ("bbibp", "bbibp"),
            ("国药武汉（众康可维）", "wibp"),
            ("智飞", "zf2001"),
            ("康希诺", "ad5"),
            ("康希诺吸入用", "ad5_inhaled"),
            ("深圳康泰", "kconvac"),
            ("国药集团武汉所", "wibp"),
            ("武汉国药", "wibp"),
            ("北京国药", "bbibp"),
            ("北京生物（众爱可维）", "bbibp"),
            ("复必泰", "bnt162b2"),
            ("辉瑞/BioNTech", "bnt162b2"),
            ("莫德纳", "mrna1273"),
            ("阿斯利康", "azd1222"),
            ("不详", "unknown"),
        ] {
            assert_eq!(book.entry_named(Table::Vaccines, text), [key], "{text}");
        }
        for none in ["狂犬", "细胞", "Vero细胞", "不是科兴"] {
            assert!(book.entry_named(Table::Vaccines, none).is_empty(), "{none}");
        }
        assert_eq!(book.entries_holding(Table::Vaccines, "细胞"), ["sinocelltech"]);
        for (text, keys) in [
            ("国药", &["bbibp", "wibp"][..]),
            ("国药集团", &["bbibp", "wibp"]),
            ("北京生物/科兴", &["bbibp", "coronavac"]),
            ("国药CHO", &["bbibp", "wibp", "zf2001"]),
        ] {
            assert_eq!(book.entry_named(Table::Vaccines, text), keys, "{text}");
        }
        for text in ["84消毒液、75%酒精", "84消毒液+酒精", "酒精 84"] {
            assert_eq!(book.entry_named(Table::Agents, text), ["ethanol", "sodium_hypochlorite"], "{text}");
        }
        for (text, key) in
            [("84消毒液", "sodium_hypochlorite"), ("75%酒精", "ethanol"), ("酒精", "ethanol"), ("泡腾片", "chlorine_tablet")]
        {
            assert_eq!(book.entry_named(Table::Agents, text), [key], "{text}");
        }
        assert_eq!(book.entry_label(Table::Vaccines, "coronavac", day("2021-08-31")), "北京科兴（克尔来福）");
        assert_eq!(book.entry_label(Table::Vaccines, "gone", day("2021-08-31")), "gone");
        assert_eq!(book.entries(Table::Vaccines, day("2021-08-31")).first().unwrap().0, "bbibp");
    }

    #[test]
    fn differences_between_packs() {
        let one = taken(1, "", &[row("a", "2021-01-01", 1), row("b", "2021-01-01", 1)].join(",")).pack;
        let two = taken(2, "", &[row("a", "2021-01-01", 2), row("c", "2021-01-01", 1)].join(",")).pack;
        let found = compare(&one, &two);
        let kinds: Vec<(String, bool, bool)> =
            found.iter().map(|d| (d.name.clone(), d.before.is_some(), d.after.is_some())).collect();
        assert_eq!(
            kinds,
            [
                ("a@2021-01-01".to_owned(), true, true),
                ("b@2021-01-01".to_owned(), true, false),
                ("c@2021-01-01".to_owned(), false, true)
            ]
        );
        assert!(compare(&one, &one).is_empty());
    }
}
