//! What the records come to on a day: due lists, coverage, the month of rounds; three years of records.

use crate::{Line, last_day, made, timed};
use taizhang::articles;
use taizhang::home::{self, Copies};
use taizhang::topics::rounds::{LOGS, standing as rounds};
use taizhang::topics::travel::standing as trips;
use taizhang::topics::vaccination::standing::{Scope, coverage};

const THREE_YEARS: u32 = 3 * 365;

pub fn section(people: usize) {
    let folder = tempfile::tempdir().unwrap();
    let book = made(folder.path(), people, THREE_YEARS, true);
    let on = last_day();
    let size = format!("{people} people, 3 years");
    Line {
        work: "coverage and due list",
        size: &size,
        times: timed(|| coverage(&book, Scope::default(), on).unwrap()),
        goal: "≤ 150 ms",
    }
    .print();
    Line { work: "trips against the risk areas", size: &size, times: timed(|| trips::stops(&book, on).unwrap()), goal: "" }
        .print();
    for log in LOGS {
        let work = format!("month of {}", log.ledger.name());
        Line { work: &work, size: &size, times: timed(|| rounds::month(&book, log, on, on).unwrap()), goal: "" }.print();
    }
    Line {
        work: "the articles of the guideline",
        size: &size,
        times: timed(|| articles::judge(&book, None, on, on).unwrap()),
        goal: "≤ 150 ms",
    }
    .print();
    let copies = Copies { newest: None, off_disk: None };
    Line {
        work: "tasks of the day",
        size: &size,
        times: timed(|| home::tasks(&book, copies, &mut home::Said::default()).unwrap()),
        goal: "≤ 150 ms",
    }
    .print();
    let mut said = home::Said::default();
    Line {
        work: "tasks of the day again, nothing moved",
        size: &size,
        times: timed(|| home::tasks(&book, copies, &mut said).unwrap()),
        goal: "",
    }
    .print();
}
