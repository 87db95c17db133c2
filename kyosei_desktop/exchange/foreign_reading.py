"""A foreign book read by a mapping: a plan document and its definition, and what was understood and what was not."""

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from openpyxl.utils.cell import coordinate_from_string

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.mapping import Holds, Mapping, Numbering
from kyosei_desktop.domain.measure_matching import likeness
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.foreign_book import ForeignBook
from kyosei_desktop.exchange.foreign_header import key_of
from kyosei_desktop.exchange.foreign_placing import PlacedSheet, place_sheets
from kyosei_desktop.exchange.foreign_rows import FoundInitiative, FoundMeasure, Remark, SheetReader
from kyosei_desktop.store.documents import definition_of, json_bytes, load_plan_document

_SAME_NAME = 0.6
"""From this likeness on two names under one number on two sheets are one measure's."""


@dataclass(eq=False)
class NothingInBook(KyoseiError):
    """A mapping finds no measure in a book."""

    sentence: ClassVar[str] = N_(
        "「{name}」から施策を一つも読み取れませんでした。対応表のシートの名前と見出しがこのブックのものか確かめてください。"
    )
    name: str


@dataclass(eq=False)
class NoYearInBook(KyoseiError):
    """Neither a mapping nor a book says of which fiscal year the entries are."""

    sentence: ClassVar[str] = N_(
        "「{name}」の記載が何年度のものか分かりません。対応表のシートに year（西暦の年度）を書いてください。"
    )
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a book: its sheet, its address with the sheet's name where there are several, and its row."""

    sheet: str
    address: str
    row: int


@dataclass(frozen=True)
class ForeignPlan:
    """What a book amounts to: the plan document, its definition, and remarks in the order of the book."""

    document: MappingOf[str, Any]
    definition: Definition
    sheets: tuple[str, ...]
    remarks: tuple[Remark, ...]
    places: tuple[Place, ...]
    """Where each measure begins."""

    @property
    def left(self) -> tuple[Remark, ...]:
        """Cells whose text is in no field of the plan."""
        return tuple(one for one in self.remarks if one.is_left)

    @property
    def departments(self) -> tuple[str, ...]:
        """The names of all departments, in the order of the book."""
        names = (
            name
            for measure in self.document["measures"]
            for initiative in measure["initiatives"]
            for name in initiative["departments"]
        )
        return tuple(dict.fromkeys(names))

    @property
    def entries(self) -> int:
        """How many entries have a text."""
        return sum(
            1
            for measure in self.document["measures"]
            for initiative in measure["initiatives"]
            for cells in initiative["years"].values()
            for text in cells.values()
            if text
        )


def read_foreign(book: ForeignBook, mapping: Mapping) -> ForeignPlan:
    """Read a book by a mapping.

    Every text of the book is in the plan, among the headings, or in a remark that names its cell.

    Raises:
        NothingInBook, NoYearInBook
        DocumentNotValid: a text is longer than a field may be, or a name longer than names are.
    """
    definition = definition_of(dict(mapping.definition), book.name)
    remarks: list[Remark] = []
    united: list[FoundMeasure] = []
    placed = place_sheets(book, mapping, definition.eras)
    for one in placed:
        reader = SheetReader(one, mapping, definition.eras)
        reader.read()
        remarks += _missing_headings(one)
        remarks += reader.remarks
        _unite(united, reader.measures, one, mapping.numbering, remarks)
    remarks += _hidden(placed)
    remarks += _unread(book, placed)
    if not united:
        raise NothingInBook(name=book.name)
    measures = _measures(united, mapping.numbering, definition, remarks)
    years = _years(united, placed)
    if not years:
        raise NoYearInBook(name=book.name)
    document = {"title": mapping.title, "subtitle": None, "as_of": None, "years": years, "measures": measures}
    for measure in measures:
        for initiative in measure["initiatives"]:
            _fill_years(initiative, years, definition)
    checked = load_plan_document(json_bytes(document), book.name)
    order = {sheet.name: number for number, sheet in enumerate(book.sheets)}
    remarks.sort(key=lambda one: order.get(one.sheet, len(order)))
    sheets = tuple(one.sheet.name for one in placed)
    places = tuple(_place(one, is_alone=len(sheets) == 1) for one in united)
    return ForeignPlan(checked, definition, sheets, tuple(remarks), places)


