//! Sheets as people keep them, brought in: found, matched, asked about, taken back.

use crate::desk::{Office, resident_id};
use serde_json::json;
use std::path::PathBuf;
use taizhang::base::error::Error;
use taizhang::exchange::apply::apply;
use taizhang::exchange::plan::{Counts, Decision, Fate, ImportPlan, Options, plan};
use taizhang::exchange::source::Source;
use taizhang::schema::{Ledger, Value};
use taizhang::topics::{DISINFECTIONS, PLACES, STAFF, VACCINATIONS, VENTILATIONS};

fn csv(text: &str) -> Source {
    Source::of("名单.csv".to_owned(), text.as_bytes().to_vec()).unwrap()
}

fn planned(office: &Office, text: &str, ledger: Ledger, options: &Options) -> ImportPlan {
    plan(&office.book, &mut csv(text), ledger, options, &|_, _| true).unwrap()
}

fn import(office: &mut Office, text: &str, ledger: Ledger, options: &Options) -> Counts {
    let plan = planned(office, text, ledger, options);
    let counts = plan.counts(ledger);
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    counts
}

fn counts(added: usize, changed: usize, unchanged: usize, pending: usize, rejected: usize) -> Counts {
    Counts { added, changed, unchanged, pending, rejected, skipped: 0 }
}

fn rules(plan: &ImportPlan) -> Vec<(u32, String, String)> {
    plan.rows
        .iter()
        .flat_map(|row| {
            row.records.iter().flat_map(|record| &record.problems).map(|p| (row.number, p.label.clone(), p.rule.clone()))
        })
        .collect()
}

fn office_with_wang() -> (Office, String) {
    let mut office = Office::new();
    let number = resident_id("19920913", "123");
    office.add(
        Ledger(&STAFF),
        json!({ "name": "王䶮", "id_number": number, "mobile": "13812341234", "category": "专职", "department": "项目部", "joined_on": "2021-03-01" }),
    );
    (office, number)
}

#[test]
fn a_roster_with_a_title_a_sum_and_a_signature() {
    let (mut office, number) = office_with_wang();
    let li = resident_id("19880101", "248");
    let text = format!(
        "青禾社会工作服务中心人员名册,,,,,\n序号,姓 名,身份证号码(18位),手机,部门,入职日期\n\
         1,王䶮,{number},13812341234,项目部,2021.3.1\n2,李 四,{li},13912345678,办公室,2021/8/1\n\
         3,赵六,{},139123456,办公室,2021/8/1\n合计,3人,,,,\n填表人：周敏,,,审核人：,,\n",
        resident_id("19880101", "256")
    );
    let plan = planned(&office, &text, Ledger(&STAFF), &Options::default());
    assert_eq!(plan.layout.header, Some((2, 2)));
    assert_eq!(plan.counts(Ledger(&STAFF)), counts(1, 0, 1, 0, 1), "{:?}", rules(&plan));
    assert_eq!(rules(&plan), [(5, "手机".to_owned(), "phone".to_owned())]);
    let skipped: Vec<_> = plan.skipped.iter().map(|row| (row.row, row.reason)).collect();
    assert_eq!(skipped, [(1, "标题"), (6, "合计"), (7, "说明")]);
    let applied = apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert!(applied.backup.unwrap().verified);
    assert_eq!(applied.step, Some(3));
    let li = office.found("李四");
    let record = office.book.get(Ledger(&STAFF), li[0], office.book.today()).unwrap();
    assert_eq!(record.text("department"), Some("办公室"));
    assert_eq!(record.values.get("joined_on").map(Value::to_input).as_deref(), Some("2021-08-01"));
    assert_eq!(record.values.get("sex"), Some(&Value::Choice("female")));
    office.book.undo().unwrap().unwrap();
    assert!(office.found("李四").is_empty(), "one step takes all of it back");
    office.book.check_all().unwrap();
}

