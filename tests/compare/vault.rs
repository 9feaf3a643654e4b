//! Whole files: a verified backup against a plain copy brought to the medium.

use crate::{Line, figure, made, once, ratio};
use std::fs::File;
use std::time::Duration;

const ROUNDS: usize = 5;

pub fn section(people: usize) {
    let folder = tempfile::tempdir().unwrap();
    let book = made(folder.path(), people, 180, true);
    let bytes = std::fs::metadata(book.path()).unwrap().len();
    #[allow(clippy::cast_precision_loss)]
    let size = format!("{:.0} MB", bytes as f64 / 1_048_576.0);
    // The first copy since the file was opened proves the whole chain, as does one after another program wrote.
    let first = vec![once(|| book.back_up(&folder.path().join("备份"), &|_, _| true).unwrap())];
    let mut ours: Vec<Duration> = Vec::new();
    let mut plain = Vec::new();
    for round in 0..ROUNDS {
        let dir = folder.path().join(format!("备份{round}"));
        ours.push(once(|| book.back_up(&dir, &|_, _| true).unwrap()));
        let copy = folder.path().join(format!("copy{round}"));
        // A file that SQLite has open is not read by other means: the backup stands for it.
        let made = std::fs::read_dir(&dir).unwrap().flatten().next().unwrap().path();
        plain.push(once(|| {
            std::fs::copy(&made, &copy).unwrap();
            File::open(&copy).unwrap().sync_all().unwrap();
        }));
    }
    let whole =
        Line { work: "verified backup, the first since the file was opened", size: &size, times: first, goal: "" }.print();
    let own = Line { work: "verified backup", size: &size, times: ours, goal: "" }.print();
    let bare = Line { work: "plain copy with sync", size: &size, times: plain, goal: "" }.print();
    ratio("verified backup against plain copy", &size, own, bare, "≤ 5×");
    ratio("verified backup, the first, against plain copy", &size, whole, bare, "");
    figure("length of the file", &format!("{people} people"), &size, "");
}