def _place(measure: FoundMeasure, *, is_alone: bool) -> Place:
    address = measure.address if is_alone else f"{measure.sheet}!{measure.address}"
    return Place(measure.sheet, address, coordinate_from_string(measure.address)[1])


def _missing_headings(placed: PlacedSheet) -> list[Remark]:
    sentence = _("対応表の見出し「{heading}」の列がこのシートにありません。")
    return [
        Remark(placed.sheet.name, None, sentence.format(heading="".join(heading.split()))) for heading in placed.missing
    ]


def _hidden(placed: Sequence[PlacedSheet]) -> list[Remark]:
    sentence = _("隠れた行や列も読みました。要らないものがないか確かめてください。")
    return [
        Remark(one.sheet.name, None, sentence)
        for one in placed
        if any(cell.row in one.sheet.hidden_rows or cell.column in one.sheet.hidden_columns for cell in one.sheet.cells)
    ]


def _unread(book: ForeignBook, placed: Sequence[PlacedSheet]) -> list[Remark]:
    """One for each sheet, however much stands on it."""
    read = {one.sheet.name for one in placed}
    sentence = _("このシートは読みませんでした（文のあるセル {count}）。")
    return [
        Remark(sheet.name, sheet.cells[0].address, sentence.format(count=len(sheet.cells)), sheet.cells[0].text, True)
        for sheet in book.sheets
        if sheet.name not in read and sheet.cells
    ]


# One measure on several sheets


def _unite(
    united: list[FoundMeasure],
    found: Sequence[FoundMeasure],
    placed: PlacedSheet,
    numbering: Numbering,
    remarks: list[Remark],
) -> None:
    known = list(united)
    for measure in found:
        same = next((one for one in known if _is_same(one, measure, numbering)), None)
        if same is None:
            united.append(measure)
            continue
        if measure.name and key_of(measure.name) != key_of(same.name):
            said = _("番号{no}の施策名が、ほかのシートでは「{name}」です。同じ施策としました。")
            remarks.append(Remark(placed.sheet.name, measure.address, said.format(no=measure.no, name=same.name)))
        for attribute in ("outcome", "record"):
            _join_texts(same, measure, attribute, placed, remarks)
        for initiative in measure.initiatives:
            _unite_initiative(same, initiative, measure, placed, remarks)


def _is_same(one: FoundMeasure, other: FoundMeasure, numbering: Numbering) -> bool:
    if numbering is Numbering.KEEP and one.no is not None and other.no is not None:
        return one.no == other.no and likeness(one.name, other.name) >= _SAME_NAME
    is_of_other_years = _years_of(one).isdisjoint(_years_of(other))
    return is_of_other_years and bool(one.name) and key_of(one.name) == key_of(other.name)


def _years_of(measure: FoundMeasure) -> set[FiscalYear]:
    return {year for initiative in measure.initiatives for year, _period in initiative.entries}


def _join_texts(
    same: FoundMeasure, measure: FoundMeasure, attribute: str, placed: PlacedSheet, remarks: list[Remark]
) -> None:
    text, present = getattr(measure, attribute), getattr(same, attribute)
    if text and key_of(text) not in key_of(present):
        setattr(same, attribute, f"{present}\n{text}" if present else text)
        if present:
            said = _("施策{no}の文がシートごとに違うので、続けて一つにしました。").format(no=measure.no)
            remarks.append(Remark(placed.sheet.name, measure.address, said))


