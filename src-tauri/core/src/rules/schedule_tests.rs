//! Tables of the dose rules with their boundaries: the day before, the day itself, the day after.
#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn doses(given: &[(&str, &str)]) -> Vec<Dose> {
    given
        .iter()
        .zip(1..)
        .map(|((on, product), id)| Dose { id, given_on: day(on), number: None, product: (*product).to_owned() })
        .collect()
}

fn stands(given: &[(&str, &str)], on: &str) -> Standing {
    standing(&Rulebook::shipped("500111"), Some(day("1990-05-06")), &doses(given), &[], day(on))
}

fn exemption(reason: &str, from: &str, until: Option<&str>) -> Exemption {
    Exemption { reason: reason.to_owned(), from_on: day(from), until_on: until.map(day) }
}

#[test]
fn the_second_dose_of_an_inactivated_vaccine() {
    let first = [("2021-07-01", "coronavac")];
    for (on, state) in [
        ("2021-07-01", DoseState::TooEarly),
        ("2021-07-21", DoseState::TooEarly),
        ("2021-07-22", DoseState::Due),
        ("2021-08-26", DoseState::Due),
        ("2021-08-27", DoseState::Overdue),
    ] {
        let standing = stands(&first, on);
        assert_eq!(standing.state, state, "{on}");
        assert_eq!((standing.next_on, standing.last_on), (Some(day("2021-07-22")), Some(day("2021-08-26"))), "{on}");
        assert_eq!(standing.rule.unwrap().name(), "primary.inactivated@2020-07-22");
    }
    assert_eq!(stands(&first, "2021-06-30").state, DoseState::Unknown, "a dose of the future is none yet");
    let both = [("2021-07-01", "coronavac"), ("2021-07-22", "bbibp")];
    assert_eq!(stands(&both, "2021-07-21").state, DoseState::TooEarly);
    let done = stands(&both, "2021-07-22");
    assert_eq!(
        (done.state, done.complete_on),
        (DoseState::Done, Some(day("2021-07-22"))),
        "another maker of the same technology counts"
    );
    assert!(done.judged.iter().all(|judged| !judged.to_verify && judged.early_by.is_none()));
}

#[test]
fn every_product_follows_its_schedule() {
    for (product, needed, second, last) in [
        ("bbibp", 2, Some("2021-07-22"), Some("2021-08-26")),
        ("wibp", 2, Some("2021-07-22"), Some("2021-08-26")),
        ("imbcams", 2, Some("2021-07-22"), Some("2021-08-26")),
        ("kconvac", 2, Some("2021-07-29"), Some("2021-08-26")),
        ("ad5", 1, None, None),
        ("zf2001", 3, Some("2021-07-29"), Some("2021-08-26")),
    ] {
        let standing = stands(&[("2021-07-01", product)], "2021-07-10");
        assert_eq!((standing.needed, standing.doses), (needed, 1), "{product}");
        assert_eq!((standing.next_on, standing.last_on), (second.map(day), last.map(day)), "{product}");
    }
    assert_eq!(stands(&[("2021-07-01", "ad5")], "2021-07-01").state, DoseState::Done);
}

#[test]
fn the_third_dose_counts_from_the_first_at_the_latest() {
    // Six months from 31 August end on the last day of February.
    let two = [("2021-08-31", "zf2001"), ("2021-09-28", "zf2001")];
    let standing = stands(&two, "2022-02-28");
    assert_eq!(
        (standing.state, standing.next_on, standing.last_on),
        (DoseState::Due, Some(day("2021-10-26")), Some(day("2022-02-28")))
    );
    assert_eq!(stands(&two, "2022-03-01").state, DoseState::Overdue);
    // A second dose so late that the third may not be given before the limit: it is not late on its first day.
    let late = [("2021-08-31", "zf2001"), ("2022-02-20", "zf2001")];
    for (on, state) in [("2022-03-19", DoseState::TooEarly), ("2022-03-20", DoseState::Due), ("2022-03-21", DoseState::Overdue)] {
        assert_eq!(stands(&late, on).state, state, "{on}");
    }
}

