//! The forms as a whole: page data, files and their text.
//!
//! With `TAIZHANG_PRINT_SAMPLES` set to a folder the files and previews are written there to be looked at.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::grid::{self, GridForm, GridRow};
use super::page::{Colour, Document, Item, MM_PER_PT, Picture, Pixels};
use super::prose::{self, ProseForm, Span, Voice};
use super::recovery::{self, RecoverySheet};
use super::report::{self, Bar, Part, ReportForm};
use super::sheet::{self, Block, Field, SheetForm, SheetTable};
use super::table::{self, Mark, Orientation, TableColumn, TableForm, TableRow};
use super::text::Align;
use super::{fonts, pdf, svg};
use chrono::NaiveDate;
use proptest::prelude::*;
use std::path::Path;
use std::process::Command;

#[path = "../../../../tests/preflight.rs"]
mod preflight;

const ON: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
const ORGANISATION: &str = "某某市某某区养老服务中心";
const HEAD: &str = "3f2a 9c01 77de 04ab";
const UNMASKED: &str =
    "未脱敏 · 用途：区疾控中心流行病学调查核对人员信息 · 接收：某某区疾病预防控制中心应急办公室（李主任）2026年11月23日";
const NAMES: [&str; 8] = ["夏琳丽", "李䶮", "潘𬭎", "毛玉志", "唐㛃", "𫖯明", "杨𬬭", "买买提·吐尔逊江"];

fn column(label: &str, width_mm: f64, align: Align) -> TableColumn {
    TableColumn { label: label.to_owned(), width_mm, align, whole: align == Align::Centre }
}

fn roster(rows: usize) -> TableForm {
    let columns = [
        ("姓名", 18.0, Align::Centre),
        ("性别", 10.0, Align::Centre),
        ("民族", 18.0, Align::Centre),
        ("公民身份号码", 36.0, Align::Centre),
        ("联系电话", 24.0, Align::Centre),
        ("住址", 70.0, Align::Left),
        ("登记日期", 20.0, Align::Centre),
        ("备注", 36.0, Align::Left),
    ];
    let remarks = ["无", "对青霉素过敏，注意观察（见附件）", "", "外地返乡，需复核", "表情😀与⽇期"];
    let row = |index: usize| TableRow {
        cells: vec![
            NAMES[index % NAMES.len()].to_owned(),
            ["男", "女"][index % 2].to_owned(),
            ["汉族", "维吾尔族"][index % 5 / 4].to_owned(),
            "5001**********123X".to_owned(),
            "138****1234".to_owned(),
            format!("建设北路{}号{}栋2单元{}室", index * 7 % 250, index % 30, 100 + index % 800),
            "2021-08-12".to_owned(),
            remarks[index % remarks.len()].to_owned(),
        ],
        marks: match index {
            4 => vec![Mark::Late { reason: "外出培训".to_owned() }],
            7 => vec![Mark::Voided { reason: "重复登记，见第3行".to_owned() }],
            9 => vec![Mark::Corrected { column: Some(4), note: "第10行联系电话：原为131****2391".to_owned() }],
            _ => Vec::new(),
        },
    };
    TableForm {
        title: "人员花名册".to_owned(),
        organisation: ORGANISATION.to_owned(),
        period: Some("2026年1月1日至11月23日".to_owned()),
        on: ON,
        head: HEAD.to_owned(),
        mask_word: "脱敏".to_owned(),
        columns: columns.map(|(label, width, align)| column(label, width, align)).to_vec(),
        rows: (0..rows).map(row).collect(),
        notes: vec!["缺记日期：2026年11月7日、2026年11月8日。".to_owned()],
        signature: true,
        orientation: Orientation::Auto,
        numbered: true,
        blank_rows: 0,
        as_declared: false,
    }
}

fn narrow(rows: usize) -> TableForm {
    let mut form = roster(rows);
    form.title = "环境消毒记录".to_owned();
    form.columns.truncate(4);
    form.mask_word = UNMASKED.to_owned();
    form
}

fn blank_table() -> TableForm {
    TableForm { blank_rows: 40, rows: Vec::new(), notes: Vec::new(), ..roster(0) }
}

