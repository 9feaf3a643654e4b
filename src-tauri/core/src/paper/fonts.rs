//! The three faces the program prints with: metrics, coverage and the normalisation of text.
//!
//! Owns the font files and the rule what happens to a character they lack. Knows no page and no file format.

use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use unicode_segmentation::UnicodeSegmentation;

/// Stands for a character that no face covers (得号, the printers' sign for a missing type).
pub const GETA: char = '〓';

/// A face of type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Face {
    /// 宋体, body: all of GB 18030-2022 level 2.
    Song,
    /// 宋体 bold, titles of reports: the characters of GB 2312.
    SongBold,
    /// 黑体 bold, headings: the characters of GBK.
    HeiBold,
}

impl Face {
    /// All faces.
    pub const ALL: [Self; 3] = [Self::Song, Self::SongBold, Self::HeiBold];

    /// PostScript name inside the font file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Song => "TaizhangSong-Regular",
            Self::SongBold => "TaizhangSong-Bold",
            Self::HeiBold => "TaizhangHei-Bold",
        }
    }

    /// The font file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Song => include_bytes!("../../../../assets/fonts/taizhang-song.ttf"),
            Self::SongBold => include_bytes!("../../../../assets/fonts/taizhang-song-bold.ttf"),
            Self::HeiBold => include_bytes!("../../../../assets/fonts/taizhang-hei-bold.ttf"),
        }
    }

    fn metrics(self) -> &'static Metrics {
        static CACHE: [OnceLock<Metrics>; 3] = [const { OnceLock::new() }; 3];
        CACHE[self as usize].get_or_init(|| Metrics::read(self.bytes()))
    }
}

/// Glyphs and advances of a face, by character.
struct Metrics {
    /// Glyph of each code point, 0 for none.
    glyphs: Vec<u16>,
    /// Advance of each glyph in thousandths of the size.
    advances: Vec<u16>,
}

impl Metrics {
    fn read(bytes: &[u8]) -> Self {
        let mut metrics = Self { glyphs: Vec::new(), advances: Vec::new() };
        let Ok(face) = ttf_parser::Face::parse(bytes, 0) else {
            return metrics; // covers nothing: every character prints as missing, the test of the files fails
        };
        let per_em = u32::from(face.units_per_em()).max(1);
        metrics.advances = (0..face.number_of_glyphs())
            .map(|glyph| {
                let advance = face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or(0);
                u16::try_from(u32::from(advance) * 1000 / per_em).unwrap_or(u16::MAX)
            })
            .collect();
        for table in face.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables) {
            if !table.is_unicode() {
                continue;
            }
            table.codepoints(|point| {
                let Some(glyph) = table.glyph_index(point) else { return };
                let at = point as usize;
                if metrics.glyphs.len() <= at {
                    metrics.glyphs.resize(at + 1, 0);
                }
                metrics.glyphs[at] = glyph.0;
            });
        }
        metrics
    }
}

/// Glyph of `character` in `face`; `None` where the face lacks it.
pub fn glyph(face: Face, character: char) -> Option<u16> {
    match face.metrics().glyphs.get(character as usize) {
        None | Some(0) => None,
        Some(&glyph) => Some(glyph),
    }
}

/// Whether `face` has `character`.
pub fn covers(face: Face, character: char) -> bool {
    glyph(face, character).is_some()
}

/// Advance of `character` in thousandths of the size; 0 where the face lacks it.
pub fn advance(face: Face, character: char) -> u32 {
    glyph(face, character).map_or(0, |glyph| face.metrics().advances.get(usize::from(glyph)).copied().map_or(0, u32::from))
}

/// Width of `text` set in `face` at `size_pt`.
pub fn width_mm(face: Face, size_pt: f64, text: &str) -> f64 {
    let units: u32 = text.chars().map(|c| advance(face, c)).sum();
    f64::from(units) / 1000.0 * size_pt * super::page::MM_PER_PT
}

/// A run of text with the face that covers all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Normalised text; what no face covers stands as [`GETA`].
    pub text: String,
    /// `wanted`, or the body face for the whole run where `wanted` lacks a character.
    pub face: Face,
}

