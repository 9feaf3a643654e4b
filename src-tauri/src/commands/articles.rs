//! The articles of the guideline: how they stand in a period, and what the organisation sets for itself about them.

use crate::shapes;
use crate::state::{Open, Shell};
use crate::wire::articles::{ArticleSettings, ArticlesPage, RectifyChosen, RectifyLine, RectifyOffer};
use crate::wire::records::{Added, Checked, Moved};
use std::collections::BTreeMap;
use taizhang::articles::{card, rectify, settings};
use taizhang::base::error::Result;
use taizhang::home;

pub fn articles_page(shell: &Shell, from: Option<String>, to: Option<String>) -> Result<ArticlesPage> {
    let mut session = shell.session();
    let Open { book, said, .. } = session.open()?;
    let today = book.today();
    let (from, to) = (shapes::day("from", from.as_deref(), today)?, shapes::day("to", to.as_deref(), today)?);
    Ok(card::page(&*home::judged(book, from, to, said)?))
}

/// What another threshold would change.
pub fn article_trial(shell: &Shell, id: String, least: u32, from: Option<String>, to: Option<String>) -> Result<Vec<String>> {
    let mut session = shell.session();
    let Open { book, said, .. } = session.open()?;
    let today = book.today();
    let (from, to) = (shapes::day("from", from.as_deref(), today)?, shapes::day("to", to.as_deref(), today)?);
    let judged = home::judged(book, from, to, said)?;
    card::trial(book, &judged, &id, least)
}

pub fn article_least(shell: &Shell, id: String, least: Option<u32>) -> Result<Moved> {
    let mut session = shell.session();
    settings::set_least(&mut session.open()?.book, &id, least)?;
    Ok(anything())
}

pub fn article_settings(shell: &Shell, asked: ArticleSettings) -> Result<Moved> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    if asked.late_cap.is_some() {
        settings::set_late_cap(book, asked.late_cap)?;
    }
    if let Some(began) = shapes::day("began", asked.began.as_deref(), book.today())? {
        settings::set_began(book, Some(began))?;
    }
    Ok(anything())
}

/// The gaps of the days that may become findings.
pub fn rectify_offer(shell: &Shell, from: Option<String>, to: Option<String>) -> Result<RectifyOffer> {
    let mut session = shell.session();
    let Open { book, said, .. } = session.open()?;
    let today = book.today();
    let (from, to) = (shapes::day("from", from.as_deref(), today)?, shapes::day("to", to.as_deref(), today)?);
    let judged = home::judged(book, from, to, said)?;
    let line = |line: rectify::Line| RectifyLine {
        id: line.id,
        requirement: line.requirement,
        item: line.item,
        open: line.open.map(|id| id.to_string()),
    };
    let lines = book.reading(|book| rectify::lines(book, &judged))?.into_iter().map(line).collect();
    Ok(RectifyOffer { lines, due_on: rectify::proposed(today).to_string() })
}

/// Writes an inspection of one's own with the findings of what was chosen, as one step; said of the inspection first.
pub fn rectify(
    shell: &Shell,
    from: Option<String>,
    to: Option<String>,
    inspectors: String,
    chosen: Vec<RectifyChosen>,
) -> Result<Added> {
    let mut session = shell.session();
    let Open { book, said, .. } = session.open()?;
    let today = book.today();
    let (from, to) = (shapes::day("from", from.as_deref(), today)?, shapes::day("to", to.as_deref(), today)?);
    let judged = home::judged(book, from, to, said)?;
    let of = |one: RectifyChosen| {
        let RectifyChosen { id, item, responsible, due_on } = one;
        rectify::Chosen { id, item, responsible, due_on }
    };
    let chosen: Vec<rectify::Chosen> = chosen.into_iter().map(of).collect();
    let together = rectify::write(book, &judged, &inspectors, &chosen)?;
    let records = together.taken.into_iter().map(|intake| Checked {
        problems: intake.problems,
        warnings: intake.warnings,
        derived: BTreeMap::new(),
        echo: BTreeMap::new(),
    });
    Ok(Added { records: records.collect(), moved: together.written.map(|written| shapes::moved(&written.moved)) })
}

/// No list says something else, and what is to do may.
fn anything() -> Moved {
    Moved { lists: Vec::new(), tasks: true }
}