fn person(filled: bool) -> SheetForm {
    let say = |text: &str| if filled { text.to_owned() } else { String::new() };
    let field = |label: &str, value: &str, wide: bool| Field { label: label.to_owned(), value: say(value), wide };
    let doses = TableRow {
        cells: ["1", "2021-04-12", "新冠病毒灭活疫苗（Vero细胞）", "202103A-77", "某某社区卫生服务中心"]
            .map(String::from)
            .to_vec(),
        marks: Vec::new(),
    };
    SheetForm {
        title: "人员登记表".to_owned(),
        organisation: ORGANISATION.to_owned(),
        on: ON,
        head: HEAD.to_owned(),
        mask_word: "脱敏".to_owned(),
        blocks: vec![
            Block {
                title: "一、基本情况".to_owned(),
                fields: vec![
                    field("姓名", "杨𬬭", false),
                    field("性别", "女", false),
                    field("出生日期", "1990年1月1日", false),
                    field("民族", "汉族", false),
                    field("身份证号", "5001**********123X", false),
                    field("联系电话", "138****1234", false),
                    field("现住址", "某某市某某区建设北路128号（门牌略）", true),
                ],
            },
            Block {
                title: "二、工作情况".to_owned(),
                fields: vec![
                    field("部门岗位", "行政部 出纳", false),
                    field("到岗日期", "2019-03-01", false),
                    field("备注", "对青霉素过敏。2021年8月返乡，按规定居家健康监测14天后返岗。", true),
                ],
            },
        ],
        pictures: Vec::new(),
        tables: vec![SheetTable {
            title: "三、疫苗接种".to_owned(),
            columns: vec![
                column("剂次", 12.0, Align::Centre),
                column("接种日期", 24.0, Align::Centre),
                column("疫苗名称", 55.0, Align::Left),
                column("批号", 28.0, Align::Centre),
                column("接种单位", 45.0, Align::Left),
            ],
            rows: if filled { vec![doses.clone(), doses] } else { Vec::new() },
            blank_rows: if filled { 0 } else { 4 },
        }],
        notes: Vec::new(),
        signature: true,
        signers: super::sheet::SIGNERS,
    }
}

fn submission() -> ReportForm {
    let long = "截至2026年11月23日，我单位在册人员共计128人，其中应接种126人，已全程接种119人，接种率94.4%。对青霉素过敏者（王䶮、李㛃、张𬭎）已按《预防接种工作规范》暂缓接种，并建立随访台账。";
    ReportForm {
        title: "关于报送疫苗接种台账的报告".to_owned(),
        addressee: Some("某某区疾病预防控制中心".to_owned()),
        parts: vec![
            Part::Heading("一、基本情况".to_owned()),
            Part::Paragraph(long.to_owned()),
            Part::Bars(vec![
                Bar { label: "已全程接种".to_owned(), value: 119, of: 126 },
                Bar { label: "加强免疫".to_owned(), value: 87, of: 126 },
                Bar { label: "暂缓接种".to_owned(), value: 0, of: 0 },
            ]),
            Part::Subheading("（一）分部门情况".to_owned()),
            Part::Table {
                columns: vec![
                    column("部门", 40.0, Align::Centre),
                    column("应接种", 20.0, Align::Right),
                    column("已接种", 20.0, Align::Right),
                ],
                rows: [["行政部", "26", "25"], ["护理部", "100", "94"]]
                    .map(|cells| TableRow { cells: cells.map(String::from).to_vec(), marks: Vec::new() })
                    .to_vec(),
            },
            Part::Heading("二、存在问题".to_owned()),
            Part::Paragraph(
                "个别外地返乡人员旅居史登记不完整，其中“旅居地”一栏缺填5人；84消毒液（1:100）配制记录缺签字2次。".to_owned(),
            ),
            Part::Paragraph(long.repeat(3)),
        ],
        organisation: ORGANISATION.to_owned(),
        on: ON,
        head: HEAD.to_owned(),
        mask_word: "脱敏".to_owned(),
    }
}

fn recovery_document() -> Document {
    let groups: Vec<String> = (0..13).map(|i| ["K7QMX", "2WB5R", "PZ4TN", "H6ADV"][i % 4].to_owned()).collect();
    recovery::compose(&RecoverySheet {
        organisation: ORGANISATION,
        file_name: "某某市某某区养老服务中心.taizhang",
        fingerprint: "7f3a-19c2",
        groups: &groups,
        on: ON,
    })
    .unwrap()
}