#[test]
fn an_early_dose_counts_and_is_flagged() {
    for (second, early) in [("2021-07-21", Some(1)), ("2021-07-22", None), ("2021-07-15", Some(7))] {
        let standing = stands(&[("2021-07-01", "coronavac"), (second, "coronavac")], "2021-08-01");
        assert_eq!(standing.state, DoseState::Done, "{second}");
        assert_eq!(standing.judged[1].early_by, early, "{second}");
    }
}

#[test]
fn another_technology_is_to_be_verified_and_does_not_count() {
    let standing = stands(&[("2021-07-01", "coronavac"), ("2021-07-30", "ad5")], "2021-08-01");
    assert_eq!((standing.state, standing.doses), (DoseState::Due, 1));
    assert!(standing.judged[1].to_verify && standing.judged[1].stage.is_none());
}

#[test]
fn numbers_written_on_doses() {
    let numbered = |given: &[(&str, u32)]| -> Vec<Dose> {
        given
            .iter()
            .zip(1..)
            .map(|((on, number), id)| Dose { id, given_on: day(on), number: Some(*number), product: "coronavac".to_owned() })
            .collect()
    };
    let rules = Rulebook::shipped("");
    let at = |given: &[(&str, u32)], on: &str| standing(&rules, None, &numbered(given), &[], day(on));
    let second_only = at(&[("2021-07-22", 2)], "2021-08-01");
    assert_eq!((second_only.state, second_only.doses), (DoseState::Done, 2), "its first dose was given, though not on file");
    let third_only = at(&[("2022-01-22", 3)], "2022-02-01");
    assert_eq!((third_only.state, third_only.booster.state, third_only.complete_on), (DoseState::Done, BoosterState::Done, None));
    let repeated = at(&[("2021-07-01", 1), ("2021-07-22", 1)], "2021-08-01");
    assert_eq!(repeated.state, DoseState::Done, "the number follows from the days where it cannot be right");
    assert_eq!(repeated.judged[1].number, 2);
    let without_first = at(&[("2021-08-01", 2)], "2021-12-01");
    assert_eq!(without_first.last_on, None);
}

/// What numbers contradict the days never makes boosters of primary doses: the days decide.
#[test]
fn numbers_that_contradict_the_days() {
    let rules = Rulebook::shipped("");
    let at = |given: &[(&str, Option<u32>)]| {
        let given: Vec<Dose> = given
            .iter()
            .zip(1..)
            .map(|((on, number), id)| Dose { id, given_on: day(on), number: *number, product: "zf2001".to_owned() })
            .collect();
        let standing = standing(&rules, None, &given, &[], day("2021-12-01"));
        let numbers: Vec<u32> = standing.judged.iter().map(|judged| judged.number).collect();
        (standing.state, standing.doses, standing.booster.given, numbers)
    };
    let days = ["2021-06-01", "2021-07-01", "2021-08-01"];
    let numbered = |numbers: [Option<u32>; 3]| days.into_iter().zip(numbers).collect::<Vec<_>>();
    for numbers in [[1, 3, 2], [3, 2, 1], [2, 1, 3], [3, 1, 2], [2, 3, 1], [1, 1, 2], [2, 2, 2], [1, 4, 3]] {
        assert_eq!(at(&numbered(numbers.map(Some))), (DoseState::Done, 3, 0, vec![1, 2, 3]), "{numbers:?}");
    }
    assert_eq!(at(&numbered([None, Some(1), None])).3, [1, 2, 3]);
    assert_eq!(at(&[("2021-06-01", Some(2)), ("2021-07-01", Some(1))]), (DoseState::Due, 2, 0, vec![1, 2]));
    assert_eq!(at(&[("2021-06-01", Some(1)), ("2021-07-01", Some(3))]).1, 3, "numbers that only leave one out hold");
    let twice = at(&[("2021-06-01", Some(1)), ("2021-06-01", Some(2)), ("2021-07-01", Some(3))]);
    assert_eq!((twice.1, twice.2, twice.3), (2, 0, vec![1, 1, 2]), "the second of one day waits for somebody to look");
}

