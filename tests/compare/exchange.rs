//! Import and export of a roster against the bare libraries and the peers in Python, on the same sheet.

use crate::{Line, ROUNDS, figure, held_mb, last_day, made, once, opened, peak_mb, peers, ratio, secret};
use calamine::{DataRef, Reader, Xlsx, open_workbook};
use rusqlite::Connection;
use rusqlite::types::Value as Sql;
use rust_xlsxwriter::{Format, Workbook};
use std::path::Path;
use std::process::Command;
use taizhang::base::clock::{SeededRandom, SetClock, Surroundings};
use taizhang::exchange::apply::apply;
use taizhang::exchange::export::{ExportJob, export};
use taizhang::exchange::plan::{Options, plan};
use taizhang::exchange::source::Source;
use taizhang::file::open::{Access, connect};
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::disclosure::Unmasked;
use taizhang::store::listing::Query;
use taizhang::topics::STAFF;

const HEADERS: [&str; 12] =
    ["姓名", "证件类型", "证件号", "性别", "出生日期", "手机", "人员类别", "部门", "岗位", "到岗日期", "现居住地", "备注"];

fn cells(number: usize) -> [String; 12] {
    let (year, month, day) = (1950 + number % 50, 1 + number / 50 % 12, 1 + number / 600 % 28);
    let first = format!("500101{year}{month:02}{day:02}{:03}", number / 16_800 % 1000);
    let id = format!("{first}{}", taizhang::rules::identifiers::check_character(&first).unwrap());
    let han = |seed: usize| char::from_u32(0x4E00 + u32::try_from(seed * 7919 % 8000).unwrap()).unwrap();
    let sex = if (number / 16_800) % 2 == 1 { "男" } else { "女" };
    [
        format!("{}{}{}", han(number), han(number / 3 + 5), han(number / 7 + 11)),
        "居民身份证".to_owned(),
        id,
        sex.to_owned(),
        format!("{year}-{month:02}-{day:02}"),
        format!("139{number:08}"),
        ["专职", "兼职", "志愿者"][number % 3].to_owned(),
        format!("第{}部", number % 40),
        "社工".to_owned(),
        format!("2020-{:02}-{:02}", 1 + number % 12, 1 + number % 28),
        format!("重庆市大足区棠香街道{}号", number % 900),
        format!("第 {number} 行"),
    ]
}

pub fn section(rows: usize) {
    let folder = tempfile::tempdir().unwrap();
    importing(folder.path(), rows);
    importing_all_columns(folder.path(), rows);
    exporting(folder.path(), rows);
}

/// What the sheets leave open is answered: first days that nobody knows stay open, and names made of any characters, which
/// look like text read in a wrong encoding, are meant.
fn answered() -> Options {
    let answers = [("joined_on", "none"), ("garbled", "keep"), ("names", "keep")];
    let answers = answers.map(|(question, answer)| (question.to_owned(), answer.to_owned())).into();
    Options { answers, ..Options::default() }
}

/// Ways in which people write where somebody lives.
const HOMES: [&str; 7] =
    ["重庆市大足区", "大足区", "500111", "云南省德宏州瑞丽市", "内蒙古自治区 呼伦贝尔市 满洲里市", "江苏省南京市鼓楼区", "石柱"];

