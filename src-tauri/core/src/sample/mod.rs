//! The sample file: an invented organisation whose records came about day by day.
//!
//! Owns the story. Every record goes through the same door as a person's own, on the day it is told of; the same
//! options make the same records, steps and head, whatever the machine and its clock.

pub mod certificate;
mod chronicle;
mod events;
mod health;
mod papers;
mod people;
mod records;
mod supplies;
#[cfg(test)]
mod tests;

use crate::attachments;
use crate::base::clock::{SeededRandom, SetClock, Surroundings, business_zone};
use crate::base::error::{Error, Problem, Result};
use crate::program;
use crate::rules::divisions;
use crate::rules::rounds::Calendar;
use crate::rules::rulebook::Rulebook;
use crate::schema::{Kind, Ledger, Value, Values, input};
use crate::store::Book;
use crate::store::book::{NewAttachment, Secret};
use crate::store::draft::Draft;
use crate::store::journal::Op;
use crate::store::listing::Query;
use crate::topics::{DISINFECTIONS, POSTINGS, STAFF, VACCINATIONS};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use people::{Crowd, Person};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Setting: the instant at which a sample's story ends. A window goes on from there, so that what is due is due.
pub const LAST_EVENING: &str = "sample_ends_at";

/// People brought in with one step of importing.
const LOT: usize = 1000;
/// Longest history, in days.
const MOST_DAYS: u32 = 3660;
/// Largest roster.
const MOST_PEOPLE: usize = 200_000;

/// How large the sample is and where it lies in time. A history of everybody that holds the summer of 2021 and goes on after it
/// is told by the calendar, up to the last day of June 2022; any other is told as that summer was, in days before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// People on the roster. The first three dozen have stories, the others are imported.
    pub people: usize,
    /// Days from the first record to the last.
    pub days: u32,
    /// Day of the last record.
    pub end: NaiveDate,
    /// Same seed, same sample.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { people: 36, days: 545, end: chronicle::LAST, seed: 1 }
    }
}

impl Options {
    /// The half year that ends with the summer of 2021: what a trial needs that rests on its very days.
    #[must_use]
    pub fn summer() -> Self {
        Self { days: 180, end: chronicle::SUMMER, ..Self::default() }
    }
}

/// Makes the sample at `path` and keeps it open; its clock stands at the evening of the last day.
///
/// # Errors
/// `TargetExists`; `Invalid` for a size or a day out of bounds; what the disk says. Then no file is left.
pub fn create(path: &Path, secret: Option<Secret>, options: &Options) -> Result<Book> {
    check(options)?;
    let first = options.end - Days::new(options.days.into());
    let clock = Arc::new(SetClock::at(at(first, 8, 30)));
    let surroundings =
        Surroundings { clock: Box::new(Arc::clone(&clock)), random: Box::new(SeededRandom::new(options.seed)), operator: None };
    let tell = |book: &mut Book, warnings: &[Problem]| {
        if let Some(warning) = warnings.first() {
            return Err(Error::Bug(warning.message.clone()));
        }
        let summer = chronicle::summer(first, options.end, options.people);
        Story { book, clock, first, summer, options: *options }.tell()
    };
    Ok(program::create_filled(path, &organisation(), secret, surroundings, tell)?.0)
}

fn check(options: &Options) -> Result<()> {
    let years = 2010..=2100;
    if options.people > MOST_PEOPLE {
        return Err(Error::invalid("people", "range", options.people.to_string(), format!("示例最多 {MOST_PEOPLE} 人。")));
    }
    if options.days > MOST_DAYS {
        return Err(Error::invalid("days", "range", options.days.to_string(), format!("示例最多 {MOST_DAYS} 天。")));
    }
    if !years.contains(&options.end.year()) {
        return Err(Error::invalid("end", "range", options.end.to_string(), "示例的最后一天应在 2010 年到 2100 年之间。"));
    }
    Ok(())
}

