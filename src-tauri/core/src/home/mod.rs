//! 首页: what is to do today, the figures of the roster, whether the data is safe.
//!
//! Owns which gaps become tasks and how urgent they are. Reads only; knows no window. Where backups lie is looked up by
//! the caller and handed in as [`Copies`].

pub mod calendar;
mod forms;
pub mod holidays;

use crate::answers::{Leads, Tally, Task, Urgency};
use crate::articles::{self, Judged};
use crate::base::clock::{business_day, business_time, day_in_words};
use crate::base::error::{Error, Result};
use crate::file::key;
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::listing::Query;
use crate::topics::{TOPICS, Topic};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

pub use forms::ALL as FORMS;

/// Setting: fingerprint of the key whose recovery sheet was checked by retyping two groups.
pub const SHEET_CONFIRMED: &str = "recovery_sheet_confirmed";
/// A copy older than this no longer counts as recent.
const RECENT: TimeDelta = TimeDelta::days(7);

/// The newest verified backups found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Copies {
    /// Anywhere.
    pub newest: Option<DateTime<Utc>>,
    /// On another disk than the data file.
    pub off_disk: Option<DateTime<Utc>>,
}

/// The light 数据安全.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Safety {
    /// Its colour.
    pub state: Urgency,
    /// Its word.
    pub word: &'static str,
    /// When the data was last backed up.
    pub light: String,
    /// Label and value of further lines.
    pub lines: Vec<(&'static str, String)>,
}

/// What topics said last. It is said again while the day is the same and no ledger that they read moved: a save costs
/// what it touched. Of one book; made anew with another.
#[derive(Debug, Default)]
pub struct Said {
    tasks: HashMap<&'static str, Kept<Task>>,
    tallies: HashMap<Ledger, Kept<Arc<Tally>>>,
    judged: HashMap<(NaiveDate, NaiveDate), Kept<Arc<Judged>>>,
}

/// Periods of which what was judged is kept.
const PERIODS: usize = 4;

/// What was said, as of a moment and a move of what was read.
#[derive(Debug)]
struct Kept<T> {
    as_of: AsOf,
    said: Vec<T>,
}

/// The day, how many of the times that rules wait for on it have come, and the move of what was read.
type AsOf = (NaiveDate, usize, u64);

fn as_of(book: &Book, read: impl Iterator<Item = Ledger>) -> Result<AsOf> {
    let now = business_time(book.surroundings().now());
    Ok((now.date(), book.rules()?.times_come(now.date(), now.time()), book.moved(read)?))
}

/// What is said at `key`, asked anew only when something it follows from moved.
fn again<K: Eq + Hash, T: Clone>(
    kept: &mut HashMap<K, Kept<T>>,
    key: K,
    as_of: AsOf,
    ask: impl FnOnce() -> Result<Vec<T>>,
) -> Result<Vec<T>> {
    if let Some(known) = kept.get(&key).filter(|known| known.as_of == as_of) {
        return Ok(known.said.clone());
    }
    let said = ask()?;
    kept.insert(key, Kept { as_of, said: said.clone() });
    Ok(said)
}

/// Whether a change in the lists of `moved` may change what the home page says: its lamps look at every ledger.
pub fn heeds(moved: &[Ledger]) -> bool {
    moved.iter().any(|ledger| ledger.declaration().counted)
}

/// How the articles of the guideline stand today: of the days from `from` (three months, unless given) to `to` (today).
///
/// # Errors
/// As [`articles::judge`].
pub fn judged(book: &Book, from: Option<NaiveDate>, to: Option<NaiveDate>, said: &mut Said) -> Result<Arc<Judged>> {
    let to = to.unwrap_or(book.today());
    let from = from.unwrap_or_else(|| articles::usual_from(to));
    book.reading(|book| {
        let as_of = as_of(book, book.registry().ledgers())?;
        if said.judged.len() > PERIODS {
            said.judged.clear();
        }
        let all = again(&mut said.judged, (from, to), as_of, || {
            articles::judge(book, Some(from), to, book.today()).map(|judged| vec![Arc::new(judged)])
        })?;
        all.into_iter().next().ok_or_else(|| Error::Bug("没有判断".to_owned()))
    })
}

/// Everything to do at the book's present instant, most urgent first.
///
/// # Errors
/// What SQLite says.
pub fn tasks(book: &Book, copies: Copies, said: &mut Said) -> Result<Vec<Task>> {
    book.reading(|book| gathered(book, copies, said))
}

