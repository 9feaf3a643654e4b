"""Writes srgb.icc: a matrix profile (ICC version 2.1) of the sRGB colour space, computed from IEC 61966-2-1.

Run once, by hand; the result is committed:  python3 make.py srgb.icc
Nothing in it depends on the day or the machine.
"""

import struct
import sys

# Primaries of sRGB adapted from D65 to D50 (Bradford), and the D50 white of the connection space.
COLORANTS = {"rXYZ": (0.43607, 0.22249, 0.01392), "gXYZ": (0.38515, 0.71687, 0.09708), "bXYZ": (0.14307, 0.06061, 0.71410)}
WHITE = (0.96420, 1.0, 0.82491)
STEPS = 1024


def fixed(value):
    return struct.pack(">i", round(value * 65536))


def xyz(values):
    return b"XYZ \0\0\0\0" + b"".join(map(fixed, values))


def linear(encoded):
    return encoded / 12.92 if encoded <= 0.04045 else ((encoded + 0.055) / 1.055) ** 2.4


def curve():
    points = [round(linear(i / (STEPS - 1)) * 65535) for i in range(STEPS)]
    return b"curv\0\0\0\0" + struct.pack(f">I{STEPS}H", STEPS, *points)


def description(text):
    ascii_part = text.encode() + b"\0"
    return b"desc\0\0\0\0" + struct.pack(">I", len(ascii_part)) + ascii_part + bytes(4 + 4 + 2 + 1 + 67)


def profile():
    shared = curve()
    tags = [
        ("desc", description("sRGB IEC61966-2.1")),
        ("cprt", b"text\0\0\0\0" + b"CC0 1.0: no rights reserved\0"),
        ("wtpt", xyz(WHITE)),
        *((name, xyz(values)) for name, values in COLORANTS.items()),
        ("rTRC", shared),
        ("gTRC", shared),
        ("bTRC", shared),
    ]
    offset, table, body, seen = 128 + 4 + 12 * len(tags), b"", b"", {}
    for name, data in tags:
        if data not in seen:
            seen[data] = (offset + len(body), len(data))
            body += data + bytes(-len(data) % 4)
        table += name.encode() + struct.pack(">II", *seen[data])
    size = offset + len(body)
    header = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(4 + 4 + 4 + 4 + 8 + 4)
    header += b"".join(map(fixed, WHITE)) + bytes(48)
    assert len(header) == 128
    return header + struct.pack(">I", len(tags)) + table + body


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as target:
        target.write(profile())
