//! What an old workbook says of how its cells look, where that is part of their value: number formats and hidden rows.
//!
//! Owns the few records of MS-XLS about it; the values are the reader library's. The stream has been through `guard`.

use super::formats::{Code, built_in};
use std::collections::HashMap;

/// How the sheets of a workbook look.
#[derive(Debug, Default)]
pub struct Looks {
    /// Formats that show more than digits.
    pub codes: Vec<Code>,
    /// The sheets in the order of the workbook.
    pub sheets: Vec<Look>,
}

/// How one sheet looks.
#[derive(Debug, Default, Clone)]
pub struct Look {
    /// Places in [`Looks::codes`] by row and column, from 0.
    pub codes: HashMap<(u32, u32), usize>,
    /// Hidden rows, as Excel numbers them, in order.
    pub hidden: Vec<u32>,
}

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const ROW: u16 = 0x0208;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const MUL_RK: u16 = 0x00BD;
const FORMULA: u16 = 0x0006;
/// Of BIFF8, the only version whose texts are known here.
const VERSION: u16 = 0x0600;
/// In the options of a row: it has no height.
const HIDDEN: u16 = 0x0020;

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

impl Looks {
    /// Reads the records of `stream`.
    pub fn of(stream: &[u8]) -> Self {
        let mut looks = Self::default();
        let mut formats: HashMap<u16, String> = HashMap::new();
        let mut xfs: Vec<u16> = Vec::new();
        let mut places: Vec<u32> = Vec::new();
        // Codes by the number of a cell's format record, once the workbook's own part is over.
        let mut by_xf: Vec<Option<usize>> = Vec::new();
        let mut found: HashMap<u32, Look> = HashMap::new();
        let mut current: Option<u32> = None;
        let mut depth = 0_usize;
        let mut at = 0;
        while let (Some(kind), Some(length)) = (number(stream, at), number(stream, at + 2)) {
            let data = stream.get(at + 4..at + 4 + usize::from(length)).unwrap_or_default();
            match kind {
                BOF if depth == 0 => {
                    if number(data, 0) != Some(VERSION) {
                        return Self::default();
                    }
                    depth = 1;
                    current = u32::try_from(at).ok().filter(|at| places.contains(at));
                }
                // A chart within the sheet.
                BOF => depth += 1,
                EOF => {
                    depth = depth.saturating_sub(1);
                    if by_xf.is_empty() {
                        by_xf = looks.resolve(&xfs, &formats);
                    }
                }
                BOUND_SHEET => places.extend(data.get(..4).and_then(|place| place.try_into().ok()).map(u32::from_le_bytes)),
                FORMAT => formats.extend(number(data, 0).zip(text(data.get(2..).unwrap_or_default()))),
                XF => xfs.extend(number(data, 2)),
                _ => {}
            }
            if let Some(sheet) = current.filter(|_| depth == 1) {
                let look = found.entry(sheet).or_default();
                match kind {
                    ROW if number(data, 12).is_some_and(|options| options & HIDDEN != 0) => {
                        look.hidden.extend(number(data, 0).map(|row| u32::from(row) + 1));
                    }
                    NUMBER | RK | FORMULA => {
                        if let (Some(row), Some(column), Some(xf)) = (number(data, 0), number(data, 2), number(data, 4)) {
                            look.put(row, column, xf, &by_xf);
                        }
                    }
                    MUL_RK => {
                        let (Some(row), Some(first)) = (number(data, 0), number(data, 2)) else { break };
                        let cells = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
                        for (cell, column) in cells.chunks_exact(6).zip(first..) {
                            if let Some(xf) = number(cell, 0) {
                                look.put(row, column, xf, &by_xf);
                            }
                        }
                    }
                    _ => {}
                }
            }
            at += 4 + usize::from(length);
        }
        looks.sheets = places.iter().map(|place| found.remove(place).unwrap_or_default()).collect();
        looks.sheets.iter_mut().for_each(|look| look.hidden.sort_unstable());
        looks
    }

    fn resolve(&mut self, xfs: &[u16], formats: &HashMap<u16, String>) -> Vec<Option<usize>> {
        let mut known: HashMap<u16, Option<usize>> = HashMap::new();
        xfs.iter()
            .map(|format| {
                *known.entry(*format).or_insert_with(|| {
                    let code = formats.get(format).map(String::as_str).or_else(|| built_in(*format)).and_then(Code::of)?;
                    self.codes.push(code);
                    Some(self.codes.len() - 1)
                })
            })
            .collect()
    }
}

impl Look {
    fn put(&mut self, row: u16, column: u16, xf: u16, by_xf: &[Option<usize>]) {
        if let Some(code) = by_xf.get(usize::from(xf)).copied().flatten() {
            self.codes.insert((u32::from(row), u32::from(column)), code);
        }
    }
}

/// A text with its length and its kind in front.
fn text(bytes: &[u8]) -> Option<String> {
    let length = usize::from(number(bytes, 0)?);
    let wide = bytes.get(2)? & 1 == 1;
    let rest = bytes.get(3..)?;
    if wide {
        let units: Vec<u16> = rest.chunks_exact(2).take(length).filter_map(|pair| number(pair, 0)).collect();
        return String::from_utf16(&units).ok();
    }
    Some(rest.iter().take(length).map(|byte| char::from(*byte)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_stream_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400), kinds in proptest::collection::vec(0..9_usize, 0..12)) {
            const KINDS: [u16; 9] = [BOF, EOF, BOUND_SHEET, FORMAT, XF, ROW, NUMBER, MUL_RK, RK];
            let mut stream = [BOF.to_le_bytes(), 2_u16.to_le_bytes(), VERSION.to_le_bytes()].concat();
            for (kind, piece) in kinds.iter().zip(bytes.chunks(33)) {
                stream.extend(KINDS.get(*kind).copied().unwrap_or(EOF).to_le_bytes());
                stream.extend(u16::try_from(piece.len()).unwrap_or(0).to_le_bytes());
                stream.extend(piece);
            }
            let _ = Looks::of(&stream);
            let _ = Looks::of(&bytes);
        }
    }
}