#[test]
fn doses_side_by_side_under_a_header_of_two_rows() {
    let (mut office, number) = office_with_wang();
    let text = format!(
        "姓名,身份证号,第一剂,,第二剂,,加强针\n,,接种日期,厂家,接种日期,厂家,\n\
         王䶮,{number},2021.5.8,北京生物,2021.6.8,北京生物,\n\
         李四,{},2021年6月1日 科兴,,√,,\n钱七,{},未接种,,,,\n",
        resident_id("19880101", "248"),
        resident_id("19900307", "072"),
    );
    let plan = planned(&office, &text, Ledger(&STAFF), &Options::default());
    assert_eq!(plan.layout.header, Some((1, 2)));
    assert_eq!(plan.counts(Ledger(&STAFF)), counts(2, 0, 1, 0, 0), "{:?}", rules(&plan));
    assert_eq!(plan.counts(Ledger(&VACCINATIONS)), counts(3, 0, 0, 0, 1), "{:?}", rules(&plan));
    assert_eq!(rules(&plan)[0], (4, "第二剂接种日期".to_owned(), "required".to_owned()));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    let again = planned(&office, &text, Ledger(&STAFF), &Options::default());
    assert_eq!(again.counts(Ledger(&STAFF)), counts(0, 0, 3, 0, 0), "{:?}", rules(&again));
    assert_eq!(again.counts(Ledger(&VACCINATIONS)), counts(0, 0, 3, 0, 1));
    assert!(!again.writes());
    office.book.undo().unwrap().unwrap();
    assert_eq!(office.book.counts().unwrap().iter().find(|(ledger, _)| *ledger == Ledger(&VACCINATIONS)).unwrap().1, 0);
}

#[test]
fn doses_for_people_on_the_roster_by_number_or_name() {
    let (mut office, number) = office_with_wang();
    office.add(Ledger(&STAFF), json!({ "name": "王䶮", "id_number": resident_id("19700101", "119"), "mobile": "13700000000" }));
    let text = format!(
        "姓名,身份证号,手机,接种日期,疫苗\n王䶮,{number},,2021-05-08,北京生物\n王䶮,,13700000000,2021-05-09,科兴\n\
         王䶮,,,2021-05-10,科兴\n李四,{number},,2021-05-11,科兴\n赵六,,,2021-05-11,科兴\n"
    );
    let plan = planned(&office, &text, Ledger(&VACCINATIONS), &Options::default());
    assert_eq!(plan.counts(Ledger(&VACCINATIONS)), counts(2, 0, 0, 0, 3));
    let found: Vec<String> = rules(&plan).into_iter().map(|(row, _, rule)| format!("{row} {rule}")).collect();
    assert_eq!(found, ["4 ambiguous", "5 mismatch", "6 reference"]);
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
}

#[test]
fn lost_digits_are_refused_unless_the_roster_knows_them_and_somebody_says_so() {
    let (mut office, number) = office_with_wang();
    let text = format!("姓名,身份证号,手机\n王䶮,{}E+17,13812340000\n李四,5.00101198801012E+17,13912345678\n", {
        format!("{}.{}", &number[..1], &number[1..15])
    });
    let plan = planned(&office, &text, Ledger(&STAFF), &Options::default());
    assert_eq!(plan.counts(Ledger(&STAFF)), counts(0, 0, 0, 1, 1));
    assert!(rules(&plan).iter().all(|(_, _, rule)| rule == "precision"));
    assert!(plan.rows[1].records[0].problems[0].message.contains("精度丢失"));
    let decided = Options { decisions: [(2, Decision::Same)].into(), ..Options::default() };
    assert_eq!(import(&mut office, &text, Ledger(&STAFF), &decided), counts(0, 1, 0, 0, 1));
    let record = office.book.get(Ledger(&STAFF), office.found("王䶮")[0], office.book.today()).unwrap();
    assert_eq!(record.text("id_number"), Some(number.as_str()));
    assert_eq!(record.text("mobile"), Some("13812340000"));
}

#[test]
fn probably_the_same_person_is_asked_about_without_stopping() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "张三", "born_on": "1990-01-02", "id_type": "none" }));
    let text = "姓名,出生日期,证件类型,备注\n张三,1990-01-02,无证件,新来的\n李四,1991-01-02,无证件,\n";
    let none = Options::default();
    assert_eq!(planned(&office, text, Ledger(&STAFF), &none).counts(Ledger(&STAFF)), counts(1, 0, 0, 1, 0));
    let plan = planned(&office, text, Ledger(&STAFF), &none);
    assert_eq!(plan.rows[0].fate(), Fate::Pending);
    assert_eq!(plan.rows[0].records[0].candidates.len(), 1);
    for (decision, expected) in [(Decision::Same, counts(1, 1, 0, 0, 0)), (Decision::New, counts(2, 0, 0, 0, 0))] {
        let options = Options { decide: Some(decision), ..Options::default() };
        assert_eq!(planned(&office, text, Ledger(&STAFF), &options).counts(Ledger(&STAFF)), expected);
    }
    let skip = Options { decisions: [(2, Decision::Skip)].into(), ..Options::default() };
    assert_eq!(planned(&office, text, Ledger(&STAFF), &skip).counts(Ledger(&STAFF)).skipped, 1);
    assert_eq!(import(&mut office, text, Ledger(&STAFF), &none), counts(1, 0, 0, 1, 0));
}

