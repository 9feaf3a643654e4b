//! 迎检模式: the screen is shown to somebody from outside. Nothing is written, nothing shown whole.
//!
//! Owns whether it is on, of which file, and which commands are answered while it is: those named here, and no other, so that
//! one that is added is refused until somebody thinks of it. It ends with the password, or the organisation's name where there
//! is none. What is merely looked at is not journalled, so neither is this: nothing can be seen in it that a list would not show.

use crate::state::{Chosen, Session, Shell};
use std::path::{Path, PathBuf};
use taizhang::base::error::{Error, Result};
use taizhang::base::names;
use taizhang::file::key::{self, Key};
use taizhang::file::output;
use taizhang::schema::{Kind, Ledger, Sensitivity};

/// Commands that are answered. Printing and exporting are, masked; see [`refuse_whole`].
const ADMITTED: &[&str] = &[
    "app_state",
    "showing_end",
    "lock",
    "awake",
    "closing_heard",
    "leave",
    "drafts",
    "ledgers",
    "list_views",
    "records_list",
    "records_window",
    "records_ready",
    "records_ids",
    "record_index",
    "record_get",
    "record_history",
    "record_check",
    "options",
    "person_page",
    "attachments_of",
    "attachment_picture",
    "steps",
    "search",
    "vaccination_person",
    "travel_trip",
    "round_day",
    "round_month",
    "calendar_month",
    "gathering_steps",
    "incident_duties",
    "stock_day",
    "health_day",
    "health_person",
    "mixture",
    "articles_page",
    "report_page",
    "report_draft",
    "stats_period",
    "stats_chart",
    "rules_list",
    "rule_get",
    "print_forms",
    "print_preview",
    "print_page",
    "print_save",
    "print_open",
    "packs_kept",
    "export_list",
    "work_progress",
    "work_stop",
    "home",
    "health",
    "backup_targets",
    "restore_backups",
    "check_file",
    "settings_get",
    "manual_open",
];

/// Of which file it is on. A file without a password is opened in it again, or closing the window would be a way out.
#[derive(Debug, Default)]
pub struct Showing {
    of: Option<PathBuf>,
    /// Also when the file is opened again.
    lasting: bool,
    kept_in: PathBuf,
}

impl Showing {
    /// As it was left, kept in `folder`.
    pub fn read(folder: &Path) -> Self {
        let kept_in = folder.join("showing.json");
        let of = std::fs::read(&kept_in).ok().and_then(|bytes| serde_json::from_slice::<Option<PathBuf>>(&bytes).ok()).flatten();
        Self { lasting: of.is_some(), of, kept_in }
    }

    /// Whether it is on for the file at `path`.
    pub fn is_of(&self, path: &Path) -> bool {
        self.of.as_deref() == Some(path)
    }

    /// It is on for the file at `path`; `lasting`, also when that is opened again.
    ///
    /// # Errors
    /// What the disk says; then it is not.
    pub fn begin(&mut self, path: &Path, lasting: bool) -> Result<()> {
        if lasting {
            self.keep(Some(path))?;
        }
        (self.of, self.lasting) = (Some(path.to_owned()), lasting);
        Ok(())
    }

    /// The file is left and not only locked: whoever opens it again gives its password, and that ends it.
    pub fn leave(&mut self) {
        if !self.lasting {
            self.of = None;
        }
    }

    /// It is off.
    pub fn end(&mut self) {
        self.of = None;
        if std::mem::take(&mut self.lasting)
            && let Err(error) = self.keep(None)
        {
            log::warn!("end of showing: {:?}", error.code());
        }
    }

    fn keep(&self, of: Option<&Path>) -> Result<()> {
        let bytes = serde_json::to_vec(&of).map_err(|error| Error::Bug(error.to_string()))?;
        output::write(&self.kept_in, output::Kind::Own, None, &bytes)
    }
}

/// Refuses the command `name` where the open file is being shown and it is not one that may be.
///
/// # Errors
/// `Invalid` saying so.
pub fn admits(shell: &Shell, name: &str) -> Result<()> {
    if ADMITTED.contains(&name) || !shell.showing() { Ok(()) } else { Err(refused()) }
}

