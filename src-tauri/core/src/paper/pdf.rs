//! Documents as PDF/A-1b files.
//!
//! Owns the file format; the only module that says `printpdf`. Knows no form and reads no clock:
//! the same document gives the same bytes.

use super::fonts::{self, Face};
use super::page::{Bookmark, Colour, Document, Item, MM_PER_PT, Page, Picture, Pixels};
use crate::base::error::{Error, Result};
use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{
    Color, DictItem, ExternalStream, ExternalXObject, FontId, Greyscale, Line, LinePoint, Op, PaintMode, ParsedFont, PdfDocument,
    PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect, Rgb, TextItem, TextMatrix, XObject, XObjectId,
    XObjectTransform,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Colour space of the output intent; made by `assets/icc/make.py`.
const SRGB: &[u8] = include_bytes!("../../../../assets/icc/srgb.icc");
/// Written as producer and creator of every file.
const PRODUCER: &str = "防疫台账";

/// The file of a document.
///
/// # Errors
/// [`Error::Bug`] where a font cannot be cut down or the writer reports a fault.
pub fn write(document: &Document) -> Result<Vec<u8>> {
    let mut pdf = PdfDocument::new(&document.title);
    let mut glyph_counts = BTreeMap::new();
    for (face, characters) in characters_used(document) {
        let (font, glyphs) = cut_down(face, &characters)?;
        glyph_counts.insert(font.font_name.clone().unwrap_or_default(), glyphs);
        pdf.resources.fonts.map.insert(font_id(face), PdfFont::new(font));
    }
    for (index, shown) in document.pictures.iter().enumerate() {
        pdf.resources.xobjects.map.insert(picture_id(index), XObject::External(picture(shown)));
    }
    pdf.pages = document.pages.iter().map(drawn).collect();
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let mut warnings = Vec::new();
    let mut file = pdf.to_lopdf_document(&options, &mut warnings);
    drop(pdf);
    if let Some(fault) = warnings.iter().find(|w| w.severity == printpdf::PdfParseErrorSeverity::Error) {
        return Err(Error::Bug(format!("{fault:?}")));
    }
    archive(&mut file, document, &glyph_counts)?;
    file.compress();
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|e| Error::Bug(e.to_string()))?;
    Ok(bytes)
}

fn bug(fault: impl std::fmt::Display) -> Error {
    Error::Bug(format!("PDF: {fault}"))
}

fn font_id(face: Face) -> FontId {
    FontId(
        match face {
            Face::Song => "Song",
            Face::SongBold => "SongBold",
            Face::HeiBold => "HeiBold",
        }
        .to_owned(),
    )
}

fn characters_used(document: &Document) -> BTreeMap<Face, BTreeSet<char>> {
    let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
    for item in document.pages.iter().flat_map(|p| &p.items) {
        if let Item::Text { face, text, .. } = item {
            used.entry(*face).or_default().extend(text.chars());
        }
    }
    used
}

/// The face reduced to `characters`, and the number of glyphs it then has.
fn cut_down(face: Face, characters: &BTreeSet<char>) -> Result<(ParsedFont, u16)> {
    let mut glyphs: BTreeSet<u16> = characters.iter().filter_map(|c| fonts::glyph(face, *c)).collect();
    glyphs.insert(0);
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    let data = ReadScope::new(face.bytes()).read::<FontData<'_>>().map_err(bug)?;
    let provider = data.table_provider(0).map_err(bug)?;
    let program = subset(&provider, &glyphs, &SubsetProfile::Pdf, CmapTarget::Unicode).map_err(bug)?;
    let mut font = ParsedFont::from_bytes(&program, 0, &mut Vec::new())
        .ok_or_else(|| bug(format!("{} cannot be read again", face.name())))?;
    let tag: String = Sha256::digest(&program).iter().take(6).map(|b| char::from(b'A' + b % 26)).collect();
    font.font_name = Some(format!("{tag}+{}", face.name()));
    let count = ttf_parser::Face::parse(&program, 0).map_err(bug)?.number_of_glyphs();
    Ok((font, count))
}

