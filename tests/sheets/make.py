"""Makes the fixtures of this folder. They are kept; this says what is in them and by which writers.

python make.py            needs openpyxl, xlwt, msoffcrypto-tool and LibreOffice (`soffice`) on the path
"""
import datetime
import pathlib
import subprocess
import zipfile

import openpyxl
import xlwt
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.datavalidation import DataValidation

HERE = pathlib.Path(__file__).parent


def resident_id(born, serial):
    first = "500101" + born + serial
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return first + "10X98765432"[sum(int(a) * b for a, b in zip(first, weights)) % 11]


PEOPLE = [
    # name, ID, mobile, department, first dose, maker, second dose, maker
    ("郑 一", resident_id("19900101", "012"), 13900000001, "后勤部", datetime.datetime(2021, 5, 1), "北京生物", datetime.datetime(2021, 6, 1), "北京生物"),
    ("钱二", int(resident_id("19900101", "028")[:17] + "0"), 13900000002, None, 44348, "科兴", "2021.7.1", "科兴"),
    ("孙三", resident_id("19900101", "036"), "139-0000-0003", "办公室", "5.8", "康希诺", None, None),
    ("李四", resident_id("19900101", "044")[:-1] + "?", 13900000004, "办公室", "2021/5/8", "武汉生物", None, None),
    ("周䶮", resident_id("19900101", "052"), "１３９０００００００５", "办公室", "2021年5月9日", "智飞", "20210609", "智飞"),
]


def roster():
    """Title rows, a merged header of two rows, a department merged downwards, a sum, a signature, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append(["青禾社会工作服务中心疫苗接种情况统计表"])
    sheet.merge_cells("A1:J1")
    sheet["A1"].font = Font(size=16, bold=True)
    sheet.append(["填报日期：2021年8月31日"])
    sheet.merge_cells("A2:J2")
    sheet.append(["序号", "姓名", "身份证号码", "联系电话", "部门", "第一剂", None, "第二剂", None, "备注"])
    sheet.append([None, None, None, None, None, "接种日期", "疫苗厂家", "接种日期", "疫苗厂家", None])
    for column in "ABCDEJ":
        sheet.merge_cells(f"{column}3:{column}4")
    sheet.merge_cells("F3:G3")
    sheet.merge_cells("H3:I3")
    for number, person in enumerate(PEOPLE, 1):
        sheet.append([number, *person, None])
    sheet.merge_cells("E5:E6")
    sheet.append(["合计", None, None, None, None, 5, None, 3, None, None])
    sheet.append(["填表人：周敏", None, None, "审核人："])
    for row in sheet.iter_rows(min_row=5, max_row=9, min_col=6, max_col=8):
        for cell in row:
            if isinstance(cell.value, datetime.datetime):
                cell.number_format = "yyyy/m/d"
    sheet["C6"].number_format = "yyyy-mm-dd"  # an ID in a cell formatted as a day
    sheet.conditional_formatting.add(
        "F5:F9", openpyxl.formatting.rule.CellIsRule(operator="equal", formula=['""'], fill=PatternFill("solid", bgColor="FFFF00"))
    )
    notes = book.create_sheet("填表说明")
    notes["A1"] = "请如实填写"
    hidden = book.create_sheet("旧名单")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "姓名"
    book.save(HERE / "roster-openpyxl.xlsx")


def doses():
    """Three sheets of one workbook: people with doses of which only the days stand there, some without a year and a formula
    nobody calculated; then places, and rounds of disinfection there."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "人员"
    sheet.append(["2021年疫苗接种情况摸排表"])
    sheet.merge_cells("A1:G1")
    sheet.append(["序号", "姓名", "身份证号", "第一针时间", "第二针时间", "加强针", "备注"])
    days = [("5.8", datetime.datetime(2021, 6, 8), "8月9日"), ("5月9日", datetime.datetime(2021, 6, 9), None), (None, None, None)]
    for number, (person, doses) in enumerate(zip(PEOPLE[::2], days), 1):
        sheet.append([f"=ROW()-{2}", person[0], person[1], *doses, None])
    for row in range(3, 6):
        sheet[f"E{row}"].number_format = "yyyy/m/d"
    for row in range(6, 20):
        sheet[f"A{row}"] = "=ROW()-2"
    places = book.create_sheet("场所")
    places.append(["场所名称", "类别"])
    places.append(["大厅", "办公室"])
    rounds = book.create_sheet("消毒")
    rounds.append(["日期", "场所", "消毒剂", "消毒方式", "操作人"])
    rounds.append(["2021.8.11", "大厅", "84消毒液", "擦拭", "周䶮"])
    notes = book.create_sheet("填表说明")
    notes["A1"] = "请如实填写"
    book.save(HERE / "doses-openpyxl.xlsx")