fn gathered(book: &Book, copies: Copies, said: &mut Said) -> Result<Vec<Task>> {
    let mut tasks = Vec::new();
    tasks.extend(clock_behind(book)?);
    tasks.extend(sheet_open(book)?);
    tasks.extend(backup_due(book, copies)?);
    tasks.extend(holidays::task(book)?);
    let mut topics: Vec<&Topic> = TOPICS.to_vec();
    topics.sort_by_key(|topic| topic.rank);
    for topic in topics {
        let as_of = as_of(book, topic.reads.iter().map(|read| Ledger(read)))?;
        tasks.extend(again(&mut said.tasks, topic.name, as_of, || (topic.tasks)(book))?);
    }
    tasks.sort_by_key(|task| task.urgency);
    Ok(tasks)
}

/// A machine whose clock stands before the newest step dates records wrongly.
fn clock_behind(book: &Book) -> Result<Option<Task>> {
    let Some((_, at)) = book.ages()?.behind(book.surroundings().now()) else { return Ok(None) };
    if let Some(question) = book.clock_question()? {
        return Ok(Some(Task {
            label: "时钟",
            title: "以前登记的时间比电脑现在的时间晚一天以上".to_owned(),
            detail: question.in_words(),
            urgency: Urgency::Bad,
            leads: Leads::Clock,
        }));
    }
    Ok(Some(Task {
        label: "时钟",
        title: "电脑的时间比最近一次登记还早".to_owned(),
        detail: format!(
            "最近一次登记在 {}。请先把电脑的日期和时间调准，再继续登记。",
            business_time(at).format("%Y-%m-%d %H:%M")
        ),
        urgency: Urgency::Bad,
        leads: Leads::Settings,
    }))
}

/// Whether the recovery sheet of the present key was checked; `None` without password.
///
/// # Errors
/// What SQLite says.
pub fn sheet_confirmed(book: &Book) -> Result<Option<bool>> {
    match book.secret() {
        None => Ok(None),
        Some((key, _)) => Ok(Some(book.setting(SHEET_CONFIRMED)?.as_deref() == Some(key::fingerprint(key).as_str()))),
    }
}

fn sheet_open(book: &Book) -> Result<Option<Task>> {
    Ok((sheet_confirmed(book)? == Some(false)).then(|| Task {
        label: "恢复单",
        title: "恢复单还没有核对".to_owned(),
        detail: "忘记密码时只有恢复单能打开数据文件。请打印出来，抄填两组，锁进保险柜。".to_owned(),
        urgency: Urgency::Bad,
        leads: Leads::Recovery,
    }))
}

fn backup_due(book: &Book, copies: Copies) -> Result<Option<Task>> {
    if !has_records(book)? {
        return Ok(None);
    }
    let safety = safety(book, copies)?;
    Ok((safety.state != Urgency::Good).then(|| Task {
        label: "备份",
        title: if copies.newest.is_none() { "数据还没有备份".to_owned() } else { "该备份到U盘了".to_owned() },
        detail: "电脑损坏或丢失时，只有放在别处的备份能把台账找回来。".to_owned(),
        urgency: safety.state,
        leads: Leads::Backup,
    }))
}

/// What is counted in a ledger's list: its records, and what its topic says of them.
///
/// # Errors
/// What SQLite says.
pub fn tallies(book: &Book, ledger: Ledger, said: &mut Said) -> Result<Vec<Arc<Tally>>> {
    book.reading(|book| {
        let topics = TOPICS.iter().filter(|topic| topic.tallies.iter().any(|(of, _)| Ledger(of) == ledger));
        let read = topics.flat_map(|topic| topic.reads).map(|read| Ledger(read));
        let as_of = as_of(book, read.chain([ledger]))?;
        again(&mut said.tallies, ledger, as_of, || tallies_now(book, ledger))
    })
}

fn tallies_now(book: &Book, ledger: Ledger) -> Result<Vec<Arc<Tally>>> {
    let all = book.ids(&Query::all(ledger, book.today()))?;
    let label = if ledger.declaration().person { "在册" } else { "有效" };
    let mut tallies = vec![Tally::above("all", label, ledger, all)];
    let own = TOPICS.iter().flat_map(|topic| topic.tallies).filter(|(of, _)| Ledger(of) == ledger);
    for (_, of) in own {
        tallies.extend(of(book)?);
    }
    Ok(tallies.into_iter().map(Arc::new).collect())
}

/// The tally `code` of the list of `ledger`.
///
/// # Errors
/// `Invalid` when nothing of the kind is counted there now; what SQLite says.
pub fn tally(book: &Book, ledger: Ledger, code: &str, said: &mut Said) -> Result<Arc<Tally>> {
    let found = tallies(book, ledger, said)?.into_iter().find(|tally| tally.code == code);
    found.ok_or_else(|| {
        Error::invalid("tally", "choice", code, format!("{}现在没有这一项数字。请清除条件再找。", ledger.declaration().label))
    })
}

