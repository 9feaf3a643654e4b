//! Speed, size and memory against the goals, each section and size in a process of its own.
//!
//! `cargo bench -p taizhang-tests [-- SECTION…]` prints one table row per line of work: median and spread of several rounds,
//! peers and ourselves in turns. Results are compared for equality before any time counts. `./dev bench` writes what this
//! prints to RESULTS.md.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod exchange;
mod health;
#[path = "../hostile/mod.rs"]
mod hostile;
mod lists;
mod overview;
mod paper;
mod peers;
mod refusals;
mod vault;

use chrono::NaiveDate;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use taizhang::base::clock::Surroundings;
use taizhang::file::key::{Key, Salt};
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::sample::{self, Options};
use taizhang::store::Book;
use taizhang::store::book::Unlock;

/// Rounds of a line of work.
pub const ROUNDS: usize = 5;

/// One line of the table.
pub struct Line<'a> {
    /// What is done.
    pub work: &'a str,
    /// How much of it there is.
    pub size: &'a str,
    /// How long each round took.
    pub times: Vec<Duration>,
    /// What is to be reached.
    pub goal: &'a str,
}

impl Line<'_> {
    /// Prints it; returns the median in milliseconds.
    pub fn print(self) -> f64 {
        let mut times = self.times;
        times.sort();
        let ms = |duration: &Duration| duration.as_secs_f64() * 1000.0;
        let middle = ms(&times[times.len() / 2]);
        println!(
            "| {} | {} | {middle:.2} | {:.2}–{:.2} | {} |",
            self.work,
            self.size,
            ms(&times[0]),
            ms(&times[times.len() - 1]),
            self.goal
        );
        middle
    }
}

/// Prints a line with a figure that is no time.
pub fn figure(work: &str, size: &str, value: &str, goal: &str) {
    println!("| {work} | {size} | {value} | | {goal} |");
}

/// How many times longer `ours` took than `theirs`, or how many times shorter.
pub fn ratio(work: &str, size: &str, ours: f64, theirs: f64, goal: &str) {
    let text = if ours <= theirs { format!("{:.1}× faster", theirs / ours) } else { format!("{:.2}× as long", ours / theirs) };
    figure(work, size, &text, goal);
}

/// Times of [`ROUNDS`] rounds of `work`.
pub fn timed<T>(mut work: impl FnMut() -> T) -> Vec<Duration> {
    (0..ROUNDS).map(|_| once(&mut work)).collect()
}

/// Time of one round.
pub fn once<T>(mut work: impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

/// Median of `times` in milliseconds.
pub fn median(times: &[Duration]) -> f64 {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

/// Most memory this process has had, in MB.
pub fn peak_mb() -> f64 {
    status_mb("VmHWM:")
}

/// Memory this process has now, in MB.
pub fn held_mb() -> f64 {
    status_mb("VmRSS:")
}

fn status_mb(label: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(label)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// The last day of every sample.
pub fn last_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, 8, 31).unwrap()
}

/// Password, key and salt of the encrypted files.
pub fn secret() -> (Key, Salt) {
    let salt = Salt::fresh();
    (Key::derive("测试密码 1234", &salt).unwrap(), salt)
}

/// A sample file.
pub fn made(folder: &Path, people: usize, days: u32, encrypted: bool) -> Book {
    let path = folder.join(format!("{people}-{days}-{encrypted}.taizhang"));
    sample::create(&path, encrypted.then(secret), &Options { people, days, end: last_day(), seed: 1 }).unwrap()
}

/// The plain file at `path`, to be read.
pub fn opened(path: &Path) -> Book {
    program::open(path, Unlock::Plain, Access::Read, Surroundings::of_machine(None)).unwrap()
}

type Section = (&'static str, &'static [usize], fn(usize));

const SECTIONS: &[Section] = &[
    ("lists", &[1_000, 10_000, 100_000], lists::section),
    ("paper", &[10_000], paper::section),
    ("exchange", &[1_000, 10_000, 100_000], exchange::section),
    ("overview", &[100, 1_000, 10_000], overview::section),
    ("health", &[100, 1_000], health::section),
    ("vault", &[50_000], vault::section),
    ("refusals", &[0], refusals::section),
];

fn main() {
    let given: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if let [flag, section, size] = given.as_slice()
        && flag == "child"
    {
        let (.., run) = SECTIONS.iter().find(|(name, ..)| name == section).unwrap();
        run(size.parse().unwrap());
        figure(&format!("{section}: most memory of this process"), size, &format!("{:.0} MB", peak_mb()), "");
        return;
    }
    match given.first().map(String::as_str) {
        Some("refuse") => return refusals::one(&given[1]),
        Some("print") => return paper::one(given[1].as_ref()),
        Some("export") => return exchange::one(given[1].as_ref()),
        Some("import") => return exchange::one_import(given[1].as_ref()),
        _ => {}
    }
    println!("| work | size | median ms | best–worst ms | goal |");
    println!("|---|---|---|---|---|");
    for (name, sizes, _) in SECTIONS {
        if !given.is_empty() && !given.iter().any(|wanted| wanted == name) {
            continue;
        }
        for size in *sizes {
            let child = Command::new(std::env::current_exe().unwrap()).args(["child", name, &size.to_string()]).status().unwrap();
            assert!(child.success(), "{name} {size}");
        }
    }
}