#[test]
fn words_without_a_header_are_no_names_until_something_else_says_so() {
    let office = Office::new();
    let blocked = |text: &str| {
        let mut source = Source::of("表.csv".to_owned(), text.as_bytes().to_vec()).unwrap();
        let plan = plan(&office.book, &mut source, Ledger(&STAFF), &Options::default(), &|_, _| true).unwrap();
        plan.blocked.map(|problem| problem.rule)
    };
    assert_eq!(blocked("口罩\n手套\n拖把\n").as_deref(), Some("no_header"));
    assert_eq!(blocked("商品,数量\n口罩,20\n手套,5\n").as_deref(), Some("no_header"));
    assert_eq!(blocked("王一一,13900000021\n王二二,13900000022\n"), None);
}

#[test]
fn which_of_two_people_is_never_guessed() {
    let mut office = Office::new();
    for mobile in ["13812340001", "13812340002"] {
        office.add(Ledger(&STAFF), json!({ "name": "张三", "born_on": "1990-01-02", "id_type": "none", "mobile": mobile }));
    }
    let text = "姓名,出生日期,证件类型,备注\n张三,1990-01-02,无证件,新来的\n";
    let same = Options { decide: Some(Decision::Same), ..Options::default() };
    let plan = planned(&office, text, Ledger(&STAFF), &same);
    assert_eq!((plan.rows[0].fate(), plan.rows[0].records[0].candidates.len()), (Fate::Pending, 2));
    assert!(plan.rows[0].records[0].problems[0].message.contains("之一"));
    let new = Options { decide: Some(Decision::New), ..Options::default() };
    assert_eq!(planned(&office, text, Ledger(&STAFF), &new).counts(Ledger(&STAFF)), counts(1, 0, 0, 0, 0));
    let second = plan.rows[0].records[0].candidates[1].0;
    let meant = Options { decisions: [(2, Decision::Same)].into(), meant: [(2, second)].into(), ..Options::default() };
    let decided = planned(&office, text, Ledger(&STAFF), &meant);
    assert_eq!(decided.rows[0].fate(), Fate::Change);
    let nobody = Options { meant: [(2, second + 7)].into(), ..meant };
    assert_eq!(planned(&office, text, Ledger(&STAFF), &nobody).rows[0].fate(), Fate::Pending);
    apply(&mut office.book, decided, &|_, _, _| true).unwrap();
    let note = |id: i64| office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap().text("note").map(str::to_owned);
    assert_eq!((note(second - 1), note(second)), (None, Some("新来的".to_owned())));
}

#[test]
fn a_day_without_a_year_waits_for_the_year() {
    let (office, _) = office_with_wang();
    let text = "姓名,接种日期,疫苗\n王䶮,5.8,北京生物\n王䶮,6月8日,北京生物\n";
    let plan = planned(&office, text, Ledger(&VACCINATIONS), &Options::default());
    assert_eq!(plan.counts(Ledger(&VACCINATIONS)), counts(0, 0, 0, 2, 0));
    assert!(rules(&plan).iter().all(|(_, label, rule)| rule == "no_year" && label == "接种日期"));
    let told = Options { answers: [("year".to_owned(), "2021".to_owned())].into(), ..Options::default() };
    assert_eq!(planned(&office, text, Ledger(&VACCINATIONS), &told).counts(Ledger(&VACCINATIONS)), counts(2, 0, 0, 0, 0));
}

