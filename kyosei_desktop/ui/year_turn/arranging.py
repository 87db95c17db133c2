"""How measures are to be arranged, as it stands in the form, and the change that comes of it. No Qt here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.measure_changes import (
    AddedMeasure,
    EndedMeasure,
    MeasureChange,
    NewInitiative,
    RenumberedMeasures,
    SplitInitiative,
    SplitMeasure,
)


class ArrangingKind(StrEnum):
    """What may happen to measures."""

    ADD = N_("施策を加える")
    END = N_("施策をある年度から終える")
    RENUMBER = N_("施策の番号を変える")
    SPLIT = N_("施策を分ける（取組を別の施策にする）")
    SPLIT_INITIATIVE = N_("取組を分ける（新しい取組を次に置く）")


@dataclass(frozen=True, slots=True)
class MeasureOption:
    """A measure to choose from: its number, what it is called, and what its initiatives say, from the first one on."""

    no: MeasureNumber
    label: str
    initiatives: Sequence[str]


@dataclass(frozen=True, slots=True)
class ArrangingOptions:
    """What there is to choose from; `years` are those shown, with their names."""

    measures: Sequence[MeasureOption]
    departments: Sequence[str]
    years: Sequence[tuple[FiscalYear, str]]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What stands in the form; what the kind does not need is passed over.

    Attributes:
        measure: the one that ends or is split.
        initiatives: which of its initiatives, counted from 1.
        number, name: of a new measure.
        content, departments: of a new initiative.
        year: from which it begins or ends.
        after: the measure behind which the new one is printed; None for where its number belongs.
        numbers: the new numbers that were written, by old ones.
    """

    kind: ArrangingKind
    measure: MeasureNumber
    initiatives: Sequence[int]
    number: str
    name: str
    content: str
    departments: Sequence[str]
    year: FiscalYear
    after: MeasureNumber | None
    numbers: Mapping[MeasureNumber, str]


def what_is_missing(wanted: Arrangement) -> str | None:
    """What is still to be filled in before there is anything to look at; None where nothing is."""
    is_new_initiative = bool(wanted.content.strip() and wanted.departments)
    match wanted.kind:
        case ArrangingKind.ADD if not (wanted.number.strip() and wanted.name.strip() and is_new_initiative):
            return _("新しい施策の番号と名前、新しい取組の内容を書き、担当課を選んでください。")
        case ArrangingKind.RENUMBER if not wanted.numbers:
            return _("番号が変わる施策の行に、新しい番号を書いてください。")
        case ArrangingKind.SPLIT if not (wanted.initiatives and wanted.number.strip()):
            return _("別の施策にする取組を選び、新しい施策の番号を書いてください。")
        case ArrangingKind.SPLIT_INITIATIVE if not (len(wanted.initiatives) == 1 and is_new_initiative):
            return _("分ける取組を一つ選び、新しい取組の内容を書き、担当課を選んでください。")
    return None


def change_of(wanted: Arrangement) -> MeasureChange:
    """The change, of a form in which nothing is missing."""
    number = wanted.number.strip()
    new = NewInitiative(wanted.content, wanted.departments)
    match wanted.kind:
        case ArrangingKind.ADD:
            return AddedMeasure(number, wanted.name, new, wanted.year, wanted.after)
        case ArrangingKind.END:
            return EndedMeasure(wanted.measure, wanted.year)
        case ArrangingKind.RENUMBER:
            return RenumberedMeasures(wanted.numbers)
        case ArrangingKind.SPLIT:
            return SplitMeasure(wanted.measure, wanted.initiatives, number, wanted.name.strip() or None)
        case ArrangingKind.SPLIT_INITIATIVE:
            return SplitInitiative(wanted.measure, wanted.initiatives[0], [new], wanted.year)


def shifted(numbers: Sequence[str], start: int, by: int) -> list[str]:
    """Numbers from a row on, counted from 0, larger or smaller by so much; those that are no numbers stay."""
    return [str(max(0, int(one) + by)) if row >= start and one.isdecimal() else one for row, one in enumerate(numbers)]
