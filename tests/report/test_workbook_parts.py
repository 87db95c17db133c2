"""The parts of a workbook held against Office Open XML: what would make Excel offer to repair the file.

Excel refuses more than the schemas say; the rules here are those of ECMA-376 part 1 (18.3 worksheets, 18.8 styles,
22.9 shared types) and part 2 (packages) that a written workbook can break.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import pytest
from openpyxl.utils.cell import range_boundaries

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.open_data import data_workbook
from kyosei_desktop.report.pages import compose_report
from kyosei_desktop.report.sheet_layout import lay_out_sheet
from kyosei_desktop.report.sheet_writing import MOST_FOOTER_CHARACTERS
from kyosei_desktop.report.workbook import check_workbook, official_workbook
from kyosei_desktop.report.workbook_text import MOST_CELL_UNITS, text_of
from tests.report.conftest import PlanWith

EDITION = Edition(datetime(2022, 4, 6, 1, 12, tzinfo=UTC), "かきくけ")
TEXT = "=1+1\n_x000D_ \uffff\ufffe<&>\"' ]]> \t終わり " + "長い文。" * 9000

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

WORKSHEET_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "tableParts",
    "extLst",
]
WORKBOOK_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
]
STYLES_ORDER = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
]

Parts = Mapping[str, bytes]


@pytest.fixture(scope="module", params=["official", "official, odd texts", "data", "data, odd texts"])
def workbook(request: pytest.FixtureRequest, plan: Plan, plan_with: PlanWith, definition: Definition) -> bytes:
    """Each of the workbooks, of the built-in plan and of texts that are hard to write."""
    odd = replace(plan_with(TEXT), title="題名 \uffff<&>", subtitle="副題", as_of="時点")
    chosen = odd if "odd" in request.param else plan
    if request.param.startswith("data"):
        return data_workbook(chosen, definition, chosen.years, EDITION)
    return official_workbook(lay_out_sheet(compose_report(chosen, definition)), EDITION)


@pytest.fixture(scope="module")
def parts(workbook: bytes) -> Parts:
    """Its parts."""
    return parts_of(workbook)


def parts_of(workbook: bytes) -> Parts:
    """A package's parts by name."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        names = archive.namelist()
        assert len(set(names)) == len(names)
        return {name: archive.read(name) for name in names}


def sheets(parts: Parts) -> Iterator[ElementTree.Element]:
    """The roots of all sheets."""
    for name, content in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            yield ElementTree.fromstring(content)


def local_names(parent: ElementTree.Element) -> list[str]:
    """The names of an element's children without their namespace."""
    return [child.tag.rpartition("}")[2] for child in parent]


def test_every_part_is_well_formed_and_has_a_type(parts: Parts) -> None:
    types = ElementTree.fromstring(parts["[Content_Types].xml"])
    overrides = {one.attrib["PartName"].lstrip("/") for one in types if "PartName" in one.attrib}
    defaults = {one.attrib["Extension"] for one in types if "Extension" in one.attrib}
    assert overrides <= parts.keys()
    for name, content in parts.items():
        ElementTree.fromstring(content)
        assert name == "[Content_Types].xml" or name in overrides or name.endswith(".rels")
    assert "rels" in defaults


def test_every_relation_leads_to_a_part(parts: Parts) -> None:
    for name, content in parts.items():
        if name.endswith(".rels"):
            relations = ElementTree.fromstring(content)
            base = dirname(dirname(name))
            targets = [one.attrib["Target"] for one in relations]
            assert all(normpath(join("/", base, target)).lstrip("/") in parts for target in targets)
            assert len({one.attrib["Id"] for one in relations}) == len(relations)


def test_elements_stand_in_the_order_of_the_schema(parts: Parts) -> None:
    roots = [(sheet, WORKSHEET_ORDER) for sheet in sheets(parts)]
    roots.append((ElementTree.fromstring(parts["xl/workbook.xml"]), WORKBOOK_ORDER))
    roots.append((ElementTree.fromstring(parts["xl/styles.xml"]), STYLES_ORDER))
    for root, order in roots:
        places = [order.index(name) for name in local_names(root)]
        assert places == sorted(set(places))


