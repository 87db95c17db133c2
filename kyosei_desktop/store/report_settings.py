"""Settings of the official report that the ledger keeps: its typeface, its sizes, and page breaks set by hand."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import select

from kyosei_desktop.domain.definition import Fonts, definition_from_document
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_
from kyosei_desktop.domain.page_breaks import page_begins, page_groups
from kyosei_desktop.domain.plan import Measure, MeasureId, MeasureNumber
from kyosei_desktop.store.acts import ActKind, record_act
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import load_plan, plan_row
from kyosei_desktop.store.tables import MeasureRow

SMALLEST_PT, LARGEST_PT = 4, 36
"""Between them are all sizes that a definition may give (resources/schemas/definition.schema.json, `fonts`)."""

MAX_FAMILY_NAME = 200
"""Characters in a family's name (the same place)."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

PageGroups = Mapping[MeasureId, int | None]
"""The manual page group of each measure; None where pages break by themselves."""


@dataclass(eq=False)
class NotOfAWorkFile(KyoseiError):
    """A work file is asked to change what belongs to the whole report."""

    sentence: ClassVar[str] = N_(
        "作業ファイル「{name}」では報告書の書体と改ページを変えられません。取りまとめ課の台帳で変えてください。"
    )
    name: str


@dataclass(eq=False)
class FontSizesNotUsable(KyoseiError):
    """Sizes that no definition may give, or the smallest above the largest."""

    sentence: ClassVar[str] = N_(
        "文字の大きさ {min_pt}〜{max_pt} pt は使えません。"
        "{smallest}〜{largest} pt の間で、最小を最大以下にしてください。"
    )
    min_pt: float
    max_pt: float
    smallest: int
    largest: int


@dataclass(eq=False)
class FamilyNotUsable(KyoseiError):
    """A name that no family can have."""

    sentence: ClassVar[str] = N_(
        "書体の名前「{family}」は使えません。制御文字を入れずに、1〜{limit}字で書いてください。"
    )
    family: str
    limit: int


@dataclass(eq=False)
class NoSuchMeasure(KyoseiError):
    """A measure that the plan does not have."""

    sentence: ClassVar[str] = N_("施策「{measure}」はこの計画にありません。施策の番号を確かめてください。")
    measure: str


@dataclass(eq=False)
class FirstMeasureBeginsAnyway(KyoseiError):
    """A page break is wanted before the first measure, where the report begins."""

    sentence: ClassVar[str] = N_(
        "施策「{measure}」は最初の施策で、いつもページの先頭にあります。ほかの施策を指定してください。"
    )
    measure: str


def change_fonts(
    ledger: Ledger,
    *,
    family: str | None = None,
    max_pt: float | None = None,
    min_pt: float | None = None,
    author: str,
) -> Fonts:
    """Set the report in another typeface or size; whatever is None stays as it is.

    The ledger's definition takes the change, so that it travels with the requests made from now on, and papers made
    from now on are measured with it. Whether the family is at hand is not asked: another computer may have it.

    Args:
        family: the family's name.
        max_pt: the largest size, in pt.
        min_pt: the smallest size, in pt.

    Returns:
        The fonts as they were, with which the change can be taken back.

    Raises:
        LedgerReadOnly, NotOfAWorkFile, FamilyNotUsable, FontSizesNotUsable.
    """
    if ledger.is_work_file:
        raise NotOfAWorkFile(name=ledger.name)
    with ledger.begin() as unit:
        row = plan_row(unit.session)
        former = definition_from_document(row.definition).fonts
        smallest_pt = _size(former.min_pt if min_pt is None else min_pt)
        largest_pt = _size(former.max_pt if max_pt is None else max_pt)
        _check_sizes(smallest_pt, largest_pt)
        name = former.family if family is None else _family(family)
        wanted = {"family": name, "min_pt": smallest_pt, "max_pt": largest_pt}
        if wanted.items() <= row.definition["fonts"].items():
            return former
        row.definition = {**row.definition, "fonts": {**row.definition["fonts"], **wanted}}
        note = "{family} {min_pt}–{max_pt} pt".format(**wanted)
        record_act(unit, ActKind.FONTS_CHANGED, author=author, note=note)
        unit.commit()
    ledger.forget_definition()
    return former


def _family(name: str) -> str:
    if not 0 < len(name) <= MAX_FAMILY_NAME or _CONTROL.search(name):
        raise FamilyNotUsable(family=name[:MAX_FAMILY_NAME], limit=MAX_FAMILY_NAME)
    return name


