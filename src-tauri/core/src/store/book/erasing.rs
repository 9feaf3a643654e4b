//! Erasing a person, or a record: its rows, what the journal knows of it, its pictures; a 销毁记录 says what was done.
//!
//! Owns what goes along with what is erased, and what is told before. The chain stays provable: each record erased leaves the
//! seal of its absence. Undo never crosses the step.

use super::{Book, accepted};
use crate::base::error::{Error, Problem, Result};
use crate::schema::{Ledger, Record, Sensitivity, State, Value, Values};
use crate::store::accord::breaches;
use crate::store::attachments::{self, ATTACHMENTS};
use crate::store::destructions::DESTRUCTIONS;
use crate::store::journal::{self, Op};
use crate::store::known::InFile;
use crate::store::{blobs, frozen, rows, settings};
use rusqlite::Connection;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// What erasing a record would do, told before it is done.
#[derive(Debug, Clone)]
pub struct Erasure {
    /// Of which ledger it is.
    pub ledger: Ledger,
    /// Its number.
    pub id: i64,
    /// What people call it.
    pub title: String,
    /// How many records of each ledger go, its own first.
    pub gone: Vec<(Ledger, usize)>,
    /// How many records of each ledger stay, and name it no longer.
    pub freed: Vec<(Ledger, usize)>,
    /// Where her name stands in words of others, which stay as they are: a ledger's label or 修改痕迹, and how often.
    pub written: Vec<(&'static str, usize)>,
    /// The newest step when this was told.
    pub step: i64,
    erased: Vec<(Ledger, i64)>,
    freed_of: BTreeMap<(usize, i64), Vec<&'static str>>,
}

/// Why something is erased, and what is known of its copies.
#[derive(Debug, Clone, Default)]
pub struct Grounds {
    /// 销毁依据
    pub basis: String,
    /// 批准人
    pub approved_by: String,
    /// 监销人
    pub witness: String,
    /// Copies that still hold it, in words; see `vault::copies`.
    pub copies_left: String,
    /// The time for keeping is over (到期销毁); else somebody asked for it (依申请删除).
    pub expired: bool,
    /// Numbers of frozen packs that were handed over: they stay as proof of that, what else is frozen is emptied.
    pub handed_over: Vec<String>,
}

impl Grounds {
    /// What was typed, by the column of 销毁记录 it stands in.
    fn typed(&self) -> [(&'static str, &str); 3] {
        [("basis", &self.basis), ("approved_by", &self.approved_by), ("witness", &self.witness)]
    }

    /// The same, as a record is supplied.
    pub(super) fn supplied(&self) -> Map<String, Json> {
        self.typed().into_iter().map(|(column, text)| (column.to_owned(), Json::from(text))).collect()
    }
}

/// What was erased.
#[derive(Debug, Clone)]
pub struct Erased {
    /// Number of the 销毁记录.
    pub destruction: i64,
    /// The step.
    pub step: Option<i64>,
    /// What is to be said of it.
    pub warnings: Vec<Problem>,
    /// The ledgers whose lists say something else now.
    pub moved: Vec<Ledger>,
}

impl Book {
    /// What erasing the record of number `id` would do. Writes nothing.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when it is of a ledger that is not erased from, or when records that stay could not do without it.
    pub fn weigh_erasure(&self, ledger: Ledger, id: i64) -> Result<Erasure> {
        let declaration = ledger.declaration();
        if declaration.single || declaration.lasting || !declaration.counted {
            let message = format!("{}不能销毁。", declaration.label);
            return Err(Error::invalid("ledger", "erasure", declaration.name, message));
        }
        self.reading(|_| {
            let record = self.get(ledger, id, self.today())?;
            let mut found = Found { book: self, erased: Vec::new(), freed: BTreeMap::new(), needed: BTreeMap::new() };
            found.follow(&record)?;
            let Found { erased, freed, needed, .. } = found;
            let stays =
                |(of, at): &(usize, i64)| !erased.iter().any(|(ledger, id)| self.registry.place(*ledger) == *of && id == at);
            let needed: Vec<(usize, i64)> = needed.into_keys().filter(stays).collect();
            if !needed.is_empty() {
                let words = in_words(&self.counted(needed.iter().copied()));
                let message = format!("还有记录离不开它：{words}。请先改到别处，或逐条销毁。");
                return Err(Error::invalid("id", "named", id.to_string(), message));
            }
            let freed: BTreeMap<_, _> = freed.into_iter().filter(|(key, _)| stays(key)).collect();
            let gone = self.counted(erased.iter().map(|(ledger, id)| (self.registry.place(*ledger), *id)));
            Ok(Erasure {
                ledger,
                id,
                title: self.title(ledger, id)?,
                gone,
                freed: self.counted(freed.keys().copied()),
                written: if declaration.person { self.written(&record, &erased)? } else { Vec::new() },
                step: journal::last_step(&self.connection)?,
                erased,
                freed_of: freed,
            })
        })
    }

