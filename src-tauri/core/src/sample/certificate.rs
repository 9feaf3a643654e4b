//! The pictures that the invented organisation keeps: a vaccination certificate and notices on a wall, drawn, of nobody.
//!
//! Owns their drawing: a sheet with a double frame, lines where there is writing, a round seal.

use crate::base::error::{Error, Result};
use jpeg_encoder::{ColorType, Encoder};

const WIDTH: i32 = 640;
const HEIGHT: i32 = 440;
/// Middle and radius of the seal.
const SEAL: (i32, i32, i32) = (500, 330, 58);
/// Lines of writing: left end, upper edge, length.
const LINES: [(i32, i32, i32); 6] =
    [(190, 60, 260), (70, 130, 420), (70, 170, 360), (70, 210, 470), (70, 250, 300), (70, 360, 180)];

/// The picture as a JPEG.
///
/// # Errors
/// `Bug` where it cannot be written.
pub fn picture() -> Result<Vec<u8>> {
    drawn(WIDTH, HEIGHT, colour)
}

/// A notice on a wall as a JPEG, another one for every number.
///
/// # Errors
/// `Bug` where it cannot be written.
pub fn notice(number: i64) -> Result<Vec<u8>> {
    const SIDE: (i32, i32) = (240, 320);
    let number = i32::try_from(number % 97).unwrap_or_default();
    drawn(SIDE.0, SIDE.1, move |x, y| {
        let edge = x.min(y).min(SIDE.0 - 1 - x).min(SIDE.1 - 1 - y);
        let (line, length) = (y / 18, 90 + (y / 18 * 37 + number * 11) % 90);
        match y {
            _ if edge < 14 => [168, 172, 170],
            30..=52 if (40..200).contains(&x) => [188, 52, 40],
            70..=250 if y % 18 < 7 && line % 6 != number % 6 && (34..34 + length).contains(&x) && (x / 8) % 6 != 5 => {
                [70, 72, 74]
            }
            _ => [246, 244, 238],
        }
    })
}

fn drawn(width: i32, height: i32, colour: impl Fn(i32, i32) -> [u8; 3]) -> Result<Vec<u8>> {
    let pixels: Vec<u8> = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| colour(x, y)).collect();
    let mut bytes = Vec::new();
    let side = |length: i32| u16::try_from(length).map_err(|error| Error::Bug(error.to_string()));
    Encoder::new(&mut bytes, 80)
        .encode(&pixels, side(width)?, side(height)?, ColorType::Rgb)
        .map_err(|error| Error::Bug(error.to_string()))?;
    Ok(bytes)
}

fn colour(x: i32, y: i32) -> [u8; 3] {
    let edge = x.min(y).min(WIDTH - 1 - x).min(HEIGHT - 1 - y);
    let (dx, dy) = (x - SEAL.0, y - SEAL.1);
    let apart = dx * dx + dy * dy;
    let ring = (SEAL.2 - 5) * (SEAL.2 - 5)..SEAL.2 * SEAL.2;
    if ring.contains(&apart) || apart < 16 * 16 {
        return [196, 48, 40];
    }
    let written =
        LINES.iter().any(|(left, upper, length)| (*left..left + length).contains(&x) && (*upper..upper + 14).contains(&y));
    match edge {
        12..=15 | 20 => [46, 110, 88],
        _ if written && (x / 14) % 5 != 4 => [72, 72, 72],
        _ => [250, 248, 240],
    }
}