/// Points to two decimals: finer than any printer, and short in the file.
#[allow(clippy::cast_possible_truncation)] // page coordinates are far inside the range of f32
fn pt(mm: f64) -> Pt {
    Pt(((mm / MM_PER_PT * 100.0).round() / 100.0) as f32)
}

#[allow(clippy::cast_possible_truncation)] // sizes of type and rules
fn points(value: f64) -> Pt {
    Pt(((value * 1000.0).round() / 1000.0) as f32)
}

fn colour(Colour(red, green, blue): Colour) -> Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    if red == green && green == blue {
        Color::Greyscale(Greyscale::new(part(red), None))
    } else {
        Color::Rgb(Rgb::new(part(red), part(green), part(blue), None))
    }
}

fn picture_id(index: usize) -> XObjectId {
    XObjectId(format!("Picture{index}"))
}

/// A picture as an image object: a photograph as its own JPEG, another one by the colours of its palette.
fn picture(shown: &Picture) -> ExternalXObject {
    match &shown.pixels {
        Pixels::Palette { palette, pixels } => of_palette(shown, palette, pixels),
        Pixels::Jpeg { bytes } => {
            let colours = [("ColorSpace", name("DeviceRGB")), ("Filter", name("DCTDecode"))];
            image(shown, 8, colours.into(), bytes.to_vec(), false)
        }
    }
}

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}

fn image(shown: &Picture, bits: i64, more: Vec<(&str, DictItem)>, content: Vec<u8>, compress: bool) -> ExternalXObject {
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(shown.width.into())),
        ("Height", DictItem::Int(shown.height.into())),
        ("BitsPerComponent", DictItem::Int(bits)),
    ];
    let dict = dict.into_iter().chain(more).map(|(key, value)| (key.to_owned(), value)).collect();
    ExternalXObject { stream: ExternalStream { dict, content, compress }, width: None, height: None, dpi: None }
}

/// Pixels that name colours of a palette, two to a byte where sixteen are enough.
fn of_palette(shown: &Picture, palette: &[Colour], pixels: &[u8]) -> ExternalXObject {
    let narrow = palette.len() <= 16;
    let row = usize::try_from(shown.width).unwrap_or(usize::MAX).max(1);
    let content = if narrow {
        let pair = |two: &[u8]| two.first().map_or(0, |first| first << 4) | two.get(1).copied().unwrap_or(0);
        pixels.chunks(row).flat_map(|line| line.chunks(2).map(pair)).collect()
    } else {
        pixels.to_vec()
    };
    let colours = palette.iter().flat_map(|Colour(red, green, blue)| [*red, *green, *blue]).collect();
    let last = i64::try_from(palette.len()).unwrap_or(i64::MAX) - 1;
    let indexed =
        vec![name("Indexed"), name("DeviceRGB"), DictItem::Int(last), DictItem::String { data: colours, literal: false }];
    image(shown, if narrow { 4 } else { 8 }, vec![("ColorSpace", DictItem::Array(indexed))], content, true)
}