#[test]
fn logs_entered_late_need_one_reason_for_all_and_are_not_doubled() {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "office" }));
    let text = "日期,场所,开始时间,结束时间,操作人\n2021-08-02,大厅,09:00,09:30,周敏\n2021-08-12,大厅,08:00,08:30,周敏\n";
    let plan = planned(&office, text, Ledger(&VENTILATIONS), &Options::default());
    assert_eq!(rules(&plan), [(2, "补录原因".to_owned(), "late".to_owned())]);
    let reason = Options { late_reason: Some("纸质记录补录".to_owned()), ..Options::default() };
    assert_eq!(import(&mut office, text, Ledger(&VENTILATIONS), &reason), counts(2, 0, 0, 0, 0));
    let query = taizhang::store::listing::Query::all(Ledger(&VENTILATIONS), office.book.today());
    let ids = office.book.list(&query).unwrap();
    let late: Vec<_> = office
        .book
        .window(Ledger(&VENTILATIONS), &ids, office.book.today())
        .unwrap()
        .into_iter()
        .map(|r| r.late_reason)
        .collect();
    assert_eq!(late, [None, Some("纸质记录补录".to_owned())]);
    assert_eq!(import(&mut office, text, Ledger(&VENTILATIONS), &reason), counts(0, 0, 2, 0, 0));
    let twice = format!("{text}2021-08-12,大厅,08:00,08:30,周敏\n");
    assert_eq!(import(&mut office, &twice, Ledger(&VENTILATIONS), &reason), counts(1, 0, 2, 0, 0), "two rows are two records");
}

#[test]
fn the_same_person_twice_in_one_sheet() {
    let mut office = Office::new();
    let number = resident_id("19920913", "123");
    let text = format!("姓名,身份证号,手机\n王䶮,{number},13812341234\n王䶮,{number},13812341234\n王䶮,{number},13900000000\n");
    let plan = planned(&office, &text, Ledger(&STAFF), &Options::default());
    assert_eq!(plan.counts(Ledger(&STAFF)), counts(1, 0, 1, 0, 1));
    assert_eq!(rules(&plan), [(4, String::new(), "duplicate_row".to_owned())]);
    assert!(plan.rows[2].records[0].problems[0].message.contains("第 2 行"));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
}

#[test]
fn what_is_no_roster_is_not_imported_with_success() {
    let office = Office::new();
    for (text, rule) in [
        ("日期,体温,备注\n2021-08-12,36.5,\n", "missing_column"),
        ("甲,乙,丙\n1,2,3\n", "no_header"),
        ("姓名,身份证号\n", "no_rows"),
        ("姓名,身份证号\n合计,0\n", "no_rows"),
    ] {
        let plan = planned(&office, text, Ledger(&STAFF), &Options::default());
        assert_eq!(plan.blocked.as_ref().map(|problem| problem.rule.as_str()), Some(rule), "{text}");
    }
    for (bytes, rule) in [
        (&b"%PDF-1.4"[..], "format"),
        (b"", "empty"),
        (b"PK\x03\x04", "damaged"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "damaged"),
    ] {
        let refused = Source::of("x".to_owned(), bytes.to_vec()).err().unwrap();
        assert_eq!(refused.problems()[0].rule, rule);
    }
}

#[test]
fn columns_can_be_named_and_are_remembered() {
    let mut office = Office::new();
    let text = "工号,称呼,单位\n1,王明,项目部\n2,李四,办公室\n";
    let since = [("joined_on".to_owned(), "none".to_owned())];
    let mut options = Options { answers: since.clone().into(), ..Options::default() };
    options.said.map = vec![("称呼".to_owned(), "姓名".to_owned()), ("C".to_owned(), "部门".to_owned())];
    let plan = planned(&office, text, Ledger(&STAFF), &options);
    assert!(plan.warnings.iter().any(|text| text.contains("都按「专职」")), "{:?}", plan.warnings);
    options.set.insert("+category".to_owned(), "志愿者".to_owned());
    assert_eq!(import(&mut office, text, Ledger(&STAFF), &options), counts(2, 0, 0, 0, 0));
    let again = Options { answers: since.into(), ..Options::default() };
    let again = planned(&office, &text.replace("李四", "赵六"), Ledger(&STAFF), &again);
    assert_eq!(
        again.counts(Ledger(&STAFF)),
        counts(1, 0, 0, 1, 0),
        "the shape of the sheet is known, a name alone is asked about"
    );
    for (column, field, value) in [("没有", "姓名", "没有"), ("称呼", "星座", "星座")] {
        let mut options = Options::default();
        options.said.map = vec![(column.to_owned(), field.to_owned())];
        let refused = plan_error(&office, text, &options);
        assert_eq!((refused.problems()[0].field.as_str(), refused.problems()[0].value.as_str()), ("map", value));
    }
}

