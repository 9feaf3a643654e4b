//! Spans of calendar months counted back from a day. Pure.

use crate::rules::guideline::Window;
use chrono::{Datelike, Months, NaiveDate};

/// First and last day of a span.
pub type Span = (NaiveDate, NaiveDate);

fn ends_month(day: NaiveDate) -> bool {
    day.succ_opt().is_none_or(|next| next.month() != day.month())
}

/// The last day of its month.
fn end_of_month(day: NaiveDate) -> NaiveDate {
    let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
    next.and_then(|first| first.pred_opt()).unwrap_or(day)
}

/// The day `months` months before `to`, clamped to its month; from the end of a month to the end of a month.
pub fn back(to: NaiveDate, months: u32) -> NaiveDate {
    let day = to.checked_sub_months(Months::new(months)).unwrap_or(to);
    if ends_month(to) { end_of_month(day) } else { day }
}

/// The day after `day`.
fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// Where the period of three calendar months that ends on `to` begins.
pub fn usual_from(to: NaiveDate) -> NaiveDate {
    after(back(to, Window::Quarter.months()))
}

/// The windows of a period, the newest first: those that lie in it whole, or one that looks back before it; none before
/// `began`, the oldest cut there.
pub fn windows(window: Window, from: NaiveDate, to: NaiveDate, began: NaiveDate) -> Vec<Span> {
    let mut all = Vec::new();
    for turn in 0.. {
        let (first, last) = (after(back(to, (turn + 1) * window.months())), back(to, turn * window.months()));
        // What is left over at the start of a period is not judged.
        if (turn > 0 && first < from) || last < began {
            break;
        }
        all.push((first.max(began), last));
        if first <= began {
            break;
        }
    }
    all
}

/// Days as people read them, those that follow each other as one: 04-01 至 04-03、04-07.
pub fn days_in_words(days: &[NaiveDate]) -> String {
    const MOST: usize = 6;
    let mut runs: Vec<Span> = Vec::new();
    for day in days {
        match runs.last_mut() {
            Some((_, last)) if after(*last) == *day => *last = *day,
            _ => runs.push((*day, *day)),
        }
    }
    let short = |day: NaiveDate| day.format("%m-%d").to_string();
    let one =
        |(first, last): &Span| if first == last { short(*first) } else { format!("{} 至 {}", short(*first), short(*last)) };
    let told: Vec<String> = runs.iter().take(MOST).map(one).collect();
    let more = if runs.len() > MOST { " 等" } else { "" };
    format!("{}{more}", told.join("、"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn windows_are_counted_back_from_the_last_day() {
        let told = |window, from: &str, to: &str, began: &str| -> Vec<String> {
            let all = windows(window, day(from), day(to), day(began));
            all.iter().map(|(first, last)| format!("{first}~{last}")).collect()
        };
        let old = "2020-01-01";
        let months = ["2022-06-01~2022-06-30", "2022-05-01~2022-05-31", "2022-04-01~2022-04-30"];
        assert_eq!(told(Window::Month, "2022-04-01", "2022-06-30", old), months);
        assert_eq!(told(Window::Month, "2022-03-20", "2022-06-30", old), months, "the rest at the start is not judged");
        assert_eq!(told(Window::Month, "2022-04-02", "2022-06-30", old), months[..2]);
        assert_eq!(
            told(Window::Month, "2022-04-16", "2022-06-15", old),
            ["2022-05-16~2022-06-15", "2022-04-16~2022-05-15"],
            "a month need not be one of the calendar"
        );
        assert_eq!(
            told(Window::Month, "2021-12-30", "2022-03-30", old),
            ["2022-03-01~2022-03-30", "2022-01-31~2022-02-28", "2021-12-31~2022-01-30"]
        );
        assert_eq!(told(Window::Year, "2022-04-01", "2022-06-30", old), ["2021-07-01~2022-06-30"], "it looks back");
        assert_eq!(told(Window::Month, "2022-06-20", "2022-06-30", old), months[..1]);
        assert_eq!(told(Window::Month, "2022-04-01", "2022-06-30", "2022-05-10"), [months[0], "2022-05-10~2022-05-31"]);
        assert_eq!(told(Window::Month, "2022-04-01", "2022-06-30", "2022-06-01"), months[..1]);
        assert_eq!(told(Window::Half, "2022-04-01", "2022-06-30", "2022-06-30"), ["2022-06-30~2022-06-30"]);
        assert!(told(Window::Month, "2022-04-01", "2022-06-30", "2022-07-01").is_empty());
        for (to, from) in [("2022-06-30", "2022-04-01"), ("2022-06-15", "2022-03-16"), ("2022-05-31", "2022-03-01")] {
            assert_eq!(usual_from(day(to)), day(from));
        }
    }

    #[test]
    fn days_that_follow_each_other_are_told_as_one() {
        let days = ["2022-04-01", "2022-04-02", "2022-04-04"].map(day);
        assert_eq!(days_in_words(&days), "04-01 至 04-02、04-04");
    }
}