/// Whether there is any record besides the organisation's.
///
/// # Errors
/// What SQLite says.
pub fn has_records(book: &Book) -> Result<bool> {
    book.reading(|book| {
        for ledger in book.registry().counted().filter(|ledger| !ledger.declaration().single) {
            if book.has_any(ledger)? {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

/// How safe the data is.
///
/// # Errors
/// What SQLite says.
pub fn safety(book: &Book, copies: Copies) -> Result<Safety> {
    let now = book.surroundings().now();
    let recent = |at: Option<DateTime<Utc>>| at.is_some_and(|at| now - at <= RECENT);
    let (state, word) = match (copies.newest, copies.off_disk) {
        (None, _) => (Urgency::Bad, "还没有备份"),
        (newest, _) if !recent(newest) => (Urgency::Bad, "备份太旧"),
        (_, None) => (Urgency::Warn, "没有离机备份"),
        (_, off_disk) if !recent(off_disk) => (Urgency::Bad, "离机备份太旧"),
        _ => (Urgency::Good, "安全"),
    };
    let said = |at: Option<DateTime<Utc>>| at.map_or_else(|| "还没有".to_owned(), |at| moment(at, book.today()));
    let mut lines = vec![("最近备份", said(copies.newest)), ("离机备份", said(copies.off_disk))];
    lines.push(match sheet_confirmed(book)? {
        Some(confirmed) => ("恢复单", if confirmed { "已核对" } else { "还没有核对" }.to_owned()),
        None => ("密码", "没有设置密码".to_owned()),
    });
    let light = copies.newest.map_or_else(|| "还没有备份".to_owned(), |at| format!("{} 已备份并校验", moment(at, book.today())));
    Ok(Safety { state, word, light, lines })
}

/// 今天 09:12, 昨天 09:12, 11 月 3 日 09:12, with the year when it is another.
pub fn moment(at: DateTime<Utc>, today: NaiveDate) -> String {
    let day = business_day(at);
    let time = business_time(at).format("%H:%M");
    match (today - day).num_days() {
        0 => format!("今天 {time}"),
        1 => format!("昨天 {time}"),
        _ if day.year() == today.year() => format!("{} {time}", day_in_words(day)),
        _ => format!("{} 年 {} {time}", day.year(), day_in_words(day)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::base::clock::{SeededRandom, SetClock, Surroundings};
    use crate::file::key::{Key, Salt};
    use crate::store::book::Secret;
    use crate::topics::STAFF;
    use serde_json::{Map, Value as Json, json};

    fn noon(day: &str) -> DateTime<Utc> {
        format!("{day}T04:00:00Z").parse().unwrap()
    }

    fn object(value: Json) -> Map<String, Json> {
        value.as_object().unwrap().clone()
    }

    fn book(folder: &tempfile::TempDir, clock: &Arc<SetClock>, secret: Option<Secret>) -> Book {
        let surroundings =
            Surroundings { clock: Box::new(clock.clone()), random: Box::new(SeededRandom::new(1)), operator: None };
        let organisation = object(json!({ "name": "某某中心", "form": "service_body" }));
        crate::program::create(&folder.path().join("a.taizhang"), &organisation, secret, surroundings).unwrap().0
    }

    fn titles(book: &Book, copies: Copies) -> Vec<String> {
        tasks(book, copies, &mut Said::default()).unwrap().into_iter().map(|task| task.title).collect()
    }

    #[test]
    fn gaps_of_people_in_post_become_tasks() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(noon("2021-08-12")));
        let mut book = book(&folder, &clock, None);
        assert!(titles(&book, Copies::default()).is_empty());
        let whole = Copies { newest: Some(noon("2021-08-12")), off_disk: Some(noon("2021-08-10")) };
        for (name, left) in [("陈轮", None), ("李䶮", None), ("王离", Some("2021-08-01"))] {
            let mut person = object(json!({ "name": name, "category": "full_time", "joined_on": "2021-01-01" }));
            person.extend(left.map(|day| ("left_on".to_owned(), json!(day))));
            book.add(Ledger(&STAFF), &person).unwrap();
        }
        assert_eq!(titles(&book, whole), ["2 名在岗人员没有证件号", "2 名在岗人员还没有告知", "2 名在岗人员没有手机号"]);
        let known = object(json!({ "id_type": "none", "consent": "consented", "mobile": "13812341234" }));
        book.change(Ledger(&STAFF), 1, None, &known).unwrap();
        assert_eq!(titles(&book, whole), ["李䶮没有证件号", "李䶮还没有告知", "李䶮没有手机号"]);
        assert_eq!(tasks(&book, whole, &mut Said::default()).unwrap()[0].leads, Leads::Record(Ledger(&STAFF), 2));
        let tallies = tallies(&book, Ledger(&STAFF), &mut Said::default()).unwrap();
        let some = tallies.iter().filter(|tally| !tally.rows.is_empty());
        let told: Vec<String> = some.map(|tally| format!("{}{}", tally.label, tally.value())).collect();
        assert_eq!(told, ["在册3 人", "在岗2 人", "离岗1 人", "没证件号1 人", "没告知1 人", "没手机号1 人"]);
        clock.set(noon("2021-08-11"));
        assert_eq!(titles(&book, whole)[0], "电脑的时间比最近一次登记还早");
    }

    #[test]
    fn the_light_follows_the_age_of_the_copies() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(noon("2021-08-12")));
        let book = book(&folder, &clock, None);
        for (newest, off_disk, state, light) in [
            (None, None, Urgency::Bad, "还没有备份"),
            (Some("2021-08-12"), None, Urgency::Warn, "今天 12:00 已备份并校验"),
            (Some("2021-08-11"), Some("2021-08-11"), Urgency::Good, "昨天 12:00 已备份并校验"),
            (Some("2021-08-11"), Some("2021-08-04"), Urgency::Bad, "昨天 12:00 已备份并校验"),
            (Some("2021-08-03"), Some("2021-08-03"), Urgency::Bad, "8 月 3 日 12:00 已备份并校验"),
            (Some("2020-12-31"), None, Urgency::Bad, "2020 年 12 月 31 日 12:00 已备份并校验"),
        ] {
            let safety = safety(&book, Copies { newest: newest.map(noon), off_disk: off_disk.map(noon) }).unwrap();
            assert_eq!((safety.state, safety.light.as_str()), (state, light));
        }
    }

    /// The program's tables end with 2026.
    #[test]
    fn holidays_that_the_tables_do_not_name_are_a_task() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(noon("2026-10-31")));
        let mut book = book(&folder, &clock, None);
        let told = |book: &Book| {
            let tasks = tasks(book, Copies::default(), &mut Said::default()).unwrap();
            let own = tasks.into_iter().filter(|task| task.leads == Leads::Rules);
            own.map(|task| (task.title, task.urgency)).collect::<Vec<_>>()
        };
        assert_eq!(told(&book), []);
        let place = book.add(Ledger(&crate::topics::PLACES), &object(json!({ "name": "大厅" }))).unwrap().id;
        let plan = |to: &str| {
            object(json!({ "place": place, "task": "disinfect", "times_per_day": 1, "from_on": "2026-06-01", "to_on": to }))
        };
        let ledger = Ledger(&crate::topics::CLEANING_PLANS);
        let id = book.add(ledger, &plan("2026-12-31")).unwrap().id;
        assert_eq!(told(&book), []);
        book.change(ledger, id, None, &plan("2029-01-01")).unwrap();
        let title = "规则表里没有 2027 年的放假安排".to_owned();
        assert_eq!(told(&book), [(title.clone(), Urgency::Mute)], "nobody may have told it yet");
        book.void(ledger, id, None, "登记错了").unwrap();
        assert_eq!(told(&book), []);
        clock.set(noon("2026-11-01"));
        assert_eq!(told(&book), [(title.clone(), Urgency::Warn)]);
        clock.set(noon("2027-03-01"));
        assert_eq!(told(&book), [(title, Urgency::Warn)]);
        clock.set(noon("2027-12-01"));
        assert_eq!(told(&book)[0].0, "规则表里没有 2027、2028 年的放假安排");
        let rule = json!({ "first": "2027-12-31", "last": "2028-01-02" });
        let pack = json!({ "title": "放假安排", "source": "国办发明电", "holidays": [
            { "key": "2028.new_year", "label": "2028 年元旦", "valid_from": "2027-12-31", "source": "国办发明电", "rule": rule }] });
        book.add(Ledger(&crate::store::RULE_PACKS), &object(json!({ "content": pack.to_string() }))).unwrap();
        assert_eq!(told(&book)[0].0, "规则表里没有 2027 年的放假安排", "the first of a year begins in the one before");
    }

    #[test]
    fn a_key_without_a_checked_sheet_is_a_task() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(noon("2021-08-12")));
        let salt = Salt::fresh();
        let key = Key::derive("密码", &salt).unwrap();
        let mark = key::fingerprint(&key);
        let mut book = book(&folder, &clock, Some((key, salt)));
        assert_eq!(titles(&book, Copies::default()), ["恢复单还没有核对"]);
        book.keep(SHEET_CONFIRMED, Some(&mark)).unwrap();
        assert!(titles(&book, Copies::default()).is_empty());
    }
}