#[test]
fn exemptions_and_deferrals() {
    let rules = Rulebook::shipped("");
    let born = Some(day("1990-05-06"));
    let at =
        |given: &[(&str, &str)], exemptions: &[Exemption], on: &str| standing(&rules, born, &doses(given), exemptions, day(on));
    let deferred = [exemption("deferred", "2021-07-01", Some("2021-08-15"))];
    for (on, state) in [
        ("2021-06-30", DoseState::Unknown),
        ("2021-07-01", DoseState::Deferred),
        ("2021-08-15", DoseState::Deferred),
        ("2021-08-16", DoseState::Due),
    ] {
        let standing = at(&[], &deferred, on);
        assert_eq!(standing.state, state, "{on}");
        assert!(standing.rule.is_some(), "{on}");
    }
    assert_eq!(at(&[], &deferred, "2021-08-01").next_on, Some(day("2021-08-16")));
    assert_eq!(at(&[], &[exemption("contraindicated", "2021-07-01", None)], "2022-07-01").state, DoseState::Exempt);
    for reason in ["booked", "away", "unwilling", "other"] {
        let standing = at(&[], &[exemption(reason, "2021-07-01", None)], "2021-08-01");
        assert_eq!((standing.state, standing.reason.as_deref()), (DoseState::Due, Some(reason)), "stays among the eligible");
    }
    assert_eq!(at(&[], &[exemption("away", "2021-07-01", None)], "2021-08-01").next_on, Some(day("2020-07-22")));
    let heavier = [exemption("booked", "2021-07-01", None), exemption("contraindicated", "2021-07-01", None)];
    assert_eq!(at(&[], &heavier, "2021-08-01").state, DoseState::Exempt);
    let one = [("2021-06-01", "coronavac")];
    assert_eq!(at(&one, &deferred, "2021-08-01").state, DoseState::Deferred, "overdue, but deferred");
    assert_eq!(at(&one, &deferred, "2021-08-16").state, DoseState::Overdue);
    let both = [("2021-06-01", "coronavac"), ("2021-06-25", "coronavac")];
    assert_eq!(at(&both, &deferred, "2021-08-01").state, DoseState::Done, "what is done stays done");
}

#[test]
fn under_age_until_the_birthday() {
    let rules = Rulebook::shipped("");
    let at = |born: &str, on: &str| standing(&rules, Some(day(born)), &[], &[], day(on));
    assert_eq!(at("2009-08-12", "2021-08-11").state, DoseState::Exempt);
    assert_eq!(at("2009-08-12", "2021-08-11").next_on, Some(day("2021-08-12")));
    assert_eq!(at("2009-08-12", "2021-08-12").state, DoseState::Unknown);
    assert_eq!(at("2009-08-12", "2021-06-30").state, DoseState::Exempt, "eighteen until July 2021");
    assert_eq!(at("2016-02-29", "2021-10-25").state, DoseState::Unknown, "three years from 25 October 2021");
    assert_eq!(birthday(day("2004-02-29"), 18), day("2022-03-01"));
    assert_eq!(birthday(day("2004-02-29"), 20), day("2024-02-29"));
}

#[test]
fn boosters_are_apart_and_never_overdue() {
    let both = [("2021-02-01", "coronavac"), ("2021-02-28", "coronavac")];
    for (on, state, next) in [
        ("2021-09-30", BoosterState::None, None),
        ("2021-10-01", BoosterState::Due, Some("2021-08-28")),
        ("2025-01-01", BoosterState::Due, Some("2021-05-28")),
    ] {
        let standing = stands(&both, on);
        assert_eq!(standing.state, DoseState::Done);
        assert_eq!((standing.booster.state, standing.booster.next_on), (state, next.map(day)), "{on}");
    }
    let later = [("2021-08-01", "coronavac"), ("2021-08-31", "coronavac")];
    for (on, state) in [("2022-02-27", BoosterState::TooEarly), ("2022-02-28", BoosterState::Due)] {
        assert_eq!(stands(&later, on).booster.state, state, "six months from 31 August end in February: {on}");
    }
    assert_eq!(
        stands(&[("2021-08-01", "coronavac")], "2022-08-01").booster.state,
        BoosterState::None,
        "not before the series is done"
    );
    let boosted = [("2021-02-01", "coronavac"), ("2021-02-28", "coronavac"), ("2021-11-01", "coronavac")];
    let standing = stands(&boosted, "2021-12-01");
    assert_eq!((standing.booster.state, standing.booster.given), (BoosterState::Done, 1));
    assert!(standing.booster.rule.is_some());
}

