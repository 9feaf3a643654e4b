//! Files sent to break a reader are refused or read as what they hold; mutated ones never stop the program.
//!
//! `TAIZHANG_MUTANTS=100000` makes the loops as long as data safety asks for; without it they are a sample.

use crate::desk::Office;
use crate::makers::{self, Hostile};
use std::path::PathBuf;
use taizhang::base::error::Error;
use taizhang::exchange::plan::{Options, plan};
use taizhang::exchange::rejects::rejects;
use taizhang::exchange::source::Source;
use taizhang::schema::Ledger;
use taizhang::topics::STAFF;

const RULES: &[&str] = &[
    "hostile",
    "damaged",
    "password",
    "too_large",
    "empty",
    "rows",
    "columns",
    "cells",
    "text",
    "encoding",
    "format",
    "no_sheet",
];

/// Reads, plans and gives back as an import does, without writing.
fn goes_through(office: &Office, name: &str, bytes: Vec<u8>) -> Result<(), Error> {
    let mut source = Source::of(name.to_owned(), bytes)?;
    let plan = plan(&office.book, &mut source, Ledger(&STAFF), &Options::default(), &|_, _| true)?;
    rejects(&source, &plan)?;
    Ok(())
}

#[test]
fn hostile_files_are_refused_with_what_to_do() {
    let office = Office::new();
    for Hostile { name, bytes } in makers::all() {
        match goes_through(&office, name, bytes) {
            // A far cell in an otherwise small sheet is no harm.
            Ok(()) => assert!(
                [
                    "far cell",
                    "a stray cell in the last row",
                    "half a million levels",
                    "a far shared formula",
                    "no parts",
                    "quotes without end"
                ]
                .contains(&name),
                "{name} was taken"
            ),
            Err(Error::Invalid(problems)) => {
                let problem = &problems[0];
                assert!(RULES.contains(&problem.rule.as_str()), "{name}: {problem:?}");
                assert!(
                    problem.message.contains('。') && problem.message.contains('请'),
                    "{name} says what to do: {}",
                    problem.message
                );
            }
            Err(other) => panic!("{name}: {other:?}"),
        }
    }
}

struct Seed(u64);

impl Seed {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below.max(1)
    }
}

/// `bytes` with a few of them changed, left out, doubled or cut off.
fn mutated(bytes: &[u8], seed: &mut Seed) -> Vec<u8> {
    const TOKENS: &[&[u8]] = &[
        b"<",
        b">",
        b"\"",
        b"</c>",
        b"&#x0;",
        b"&lt",
        b"<c r=\"XFD1\">",
        b"99999999999",
        b"-1",
        b"\xFF\xFE",
        b"\0",
        b"1e309",
        b"<v>",
    ];
    let mut made = bytes.to_vec();
    for _ in 0..1 + seed.next(6) {
        if made.is_empty() {
            break;
        }
        let at = seed.next(made.len());
        match seed.next(6) {
            0 => made[at] ^= 1 << seed.next(8),
            1 => made[at] = u8::try_from(seed.next(256)).unwrap(),
            2 => drop(made.drain(at..(at + 1 + seed.next(64)).min(made.len()))),
            3 => {
                let piece = made[at..(at + 1 + seed.next(64)).min(made.len())].to_vec();
                let to = seed.next(made.len());
                made.splice(to..to, piece);
            }
            4 => drop(made.splice(at..at, TOKENS[seed.next(TOKENS.len())].iter().copied())),
            _ => made.truncate(at.max(made.len() / 2)),
        }
    }
    made
}

fn mutants() -> u64 {
    std::env::var("TAIZHANG_MUTANTS").ok().and_then(|count| count.parse().ok()).unwrap_or(800)
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sheets").join(name)).unwrap()
}

/// Sends `count` mutants of the seeds through; whatever they are, an answer comes back.
fn survive(seeds: &[(&str, Vec<u8>)], wrap: impl Fn(Vec<u8>) -> Vec<u8>) {
    let office = Office::new();
    let mut seed = Seed(20_210_812);
    let mut taken = 0;
    for _ in 0..mutants() {
        let (name, bytes) = &seeds[seed.next(seeds.len())];
        match goes_through(&office, name, wrap(mutated(bytes, &mut seed))) {
            Ok(()) => taken += 1,
            Err(Error::Invalid(_) | Error::NotFound(_)) => {}
            Err(other) => panic!("{name}: {other:?}"),
        }
    }
    assert!(taken > 0, "the mutants reach the readers");
}

#[test]
fn mutated_packages_never_stop_the_program() {
    survive(
        &[("a.xlsx", fixture("roster-openpyxl.xlsx")), ("b.xlsx", fixture("wps-like.xlsx")), ("c.xlsx", makers::ordinary())],
        |bytes| bytes,
    );
}

#[test]
fn mutated_sheets_in_a_whole_package_never_stop_the_program() {
    let rows = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:C3\"/><cols><col min=\"1\" max=\"3\"/></cols><sheetData><row r=\"1\" spans=\"1:3\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c><c r=\"B1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"str\"><v>出生日期</v></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><r><t>王</t></r><r><t>龚</t></r></is></c><c r=\"B2\"><v>5.00101199001010e17</v></c><c r=\"C2\"><v>33010</v></c></row><row r=\"3\"><c r=\"A3\" t=\"b\"><v>1</v></c><c r=\"B3\" t=\"e\"><v>#N/A</v></c><c r=\"C3\"><f>A1</f><v/></c></row></sheetData><mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells></worksheet>";
    let strings = b"<sst><si><t>\xE8\xBA\xAB\xE4\xBB\xBD\xE8\xAF\x81\xE5\x8F\xB7</t></si></sst>";
    survive(&[("inner.xlsx", rows.as_bytes().to_vec())], |bytes| makers::package(&bytes, Some(strings), &[]));
}

#[test]
fn mutated_old_workbooks_never_stop_the_program() {
    survive(&[("a.xls", fixture("roster-libreoffice.xls")), ("b.xls", fixture("roster-xlwt.xls"))], |bytes| bytes);
}

#[test]
fn mutated_text_never_stops_the_program() {
    let text = "名册,,\n姓名,身份证号,入职日期,第一剂接种日期,第一剂厂家\n\"王,龚\",500101199001010120,2021.8.1,8.12,科兴\n李四,5.00101E+17,44420,√,\n合计,2,,,\n";
    let (gbk, ..) = encoding_rs::GB18030.encode(text);
    survive(&[("a.csv", text.as_bytes().to_vec()), ("b.csv", gbk.into_owned())], |bytes| bytes);
}

#[test]
fn mutated_pastes_never_stop_the_program() {
    let office = Office::new();
    let mut seed = Seed(7);
    let seeds = [
        "#接龙\n例 姓名 手机\n1. 王龚 13812345678 2021.8.12\n2. 李四 139 8月1日",
        "姓名\t手机\n王龚\t138\n",
        "1、王，2；3\n2、李",
    ];
    for _ in 0..mutants() {
        let text = mutated(seeds[seed.next(seeds.len())].as_bytes(), &mut seed);
        let Ok(mut source) = Source::pasted(&String::from_utf8_lossy(&text)) else { continue };
        plan(&office.book, &mut source, Ledger(&STAFF), &Options::default(), &|_, _| true).unwrap();
    }
}
