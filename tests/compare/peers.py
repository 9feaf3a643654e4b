"""What others take for the same work: prints a name and milliseconds a line, separated by a tab.

peers.py SECTION FOLDER SIZE   needs openpyxl, xlsxwriter, pandas, reportlab, weasyprint; `soffice` where it is there
"""
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

ROUNDS = 1


def timed(name, work, rounds=ROUNDS):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    print(f"{name}\t{statistics.median(times):.1f}", flush=True)


def importing(folder, size):
    import openpyxl
    import pandas

    sheet = folder / "roster.xlsx"

    def read_only():
        book = openpyxl.load_workbook(sheet, read_only=True)
        rows = sum(1 for row in book.active.iter_rows(values_only=True))
        assert rows == size + 1

    timed("openpyxl reading it (read_only)", read_only)
    timed("openpyxl reading it", lambda: openpyxl.load_workbook(sheet))
    timed("pandas reading it", lambda: pandas.read_excel(sheet, dtype=str))


def exporting(folder, size):
    import openpyxl
    import pandas
    import xlsxwriter

    book = openpyxl.load_workbook(folder / "export.xlsx", read_only=True)
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]

    def by_openpyxl():
        made = openpyxl.Workbook(write_only=True)
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(row)
        made.save(folder / "peer.xlsx")

    def by_xlsxwriter():
        made = xlsxwriter.Workbook(str(folder / "peer.xlsx"), {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        made.close()

    timed("openpyxl writing it (write_only)", by_openpyxl)
    timed("xlsxwriter writing it (constant_memory)", by_xlsxwriter)
    frame = pandas.DataFrame(rows[1:], columns=rows[0])
    timed("pandas writing it", lambda: frame.to_excel(folder / "peer.xlsx", index=False))


def han(number):
    return chr(0x4E00 + number * 7919 % 8000)


def people(size):
    for number in range(size):
        yield [
            str(number + 1), han(number) + han(number // 3 + 5), "男" if number % 2 else "女", "1990-01-02", "138****1234",
            f"第{number % 40}部", "社工", "2 剂",
        ]


HEADERS = ["序号", "姓名", "性别", "出生日期", "手机", "部门", "岗位", "疫苗接种"]


def paper(folder, size):
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import LongTable, SimpleDocTemplate, TableStyle
    import weasyprint

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def by_reportlab():
        table = LongTable([HEADERS, *people(size)], repeatRows=1)
        table.setStyle(TableStyle([("FONTNAME", (0, 0), (-1, -1), "STSong-Light"), ("GRID", (0, 0), (-1, -1), 0.5, "black")]))
        SimpleDocTemplate(str(folder / "reportlab.pdf"), pagesize=landscape(A4)).build([table])

    def html(size):
        rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in people(size))
        head = "".join(f"<th>{label}</th>" for label in HEADERS)
        return (
            "<style>@page{size:A4 landscape}table{border-collapse:collapse}td,th{border:1px solid}</style>"
            f"<table><thead><tr>{head}</tr></thead>{rows}</table>"
        )

    timed("ReportLab printing a list of 8 columns", by_reportlab)
    # WeasyPrint's time grows faster than the rows: a tenth of them says enough, and counts ten times.
    start = time.perf_counter()
    weasyprint.HTML(string=html(size // 10)).write_pdf(folder / "weasyprint.pdf")
    print(f"WeasyPrint printing a list of 8 columns (a tenth, times ten)\t{(time.perf_counter() - start) * 10_000:.1f}", flush=True)
    timed("WeasyPrint printing one page", lambda: weasyprint.HTML(string=html(12)).write_pdf(folder / "page.pdf"), 3)
    if shutil.which("soffice"):
        import openpyxl

        made = openpyxl.Workbook(write_only=True)
        sheet = made.create_sheet()
        sheet.append(HEADERS)
        for row in people(size):
            sheet.append(row)
        made.save(folder / "list.xlsx")
        convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "list.xlsx")]
        timed("LibreOffice printing a list of 8 columns", lambda: subprocess.run(convert, check=True, capture_output=True))


if __name__ == "__main__":
    {"import": importing, "export": exporting, "paper": paper}[sys.argv[1]](pathlib.Path(sys.argv[2]), int(sys.argv[3]))