def test_counts_say_how_many_there_are(parts: Parts) -> None:
    for name, content in parts.items():
        for element in ElementTree.fromstring(content).iter():
            if "count" in element.attrib and len(element):
                assert int(element.attrib["count"]) == len(element), (name, element.tag)
    for sheet in sheets(parts):
        for breaks in sheet.findall(f"{MAIN}rowBreaks"):
            assert breaks.attrib["manualBreakCount"] == breaks.attrib["count"]
            assert all(one.attrib["man"] == "1" for one in breaks)


def test_rows_and_cells_ascend_within_the_dimension(parts: Parts) -> None:
    for sheet in sheets(parts):
        first_column, first_row, last_column, last_row = range_boundaries(sheet.find(f"{MAIN}dimension").attrib["ref"])
        rows = sheet.findall(f"{MAIN}sheetData/{MAIN}row")
        numbers = [int(row.attrib["r"]) for row in rows]
        assert numbers == sorted(set(numbers))
        assert (numbers[0], numbers[-1]) == (first_row, last_row)
        for row in rows:
            columns = [range_boundaries(cell.attrib["r"])[0] for cell in row]
            assert columns == sorted(set(columns))
            assert set(columns) <= set(range(first_column, last_column + 1))


def test_merged_cells_do_not_overlap_and_only_their_first_cell_has_a_text(parts: Parts) -> None:
    for sheet in sheets(parts):
        covered: Counter[tuple[int, int]] = Counter()
        followers = set()
        for one in sheet.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell"):
            left, top, right, bottom = range_boundaries(one.attrib["ref"])
            cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
            assert len(cells) > 1
            covered.update(cells)
            followers.update(cells[1:])
        assert all(times == 1 for times in covered.values())
        for cell in sheet.iter(f"{MAIN}c"):
            column, row, _right, _bottom = range_boundaries(cell.attrib["r"])
            assert len(cell) == 0 or (row, column) not in followers


def test_texts_stand_in_their_cells_with_every_blank_kept(parts: Parts) -> None:
    for sheet in sheets(parts):
        assert not list(sheet.iter(f"{MAIN}f"))
        for cell in sheet.iter(f"{MAIN}c"):
            text = cell.find(f"{MAIN}is/{MAIN}t")
            assert (text is not None) == (cell.get("t") == "inlineStr")
            if text is not None:
                said = text.text or ""
                assert said
                assert len(text_of(said).encode("utf-16-le")) // 2 <= MOST_CELL_UNITS
                assert text.get(SPACE) == "preserve" or said == said.strip()
                assert not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", said)


def test_every_style_that_a_cell_names_is_there(parts: Parts) -> None:
    styles = ElementTree.fromstring(parts["xl/styles.xml"])
    formats = styles.findall(f"{MAIN}cellXfs/{MAIN}xf")
    for kind, attribute in (
        ("fonts", "fontId"),
        ("fills", "fillId"),
        ("borders", "borderId"),
        ("cellStyleXfs", "xfId"),
    ):
        known = len(styles.find(f"{MAIN}{kind}"))
        assert all(int(one.attrib[attribute]) < known for one in formats)
    names = [one.attrib["name"] for one in styles.iterfind(f"{MAIN}cellStyles/{MAIN}cellStyle")]
    assert len(set(names)) == len(names)
    for sheet in sheets(parts):
        assert all(int(cell.get("s", 0)) < len(formats) for cell in sheet.iter(f"{MAIN}c"))


def test_names_of_sheets_are_quoted_where_cells_are_named(parts: Parts) -> None:
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    titles = [one.attrib["name"] for one in book.iterfind(f"{MAIN}sheets/{MAIN}sheet")]
    assert all(0 < len(title) <= 31 and not re.search(r"[\[\]:*?/\\]", title) for title in titles)
    for one in book.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        assert (one.text or "").startswith(f"'{titles[int(one.attrib['localSheetId'])]}'!$")
    assert {one.attrib[RELATION_ID] for one in book.iterfind(f"{MAIN}sheets/{MAIN}sheet")}


