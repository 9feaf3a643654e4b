//! When things were entered by a clock that may have been wrong.
//!
//! Owns the newest instant the journal knows, the steps that stand before it (the clock was set back), and those that a
//! step 时钟有误 says were taken by a clock far ahead: they no longer count. Lateness and the grace of undo are counted
//! from here, never from the machine's clock alone.

use crate::base::clock::business_time;
use crate::base::error::{Error, Result};
use crate::store::journal::Op;
use crate::store::{rows, settings};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// So far ahead of the clock the newest step must be for the person to be asked which of them is wrong.
const FAR: TimeDelta = TimeDelta::hours(24);
/// A clock is set right by seconds all the time: only what is older than this is told.
const SLACK: TimeDelta = TimeDelta::minutes(1);

/// A step older than one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setback {
    /// Its number.
    pub step: i64,
    /// When it was taken, by the clock then.
    pub at: DateTime<Utc>,
    /// The newest instant before it.
    pub newest: DateTime<Utc>,
}

/// A step 时钟有误.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disowned {
    /// Its number.
    pub step: i64,
    /// When it was taken.
    pub at: DateTime<Utc>,
    /// Who took it.
    pub who: String,
    /// First and last of the steps it says were taken by a wrong clock.
    pub steps: Vec<(i64, i64)>,
}

/// What a step 时钟有误 remembers.
#[derive(Serialize, Deserialize)]
struct Detail {
    steps: Vec<(i64, i64)>,
}

/// What the person is asked when the newest step stands far ahead of the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The newest step that counts.
    pub step: i64,
    /// When it was taken, by the clock then.
    pub at: DateTime<Utc>,
    /// What the clock shows now.
    pub now: DateTime<Utc>,
    /// First and last of the steps that would no longer count.
    pub steps: Vec<(i64, i64)>,
}

/// The times of all steps, read together.
#[derive(Debug, Clone, Default)]
pub struct Ages {
    /// Number of the newest step read.
    last: i64,
    /// The newest that counts, with its time.
    newest: Option<(i64, DateTime<Utc>)>,
    setbacks: Vec<Setback>,
    disowned: Vec<Disowned>,
    /// What an instant of entry counts as, where the clock had been set back.
    counted: HashMap<DateTime<Utc>, DateTime<Utc>>,
    /// Hours of grace from when on, in the order of the steps that set them.
    graces: Vec<(DateTime<Utc>, i64)>,
}

/// The hours of grace that a step which changes a setting says; `None` when it is about another.
fn grace_said(detail: &str) -> Option<i64> {
    let said: settings::Said = serde_json::from_str(detail).ok()?;
    let (name, usual) = settings::GRACE_HOURS;
    (said.key == name).then(|| said.value.and_then(|value| value.parse().ok()).unwrap_or(usual))
}

impl Ages {
    /// Reads what is new since the last time; a new step 时钟有误 changes what older ones mean.
    ///
    /// # Errors
    /// `FileDamaged` when a step does not read.
    pub fn follow(&mut self, connection: &Connection) -> Result<()> {
        let known = self.disowned.len();
        self.read(connection)?;
        if self.disowned.len() > known {
            *self = Self { disowned: std::mem::take(&mut self.disowned), ..Self::default() };
            self.read(connection)?;
        }
        Ok(())
    }

    fn read(&mut self, connection: &Connection) -> Result<()> {
        let mut statement =
            connection.prepare_cached("SELECT step, at, op, who, detail FROM steps WHERE step > ?1 ORDER BY step")?;
        let mut found = statement.query([self.last])?;
        while let Some(row) = found.next()? {
            let step = row.get(0)?;
            let at = rows::read_instant(&row.get::<_, String>(1)?)?;
            self.last = step;
            if row.get::<_, String>(2)? == Op::Clock.code() && self.disowned.iter().all(|wrong| wrong.step != step) {
                let detail: Detail = serde_json::from_str(&row.get::<_, String>(4)?)
                    .map_err(|_| Error::FileDamaged(format!("第 {step} 步的内容读不懂")))?;
                self.disowned.push(Disowned { step, at, who: row.get(3)?, steps: detail.steps });
            }
            let grace =
                if row.get::<_, String>(2)? == Op::Settings.code() { grace_said(&row.get::<_, String>(4)?) } else { None };
            if self.disowned.iter().any(|wrong| holds(&wrong.steps, step)) {
                // The clock was wrong, the setting was not.
                self.graces.extend(grace.map(|hours| (self.newest.map_or(at, |(_, newest)| newest), hours)));
                continue;
            }
            match self.newest {
                Some((_, newest)) if at < newest => {
                    self.counted.insert(at, newest);
                    if newest - at > SLACK {
                        self.setbacks.push(Setback { step, at, newest });
                    }
                }
                _ => self.newest = Some((step, at)),
            }
            self.graces.extend(grace.map(|hours| (self.counted(at), hours)));
        }
        Ok(())
    }

