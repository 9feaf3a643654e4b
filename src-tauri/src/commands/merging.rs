//! Two entries of one person made one: what would be done, and doing it.

use crate::shapes;
use crate::state::Shell;
use crate::wire::attachments::Counted;
use crate::wire::merging::{MergeChoices, MergeClash, MergeEntry, MergeField, MergeView, MergedView};
use std::collections::BTreeMap;
use taizhang::base::error::{Error, Result};
use taizhang::program;
use taizhang::schema::{Ledger, Record, Sensitivity};
use taizhang::store::Book;
use taizhang::store::book::{Choices, Clash, Merging, Side};
use taizhang::store::disclosure::Masking;
use taizhang::store::present;
use taizhang::store::rows;

pub fn merge_weigh(shell: &Shell, ledger: String, keep: String, lose: String) -> Result<MergeView> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let (ledger, keep, lose) = (program::ledger(&ledger)?, shapes::id(&keep)?, shapes::id(&lose)?);
    book.reading(|book| view(book, &book.weigh_merge(ledger, keep, lose)?))
}

fn view(book: &Book, weighed: &Merging) -> Result<MergeView> {
    let ledger = weighed.keep.ledger;
    let mut fields = Vec::new();
    for column in ledger.columns().iter().filter(|column| column.stored()) {
        let [keep, lose] = [&weighed.keep, &weighed.lose].map(|record| present::shown(book, record, column, Masking::Masked));
        let (keep, lose, same) = (keep?, lose?, !weighed.differing.contains(&column.name));
        if same && keep.is_empty() {
            continue;
        }
        let masked = column.sensitivity != Sensitivity::Open;
        fields.push(MergeField { name: column.name.to_owned(), label: column.label.to_owned(), keep, lose, same, masked });
    }
    let moved = weighed.moved.iter().map(|(ledger, count)| {
        let declaration = ledger.declaration();
        Counted { label: declaration.label.to_owned(), count: format!("{count} {}", declaration.unit) }
    });
    Ok(MergeView {
        keep: entry(book, &weighed.keep)?,
        lose: entry(book, &weighed.lose)?,
        fields,
        clashes: weighed.clashes.iter().map(|one| clash(book, one)).collect::<Result<_>>()?,
        moved: moved.collect(),
        numbers_differ: !weighed.numbers.is_empty(),
        problems: weighed.problems.clone(),
        step: weighed.step,
    })
}

fn entry(book: &Book, record: &Record) -> Result<MergeEntry> {
    let mut named = 0;
    for (other, columns) in book.registry().tabs(record.ledger) {
        named += book.with_facts(book.today(), |facts| rows::naming(facts, other, &columns, record.id))?.len();
    }
    Ok(MergeEntry {
        id: record.id.to_string(),
        title: book.title(record.ledger, record.id)?,
        entered_at: shapes::instant(record.entered_at),
        named,
    })
}

fn clash(book: &Book, clash: &Clash) -> Result<MergeClash> {
    let lines = |records: &[Record]| -> Result<Vec<_>> {
        let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
        book.window(clash.ledger, &ids, book.today())?.iter().map(|record| shapes::row(book, record)).collect()
    };
    Ok(MergeClash {
        key: clash.key.clone(),
        ledger: clash.ledger.name().to_owned(),
        why: clash.why.clone(),
        keep: lines(&clash.keep)?,
        lose: lines(&clash.lose)?,
    })
}

/// Makes the two one as she chose, if nothing was written since she was told at `step`.
pub fn merge(shell: &Shell, ledger: String, keep: String, lose: String, step: i64, choices: MergeChoices) -> Result<MergedView> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let (ledger, keep, lose): (Ledger, i64, i64) = (program::ledger(&ledger)?, shapes::id(&keep)?, shapes::id(&lose)?);
    let weighed = book.weigh_merge(ledger, keep, lose)?;
    if weighed.step != step {
        return Err(Error::ChangedMeanwhile);
    }
    let choices = Choices { fields: sides(choices.fields)?, clashes: sides(choices.clashes)?, same_person: choices.same_person };
    let done = book.merge(&weighed, &choices)?;
    Ok(MergedView { records: done.records, voided: done.voided, warnings: done.warnings, moved: shapes::moved(&done.moved) })
}

fn sides(given: BTreeMap<String, String>) -> Result<BTreeMap<String, Side>> {
    let one = |(name, code): (String, String)| {
        let side = Side::named(&code).ok_or_else(|| Error::invalid(&name, "choice", code, "请选用哪一边的。"))?;
        Ok((name, side))
    };
    given.into_iter().map(one).collect()
}
