"""The XML of a workbook's parts: screened, counted, and reduced to what is read from it.

openpyxl builds an object for nearly everything that stands in a workbook, trusts it, and is slow where there is much
of it. What it is given therefore holds only the elements of the lists here, each where it belongs: no drawings,
hyperlinks, tables, conditional formats, comments, extensions. Empty cells, which only have a look, are left out too.
"""

import re
from collections.abc import Mapping
from xml.parsers import expat

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

MAX_ELEMENTS = 2_000_000
"""Elements in all parts together, of which most may be left out."""

MAX_KEPT_ELEMENTS = 1_000_000
"""Elements that are kept. A book with another text in each of 200,000 cells has 800,000 and its rows."""

MAX_OBJECTS = 100_000
"""Kept elements other than rows, cells and texts, which take ten times as long. Excel allows 65,490 formats."""

MAX_MERGED_CELLS = 100_000
"""Cells in merged ranges, all sheets together."""

MAX_DEPTH = 64
"""Levels of XML; drawings in real workbooks need about 20."""

Kept = Mapping[str, "Kept"]
"""Elements that are kept, by name, each with those that are kept below it."""

WORKBOOK: Kept = {
    "workbookPr": {},
    "bookViews": {"workbookView": {}},
    "sheets": {"sheet": {}},
    "definedNames": {"definedName": {}},
}
STRINGS: Kept = {"si": {"t": {}, "r": {"t": {}}}}
STYLES: Kept = {
    "numFmts": {"numFmt": {}},
    "fonts": {"font": {"b": {}, "i": {}, "sz": {}}},
    "fills": {"fill": {"patternFill": {"fgColor": {}}}},
    "borders": {"border": {"left": {}, "right": {}, "top": {}, "bottom": {}}},
    "cellXfs": {"xf": {}},
}
PROPERTIES: Kept = {"property": {"lpwstr": {}}}

# An element with more attributes than any has: a sheet's root with its namespaces has about 30. The parser's time grows
# with their square. `<` stands in no attribute, so that nothing is looked at twice.
_CROWDED_TAG = re.compile(rb"""<[^\s/<>]++(?:\s++[^\s=<>"']++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+')){200}""")

_TAG = re.compile(rb"""</?[^\s/<>]+(?P<attributes>(?:[^<>"'/]|/(?!>)|"[^"]*"|'[^']*')*+)/?>""")


class PartStrange(Exception):
    """A part holds what no spreadsheet program writes: a document type, another encoding."""


class PartStrict(Exception):
    """A part is in the strict form of the format, whose names are others."""


class PartDamaged(Exception):
    """A part is no XML, or its cells stand where none can."""


class PartTooLarge(Exception):
    """A part has more elements than are read."""


class Budget:
    """What is left of a limit that several parts share."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self, amount: int = 1) -> None:
        """Raises PartTooLarge when there is no more."""
        self.left -= amount
        if self.left < 0:
            raise PartTooLarge


class Budgets:
    """The limits that all parts of a book share.

    Args:
        area: cells that the sheets may span, each from A1 to its last cell with content.
    """

    def __init__(self, area: int) -> None:
        self.elements = Budget(MAX_ELEMENTS)
        self.kept = Budget(MAX_KEPT_ELEMENTS)
        self.objects = Budget(MAX_OBJECTS)
        self.merged = Budget(MAX_MERGED_CELLS)
        self.area = Budget(area)


_LIGHT = frozenset({"row", "c", "v", "f", "is", "si", "t"})


class PartReader:
    """Reads one part's XML and gives back the kept elements, byte for byte as they stand in it.

    Subclasses look at what is kept: `started` sees each kept element before those below it.
    """

    root: str
    kept: Kept
    namespaces: frozenset[str] = frozenset({_MAIN})
    left_out_when_empty: frozenset[str] = frozenset()
    without_attributes: frozenset[str] = frozenset()

    def __init__(self, content: bytes, budgets: Budgets) -> None:
        self._content = content
        self._budgets = budgets
        self._cuts: list[tuple[int, int]] = []
        # Of each open element: its name, where it starts, what is kept below it (None in what is cut), how many were.
        self._open: list[tuple[str, int, Kept | None, list[int]]] = []
        self._parser = _screening_parser()
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended

    def reduced(self) -> bytes:
        """The part with only what is kept. Raises PartStrange, PartStrict, PartDamaged, PartTooLarge."""
        _parse(self._parser, self._content)
        pieces, position = [], 0
        for start, end in self._cuts:
            pieces.append(self._content[position:start])
            position = end
        pieces.append(self._content[position:])
        return b"".join(pieces)

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """A kept element begins."""

    def wanted(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element that is on the list is kept after all."""
        return True

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        self._budgets.elements.spend()
        namespace, _space, name = tag.rpartition(" ")
        start = self._parser.CurrentByteIndex
        if not self._open:
            self._start_root(namespace, name, start)
            return
        _check_depth(len(self._open))
        _name, _start, siblings, count = self._open[-1]
        below = siblings.get(name) if siblings is not None and namespace in self.namespaces else None
        if below is not None and not self.wanted(name, attributes):
            below = None
        if below is not None:
            count[0] += 1
            (self._budgets.kept if name in _LIGHT else self._budgets.objects).spend()
            self.started(name, attributes)
            if attributes and name in self.without_attributes:
                self._cuts.append(self._tag(start).span("attributes"))
        self._open.append((name, start, below, [0]))

    def _start_root(self, namespace: str, name: str, start: int) -> None:
        if namespace == _STRICT:
            raise PartStrict
        if namespace not in self.namespaces or name != self.root:
            raise PartDamaged
        self._open.append((name, start, self.kept, [0]))

    def _ended(self, _tag: str) -> None:
        name, start, below, count = self._open.pop()
        if below is not None and (count[0] or name not in self.left_out_when_empty):
            return
        if self._open and self._open[-1][2] is None:
            return  # it goes with what is around it
        tag = self._tag(start)
        if not tag.group().endswith(b"/>"):
            tag = self._tag(self._parser.CurrentByteIndex)
        while self._cuts and self._cuts[-1][0] >= start:
            self._cuts.pop()
        if self._cuts and self._cuts[-1][1] == start:
            start = self._cuts.pop()[0]
        self._cuts.append((start, tag.end()))

    def _tag(self, start: int) -> re.Match[bytes]:
        found = _TAG.match(self._content, start)
        if found is None:
            raise PartDamaged
        return found