    /// Records by ledger, in the order of the navigation.
    pub(super) fn counted(&self, records: impl Iterator<Item = (usize, i64)>) -> Vec<(Ledger, usize)> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        records.for_each(|(place, _)| *counts.entry(place).or_default() += 1);
        let ledgers: Vec<Ledger> = self.registry.ledgers().collect();
        counts.into_iter().filter_map(|(place, count)| Some((*ledgers.get(place)?, count))).collect()
    }

    /// Where the name of `person` stands in words of records that stay, and of the journal.
    fn written(&self, person: &Record, erased: &[(Ledger, i64)]) -> Result<Vec<(&'static str, usize)>> {
        let Some(name) = person.text(person.ledger.declaration().title) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for ledger in self.registry.ledgers() {
            let mut count = 0;
            rows::each_payload(&self.connection, ledger, i64::MIN..=i64::MAX, |id, text| {
                count += usize::from(text.contains(name) && !erased.contains(&(ledger, id)));
                Ok(())
            })?;
            found.push((ledger.declaration().label, count));
        }
        found.push(("修改痕迹", usize::try_from(journal::steps_saying(&self.connection, name)?).unwrap_or(usize::MAX)));
        found.retain(|(_, count)| *count > 0);
        Ok(found)
    }

    /// Erases what was weighed, as one step that undo never crosses, and writes what was done into 销毁记录.
    ///
    /// # Errors
    /// `Invalid` when the grounds are not complete; `ChangedMeanwhile` when anything was written since it was weighed.
    pub fn erase(&mut self, weighed: &Erasure, grounds: &Grounds) -> Result<Erased> {
        let own = Ledger(&DESTRUCTIONS);
        if journal::last_step(&self.connection)? != weighed.step {
            return Err(Error::ChangedMeanwhile);
        }
        let words = self.telling(weighed)?;
        let names = telling_of(grounds, &words);
        if !names.is_empty() {
            return Err(Error::Invalid(names));
        }
        let supplied = grounds.supplied();
        // Only a pack can hold a person whose record is not in it any more.
        let person = weighed.ledger.declaration().person;
        let emptied =
            if person { self.reading(|_| frozen::divided(&self.connection, &grounds.handed_over))?.1 } else { Vec::new() };
        let today = self.today();
        let intake = self.reading(|_| {
            let mut made = Values::from([
                ("destroyed_on", Value::Date(self.today())),
                ("kind", Value::Choice(if grounds.expired { "retention" } else { "erasure" })),
                ("scope", Value::Text(format!("{}第 {} 号", weighed.ledger.declaration().label, weighed.id))),
                ("records", Value::Text(in_words(&weighed.gone))),
                ("head", Value::Text(journal::head(&self.connection)?.text)),
            ]);
            if !grounds.copies_left.is_empty() {
                made.insert("copies_left", Value::Text(grounds.copies_left.clone()));
            }
            self.desk(&InFile(&self.connection), &*self.rules()?, self.ages()?).take_made(own, None, &supplied, made)
        })?;
        let intake = accepted(intake)?;
        let (erased, freed) = self.reading(|_| self.to_be_erased(weighed))?;
        let registry = self.registry;
        let (destruction, done) = self.transact(Op::Erase, json!({ "emptied": emptied }), |change| {
            let destruction = change.insert(own, intake.values, intake.late_reason)?;
            change.erase(&erased)?;
            let broken = breaches(registry, &InFile(change.connection()), &erased)?;
            if !broken.is_empty() {
                return Err(Error::Invalid(broken.into_iter().map(|found| found.breach.problem).collect()));
            }
            freed.iter().try_for_each(|(before, after)| change.begin_anew(before, after))?;
            blobs::sweep(change.connection())?;
            frozen::empty(change.connection(), today, &emptied)?;
            settings::forget(change.connection(), &words)?;
            Ok(destruction)
        })?;
        self.memory.begin_anew();
        let mut warnings = intake.warnings;
        warnings.extend(self.written_anew());
        Ok(Erased { destruction, step: done.step, warnings, moved: done.moved(self.registry) })
    }

