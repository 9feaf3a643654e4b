//! Pages as SVG for the preview: outlines of glyphs, so that what is seen is what is printed.
//!
//! Owns the drawing of a page in SVG with presentation attributes only (no style, no text elements,
//! nothing loaded). Knows no form.

use super::fonts::{self, Face};
use super::page::{Colour, Document, Item, MM_PER_PT, Page, Pixels};
use data_encoding::BASE64;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Every page of the document.
pub fn pages(document: &Document) -> Vec<String> {
    (0..document.pages.len()).filter_map(|index| page(document, index)).collect()
}

/// One page, counted from 0; `None` beyond the last.
pub fn page(document: &Document, index: usize) -> Option<String> {
    let page = document.pages.get(index)?;
    let mut out = String::new();
    draw(&mut out, document, page, index + 1).ok()?;
    Some(out)
}

fn draw(out: &mut String, document: &Document, page: &Page, number: usize) -> std::fmt::Result {
    let (width, height) = (page.width_mm, page.height_mm);
    let label = escaped(&format!("{} 第 {number} 页 共 {} 页", document.title, document.pages.len()));
    write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{label}"><title>{label}</title>"#
    )?;
    define_glyphs(out, page, number)?;
    write!(out, r##"<rect width="{width}" height="{height}" fill="#ffffff"/>"##)?;
    for item in &page.items {
        match item {
            Item::Fill { x_mm, y_mm, width_mm, height_mm, colour } => write!(
                out,
                r#"<rect x="{x_mm:.3}" y="{y_mm:.3}" width="{width_mm:.3}" height="{height_mm:.3}" fill="{}"/>"#,
                hex(*colour)
            )?,
            Item::Picture { x_mm, y_mm, width_mm, height_mm, picture } => {
                let place = format!(r#"x="{x_mm:.3}" y="{y_mm:.3}" width="{width_mm:.3}" height="{height_mm:.3}""#);
                match document.pictures.get(*picture).map(|picture| &picture.pixels) {
                    Some(Pixels::Jpeg { bytes }) => {
                        let data = BASE64.encode(bytes);
                        write!(out, r#"<image {place} preserveAspectRatio="none" href="data:image/jpeg;base64,{data}"/>"#)?;
                    }
                    // No form that is looked at before it is printed has pictures of few colours: their place is shown.
                    _ => write!(out, r##"<rect {place} fill="#ececec"/>"##)?,
                }
            }
            Item::Line { x1_mm, y1_mm, x2_mm, y2_mm, width_pt } => write!(
                out,
                r##"<line x1="{x1_mm:.3}" y1="{y1_mm:.3}" x2="{x2_mm:.3}" y2="{y2_mm:.3}" stroke="#000000" stroke-width="{:.3}" stroke-linecap="square"/>"##,
                width_pt * MM_PER_PT
            )?,
            Item::Text { x_mm, y_mm, size_pt, spacing_pt, face, colour, text } => {
                let scale = size_pt * MM_PER_PT / 1000.0;
                write!(
                    out,
                    r#"<g transform="translate({x_mm:.3} {y_mm:.3}) scale({scale:.6} -{scale:.6})" fill="{}">"#,
                    hex(*colour)
                )?;
                let mut x = 0.0;
                for character in text.chars() {
                    if let Some(glyph) = fonts::glyph(*face, character).filter(|_| character != ' ' && character != '　') {
                        write!(out, r##"<use href="#{}" x="{x:.0}"/>"##, id(number, *face, glyph))?;
                    }
                    x += f64::from(fonts::advance(*face, character)) + spacing_pt / size_pt * 1000.0;
                }
                out.push_str("</g>");
            }
        }
    }
    out.push_str("</svg>");
    Ok(())
}

fn define_glyphs(out: &mut String, page: &Page, number: usize) -> std::fmt::Result {
    let mut used: BTreeSet<(Face, u16)> = BTreeSet::new();
    for item in &page.items {
        if let Item::Text { face, text, .. } = item {
            used.extend(text.chars().filter_map(|c| fonts::glyph(*face, c)).map(|g| (*face, g)));
        }
    }
    out.push_str("<defs>");
    for face in Face::ALL {
        let Ok(parsed) = ttf_parser::Face::parse(face.bytes(), 0) else { continue };
        for &(_, glyph) in used.iter().filter(|(f, _)| *f == face) {
            let mut outline = Outline(String::new());
            if parsed.outline_glyph(ttf_parser::GlyphId(glyph), &mut outline).is_some() {
                write!(out, r#"<path id="{}" d="{}"/>"#, id(number, face, glyph), outline.0)?;
            }
        }
    }
    out.push_str("</defs>");
    Ok(())
}

fn id(page: usize, face: Face, glyph: u16) -> String {
    let face = match face {
        Face::Song => 's',
        Face::SongBold => 't',
        Face::HeiBold => 'h',
    };
    format!("p{page}{face}{glyph}")
}

fn hex(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Collects an outline as path data. Writing to a string cannot fail.
struct Outline(String);

impl Outline {
    fn push(&mut self, command: char, points: &[f32]) {
        self.0.push(command);
        for (index, value) in points.iter().enumerate() {
            if index > 0 {
                self.0.push(' ');
            }
            let _ = write!(self.0, "{value:.0}");
        }
    }
}

impl ttf_parser::OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push('M', &[x, y]);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.push('L', &[x, y]);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.push('Q', &[x1, y1, x, y]);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push('C', &[x1, y1, x2, y2, x, y]);
    }
    fn close(&mut self) {
        self.push('Z', &[]);
    }
}
