//! How long nobody has touched the keyboard or the mouse. The page says when somebody does; the time is kept here, so that a page
//! that hangs keeps no key.

use crate::state::Session;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use taizhang::store::settings;

/// So much later than the page, which first keeps what is being typed.
const MARGIN: Duration = Duration::from_secs(30);

/// See the module.
pub struct Idle(Mutex<Instant>);

impl Default for Idle {
    fn default() -> Self {
        Self(Mutex::new(Instant::now()))
    }
}

impl Idle {
    /// Somebody is there.
    pub fn touch(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// How long nobody was.
    pub fn since(&self) -> Duration {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

/// Locks the open file when nobody was there for as long as its settings say; one without a password stays open. Whether it did.
pub fn lock_when_over(session: &mut Session, since: Duration) -> bool {
    let over = session.open().is_ok_and(|open| {
        let minutes = open.book.number(settings::IDLE_MINUTES).ok().and_then(|minutes| u64::try_from(minutes).ok());
        let limit = minutes.filter(|minutes| *minutes > 0).map(|minutes| Duration::from_secs(minutes * 60) + MARGIN);
        open.book.secret().is_some() && limit.is_some_and(|limit| since >= limit)
    });
    if over {
        session.lock();
    }
    over
}