    /// What was written over may still lie in pages: the file is written anew. What is to be said where that fails.
    pub(super) fn written_anew(&self) -> Option<Problem> {
        let error = self.connection.execute_batch("VACUUM").err()?;
        let message = format!(
            "记录已经销毁；整理文件没有成功（{}），文件里可能还有残留的内容。请腾出磁盘空间后再销毁或另存一次。",
            Error::from(error)
        );
        Some(Problem::new("", "vacuum", "", message))
    }

    /// What erasing it does to the packs that are kept, in words; empty: nothing.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn packs_left(&self, weighed: &Erasure, handed_over: &[String]) -> Result<String> {
        if !weighed.ledger.declaration().person {
            return Ok(String::new());
        }
        let (stay, go) = self.reading(|_| frozen::divided(&self.connection, handed_over))?;
        let mut said = Vec::new();
        if !go.is_empty() {
            said.push(format!("没有登记为交出的迎检包 {} 一并删掉内容", go.join("、")));
        }
        if !stay.is_empty() {
            let kept = self.frozen(frozen::PACK)?;
            let named = |number: &String| match kept.iter().find(|one| one.number == *number) {
                Some(one) => Ok(format!("{number}（保存到 {}）", self.kept_until(one)?)),
                None => Ok(number.clone()),
            };
            let numbers = stay.iter().map(named).collect::<Result<Vec<_>>>()?;
            said.push(format!("已交出的迎检包 {} 留作凭证，纸质的和U盘上的请收回", numbers.join("、")));
        }
        Ok(said.join("；"))
    }

    /// What tells who the person to be erased is: her name, and what of her is masked. Duty of the caller: it is shown to nobody.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn telling(&self, weighed: &Erasure) -> Result<Vec<String>> {
        let people = weighed.erased.iter().filter(|(ledger, _)| ledger.declaration().person);
        let mut words = Vec::new();
        for (ledger, id) in people {
            words.extend(self.stored(*ledger, &[*id])?.first().map(telling).unwrap_or_default());
        }
        Ok(words)
    }

    /// The records that go, and those that stay as they are and as they will be.
    #[allow(clippy::type_complexity)]
    fn to_be_erased(&self, weighed: &Erasure) -> Result<(Vec<Record>, Vec<(Record, Record)>)> {
        let stored = |ledger, id: i64| Ok::<_, Error>(rows::stored(&self.connection, ledger, &[id])?.pop());
        let mut erased = Vec::with_capacity(weighed.erased.len());
        for (ledger, id) in &weighed.erased {
            erased.push(stored(*ledger, *id)?.ok_or(Error::ChangedMeanwhile)?);
        }
        let ledgers: Vec<Ledger> = self.registry.ledgers().collect();
        let mut staying = weighed.freed_of.clone();
        for person in erased.iter().filter(|one| one.ledger.declaration().person) {
            // What the journal says of others that named her once goes with her.
            for (ledger, id) in journal::mentioning(&self.connection, self.registry, rows::identity(person)?)? {
                if !weighed.erased.contains(&(ledger, id)) {
                    staying.entry((self.registry.place(ledger), id)).or_default();
                }
            }
        }
        let mut freed = Vec::new();
        for ((place, id), columns) in staying {
            let Some(ledger) = ledgers.get(place) else { continue };
            // One that is gone already leaves only what the journal says.
            let Some(before) = stored(*ledger, id)? else { continue };
            let mut after = before.clone();
            columns.iter().for_each(|column| drop(after.values.remove(column)));
            freed.push((before, after));
        }
        Ok((erased, freed))
    }
}