/// A roster with every column that an export has, 居住地 filled in, into an empty file.
fn importing_all_columns(folder: &Path, rows: usize) {
    let folder = &folder.join("all");
    std::fs::create_dir(folder).unwrap();
    let mut book = made(folder, rows, 180, true);
    let (out, sheet) = (folder.join("all.xlsx"), folder.join("homes.xlsx"));
    let access = Some(Unmasked { purpose: "测算".to_owned(), recipient: "本单位".to_owned() });
    let query = Query::all(Ledger(&STAFF), book.today());
    export(&mut book, &ExportJob { query, access, names_masked: false }, &out, &|_, _| true).unwrap();
    book.close().unwrap();
    let mut data = cells_of(&out);
    let (head, home) =
        data.iter().enumerate().find_map(|(row, cells)| Some((row, cells.iter().position(|cell| cell == "居住地")?))).unwrap();
    let width = data[head].len();
    for (cells, home_text) in data.iter_mut().skip(head + 1).zip(HOMES.iter().cycle()) {
        cells.resize(width, String::new());
        cells[home] = (*home_text).to_owned();
    }
    bare_write_all(&sheet, &data);
    let size = format!("{rows} rows × {width} columns");
    let mut times = Vec::new();
    for round in 0..if rows > 50_000 { 3 } else { ROUNDS } {
        let mut book = empty(&folder.join(format!("all{round}.taizhang")));
        times.push(once(|| {
            let mut source = Source::open(&sheet).unwrap();
            let planned = plan(&book, &mut source, Ledger(&STAFF), &answered(), &|_, _| true).unwrap();
            assert_eq!(planned.counts(Ledger(&STAFF)).added, rows);
            apply(&mut book, planned, &|_, _, _| true).unwrap();
        }));
        book.close().unwrap();
    }
    Line { work: "import, whole, of every exported column with 居住地", size: &size, times, goal: "" }.print();
    let names: Vec<String> = HOMES.iter().map(|home| home.split(' ').collect()).collect();
    let looked_up = 20_000;
    let time = once(|| (0..looked_up).map(|n| taizhang::rules::divisions::named(&names[n % names.len()]).len()).sum::<usize>());
    figure("a division looked up by name", "", &format!("{:.2} µs", time.as_secs_f64() * 1e6 / looked_up as f64), "≤ 2 µs");
}

/// The cells of text of a sheet.
fn cells_of(path: &Path) -> Vec<Vec<String>> {
    let mut data: Vec<Vec<String>> = Vec::new();
    bare_read(path, |row, column, text| {
        let row = row as usize;
        data.resize(data.len().max(row + 1), Vec::new());
        let cells = &mut data[row];
        cells.resize(cells.len().max(column as usize + 1), String::new());
        cells[column as usize] = text.to_owned();
    });
    data
}

fn importing(folder: &Path, rows: usize) {
    let size = format!("{rows} rows × 12 columns");
    let sheet = folder.join("roster.xlsx");
    let data: Vec<[String; 12]> = (0..rows).map(cells).collect();
    bare_write(&sheet, &data);
    let expected = data.iter().flatten().filter(|cell| !cell.is_empty()).count() + HEADERS.len();
    assert_eq!(bare_read(&sheet, |_, _, _| {}), expected, "the same cells");
    let (mut bare, mut raw, mut ours, mut parts) = (Vec::new(), Vec::new(), Vec::new(), [Vec::new(), Vec::new(), Vec::new()]);
    for round in 0..if rows > 50_000 { 3 } else { ROUNDS } {
        bare.push(once(|| bare_read(&sheet, |_, _, _| {})));
        let mut book = empty(&folder.join(format!("{round}.taizhang")));
        let mut source = None;
        let reading = once(|| source = Some(Source::open(&sheet).unwrap()));
        let mut planned = None;
        let planning =
            once(|| planned = Some(plan(&book, source.as_mut().unwrap(), Ledger(&STAFF), &answered(), &|_, _| true).unwrap()));
        let counts = planned.as_ref().unwrap().counts(Ledger(&STAFF));
        assert_eq!((counts.added, counts.rejected), (rows, 0));
        let writing = once(|| apply(&mut book, planned.take().unwrap(), &|_, _, _| true).unwrap());
        ours.push(reading + planning + writing);
        for (times, time) in parts.iter_mut().zip([reading, planning, writing]) {
            times.push(time);
        }
        let written = Rows::of(&book);
        book.close().unwrap();
        let database = folder.join(format!("raw{round}.db"));
        raw.push(once(|| {
            bare_read(&sheet, |_, _, _| {});
            written.insert(&database);
        }));
        assert_eq!(Rows::of_file(&database).counts(), written.counts(), "the same rows and journal");
    }
    let alone = Command::new(std::env::current_exe().unwrap()).arg("import").arg(&sheet).output().unwrap();
    let theirs = Line { work: "bare calamine reads it", size: &size, times: bare, goal: "" }.print();
    let insert = Line { work: RAW, size: &size, times: raw, goal: "" }.print();
    for (work, times) in
        ["import: file opened", "import: read, understood, checked", "import: backed up and written"].into_iter().zip(parts)
    {
        Line { work, size: &size, times, goal: "" }.print();
    }
    let own = Line { work: "import, whole", size: &size, times: ours, goal: "" }.print();
    ratio("import against calamine and the same inserted raw", &size, own, insert, "≤ 1.6×");
    figure("import: bare reading is", &size, &format!("{:.0} % of it", theirs / own * 100.0), "");
    figure("import: memory above the open file", &size, String::from_utf8_lossy(&alone.stdout).trim(), "≤ 250 MB");
    for (name, time) in peers::run("import", folder, rows) {
        figure(&name, &size, &format!("{time:.0} ms"), "");
        ratio(&format!("import against {name}"), &size, own, time, if name.contains("openpyxl") { "≥ 5×" } else { "" });
    }
}