#[test]
fn what_holds_for_the_whole_sheet_is_said_once() {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "活动室" }));
    office.add(Ledger(&PLACES), json!({ "name": "办公室", "kind": "office" }));
    let text = "2021年8月12日消毒记录\n场所,消毒剂,消毒方式\n大厅,84消毒液,擦拭\n办公室,84消毒液,擦拭\n";
    let mut options = Options::default();
    let plan = planned(&office, text, Ledger(&DISINFECTIONS), &options);
    assert_eq!(plan.blocked.as_ref().map(|problem| problem.rule.as_str()), Some("missing_column"), "{:?}", plan.blocked);
    let lacking: Vec<String> = plan.lacking().iter().map(|target| target.code()).collect();
    assert_eq!(lacking, ["done_on", "operator"]);
    options.set.insert("done_on".to_owned(), "今天中午".to_owned());
    options.set.insert("operator".to_owned(), "周敏".to_owned());
    let plan = planned(&office, text, Ledger(&DISINFECTIONS), &options);
    assert_eq!(plan.counts(Ledger(&DISINFECTIONS)), counts(0, 0, 0, 0, 2), "a day nobody understands: {:?}", rules(&plan));
    options.set.insert("done_on".to_owned(), "2021-08-12".to_owned());
    assert!(planned(&office, text, Ledger(&DISINFECTIONS), &options).stands(&office.book).unwrap());
    assert_eq!(import(&mut office, text, Ledger(&DISINFECTIONS), &options), counts(2, 0, 0, 0, 0));
}

fn plan_error(office: &Office, text: &str, options: &Options) -> Error {
    plan(&office.book, &mut csv(text), Ledger(&STAFF), options, &|_, _| true).err().unwrap()
}

#[test]
fn a_cancelled_import_writes_nothing_and_a_stale_plan_is_refused() {
    let (mut office, _) = office_with_wang();
    let text = "姓名,证件类型\n李四,无证件\n赵六,无证件\n";
    let before = office.dump();
    let plan = planned(&office, text, Ledger(&STAFF), &Options::default());
    let stopped = apply(&mut office.book, plan, &|stage, _, _| stage != taizhang::exchange::apply::Stage::Writing);
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert_eq!(office.dump(), before);
    let plan = planned(&office, text, Ledger(&STAFF), &Options::default());
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "office" }));
    assert!(matches!(apply(&mut office.book, plan, &|_, _, _| true), Err(Error::ChangedMeanwhile)));
}

#[test]
fn rows_of_cells_pasted_from_a_spreadsheet_or_a_roll_call() {
    let office = Office::new();
    let number = resident_id("19920913", "123");
    for text in [
        format!("姓名\t身份证号\t手机\n王䶮\t{number}\t13812341234\n"),
        format!(
            "#接龙\n人员登记\n例 姓名 身份证号 手机\n1. 王䶮 {number} 13812341234\n2. 李四 {} 13912345678",
            resident_id("19880101", "248")
        ),
        format!("1. 王䶮 {number} 13812341234\n2. 李四 {} 13912345678", resident_id("19880101", "248")),
    ] {
        let mut source = Source::pasted(&text).unwrap();
        let plan = plan(&office.book, &mut source, Ledger(&STAFF), &Options::default(), &|_, _| true).unwrap();
        assert!(plan.blocked.is_none(), "{:?}", plan.blocked);
        assert_eq!(plan.counts(Ledger(&STAFF)).rejected, 0, "{:?}", rules(&plan));
        assert!(plan.counts(Ledger(&STAFF)).added >= 1);
    }
}

#[test]
fn the_copy_made_before_lies_beside_the_file() {
    let (mut office, _) = office_with_wang();
    let plan = planned(&office, "姓名,证件类型\n李四,无证件\n", Ledger(&STAFF), &Options::default());
    let applied = apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    let copy: PathBuf = applied.backup.unwrap().path;
    assert_eq!(copy.parent(), Some(office.folder.path().join("备份").as_path()));
}

/// Names and texts of every index, and what SQLite says of them.
fn indexes(office: &Office) -> (Vec<(String, String)>, String) {
    let connection = office.raw();
    let mut statement =
        connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name").unwrap();
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap();
    (found, connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap())
}

