//! What many records of one step say, sealed beside the writing.
//!
//! Owns the second thread: spelling a record out and hashing it takes about a third of what writing its row does. Which seal
//! belongs where is `change`'s, what a seal is `journal`'s.

use crate::base::error::{Error, Result};
use crate::schema::Record;
use crate::store::journal::Seals;
use crate::store::rows;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

/// The seal of what a record says; of nothing where it is gone.
pub(super) fn seal(salt: &[u8; 16], after: Option<&Record>) -> [u8; 32] {
    Seals::After.hash(salt, None, after.map(rows::payload).as_deref())
}

/// See the module.
pub(super) struct Sealing {
    send: SyncSender<Vec<(usize, [u8; 16], Record)>>,
    piece: Vec<(usize, [u8; 16], Record)>,
    made: JoinHandle<Vec<(usize, [u8; 32])>>,
}

impl Sealing {
    /// Records handed over at a time, and how many times before they are sealed.
    const PIECE: usize = 256;
    const AHEAD: usize = 4;

    pub fn begin() -> Self {
        let (send, pieces) = sync_channel::<Vec<(usize, [u8; 16], Record)>>(Self::AHEAD);
        let one = |(place, salt, record): (usize, [u8; 16], Record)| (place, seal(&salt, Some(&record)));
        let made = std::thread::spawn(move || pieces.iter().flatten().map(one).collect());
        Self { send, piece: Vec::with_capacity(Self::PIECE), made }
    }

    /// Takes `record`, whose change lies at `place` of its step.
    ///
    /// # Errors
    /// `Bug`, here and below.
    pub fn take(&mut self, place: usize, salt: [u8; 16], record: Record) -> Result<()> {
        self.piece.push((place, salt, record));
        if self.piece.len() < Self::PIECE {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(Self::PIECE));
        self.send.send(piece).map_err(|_| Self::stopped())
    }

    /// The seals, each with the place of its record.
    pub fn finish(self) -> Result<Vec<(usize, [u8; 32])>> {
        let Self { send, piece, made } = self;
        send.send(piece).map_err(|_| Self::stopped())?;
        drop(send);
        made.join().map_err(|_| Self::stopped())
    }

    fn stopped() -> Error {
        Error::Bug("痕迹的计算中断".to_owned())
    }
}
