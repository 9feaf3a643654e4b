//! Pictures kept with records: added and taken back as steps, voided with their record, carried along by backups, salvage and
//! sheets, and noticed when they are not what they were.

use crate::desk::{Office, morning, surroundings};
use serde_json::{Value, json};
use std::sync::OnceLock;
use taizhang::attachments;
use taizhang::base::error::{Error, Problem, Result};
use taizhang::exchange::export::{self, ExportJob};
use taizhang::exchange::plan::{self, Fate, Options};
use taizhang::exchange::source::Source;
use taizhang::file::open::Access;
use taizhang::forms::{self, PrintJob};
use taizhang::paper::page::{Item, Page};
use taizhang::paper::{pdf, svg};
use taizhang::program;
use taizhang::sample::certificate;
use taizhang::schema::{Ledger, State};
use taizhang::store::blobs::{Content, Form};
use taizhang::store::book::{Attached, NewAttachment, Unlock};
use taizhang::store::listing::Query;
use taizhang::store::{ATTACHMENTS, DESTRUCTIONS, MOST_ATTACHMENTS};
use taizhang::topics::{STAFF, VACCINATIONS};
use taizhang::vault::salvage;

const DOSES: Ledger = Ledger(&VACCINATIONS);
const KEPT: Ledger = Ledger(&ATTACHMENTS);

/// A picture to be kept; `turn` makes it another one.
pub fn picture(name: &str, turn: u8) -> NewAttachment {
    static TAKEN: OnceLock<Content> = OnceLock::new();
    let today = taizhang::base::clock::business_day(morning());
    let taken = || attachments::take("a.jpg".to_owned(), certificate::picture().unwrap(), today).unwrap().content;
    let mut content = TAKEN.get_or_init(taken).clone();
    if turn > 0 {
        let mut bytes = content.bytes;
        let last = bytes.len() - 3;
        bytes[last] ^= turn;
        content = Content::of(content.form, bytes);
    }
    NewAttachment { file_name: name.to_owned(), content, taken_on: "2021-08-10".to_owned(), caption: "凭证".to_owned() }
}

fn office() -> (Office, i64) {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "单晓云", "category": "专职", "joined_on": "2021-03-01" }));
    let dose = office.add(DOSES, json!({ "staff": "单晓云", "product": "北京生物", "given_on": "2021-08-10" }));
    (office, dose)
}

fn attach(office: &mut Office, id: i64, new: Vec<NewAttachment>) -> Result<Attached> {
    office.book.attach(DOSES, id, new)
}