#[test]
fn a_change_of_rule_between_doses() {
    let both = [("2022-08-01", "coronavac"), ("2022-11-30", "coronavac")];
    for (on, state, rule) in [
        ("2022-12-01", BoosterState::TooEarly, "booster1.inactivated@2022-02-19"),
        ("2023-04-09", BoosterState::TooEarly, "booster1.inactivated@2022-12-13"),
        ("2023-04-10", BoosterState::Due, "booster1.inactivated@2023-04-10"),
    ] {
        let booster = stands(&both, on).booster;
        assert_eq!((booster.state, booster.rule.unwrap().name().as_str()), (state, rule), "{on}");
    }
    // A sequential booster is named by the rule from 19 February 2022 on only.
    for (third, to_verify) in [("2022-02-18", true), ("2022-02-19", false)] {
        let standing = stands(&[("2021-05-01", "coronavac"), ("2021-06-01", "coronavac"), (third, "zf2001")], "2022-03-01");
        assert_eq!(standing.judged[2].to_verify, to_verify, "{third}");
        assert_eq!(standing.booster.state, BoosterState::Done);
    }
}

#[test]
fn the_second_booster_is_for_the_elderly() {
    let rules = Rulebook::shipped("");
    let given = doses(&[("2021-05-01", "coronavac"), ("2021-06-01", "coronavac"), ("2022-01-15", "coronavac")]);
    let at = |born: &str, on: &str| standing(&rules, Some(day(born)), &given, &[], day(on)).booster;
    assert_eq!(at("1950-01-01", "2022-12-12").state, BoosterState::Done);
    assert_eq!(at("1950-01-01", "2022-12-13").state, BoosterState::Due);
    assert_eq!(at("1962-12-14", "2022-12-13").state, BoosterState::Done, "sixty tomorrow");
    assert_eq!(at("1962-12-13", "2022-12-13").state, BoosterState::Due);
}

#[test]
fn a_technology_without_a_rule_is_unknown() {
    let standing = stands(&[("2021-07-01", "foreign")], "2021-08-01");
    assert_eq!((standing.state, standing.any, standing.rule), (DoseState::Unscheduled, true, None));
}

fn some_doses() -> impl Strategy<Value = Vec<Dose>> {
    let product = prop::sample::select(vec!["coronavac", "bbibp", "kconvac", "ad5", "zf2001", "foreign"]);
    let dose = (0_u64..900, product, prop::option::of(1_u32..5));
    prop::collection::vec(dose, 0..6).prop_map(|all| {
        let first = NaiveDate::from_ymd_opt(2021, 1, 1).unwrap();
        all.into_iter()
            .zip(1..)
            .map(|((days, product, number), id)| Dose {
                id,
                given_on: first + Days::new(days),
                number,
                product: product.to_owned(),
            })
            .collect()
    })
}

proptest! {
    /// Whatever is on file, the state is one, its dates are in order, and the order of entry does not matter.
    #[test]
    fn no_state_depends_on_the_order_of_entry(given in some_doses(), shift in 0_usize..6, on in 0_u64..1100, born in prop::option::of(0_u64..20000)) {
        let rules = Rulebook::shipped("");
        let on = day("2021-01-01") + Days::new(on);
        let born = born.map(|days| day("1960-01-01") + Days::new(days));
        let exemptions = [exemption("deferred", "2021-03-01", Some("2021-05-01"))];
        let once = standing(&rules, born, &given, &exemptions, on);
        let mut turned = given.clone();
        turned.rotate_left(shift.min(given.len()));
        let again = standing(&rules, born, &turned, &exemptions, on);
        let bare = |standing: &Standing| (standing.state, standing.next_on, standing.last_on, standing.doses, standing.complete_on, standing.rule.clone(), standing.booster.clone());
        prop_assert_eq!(bare(&once), bare(&again));
        if let (Some(next), Some(last)) = (once.next_on, once.last_on) {
            prop_assert!(next <= last);
            match once.state {
                DoseState::TooEarly => prop_assert!(on < next),
                DoseState::Due => prop_assert!(next <= on && on <= last),
                DoseState::Overdue => prop_assert!(last < on),
                _ => {}
            }
        }
        if once.state != DoseState::Unknown && once.state != DoseState::Unscheduled {
            prop_assert!(once.rule.is_some(), "{:?}", once);
        }
        prop_assert_eq!(once.judged.len(), given.iter().filter(|dose| dose.given_on <= on).count());
    }
}
