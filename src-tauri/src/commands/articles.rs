//! The articles of the guideline: how they stand in a period, and what the organisation sets for itself about them.

use crate::shapes;
use crate::state::{Open, Shell};
use crate::wire::articles::{ArticleSettings, ArticlesPage};
use crate::wire::records::Moved;
use taizhang::articles::{card, settings};
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

/// No list says something else, and what is to do may.
fn anything() -> Moved {
    Moved { lists: Vec::new(), tasks: true }
}
