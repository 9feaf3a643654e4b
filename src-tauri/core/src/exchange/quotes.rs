//! Quotation marks of text files that are none: one left open swallows the rows below it.
//!
//! Owns telling a cell of several lines from rows that a stray mark took in. Parsing stays the `csv` crate's.

use std::borrow::Cow;
use std::ops::Range;

/// A mark that was taken for text, because what it would take in looks like rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stray {
    /// The line it stands in, from 1.
    pub line: usize,
    /// The last line its cell would hold.
    pub until: usize,
    /// The line as it stands there.
    pub shown: String,
}

/// A cell that begins with a mark.
struct Quoted {
    /// From its opening mark to behind the closing one.
    cell: Range<usize>,
    closed: bool,
    /// Whether a separator or the end of the line follows it.
    ends: bool,
}

/// How much longer than the text the looking may take; what is left then is read as text.
const PATIENCE: usize = 16;
/// Characters shown of the line.
const SHOWN: usize = 30;

/// `text` with every implausible mark doubled into text, and the first such mark. A cell of several lines is implausible when
/// nothing closes it, when something stands behind its closing mark, or when its lines hold the separator as the rows do.
pub fn settled(text: &str, separator: u8) -> (Cow<'_, str>, Option<Stray>) {
    let bytes = text.as_bytes();
    if memchr::memchr(b'"', bytes).is_none() {
        return (Cow::Borrowed(text), None);
    }
    let usual = usual(bytes, separator);
    let mut work = bytes.len().saturating_mul(PATIENCE);
    let mut found: Option<(usize, usize)> = None;
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        if rest.first() == Some(&b'"') {
            let quoted = quoted(bytes, at, separator);
            work = work.saturating_sub(quoted.cell.len());
            let lines = bytes.get(quoted.cell.clone()).unwrap_or_default();
            if work > 0 && (memchr::memchr(b'\n', lines.trim_ascii_end()).is_none() || is_cell(&quoted, lines, separator, usual))
            {
                at = quoted.cell.end;
            } else {
                found.get_or_insert((at, quoted.cell.end));
                let end = at + memchr::memchr2(separator, b'\n', rest).unwrap_or(rest.len());
                out.push_str(text.get(copied..at).unwrap_or_default());
                out.push('"');
                out.push_str(&text.get(at..end).unwrap_or_default().replace('"', "\"\""));
                out.push('"');
                (at, copied) = (end, end);
            }
        }
        // On to the next cell.
        let rest = bytes.get(at..).unwrap_or_default();
        at += memchr::memchr2(separator, b'\n', rest).map_or(rest.len(), |next| next + 1);
    }
    let Some((first, end)) = found else { return (Cow::Borrowed(text), None) };
    out.push_str(text.get(copied..).unwrap_or_default());
    let line_at = |at: usize| memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default().trim_ascii_end()).count() + 1;
    let begin = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let shown = text.get(begin..).unwrap_or_default().lines().next().unwrap_or_default();
    let line = memchr::memchr_iter(b'\n', bytes.get(..first).unwrap_or_default()).count() + 1;
    let stray = Stray { line, until: line_at(end), shown: shown.chars().take(SHOWN).collect() };
    (Cow::Owned(out), Some(stray))
}

fn quoted(bytes: &[u8], start: usize, separator: u8) -> Quoted {
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(mark) = memchr::memchr(b'"', rest) else {
            return Quoted { cell: start..bytes.len(), closed: false, ends: true };
        };
        at += mark + 1;
        match bytes.get(at) {
            Some(b'"') => at += 1,
            next => {
                let ends = next.is_none_or(|next| *next == separator || matches!(next, b'\n' | b'\r'));
                return Quoted { cell: start..at, closed: true, ends };
            }
        }
    }
}

/// Whether lines that stand within marks are one cell.
fn is_cell(quoted: &Quoted, lines: &[u8], separator: u8, usual: usize) -> bool {
    if !quoted.closed || !quoted.ends {
        return false;
    }
    let below: Vec<&[u8]> = lines.split(|byte| *byte == b'\n').skip(1).filter(|line| !line.trim_ascii().is_empty()).collect();
    let like_rows = below.iter().filter(|line| usual > 0 && count(line, separator) == usual).count();
    like_rows == 0 || like_rows * 2 < below.len()
}

fn count(line: &[u8], separator: u8) -> usize {
    memchr::memchr_iter(separator, line).count()
}

/// How many separators most lines hold.
fn usual(bytes: &[u8], separator: u8) -> usize {
    let mut seen = std::collections::BTreeMap::<usize, usize>::new();
    for line in bytes.split(|byte| *byte == b'\n') {
        let held = count(line, separator);
        if held > 0 {
            *seen.entry(held).or_default() += 1;
        }
    }
    seen.into_iter().max_by_key(|(_, lines)| *lines).map_or(0, |(held, _)| held)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_settled_stays(text in "[a王,\"\n]{0,60}") {
            let (once, _) = settled(&text, b',');
            let (twice, stray) = settled(&once, b',');
            prop_assert_eq!(stray, None, "{:?}", text);
            prop_assert_eq!(&twice, &once);
        }
    }

    #[test]
    fn a_mark_left_open_is_text() {
        let rows: String = (0..30).map(|number| format!("人{number},1420000{number:04},\n")).collect();
        let open = format!("姓名,手机,备注\n赵桐,14212345671,\"原名\n{rows}");
        let (text, stray) = settled(&open, b',');
        assert_eq!(stray.unwrap(), Stray { line: 2, until: 32, shown: "赵桐,14212345671,\"原名".to_owned() });
        assert_eq!(text, open.replace("\"原名", "\"\"\"原名\""));
        // The mark of a later cell closes it, and the rows between are gone as well.
        let closed = format!("{open}李四,14212345672,\"备注\"\n");
        let (text, stray) = settled(&closed, b',');
        assert_eq!(stray.unwrap().line, 2);
        assert!(text.ends_with("李四,14212345672,\"备注\"\n"));
        // So it does where the whole of the rows between stands within marks.
        let within = format!("姓名,手机,备注\n赵桐,14212345671,\"原名\n{rows}李四,14212345672,备注\"\n");
        assert_eq!(settled(&within, b',').1.unwrap().line, 2);
    }

    #[test]
    fn cells_of_several_lines_stay() {
        for text in [
            "姓名,手机,备注\n赵桐,14212345671,\"两\n行\"\n钱二,14212345672,\n",
            "姓名,手机,备注\n赵桐,14212345671,\"两,\n行\"\"引\"\"\"\r\n",
            "\"姓名\",\"手机\"\n\"赵桐\",\"142\"",
            "姓名,备注\n赵桐,3\"管\n钱二,4\"管\n",
            "姓名\t备注\n赵桐\t\"一，二\n三，四\n五\"\n",
            "",
        ] {
            assert_eq!(settled(text, if text.contains('\t') { b'\t' } else { b',' }), (Cow::Borrowed(text), None), "{text}");
        }
        // Nothing is swallowed by a mark left open in the last line, but it is no cell of marks either.
        assert_eq!(settled("a,b\nc,\"d\n", b',').1, None);
    }
}
