//! 统计: how things went over a period, chart by chart.

use crate::shapes;
use crate::state::Shell;
use crate::wire::stats::{Chart, StatsPeriod};
use taizhang::base::error::Result;
use taizhang::reports::stats::{self, Period};
use taizhang::store::Book;

fn period(book: &Book, from: Option<&str>, to: Option<&str>) -> Result<Period> {
    let today = book.today();
    stats::period(shapes::day("from", from, today)?, shapes::day("to", to, today)?, today)
}

pub fn stats_period(shell: &Shell, from: Option<String>, to: Option<String>) -> Result<StatsPeriod> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let period = period(book, from.as_deref(), to.as_deref())?;
    Ok(StatsPeriod { from: period.span.from, to: period.span.to, back: stats::back(period.on), charts: stats::charts() })
}

pub fn stats_chart(shell: &Shell, name: String, from: Option<String>, to: Option<String>) -> Result<Chart> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let period = period(book, from.as_deref(), to.as_deref())?;
    shell.work.run("正在统计", true, |told| {
        book.reading(|book| stats::chart(book, &name, period, &|done, total| told.done(done, total)))
    })
}