fn exporting(folder: &Path, rows: usize) {
    let size = format!("{rows} rows");
    let mut book = made(folder, rows, 180, true);
    let on = book.today();
    let query = Query::all(Ledger(&STAFF), on);
    // What both write: the cells of our export, read back.
    let out = folder.join("export.xlsx");
    let job = || ExportJob { query: query.clone(), access: None, names_masked: false };
    export(&mut book, &job(), &out, &|_, _| true).unwrap();
    let data = cells_of(&out);
    let width = data.iter().map(Vec::len).max().unwrap_or(0);
    let columns = format!("{rows} rows × {width} columns");
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..if rows > 50_000 { 3 } else { ROUNDS } {
        ours.push(once(|| export(&mut book, &job(), &out, &|_, _| true).unwrap()));
        bare.push(once(|| bare_write_all(&folder.join("bare.xlsx"), &data)));
    }
    let plain = made(folder, rows, 180, false);
    let alone = Command::new(std::env::current_exe().unwrap()).arg("export").arg(plain.path()).output().unwrap();
    plain.close().unwrap();
    figure("export: memory above the open file", &size, String::from_utf8_lossy(&alone.stdout).trim(), "≤ 64 MB");
    let own = Line { work: "export to xlsx", size: &columns, times: ours, goal: "" }.print();
    let theirs = Line { work: "bare rust_xlsxwriter, constant memory", size: &columns, times: bare, goal: "" }.print();
    ratio("export against bare rust_xlsxwriter", &size, own, theirs, "≤ 1.3×");
    for (name, time) in peers::run("export", folder, rows) {
        figure(&name, &size, &format!("{time:.0} ms"), "");
        ratio(&format!("export against {name}"), &size, own, time, if name.contains("openpyxl") { "≥ 5×" } else { "" });
    }
}

/// Exports the roster of the file at `path` and says how much memory that took above having the file open.
pub fn one(path: &Path) {
    let mut book = opened(path);
    let query = Query::all(Ledger(&STAFF), last_day());
    assert!(!book.window(Ledger(&STAFF), &[1], last_day()).unwrap().is_empty());
    let before = peak_mb();
    export(&mut book, &ExportJob { query, access: None, names_masked: false }, &path.with_extension("xlsx"), &|_, _| true)
        .unwrap();
    println!("{:.0} MB", peak_mb() - before);
}

fn empty(path: &Path) -> Book {
    let at = "2021-08-31T02:00:00Z".parse().unwrap();
    let surroundings = Surroundings { clock: Box::new(SetClock::at(at)), random: Box::new(SeededRandom::new(1)), operator: None };
    let organisation = serde_json::json!({ "name": "某某中心", "form": "service_body" });
    program::create(path, organisation.as_object().unwrap(), Some(secret()), surroundings).unwrap().0
}

/// The sheet with the writing library alone.
fn bare_write(path: &Path, data: &[[String; 12]]) {
    let head = HEADERS.map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(data.iter().map(|row| row.to_vec())).collect();
    bare_write_all(path, &rows);
}