fn month() -> GridForm {
    let row = |index: usize| GridRow {
        label: NAMES[index % NAMES.len()].to_owned(),
        marks: (0..30).map(|day| ["√", "36.5", "", "休", "√"][(index + day) % 5].to_owned()).collect(),
        total: "22".to_owned(),
    };
    GridForm {
        title: "职工健康监测月表".to_owned(),
        organisation: ORGANISATION.to_owned(),
        month: ON,
        on: ON,
        head: HEAD.to_owned(),
        mask_word: "脱敏".to_owned(),
        label: "姓名".to_owned(),
        total_label: "已记天数".to_owned(),
        rows: (0..24).map(row).collect(),
        notes: vec!["√ 正常；数字为体温（℃）；休 未到岗；空白 当日无记录。".to_owned()],
        signature: true,
    }
}

/// One document of every kind of form.
fn every_form() -> Vec<(&'static str, Document)> {
    vec![
        ("ledger", table::compose(&roster(60))),
        ("ledger-upright", table::compose(&narrow(60))),
        ("ledger-empty", table::compose(&roster(0))),
        ("ledger-blank", table::compose(&blank_table())),
        ("sheet", sheet::compose(&person(true))),
        ("sheet-blank", sheet::compose(&person(false))),
        ("report", report::compose(&submission())),
        ("recovery", recovery_document()),
        ("month", grid::compose(&month())),
        ("prose", prose::compose(&manual(6))),
        ("joined", joined()),
        ("joined-prose", Document::joined("合订", ORGANISATION, "2026年", ON, vec![prose::compose(&manual(1)); 2])),
    ]
}

/// A manual whose chapters have headings right under each other, a tall picture after some text, and a table.
fn manual(chapters: usize) -> ProseForm {
    let says = |voice: Voice, says: &str| Span { voice, says: says.to_owned() };
    let narrow = Picture {
        width: 3,
        height: 2,
        pixels: Pixels::Palette { palette: vec![Colour::WHITE, Colour::BLACK], pixels: vec![0, 1, 0, 1, 0, 1] },
    };
    let wide = Picture {
        width: 1200,
        height: 900,
        pixels: Pixels::Palette {
            palette: (0..40).map(|part| Colour(part, 118, 110)).collect(),
            pixels: (0..1200 * 900).map(|pixel| u8::try_from(pixel % 40).unwrap()).collect(),
        },
    };
    let mut blocks = Vec::new();
    for chapter in 0..chapters {
        blocks.push(prose::Block::Heading { level: 1, says: format!("第 {} 章", chapter + 1) });
        blocks.push(prose::Block::Heading { level: 2, says: "李䶮怎么登记".to_owned() });
        for _ in 0..chapter + 3 {
            let spans = vec![
                says(Voice::Plain, &"按下面的步骤登记每一个人，".repeat(5)),
                says(Voice::Strong, "新增"),
                says(Voice::Key, "Ctrl N"),
            ];
            blocks.push(prose::Block::Paragraph(spans.clone()));
            blocks.push(prose::Block::Point { sign: "1.".to_owned(), depth: 0, says: spans });
        }
        blocks.push(prose::Block::Pictures(vec![(1, "图".to_owned())]));
        blocks.push(prose::Block::Note(vec![says(Voice::Plain, &"请留意。".repeat(30))]));
        blocks.push(prose::Block::Pictures(vec![(0, "左".to_owned()), (0, "右".to_owned())]));
        blocks.push(prose::Block::Lines(vec!["taizhang-cli --json".to_owned(); 3]));
        let rows = (0..9).map(|row| TableRow { cells: vec![row.to_string(), "意思".to_owned()], marks: Vec::new() }).collect();
        blocks.push(prose::Block::Table {
            columns: vec![column("记号", 20.0, Align::Left), column("意思", 60.0, Align::Left)],
            rows,
        });
    }
    ProseForm {
        title: "用户手册".to_owned(),
        subtitle: "2026-11-23".to_owned(),
        organisation: ORGANISATION.to_owned(),
        on: ON,
        blocks,
        pictures: vec![narrow, wide],
    }
}