/// Refuses what would be shown whole, printed or exported so, while the open file is being shown.
///
/// # Errors
/// `Invalid` saying so.
pub fn refuse_whole<T>(session: &Session, whole: Option<&T>) -> Result<()> {
    if whole.is_some() && session.is_showing() { Err(refused()) } else { Ok(()) }
}

/// Refuses a picture of a record of `ledger` while the open file is being shown: it cannot be masked, and of people it may show
/// what their records hide.
///
/// # Errors
/// `Invalid` saying so.
pub fn refuse_picture(session: &Session, ledger: Ledger) -> Result<()> {
    let hides = |ledger: Ledger| {
        ledger.declaration().person || ledger.columns().iter().any(|column| column.sensitivity != Sensitivity::Open)
    };
    let names = ledger.columns().iter().any(|column| matches!(column.kind, Kind::Reference(of) if hides(of)));
    if session.is_showing() && (hides(ledger) || names) { Err(refused()) } else { Ok(()) }
}

fn refused() -> Error {
    Error::invalid(
        "showing",
        "showing",
        "",
        "现在是迎检模式，只能看脱敏的内容，不能登记、修改或显示完整号码。要做这件事，请先结束迎检模式。",
    )
}

/// Begins it: what is unsaved is kept, and nothing that was made whole before is left to be asked for.
///
/// # Errors
/// `Locked` when no file is open; what the disk says when what is unsaved cannot be kept.
pub fn begin(session: &mut Session) -> Result<()> {
    session.keep_drafts()?;
    let open = session.open()?;
    open.prints = crate::state::Tickets::default();
    open.packs = crate::state::Tickets::default();
    open.taken.clear();
    (open.packed, open.import, open.filling) = (None, None, None);
    let (path, plain) = (open.book.path().to_owned(), open.book.secret().is_none());
    (session.previewed, session.last_output) = (None, None);
    session.showing.begin(&path, plain)
}

/// Ends it by the password, or where there is none by the organisation's name.
///
/// # Errors
/// `Locked` when no file is open; `WrongPassword`; `Invalid` when the name is another.
pub fn end(session: &mut Session, answer: &str) -> Result<()> {
    let open = session.open()?;
    match open.book.secret() {
        Some((key, salt)) => {
            // An empty one is no password either.
            let typed = Key::derive(answer, salt).map_err(|_| Error::WrongPassword)?;
            if key::fingerprint(&typed) != key::fingerprint(key) {
                return Err(Error::WrongPassword);
            }
        }
        None => {
            let organisation = open.book.organisation()?;
            let name = organisation.text("name").unwrap_or_default();
            if names::normalise(answer) != names::normalise(name) {
                let message = "与单位名称不符。请照窗口左上方写的单位全称输入。";
                return Err(Error::invalid("answer", "name", "", message));
            }
        }
    }
    session.showing.end();
    Ok(())
}

impl Session {
    /// Whether the open file is being shown to somebody.
    pub fn is_showing(&self) -> bool {
        matches!(&self.file, Chosen::Open(open) if self.showing.is_of(open.book.path()))
    }
}

impl Shell {
    /// Whether the open file is being shown to somebody. Whoever asks while long work holds the session is told when it is done.
    pub fn showing(&self) -> bool {
        self.session().is_showing()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// Whoever renames a command is told here; whoever adds one has it refused.
    #[test]
    fn what_is_answered_is_there_and_writes_nothing() {
        for name in ADMITTED {
            assert!(crate::wire::NAMES.contains(name), "{name}");
        }
        let writes =
            ["_save", "_add", "_void", "_unvoid", "_unmask", "_act", "_apply", "_keep", "_drop", "_change", "_take", "_least"];
        let saves_outside = ["print_save"];
        for name in ADMITTED.iter().filter(|name| !saves_outside.contains(*name)) {
            assert!(writes.iter().all(|ending| !name.ends_with(ending)), "{name}");
        }
    }
}