fn bare_write_all(path: &Path, rows: &[Vec<String>]) {
    let mut workbook = Workbook::new();
    let text = Format::new().set_num_format("@");
    let sheet = workbook.add_worksheet_with_constant_memory().unwrap();
    for (row, number) in rows.iter().zip(0_u32..) {
        for (cell, column) in row.iter().zip(0_u16..).filter(|(cell, _)| !cell.is_empty()) {
            sheet.write_string_with_format(number, column, cell, &text).unwrap();
        }
    }
    workbook.save(path).unwrap();
}

/// Reads every cell of text with the reading library alone; returns how many.
fn bare_read(path: &Path, mut each: impl FnMut(u32, u32, &str)) -> usize {
    let mut workbook: Xlsx<_> = open_workbook(path).unwrap();
    let name = workbook.sheet_names().first().unwrap().clone();
    let mut reader = workbook.worksheet_cells_reader(&name).unwrap();
    let mut count = 0;
    while let Some(cell) = reader.next_cell().unwrap() {
        let (row, column) = cell.get_position();
        match cell.get_value() {
            DataRef::SharedString(text) => each(row, column, text),
            DataRef::String(text) => each(row, column, text),
            _ => continue,
        }
        count += 1;
    }
    count
}

/// What the physical limit of an import is: the sheet read, and what the import left in the file put there as it is.
const RAW: &str = "bare calamine, and the same rows and journal inserted raw (encrypted)";

/// The tables that an import of a roster writes.
const WRITTEN: [&str; 5] = ["steps", "changes", "payloads", "staff", "postings"];

/// The rows of [`WRITTEN`] as they lie in a file, with what makes the tables and their indexes.
struct Rows {
    schema: String,
    tables: Vec<(&'static str, Vec<Vec<Sql>>)>,
}

impl Rows {
    fn of(book: &Book) -> Self {
        Self::on(&connect(book.path(), book.secret(), Access::Read).unwrap())
    }

    fn of_file(database: &Path) -> Self {
        Self::on(&keyed(database))
    }

    fn on(connection: &Connection) -> Self {
        let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name = ?1 ORDER BY type DESC, rowid";
        let mut made = connection.prepare(sql).unwrap();
        let made =
            |table: &&str| -> Vec<String> { made.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect() };
        let schema = WRITTEN.iter().flat_map(made).fold(String::new(), |all, one| all + &one + ";");
        let read = |table: &'static str| {
            let mut all = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
            let width = all.column_count();
            let row = |row: &rusqlite::Row<'_>| (0..width).map(|place| row.get(place)).collect::<rusqlite::Result<Vec<Sql>>>();
            (table, all.query_map([], row).unwrap().map(Result::unwrap).collect())
        };
        Self { schema, tables: WRITTEN.map(read).into() }
    }

    fn counts(&self) -> Vec<usize> {
        self.tables.iter().map(|(_, rows)| rows.len()).collect()
    }

    /// Puts them into a new encrypted file, in one transaction at our durability.
    fn insert(&self, database: &Path) {
        let connection = keyed(database);
        connection.execute_batch("BEGIN").unwrap();
        connection.execute_batch(&self.schema).unwrap();
        for (table, rows) in &self.tables {
            let places = vec!["?"; rows.first().map_or(1, Vec::len)].join(",");
            let mut insert = connection.prepare(&format!("INSERT INTO {table} VALUES ({places})"));
            for row in rows {
                insert.as_mut().unwrap().execute(rusqlite::params_from_iter(row)).unwrap();
            }
        }
        connection.execute_batch("COMMIT").unwrap();
    }
}

fn keyed(database: &Path) -> Connection {
    let connection = Connection::open(database).unwrap();
    connection
        .execute_batch(
            "PRAGMA key = \"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\";
             PRAGMA cache_size = -65536; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;",
        )
        .unwrap();
    connection
}

/// Imports the roster at `sheet` into an empty file beside it and says how much memory that took above having the file open.
pub fn one_import(sheet: &Path) {
    let mut book = empty(&sheet.with_extension("taizhang"));
    let before = held_mb();
    let mut source = Source::open(sheet).unwrap();
    let planned = plan(&book, &mut source, Ledger(&STAFF), &answered(), &|_, _| true).unwrap();
    apply(&mut book, planned, &|_, _, _| true).unwrap();
    println!("{:.0} MB", peak_mb() - before);
    book.close().unwrap();
}
