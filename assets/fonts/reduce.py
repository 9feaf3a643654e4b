"""Makes the three faces of this folder from Noto Serif SC and Noto Sans SC (static TrueType, OFL 1.1).

Run once, by hand; the results are committed:

    pip install fonttools
    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
    python3 reduce.py NotoSerifSC_400Regular.ttf NotoSerifSC_700Bold.ttf NotoSansSC_700Bold.ttf .

The body face keeps every character it maps, the bold face of headings the characters of GBK, the bold face of reports'
titles those of GB 2312: a title that says more is set in the body face.
Hints and layout tables go: the program places every character itself, horizontally, without features.
The faces get names of their own because a modified font may not carry a reserved font name.
"""

import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# (file made, its family, weight in OS/2, start of the SHA-256 of the source, the character set it keeps, if not all)
FACES = [
    ("taizhang-song.ttf", "Taizhang Song", "Regular", "c358a69d", None),
    ("taizhang-song-bold.ttf", "Taizhang Song", "Bold", "9c6a2ba7", "gb2312"),
    ("taizhang-hei-bold.ttf", "Taizhang Hei", "Bold", "9a38ae0a", "gbk"),
]


def characters_of(charset):
    found = set(range(0x20, 0x7F)) | {0xA0, 0xB7, 0x2014, 0x2013, 0x2026, 0x20AC, 0x2212}
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                found.update(map(ord, bytes([high, low]).decode(charset)))
            except UnicodeDecodeError:
                pass
    return found


def reduce(source, target, family, style, charset):
    font = TTFont(source, recalcTimestamp=False)
    characters = set(font.getBestCmap())
    if charset:
        characters &= characters_of(charset)
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "JSTF", "vhea", "vmtx", "VORG", "STAT", "DSIG", "gasp", "meta"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters)
    cutter.subset(font)
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {
        1: family,
        2: style,
        3: f"{postscript};1",
        4: f"{family} {style}" if style != "Regular" else family,
        5: "Version 1.000",
        6: postscript,
        13: "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
        14: "https://openfontlicense.org",
    }
    copyright_line = font["name"].getDebugName(0)
    font["name"].names = []
    for number, text in {0: copyright_line, **names}.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    # One cmap is enough: format 12 where there are characters beyond the BMP, else format 4.
    tables = {table.format: table for table in font["cmap"].tables if table.platformID == 3}
    font["cmap"].tables = [tables.get(12) or tables[4]]
    font.save(target)
    print(target, len(font.getGlyphOrder()), "glyphs", Path(target).stat().st_size, "bytes")


def main():
    *sources, folder = sys.argv[1:]
    for source, (name, family, style, digest, charset) in zip(sources, FACES, strict=True):
        if not hashlib.sha256(Path(source).read_bytes()).hexdigest().startswith(digest):
            sys.exit(f"{source} is not the font this script was written for")
        reduce(source, Path(folder) / name, family, style, charset)


if __name__ == "__main__":
    main()