#[test]
fn a_sheet_longer_than_the_roster_leaves_every_index_in_place() {
    let (mut office, _) = office_with_wang();
    let before = indexes(&office);
    assert!(before.0.iter().any(|(name, _)| name == "staff_by_name"));
    assert_eq!(before.1, "ok");
    let rows: Vec<String> = (0..600).map(|number| format!("甲{number},无证件,第{}部,2021-03-01\n", number % 7)).collect();
    let text = format!("姓名,证件类型,部门,到岗日期\n{}", rows.concat());
    let plan = planned(&office, &text, Ledger(&STAFF), &Options::default());
    let stopped =
        apply(&mut office.book, plan, &|stage, done, _| stage != taizhang::exchange::apply::Stage::Writing || done < 400);
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert_eq!(indexes(&office), before);
    assert_eq!(import(&mut office, &text, Ledger(&STAFF), &Options::default()), counts(600, 0, 0, 0, 0));
    assert_eq!(indexes(&office), before);
    assert_eq!(office.found("甲599").len(), 1);
    office.book.undo().unwrap();
    assert_eq!(indexes(&office), before);
    assert!(office.found("甲599").is_empty());
}

#[test]
fn a_day_that_is_no_dose_given_is_left_aside_and_told() {
    let (mut office, _) = office_with_wang();
    let text = "姓名,疫苗厂家,第一剂接种日期,第二剂最晚接种日期,家属身份证号\n\
                陈轮,科兴,2021-03-01,2021-04-26,500101199001010000\n";
    let plan = planned(&office, text, Ledger(&STAFF), &Options::default());
    let told = plan.told_of_columns();
    assert!(told.iter().any(|text| text.contains("「第二剂最晚接种日期」") && text.contains("计划或期限")), "{told:?}");
    assert!(told.iter().any(|text| text.contains("「家属身份证号」") && text.contains("别人")), "{told:?}");
    assert_eq!(plan.counts(Ledger(&VACCINATIONS)), counts(1, 0, 0, 0, 0));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    let chen = office.found("陈轮")[0];
    let record = office.book.get(Ledger(&STAFF), chen, office.book.today()).unwrap();
    assert_eq!(record.text("id_number"), None);
    assert_ne!(record.code("dose_state"), Some("done"));
}

#[test]
fn the_look_of_a_name_is_told_where_it_was_not_the_name() {
    let office = Office::new();
    let text = "姓名,本人手机号码,疫苗厂家,第一针时间,第二剂接种日期\n陈轮,13812340001,科兴,2021-03-01,2021-04-01\n";
    let told = planned(&office, text, Ledger(&STAFF), &Options::default()).told_of_columns();
    for label in ["本人手机号码", "第一针时间"] {
        assert!(told.iter().any(|text| text.contains(&format!("「{label}」按")) && text.contains("请核对")), "{told:?}");
    }
    assert!(!told.iter().any(|text| text.contains("「第二剂接种日期」")), "{told:?}");
}

#[test]
fn the_same_name_is_asked_about_unless_something_tells_them_apart() {
    let mut office = Office::new();
    let number = resident_id("19920913", "123");
    office.add(Ledger(&STAFF), json!({ "name": "陈轮", "id_number": number, "mobile": "13812340001" }));
    let none = Options::default();
    for (text, fate) in [
        ("姓名,紧急联系人\n陈轮,周某\n".to_owned(), Fate::Pending),
        ("姓名,新手机\n陈轮,13812340002\n".to_owned(), Fate::Pending),
        ("姓名,手机\n陈轮,13812340002\n".to_owned(), Fate::Pending),
        ("姓名,党员\n陈轮,是\n".to_owned(), Fate::Pending),
        ("姓名,备注\n陈轮,组长\n".to_owned(), Fate::Pending),
        ("姓名,证件类型,证件号,手机\n陈轮,护照,E12345678,13812340001\n".to_owned(), Fate::Pending),
        ("姓名,证件号\n陈轮,500101920913123\n".to_owned(), Fate::Pending),
        (format!("姓名,证件号\n陈轮,{}\n", resident_id("19880101", "248")), Fate::Add),
        ("姓名,出生日期,证件类型\n陈轮,1988-01-01,无证件\n".to_owned(), Fate::Add),
    ] {
        let plan = planned(&office, &text, Ledger(&STAFF), &none);
        assert_eq!(plan.rows[0].fate(), fate, "{text}: {:?}", rules(&plan));
        if fate == Fate::Pending {
            assert_eq!(plan.rows[0].records[0].candidates.len(), 1, "{text}");
        }
    }
    let same = Options { decide: Some(Decision::Same), ..Options::default() };
    assert_eq!(planned(&office, "姓名,备注\n陈轮,组长\n", Ledger(&STAFF), &same).rows[0].fate(), Fate::Change);
}

