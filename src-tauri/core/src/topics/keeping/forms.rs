//! 销毁记录 on paper: what was destroyed, between which heads of the journal, signed by who approved it and who stood by.

use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::sheet::{Block, Field};
use crate::schema::Ledger;
use crate::store::{Book, DESTRUCTIONS};

/// Who signs.
const SIGNERS: &[&str] = &["批准人", "监销人", "经办人"];

/// What the column of the head before it is called.
const BEFORE: &str = "销毁前核验码";

/// The record of a destruction, in place of the sheet of one record.
pub const ALL: &[Printable] =
    &[Printable::of(Ledger(&DESTRUCTIONS), "sheet", "销毁记录", "销毁记录", Heeds::Record, destruction)];

fn destruction(book: &Book, job: &PrintJob) -> Result<Gathered> {
    job.id.map_or_else(|| forms::sheets(book, job, of), |id| of(book, job, id))
}

fn of(book: &Book, job: &PrintJob, id: i64) -> Result<Gathered> {
    let (record, mut form) = forms::own_sheet(book, job, id)?;
    if record.text("head").is_some() {
        let fields =
            vec![head(BEFORE, record.text("head").unwrap_or_default()), head("销毁后核验码", &book.head_after(record.step)?)];
        form.blocks.push(Block { title: "核验码".to_owned(), fields });
        if let Some(first) = form.blocks.first_mut() {
            first.fields.retain(|field| field.label != BEFORE);
        }
        form.notes.push("销毁不可恢复；修改痕迹仍可核验，其中不再有被销毁的内容。".to_owned());
    }
    form.signers = SIGNERS;
    forms::attach(book, &mut form, &[(Ledger(&DESTRUCTIONS), id)])?;
    Ok(Gathered { content: Content::Sheet(form), rows: 1 })
}

fn head(label: &str, value: &str) -> Field {
    Field { label: label.to_owned(), value: value.to_owned(), wide: false }
}