def test_heights_widths_and_footers_are_within_excels_limits(parts: Parts) -> None:
    for sheet in sheets(parts):
        assert all(0 < float(row.attrib["ht"]) <= 409 for row in sheet.iter(f"{MAIN}row") if "ht" in row.attrib)
        assert all(0 < float(one.attrib["width"]) <= 255 for one in sheet.iter(f"{MAIN}col"))
        for footer in sheet.iter(f"{MAIN}oddFooter"):
            assert len(footer.text or "") <= MOST_FOOTER_CHARACTERS


def test_every_cell_of_the_official_table_has_all_four_borders(plan: Plan, definition: Definition) -> None:
    """Those within merged cells too: openpyxl makes them anew when it reads, so they are looked for in the file."""
    parts = parts_of(official_workbook(lay_out_sheet(compose_report(plan, definition))))
    styles = ElementTree.fromstring(parts["xl/styles.xml"])
    borders = styles.findall(f"{MAIN}borders/{MAIN}border")
    formats = styles.findall(f"{MAIN}cellXfs/{MAIN}xf")
    (sheet,) = sheets(parts)
    rows = sheet.findall(f"{MAIN}sheetData/{MAIN}row")[1:]
    for row in rows:
        assert len(row) == 11
        for cell in row:
            border = borders[int(formats[int(cell.attrib["s"])].attrib["borderId"])]
            assert [border.find(f"{MAIN}{edge}").get("style") for edge in ("left", "right", "top", "bottom")] == [
                "thin"
            ] * 4


def test_characters_that_xml_cannot_hold_are_kept(plan_with: PlanWith, definition: Definition) -> None:
    layout = lay_out_sheet(compose_report(plan_with("a\uffffb\ufffec _xFFFF_"), definition))
    assert check_workbook(official_workbook(layout), layout).clipped == 0


@pytest.mark.parametrize("footer", ["{page}頁（全{pages}頁）", "A&B 100%", "2021年 {page}", "&" * 200, ""])
def test_a_footer_says_what_the_definition_says(footer: str, plan_with: PlanWith, definition: Definition) -> None:
    changed = replace(definition, page=replace(definition.page, footer=footer))
    made = official_workbook(lay_out_sheet(compose_report(plan_with("文"), changed)))
    (sheet,) = sheets(parts_of(made))
    said = sheet.findtext(f"{MAIN}headerFooter/{MAIN}oddFooter") or ""
    assert len(said) <= MOST_FOOTER_CHARACTERS
    plain = re.sub(r'^&C(&"[^"]*"&9 )?', "", said).replace("&P", "{page}").replace("&N", "{pages}").replace("&&", "&")
    assert plain == ("" if footer == "&" * 200 else footer)


@pytest.mark.parametrize(
    ("width_mm", "height_mm", "code", "orientation"),
    [
        (420, 297, 8, "landscape"),
        (210, 297, 9, "portrait"),
        (257, 364, 12, "portrait"),
        (250, 180, 13, "landscape"),
        (2000, 1000, 66, "landscape"),
    ],
)
def test_the_paper_is_the_smallest_that_holds_the_page(
    width_mm: float, height_mm: float, code: int, orientation: str, plan_with: PlanWith, definition: Definition
) -> None:
    changed = replace(definition, page=replace(definition.page, width_mm=width_mm, height_mm=height_mm))
    made = official_workbook(lay_out_sheet(compose_report(plan_with("文"), changed)))
    (sheet,) = sheets(parts_of(made))
    setup = sheet.find(f"{MAIN}pageSetup").attrib
    assert (int(setup["paperSize"]), setup["orientation"], setup["scale"]) == (code, orientation, "100")
