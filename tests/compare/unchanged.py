"""Reads what unchanged.sh was told, with Python's standard library alone.

    unchanged.py forms                     ledgers of `ledgers --json` from standard input, a line each: name, forms
    unchanged.py words                     pages of `pdftotext -bbox` from standard input: every word after its place in points
    unchanged.py cells WORKBOOK            every cell with its number format, every remark and every rule for entry
    unchanged.py settle FOLDER DIR DAY     evens what two runs must say differently: uids (a list of them apart), heads of the
                                           journal, instants since DAY, paths below DIR, and the order of an object's members
"""

import datetime
import json
import pathlib
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
XHTML = "{http://www.w3.org/1999/xhtml}"
GROUP = re.compile(r"[0-9a-f]{4}")
UID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
HEAD = re.compile(r"\b[0-9a-f]{4}(?: [0-9a-f]{4}){3}\b")


def forms():
    for ledger in json.load(sys.stdin)["ledgers"]:
        print(ledger["name"], *(form["code"] for form in ledger["forms"]))


def words():
    pages = tree.fromstring(sys.stdin.buffer.read())
    for number, page in enumerate(pages.iter(XHTML + "page"), 1):
        print("page", number, page.get("width"), page.get("height"), sep="\t")
        place = lambda word: tuple(float(word.get(side)) for side in ("yMin", "xMin", "xMax"))
        head = 0
        for word in sorted(page.iter(XHTML + "word"), key=place):
            # The four groups after this word are a head, each as wide as its digits happen to be.
            head = 4 if word.text == "核验码" else head - 1
            if head in range(4) and GROUP.fullmatch(word.text):
                continue
            print(*(f"{side:.1f}" for side in place(word)), word.text, sep="\t")


def text(element):
    return "".join(part.text or "" for part in element.iter(SHEET + "t"))


def cells(path):
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        read = lambda name: tree.fromstring(package.read(name))
        shared = [text(item) for item in read("xl/sharedStrings.xml")] if "xl/sharedStrings.xml" in names else []
        styles = read("xl/styles.xml")
        codes = {each.get("numFmtId"): each.get("formatCode") for each in styles.iter(SHEET + "numFmt")}
        formats = [each.get("numFmtId") for each in styles.find(SHEET + "cellXfs")]
        for name in sorted(names):
            if name.startswith("xl/worksheets/sheet"):
                print(name)
                sheet = read(name)
                for cell in sheet.iter(SHEET + "c"):
                    value = cell.findtext(SHEET + "v") or ""
                    kind = cell.get("t", "n")
                    said = shared[int(value)] if kind == "s" else text(cell) if kind == "inlineStr" else value
                    number = formats[int(cell.get("s", "0"))]
                    formula = cell.findtext(SHEET + "f")
                    kind = "text" if kind in ("s", "inlineStr", "str") else kind
                    print(cell.get("r"), kind, codes.get(number, number), said, *([formula] if formula else []), sep="\t")
                for rule in sheet.iter(SHEET + "dataValidation"):
                    print("rule", *sorted(f"{key}={value}" for key, value in rule.items()), *(part.text for part in rule), sep="\t")
            if name.startswith("xl/comments"):
                print(name)
                for remark in read(name).iter(SHEET + "comment"):
                    print(remark.get("ref"), text(remark), sep="\t")


def settle(folder, directory, day):
    begun = datetime.date.fromisoformat(day)
    # The clock of the wall may be a day off that of the world, and midnight may pass.
    days = "|".join(str(begun + datetime.timedelta(days=step)) for step in (-1, 0, 1, 2))
    instant = re.compile(rf"(?:{days})[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?")
    copy = re.compile(rf"_(?:{days.replace('-', '')})-\d{{6}}_")
    for path in sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file()):
        said = path.read_text(encoding="utf-8")
        said = "\n".join(pretty(line) for line in said.split("\n"))
        uids = UID.findall(said)
        said = said.replace(directory, "DIR")
        for what, by in ((UID, "UID"), (HEAD, "HEAD"), (instant, "INSTANT"), (copy, "_COPY_")):
            said = what.sub(by, said)
        path.write_text(said, encoding="utf-8")
        if uids and "/before/" in str(path):
            apart = pathlib.Path(folder, "uids", *path.relative_to(folder).parts)
            apart.parent.mkdir(parents=True, exist_ok=True)
            apart.write_text("\n".join(uids) + "\n", encoding="utf-8")


def pretty(line):
    if not line.startswith("{"):
        return line
    return json.dumps(json.loads(line), ensure_ascii=False, indent=1, sort_keys=True)


if __name__ == "__main__":
    {"forms": forms, "words": words, "cells": cells, "settle": settle}[sys.argv[1]](*sys.argv[2:])