def elements_of(content: bytes, budgets: Budgets) -> list[tuple[str, Mapping[str, str]]]:
    """Every element of a small part, in order: its name without the namespace, and its attributes.

    Raises:
        PartStrange, PartDamaged, PartTooLarge.
    """
    found: list[tuple[str, Mapping[str, str]]] = []
    depth = 0

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        _check_depth(depth)
        budgets.elements.spend()
        found.append((tag.rpartition(" ")[2], attributes))
        depth += 1

    def ended(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    parser = _screening_parser()
    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    _parse(parser, content)
    return found


def _screening_parser() -> expat.XMLParserType:
    """A parser that refuses document types, and with them entities, and every encoding but UTF-8."""

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() != "utf-8":
            raise PartStrange

    def refuse(*_arguments: object) -> None:
        raise PartStrange

    parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _parse(parser: expat.XMLParserType, content: bytes) -> None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PartStrange  # UTF-16
    if _CROWDED_TAG.search(content):
        raise PartStrange
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise PartDamaged from error


def _check_depth(depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise PartStrange


class WorkbookReader(PartReader):
    """The list of sheets.

    Attributes:
        sheets: name and relationship of each, in order.
    """

    root, kept = "workbook", WORKBOOK

    def __init__(self, content: bytes, budgets: Budgets) -> None:
        super().__init__(content, budgets)
        self.sheets: list[tuple[str, str]] = []

    def wanted(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Of the defined names only the rows and columns that are repeated on each page."""
        return name != "definedName" or attributes.get("name") == "_xlnm.Print_Titles"

    def started(self, name: str, attributes: Mapping[str, str]) -> None:
        """Collects the sheets."""
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get(f"{RELATIONSHIPS} id", "")))


class PropertiesReader(PartReader):
    """The custom properties that are texts."""

    root, kept = "Properties", PROPERTIES
    namespaces = frozenset({_CUSTOM, _VALUES})
    left_out_when_empty = frozenset({"property"})


class StringsReader(PartReader):
    """The texts that cells share. Phonetic guides and looks within a text are left out."""

    root, kept = "sst", STRINGS

    def reduced(self) -> bytes:
        """As in the base, so that openpyxl gives the texts as they stand.

        It takes every `x005F_` out of shared texts, so that of the text `_x000D_`, kept as `_x005F_x000D_`, a line end
        would be left. Escapes are for `text_of` to read.
        """
        return super().reduced().replace(b"x005F_", b"xx005F_005F_")


class StylesReader(PartReader):
    """Formats of numbers, and what of a cell's look helps to understand a table."""

    root, kept = "styleSheet", STYLES
    # Where lines are drawn around merged cells, openpyxl draws them anew around each.
    without_attributes = frozenset({"left", "right", "top", "bottom"})
