"""The rows of a foreign sheet become measures: which row begins one, what belongs to it, and what was left over."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kyosei_desktop.domain.foreign_words import bare_words, departments_in, folded, heading_of, number_in
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.mapping import Holds, LabelMapping, Mapping
from kyosei_desktop.domain.plan import MeasureNumber, PeriodId
from kyosei_desktop.domain.text import FORBIDDEN_CHARACTERS
from kyosei_desktop.domain.years import Era, FiscalYear
from kyosei_desktop.exchange.foreign_book import Cell
from kyosei_desktop.exchange.foreign_header import key_of
from kyosei_desktop.exchange.foreign_placing import PlacedColumn, PlacedSheet

Slot = tuple[FiscalYear, PeriodId]

_SUBTOTAL = re.compile("(小|合|総|累|年度)?計|.{0,20}(小計|合計|総計)|件数|.{0,12}件")
_CONTINUED = re.compile(r"[(（〔]?(続き?|つづき)[)）〕]?$")
_AS_ABOVE = ("同上", "〃", "々", '"', "''", "″")
_WIDE = 3
_SHOWN_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be looked at: a cell whose text was not taken, or something doubtful in what was.

    `address` is None for what is not about a single cell; `text` is then empty. `is_left` says that the text is in
    no field of the plan.
    """

    sheet: str
    address: str | None
    sentence: str
    text: str = ""
    is_left: bool = False

    def __str__(self) -> str:
        place = f"「{self.sheet}」{'' if self.address is None else f' {self.address}'}"
        line = " ".join(self.text.split())
        shown = line if len(line) <= _SHOWN_CHARACTERS else line[:_SHOWN_CHARACTERS] + "…"
        return f"{place}　{self.sentence}" + (f"　{shown}" if shown else "")


@dataclass
class FoundInitiative:
    """An initiative as a sheet has it."""

    content: str = ""
    departments: list[str] = field(default_factory=list)
    entries: dict[Slot, str] = field(default_factory=dict)
    seen: set[object] = field(default_factory=set)


@dataclass
class FoundMeasure:
    """A measure as a sheet has it. `no` is None where no number stands; it begins at `address`."""

    no: MeasureNumber | None
    sheet: str
    address: str
    name: str = ""
    outcome: str = ""
    record: str = ""
    initiatives: list[FoundInitiative] = field(default_factory=list)


