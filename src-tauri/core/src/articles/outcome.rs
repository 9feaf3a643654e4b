//! What one test of a requirement comes to.

use super::{Gap, Met};
use crate::answers::evidence::{Base, Due, Found, Item, Period, TOLD, Way};
use crate::schema::Ledger;
use chrono::{NaiveDateTime, NaiveTime, Timelike};

/// What a test comes to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// How it stands; `None`: over nothing.
    pub state: Option<Met>,
    /// How much was made.
    pub made: u64,
    /// Of how much.
    pub asked: u64,
    /// How much of it was entered late.
    pub late: u64,
    /// The records that prove it.
    pub rows: Vec<(Ledger, i64)>,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

impl Outcome {
    /// What lacks what has to be there before anything is asked.
    fn without(base: &Base) -> Self {
        let gap = Gap { text: format!("还没有{}。", base.what), way: Way::New(base.ledger, Vec::new()) };
        Self { state: Some(Met::Missing), gaps: vec![gap], ..Self::default() }
    }

    /// All of `parts`: the worst of them.
    pub fn all(parts: Vec<Self>) -> Self {
        let mut whole = Self::default();
        for part in parts {
            whole.state = whole.state.max(part.state);
            whole.made += part.made;
            whole.asked += part.asked;
            whole.late += part.late;
            whole.rows.extend(part.rows);
            whole.gaps.extend(part.gaps);
        }
        whole
    }

    /// A share of which `least` of a hundred are asked; `words` is what is counted.
    pub fn share(found: Found, least: u32, words: &str) -> Self {
        if let Some(base) = &found.base {
            return Self::without(base);
        }
        if found.asked == 0 {
            return Self { rows: found.rows, ..Self::default() };
        }
        let Found { asked, made, late, rows, missing, more: rest, .. } = found;
        let reaches = |share: u64| made * share >= u64::from(least) * asked;
        let state = if reaches(100) {
            Met::Met
        } else if reaches(200) {
            Met::Partly
        } else {
            Met::Missing
        };
        let mut gaps = Vec::new();
        if state != Met::Met
            && let Some(first) = missing.first()
        {
            let text = format!("{words} {made}/{asked}，应达 {least}%；差在 {}。", first.what);
            gaps.push(Gap { text, way: first.way.clone() });
            let more = missing.iter().skip(1).map(|one| Gap { text: format!("还差 {}。", one.what), way: one.way.clone() });
            push(&mut gaps, more);
            if rest > 0 {
                gaps.push(Gap { text: format!("还差 {rest} 处。"), way: first.way.clone() });
            }
        }
        Self { state: Some(state), made, asked, late, rows, gaps }
    }

    /// Terms: what is due was done in time. `core`: nothing may be open past its term.
    pub fn terms(due: Due, period: Period, core: bool) -> Self {
        if let Some(base) = &due.base {
            return Self::without(base);
        }
        let last = period.last();
        let done = |item: &Item| item.done.filter(|done| done.date() <= period.to);
        let concerns = |item: &Item| match done(item) {
            // Done before the period: it was closed then.
            Some(done) => item.due.date().max(done.date()) >= period.from,
            None => item.due.date() <= last,
        };
        let items: Vec<Item> = due.items.into_iter().filter(concerns).map(|item| Item { done: done(&item), ..item }).collect();
        let asked = items.len();
        let open = items.iter().filter(|item| item.done.is_none()).count();
        let made = items.iter().filter(|item| item.in_time()).count();
        let state = match (asked, due.rows.is_empty()) {
            (0, true) => None,
            _ if made == asked => Some(Met::Met),
            _ if (core && open > 0) || open * 2 > asked => Some(Met::Missing),
            _ => Some(Met::Partly),
        };
        let mut rows = due.rows;
        rows.extend(items.iter().filter(|item| item.done.is_some()).map(|item| (item.ledger, item.id)));
        let mut gaps = Vec::new();
        let mut behind: Vec<&Item> = items.iter().filter(|item| !item.in_time()).collect();
        behind.sort_by_key(|item| (item.done.is_some(), item.due));
        push(
            &mut gaps,
            behind.into_iter().map(|item| Gap { text: behind_in_words(item), way: Way::Record(item.ledger, item.id) }),
        );
        let late = items.iter().filter(|item| item.done.is_some() && item.late).count();
        Self { state, made: made as u64, asked: asked as u64, late: late as u64, rows, gaps }
    }
}

/// Adds `more` gaps, and how many they are beyond what is told one by one.
pub fn push(gaps: &mut Vec<Gap>, more: impl Iterator<Item = Gap>) {
    let more: Vec<Gap> = more.collect();
    let room = TOLD.saturating_sub(gaps.len());
    let rest = more.len().saturating_sub(room);
    let beyond = more.get(room).map(|first| Gap { text: format!("还有 {rest} 项。"), way: first.way.clone() });
    gaps.extend(more.into_iter().take(room));
    gaps.extend(beyond);
}

/// 「…」：2022-06-03 应办，晚 2 天办。
fn behind_in_words(item: &Item) -> String {
    let how = match item.done {
        None => "还没有办".to_owned(),
        Some(done) => match (done.date() - item.due.date()).num_days() {
            0 => format!("晚 {} 分钟办", (done - item.due).num_minutes().max(1)),
            days => format!("晚 {days} 天办"),
        },
    };
    format!("{}：{} 应办，{how}。", item.what, due_in_words(item.due))
}

/// The day, and the minute where the term is one.
fn due_in_words(due: NaiveDateTime) -> String {
    let whole_day = due.time() == NaiveTime::MIN || due.time().second() == 59;
    due.format(if whole_day { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" }).to_string()
}
