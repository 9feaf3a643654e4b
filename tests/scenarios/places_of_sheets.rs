//! Where people have been and live, as sheets write it: in one column or three, abroad, by codes of former days.

use crate::desk::Office;
use serde_json::json;
use taizhang::exchange::apply::apply;
use taizhang::exchange::export::{ExportJob, export};
use taizhang::exchange::plan::{ImportPlan, Options, plan};
use taizhang::exchange::source::Source;
use taizhang::schema::Ledger;
use taizhang::store::listing::Query;
use taizhang::topics::{RISK_AREAS, STAFF, TRAVELS};

fn planned(office: &Office, text: &str, ledger: Ledger) -> ImportPlan {
    let mut source = Source::of("名单.csv".to_owned(), text.as_bytes().to_vec()).unwrap();
    plan(&office.book, &mut source, ledger, &Options::default(), &|_, _| true).unwrap()
}

/// The divisions of all records of `ledger`, in the order of entry.
fn divisions(office: &Office, ledger: Ledger) -> Vec<String> {
    let on = office.book.today();
    let mut ids = office.book.list(&Query::all(ledger, on)).unwrap();
    ids.sort_unstable();
    let records = office.book.window(ledger, &ids, on).unwrap();
    records.iter().map(|record| record.text("division_code").unwrap_or_default().to_owned()).collect()
}

fn traveller() -> Office {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮", "category": "专职", "joined_on": "2021-01-01" }));
    office
}

#[test]
fn province_and_city_beside_the_county_say_which_is_meant() {
    let mut office = traveller();
    let text = "姓名,省份,城市,到访地,到达日期\n\
                陈轮,江苏省,南京市,鼓楼区,2021-08-01\n\
                陈轮,江苏,徐州,鼓楼区,2021-08-02\n\
                陈轮,云南省,德宏州,瑞丽市,2021-08-03\n\
                陈轮,四川省,,鼓楼区,2021-08-04\n\
                陈轮,,,鼓楼区,2021-08-05\n";
    let plan = planned(&office, text, Ledger(&TRAVELS));
    let refused: Vec<(u32, String)> = plan
        .rows
        .iter()
        .flat_map(|row| row.records.iter().flat_map(|record| &record.problems).map(|p| (row.number, p.rule.clone())))
        .collect();
    assert_eq!(refused, [(5, "ambiguous".to_owned()), (6, "ambiguous".to_owned())], "no 鼓楼区 in 四川: the question stays");
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(divisions(&office, Ledger(&TRAVELS)), ["320106", "320302", "533102"]);
}

#[test]
fn codes_that_nobody_knows_and_places_abroad_go_out_and_come_in_as_themselves() {
    let mut office = traveller();
    let codes = ["410381", "540422", "540481", "410399", "MMR", "SHIP", "HKG", "810000", "MNE"];
    for (code, day) in codes.iter().zip(1..) {
        office.add(
            Ledger(&TRAVELS),
            json!({ "staff": "陈轮", "division_code": code, "arrived_on": format!("2021-08-{day:02}"), "departed_on": format!("2021-08-{day:02}") }),
        );
    }
    assert_eq!(divisions(&office, Ledger(&TRAVELS)), codes);
    let path = office.folder.path().join("出行.csv");
    let on = office.book.today();
    export(
        &mut office.book,
        &ExportJob { query: Query::all(Ledger(&TRAVELS), on), access: None, names_masked: false },
        &path,
        &|_, _| true,
    )
    .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("410399") && text.contains("缅甸") && text.contains("河南省偃师市（410381）"), "{text}");
    let mut other = traveller();
    let plan = plan(&other.book, &mut Source::open(&path).unwrap(), Ledger(&TRAVELS), &Options::default(), &|_, _| true).unwrap();
    apply(&mut other.book, plan, &|_, _, _| true).unwrap();
    let mut came = divisions(&other, Ledger(&TRAVELS));
    came.sort_unstable();
    let mut went = codes.to_vec();
    went.sort_unstable();
    assert_eq!(came, went);
}

#[test]
fn the_list_of_areas_is_of_counties_and_a_stay_abroad_waits_for_somebody() {
    let mut office = traveller();
    let area = json!({ "division_code": "缅甸", "level": "high", "from_on": "2021-08-01", "source": "某日通报" });
    let refused = office.book.add(Ledger(&RISK_AREAS), area.as_object().unwrap()).unwrap_err();
    assert_eq!((refused.problems()[0].field.as_str(), refused.problems()[0].rule.as_str()), ("division_code", "outside"));
    office.add(
        Ledger(&TRAVELS),
        json!({ "staff": "陈轮", "division_code": "缅甸", "arrived_on": "2021-08-01", "returned_on": "2021-08-05" }),
    );
    let mut query = Query::all(Ledger(&TRAVELS), office.book.today());
    query.filters.insert("exposure".to_owned(), "to_verify".to_owned());
    assert_eq!(office.book.list(&query).unwrap().len(), 1);
}

#[test]
fn a_row_of_odd_numbers_does_not_take_the_sheet_along() {
    let mut office = Office::new();
    let text = "姓名,证件类型,证件号,人员类别,到岗日期\n\
                赵桐,台湾居民来往大陆通行证,台胞证1,专职,2021-03-01\n\
                钱桐,港澳居民来往内地通行证,AB中文字,专职,2021-03-01\n\
                孙桐,外国人永久居留身份证,AB中文字中文,专职,2021-03-01\n\
                李桐,护照,E12345678,专职,2021-03-01\n";
    let plan = planned(&office, text, Ledger(&STAFF));
    let counts = plan.counts(Ledger(&STAFF));
    assert_eq!((counts.added, counts.rejected), (1, 3));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(office.found("李桐").len(), 1);
}