#[test]
fn a_heading_never_ends_a_page_and_every_picture_stands_once() {
    for chapters in 1..9 {
        let document = prose::compose(&manual(chapters));
        let shown = |wanted: usize| {
            let items = document.pages.iter().flat_map(|page| &page.items);
            items.filter(|item| matches!(item, Item::Picture { picture, .. } if *picture == wanted)).count()
        };
        assert_eq!((shown(0), shown(1)), (2 * chapters, chapters));
        for page in &document.pages[1..] {
            // The body type's lines below the lowest heading of the page.
            let lowest = |wanted: fn(f64) -> bool| {
                let items = page.items.iter().filter_map(|item| match item {
                    Item::Text { y_mm, size_pt, .. } if wanted(*size_pt) => Some(*y_mm),
                    _ => None,
                });
                items.filter(|y| *y < 275.0).fold(0.0, f64::max)
            };
            let (heading, body) = (lowest(|size| size > 12.0), lowest(|size| size < 12.0));
            assert!(body > heading || heading == 0.0, "a heading at {heading} mm with nothing below it");
        }
        let pages = document.pages.len();
        assert!(document.bookmarks.iter().all(|bookmark| (1..pages).contains(&bookmark.page)));
        assert_eq!(document.bookmarks.len(), 2 * chapters);
    }
}

fn joined() -> Document {
    let parts = vec![report::compose(&submission()), table::compose(&roster(30)), grid::compose(&month())];
    Document::joined("迎检包", ORGANISATION, "2026年", ON, parts)
}

fn texts(document: &Document, page: usize) -> Vec<&str> {
    document.pages[page]
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Text { text, .. } => Some(text.as_str()),
            _ => None,
        })
        .collect()
}

/// Every item lies on its page and every character is covered by its face.
fn assert_inside(document: &Document) {
    for page in &document.pages {
        let inside = |x: f64, y: f64| x >= 3.0 && y >= 3.0 && x <= page.width_mm - 3.0 && y <= page.height_mm - 3.0;
        for item in &page.items {
            let fits = match item {
                Item::Text { x_mm, y_mm, size_pt, spacing_pt, face, text, .. } => {
                    assert!(text.chars().all(|c| fonts::covers(*face, c)), "{text}");
                    let gaps = super::flow::count(text.chars().count().saturating_sub(1));
                    let width = fonts::width_mm(*face, *size_pt, text) + gaps * spacing_pt * MM_PER_PT;
                    inside(*x_mm, y_mm - size_pt * MM_PER_PT) && inside(x_mm + width, *y_mm)
                }
                Item::Line { x1_mm, y1_mm, x2_mm, y2_mm, .. } => inside(*x1_mm, *y1_mm) && inside(*x2_mm, *y2_mm),
                Item::Fill { x_mm, y_mm, width_mm, height_mm, .. } | Item::Picture { x_mm, y_mm, width_mm, height_mm, .. } => {
                    inside(*x_mm, *y_mm) && inside(x_mm + width_mm, y_mm + height_mm)
                }
            };
            assert!(fits, "{item:?} leaves its page");
        }
    }
}