fn organisation() -> Map<String, Json> {
    object(json!({
        "name": "青禾社会工作服务中心",
        "form": "service_body",
        "traits": ["social_work"],
        "credit_code": "52500111MJP888884R",
        "division_code": "500111",
        "address": "重庆市大足区棠香街道青禾路18号",
        "leader": "曾令仪",
        "epidemic_lead": "单守诚",
        "contact": "唐晓棠",
        "contact_phone": "023-40001234",
        "supervisor": "大足区民政局",
        "registrar": "大足区民政局",
        "party_branch": "青禾社会工作服务中心党支部",
        "note": "示例文件：单位、人员、号码都是虚构的。",
    }))
}

/// What happens at one moment.
enum Event {
    /// Rows are recorded, in one go.
    Records(Vec<records::Row>),
    /// Rows of the person at this place of the list are recorded.
    Of(usize, Vec<records::Row>),
    /// What was left open of the record called so is filled in.
    Completes(Ledger, &'static str, Map<String, Json>),
    /// The record called so, or the newest of which a column says so (`column=text`), is changed; it has to be there.
    Sets(Ledger, &'static str, Map<String, Json>),
    /// The newest record of the person at this place of the list is changed.
    Updates(usize, Ledger, Map<String, Json>),
    /// A picture of the record called so is kept, with its file name and caption.
    Pictures(Ledger, &'static str, Map<String, Json>),
    /// The rounds of a day are written down, or are late, in which case the reason is.
    Rounds(NaiveDate, bool),
    /// The certificate of the newest dose of the person at this place is kept.
    Attaches(usize),
    /// The temperatures of the day are taken.
    Temperatures,
    /// A slip in the day's disinfection log is found and put right.
    SlipInLog,
    /// A disinfection was recorded twice.
    TwinInLog,
    Enters,
    EntersTwice,
    SlipFound,
    TwinFound,
    Leaves,
    Returns,
}

struct Story<'a> {
    book: &'a mut Book,
    clock: Arc<SetClock>,
    first: NaiveDate,
    /// The day before whose end the summer is told.
    summer: NaiveDate,
    options: Options,
}

/// Numbers of records the story comes back to.
#[derive(Default)]
struct Known {
    staff: BTreeMap<usize, i64>,
    twins: BTreeMap<usize, i64>,
}

impl Story<'_> {
    fn tell(&mut self) -> Result<()> {
        let mut crowd = Crowd::new(self.options.seed);
        let people = crowd.written(self.options.people)?;
        let mut events = Vec::new();
        let dice = people::Dice::new(self.options.seed ^ 0x5eed);
        for (index, person) in people.iter().enumerate() {
            let own = self.events(index, person);
            let entered = own.iter().map(|(when, _)| *when).min().unwrap_or_default();
            events.extend(own.into_iter().map(|(when, event)| (when, index, event)));
            events.extend(self.vaccination(index, &dice, entered).map(|(when, event)| (when, index, event)));
        }
        let mut others = records::events(self.first, self.summer);
        if !self.goes_on() {
            others.extend(records::logs(self.first, self.options.end));
        }
        others.extend(papers::events(self.first, self.summer));
        others.extend(supplies::events(self.first, self.summer));
        others.extend(health::events(self.first, self.summer, self.options.end));
        if self.goes_on() {
            let calendar = Calendar::of(&*self.book.rules()?);
            events.extend(chronicle::events(&people, &calendar, self.first, self.options.end)?);
        }
        events.extend(others.into_iter().map(|(when, event)| (when, usize::MAX, event)));
        events.sort_by_key(|(when, index, _)| (*when, *index));
        let mut known = Known::default();
        let mut imported = people.len() >= self.options.people;
        let import_at = at(self.day_after(3), 14, 0);
        for (when, index, event) in events {
            if !imported && when > import_at {
                self.import(&mut crowd, people.len(), import_at)?;
                imported = true;
            }
            self.clock.set(when);
            match people.get(index) {
                Some(person) => self.happen(index, person, &event, &mut known)?,
                None => self.recorded(&event, &known)?,
            }
        }
        if !imported {
            self.import(&mut crowd, people.len(), import_at)?;
        }
        let evening = at(self.options.end, 17, 30);
        self.clock.set(evening);
        self.book.keep(LAST_EVENING, Some(&evening.to_rfc3339()))
    }

    /// Whether the story goes on after the summer, by the calendar.
    fn goes_on(&self) -> bool {
        self.summer < self.options.end
    }

    /// The opening week enters who is there; later ones are entered on the day.
    fn events(&self, index: usize, person: &Person) -> Vec<(DateTime<Utc>, Event)> {
        let minutes = TimeDelta::minutes(i64::try_from(index).unwrap_or_default() * 6);
        let entered = match person.joins {
            Some(share) => at(self.day(share), 9, 40) + minutes / 6,
            None => at(self.day_after(u64::try_from(index / 12).unwrap_or_default()), 9, 0) + minutes,
        };
        let mut events = vec![(entered, Event::Enters)];
        if person.twice {
            events.push((entered + TimeDelta::minutes(3), Event::EntersTwice));
            events.push((entered + TimeDelta::minutes(50), Event::TwinFound));
        }
        if person.slip.is_some() {
            events.push((at(self.day_after(9), 10, 15).max(entered + TimeDelta::minutes(1)), Event::SlipFound));
        }
        if let Some(share) = person.leaves {
            let left = at(self.day(share), 16, 30) + minutes / 6;
            events.push((left.max(entered + TimeDelta::minutes(2)), Event::Leaves));
        }
        if let Some(share) = person.returns {
            let back = at(self.day(share), 17, 0) + minutes / 6;
            events.push((back.max(entered + TimeDelta::minutes(3)), Event::Returns));
        }
        events
    }

    /// Doses and reasons of a person, typed the day after she was first in post or the day after they were given.
    fn vaccination(
        &self,
        index: usize,
        dice: &people::Dice,
        entered: DateTime<Utc>,
    ) -> impl Iterator<Item = (DateTime<Utc>, Event)> {
        let minutes = TimeDelta::minutes(i64::try_from(index).unwrap_or_default());
        let (first, end) = (self.first, self.options.end);
        let mut rows = records::vaccination(index, dice, self.summer);
        if self.goes_on() {
            rows.extend(chronicle::doses(index, &rows, end));
        }
        rows.into_iter().map(move |(ledger, row)| {
            let day = ["given_on", "from_on"].iter().find_map(|column| row.get(*column)?.as_str()?.parse::<NaiveDate>().ok());
            let typed = (day.unwrap_or(end) + Days::new(1)).max(first + Days::new(8)).min(end);
            ((at(typed, 11, 10) + minutes).max(entered + TimeDelta::minutes(70)), Event::Of(index, vec![(ledger, row)]))
        })
    }

    /// What is recorded of nobody in particular.
    fn recorded(&mut self, event: &Event, known: &Known) -> Result<()> {
        match event {
            Event::Records(rows) => self.book.add_all(rows).map(|_| ()),
            Event::Of(person, rows) => match known.staff.get(person) {
                Some(id) => self.add_of(*id, rows),
                None => Ok(()),
            },
            Event::Completes(ledger, title, row) => match self.book.resolve(*ledger, title)? {
                Ok(Some(id)) => self.book.change(*ledger, id, None, row).map(|_| ()),
                _ => Ok(()),
            },
            Event::Sets(ledger, of, row) => {
                let id = self.called(*ledger, of)?;
                self.book.change(*ledger, id, None, row).map(|_| ())
            }
            Event::Updates(person, ledger, row) => match known.staff.get(person) {
                Some(staff) => self.update_of(*staff, *ledger, row),
                None => Ok(()),
            },
            Event::Pictures(ledger, of, row) => self.picture(*ledger, of, row),
            Event::Rounds(day, late) => {
                let rows = records::made(self.book, *day, self.options.end, *late)?;
                if rows.is_empty() { Ok(()) } else { self.book.add_all(&rows).map(|_| ()) }
            }
            Event::Attaches(person) => match known.staff.get(person) {
                Some(id) => self.attach(*id),
                None => Ok(()),
            },
            Event::Temperatures => {
                let known = known.staff.values().copied().collect();
                let rows = health::rows(self.book, &known, self.summer, self.options.end)?;
                if rows.is_empty() { Ok(()) } else { self.book.add_all(&rows).map(|_| ()) }
            }
            Event::SlipInLog => self.put_right(),
            Event::TwinInLog => self.record_twice(),
            _ => Err(Error::Bug("示例里有不知道是谁的事".to_owned())),
        }
    }

    /// The record that `of` means: its title, or a column and what it says.
    fn called(&self, ledger: Ledger, of: &str) -> Result<i64> {
        let found = match of.split_once('=') {
            Some((column, text)) => {
                let today = self.book.today();
                let all = self.book.ids(&Query::all(ledger, today))?;
                let records = self.book.window(ledger, &all, today)?;
                let says = |value: &Value| value.to_json().as_str() == Some(text);
                records.iter().filter(|record| record.values.get(column).is_some_and(says)).map(|record| record.id).max()
            }
            None => self.book.resolve(ledger, of)?.ok().flatten(),
        };
        found.ok_or_else(|| Error::Bug(format!("示例里没有{}「{of}」", ledger.declaration().label)))
    }

    fn update_of(&mut self, staff: i64, ledger: Ledger, row: &Map<String, Json>) -> Result<()> {
        let today = self.book.today();
        let all = self.book.ids(&Query::all(ledger, today))?;
        let records = self.book.window(ledger, &all, today)?;
        let newest = records.iter().filter(|record| record.reference("staff") == Some(staff)).map(|record| record.id).max();
        let id = newest.ok_or_else(|| Error::Bug(format!("示例里没有第 {staff} 号人员的{}", ledger.declaration().label)))?;
        self.book.change(ledger, id, None, row).map(|_| ())
    }

    fn picture(&mut self, ledger: Ledger, of: &str, row: &Map<String, Json>) -> Result<()> {
        let (id, today) = (self.called(ledger, of)?, self.book.today());
        let said = |key: &str| row.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let taken = attachments::take(said("file_name"), certificate::notice(id)?, today)?;
        let (file_name, content, taken_on) = (taken.file_name, taken.content, today.to_string());
        self.book.attach(ledger, id, vec![NewAttachment { file_name, content, taken_on, caption: said("caption") }]).map(|_| ())
    }

    fn attach(&mut self, staff: i64) -> Result<()> {
        let doses = Ledger(&VACCINATIONS);
        let today = self.book.today();
        let all = self.book.ids(&Query::all(doses, today))?;
        let hers = self.book.window(doses, &all, today)?.into_iter().find(|dose| dose.reference("staff") == Some(staff));
        let Some(dose) = hers else { return Ok(()) };
        let taken = attachments::take("接种凭证.jpg".to_owned(), certificate::picture()?, today)?;
        let new = NewAttachment {
            file_name: taken.file_name,
            content: taken.content,
            taken_on: today.to_string(),
            caption: "接种凭证，原件已核对".to_owned(),
        };
        self.book.attach(doses, dose.id, vec![new]).map(|_| ())
    }

    fn add_of(&mut self, staff: i64, rows: &[records::Row]) -> Result<()> {
        let named = |(ledger, row): &records::Row| {
            let mut row = row.clone();
            row.insert("staff".to_owned(), staff.into());
            (*ledger, row)
        };
        let rows: Vec<records::Row> = rows.iter().map(named).collect();
        self.book.add_all(&rows).map(|_| ())
    }

    /// The newest disinfection of today, if there is one.
    fn newest_log(&self) -> Result<Option<i64>> {
        let today = self.book.today();
        let query = Query { from: Some(today), to: Some(today), ..Query::all(Ledger(&DISINFECTIONS), today) };
        Ok(self.book.ids(&query)?.first().copied())
    }

    fn put_right(&mut self) -> Result<()> {
        let Some(id) = self.newest_log()? else { return Ok(()) };
        let right = json!({ "contact_minutes": 35, "note": "作用时间写错，对照值班记录改正。" });
        self.book.change(Ledger(&DISINFECTIONS), id, None, &object(right)).map(|_| ())
    }

    fn record_twice(&mut self) -> Result<()> {
        let Some(id) = self.newest_log()? else { return Ok(()) };
        let record = self.book.get(Ledger(&DISINFECTIONS), id, self.book.today())?;
        let mut again = Map::new();
        for column in Ledger(&DISINFECTIONS).columns().iter().filter(|column| column.stored()) {
            if let Some(value) = record.values.get(column.name) {
                again.insert(column.name.to_owned(), value.to_json());
            }
        }
        let twin = self.book.add(Ledger(&DISINFECTIONS), &again)?.id;
        self.book.void(Ledger(&DISINFECTIONS), twin, None, &format!("与第 {id} 号重复")).map(|_| ())
    }

    fn happen(&mut self, index: usize, person: &Person, event: &Event, known: &mut Known) -> Result<()> {
        let today = self.book.today();
        let id = known.staff.get(&index).copied().unwrap_or_default();
        match event {
            Event::Enters => {
                let joined = if person.joins.is_some() { today } else { self.first - Days::new(person.days_before) };
                let saved = self.book.add(Ledger(&STAFF), &row(person, joined, today))?;
                known.staff.insert(index, saved.id);
            }
            Event::EntersTwice => {
                let twin =
                    json!({ "name": person.name, "id_type": "none", "mobile": person.mobile, "category": person.category });
                known.twins.insert(index, self.book.add(Ledger(&STAFF), &object(twin))?.id);
            }
            Event::TwinFound => {
                let twin = known.twins.get(&index).copied().unwrap_or_default();
                let reason = format!("与第 {id} 号{}重复登记", person.name);
                self.book.void(Ledger(&STAFF), twin, None, &reason)?;
            }
            Event::SlipFound => {
                let right = json!({ "id_number": person.id_number, "note": "证件号录错，已对照身份证改正。" });
                self.book.change(Ledger(&STAFF), id, None, &object(right))?;
            }
            Event::Leaves => {
                self.book.change(Ledger(&STAFF), id, None, &object(json!({ "left_on": today.to_string() })))?;
            }
            Event::Returns if self.has_left_before(id, today)? => {
                let posting = json!({
                    "staff": id,
                    "category": person.category,
                    "department": person.department,
                    "post": person.post,
                    "joined_on": today.to_string(),
                    "note": "离岗后返回。",
                });
                self.book.add(Ledger(&POSTINGS), &object(posting))?;
            }
            Event::Of(_, rows) if id > 0 => self.add_of(id, rows)?,
            Event::Of(..)
            | Event::Records(_)
            | Event::Completes(..)
            | Event::Sets(..)
            | Event::Updates(..)
            | Event::Pictures(..)
            | Event::Rounds(..)
            | Event::Attaches(_)
            | Event::Temperatures
            | Event::SlipInLog
            | Event::TwinInLog => {}
            // In a history of a few days the leave and the return fall on one day: then nobody came back.
            Event::Returns => {}
        }
        Ok(())
    }

    fn has_left_before(&self, id: i64, today: NaiveDate) -> Result<bool> {
        let record = self.book.get(Ledger(&STAFF), id, today)?;
        Ok(matches!(record.values.get("left_on"), Some(Value::Date(left)) if *left < today))
    }

    /// Brings in everybody without a story, a lot with each step.
    fn import(&mut self, crowd: &mut Crowd, from: usize, when: DateTime<Utc>) -> Result<()> {
        let mut left = self.options.people - from;
        let mut lots = 0_i32;
        let dice = people::Dice::new(self.options.seed ^ 0xd05e);
        while left > 0 {
            let lot = left.min(LOT);
            self.clock.set(when + TimeDelta::seconds(20) * lots);
            let today = self.book.today();
            let rules = self.book.rules()?;
            let drawn: Vec<(Values, Values)> =
                (0..lot).map(|_| imported(&crowd.drawn(), self.first, today, &rules)).collect::<Result<_>>()?;
            let doses: Vec<Vec<(u64, &str)>> = (0..lot).map(|_| records::drawn_doses(&dice)).collect();
            self.book.transact(Op::Import, json!({ "ledger": Ledger(&STAFF).name(), "rows": lot }), |change| {
                for ((staff, mut posting), doses) in drawn.into_iter().zip(doses) {
                    let id = change.insert(Ledger(&STAFF), staff, None)?;
                    posting.insert("staff", Value::Reference(id));
                    change.insert(Ledger(&POSTINGS), posting, None)?;
                    for (before, product) in doses {
                        change.insert(Ledger(&VACCINATIONS), dose(id, today - Days::new(before), product), None)?;
                    }
                }
                Ok(())
            })?;
            left -= lot;
            lots += 1;
        }
        Ok(())
    }

    /// The day after `share` thousandths of the history until the end of the summer.
    fn day(&self, share: u32) -> NaiveDate {
        let days = u64::try_from((self.summer - self.first).num_days()).unwrap_or_default();
        self.first + Days::new(days * u64::from(share) / 1000)
    }

    fn day_after(&self, days: u64) -> NaiveDate {
        (self.first + Days::new(days)).min(self.options.end)
    }
}

/// What is typed for a person who is entered on `today`.
fn row(person: &Person, joined: NaiveDate, today: NaiveDate) -> Map<String, Json> {
    let told = (person.consent != "none").then(|| today.to_string());
    object(json!({
        "name": person.name,
        "id_type": person.id_type,
        "id_number": person.slip.as_ref().or(person.id_number.as_ref()),
        "sex": person.sex,
        "born_on": person.born_on.to_string(),
        "mobile": person.mobile,
        "party_member": person.party_member,
        "division_code": "500111",
        "address": person.address,
        "emergency_contact": person.emergency_contact,
        "emergency_phone": person.emergency_phone,
        "consent": person.consent,
        "consent_on": told,
        "category": person.category,
        "department": person.department,
        "post": person.post,
        "joined_on": joined.to_string(),
    }))
}

/// Values of an imported person and her posting, after the ledgers' own rules. What the rules of the file would ask
/// besides (no second document of the same number) the crowd has seen to.
fn imported(person: &Person, first: NaiveDate, today: NaiveDate, rules: &Rulebook) -> Result<(Values, Values)> {
    let typed = row(person, first - Days::new(person.days_before), today);
    let (mut staff, mut posting) = (Values::new(), Values::new());
    for (ledger, values) in [(Ledger(&STAFF), &mut staff), (Ledger(&POSTINGS), &mut posting)] {
        for column in ledger.columns().iter().filter(|column| column.stored()) {
            let text = match typed.get(column.name) {
                None | Some(Json::Null) => continue,
                Some(Json::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            };
            let parsed = match column.kind {
                Kind::Division => divisions::read(&text).map(|code| code.map(Value::Text)),
                kind => input::parse(kind, &text, today),
            };
            let parsed = parsed.map_err(|(_, message)| Error::Bug(message))?;
            values.extend(parsed.map(|value| (column.name, value)));
        }
        let mut draft = Draft::new(ledger, values, today.and_time(chrono::NaiveTime::MIN), rules);
        program::registry().check(&mut draft);
        if let Some(problem) = draft.problems.first() {
            return Err(Error::Bug(problem.message.clone()));
        }
    }
    Ok((staff, posting))
}

/// Values of an imported dose.
fn dose(staff: i64, given_on: NaiveDate, product: &str) -> Values {
    Values::from([
        ("staff", Value::Reference(staff)),
        ("product", Value::Text(product.to_owned())),
        ("given_on", Value::Date(given_on)),
        ("evidence", Value::Choice("certificate")),
    ])
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

/// The instant at which the office's clock shows this time.
fn at(day: NaiveDate, hour: i64, minute: i64) -> DateTime<Utc> {
    let wall = day.and_time(chrono::NaiveTime::MIN) + TimeDelta::hours(hour) + TimeDelta::minutes(minute);
    let instant = wall.and_local_timezone(business_zone()).single();
    instant.map_or_else(|| wall.and_utc(), |instant| instant.to_utc())
}
