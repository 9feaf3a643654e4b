//! What is taken in, what is refused, and what becomes of a picture.

#![allow(clippy::unwrap_used)]
use super::*;
use jpeg_encoder::{ColorType, Encoder};
use lopdf::{Document, Object, Stream, dictionary};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 6, 30).unwrap()
}

/// A picture of two halves: the left of one colour, the right of another.
fn halves(width: u16, height: u16) -> Vec<u8> {
    let row: Vec<u8> = (0..width).flat_map(|x| if x < width / 2 { [200, 30, 30] } else { [30, 30, 200] }).collect();
    row.repeat(usize::from(height))
}

fn jpeg(width: u16, height: u16, exif: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    if let Some(exif) = exif {
        encoder.add_exif_metadata(exif).unwrap();
    }
    encoder.encode(&halves(width, height), width, height, ColorType::Rgb).unwrap();
    bytes
}

/// Metadata with an orientation and a day, and a place that must not be kept.
fn exif(orientation: u8, day: &str) -> Vec<u8> {
    let text = format!("{day} 09:30:00\0");
    let mut bytes = b"MM\0*\0\0\0\x08\0\x03".to_vec();
    bytes.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    bytes.extend([0x01, 0x32, 0, 2, 0, 0, 0, 20, 0, 0, 0, 50]);
    bytes.extend([0x01, 0x0e, 0, 2, 0, 0, 0, 4]);
    bytes.extend(b"GPS\0");
    bytes.extend([0, 0, 0, 0]);
    bytes.extend(text.as_bytes());
    bytes
}

fn decoded(kept: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut decoder = jpeg_decoder::Decoder::new(kept);
    let pixels = decoder.decode().unwrap();
    let info = decoder.info().unwrap();
    (usize::from(info.width), usize::from(info.height), pixels)
}

fn rule(taken: Result<Taken>) -> String {
    match taken {
        Err(Error::Invalid(problems)) => {
            assert_eq!(problems[0].field, "file_name");
            assert!(problems[0].message.starts_with("「a」"), "{}", problems[0].message);
            problems[0].rule.clone()
        }
        other => panic!("{other:?}"),
    }
}

fn refused(bytes: Vec<u8>) -> String {
    rule(take("a".to_owned(), bytes, today()))
}

#[test]
fn a_picture_is_upright_small_and_says_nothing_of_where_it_was_taken() {
    let taken = take("a".to_owned(), jpeg(3000, 1000, Some(&exif(6, "2022:05:04"))), today()).unwrap();
    assert_eq!(taken.taken_on, NaiveDate::from_ymd_opt(2022, 5, 4));
    let (width, height, pixels) = decoded(&taken.content.bytes);
    // Turned by a quarter: what was left is above.
    assert_eq!((width, height), (667, 2000));
    assert!(pixels[0] > 150 && pixels[2] < 90, "{:?}", &pixels[..3]);
    let last = &pixels[pixels.len() - 3..];
    assert!(last[0] < 90 && last[2] > 150, "{last:?}");
    assert!(memchr::memmem::find(&taken.content.bytes, b"GPS").is_none());
    assert!(memchr::memmem::find(&taken.content.bytes, b"Exif").is_none());
    assert!(taken.content.bytes.len() <= KEPT_BYTES);
    // A day that is not yet offers itself to nobody.
    let ahead = take("a".to_owned(), jpeg(30, 10, Some(&exif(1, "2022:07:01"))), today()).unwrap();
    assert_eq!(ahead.taken_on, None);
    assert_eq!(size(&ahead.content.bytes).unwrap(), (30, 10));
}

