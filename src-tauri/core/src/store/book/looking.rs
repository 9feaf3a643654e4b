//! An open book looked at as a whole: reading of one state, the full check, what its clock says.
//!
//! Owns nothing of its own: the look is `reading`'s, the check `proof`'s, the times `ages`'.

use super::Book;
use crate::base::error::{Error, Result};
use crate::file::check::check_file;
use crate::file::open::{self, Access};
use crate::file::reading;
use crate::schema::{Ledger, Record, Values};
use crate::store::ages::{self, Ages, Question};
use crate::store::journal::{self, Op};
use crate::store::proof::{self, Checked};
use crate::store::{rows, settings};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Attempts at reading in pieces before a writer beside has to wait.
const ROUNDS: u32 = 3;

impl Book {
    /// Does `work`, which reads more than once, on one state of the file. A writer beside cannot commit until it ends.
    ///
    /// # Errors
    /// `FileDamaged` when a page failed; what `work` returns.
    pub fn reading<T, E: From<Error>>(&self, work: impl FnOnce(&Self) -> std::result::Result<T, E>) -> std::result::Result<T, E> {
        let outermost = self.connection.is_autocommit();
        reading::reading(&self.connection, || {
            if outermost {
                self.memory.heed(&self.connection)?;
            }
            work(self)
        })
    }

    /// Does `work`, which reads in pieces and takes long, on one state of the file without keeping a writer beside from
    /// committing: what came out while somebody committed is made again, at last in one look.
    ///
    /// # Errors
    /// As [`Book::reading`].
    pub fn reading_in_pieces<T>(&self, mut work: impl FnMut(&Self) -> Result<T>) -> Result<T> {
        for _ in 0..ROUNDS {
            let before = reading::state(&self.connection)?;
            let result = work(self);
            self.sound()?;
            // Nobody else commits while this program holds the writer's lock.
            if self.writes() || reading::state(&self.connection)? == before {
                return result;
            }
        }
        self.reading(work)
    }

    /// Whether every page read so far was what it claims to be.
    ///
    /// # Errors
    /// `FileDamaged`.
    pub fn sound(&self) -> Result<()> {
        reading::sound(&self.connection)
    }

    /// The newest step; 0 before the first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn last_step(&self) -> Result<i64> {
        self.reading(|_| journal::last_step(&self.connection))
    }

    /// When the first step of the file was taken.
    ///
    /// # Errors
    /// `FileDamaged` when there is none.
    pub fn first_step_at(&self) -> Result<DateTime<Utc>> {
        self.reading(|_| journal::first_at(&self.connection))
    }

    /// Since which step the head `printed` on paper stands, and how many steps that moved data came later.
    ///
    /// # Errors
    /// `Invalid` when it is no head; `ChainBroken` when no step has it.
    pub fn since(&self, printed: &str) -> Result<(i64, i64)> {
        self.reading(|_| journal::against(&self.connection, printed))
    }

    /// What people call the record `id`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn title(&self, ledger: Ledger, id: i64) -> Result<String> {
        self.reading(|_| rows::title(&self.connection, ledger, id))
    }

    /// The records with these ids as they are stored, in this order, without what is computed.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stored(&self, ledger: Ledger, ids: &[i64]) -> Result<Vec<Record>> {
        self.reading(|_| rows::stored(&self.connection, ledger, ids))
    }

    /// Hands the `columns` of every valid record of `ledger` to `each`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn each_valid(&self, ledger: Ledger, columns: &[&'static str], each: impl FnMut(i64, Values)) -> Result<()> {
        self.reading(|_| rows::each_valid(&self.connection, ledger, columns, each))
    }

    /// Whether a ledger has any record, voided ones too.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn has_any(&self, ledger: Ledger) -> Result<bool> {
        self.reading(|_| rows::any(&self.connection, ledger))
    }

    /// The number of a setting, as given or as it is by itself.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn number(&self, setting: settings::Number) -> Result<i64> {
        self.reading(|_| settings::number(&self.connection, setting))
    }

    /// What was said of `ledgers` holds as long as this is the same and the day, too.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn moved(&self, ledgers: impl Iterator<Item = Ledger>) -> Result<u64> {
        self.reading(|_| Ok(self.memory.moved(ledgers)))
    }

    /// The times of all steps.
    ///
    /// # Errors
    /// `FileDamaged` when a step does not read.
    pub fn ages(&self) -> Result<Arc<Ages>> {
        self.reading(|_| self.memory.ages(&self.connection))
    }

    /// What the person is asked when the newest step stands far ahead of the clock; `None` when there is nothing to ask.
    ///
    /// # Errors
    /// As [`Book::ages`].
    pub fn clock_question(&self) -> Result<Option<Question>> {
        self.reading(|_| self.ages()?.question(&self.connection, self.surroundings.now()))
    }

    /// Says that the steps of `question` were taken by a wrong clock, as a step of its own; returns its number.
    ///
    /// # Errors
    /// `ChangedMeanwhile` when another question stands now; `ReadOnly` without the writer's lock.
    pub fn answer_clock(&mut self, question: &Question) -> Result<Option<i64>> {
        if self.clock_question()?.is_none_or(|now| now.steps != question.steps) {
            return Err(Error::ChangedMeanwhile);
        }
        let ((), done) = self.transact(Op::Clock, ages::detail(question)?, |_| Ok(()))?;
        Ok(done.step)
    }

    /// The full check: pages, tables, chain, every row against its newest payload.
    ///
    /// # Errors
    /// `FileDamaged`, `ChainBroken`.
    pub fn check_all(&self) -> Result<Checked> {
        self.check_against(None).map(|(checked, _)| checked)
    }

    /// The full check, and since which step a head `printed` on paper stands with how many steps came later.
    ///
    /// # Errors
    /// As [`Book::check_all`]; `ChainBroken` when no step has that head.
    pub fn check_against(&self, printed: Option<&str>) -> Result<(Checked, Option<(i64, i64)>)> {
        if self.former {
            // What stands in memory is proved below; this is the file.
            let file = open::connect(&self.path, self.secret(), Access::Read)?;
            check_file(&file, self.secret.is_some())?;
            reading::reading(&file, || proof::verify(&file, self.registry))?;
            open::close(file)?;
        } else {
            check_file(&self.connection, self.secret.is_some())?;
        }
        // What only lies in memory has one connection; where the file is gone from its place, so has what is read of it.
        let beside = (!self.former).then(|| open::connect(&self.path, self.secret(), Access::Read).ok()).flatten();
        // A look of its own: a writer beside waits for each half, not for both.
        let state = reading::state(&self.connection)?;
        let found = self.reading(|_| -> Result<_> {
            let beside = beside.filter(reading::joins);
            let checked = proof::check(&self.connection, beside, self.registry())?;
            Ok((checked, printed.map(|head| journal::against(&self.connection, head)).transpose()?))
        })?;
        self.note_proved(state);
        Ok(found)
    }
}
