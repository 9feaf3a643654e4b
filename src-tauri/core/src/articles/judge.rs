//! Judging one period: conditions, tests, statements, and what an article comes to.

use super::outcome::{Outcome, push};
use super::rows::{Row as Found, Shelf, day_of, holds, preset};
use super::stated::{Stated, nothing_in_words, topic_label};
use super::windows::{days_in_words, windows};
use super::{Gap, Judged, JudgedArticle, JudgedRequirement, Least, Met, State, evidence, settings};
use crate::answers::evidence::{Period, Way};
use crate::base::error::Result;
use crate::rules::guideline::{Article, Guideline, Is, Link, Requirement, Rows, Test, When, Window, article_of};
use crate::rules::tables::Row;
use crate::schema::{Ledger, Record, Value};
use crate::store::{Book, FORMS, ORGANISATION};
use crate::topics::{Proof, statements};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Judges `period` by the guideline of the day `by`; `trial`: as if the least of this requirement were this.
pub fn judge(book: &Book, period: Period, by: NaiveDate, trial: Option<(&str, u32)>) -> Result<Judged> {
    let rules = book.rules()?;
    let began = settings::began(book)?;
    let late_cap = settings::late_cap(book)?;
    let mut judged = Judged { period, began, guideline: String::new(), source: String::new(), late_cap, articles: Vec::new() };
    let Some(guideline) = rules.guideline(by) else { return Ok(judged) };
    guideline.title.clone_into(&mut judged.guideline);
    guideline.source.clone_into(&mut judged.source);
    // What was before ledgers were kept is not judged.
    let kept = Period { from: period.from.max(began), ..period };
    let judge = Judge {
        book,
        guideline,
        trial,
        period: kept,
        began,
        late_cap,
        shelf: Shelf::new(book, kept),
        stated: Stated::read(book, kept)?,
        organisation: book.organisation()?,
    };
    let mut requirements: BTreeMap<&str, JudgedRequirement> = BTreeMap::new();
    for row in guideline.requirements {
        let one = judge.requirement(row, &requirements)?;
        requirements.insert(&row.key, one);
    }
    for row in guideline.articles {
        let own = guideline.of(row.rule.number).filter_map(|row| requirements.get(row.key.as_str()).cloned()).collect();
        judged.articles.push(judge.article(row, own)?);
    }
    Ok(judged)
}

struct Judge<'a> {
    book: &'a Book,
    guideline: Guideline<'a>,
    /// What is tried out.
    trial: Option<(&'a str, u32)>,
    /// From the day since when ledgers are kept.
    period: Period,
    began: NaiveDate,
    late_cap: u32,
    shelf: Shelf<'a>,
    stated: Stated,
    organisation: Record,
}

type Done<'a> = BTreeMap<&'a str, JudgedRequirement>;