class SheetReader:
    """Reads one sheet. `measures` and `remarks` hold what was found once `read` has run."""

    def __init__(self, placed: PlacedSheet, mapping: Mapping, eras: Sequence[Era]) -> None:
        self._placed, self._mapping, self._eras = placed, mapping, eras
        self._sheet = placed.sheet
        self._labels = {key_of(one.text): one for one in mapping.labels}
        self._columns = {holds: column.number for holds in Holds if (column := placed.first(holds)) is not None}
        self._taken: set[tuple[int, int]] = set()
        self._headings = self._heading_texts()
        self._label: LabelMapping | None = None
        self._year: FiscalYear | None = None
        self.measures: list[FoundMeasure] = []
        self.remarks: list[Remark] = []

    def read(self) -> None:
        """Read all rows below the headings."""
        sheet = self._sheet
        for cell in sheet.cells:
            if cell.row <= self._placed.header_rows[1]:
                self._take(cell)  # titles and headings are what the mapping itself was made of
        is_after_gap = False
        for row in range(self._placed.header_rows[1] + 1, sheet.last_row + 1):
            cells = sheet.row_cells(row)
            if not cells:
                is_after_gap = is_after_gap or not self._is_covered(row)
                continue
            if self._repeats_headings(cells):
                for one in cells:
                    self._take(one)
            elif not self._is_beside(row, cells, is_after_gap=is_after_gap):
                self._read_row(row)
                is_after_gap = False
        self._list_left()

    # What a row is

    def _heading_texts(self) -> dict[int, set[str]]:
        """By column, the texts of titles and headings; under 0 all of them."""
        texts: dict[int, set[str]] = {0: set()}
        for cell in self._sheet.cells:
            if cell.row <= self._placed.header_rows[1]:
                texts.setdefault(cell.column, set()).add(key_of(cell.text))
                texts[0].add(key_of(cell.text))
        return texts

    def _repeats_headings(self, cells: Sequence[Cell]) -> bool:
        """A page of its own begins with the headings again; labels of rows do not count."""
        if len(cells) == 1:
            return key_of(cells[0].text) in self._headings[0] and self._label_of(cells[0].text) is None
        return all(key_of(one.text) in self._headings.get(one.column, ()) for one in cells)

    def _is_covered(self, row: int) -> bool:
        return any(self._sheet.text(row, column) for column in range(1, self._sheet.last_column + 1))

    def _is_beside(self, row: int, cells: Sequence[Cell], *, is_after_gap: bool) -> bool:
        """Whether a row is none of the table's: a subtotal, a heading of a group, a note below the table."""
        first = cells[0]
        no = self._columns.get(Holds.NO)
        number = None if no is None else self._sheet.own(row, no)
        if number is not None and number_in(number.text) is not None:
            return False
        if _SUBTOTAL.fullmatch(bare_words(first.text)):
            self._leave(cells, _("集計の行のようなので取り込みませんでした。"))
            return True
        if number is not None:
            self._leave(cells, _("番号として読めないので、この行は取り込みませんでした。"))
            return True
        is_alone = len(cells) == 1 and not self._is_covered_by_measure(row)
        if is_alone and (is_after_gap or not self.measures or first.last_column - first.column >= _WIDE):
            self._leave(cells, _("表の見出しか注のようなので取り込みませんでした。"))
            return True
        return False

    def _is_covered_by_measure(self, row: int) -> bool:
        """Whether a merged number, name or label reaches down to a row."""
        columns = [self._columns.get(holds) for holds in (Holds.NO, Holds.NAME, Holds.CONTENT, Holds.PERIOD)]
        return any(column is not None and self._sheet.text(row, column) for column in columns)

    # Reading

    def _read_row(self, row: int) -> None:
        begins = self._begins_measure(row)
        if begins is not None:
            self.measures.append(begins)
            self._label = self._year = None
        if not self.measures:
            self._leave(self._sheet.row_cells(row), _("どの施策の行か分からないので取り込みませんでした。"))
            return
        measure = self.measures[-1]
        is_new_label = self._read_labels(row)
        self._read_initiative(row, measure, is_new_label=is_new_label)
        for holds, attribute in ((Holds.OUTCOME, "outcome"), (Holds.RECORD, "record")):
            cell = self._own(row, holds)
            if cell is not None:
                self._add_to_measure(measure, attribute, cell)
        self._read_entries(row, measure)

    def _begins_measure(self, row: int) -> FoundMeasure | None:
        current = self.measures[-1] if self.measures else None
        number_cell, name_cell = self._own(row, Holds.NO), self._own(row, Holds.NAME)
        name = "" if name_cell is None else self._clean(name_cell)
        if name_cell is not None:
            self._take(name_cell)
        if number_cell is not None:
            self._take(number_cell)
            number = number_in(number_cell.text)
            if current is not None and current.no == number and self._is_name_of(name, current):
                current.name = current.name or name
                return None
            return FoundMeasure(number, self._sheet.name, number_cell.address, name or self._covering_name(row))
        if name_cell is None or (current is not None and self._is_name_of(name, current)):
            return None
        if Holds.NO in self._columns and self._text(row, Holds.NO):
            self._untake(name_cell, _("一つの番号に施策名が二つあるので、後の方は取り込みませんでした。"))
            return None
        return FoundMeasure(None, self._sheet.name, name_cell.address, name)

    def _covering_name(self, row: int) -> str:
        return self._text(row, Holds.NAME)

    def _is_name_of(self, name: str, measure: FoundMeasure) -> bool:
        """Whether a name is a measure's own, or its continuation's on another page, or blank."""
        plain = _CONTINUED.sub("", name.strip())
        return not plain or not measure.name or key_of(plain) == key_of(measure.name)

    def _read_labels(self, row: int) -> bool:
        """Take the row's label and year; whether either begins in this row."""
        is_new = False
        label_cell, year_cell = self._own(row, Holds.PERIOD), self._own(row, Holds.YEAR)
        if label_cell is not None:
            found = self._label_of(label_cell.text)
            if found is None:
                self._leave([label_cell], _("この行の見出しは対応表にないので、横の文は取り込みませんでした。"))
            else:
                self._take(label_cell)
            self._label = found or LabelMapping(label_cell.text, Holds.IGNORE)
            is_new = True
        if year_cell is not None:
            _template, self._year, _is_bare = heading_of(year_cell.text, self._eras)
            if self._year is not None:
                self._take(year_cell)
                is_new = True
        return is_new

    def _label_of(self, text: str) -> LabelMapping | None:
        return self._labels.get(key_of(folded(text)))

    def _read_initiative(self, row: int, measure: FoundMeasure, *, is_new_label: bool) -> None:
        content, owners = self._own(row, Holds.CONTENT), self._own(row, Holds.DEPARTMENTS)
        text = "" if content is None else self._clean(content)
        names = [] if owners is None else self._departments(owners, measure)
        for one in (content, owners):
            if one is not None:
                self._take(one)
        key = (self._year, None if self._label is None else self._label.text) if is_new_label else None
        if not measure.initiatives or self._restarts(row, measure.initiatives[-1], text, names, key):
            self._begin_initiative(row, measure, content, owners, text, names)
        else:
            current = measure.initiatives[-1]
            if text and key_of(text) != key_of(current.content):
                current.content = f"{current.content}\n{text}".strip("\n")
            current.departments += [one for one in names if one not in current.departments]
        measure.initiatives[-1].seen.add(key)

    def _restarts(self, row: int, current: FoundInitiative, text: str, names: Sequence[str], key: object) -> bool:
        """Whether a row of a measure begins another initiative of it."""
        if key is not None:
            return key in current.seen
        if self._has_row_labels:
            return False
        has_other_text = bool(text) and bool(current.content) and key_of(text) != key_of(current.content)
        has_other_owner = bool(names) and bool(current.departments) and names != current.departments
        entries = [slot for slot, _cell in self._entry_cells(row)]
        if entries and (text or names or self._own(row, Holds.NO) or self._own(row, Holds.NAME)):
            return has_other_text or has_other_owner or any(slot in current.entries for slot in entries)
        return has_other_text and has_other_owner

    @property
    def _has_row_labels(self) -> bool:
        return Holds.PERIOD in self._columns or Holds.YEAR in self._columns

    def _begin_initiative(
        self,
        row: int,
        measure: FoundMeasure,
        content: Cell | None,
        owners: Cell | None,
        text: str,
        names: list[str],
    ) -> None:
        """A merged cell above reaches into it; a blank owner means the one before, which is said."""
        before = measure.initiatives[-1] if measure.initiatives else None
        text = text or (self._text(row, Holds.CONTENT) if content is None else "")
        if owners is None:
            names = departments_in(self._text(row, Holds.DEPARTMENTS), self._mapping.separators)
        if not names and before is not None:
            names = list(before.departments)
            sentence = _("施策{no}の次の取組に担当課がないので、前の取組と同じとしました。")
            self._say(None, sentence.format(no=measure.no))
        if not names and self._placed.department is not None:
            names = departments_in(self._placed.department, ())
        measure.initiatives.append(FoundInitiative(text, names))

    def _departments(self, cell: Cell, measure: FoundMeasure) -> list[str]:
        if folded(cell.text) in _AS_ABOVE:
            before = [one for other in self.measures for one in other.initiatives][-1:]
            self._say(cell, _("「{text}」は上と同じ担当課としました。").format(text=folded(cell.text)))
            return [] if not before else list(before[0].departments)
        return departments_in(self._clean(cell), self._mapping.separators)

    def _add_to_measure(self, measure: FoundMeasure, attribute: str, cell: Cell) -> None:
        self._take(cell)
        text, present = self._clean(cell), getattr(measure, attribute)
        if not present:
            setattr(measure, attribute, text)
        elif key_of(text) not in key_of(present):
            setattr(measure, attribute, f"{present}\n{text}")
            self._say(cell, _("この施策にはすでに文があるので、その後に続けました。"))

    def _read_entries(self, row: int, measure: FoundMeasure) -> None:
        initiative = measure.initiatives[-1]
        for column in self._placed.of(Holds.ENTRY):
            cell = self._sheet.own(row, column.number)
            if cell is None or self._is_taken(cell):
                continue
            text = self._clean(cell)
            if self._label is not None and self._label.holds is not Holds.ENTRY:
                self._read_labelled(measure, initiative, cell, text)
                continue
            slot = self._slot(column)
            if slot is None:
                self._leave([cell], _("どの年度のどの期間の記載か分からないので取り込みませんでした。"))
                continue
            self._take(cell)
            present = initiative.entries.get(slot, "")
            initiative.entries[slot] = f"{present}\n{text}" if present else text
            if cell.last_row > cell.row or cell.last_column > cell.column:
                self._say_merged(cell)

    def _read_labelled(self, measure: FoundMeasure, initiative: FoundInitiative, cell: Cell, text: str) -> None:
        assert self._label is not None
        if self._label.holds is Holds.CONTENT:
            self._take(cell)
            initiative.content = f"{initiative.content}\n{text}".strip("\n")
        elif self._label.holds in (Holds.OUTCOME, Holds.RECORD):
            self._add_to_measure(measure, self._label.holds.value, cell)

    def _say_merged(self, cell: Cell) -> None:
        slots = {
            slot
            for row in range(cell.row, cell.last_row + 1)
            for column in self._placed.of(Holds.ENTRY)
            if cell.column <= column.number <= cell.last_column
            for slot in [(row if self._has_row_labels and self._is_label_row(row) else 0, column.number)]
        }
        if len(slots) > 1:
            self._say(cell, _("結合されたセルの文は、最初の欄だけに入れました。"))

    def _is_label_row(self, row: int) -> bool:
        return self._own(row, Holds.PERIOD) is not None or self._own(row, Holds.YEAR) is not None

    def _entry_cells(self, row: int) -> Iterator[tuple[Slot | None, Cell]]:
        for column in self._placed.of(Holds.ENTRY):
            cell = self._sheet.own(row, column.number)
            if cell is not None:
                yield self._slot(column), cell

    def _slot(self, column: PlacedColumn) -> Slot | None:
        year = column.year or self._year or self._placed.year
        label = self._label
        period = column.mapping.period or (None if label is None else label.period)
        return None if year is None or period is None else (year, period)

    # Cells

    def _own(self, row: int, holds: Holds) -> Cell | None:
        column = self._columns.get(holds)
        return None if column is None else self._sheet.own(row, column)

    def _text(self, row: int, holds: Holds) -> str:
        column = self._columns.get(holds)
        return "" if column is None else FORBIDDEN_CHARACTERS.sub("", self._sheet.text(row, column))

    def _clean(self, cell: Cell) -> str:
        text = FORBIDDEN_CHARACTERS.sub("", cell.text)
        if text != cell.text:
            self._say(cell, _("文章に使えない制御文字を取り除きました。"))
        return text

    def _take(self, cell: Cell) -> None:
        self._taken.add((cell.row, cell.column))

    def _is_taken(self, cell: Cell) -> bool:
        return (cell.row, cell.column) in self._taken

    def _untake(self, cell: Cell, sentence: str) -> None:
        self._taken.discard((cell.row, cell.column))
        self._leave([cell], sentence)

    def _say(self, cell: Cell | None, sentence: str) -> None:
        text = "" if cell is None else cell.text
        self.remarks.append(Remark(self._sheet.name, None if cell is None else cell.address, sentence, text))

    def _leave(self, cells: Sequence[Cell], sentence: str) -> None:
        for one in cells:
            if not self._is_taken(one):
                self._take(one)
                self.remarks.append(Remark(self._sheet.name, one.address, sentence, one.text, is_left=True))

    def _list_left(self) -> None:
        """What no column took. Nothing that a person wrote is dropped without a word."""
        known = {one.number for one in self._placed.columns}
        ignored = {one.number for one in self._placed.of(Holds.IGNORE)}
        for cell in self._sheet.cells:
            if self._is_taken(cell):
                continue
            if cell.column in ignored:
                sentence = _("この列は読まないことになっています。")
            elif cell.column in known:
                sentence = _("置き場所が分からないので取り込みませんでした。")
            else:
                sentence = _("この列は対応表にありません。")
            self._leave([cell], sentence)
