//! Long work of a command: how far it is, and the wish to stop it.
//!
//! Owns what is told beside the session, whose lock such work holds. Knows nothing of what is done.

use std::sync::{Mutex, PoisonError};

/// How far the work is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub doing: String,
    /// Units done.
    pub done: u64,
    /// Units in all; 0 while nobody knows.
    pub total: u64,
    /// Whether it can be stopped.
    pub stoppable: bool,
}

/// See the module.
#[derive(Default)]
pub struct Work {
    now: Mutex<Option<Progress>>,
    stop: std::sync::atomic::AtomicBool,
}

impl Work {
    /// Runs `work` as what is being done; it tells how far it is, and stops when it is told no.
    pub fn run<T>(&self, doing: &str, stoppable: bool, work: impl FnOnce(&Told<'_>) -> T) -> T {
        self.stop.store(false, std::sync::atomic::Ordering::SeqCst);
        self.set(Some(Progress { doing: doing.to_owned(), done: 0, total: 0, stoppable }));
        let result = work(&Told { work: self });
        self.set(None);
        result
    }

    /// How far the work is; `None` when there is none.
    pub fn progress(&self) -> Option<Progress> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the work to stop.
    pub fn stop(&self) {
        self.stop.store(true, std::sync::atomic::Ordering::SeqCst);
    }

    fn set(&self, progress: Option<Progress>) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}

/// What work tells of itself.
pub struct Told<'a> {
    work: &'a Work,
}

impl Told<'_> {
    /// So much is done; whether to go on.
    pub fn done(&self, done: u64, total: u64) -> bool {
        let mut now = self.work.now.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stoppable = true;
        if let Some(progress) = now.as_mut() {
            (progress.done, progress.total) = (done, total);
            stoppable = progress.stoppable;
        }
        !(stoppable && self.work.stop.load(std::sync::atomic::Ordering::SeqCst))
    }

    /// As the core tells of work: so much is done, of how much, and this is next; whether to go on.
    pub fn steps(&self) -> impl Fn(usize, usize, &str) -> bool + '_ {
        move |done: usize, total: usize, what: &str| {
            self.next(what);
            self.done(done as u64, total as u64)
        }
    }

    /// The next part of the work is this.
    pub fn next(&self, doing: &str) {
        let mut now = self.work.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(progress) = now.as_mut()
            && progress.doing != doing
        {
            doing.clone_into(&mut progress.doing);
            (progress.done, progress.total) = (0, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn work_is_told_of_and_stopped() {
        let work = Work::default();
        let stopped = work.run("导入", true, |told| {
            assert!(told.done(1, 4));
            assert_eq!(work.progress().unwrap().total, 4);
            told.next("写入");
            assert_eq!(work.progress().unwrap().done, 0);
            work.stop();
            !told.done(2, 4)
        });
        assert!(stopped);
        assert_eq!(work.progress(), None);
        work.run("恢复", false, |told| {
            work.stop();
            assert!(told.done(1, 2), "what cannot be stopped goes on");
        });
        work.run("备份", true, |told| assert!(told.done(0, 1), "a wish of before does not count"));
    }
}