/// Text extracted by the independent tool, where it is installed.
fn extracted(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.pdf");
    std::fs::write(&path, bytes).unwrap();
    let output = Command::new("pdftotext").arg("-raw").arg(&path).arg("-").output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

#[test]
fn nothing_leaves_the_page_of_any_form() {
    for (_, document) in every_form() {
        assert!(!document.pages.is_empty());
        assert_inside(&document);
    }
}

#[test]
fn the_same_data_give_the_same_bytes_and_other_data_others() {
    for ((_, first), (_, second)) in every_form().into_iter().zip(every_form()) {
        assert_eq!(pdf::write(&first).unwrap(), pdf::write(&second).unwrap());
    }
    let later = TableForm { on: ON.succ_opt().unwrap(), ..roster(3) };
    assert_ne!(pdf::write(&table::compose(&roster(3))).unwrap(), pdf::write(&table::compose(&later)).unwrap());
}

#[test]
fn header_number_and_title_stand_on_every_page() {
    let document = table::compose(&roster(200));
    let total = document.pages.len();
    assert!(total > 5);
    for page in 0..total {
        let texts = texts(&document, page);
        assert_eq!(texts.iter().filter(|t| **t == "公民身份号码").count(), 1, "page {page}");
        assert!(texts.contains(&format!("第 {} 页 共 {total} 页", page + 1).as_str()));
        assert!(texts.iter().any(|t| t.starts_with("人员花名册")));
        assert!(texts.iter().any(|t| t.contains(HEAD)) && texts.contains(&"脱敏"));
    }
}

#[test]
fn the_signature_never_stands_alone_nor_on_the_last_row() {
    for rows in 1..70 {
        let mut form = roster(rows);
        form.notes.clear();
        for row in &mut form.rows {
            row.marks.clear();
            row.cells[7] = "无".to_owned();
        }
        let document = table::compose(&form);
        let last = document.pages.last().unwrap();
        let baselines: Vec<f64> = last
            .items
            .iter()
            .filter_map(|i| match i {
                Item::Text { y_mm, text, .. } if text == "5001**********123X" => Some(*y_mm),
                _ => None,
            })
            .collect();
        let signature = last
            .items
            .iter()
            .find_map(|i| match i {
                Item::Text { y_mm, text, .. } if text.starts_with("经办人") => Some(*y_mm),
                _ => None,
            })
            .expect("signature on the last page");
        let lowest = baselines.iter().copied().fold(0.0, f64::max);
        assert!(lowest > 0.0, "{rows} rows: the signature stands alone");
        assert!(signature - lowest > 8.0, "{rows} rows: {signature} on {lowest}");
    }
}

#[test]
fn marks_are_shown_and_explained() {
    let document = table::compose(&roster(12));
    let texts = texts(&document, 0);
    assert!(texts.contains(&"补5"));
    assert!(texts.contains(&"作废：重复登记，见第3行"));
    assert!(texts.contains(&"138****1234①"));
    assert!(texts.contains(&"① 第10行联系电话：原为131****2391"));
    assert!(texts.iter().any(|t| t.contains("补录")));
    assert!(texts.contains(&"缺记日期：2026年11月7日、2026年11月8日。"));
    let strikes =
        |d: &Document| d.pages[0].items.iter().filter(|i| matches!(i, Item::Line { width_pt, .. } if *width_pt == 0.5)).count();
    assert!(strikes(&document) >= 7, "every cell of the void row is struck through");
    assert_eq!(strikes(&table::compose(&roster(5))), 0);
}

#[test]
fn what_no_face_covers_is_told_on_paper_and_to_the_screen() {
    let document = table::compose(&roster(6));
    assert_eq!(document.missing_glyphs, ['😀']);
    let texts = texts(&document, 0);
    assert!(texts.contains(&"表情〓与日期"));
    assert!(texts.contains(&"〓 代替字库没有的字符：U+1F600。"));
}

#[test]
fn an_empty_ledger_says_so_and_a_blank_one_has_its_rows() {
    assert!(texts(&table::compose(&roster(0)), 0).contains(&"本期无记录"));
    let blank = table::compose(&blank_table());
    let all: Vec<&str> = (0..blank.pages.len()).flat_map(|p| texts(&blank, p)).collect();
    assert!(all.contains(&"40") && !all.contains(&"41") && !all.contains(&"本期无记录"));
}

#[test]
fn few_columns_stand_upright_many_lie_across() {
    assert!(table::compose(&narrow(3)).pages[0].width_mm < 211.0);
    assert!(table::compose(&roster(3)).pages[0].width_mm > 296.0);
}

#[test]
fn names_come_out_of_the_file_whole() {
    let bytes = pdf::write(&table::compose(&roster(60))).unwrap();
    let Some(text) = extracted(&bytes) else {
        eprintln!("skipped: pdftotext is not installed");
        return;
    };
    for name in ["李䶮", "潘𬭎", "唐㛃", "𫖯明", "杨𬬭", "5001**********123X", "表情〓与日期"] {
        assert!(text.contains(name), "{name} is not in the text");
    }
    // Broken over two lines of one cell, the halves follow each other.
    assert!(text.contains("买买提·吐\n尔逊江") || text.contains("买买提·吐尔逊江"), "{text}");
    let months = extracted(&pdf::write(&grid::compose(&month())).unwrap()).unwrap();
    assert!(months.contains("职工健康监测月表"));
}

#[test]
fn fonts_are_cut_down() {
    let bytes = pdf::write(&table::compose(&roster(60))).unwrap();
    assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    let file = lopdf::Document::load_mem(&bytes).unwrap();
    assert_eq!(file.version, "1.4");
    assert_eq!(file.get_pages().len(), table::compose(&roster(60)).pages.len());
}

#[test]
fn a_joined_document_is_numbered_through_and_bookmarked() {
    let whole = joined();
    let total = whole.pages.len();
    let titles: Vec<(&str, usize)> = whole.bookmarks.iter().map(|b| (b.title.as_str(), b.page)).collect();
    assert_eq!(titles[0], ("关于报送疫苗接种台账的报告", 0));
    assert_eq!(titles.len(), 3);
    assert!(texts(&whole, titles[1].1).contains(&format!("第 {} 页 共 {total} 页", titles[1].1 + 1).as_str()));
    let file = lopdf::Document::load_mem(&pdf::write(&whole).unwrap()).unwrap();
    assert_eq!(file.get_toc().unwrap().toc.len(), 3);
}

#[test]
fn the_recovery_sheet_shows_every_group_once_and_its_code() {
    let document = recovery_document();
    assert_eq!(document.pages.len(), 1);
    let texts = texts(&document, 0);
    for (group, times) in [("K7QMX", 4), ("2WB5R", 3), ("PZ4TN", 3), ("H6ADV", 3)] {
        assert_eq!(texts.iter().filter(|t| **t == group).count(), times);
    }
    let dark = document.pages[0].items.iter().filter(|i| matches!(i, Item::Fill { height_mm, .. } if *height_mm < 2.0));
    assert!(dark.count() > 200);
}

#[test]
fn report_pages_hold_twenty_two_lines() {
    let mut form = submission();
    form.parts = vec![Part::Paragraph("防疫台账".repeat(400))];
    let document = report::compose(&form);
    let full = texts(&document, 1).iter().filter(|t| t.contains("防疫台账") && t.chars().count() == 28).count();
    assert_eq!(full, 22);
}

#[test]
fn the_preview_draws_outlines_and_nothing_else() {
    for (_, document) in every_form() {
        for (index, picture) in svg::pages(&document).iter().enumerate() {
            assert!(picture.starts_with("<svg ") && picture.ends_with("</svg>"));
            assert!(!picture.contains("<text") && !picture.contains("style") && !picture.contains("font"));
            for reference in picture.split("href=\"#").skip(1).take(50) {
                let id = reference.split('"').next().unwrap();
                assert!(id.starts_with(&format!("p{}", index + 1)));
                assert!(picture.contains(&format!("<path id=\"{id}\"")), "{id} is not defined");
            }
        }
    }
    assert_eq!(svg::page(&recovery_document(), 1), None);
}

#[test]
fn every_form_is_a_valid_archive_file() {
    let folder = tempfile::tempdir().unwrap();
    for (name, document) in every_form() {
        std::fs::write(folder.path().join(format!("{name}.pdf")), pdf::write(&document).unwrap()).unwrap();
    }
    preflight::assert_all_valid(folder.path());
}

#[test]
fn samples_are_written_where_asked() {
    let Some(folder) = std::env::var_os("TAIZHANG_PRINT_SAMPLES") else { return };
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).unwrap();
    for (name, document) in every_form() {
        std::fs::write(folder.join(format!("{name}.pdf")), pdf::write(&document).unwrap()).unwrap();
        std::fs::write(folder.join(format!("{name}.svg")), svg::page(&document, 0).unwrap()).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_text_leaves_the_page(
        rows in prop::collection::vec(
            prop::collection::vec("[一-龥，。（）《》a-zA-Z0-9 \\-\n😀👍䶮𬭎]{0,200}", 8), 0..12),
        long in "[A-Za-z0-9]{0,300}", tall in 0usize..900, across in any::<bool>(), signature in any::<bool>(),
    ) {
        let mut form = roster(0);
        form.orientation = if across { Orientation::Landscape } else { Orientation::Portrait };
        form.signature = signature;
        form.mask_word = UNMASKED.to_owned();
        form.title = "很长的标题".repeat(tall % 9 + 1);
        form.rows = rows.into_iter().map(|cells| TableRow { cells, marks: vec![Mark::Late { reason: "外出培训".to_owned() }] }).collect();
        form.rows.push(TableRow {
            cells: vec![long, "高".repeat(tall)],
            marks: vec![Mark::Voided { reason: "原因".repeat(tall % 200) }],
        });
        let document = table::compose(&form);
        assert_inside(&document);
        let last = texts(&document, document.pages.len() - 1);
        prop_assert_eq!(last.iter().any(|t| t.starts_with("经办人")), signature);
        let drawn: usize = document.pages.iter().flat_map(|p| &p.items).map(|i| match i {
            Item::Text { text, .. } => text.matches('高').count(),
            _ => 0,
        }).sum();
        prop_assert!(drawn >= tall, "{} of {} characters of a tall cell are on paper", drawn, tall);
    }
}