/// Grounds first, then pictures, then rules, then all text in one section in reading order.
fn drawn(page: &Page) -> PdfPage {
    let mut ops = Vec::new();
    let up = |y_mm: f64| pt(page.height_mm - y_mm);
    let mut thickness = None;
    for item in &page.items {
        if let Item::Fill { x_mm, y_mm, width_mm, height_mm, colour: ground } = item {
            ops.push(Op::SetFillColor { col: colour(*ground) });
            ops.push(Op::DrawRectangle {
                rectangle: Rect {
                    x: pt(*x_mm),
                    y: up(y_mm + height_mm),
                    width: pt(*width_mm),
                    height: pt(*height_mm),
                    mode: Some(PaintMode::Fill),
                    winding_order: None,
                },
            });
        }
    }
    for item in &page.items {
        if let Item::Picture { x_mm, y_mm, width_mm, height_mm, picture } = item {
            let transform = XObjectTransform {
                translate_x: Some(pt(*x_mm)),
                translate_y: Some(up(y_mm + height_mm)),
                scale_x: Some(pt(*width_mm).0),
                scale_y: Some(pt(*height_mm).0),
                ..XObjectTransform::default()
            };
            ops.push(Op::UseXobject { id: picture_id(*picture), transform });
        }
    }
    ops.push(Op::SetLineCapStyle { cap: printpdf::LineCapStyle::ProjectingSquare });
    for item in &page.items {
        if let Item::Line { x1_mm, y1_mm, x2_mm, y2_mm, width_pt } = item {
            if thickness != Some(*width_pt) {
                thickness = Some(*width_pt);
                ops.push(Op::SetOutlineThickness { pt: points(*width_pt) });
            }
            let end = |x: f64, y: f64| LinePoint { p: Point { x: pt(x), y: up(y) }, bezier: false };
            ops.push(Op::DrawLine { line: Line { points: vec![end(*x1_mm, *y1_mm), end(*x2_mm, *y2_mm)], is_closed: false } });
        }
    }
    ops.push(Op::StartTextSection);
    let (mut font, mut ink, mut spacing) = (None, None, 0.0);
    for item in &page.items {
        let Item::Text { x_mm, y_mm, size_pt, spacing_pt, face, colour: new_ink, text } = item else { continue };
        if ink != Some(*new_ink) {
            ink = Some(*new_ink);
            ops.push(Op::SetFillColor { col: colour(*new_ink) });
        }
        if font != Some((*face, *size_pt)) {
            font = Some((*face, *size_pt));
            ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(*face)), size: points(*size_pt) });
        }
        if spacing != *spacing_pt {
            spacing = *spacing_pt;
            ops.push(Op::SetCharacterSpacing { multiplier: points(spacing).0 });
        }
        ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(pt(*x_mm), up(*y_mm)) });
        ops.push(Op::ShowText { items: vec![TextItem::Text(text.clone())] });
    }
    ops.push(Op::EndTextSection);
    let sheet = || Rect::from_wh(pt(page.width_mm), pt(page.height_mm));
    PdfPage { media_box: sheet(), trim_box: sheet(), crop_box: sheet(), ops }
}

/// What PDF/A-1b asks for beyond the writer: output intent, metadata, identifiers, language, glyph sets.
fn archive(file: &mut lopdf::Document, document: &Document, glyph_counts: &BTreeMap<String, u16>) -> Result<()> {
    "1.4".clone_into(&mut file.version);
    add_glyph_sets(file, glyph_counts);
    let profile = file.add_object(Stream::new(dictionary! { "N" => 3 }, SRGB.to_vec()));
    let day = document.on.format("%Y%m%d").to_string();
    let date = Object::String(format!("D:{day}000000+08'00'").into_bytes(), StringFormat::Literal);
    let info = file.add_object(dictionary! {
        "Title" => text_string(&document.title),
        "Author" => text_string(&document.organisation),
        "Subject" => text_string(&document.subject),
        "Creator" => text_string(PRODUCER),
        "Producer" => text_string(PRODUCER),
        "CreationDate" => date.clone(),
        "ModDate" => date,
    });
    let metadata =
        Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(document).into_bytes()).with_compression(false);
    let metadata = file.add_object(metadata);
    let outline = add_outline(file, &document.bookmarks);
    let former_info = file.trailer.get(b"Info").and_then(Object::as_reference).ok();
    let catalog = file.catalog_mut().map_err(bug)?;
    catalog.set("Metadata", metadata);
    catalog.set(
        "OutputIntents",
        vec![Object::Dictionary(dictionary! {
            "Type" => "OutputIntent",
            "S" => "GTS_PDFA1",
            "OutputConditionIdentifier" => Object::string_literal("sRGB IEC61966-2.1"),
            "Info" => Object::string_literal("sRGB IEC61966-2.1"),
            "DestOutputProfile" => profile,
        })],
    );
    catalog.set("Lang", Object::string_literal("zh-CN"));
    catalog.set("PageMode", if outline.is_some() { "UseOutlines" } else { "UseNone" });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    if let Some(former) = former_info {
        file.objects.remove(&former);
    }
    file.trailer.set("Info", info);
    let id = Object::String(digest(file), StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![id.clone(), id]);
    Ok(())
}

/// Identifier of the file: a hash of all it holds.
fn digest(file: &lopdf::Document) -> Vec<u8> {
    let mut hash = Sha256::new();
    for (id, object) in &file.objects {
        hash.update(id.0.to_be_bytes());
        match object {
            Object::Stream(stream) => hash.update(&stream.content),
            other => hash.update(format!("{other:?}").as_bytes()),
        }
    }
    hash.finalize().iter().take(16).copied().collect()
}