def old_roster():
    """The same kind of sheet as .xls by xlwt, with serials and numbers."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名单")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for column, label in enumerate(["姓名", "身份证号", "手机", "部门", "入职日期"]):
        sheet.write(0, column, label)
    for row, person in enumerate(PEOPLE[:3], 1):
        sheet.write(row, 0, person[0])
        sheet.write(row, 1, person[1])
        sheet.write(row, 2, person[2])
        sheet.write(row, 3, person[3] or "")
        sheet.write(row, 4, datetime.date(2021, 3, row), day)
    book.save(str(HERE / "roster-xlwt.xls"))


def shown():
    """Numbers that their formats show as something else, and a row that is hidden, as .xls by xlwt."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("消毒")
    for column, label in enumerate(["场所", "日期", "开始时间", "结束时间", "消毒剂", "浓度", "消毒剂批号", "操作人"]):
        sheet.write(0, column, label)
    style = lambda code: xlwt.easyxf(num_format_str=code)
    for row in (1, 2):
        sheet.write(row, 0, "大厅")
        sheet.write(row, 1, datetime.date(2021, 8, 8 + row), style("yyyy-mm-dd"))
        sheet.write(row, 2, 23 / 24, style("h:mm"))
        sheet.write(row, 3, 1, style("[h]:mm"))
        sheet.write(row, 4, "酒精")
        sheet.write(row, 5, 0.75, style("0%"))
        sheet.write(row, 6, 12, style("00000"))
        sheet.write(row, 7, "周敏")
    sheet.row(2).hidden = True
    book.save(str(HERE / "shown-xlwt.xls"))


def mac():
    """Days counted from 1904."""
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    sheet.append(["姓名", "证件类型", "出生日期"])
    sheet.append(["王龚", "无证件", datetime.datetime(1990, 5, 17)])
    sheet["C2"].number_format = "yyyy-mm-dd"
    book.save(HERE / "epoch-1904.xlsx")


def template():
    """An authority's sheet: merged title, borders, a formula, a list to choose from, a page set-up."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "报表"
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    sheet["A1"] = "大足区社会组织疫苗接种情况统计表"
    sheet.merge_cells("A1:E1")
    sheet["A1"].font = Font(name="方正小标宋简体", size=18)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet["A2"] = "填报单位："
    sheet["D2"] = "填报日期："
    for column, label in zip("ABCDE", ["在岗人数", "应接种人数", "全程接种人数", "接种率", "备注"]):
        sheet[f"{column}3"] = label
        sheet[f"{column}3"].fill = PatternFill("solid", fgColor="DDEBF7")
        sheet[f"{column}4"].border = box
    sheet["D4"] = "=C4/B4"
    sheet["D4"].number_format = "0.0%"
    for column, label in zip("ABCDE", ["序号", "姓名", "部门", "接种情况", "签字"]):
        sheet[f"{column}6"] = label
    for row in range(7, 57):
        for column in "ABCDE":
            sheet[f"{column}{row}"].border = box
            sheet[f"{column}{row}"].font = Font(name="仿宋_GB2312", size=12)
    sheet["A57"] = "填表人："
    sheet.column_dimensions["B"].width = 22
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    choose = DataValidation(type="list", formula1='"是,否"')
    sheet.add_data_validation(choose)
    choose.add("E4")
    book.save(HERE / "template-openpyxl.xlsx")


def by_libreoffice(source, ending, name):
    """The same content written by LibreOffice."""
    subprocess.run(["soffice", "--headless", "--convert-to", ending, "--outdir", "/tmp/sheets", str(HERE / source)], check=True, capture_output=True)
    made = pathlib.Path("/tmp/sheets") / (pathlib.Path(source).stem + "." + ending.split(":")[0])
    (HERE / name).write_bytes(made.read_bytes())


def wps_like():
    """What WPS leaves behind: styles to the last column, empty styled rows far below, days in CJK formats, a prefix."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<x:worksheet xmlns:x="{main}"><x:sheetPr/>'
        '<x:dimension ref="A1:XFD1048576"/><x:cols><x:col min="1" max="16384" width="9" style="1"/></x:cols><x:sheetData>'
        '<x:row r="1" spans="1:4"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c>'
        '<x:c r="C1" t="s"><x:v>2</x:v></x:c><x:c r="XFD1" s="1"/></x:row>'
        '<x:row r="2"><x:c r="A2" t="s"><x:v>3</x:v></x:c><x:c r="B2" t="s"><x:v>4</x:v></x:c><x:c r="C2" s="1"><x:v>33010</x:v></x:c></x:row>'
        '<x:row r="1048576" s="1" customFormat="1"><x:c r="A1048576" s="1"/></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    strings = ["姓名", "证件类型", "出生日期", "王龚", "无证件"]
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rels}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rels}"><bookViews><workbookView/></bookViews><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{rels}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="{rels}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/></numFmts><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="176" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}" count="5" uniqueCount="5">' + "".join(f"<si><t>{text}</t></si>" for text in strings) + "</sst>",
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(HERE / "wps-like.xlsx", "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in parts.items():
            pack.writestr(name, text)


def with_password():
    """Encrypted as Excel does: a compound file around the package."""
    from msoffcrypto.format.ooxml import OOXMLFile

    with open(HERE / "epoch-1904.xlsx", "rb") as plain, open(HERE / "password.xlsx", "wb") as sealed:
        OOXMLFile(plain).encrypt("密码", sealed)


if __name__ == "__main__":
    roster()
    doses()
    old_roster()
    shown()
    mac()
    template()
    by_libreoffice("roster-openpyxl.xlsx", "xlsx", "roster-libreoffice.xlsx")
    by_libreoffice("roster-openpyxl.xlsx", "xls:MS Excel 97", "roster-libreoffice.xls")
    by_libreoffice("template-openpyxl.xlsx", "xlsx", "template-libreoffice.xlsx")
    wps_like()
    with_password()