    /// Hours of grace that held for what was entered at `entered_at`: a later setting changes nothing of what was entered before.
    pub fn grace(&self, entered_at: DateTime<Utc>) -> i64 {
        let held = self.graces.iter().rev().find(|(from, _)| *from <= entered_at);
        held.map_or(settings::GRACE_HOURS.1, |(_, hours)| *hours)
    }

    /// The newest instant known: what the clock shows, or the newest step that counts.
    pub fn seen(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.newest.map_or(now, |(_, at)| at.max(now))
    }

    /// What `entered_at` counts as.
    pub fn counted(&self, entered_at: DateTime<Utc>) -> DateTime<Utc> {
        self.counted.get(&entered_at).copied().unwrap_or(entered_at)
    }

    /// The newest step that counts, when the clock stands before it.
    pub fn behind(&self, now: DateTime<Utc>) -> Option<(i64, DateTime<Utc>)> {
        self.newest.filter(|(_, at)| *at - now > SLACK)
    }

    /// Steps older than one before them.
    pub fn setbacks(&self) -> &[Setback] {
        &self.setbacks
    }

    /// Steps 时钟有误.
    pub fn disowned(&self) -> &[Disowned] {
        &self.disowned
    }

    /// What is to be asked at `now`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn question(&self, connection: &Connection, now: DateTime<Utc>) -> Result<Option<Question>> {
        let Some((step, at)) = self.newest.filter(|(_, at)| *at - now > FAR) else { return Ok(None) };
        let mut statement = connection.prepare("SELECT step FROM steps WHERE at > ?1 ORDER BY step")?;
        let mut found = statement.query([rows::instant(now)])?;
        let mut steps: Vec<(i64, i64)> = Vec::new();
        while let Some(row) = found.next()? {
            let step: i64 = row.get(0)?;
            match steps.last_mut() {
                _ if self.disowned.iter().any(|wrong| holds(&wrong.steps, step)) => {}
                Some((_, last)) if *last + 1 == step => *last = step,
                _ => steps.push((step, step)),
            }
        }
        Ok(Some(Question { step, at, now, steps }))
    }
}

/// The detail of the step that answers `question`.
///
/// # Errors
/// `Bug`.
pub(super) fn detail(question: &Question) -> Result<serde_json::Value> {
    serde_json::to_value(Detail { steps: question.steps.clone() }).map_err(|error| Error::Bug(error.to_string()))
}

fn holds(ranges: &[(i64, i64)], step: i64) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&step))
}

/// What people are told of a clock that stands before the newest step.
pub fn behind_in_words(step: i64, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    format!(
        "电脑现在的时间（{}）比第 {step} 步登记的时间（{}）还早。请先把电脑的日期和时间调准；是否补录按较晚的时间算。",
        minute(now),
        minute(at)
    )
}

impl Question {
    /// What the person is asked, and what becomes of saying yes.
    pub fn in_words(&self) -> String {
        format!(
            "第 {} 步登记在 {}，比电脑现在的时间（{}）晚一天以上，必有一个不对。如果现在的时间不对，请先把电脑调准；如果现在的时间是对的、当时电脑的时间走快了，可以记一步「时钟有误」：{}不再用来判断补录，检查文件时会列出。",
            self.step,
            minute(self.at),
            minute(self.now),
            ranges(&self.steps)
        )
    }
}

impl Setback {
    /// One line of the full check.
    pub fn in_words(&self) -> String {
        format!("第 {} 步的时间（{}）比之前登记过的时间（{}）还早", self.step, minute(self.at), minute(self.newest))
    }
}

impl Disowned {
    /// One line of the full check.
    pub fn in_words(&self) -> String {
        format!("第 {} 步「时钟有误」（{}，{}）：{}的时间不算数", self.step, minute(self.at), self.who, ranges(&self.steps))
    }
}

fn minute(at: DateTime<Utc>) -> String {
    business_time(at).format("%Y-%m-%d %H:%M").to_string()
}

fn ranges(steps: &[(i64, i64)]) -> String {
    let one = |(first, last): &(i64, i64)| if first == last { format!("{first}") } else { format!("{first}–{last}") };
    format!("第 {} 步", steps.iter().map(one).collect::<Vec<_>>().join("、"))
}