/// What goes with a record that is erased, found by following what names it.
struct Found<'a> {
    book: &'a Book,
    /// In the order found: the record itself first.
    erased: Vec<(Ledger, i64)>,
    /// Records that may do without naming it, by place of the ledger and number, with the columns that do.
    freed: BTreeMap<(usize, i64), Vec<&'static str>>,
    /// Records that may not.
    needed: BTreeMap<(usize, i64), ()>,
}

impl Found<'_> {
    fn follow(&mut self, record: &Record) -> Result<()> {
        let (ledger, id) = (record.ledger, record.id);
        if self.erased.contains(&(ledger, id)) {
            return Ok(());
        }
        self.erased.push((ledger, id));
        let connection: &Connection = &self.book.connection;
        // What was found to be an entry of the same person, and voided for it, speaks of her as well.
        if ledger.declaration().person {
            let merged = journal::merged_into(connection, ledger, id)?;
            let gone = rows::stored(connection, ledger, &merged)?;
            for other in gone.iter().filter(|other| other.state == State::Voided) {
                self.follow(other)?;
            }
        }
        for attachment in attachments::of(connection, ledger, &record.uid, None)? {
            self.erased.push((Ledger(&ATTACHMENTS), attachment.id));
        }
        for other in self.book.registry.ledgers() {
            for reference in other.references().filter(|reference| reference.ledger == ledger) {
                let column = reference.column;
                let named = rows::ids_matching(connection, other, &format!("{} = ?1", column.name), &[&id])?;
                let belongs = other.declaration().parent == Some((ledger, column.name));
                let hers = ledger.declaration().person && !column.apart;
                let key = |id: i64| (self.book.registry.place(other), id);
                if belongs || hers {
                    for record in rows::stored(connection, other, &named)? {
                        self.follow(&record)?;
                    }
                } else if column.required {
                    self.needed.extend(named.into_iter().map(|id| (key(id), ())));
                } else {
                    for id in named {
                        self.freed.entry(key(id)).or_default().push(column.name);
                    }
                }
            }
        }
        Ok(())
    }
}

/// What of the grounds tells who is erased: it would stay in the 销毁记录 for good.
fn telling_of(grounds: &Grounds, words: &[String]) -> Vec<Problem> {
    let told = grounds.typed().into_iter().filter_map(|(field, text)| {
        let word = words.iter().find(|word| word.chars().count() > 1 && text.contains(word.as_str()))?;
        let label = Ledger(&DESTRUCTIONS).column(field).map_or(field, |column| column.label);
        let message = format!("{label}里写有被销毁的人的信息，会一直留在销毁记录里。请写名册编号，或写「本人」。");
        Some(Problem::new(field, "names", word.clone(), message))
    });
    told.collect()
}

/// Counts by ledger in words: 人员名册 1 条、附件 2 件.
pub fn in_words(counts: &[(Ledger, usize)]) -> String {
    let words = counts.iter().map(|(ledger, count)| {
        let declaration = ledger.declaration();
        format!("{} {count} {}", declaration.label, declaration.unit)
    });
    words.collect::<Vec<_>>().join("、")
}

/// What tells who `person` is: her name, and what of her is masked.
fn telling(person: &Record) -> Vec<String> {
    let title = person.ledger.declaration().title;
    let columns = person.ledger.columns().iter();
    let telling = columns.filter(|column| column.stored() && (column.name == title || column.sensitivity != Sensitivity::Open));
    telling.filter_map(|column| person.text(column.name)).map(str::to_owned).collect()
}