def _unite_initiative(
    same: FoundMeasure,
    initiative: FoundInitiative,
    measure: FoundMeasure,
    placed: PlacedSheet,
    remarks: list[Remark],
) -> None:
    free = [one for one in same.initiatives if one.entries.keys().isdisjoint(initiative.entries)]
    by_all = [one for one in free if _is_alike(one, initiative)]
    by_owner = [one for one in free if one.departments == initiative.departments]
    only = free if len(same.initiatives) == len(measure.initiatives) == 1 else []
    target = next(iter((*by_all, *by_owner, *only)), None)
    if target is None:
        same.initiatives.append(initiative)
        return
    if initiative.content and key_of(initiative.content) != key_of(target.content):
        said = _("施策{no}の取組内容がシートごとに違います。新しいシートの文は取り込みませんでした。")
        if not target.content:
            target.content = initiative.content
        else:
            remarks.append(
                Remark(placed.sheet.name, measure.address, said.format(no=measure.no), initiative.content, is_left=True)
            )
    target.departments += [one for one in initiative.departments if one not in target.departments]
    target.entries.update(initiative.entries)


def _is_alike(one: FoundInitiative, other: FoundInitiative) -> bool:
    return one.departments == other.departments and key_of(one.content) == key_of(other.content)


# The document


def _years(united: Sequence[FoundMeasure], placed: Sequence[PlacedSheet]) -> list[FiscalYear]:
    named = {column.year for one in placed for column in one.of(Holds.ENTRY)} | {one.year for one in placed}
    written = {year for measure in united for year in _years_of(measure)}
    return sorted(written.union(year for year in named if year is not None))


def _measures(
    united: Sequence[FoundMeasure], numbering: Numbering, definition: Definition, remarks: list[Remark]
) -> list[dict[str, Any]]:
    numbers = _Numbers(united, numbering)
    made = []
    for measure in united:
        no, sentences = numbers.next(measure)
        if not measure.name:
            sentences.append(_("施策{no}に名前がありません。").format(no=no))
        if any(not one.departments for one in measure.initiatives):
            sentences.append(_("施策{no}に担当課がないので、仮の名前を入れました。").format(no=no))
        remarks += [Remark(measure.sheet, measure.address, one) for one in sentences]
        made.append(
            {
                "no": no,
                "page": None,
                "name": measure.name,
                "outcome": measure.outcome,
                "record": measure.record,
                "initiatives": [_initiative(one) for one in measure.initiatives],
            }
        )
    return made


def _initiative(found: FoundInitiative) -> dict[str, Any]:
    years: dict[str, dict[str, str]] = {}
    for (year, period), text in found.entries.items():
        years.setdefault(str(year), {})[period] = text
    return {
        "departments": list(dict.fromkeys(found.departments)) or [_("担当課未定")],
        "content": found.content,
        "years": years,
    }


def _fill_years(initiative: dict[str, Any], years: Sequence[FiscalYear], definition: Definition) -> None:
    """All cells of the years shown, in the order of the definition; a plan has them, written or not."""
    written = initiative["years"]
    initiative["years"] = {
        str(year): {one.id: written.get(str(year), {}).get(one.id, "") for one in definition.periods} for year in years
    }


class _Numbers:
    """Gives each measure its number: no number twice, none without."""

    def __init__(self, measures: Sequence[FoundMeasure], numbering: Numbering) -> None:
        self._numbering = numbering
        self._written = {str(one.no) for one in measures if one.no is not None}
        self._given: set[str] = set()
        self._count = 0

    def next(self, measure: FoundMeasure) -> tuple[MeasureNumber, list[str]]:
        if self._numbering is Numbering.COUNT:
            self._count += 1
            return self._count, []
        if measure.no is None:
            free = self._free()
            return free, [_("番号がないので {no} としました。").format(no=free)]
        if str(measure.no) not in self._given:
            self._given.add(str(measure.no))
            return measure.no, []
        turn = 2
        while f"{measure.no}({turn})" in self._given | self._written:
            turn += 1
        no = f"{measure.no}({turn})"
        self._given.add(no)
        return no, [_("番号{old}が二度あるので、後の方を {no} としました。").format(old=measure.no, no=no)]

    def _free(self) -> int:
        while str(self._count + 1) in self._given | self._written:
            self._count += 1
        self._count += 1
        self._given.add(str(self._count))
        return self._count