fn problems<T: std::fmt::Debug>(result: Result<T>) -> Vec<Problem> {
    match result {
        Err(Error::Invalid(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

fn rule<T: std::fmt::Debug>(result: Result<T>) -> (String, String) {
    let first = problems(result).swap_remove(0);
    (first.field, first.rule)
}

fn blobs(office: &Office) -> i64 {
    office.raw().query_row("SELECT count(*) FROM blobs", [], |row| row.get(0)).unwrap()
}

#[test]
fn adding_is_a_step_that_is_undone_and_done_again() {
    let (mut office, dose) = office();
    let steps = office.book.history(None, 100).unwrap().len();
    let added = attach(&mut office, dose, vec![picture("a.jpg", 0), picture("b.jpg", 1)]).unwrap();
    assert_eq!(office.book.history(None, 100).unwrap().len(), steps + 1);
    let kept = office.book.attachments(DOSES, dose).unwrap();
    assert_eq!(kept.iter().map(|one| one.id).collect::<Vec<_>>(), added.ids);
    let content = office.book.content(&kept[0]).unwrap();
    assert_eq!(content, picture("a.jpg", 0).content);
    let shown = office.book.get(KEPT, added.ids[0], office.book.today()).unwrap();
    assert_eq!(shown.text("of"), Some("疫苗接种：单晓云 2021-08-10"));
    office.book.undo().unwrap().unwrap();
    assert!(office.book.attachments(DOSES, dose).unwrap().is_empty());
    office.book.redo().unwrap().unwrap();
    assert_eq!(office.book.content(&office.book.attachments(DOSES, dose).unwrap()[1]).unwrap(), picture("b.jpg", 1).content);
    office.book.check_all().unwrap();
}

#[test]
fn the_same_picture_lies_there_once_and_what_was_undone_goes_with_the_next() {
    let (mut office, dose) = office();
    let other =
        office.add(DOSES, json!({ "staff": "单晓云", "product": "北京生物", "given_on": "2021-07-10", "dose_number": 1 }));
    attach(&mut office, dose, vec![picture("a.jpg", 0)]).unwrap();
    attach(&mut office, other, vec![picture("同一张.jpg", 0)]).unwrap();
    assert_eq!(blobs(&office), 1);
    attach(&mut office, other, vec![picture("b.jpg", 1)]).unwrap();
    office.book.undo().unwrap().unwrap();
    assert_eq!(blobs(&office), 2, "it may still be done again");
    attach(&mut office, other, vec![picture("c.jpg", 2)]).unwrap();
    assert_eq!(blobs(&office), 2);
    office.book.check_all().unwrap();
}

#[test]
fn limits_are_told_and_nothing_is_stored() {
    let (mut office, dose) = office();
    assert_eq!(rule(attach(&mut office, dose, vec![picture("a.jpg", 0), picture("b.jpg", 0)])).1, "duplicate");
    let ahead = NewAttachment { taken_on: "2021-08-13".to_owned(), ..picture("a.jpg", 0) };
    assert_eq!(rule(attach(&mut office, dose, vec![ahead])), ("taken_on".to_owned(), "future".to_owned()));
    let undated = NewAttachment { taken_on: String::new(), ..picture("a.jpg", 0) };
    assert_eq!(rule(attach(&mut office, dose, vec![undated])), ("taken_on".to_owned(), "required".to_owned()));
    let many = (0..=u8::try_from(MOST_ATTACHMENTS).unwrap()).map(|turn| picture("a.jpg", turn)).collect();
    assert_eq!(rule(attach(&mut office, dose, many)).1, "count");
    assert_eq!(blobs(&office), 0);
    let added = attach(&mut office, dose, vec![picture("a.jpg", 0)]).unwrap();
    assert_eq!(rule(office.book.attach(KEPT, added.ids[0], vec![picture("b.jpg", 1)])).1, "attachment");
    assert_eq!(rule(attach(&mut office, dose, vec![picture("again.jpg", 0)])).1, "duplicate");
}

#[test]
fn only_what_is_said_of_a_picture_can_be_changed() {
    let (mut office, dose) = office();
    let id = attach(&mut office, dose, vec![picture("a.jpg", 0)]).unwrap().ids[0];
    let said = crate::desk::object(json!({ "caption": "第二剂凭证", "taken_on": "2021-08-11" }));
    office.book.change(KEPT, id, None, &said).unwrap();
    for (column, value) in
        [("sha256", json!("00")), ("ledger", json!("travels")), ("bytes", json!(7)), ("file_name", json!("b.jpg"))]
    {
        let change = crate::desk::object(json!({ column: value }));
        assert_eq!(rule(office.book.change(KEPT, id, None, &change)), (column.to_owned(), "immutable".to_owned()));
    }
    assert_eq!(rule(office.book.add(KEPT, &crate::desk::object(json!({ "taken_on": "2021-08-01" })))).1, "made");
}

#[test]
fn a_record_is_voided_and_made_valid_again_with_its_pictures() {
    let (mut office, dose) = office();
    let ids = attach(&mut office, dose, vec![picture("a.jpg", 0), picture("b.jpg", 1)]).unwrap().ids;
    office.book.void(KEPT, ids[0], None, "重复").unwrap();
    office.book.void(DOSES, dose, None, "录错").unwrap();
    let states = |office: &Office| -> Vec<State> {
        ids.iter().map(|id| office.book.get(KEPT, *id, office.book.today()).unwrap().state).collect()
    };
    assert_eq!(states(&office), [State::Voided, State::Voided]);
    office.book.unvoid(DOSES, dose, None).unwrap();
    assert_eq!(states(&office), [State::Voided, State::Valid], "the one removed before stays removed");
    assert_eq!(blobs(&office), 2, "a picture stays until it is erased");
    // Undoing the addition of a record that has pictures leaves it voided: they belong to something.
    office.book.check_all().unwrap();
}

#[test]
fn what_the_journal_says_of_a_picture_speaks_of_her_whose_record_it_is() {
    let (mut office, dose) = office();
    let id = attach(&mut office, dose, vec![picture("a.jpg", 0)]).unwrap().ids[0];
    office.book.void(KEPT, id, None, "重复").unwrap();
    let uid = office.book.get(Ledger(&STAFF), 1, office.book.today()).unwrap().uid.replace('-', "");
    let mentions: String = office
        .raw()
        .query_row(
            "SELECT lower(hex(mentions)) FROM payloads JOIN changes USING (step, seq) WHERE ledger = 'attachments'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(mentions, uid);
}

#[test]
fn a_content_that_was_changed_or_lost_is_noticed() {
    for sql in ["UPDATE blobs SET bytes = x'ffd8'", "DELETE FROM blobs", "UPDATE blobs SET sha256 = 'a'"] {
        let (mut office, dose) = office();
        attach(&mut office, dose, vec![picture("a.jpg", 0)]).unwrap();
        office.raw().execute_batch(sql).unwrap();
        assert!(matches!(office.book.check_all(), Err(Error::FileDamaged(_))), "{sql}");
        let kept = office.book.attachments(DOSES, dose).unwrap();
        assert!(matches!(office.book.content(&kept[0]), Err(Error::FileDamaged(_))), "{sql}");
    }
}

#[test]
fn a_salvaged_file_and_a_backup_have_the_pictures() {
    let (mut office, dose) = office();
    attach(&mut office, dose, vec![picture("a.jpg", 0)]).unwrap();
    let backups = office.folder.path().join("备份");
    std::fs::create_dir(&backups).unwrap();
    let copy = office.book.back_up(&backups, &|_, _| true).unwrap().path;
    let path = office.path();
    let Office { book, folder, clock } = office;
    book.close().unwrap();
    let saved = folder.path().join("抢救.taizhang");
    salvage::salvage(&path, &saved, None).unwrap();
    for path in [copy, saved] {
        let book = program::open(&path, Unlock::Plain, Access::Read, surroundings(&clock)).unwrap();
        let kept = book.attachments(DOSES, dose).unwrap();
        assert_eq!(book.content(&kept[0]).unwrap(), picture("a.jpg", 0).content);
        book.check_all().unwrap();
        book.close().unwrap();
    }
}

/// Behind the record's sheet stand its pictures, two a page, their JPEG as it is; a PDF is named, and the whole is a valid archive
/// file.
#[test]
fn pictures_stand_behind_the_printed_record() {
    let (mut office, dose) = office();
    let scan = Content::of(Form::Pdf, scanned());
    let pdf = NewAttachment { file_name: "扫描件.pdf".to_owned(), content: scan, ..picture("", 0) };
    attach(&mut office, dose, vec![picture("a.jpg", 0), picture("b.jpg", 1), picture("c.jpg", 2), pdf]).unwrap();
    let on = office.book.today();
    let job = |ledger: Ledger, code: &str, id: i64| PrintJob {
        form: program::printable(ledger, code).unwrap(),
        query: Query::all(ledger, on),
        id: Some(id),
        access: None,
    };
    let folder = office.folder.path().join("纸");
    std::fs::create_dir(&folder).unwrap();
    for (ledger, code, id) in [(DOSES, "sheet", dose), (Ledger(&STAFF), "person", 1)] {
        let document = forms::make(&office.book, &job(ledger, code, id)).unwrap().document;
        let shown = |page: &Page| page.items.iter().filter(|item| matches!(item, Item::Picture { .. })).count();
        assert_eq!(document.pages.iter().map(shown).collect::<Vec<_>>(), [0, 2, 1], "{code}");
        let says = |text: &str| {
            let items = document.pages.iter().flat_map(|page| &page.items);
            items.filter(|item| matches!(item, Item::Text { text: said, .. } if said.contains(text))).count()
        };
        assert_eq!((says("扫描件.pdf"), says("附件第 1 号"), says("拍摄 2021-08-10")), (1, 1, 3), "{code}");
        let written = pdf::write(&document).unwrap();
        let kept = picture("b.jpg", 1).content.bytes;
        assert!(written.windows(kept.len()).any(|bytes| bytes == kept), "{code}: the picture stands there as it is kept");
        assert!(svg::page(&document, 1).unwrap().matches("href=\"data:image/jpeg;base64,").count() == 2);
        std::fs::write(folder.join(format!("{code}.pdf")), written).unwrap();
    }
    crate::preflight::assert_all_valid(&folder);
}

/// The smallest scan there is.
fn scanned() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ];
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let table = bytes.len();
    bytes.extend(b"xref\n0 4\n0000000000 65535 f \n");
    places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").bytes()));
    bytes.extend(format!("trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    bytes
}

/// What sheets say of attachments and destructions changes nothing, and what they would change is refused.
#[test]
fn a_sheet_changes_neither_attachments_nor_destructions() {
    let (mut office, dose) = office();
    attach(&mut office, dose, vec![picture("a.jpg", 0)]).unwrap();
    let destroyed = json!({ "destroyed_on": "2021-08-12", "kind": "paper", "scope": "旧登记册", "records": "2 本", "basis": "到期", "approved_by": "曾令仪" });
    office.add(Ledger(&DESTRUCTIONS), destroyed.clone());
    for (ledger, column) in [(KEPT, "图片说明"), (Ledger(&DESTRUCTIONS), "销毁依据")] {
        let path = office.folder.path().join(format!("{}.csv", ledger.name()));
        let query = Query { voided: true, ..Query::all(ledger, office.book.today()) };
        let job = ExportJob { query, access: None, names_masked: false };
        export::export(&mut office.book, &job, &path, &|_, _| true).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let planned = |text: &str| {
            let mut source = Source::of("a.csv".to_owned(), text.as_bytes().to_vec()).unwrap();
            let plan = plan::plan(&office.book, &mut source, ledger, &Options::default(), &|_, _| true).unwrap();
            let record = &plan.rows[0].records[0];
            (record.fate, record.problems.iter().map(|problem| problem.rule.clone()).collect::<Vec<_>>())
        };
        assert_eq!(planned(&text), (Fate::Unchanged, vec![]), "{column}");
        let said = if column == "图片说明" { "凭证" } else { "到期" };
        let (fate, rules) = planned(&text.replace(said, "别的"));
        assert_ne!(fate, Fate::Change, "{column}");
        assert!(rules.contains(&"immutable".to_owned()), "{column}: {rules:?}");
    }
    let row = |key: &str, value: Value| {
        let mut row = destroyed.clone();
        row[key] = value;
        crate::desk::object(row)
    };
    assert_eq!(
        rule(office.book.add(Ledger(&DESTRUCTIONS), &row("kind", json!("erasure")))),
        ("kind".to_owned(), "immutable".to_owned())
    );
    let change = crate::desk::object(json!({ "basis": "改" }));
    assert_eq!(rule(office.book.change(Ledger(&DESTRUCTIONS), 1, None, &change)), ("kind".to_owned(), "immutable".to_owned()));
    assert_eq!(rule(office.book.void(Ledger(&DESTRUCTIONS), 1, None, "错")), ("kind".to_owned(), "immutable".to_owned()));
}
