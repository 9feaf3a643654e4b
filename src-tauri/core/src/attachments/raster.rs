//! Pixels: made smaller while they come row by row, turned upright, written as JPEG.
//!
//! Owns the arithmetic, which is of whole numbers throughout: the same picture gives the same bytes.

use jpeg_encoder::{ColorType, Encoder};

/// Red, green, blue of every pixel, row by row.
pub struct Raster {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u8>,
}

/// Width and height with the longer side at most `long`, never enlarged.
fn fitted(width: usize, height: usize, long: usize) -> (usize, usize) {
    let longer = width.max(height).max(1);
    if longer <= long {
        return (width, height);
    }
    let scaled = |side: usize| (side * long).div_ceil(longer).max(1);
    (scaled(width), scaled(height))
}

/// Takes the rows of a picture one by one and keeps their average over the smaller picture's pixels.
pub struct Shrinking {
    width: usize,
    height: usize,
    into: Raster,
    /// For every pixel of a row: the first one it lies in, and how much of it lies there and in the next.
    spread: Vec<(usize, u64, u64)>,
    /// The row being summed up.
    sums: Vec<u64>,
    /// Rows taken.
    at: usize,
    /// Rows finished.
    done: usize,
}

impl Shrinking {
    /// Of a picture of `width` times `height` into one with a longer side of at most `long`.
    pub fn new(width: usize, height: usize, long: usize) -> Self {
        let (new_width, new_height) = fitted(width, height, long);
        let spread = (0..width)
            .map(|at| {
                let (from, to) = (at * new_width, (at + 1) * new_width);
                let first = from / width;
                let edge = ((first + 1) * width).min(to);
                (first, wide(edge - from), wide(to - edge))
            })
            .collect();
        let into = Raster { width: new_width, height: new_height, pixels: Vec::with_capacity(new_width * new_height * 3) };
        Self { width, height, into, spread, sums: vec![0; new_width * 3], at: 0, done: 0 }
    }

    /// Takes the next row: the colours of its pixels.
    pub fn row(&mut self, colours: impl Iterator<Item = [u8; 3]>) {
        if self.at >= self.height {
            return;
        }
        let mut line = vec![0_u64; self.into.width * 3];
        for (colour, (first, here, beyond)) in colours.zip(&self.spread) {
            for (part, value) in colour.into_iter().enumerate() {
                if let Some(sum) = line.get_mut(first * 3 + part) {
                    *sum += u64::from(value) * here;
                }
                if *beyond > 0
                    && let Some(sum) = line.get_mut((first + 1) * 3 + part)
                {
                    *sum += u64::from(value) * beyond;
                }
            }
        }
        let (from, to) = (self.at * self.into.height, (self.at + 1) * self.into.height);
        let edge = (self.done + 1) * self.height;
        self.add(&line, wide(edge.min(to) - from));
        if to >= edge {
            self.finish_row();
            self.add(&line, wide(to - edge));
        }
        self.at += 1;
    }

    fn add(&mut self, line: &[u64], share: u64) {
        if share > 0 {
            self.sums.iter_mut().zip(line).for_each(|(sum, value)| *sum += value * share);
        }
    }

    fn finish_row(&mut self) {
        let whole = wide(self.width) * wide(self.height);
        let rounded = |sum: &mut u64| u8::try_from((std::mem::take(sum) + whole / 2) / whole).unwrap_or(u8::MAX);
        self.into.pixels.extend(self.sums.iter_mut().map(rounded));
        self.done += 1;
    }

    /// The smaller picture; `None` when rows are missing.
    pub fn finish(self) -> Option<Raster> {
        (self.done == self.into.height && self.at == self.height).then_some(self.into)
    }
}

fn wide(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Raster {
    /// The same with a longer side of at most `long` pixels.
    pub fn within(self, long: usize) -> Self {
        if self.width.max(self.height) <= long {
            return self;
        }
        let mut shrinking = Shrinking::new(self.width, self.height, long);
        for row in self.pixels.chunks_exact(self.width * 3) {
            shrinking.row(row.as_chunks::<3>().0.iter().copied());
        }
        shrinking.finish().unwrap_or(self)
    }

    /// The same turned and mirrored as the orientation of its metadata (1 to 8) says.
    pub fn upright(self, orientation: u8) -> Self {
        if orientation <= 1 {
            return self;
        }
        let (width, height) = (self.width, self.height);
        let turned = orientation >= 5;
        let (new_width, new_height) = if turned { (height, width) } else { (width, height) };
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for y in 0..new_height {
            for x in 0..new_width {
                let (from_x, from_y) = match orientation {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, height - 1 - x),
                    7 => (width - 1 - y, height - 1 - x),
                    8 => (width - 1 - y, x),
                    _ => (x, y),
                };
                let at = (from_y * width + from_x) * 3;
                pixels.extend_from_slice(self.pixels.get(at..at + 3).unwrap_or(&[255; 3]));
            }
        }
        Self { width: new_width, height: new_height, pixels }
    }

    /// It as a JPEG of this quality, without metadata; `None` where a side is longer than such a file can say.
    pub fn jpeg(&self, quality: u8) -> Option<Vec<u8>> {
        let (width, height) = (u16::try_from(self.width).ok()?, u16::try_from(self.height).ok()?);
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, quality);
        encoder.set_optimized_huffman_tables(true);
        encoder.encode(&self.pixels, width, height, ColorType::Rgb).ok()?;
        Some(bytes)
    }
}
