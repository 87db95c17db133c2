"""What the wizard's tables show: columns and row labels with their meaning, measures understood, remarks."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.mapping import YEAR, ColumnMapping, Holds, LabelMapping
from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.foreign_columns import HOLDS_WORDS, Sureness
from kyosei_desktop.exchange.foreign_reading import ForeignPlan
from kyosei_desktop.exchange.foreign_rows import Remark
from kyosei_desktop.ui.tables import TableColumn

COLUMN_MEANINGS = tuple(Holds)
LABEL_MEANINGS = (Holds.ENTRY, Holds.CONTENT, Holds.OUTCOME, Holds.RECORD, Holds.IGNORE)

_SURENESS = {
    Sureness.SURE: ("check", "ok", N_("確か")),
    Sureness.LIKELY: ("info", "info", N_("たぶん")),
    Sureness.UNSURE: ("triangle-alert", "warning", N_("決めてください")),
}


@dataclass(frozen=True, slots=True)
class MeaningLine:
    """A column, or a row label where `column` is None, and what is made of it."""

    column: ColumnMapping | None
    label: LabelMapping | None
    meaning: str
    sureness: Sureness
    why: str
    year: str = ""
    """That of the heading, in words."""

    @property
    def place(self) -> str:
        """Where it stands."""
        return _("行") if self.column is None else _("{letter}列").format(letter=self.column.column)

    @property
    def words(self) -> str:
        """What the book says there, on one line."""
        text = self.column.heading if self.column is not None else self.label.text if self.label is not None else ""
        return "".join(text.split()).replace(YEAR, self.year) or _("（見出しなし）")

    @property
    def holds(self) -> Holds:
        """What it holds."""
        if self.column is not None:
            return self.column.holds
        return Holds.IGNORE if self.label is None else self.label.holds

    @property
    def period(self) -> PeriodId | None:
        """The period of its entries."""
        if self.column is not None:
            return self.column.period
        return None if self.label is None else self.label.period


def meaning_of(holds: Holds, period: PeriodId | None, definition: Definition) -> str:
    """What something holds, in words."""
    if holds is Holds.ENTRY and period is not None:
        return definition.period(period).label
    return _(HOLDS_WORDS[holds])


MEANING_COLUMNS: tuple[TableColumn[MeaningLine], ...] = (
    TableColumn(N_("場所"), lambda line: line.place),
    TableColumn(
        N_("ブックの見出し"), lambda line: line.words, tip=lambda line: line.words, elided_em=10, stretches=True
    ),
    TableColumn(N_("読み方"), lambda line: line.meaning),
    TableColumn(
        N_("確かさ"),
        lambda line: _(_SURENESS[line.sureness][2]),
        tip=lambda line: line.why,
        icon=lambda line: _SURENESS[line.sureness][0],
        tone=lambda line: _SURENESS[line.sureness][1],
    ),
)


@dataclass(frozen=True, slots=True)
class UnderstoodLine:
    """A measure that was understood."""

    no: str
    name: str
    departments: str
    entries: int


UNDERSTOOD_COLUMNS: tuple[TableColumn[UnderstoodLine], ...] = (
    TableColumn(N_("番号"), lambda line: line.no),
    TableColumn(N_("施策名"), lambda line: line.name, tip=lambda line: line.name, elided_em=12, stretches=True),
    TableColumn(N_("担当課"), lambda line: line.departments, tip=lambda line: line.departments, elided_em=10),
    TableColumn(N_("記載"), lambda line: str(line.entries), is_number=True),
)

REMARK_COLUMNS: tuple[TableColumn[Remark], ...] = (
    TableColumn(N_("シート"), lambda one: one.sheet, tip=lambda one: one.sheet, elided_em=8),
    TableColumn(N_("セル"), lambda one: one.address or ""),
    TableColumn(
        N_("取り込まなかったところ、確かめるところ"),
        lambda one: one.sentence,
        tip=lambda one: one.sentence,
        icon=lambda one: "triangle-alert" if one.is_left else "info",
        tone=lambda one: "warning" if one.is_left else "info",
        elided_em=16,
        stretches=True,
    ),
    TableColumn(N_("文"), lambda one: " ".join(one.text.split()), tip=lambda one: one.text, elided_em=10),
)


def understood_lines(plan: ForeignPlan) -> list[UnderstoodLine]:
    """The measures of a plan that was read."""
    return [_line(plan.definition, one) for one in plan.document["measures"]]


def _line(definition: Definition, measure: dict[str, object]) -> UnderstoodLine:
    initiatives = measure["initiatives"]
    assert isinstance(initiatives, list)
    names = dict.fromkeys(name for one in initiatives for name in one["departments"])
    count = sum(1 for one in initiatives for cells in one["years"].values() for text in cells.values() if text)
    no = measure["no"]
    assert isinstance(no, (int, str))
    return UnderstoodLine(definition.number_label(no), str(measure["name"]), "、".join(names), count)


def summary_of(plan: ForeignPlan) -> str:
    """What was understood, in a sentence."""
    say = plan.definition.shown_calendar.fiscal_year
    years = _("、").join(say(FiscalYear(one)) for one in plan.document["years"])
    text = _(
        "施策 {measures}、担当課 {departments}、{years}の記載 {entries}欄を読み取りました。"
        "取り込まなかったところは {left}か所です。"
    )
    return text.format(
        measures=len(plan.document["measures"]),
        departments=len(plan.departments),
        years=years,
        entries=plan.entries,
        left=len(plan.left),
    )


def periods_to_choose(definition: Definition) -> Sequence[tuple[str, PeriodId | None]]:
    """Periods by name; the first leaves it to the row's label."""
    return [(_("行の見出しのとおり"), None), *((one.label, one.id) for one in definition.periods)]
