//! Ways out: what is unsaved is told as it is typed and kept before the file or the window is closed.

use crate::shapes;
use crate::state::Shell;
use crate::wire::files::{Draft, WaitingDraft};
use std::sync::atomic::Ordering;
use taizhang::base::error::{Error, Result};
use taizhang::program;
use taizhang::schema::State;
use taizhang::store::Book;

pub fn draft_keep(shell: &Shell, draft: Draft) -> Result<()> {
    let mut session = shell.session();
    session.open()?.drafts.put(draft);
    Ok(())
}

/// The form was saved or given up: nothing of it may come back, so it is forgotten on the disk, too.
pub fn draft_drop(shell: &Shell, ledger: String, id: Option<String>) -> Result<()> {
    let mut session = shell.session();
    session.open()?.drafts.drop(&ledger, id.as_deref());
    session.keep_drafts()
}

/// What waits to be gone on with, newest first; nothing while the file can only be read or is shown to somebody.
pub fn drafts(shell: &Shell) -> Result<Vec<WaitingDraft>> {
    let mut session = shell.session();
    let shown = session.is_showing();
    let open = session.open()?;
    if shown || !open.book.writes() {
        return Ok(Vec::new());
    }
    open.drafts.all().iter().rev().map(|draft| waiting(&open.book, draft)).collect()
}

/// `draft` with what became of its record since it was opened.
fn waiting(book: &Book, draft: &Draft) -> Result<WaitingDraft> {
    let said = |meanwhile: &str, fits| Ok(WaitingDraft { draft: draft.clone(), meanwhile: meanwhile.to_owned(), fits });
    let (Ok(ledger), Some(Ok(id))) = (program::ledger(&draft.ledger), draft.id.as_deref().map(shapes::id)) else {
        return said("", true);
    };
    match book.get(ledger, id, book.today()) {
        Err(Error::NotFound(_)) => said("这条记录已经不在了，填的内容放不回去", false),
        Err(error) => Err(error),
        Ok(record) if record.state == State::Voided => said("这条记录已经作废，填的内容放不回去", false),
        Ok(record) if draft.step.is_some_and(|step| step != record.step) => said("这条记录在那以后改过", true),
        Ok(_) => said("", true),
    }
}

pub fn closing_heard(shell: &Shell) -> Result<()> {
    shell.closing_heard.store(true, Ordering::SeqCst);
    Ok(())
}

/// Closes the window after what is unsaved was kept; `anyway`, also when it could not be.
pub fn leave(shell: &Shell, anyway: bool) -> Result<()> {
    let kept = shell.session().keep_drafts();
    if let Err(error) = kept
        && !anyway
    {
        return Err(error);
    }
    if let Some(end) = shell.end.get() {
        end();
    }
    Ok(())
}
