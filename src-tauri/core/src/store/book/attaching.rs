//! Attachments of a record: added together as one step, looked at, read.
//!
//! Owns how many there may be. What a file becomes before it is kept is the folder `attachments`' affair; removing one is
//! voiding it.

use super::{Book, accepted};
use crate::base::characters::unified;
use crate::base::error::{Error, Problem, Result};
use crate::file::open::PAGE_BYTES;
use crate::schema::{Ledger, Record, State, Value, Values};
use crate::store::attachments::{self, ATTACHMENTS, MOST};
use crate::store::blobs::{self, Content, Form};
use crate::store::journal::Op;
use crate::store::known::InFile;
use serde_json::{Map, Value as Json, json};

/// A file larger than this, in bytes, is slow to back up: whoever adds to it is told.
const LARGE_BYTES: u64 = 500 * 1024 * 1024;

/// Characters of a file's name that are kept.
const NAME_MAX: usize = 200;

/// Something to be kept with a record.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// What it was called.
    pub file_name: String,
    /// What is kept of it.
    pub content: Content,
    /// When it was taken, as typed.
    pub taken_on: String,
    /// What stands below it.
    pub caption: String,
}

/// What adding attachments did.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Their numbers, in the order given.
    pub ids: Vec<i64>,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// The ledgers whose lists say something else now.
    pub moved: Vec<Ledger>,
}

impl Book {
    /// Keeps `new` with the record of number `id`, as one step: all of them, or none.
    ///
    /// # Errors
    /// `Invalid` with every problem found, `NotFound`.
    pub fn attach(&mut self, ledger: Ledger, id: i64, new: Vec<NewAttachment>) -> Result<Attached> {
        let own = Ledger(&ATTACHMENTS);
        if ledger == own {
            return Err(Error::invalid("ledger", "attachment", "", "附件不能再有附件。请添加到它所属的记录。"));
        }
        let record = self.current(ledger, id, None)?;
        let there = self.attachments(ledger, id)?;
        if there.len() + new.len() > MOST {
            let message = format!("一条记录最多 {MOST} 件附件，已有 {} 件。请先移除不要的。", there.len());
            return Err(Error::invalid("file_name", "count", new.len().to_string(), message));
        }
        let (mut all, mut problems) = (Vec::with_capacity(new.len()), Vec::new());
        for (place, one) in new.iter().enumerate() {
            let same = |other: &NewAttachment| other.content.sha256 == one.content.sha256;
            if new.iter().take(place).any(same) || there.iter().any(|kept| kept.text("sha256") == Some(&one.content.sha256)) {
                let message = format!("「{}」与这条记录已有的附件是同一份，不用再添加。", one.file_name);
                problems.push(Problem::new("file_name", "duplicate", one.file_name.as_str(), message));
                continue;
            }
            let supplied = Map::from_iter(
                [("taken_on", &one.taken_on), ("caption", &one.caption)]
                    .map(|(key, text)| (key.to_owned(), Json::from(text.as_str()))),
            );
            let intake = self.reading(|_| {
                let rules = self.rules()?;
                self.desk(&InFile(&self.connection), &rules, self.ages()?).take_made(own, None, &supplied, made(&record, one))
            })?;
            let named = |problem: Problem| Problem { message: format!("「{}」{}", one.file_name, problem.message), ..problem };
            problems.extend(intake.problems.iter().cloned().map(named));
            all.push(intake);
        }
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let mut warnings: Vec<Problem> = all.iter().flat_map(|intake| intake.warnings.clone()).collect();
        let (ids, done) = self.transact(Op::Add, json!({}), |change| {
            let mut ids = Vec::with_capacity(all.len());
            for (intake, one) in all.into_iter().zip(&new) {
                blobs::put(change.connection(), &one.content)?;
                ids.push(change.insert(own, accepted(intake)?.values, None)?);
            }
            // What an undone step left, which nothing takes back any more.
            blobs::sweep(change.connection())?;
            Ok(ids)
        })?;
        // The step stands, whatever becomes of looking at how large the file is.
        warnings.extend(self.large().map_err(|error| error.after("附件已经保存"))?);
        Ok(Attached { ids, warnings, moved: done.moved(self.registry) })
    }

    /// What is to be said of a file that has grown large.
    fn large(&self) -> Result<Option<Problem>> {
        let pages: u64 = self.connection.pragma_query_value(None, "page_count", |row| row.get::<_, i64>(0))?.unsigned_abs();
        let bytes = pages.saturating_mul(PAGE_BYTES);
        Ok((bytes > LARGE_BYTES).then(|| {
            let megabytes = bytes / 1024 / 1024;
            let message = format!("数据文件已有 {megabytes} MB，备份会变慢。请只添加需要留证的图片。");
            Problem::new("", "large", megabytes.to_string(), message)
        }))
    }

    /// The valid attachments of the record of number `id`, in the order they were added.
    ///
    /// # Errors
    /// `NotFound` when the record is gone.
    pub fn attachments(&self, ledger: Ledger, id: i64) -> Result<Vec<Record>> {
        self.reading(|_| {
            let record = self.get(ledger, id, self.today())?;
            attachments::of(&self.connection, ledger, &record.uid, Some(State::Valid))
        })
    }

    /// The content of an attachment, proved by its hash.
    ///
    /// # Errors
    /// `FileDamaged` when it is gone, or is another.
    pub fn content(&self, attachment: &Record) -> Result<Content> {
        let damaged = || Error::FileDamaged("附件的格式读不懂".to_owned());
        let form = attachment.code("kind").and_then(Form::named).ok_or_else(damaged)?;
        let sha256 = attachment.text("sha256").ok_or_else(damaged)?;
        let bytes = self.reading(|_| blobs::get(&self.connection, sha256))?;
        Ok(Content { form, bytes, sha256: sha256.to_owned() })
    }
}

/// What the program itself says of a new attachment.
fn made(record: &Record, new: &NewAttachment) -> Values {
    let bytes = i64::try_from(new.content.bytes.len()).unwrap_or(i64::MAX);
    Values::from([
        ("ledger", Value::Text(record.ledger.name().to_owned())),
        ("record", Value::Text(record.uid.clone())),
        ("file_name", Value::Text(unified(&new.file_name).trim().chars().take(NAME_MAX).collect())),
        ("kind", Value::Choice(new.content.form.code())),
        ("bytes", Value::Integer(bytes)),
        ("sha256", Value::Text(new.content.sha256.clone())),
    ])
}