impl Judge<'_> {
    fn form(&self) -> &'static str {
        self.organisation.code("form").unwrap_or_default()
    }

    fn has_trait(&self, wanted: &str) -> bool {
        matches!(self.organisation.values.get("traits"), Some(Value::Choices(codes)) if codes.contains(&wanted))
    }

    /// What was recorded on a day of the period; of a ledger without days everything.
    fn within(&self, rows: &Rows) -> Result<Vec<Found>> {
        let mut found = self.shelf.of(rows)?;
        found.retain(|row| row.day().is_none_or(|day| self.period.holds(day)));
        Ok(found)
    }

    fn holds(&self, when: &When, done: &Done<'_>) -> Result<bool> {
        Ok(match when {
            When::Form(form) => self.form() == form,
            When::Trait(wanted) => self.has_trait(wanted),
            When::Lacks(wanted) => !self.has_trait(wanted),
            When::Filled(column) => self.organisation.values.contains_key(column.as_str()),
            When::Exists(rows) => !self.within(rows)?.is_empty(),
            When::Short(id) => done.get(id.as_str()).is_some_and(|one| matches!(one.state, Met::Partly | Met::Missing)),
            When::NoneOf(numbers) => self.own_articles(numbers).is_empty(),
        })
    }

    /// Of the articles of these numbers those that are for the organisation by its form and traits.
    fn own_articles(&self, numbers: &[u8]) -> Vec<u8> {
        let by_nature = |article: &Article| {
            article.applies.iter().any(|when| match when {
                When::Form(form) => self.form() == form,
                When::Trait(wanted) => self.has_trait(wanted),
                _ => false,
            })
        };
        let known = self.guideline.articles.iter().map(|row| &row.rule);
        known.filter(|article| numbers.contains(&article.number) && by_nature(article)).map(|article| article.number).collect()
    }

    fn any(&self, conditions: &[When], done: &Done<'_>) -> Result<bool> {
        for when in conditions {
            if self.holds(when, done)? {
                return Ok(true);
            }
        }
        Ok(conditions.is_empty())
    }

    fn requirement(&self, row: &Row<Requirement>, done: &Done<'_>) -> Result<JudgedRequirement> {
        let rule = &row.rule;
        let least = self.least(row)?;
        let mut judged = JudgedRequirement {
            id: row.key.clone(),
            words: row.label.clone(),
            core: rule.core,
            chart: rule.chart,
            may_attest: rule.test.may_be_attested(),
            state: Met::NotAsked,
            made: 0,
            asked: 0,
            late: 0,
            least,
            because: String::new(),
            attested: None,
            rows: Vec::new(),
            gaps: Vec::new(),
        };
        if !self.any(&rule.asked_if, done)? {
            judged.because.clone_from(&rule.because);
            return Ok(judged);
        }
        if let Some((by, _)) = self.stated.attested("not_asked", row, self.period.to).filter(|_| !rule.core) {
            judged.because = format!("认定不适用（{}：{}，到 {}）", by.by, by.basis, by.until);
            return Ok(judged);
        }
        if self.period.to < self.began {
            judged.state = Met::Missing;
            let text = format!("台账自 {} 起启用，此前没有记录可以证明。", self.began);
            judged.gaps.push(Gap { text, way: Way::Record(Ledger(&ORGANISATION), 1) });
            return Ok(judged);
        }
        let outcome = self.test(row, &rule.test)?;
        judged.made = outcome.made;
        judged.asked = outcome.asked;
        judged.late = outcome.late;
        judged.rows = once(outcome.rows);
        judged.gaps = outcome.gaps;
        match outcome.state {
            Some(state) => judged.state = state,
            None => self.over_nothing(row, done, &mut judged)?,
        }
        if judged.state == Met::Met && judged.late * 100 > judged.made * u64::from(self.late_cap) && judged.made > 0 {
            judged.state = Met::Partly;
            let (ledger, id) = judged.rows.first().copied().unwrap_or((Ledger(&ORGANISATION), 1));
            let text = format!("{}/{} 为补录。", judged.late, judged.made);
            judged.gaps.push(Gap { text, way: Way::Record(ledger, id) });
        }
        if matches!(judged.state, Met::Partly | Met::Missing) {
            self.attest(row, &mut judged)?;
        }
        Ok(judged)
    }

    /// A requirement that somebody answers for is met by that; not one that records speak against.
    fn attest(&self, row: &Row<Requirement>, judged: &mut JudgedRequirement) -> Result<()> {
        if !row.rule.test.may_be_attested() {
            return Ok(());
        }
        let Some((attested, record)) = self.stated.attested("met", row, self.period.to) else { return Ok(()) };
        if row.rule.test.is_share() && !self.shelf.has_file(record)? {
            return Ok(());
        }
        judged.state = Met::Met;
        judged.because = format!("人工认定（{}：{}，到 {}）", attested.by, attested.basis, attested.until);
        judged.rows.push((record.ledger, record.id));
        judged.gaps.clear();
        judged.attested = Some(attested);
        Ok(())
    }

    /// Where nothing was recorded: that nothing happened is said by somebody, or proved by something else, or the requirement
    /// is missing, or it asks for nothing.
    fn over_nothing(&self, row: &Row<Requirement>, done: &Done<'_>, judged: &mut JudgedRequirement) -> Result<()> {
        let rule = &row.rule;
        if rule.zero.is_empty() {
            "期间没有这类事项".clone_into(&mut judged.because);
            return Ok(());
        }
        let Period { from, to, .. } = self.period;
        let said = self.stated.covering(&rule.zero, from, to);
        if !said.is_empty() {
            judged.state = Met::Met;
            judged.because = nothing_in_words(&said);
            judged.rows = said.iter().map(|record| (record.ledger, record.id)).collect();
            return Ok(());
        }
        let served = done.get(rule.served_by.as_str()).filter(|served| served.state == Met::Met && served.attested.is_none());
        if let Some(served) = served
            && self.book.with_facts(to, |facts| statements::recorded(facts, &rule.zero, from, to))?.is_none()
        {
            judged.state = Met::Met;
            judged.because =
                format!("{} {}/{}，期间没有{}记录", served.words, served.made, served.asked, topic_label(&rule.zero));
            judged.rows.clone_from(&served.rows);
            return Ok(());
        }
        judged.state = Met::Missing;
        let text = format!("没有{}记录，也没有声明。", topic_label(&rule.zero));
        let preset = [("kind", "nothing".to_owned()), ("topic", rule.zero.clone()), ("from_on", from.to_string())];
        judged.gaps.push(Gap { text, way: Way::new(Ledger(&crate::topics::STATEMENTS), preset) });
        Ok(())
    }

    fn own_least(&self, row: &Row<Requirement>) -> Result<Option<u32>> {
        match self.trial {
            Some((id, least)) if id == row.key => Ok(Some(least)),
            _ => settings::own_least(self.book, &row.key),
        }
    }

    fn least(&self, row: &Row<Requirement>) -> Result<Option<Least>> {
        let Some(usual) = row.rule.test.least() else { return Ok(None) };
        let own = self.own_least(row)?;
        let words = |least| row.rule.test.asks(least);
        Ok(Some(Least { usual, own, words: words(own.unwrap_or(usual)), usual_words: words(usual) }))
    }

    /// What the test `part` of a requirement comes to.
    fn test(&self, row: &Row<Requirement>, part: &Test) -> Result<Outcome> {
        let own = || self.own_least(row);
        match part {
            Test::All(parts) => Ok(Outcome::all(parts.iter().map(|part| self.test(row, part)).collect::<Result<Vec<_>>>()?)),
            Test::Count { of, least, each } => self.count(row, of, own()?.unwrap_or(*least), *each, None),
            Test::Kinds { of, column, least, each } => {
                self.count(row, std::slice::from_ref(of), own()?.unwrap_or(*least), *each, Some(column))
            }
            Test::Force { of } => self.force(row, of),
            Test::Rate { of, least } => match evidence(of).map(|evidence| evidence.of) {
                Some(Proof::Share(measure)) => {
                    let least = own()?.unwrap_or(u32::from(*least));
                    Ok(Outcome::share(measure(self.book, self.period)?, least, words(row)))
                }
                _ => Ok(unknown(row)),
            },
            Test::Closed { of } => match evidence(of).map(|evidence| evidence.of) {
                Some(Proof::Terms(items)) => Ok(Outcome::terms(items(self.book, self.period)?, self.period, row.rule.core)),
                _ => Ok(unknown(row)),
            },
            Test::Nil { of, bad } => self.nil(row, of, bad),
            Test::Filled(columns) => Ok(self.filled(columns)),
        }
    }

    fn way(&self, row: &Row<Requirement>, rows: &[Rows]) -> Way {
        if let Some(Link { ledger, preset }) = &row.rule.link
            && let Ok(ledger) = self.book.registry().named(ledger)
        {
            return Way::New(ledger, preset.clone());
        }
        let first = rows.first().and_then(|rows| Some(Way::New(self.shelf.ledger(rows)?, preset(rows))));
        first.unwrap_or(Way::Record(Ledger(&ORGANISATION), 1))
    }

    /// So many rows in every window, or so many different values of `column`.
    fn count(&self, row: &Row<Requirement>, of: &[Rows], least: u32, each: Window, column: Option<&String>) -> Result<Outcome> {
        let mut found: Vec<Found> = Vec::new();
        let mut seen = BTreeSet::new();
        for rows in of {
            found.extend(self.shelf.of(rows)?.into_iter().filter(|row| seen.insert((row.ledger.name(), row.id))));
        }
        let windows = windows(each, self.period.from, self.period.to, self.began);
        let mut outcome = Outcome { asked: u64::from(least) * windows.len() as u64, ..Outcome::default() };
        let mut whole = true;
        for (first, last) in windows.iter().rev() {
            let own: Vec<&Found> = found.iter().filter(|row| row.day().is_none_or(|day| *first <= day && day <= *last)).collect();
            let made = match column {
                None => own.len(),
                Some(column) => own
                    .iter()
                    .filter_map(|row| row.values.get(column.as_str()))
                    .map(Value::to_input)
                    .collect::<BTreeSet<_>>()
                    .len(),
            };
            outcome.made += made as u64;
            outcome.late += own.iter().filter(|row| row.late_reason.is_some()).count() as u64;
            outcome.rows.extend(own.iter().map(|row| row.at()));
            if made < least as usize {
                whole = false;
                let unit = if column.is_some() { "种" } else { "条" };
                let text = format!("{first} 至 {last} 应有 {least} {unit}{}，只有 {made} {unit}。", words(row));
                outcome.gaps.push(Gap { text, way: self.way(row, of) });
            }
        }
        if column.is_some() {
            // Late is counted of rows, not of kinds.
            outcome.late = outcome.late.min(outcome.made);
        }
        outcome.state = Some(match (whole, outcome.rows.is_empty()) {
            (true, _) => Met::Met,
            (false, false) => Met::Partly,
            (false, true) => Met::Missing,
        });
        Ok(outcome)
    }

    /// The row begun last holds on every day.
    fn force(&self, row: &Row<Requirement>, of: &Rows) -> Result<Outcome> {
        let bare = Rows { file: false, ..of.clone() };
        let known = self.shelf.of(&bare)?;
        let proved: BTreeSet<i64> = self.shelf.of(of)?.iter().map(|row| row.id).collect();
        let in_force = |day: NaiveDate| {
            let begun = known.iter().filter(|row| day_of(row).is_some_and(|from| from <= day));
            let latest = begun.max_by_key(|row| (day_of(row), row.id))?;
            let holds = latest.date("to_on").is_none_or(|to| day <= to) && proved.contains(&latest.id);
            holds.then(|| latest.at())
        };
        let last = self.period.last();
        // On its first day a file has no day that is over: the day itself is judged.
        let days: Vec<NaiveDate> = match self.period.from.iter_days().take_while(|day| *day <= last).collect::<Vec<_>>() {
            none if none.is_empty() => vec![self.period.to],
            days => days,
        };
        let held: Vec<Option<(Ledger, i64)>> = days.iter().map(|day| in_force(*day)).collect();
        let without: Vec<NaiveDate> = days.iter().zip(&held).filter(|(_, held)| held.is_none()).map(|(day, _)| *day).collect();
        let state = match (without.is_empty(), held.last()) {
            (true, _) => Met::Met,
            (false, Some(Some(_))) => Met::Partly,
            (false, _) => Met::Missing,
        };
        let mut gaps = Vec::new();
        if !without.is_empty() {
            let text = format!("{} 天没有在用的{}：{}。", without.len(), words(row), days_in_words(&without));
            gaps.push(Gap { text, way: self.way(row, std::slice::from_ref(of)) });
        }
        let rows = once(held.into_iter().flatten().collect());
        let (asked, made) = (days.len() as u64, (days.len() - without.len()) as u64);
        Ok(Outcome { state: Some(state), made, asked, late: 0, rows, gaps })
    }

    /// No row says what is bad.
    fn nil(&self, row: &Row<Requirement>, of: &[Rows], bad: &[(String, Is)]) -> Result<Outcome> {
        let mut outcome = Outcome::default();
        let mut faults = Vec::new();
        for rows in of {
            for found in self.shelf.of(rows)? {
                outcome.asked += 1;
                if bad.iter().all(|(column, is)| holds(&found, column, is)) {
                    let what = self.book.title(found.ledger, found.id)?;
                    let state = if row.rule.gap.is_empty() { said(&found, bad) } else { row.rule.gap.clone() };
                    faults.push(Gap { text: format!("{what}：{state}。"), way: Way::Record(found.ledger, found.id) });
                } else {
                    outcome.made += 1;
                    outcome.rows.push(found.at());
                }
            }
        }
        outcome.state = match (outcome.asked, faults.is_empty()) {
            (0, _) => None,
            (_, true) => Some(Met::Met),
            (_, false) if row.rule.core => Some(Met::Missing),
            (_, false) => Some(Met::Partly),
        };
        push(&mut outcome.gaps, faults.into_iter());
        Ok(outcome)
    }

    fn filled(&self, columns: &[String]) -> Outcome {
        let ledger = Ledger(&ORGANISATION);
        let lacks: Vec<&str> = columns
            .iter()
            .filter(|column| !self.organisation.values.contains_key(column.as_str()))
            .filter_map(|column| ledger.column(column))
            .map(|column| column.label)
            .collect();
        let state = match (lacks.len(), columns.len()) {
            (0, _) => Met::Met,
            (lacking, all) if lacking < all => Met::Partly,
            _ => Met::Missing,
        };
        let gap = || Gap { text: format!("没有填写{}。", lacks.join("、")), way: Way::Record(ledger, 1) };
        Outcome {
            state: Some(state),
            made: (columns.len() - lacks.len()) as u64,
            asked: columns.len() as u64,
            gaps: if lacks.is_empty() { Vec::new() } else { vec![gap()] },
            ..Outcome::default()
        }
    }

    fn article(&self, row: &Row<Article>, requirements: Vec<JudgedRequirement>) -> Result<JudgedArticle> {
        let article = &row.rule;
        let mut judged = JudgedArticle {
            number: article.number,
            title: row.label.clone(),
            asks: article.asks.clone(),
            state: State::NotApplicable,
            reason: String::new(),
            requirements,
            papers: article.papers.clone(),
        };
        if !self.any(&article.applies, &Done::new())? {
            judged.reason = self.otherwise(article);
            // What is not for the organisation asks nothing of it.
            for requirement in &mut judged.requirements {
                requirement.state = Met::NotAsked;
                requirement.attested = None;
                requirement.gaps.clear();
                requirement.rows.clear();
                (requirement.made, requirement.asked, requirement.late) = (0, 0, 0);
                requirement.because.clone_from(&judged.reason);
            }
            return Ok(judged);
        }
        let asked: Vec<&JudgedRequirement> = judged.requirements.iter().filter(|one| one.state != Met::NotAsked).collect();
        let in_state = |state: Met| asked.iter().filter(move |one| one.state == state);
        judged.state = if asked.is_empty() {
            State::NotApplicable
        } else if asked.iter().all(|one| one.state == Met::Met) {
            State::Proven
        } else if in_state(Met::Missing).any(|one| one.core) || in_state(Met::Missing).count() == asked.len() {
            State::Missing
        } else {
            State::Partial
        };
        let names = |state: Met| in_state(state).map(|one| one.words.as_str()).collect::<Vec<_>>().join("、");
        judged.reason = match judged.state {
            State::Proven => String::new(),
            State::NotApplicable => {
                let reasons: BTreeSet<&str> = judged.requirements.iter().map(|one| one.because.as_str()).collect();
                reasons.into_iter().filter(|reason| !reason.is_empty()).collect::<Vec<_>>().join("；")
            }
            State::Partial | State::Missing => {
                let told = [(names(Met::Missing), "缺失"), (names(Met::Partly), "只有部分")];
                let told: Vec<String> = told
                    .into_iter()
                    .filter(|(names, _)| !names.is_empty())
                    .map(|(names, word)| format!("{names}{word}"))
                    .collect();
                told.join("；")
            }
        };
        Ok(judged)
    }

    /// Why an article is not for the organisation.
    fn otherwise(&self, article: &Article) -> String {
        let form = FORMS.iter().find(|choice| choice.code == self.form()).map_or("", |choice| choice.label);
        let instead = article.applies.iter().find_map(|when| match when {
            When::NoneOf(numbers) => Some(self.own_articles(numbers)),
            _ => None,
        });
        let instead: Vec<String> = instead.unwrap_or_default().iter().map(ToString::to_string).collect();
        article.otherwise.replace("{form}", form).replace("{n}", &instead.join("、"))
    }
}

/// What is called by its words in a gap.
fn words(row: &Row<Requirement>) -> &str {
    if row.rule.gap.is_empty() { &row.label } else { &row.rule.gap }
}

/// What this program has no ledger for is not proved by it.
fn unknown(row: &Row<Requirement>) -> Outcome {
    let number = article_of(&row.key).unwrap_or_default();
    let text = format!("本程序还没有第 {number} 条{}的台账，没有记录可以证明。", row.label);
    let gap = Gap { text, way: Way::Record(Ledger(&ORGANISATION), 1) };
    Outcome { state: Some(Met::Missing), gaps: vec![gap], ..Outcome::default() }
}

/// What the columns that are bad say.
fn said(record: &Record, bad: &[(String, Is)]) -> String {
    let shown = bad.iter().filter_map(|(column, _)| {
        let column = record.ledger.columns().iter().find(|known| known.name == column)?;
        Some(record.values.get(column.name)?.shown(column.kind))
    });
    shown.collect::<Vec<_>>().join("、")
}

/// Each once, in their order.
fn once(rows: Vec<(Ledger, i64)>) -> Vec<(Ledger, i64)> {
    let mut seen = std::collections::HashSet::new();
    rows.into_iter().filter(|row| seen.insert(*row)).collect()
}