/// The sets of glyphs that the cut fonts hold: all of them.
fn add_glyph_sets(file: &mut lopdf::Document, glyph_counts: &BTreeMap<String, u16>) {
    let descriptors: Vec<(ObjectId, u16)> = file
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let dictionary = object.as_dict().ok()?;
            let name = dictionary.get(b"FontName").and_then(Object::as_name).ok()?;
            let name = std::str::from_utf8(name).ok()?;
            Some((*id, *glyph_counts.get(name)?))
        })
        .collect();
    for (id, glyphs) in descriptors {
        let mut bits = vec![0u8; usize::from(glyphs).div_ceil(8)];
        for glyph in 0..usize::from(glyphs) {
            bits[glyph / 8] |= 0x80 >> (glyph % 8);
        }
        let set = file.add_object(Stream::new(Dictionary::new(), bits));
        if let Ok(descriptor) = file.get_object_mut(id).and_then(Object::as_dict_mut) {
            descriptor.set("CIDSet", set);
        }
    }
}

/// The outline tree; `None` without bookmarks.
fn add_outline(file: &mut lopdf::Document, bookmarks: &[Bookmark]) -> Option<ObjectId> {
    if bookmarks.is_empty() {
        return None;
    }
    let pages: Vec<ObjectId> = file.page_iter().collect();
    let root = file.new_object_id();
    let ids: Vec<ObjectId> = bookmarks.iter().map(|_| file.new_object_id()).collect();
    let parents = parents(bookmarks);
    let children = |of: Option<usize>| -> Vec<usize> { (0..bookmarks.len()).filter(|&i| parents[i] == of).collect() };
    for (index, bookmark) in bookmarks.iter().enumerate() {
        let siblings = children(parents[index]);
        let place = siblings.iter().position(|&s| s == index).unwrap_or(0);
        let mut entry = dictionary! {
            "Title" => text_string(&bookmark.title),
            "Parent" => parents[index].map_or(root, |p| ids[p]),
        };
        if let Some(page) = pages.get(bookmark.page) {
            entry.set("Dest", vec![(*page).into(), "XYZ".into(), Object::Null, Object::Null, Object::Null]);
        }
        if let Some(before) = place.checked_sub(1).and_then(|p| siblings.get(p)) {
            entry.set("Prev", ids[*before]);
        }
        if let Some(after) = siblings.get(place + 1) {
            entry.set("Next", ids[*after]);
        }
        let own = children(Some(index));
        if let (Some(first), Some(last)) = (own.first(), own.last()) {
            entry.set("First", ids[*first]);
            entry.set("Last", ids[*last]);
            entry.set("Count", -i64::try_from(own.len()).unwrap_or(i64::MAX)); // closed at first
        }
        file.set_object(ids[index], entry);
    }
    let top = children(None);
    let (first, last) = (top.first()?, top.last()?);
    let tree = dictionary! {
        "Type" => "Outlines",
        "First" => ids[*first],
        "Last" => ids[*last],
        "Count" => i64::try_from(top.len()).unwrap_or(i64::MAX),
    };
    file.set_object(root, tree);
    Some(root)
}

/// For every bookmark the nearest one before it that lies less deep.
fn parents(bookmarks: &[Bookmark]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(bookmarks.len());
    for (index, bookmark) in bookmarks.iter().enumerate() {
        while open.last().is_some_and(|&last| bookmarks[last].level >= bookmark.level) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(index);
    }
    parents
}

/// A text string of the file's properties: UTF-16 with its mark.
fn text_string(text: &str) -> Object {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// Metadata that says the same as the file's properties.
fn xmp(document: &Document) -> String {
    let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (title, author, subject) = (plain(&document.title), plain(&document.organisation), plain(&document.subject));
    let date = document.on.format("%Y-%m-%dT00:00:00+08:00");
    format!(
        r#"<?xpacket begin="{mark}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>application/pdf</dc:format><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator><dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description></rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"><xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"><pdf:Producer>{PRODUCER}</pdf:Producer></rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"#,
        mark = '\u{feff}',
    )
}