#[test]
fn another_name_under_a_known_number_is_asked_about() {
    let (mut office, number) = office_with_wang();
    let text = format!("姓名,身份证号\n王小龙,{number}\n");
    let plan = planned(&office, &text, Ledger(&STAFF), &Options::default());
    assert_eq!(plan.rows[0].fate(), Fate::Pending, "{:?}", rules(&plan));
    assert!(plan.rows[0].records[0].problems[0].message.contains("王䶮"));
    let decided = |decision| Options { decide: Some(decision), ..Options::default() };
    assert_eq!(planned(&office, &text, Ledger(&STAFF), &decided(Decision::New)).rows[0].fate(), Fate::Reject);
    assert_eq!(import(&mut office, &text, Ledger(&STAFF), &decided(Decision::Same)), counts(0, 1, 0, 0, 0));
    assert_eq!(office.found("王小龙").len(), 1);
}

#[test]
fn what_may_be_two_products_or_agents_is_asked() {
    let (office, _) = office_with_wang();
    for product in ["国药CHO", "北京生物/科兴", "细胞", "国药"] {
        let text = format!("姓名,接种日期,疫苗\n王䶮,2021-05-08,{product}\n");
        let plan = planned(&office, &text, Ledger(&VACCINATIONS), &Options::default());
        assert_eq!(plan.rows[0].fate(), Fate::Reject, "{product}");
        assert_eq!(plan.unknown_words().len(), 1, "{product}");
    }
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "办公室" }));
    let today = office.book.today();
    let text = format!("场所,日期,消毒剂,操作人\n大厅,{today},84消毒液、75%酒精,周敏\n");
    let plan = planned(&office, &text, Ledger(&DISINFECTIONS), &Options::default());
    assert_eq!(rules(&plan), [(2, "消毒剂".to_owned(), "ambiguous".to_owned())]);
}

#[test]
fn foreign_and_unknown_vaccines_count_as_given_and_are_told() {
    let (mut office, _) = office_with_wang();
    for product in ["复必泰", "辉瑞", "莫德纳", "阿斯利康", "不详"] {
        let text = format!("姓名,接种日期,疫苗\n王䶮,2021-05-08,{product}\n");
        let plan = planned(&office, &text, Ledger(&VACCINATIONS), &Options::default());
        let record = &plan.rows[0].records[0];
        assert_eq!(record.fate, Fate::Add, "{product}: {:?}", rules(&plan));
        assert!(record.warnings.iter().any(|warning| warning.rule == "no_schedule"), "{product}");
    }
    import(&mut office, "姓名,接种日期,疫苗\n王䶮,2021-05-08,阿斯利康\n", Ledger(&VACCINATIONS), &Options::default());
    let record = office.book.get(Ledger(&STAFF), office.found("王䶮")[0], office.book.today()).unwrap();
    assert_ne!(record.code("dose_state"), Some("done"), "one dose of it is no whole series");
}

#[test]
fn rows_that_look_like_notes_and_cells_that_say_nothing() {
    let office = Office::new();
    let number = resident_id("19920213", "123");
    let text = format!(
        "部门,姓名,身份证号,出生年月,手机,紧急联系人,到岗日期\n\
         示例小学,陈轮,{number},1992.02,/,无,2021-03-01\n\
         ,阿卜杜热合曼·阿卜杜热西提·买买提,,,,,\n"
    );
    let plan = planned(&office, &text, Ledger(&STAFF), &Options::default());
    assert!(plan.skipped.is_empty(), "{:?}", plan.skipped);
    assert_eq!(plan.counts(Ledger(&STAFF)), counts(2, 0, 0, 0, 0), "{:?}", rules(&plan));
    let apart = format!("姓名,身份证号,出生年月\n陈轮,{number},1992.03\n");
    let plan = planned(&office, &apart, Ledger(&STAFF), &Options::default());
    assert_eq!(rules(&plan), [(2, "出生年月".to_owned(), "date".to_owned())]);
    let example = "姓名,手机,备注\n示例：王小明,13800000000,\n陈轮,13812340001,\n";
    let plan = planned(&office, example, Ledger(&STAFF), &Options::default());
    assert_eq!(plan.skipped.iter().map(|row| (row.row, row.reason)).collect::<Vec<_>>(), [(2, "示例")]);
}
