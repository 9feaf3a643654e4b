//! What must hold whatever people do.

use crate::desk::{Office, object};
use proptest::prelude::*;
use serde_json::json;
use taizhang::base::pinyin;
use taizhang::forms::{self, PrintJob};
use taizhang::paper::pdf;
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::listing::Query;
use taizhang::topics::STAFF;

#[derive(Debug, Clone)]
enum Act {
    Add(String, bool),
    Change(usize, String),
    Void(usize),
}

const HAN: &[char] =
    &['陈', '单', '曾', '尉', '迟', '吕', '乐', '长', '重', '行', '䶮', '㛃', '𬭎', '𫖯', '𬬭', '晓', '云', '国', '强', '文'];

fn name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(HAN), 1..6).prop_map(String::from_iter)
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (name(), any::<bool>()).prop_map(|(name, posted)| Act::Add(name, posted)),
        2 => (any::<usize>(), name()).prop_map(|(which, name)| Act::Change(which, name)),
        1 => any::<usize>().prop_map(Act::Void),
    ]
}

/// Does `act`; whether it made a step.
fn perform(office: &mut Office, act: &Act) -> bool {
    let ids = office.found("");
    match act {
        Act::Add(name, posted) => {
            let row = if *posted { json!({ "name": name, "category": "专职" }) } else { json!({ "name": name }) };
            office.add(Ledger(&STAFF), row);
            true
        }
        Act::Change(which, name) if !ids.is_empty() => {
            let id = ids[which % ids.len()];
            office.book.change(Ledger(&STAFF), id, None, &object(json!({ "name": name }))).unwrap().changed
        }
        Act::Void(which) if !ids.is_empty() => {
            let id = ids[which % ids.len()];
            office.book.void(Ledger(&STAFF), id, None, "核对后作废").unwrap();
            true
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Undoing everything brings back every state passed through, in turn, redoing it as well, and the chain stays whole.
    #[test]
    fn undo_restores_the_dump(acts in prop::collection::vec(act(), 1..12)) {
        let mut office = Office::new();
        let mut dumps = vec![office.dump()];
        for act in &acts {
            if perform(&mut office, act) {
                dumps.push(office.dump());
            }
        }
        for _ in 0..2 {
            prop_assert!(office.book.redo().unwrap().is_none());
            for dump in dumps.iter().skip(1).rev() {
                prop_assert_eq!(&office.dump(), dump);
                prop_assert!(office.book.undo().unwrap().is_some());
            }
            prop_assert_eq!(&office.dump(), &dumps[0]);
            prop_assert!(office.book.undo().unwrap().is_none());
            for dump in dumps.iter().skip(1) {
                prop_assert!(office.book.redo().unwrap().is_some());
                prop_assert_eq!(&office.dump(), dump);
            }
        }
        office.book.check_all().unwrap();
    }

    /// Every name is found by every reading of its pinyin, by its initials and by itself; also after it changed.
    #[test]
    fn every_name_is_found_by_every_reading(first in name(), second in name(), picks in prop::collection::vec(any::<usize>(), 6)) {
        let mut office = Office::new();
        office.add(Ledger(&STAFF), json!({ "name": "无关" }));
        let id = office.add(Ledger(&STAFF), json!({ "name": first }));
        prop_assert!(office.found(&first).contains(&id));
        office.book.change(Ledger(&STAFF), id, None, &object(json!({ "name": second }))).unwrap();
        let readings: Vec<Vec<String>> = second.chars().map(pinyin::readings).collect();
        for shift in 0..6 {
            let chosen: Vec<&str> = readings
                .iter()
                .zip(&picks)
                .map(|(all, pick)| all.get((pick + shift) % all.len().max(1)).map_or("", String::as_str))
                .collect();
            if readings.iter().any(Vec::is_empty) {
                break;
            }
            let initials: String = chosen.iter().filter_map(|reading| reading.chars().next()).collect();
            prop_assert!(office.found(&chosen.concat()).contains(&id), "{} by {}", second, chosen.concat());
            prop_assert!(office.found(&initials).contains(&id), "{} by {}", second, initials);
        }
        prop_assert!(office.found(&second).contains(&id));
    }

    /// The same data and the same job make the same bytes; 䶮 and the rest are in the text and nothing is missing.
    #[test]
    fn same_data_same_bytes(names in prop::collection::vec(name(), 0..8)) {
        let mut office = Office::new();
        for name in &names {
            office.add(Ledger(&STAFF), json!({ "name": name, "category": "专职" }));
        }
        for (code, rows) in [("list", names.len()), ("blank", 0)] {
            let form = program::printable(Ledger(&STAFF), code).unwrap();
            let job = PrintJob { form, query: Query::all(Ledger(&STAFF), office.book.today()), id: None, access: None };
            let once = forms::make(&office.book, &job).unwrap();
            let again = forms::make(&office.book, &job).unwrap();
            prop_assert!(once.document.missing_glyphs.is_empty());
            prop_assert_eq!(pdf::write(&once.document).unwrap(), pdf::write(&again.document).unwrap());
            prop_assert_eq!(once.rows, rows);
        }
    }
}

#[test]
fn all_name_characters_of_the_properties_have_readings_but_the_rarest() {
    let without: Vec<char> = HAN.iter().copied().filter(|character| pinyin::readings(*character).is_empty()).collect();
    assert!(without.len() <= 5, "{without:?}");
}