#[test]
fn every_orientation_is_turned_upright() {
    // 1 2 3 / 4 5 6, each pixel by its number, as a camera held otherwise would have written it.
    let upright = [1, 2, 3, 4, 5, 6];
    let written: [(u8, usize, usize, [u8; 6]); 8] = [
        (1, 3, 2, [1, 2, 3, 4, 5, 6]),
        (2, 3, 2, [3, 2, 1, 6, 5, 4]),
        (3, 3, 2, [6, 5, 4, 3, 2, 1]),
        (4, 3, 2, [4, 5, 6, 1, 2, 3]),
        (5, 2, 3, [1, 4, 2, 5, 3, 6]),
        (6, 2, 3, [3, 6, 2, 5, 1, 4]),
        (7, 2, 3, [6, 3, 5, 2, 4, 1]),
        (8, 2, 3, [4, 1, 5, 2, 6, 3]),
    ];
    for (orientation, width, height, numbers) in written {
        let pixels = numbers.iter().flat_map(|number| [*number; 3]).collect();
        let turned = Raster { width, height, pixels }.upright(orientation);
        let found: Vec<u8> = turned.pixels.chunks(3).map(|pixel| pixel[0]).collect();
        assert_eq!((turned.width, turned.height, found.as_slice()), (3, 2, &upright[..]), "{orientation}");
    }
}

#[test]
fn what_is_made_smaller_is_the_average() {
    let mut shrinking = raster::Shrinking::new(3, 3, 2);
    for row in [[0, 90, 255], [30, 60, 90], [255, 0, 30]] {
        shrinking.row(row.into_iter().map(|grey: u8| [grey; 3]));
    }
    let small = shrinking.finish().unwrap();
    let average = |parts: [u32; 4]| u8::try_from((parts[0] * 4 + parts[1] * 2 + parts[2] * 2 + parts[3] + 4) / 9).unwrap();
    let found: Vec<u8> = small.pixels.chunks(3).map(|pixel| pixel[0]).collect();
    assert_eq!(
        found,
        [average([0, 90, 30, 60]), average([255, 90, 90, 60]), average([255, 0, 30, 60]), average([30, 0, 90, 60])]
    );
}

#[test]
fn png_pictures_of_every_kind_are_taken() {
    let encoded = |colour: ::png::ColorType, depth: ::png::BitDepth, pixels: &[u8]| {
        let mut bytes = Vec::new();
        let mut encoder = ::png::Encoder::new(&mut bytes, 2, 1);
        encoder.set_color(colour);
        encoder.set_depth(depth);
        encoder.set_palette(vec![255, 255, 255, 0, 0, 0]);
        encoder.write_header().unwrap().write_image_data(pixels).unwrap();
        bytes
    };
    use ::png::{BitDepth, ColorType};
    for (name, bytes) in [
        ("grey", encoded(ColorType::Grayscale, BitDepth::Eight, &[255, 0])),
        ("grey, 16 bits", encoded(ColorType::Grayscale, BitDepth::Sixteen, &[255, 255, 0, 0])),
        ("see-through grey", encoded(ColorType::GrayscaleAlpha, BitDepth::Eight, &[0, 0, 0, 255])),
        ("colours", encoded(ColorType::Rgb, BitDepth::Eight, &[255, 255, 255, 0, 0, 0])),
        ("see-through", encoded(ColorType::Rgba, BitDepth::Eight, &[9, 9, 9, 0, 0, 0, 0, 255])),
        ("palette", encoded(ColorType::Indexed, BitDepth::One, &[0b0100_0000])),
    ] {
        let taken = take("a".to_owned(), bytes, today()).unwrap();
        assert_eq!(taken.content.form, Form::Picture);
        let (width, height, pixels) = decoded(&taken.content.bytes);
        assert_eq!((width, height), (2, 1), "{name}");
        assert!(pixels[1] > 200 && pixels[4] < 55, "{name}: {pixels:?}");
    }
}

#[test]
fn inks_become_colours() {
    let mut bytes = Vec::new();
    let inks: Vec<u8> = [[0, 255, 255, 0], [0, 0, 0, 255]].concat().repeat(128);
    Encoder::new(&mut bytes, 95).encode(&inks, 16, 16, ColorType::Cmyk).unwrap();
    let taken = take("a".to_owned(), bytes, today()).unwrap();
    let (.., pixels) = decoded(&taken.content.bytes);
    assert!(pixels[0] > pixels[1] && pixels[0] > pixels[2], "{:?}", &pixels[..6]);
}