def _size(size_pt: float) -> float:
    """As documents have it: a number without a fraction is an integer."""
    return int(size_pt) if size_pt == int(size_pt) else size_pt


def _check_sizes(min_pt: float, max_pt: float) -> None:
    if not SMALLEST_PT <= min_pt <= max_pt <= LARGEST_PT:
        raise FontSizesNotUsable(min_pt=min_pt, max_pt=max_pt, smallest=SMALLEST_PT, largest=LARGEST_PT)


def measures_after_breaks(ledger: Ledger) -> tuple[MeasureNumber, ...]:
    """The measures that begin a page by hand, in printed order; empty where all pages break by themselves."""
    return _numbers_after_breaks(ledger.plan().measures)


def set_page_breaks(ledger: Ledger, begins: Collection[MeasureNumber] | None, *, author: str) -> PageGroups:
    """Let pages begin with just these measures; None or none of them leaves all breaks to the program.

    Where breaks are set by hand, the measures between two of them are one manual page, which has a say in the size of
    the font (`report.sizing`). Breaks that stand so already leave the plan as it is, to the character.

    Args:
        begins: numbers of measures; whether they are text or integer does not matter here.

    Returns:
        The page groups as they were, for `restore_page_groups`.

    Raises:
        LedgerReadOnly, NotOfAWorkFile, NoSuchMeasure, FirstMeasureBeginsAnyway.
    """

    def wanted(measures: Sequence[Measure]) -> PageGroups:
        chosen = {_measure_that_can_begin(measures, no).id for no in begins or ()}
        is_so = bool(chosen) and chosen == _ids_after_breaks(measures)
        return _groups_of(measures) if is_so else _groups_after_breaks(measures, chosen)

    return _change_groups(ledger, wanted, author=author)


def toggle_page_break(ledger: Ledger, measure: MeasureNumber, *, author: str) -> PageGroups:
    """Set a page break before a measure, or take away the one that stands there by hand.

    Returns:
        The page groups as they were, for `restore_page_groups`.

    Raises:
        LedgerReadOnly, NotOfAWorkFile, NoSuchMeasure, FirstMeasureBeginsAnyway.
    """

    def wanted(measures: Sequence[Measure]) -> PageGroups:
        toggled = {_measure_that_can_begin(measures, measure).id}
        return _groups_after_breaks(measures, _ids_after_breaks(measures) ^ toggled)

    return _change_groups(ledger, wanted, author=author)


def restore_page_groups(ledger: Ledger, groups: PageGroups, *, author: str) -> PageGroups:
    """Take a change of page breaks back. `groups` is what that change returned; the return value as there.

    Raises:
        LedgerReadOnly, NotOfAWorkFile.
    """
    return _change_groups(ledger, lambda measures: {**_groups_of(measures), **groups}, author=author)


def _change_groups(ledger: Ledger, wanted: Callable[[Sequence[Measure]], PageGroups], *, author: str) -> PageGroups:
    if ledger.is_work_file:
        raise NotOfAWorkFile(name=ledger.name)
    with ledger.begin() as unit:
        measures = load_plan(unit.session).measures
        former, groups = _groups_of(measures), wanted(measures)
        if groups == former:
            return former
        for row in unit.session.scalars(select(MeasureRow)):
            row.page = groups[MeasureId(row.id)]
        unit.session.flush()
        note = ", ".join(str(no) for no in _numbers_after_breaks(load_plan(unit.session).measures))
        record_act(unit, ActKind.PAGE_BREAKS_CHANGED, author=author, note=note or None)
        unit.commit()
    return former


def _measure_that_can_begin(measures: Sequence[Measure], no: MeasureNumber) -> Measure:
    found = next((one for one in measures if str(one.no) == str(no)), None)
    if found is None:
        raise NoSuchMeasure(measure=str(no))
    if found is measures[0]:
        raise FirstMeasureBeginsAnyway(measure=str(no))
    return found


def _groups_of(measures: Sequence[Measure]) -> PageGroups:
    return {one.id: one.page for one in measures}


def _groups_after_breaks(measures: Sequence[Measure], begins: Collection[MeasureId]) -> PageGroups:
    return dict(zip((one.id for one in measures), page_groups(measures, begins), strict=True))


def _ids_after_breaks(measures: Sequence[Measure]) -> set[MeasureId]:
    return {one.id for one, is_begin in zip(measures, page_begins(measures), strict=True) if is_begin}


def _numbers_after_breaks(measures: Sequence[Measure]) -> tuple[MeasureNumber, ...]:
    return tuple(one.no for one, is_begin in zip(measures, page_begins(measures), strict=True) if is_begin)
