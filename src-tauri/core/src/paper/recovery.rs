//! The 恢复单: one sheet that opens the data file when the password is lost.
//!
//! Owns its look and wording. Knows nothing of keys: it prints the groups it is given.

use super::apparatus;
use super::flow::count;
use super::fonts::{self, Face};
use super::page::{Colour, Document, Item, MM_PER_PT, Page};
use super::text::{self, Align};
use crate::base::error::{Error, Result};
use chrono::NaiveDate;
use qrcode::{Color as Module, EcLevel, QrCode};
use std::collections::BTreeSet;

/// What the recovery sheet says. Holds the secret itself: not to be kept or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoverySheet<'a> {
    /// Name of the organisation.
    pub organisation: &'a str,
    /// Name of the data file.
    pub file_name: &'a str,
    /// Fingerprint of the key, as it stands in the names of backups.
    pub fingerprint: &'a str,
    /// The recovery code in its groups.
    pub groups: &'a [String],
    /// Day of issue.
    pub on: NaiveDate,
}

const LEFT: f64 = 24.0;
const WIDTH: f64 = 162.0;
const TITLE: &str = "恢复单";

const PURPOSE: &str =
    "忘记密码，或原电脑损坏、丢失时，凭本单上的恢复码可以打开数据文件，以及用同一密钥做的任何备份，不需要原电脑，也不需要联网。";
const USE: &str =
    "打开程序，选“用恢复码打开”，按顺序输入下列各组（不分大小写，不必输入序号），或扫描右侧二维码；随后设定新密码。";
const KEEP: &str = "只要还留有密钥指纹与本单相同的备份，就要保存本单。更换密码后会另发新单，旧备份仍须凭旧单打开。";
const WARNING: &str = "谁同时拿到本单和数据文件，谁就能读出全部内容。请装入信封密封，锁进保险柜；不要拍照，不要用微信、邮件传送，不要与电脑或U盘放在一起。本单遗失，请立即更换密码。";

/// Lays the sheet out on one page.
///
/// # Errors
/// [`Error::Bug`] where the code is too long for a two-dimensional code.
pub fn compose(sheet: &RecoverySheet<'_>) -> Result<Document> {
    let mut missing = BTreeSet::new();
    let mut items = vec![
        text::aligned(LEFT, WIDTH, 36.0, 28.0, Face::HeiBold, Align::Centre, TITLE),
        text::aligned(LEFT, WIDTH, 44.0, 11.0, Face::Song, Align::Centre, "防疫台账　数据文件的备用钥匙　机密"),
    ];
    let mut y = known(&mut items, sheet, &mut missing);
    y = worded(&mut items, "用途", PURPOSE, y + 7.0);
    y = worded(&mut items, "用法", USE, y + 2.0);
    y = code(&mut items, sheet, y + 5.0)?;
    y = worded(&mut items, "保存", KEEP, y + 8.0);
    y = worded(&mut items, "注意", WARNING, y + 2.0);
    signature(&mut items, sheet, (y + 16.0).max(262.0));
    Ok(Document {
        title: TITLE.to_owned(),
        organisation: sheet.organisation.to_owned(),
        subject: format!("密钥指纹 {}", sheet.fingerprint),
        on: sheet.on,
        pages: vec![Page { width_mm: 210.0, height_mm: 297.0, items, number: None }],
        bookmarks: Vec::new(),
        missing_glyphs: missing.into_iter().collect(),
        pictures: Vec::new(),
    })
}

/// Whose key it is; returns where the next thing may stand.
fn known(items: &mut Vec<Item>, sheet: &RecoverySheet<'_>, missing: &mut BTreeSet<char>) -> f64 {
    const SIZE: f64 = 12.0;
    let mut y = 52.0;
    items.push(Item::across(LEFT, y, WIDTH, 1.0));
    y += 1.0;
    let issued = apparatus::day(sheet.on);
    let facts = [
        ("单位名称", sheet.organisation),
        ("数据文件", sheet.file_name),
        ("密钥指纹", sheet.fingerprint),
        ("出具日期", issued.as_str()),
    ];
    for (label, value) in facts {
        y += 6.6;
        items.push(Item::text(LEFT + 2.0, y, SIZE, Face::HeiBold, label));
        let run = fonts::fit(value, Face::Song, missing);
        for (index, line) in text::lines(&run.text, run.face, SIZE, WIDTH - 34.0).into_iter().take(3).enumerate() {
            if index > 0 {
                y += 5.6;
            }
            items.push(Item::text(LEFT + 32.0, y, SIZE, run.face, line));
        }
    }
    y += 4.0;
    items.push(Item::across(LEFT, y, WIDTH, 1.0));
    y
}