#[test]
fn others_are_told_what_to_do_instead() {
    for (rule, bytes) in [
        ("empty", vec![]),
        ("heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec()),
        ("webp", b"RIFF\0\0\0\0WEBPVP8 ".to_vec()),
        ("format", b"GIF89a".to_vec()),
        ("format", b"PK\x03\x04".to_vec()),
        ("size", vec![0xff; MOST_BYTES + 1]),
        ("picture", jpeg(300, 300, None)[..40].to_vec()),
        ("picture", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("pdf", b"%PDF-1.4\n%%EOF".to_vec()),
    ] {
        assert_eq!(refused(bytes), rule);
    }
}

/// What a header promises costs nothing to write: it is refused before memory is asked for.
#[test]
fn promises_of_many_pixels_are_refused() {
    let mut large = jpeg(16, 16, None);
    let frame = memchr::memmem::find(&large, &[0xff, 0xc0]).unwrap();
    large[frame + 5..frame + 9].copy_from_slice(&[0x1f, 0x40, 0x1d, 0x4c]);
    assert_eq!(refused(large), "pixels");
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, 8000, 7500);
    encoder.set_color(::png::ColorType::Grayscale);
    drop(encoder.write_header().unwrap());
    assert_eq!(refused(bytes), "pixels");
}

/// Every scan walks over the whole picture: a few bytes each would cost hours.
#[test]
fn a_picture_of_very_many_scans_is_refused() {
    let mut plain = Vec::new();
    let mut encoder = Encoder::new(&mut plain, 90);
    encoder.set_progressive(true);
    encoder.encode(&halves(4000, 4000), 4000, 4000, ColorType::Rgb).unwrap();
    assert!(take("a".to_owned(), plain.clone(), today()).is_ok());
    let first = memchr::memmem::find(&plain, &[0xff, 0xda]).unwrap();
    let end = plain.len() - 2;
    let scan: Vec<u8> = plain[first..first + 2 + usize::from(plain[first + 3])].to_vec();
    let mut many = plain[..end].to_vec();
    many.extend(scan.repeat(1000));
    many.extend([0xff, 0xd9]);
    assert_eq!(refused(many), "picture");
}

fn pdf() -> Document {
    let mut document = Document::with_version("1.4");
    let pages = document.new_object_id();
    let content = document.add_object(Stream::new(dictionary! {}, b"0 0 10 10 re f".to_vec()));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    document.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_pdf_is_kept_as_it_is_unless_it_is_locked() {
    let bytes = saved(pdf());
    let taken = take("a".to_owned(), bytes.clone(), today()).unwrap();
    assert_eq!((taken.content.form, &taken.content.bytes), (Form::Pdf, &bytes));
    assert_eq!(pages(&bytes).unwrap(), 1);
    let mut locked = pdf();
    locked.trailer.set("Encrypt", dictionary! { "Filter" => "Standard", "V" => 1, "R" => 2, "O" => Object::string_literal("x") });
    assert_eq!(refused(saved(locked)), "pdf");
    let mut large = pdf();
    large.add_object(Stream::new(dictionary! {}, vec![7; 5 * 1024 * 1024]));
    assert_eq!(refused(saved(large)), "size");
}

/// Whatever is changed in a file, it is taken or refused, and nothing else happens.
#[test]
fn damaged_files_are_taken_or_refused() {
    let mut png = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut png, 40, 30);
    encoder.set_color(::png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&halves(40, 30)).unwrap();
    let mut progressive = Vec::new();
    let mut encoder = Encoder::new(&mut progressive, 80);
    encoder.set_progressive(true);
    encoder.encode(&halves(40, 30), 40, 30, ColorType::Rgb).unwrap();
    for whole in [jpeg(40, 30, Some(&exif(3, "2022:01:01"))), progressive, png, saved(pdf())] {
        for place in 0..whole.len().min(700) {
            for value in [0x01, 0xff] {
                let mut bytes = whole.clone();
                bytes[place] ^= value;
                let taken = take("a".to_owned(), bytes, today());
                assert!(matches!(taken, Ok(_) | Err(Error::Invalid(_))));
            }
            drop(take("a".to_owned(), whole[..place].to_vec(), today()));
        }
    }
}
