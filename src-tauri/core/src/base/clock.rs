//! Time and randomness, passed in by the caller.
//!
//! Owns the only reading of the machine's clock and random source. Everything else in the core
//! asks [`Surroundings`], so that tests, the sample file and printing are reproducible.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;
}

/// Fills buffers with random bytes.
pub trait Random: Send + Sync {
    /// Overwrites `buffer` with random bytes.
    fn fill(&self, buffer: &mut [u8]);
}

/// What an operation takes from the outside world besides its arguments.
pub struct Surroundings {
    /// Tells the time.
    pub clock: Box<dyn Clock>,
    /// For record identities and the audit key. Keys and salts of files never use it when seeded.
    pub random: Box<dyn Random>,
    /// Who is recorded as having done it; `None`: the organisation's contact.
    pub operator: Option<String>,
}

impl Surroundings {
    /// The machine's clock and random source.
    pub fn of_machine(operator: Option<String>) -> Self {
        Self { clock: Box::new(MachineClock), random: Box::new(MachineRandom), operator }
    }

    /// A clock that stands still until set, and a seeded random source.
    pub fn fixed(now: DateTime<Utc>, seed: u64) -> Self {
        Self { clock: Box::new(SetClock::at(now)), random: Box::new(SeededRandom::new(seed)), operator: None }
    }

    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The present business day (+08:00 whatever the machine's zone).
    pub fn today(&self) -> NaiveDate {
        business_day(self.now())
    }
}

/// The machine's clock.
pub struct MachineClock;

impl Clock for MachineClock {
    #[allow(clippy::disallowed_methods)]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that shows what it was set to.
pub struct SetClock(AtomicI64);

impl SetClock {
    /// A clock standing at `now` (millisecond precision).
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(AtomicI64::new(now.timestamp_millis()))
    }

    /// Moves the clock.
    pub fn set(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(self.0.load(Ordering::SeqCst)).unwrap_or_default()
    }
}

/// The machine's clock, moved so that it began at another instant: a sample file goes on from its last evening.
pub struct ShiftedClock(TimeDelta);

impl ShiftedClock {
    /// A clock that shows `now` at this moment and goes on from there.
    pub fn beginning_at(now: DateTime<Utc>) -> Self {
        Self(now - MachineClock.now())
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> DateTime<Utc> {
        MachineClock.now() + self.0
    }
}

impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> DateTime<Utc> {
        (**self).now()
    }
}

/// The operating system's random source.
pub struct MachineRandom;

impl Random for MachineRandom {
    #[allow(clippy::expect_used)] // without a random source no key can be made: stopping is the only safe answer
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the operating system has no random source");
    }
}

/// A reproducible random source.
pub struct SeededRandom(Mutex<ChaCha20Rng>);

impl SeededRandom {
    /// The stream that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha20Rng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, buffer: &mut [u8]) {
        match self.0.lock() {
            Ok(mut rng) => rng.fill_bytes(buffer),
            Err(poisoned) => poisoned.into_inner().fill_bytes(buffer),
        }
    }
}

/// The offset of business time: +08:00.
pub fn business_zone() -> FixedOffset {
    const HOURS: i32 = 8;
    #[allow(clippy::unwrap_used)] // constant within range
    FixedOffset::east_opt(HOURS * 3600).unwrap()
}

/// The business day of an instant.
pub fn business_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&business_zone()).date_naive()
}

/// Date and time on the wall of the office at an instant.
pub fn business_time(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&business_zone()).naive_local()
}

/// The instant at which the business day `day` ends.
pub fn end_of_business_day(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN) + TimeDelta::days(1);
    DateTime::from_naive_utc_and_offset(midnight - TimeDelta::hours(8), Utc)
}

/// Days from one to another, both of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
}

impl Span {
    /// Whether `day` is one of them.
    pub fn holds(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// 11 月 24 日
pub fn day_in_words(day: NaiveDate) -> String {
    format!("{} 月 {} 日", day.month(), day.day())
}

/// 星期二
pub fn weekday(day: NaiveDate) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "星期一",
        Weekday::Tue => "星期二",
        Weekday::Wed => "星期三",
        Weekday::Thu => "星期四",
        Weekday::Fri => "星期五",
        Weekday::Sat => "星期六",
        Weekday::Sun => "星期日",
    }
}