/// Normalises `text` and finds the face for the whole of it, so that a name is never set in two faces.
/// Characters that no face covers are added to `missing`.
pub fn fit(text: &str, wanted: Face, missing: &mut BTreeSet<char>) -> Run {
    let text = normalised(text);
    if text.chars().all(|c| c == '\n' || covers(wanted, c)) {
        return Run { text, face: wanted };
    }
    if text.chars().all(|c| c == '\n' || covers(Face::Song, c)) {
        return Run { text, face: Face::Song };
    }
    let mut fitted = String::with_capacity(text.len());
    for cluster in text.graphemes(true) {
        let lacking: Vec<char> = cluster.chars().filter(|&c| c != '\n' && !covers(Face::Song, c)).collect();
        if lacking.is_empty() {
            fitted.push_str(cluster);
        } else {
            fitted.push(GETA);
            missing.extend(lacking);
        }
    }
    Run { text: fitted, face: Face::Song }
}

/// Whether all of `text` can be printed.
pub fn prints(text: &str) -> bool {
    normalised(text).chars().all(|c| c == '\n' || covers(Face::Song, c))
}

/// Text as it is printed: radicals become the characters they look like, so that text copied from the
/// file can be searched; variation selectors, joiners and direction marks go; control characters and
/// exotic blanks become plain ones; line ends become `\n`.
pub fn normalised(text: &str) -> String {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\u{2028}' | '\u{2029}' | '\u{85}' => out.push('\n'),
            '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => out.push(' '),
            '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}' => {}
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => {}
            '\u{2060}'..='\u{206f}' | '\u{feff}' => {}
            '\u{2011}' => out.push('-'),
            '\u{2f00}'..='\u{2fd5}' => out.push(of_kangxi(character)),
            '\u{2e80}'..='\u{2ef3}' => out.push(of_supplement(character)),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// The unified ideographs of the 214 Kangxi radicals U+2F00–2FD5 (Unicode compatibility decompositions).
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

fn of_kangxi(radical: char) -> char {
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    let table = TABLE.get_or_init(|| KANGXI.chars().collect());
    table.get(radical as usize - 0x2f00).copied().unwrap_or(radical)
}

/// Radicals of the supplement block that are drawn like a whole character and turn up in its place
/// when text is copied out of other documents.
const SUPPLEMENT: &str = "⺒巳⺓幺⺟母⺠民⻁虎⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻳龟";

fn of_supplement(radical: char) -> char {
    let mut pairs = SUPPLEMENT.chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        if from == radical {
            return to;
        }
    }
    radical
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_face_is_read_and_named_as_the_file_says() {
        for face in Face::ALL {
            let parsed = ttf_parser::Face::parse(face.bytes(), 0).unwrap();
            let named = parsed
                .names()
                .into_iter()
                .filter(|n| n.name_id == ttf_parser::name_id::POST_SCRIPT_NAME)
                .find_map(|n| n.to_string());
            assert_eq!(named.as_deref(), Some(face.name()));
            assert_eq!(advance(face, '国'), 1000);
            assert!(covers(face, GETA) && covers(face, '①') && covers(face, '补'));
        }
    }

    #[test]
    fn names_with_rare_characters_are_covered_by_the_body() {
        for character in "䶮㛃𬭎𫖯𬬭𠅤".chars() {
            assert!(covers(Face::Song, character), "{character}");
        }
    }

    #[test]
    fn a_run_that_the_heading_lacks_is_wholly_set_in_the_body() {
        let mut missing = BTreeSet::new();
        let run = fit("李䶮𬭎", Face::HeiBold, &mut missing);
        assert_eq!((run.face, run.text.as_str()), (Face::Song, "李䶮𬭎"));
        assert_eq!(fit("李明", Face::HeiBold, &mut missing).face, Face::HeiBold);
        assert!(missing.is_empty());
    }

    #[test]
    fn what_nothing_covers_prints_as_geta_and_is_reported() {
        let mut missing = BTreeSet::new();
        let run = fit("好👨‍👩‍👧a😀", Face::Song, &mut missing);
        assert_eq!(run.text, "好〓〓〓a〓");
        assert!(missing.contains(&'😀') && missing.contains(&'👧'));
    }

    #[test]
    fn radicals_selectors_and_blanks_are_normalised() {
        assert_eq!(normalised("⽇⽉⻓⻔"), "日月长门");
        assert_eq!(normalised("葛\u{e0100}城\u{fe00}"), "葛城");
        assert_eq!(normalised("a\u{200b}b\tc\r\nd\re"), "ab c\nd\ne");
        assert_eq!(KANGXI.chars().count(), 214);
        assert!(KANGXI.chars().all(|c| ('\u{3400}'..'\u{a000}').contains(&c)));
    }
}