/// A bold word and its paragraph beside it.
fn worded(items: &mut Vec<Item>, label: &str, says: &str, top: f64) -> f64 {
    const SIZE: f64 = 11.0;
    const STEP: f64 = 6.0;
    let lines = text::lines(says, Face::Song, SIZE, WIDTH - 20.0);
    items.push(Item::text(LEFT + 2.0, top, SIZE, Face::HeiBold, label));
    let rows = lines.len();
    for (index, line) in lines.into_iter().enumerate() {
        items.push(Item::text(LEFT + 18.0, top + count(index) * STEP, SIZE, Face::Song, line));
    }
    top + count(rows.max(1)) * STEP
}

/// The groups in numbered boxes and the two-dimensional code beside them.
fn code(items: &mut Vec<Item>, sheet: &RecoverySheet<'_>, top: f64) -> Result<f64> {
    const COLUMNS: usize = 3;
    const BOX: (f64, f64) = (35.0, 13.0);
    const GROUP_PT: f64 = 17.0;
    const QR_MM: f64 = 50.0;
    let rows = sheet.groups.len().div_ceil(COLUMNS);
    let height = count(rows) * BOX.1;
    for (index, group) in sheet.groups.iter().enumerate() {
        let x = LEFT + count(index % COLUMNS) * BOX.0;
        let y = top + count(index / COLUMNS) * BOX.1;
        items.push(Item::Fill { x_mm: x, y_mm: y, width_mm: 7.0, height_mm: BOX.1, colour: Colour::HEADER });
        items.push(text::aligned(x, 7.0, y + 8.0, 9.0, Face::Song, Align::Centre, &(index + 1).to_string()));
        let spacing_pt = 1.5;
        let width = fonts::width_mm(Face::HeiBold, GROUP_PT, group)
            + count(group.chars().count().saturating_sub(1)) * spacing_pt * MM_PER_PT;
        items.push(Item::Text {
            x_mm: x + 7.0 + (BOX.0 - 7.0 - width) / 2.0,
            y_mm: y + BOX.1 / 2.0 + text::MIDDLE * GROUP_PT * MM_PER_PT,
            size_pt: GROUP_PT,
            spacing_pt,
            face: Face::HeiBold,
            colour: Colour::BLACK,
            text: group.clone(),
        });
        items.push(Item::across(x, y, BOX.0, 0.5));
        items.push(Item::across(x, y + BOX.1, BOX.0, 0.5));
        items.push(Item::down(x, y, BOX.1, 0.5));
        items.push(Item::down(x + BOX.0, y, BOX.1, 0.5));
    }
    let left = LEFT + WIDTH - QR_MM;
    modules(items, &sheet.groups.join("-"), left, top, QR_MM)?;
    let below = top + QR_MM + 5.0;
    items.push(text::aligned(left, QR_MM, below, 9.0, Face::Song, Align::Centre, "二维码与左侧恢复码内容相同"));
    Ok(top + height.max(QR_MM + 6.0))
}

/// Dark modules as filled rectangles, those side by side in one.
fn modules(items: &mut Vec<Item>, says: &str, left: f64, top: f64, size: f64) -> Result<()> {
    let qr = QrCode::with_error_correction_level(says, EcLevel::M).map_err(|e| Error::Bug(e.to_string()))?;
    let side = qr.width();
    let unit = size / count(side);
    let colours = qr.to_colors();
    for (y, row) in colours.chunks(side).enumerate() {
        let mut x = 0;
        while x < side {
            let run = row[x..].iter().take_while(|m| **m == Module::Dark).count();
            if run > 0 {
                items.push(Item::Fill {
                    x_mm: left + count(x) * unit,
                    y_mm: top + count(y) * unit,
                    width_mm: count(run) * unit,
                    height_mm: unit,
                    colour: Colour::BLACK,
                });
            }
            x += run.max(1);
        }
    }
    Ok(())
}

fn signature(items: &mut Vec<Item>, sheet: &RecoverySheet<'_>, y: f64) {
    const SIZE: f64 = 11.0;
    let slot = WIDTH / 3.0;
    for (index, label) in ["保管人（签字）：", "存放处：", "日期："].into_iter().enumerate() {
        let x = LEFT + count(index) * slot;
        let taken = fonts::width_mm(Face::Song, SIZE, label);
        items.push(Item::text(x, y, SIZE, Face::Song, label));
        items.push(Item::across(x + taken, y + 1.0, slot - taken - 4.0, 0.4));
    }
    let again = format!("密钥指纹 {}", sheet.fingerprint);
    let item = text::aligned(LEFT, WIDTH, 284.0, 8.0, Face::Song, Align::Right, &again);
    items.push(item.coloured(Colour::QUIET));
}
