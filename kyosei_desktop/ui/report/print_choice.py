"""Which pages are to be printed, as people write it. No Qt here."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from kyosei_desktop.domain.definition import Page
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import DepartmentId
from kyosei_desktop.ui.report.preview import Preview

_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_SIGNS = str.maketrans({"〜": "-", "~": "-", "–": "-", "−": "-", "ー": "-", "、": ",", "，": ","})
_A_SIZES_MM = {"A2": (420, 594), "A3": (297, 420), "A4": (210, 297), "A5": (148, 210)}
_SAME_SIZE_MM = 2


@dataclass(eq=False)
class PagesNotReadable(KyoseiError):
    """What was written names no pages."""

    sentence: ClassVar[str] = N_("「{text}」はページの指定として読めません。「1-3,5,9」のように書いてください。")
    text: str


@dataclass(eq=False)
class NoSuchPage(KyoseiError):
    """A page beyond the last one, or before the first."""

    sentence: ClassVar[str] = N_("{page}ページはありません。1〜{pages}の中で指定してください。")
    page: int
    pages: int


def pages_named(text: str, pages: int) -> list[int]:
    """The pages (from 1) that a text such as 「1-3,5,9」 names, in its order and each once; of so many pages.

    全角 figures and 「〜」 do as well.

    Raises:
        PagesNotReadable, NoSuchPage.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    named: list[int] = []
    for part in "".join(plain.split()).split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            raise PagesNotReadable(text=text)
        first = int(found[1])
        last = int(found[2] or first)
        for page in (first, last):
            if not 1 <= page <= pages:
                raise NoSuchPage(page=page, pages=pages)
        named += range(first, last + 1) if first <= last else range(first, last - 1, -1)
    return list(dict.fromkeys(named))


def pages_of_department(preview: Preview, department: DepartmentId) -> list[int]:
    """The pages on which a measure with an initiative of the department stands."""
    measures = {one.id for one in preview.plan.measures if department in one.departments}
    return [
        page
        for page in range(1, len(preview.pages) + 1)
        if any(place.field.measure in measures for place in preview.cells.on_page(page))
    ]


def departments_of(preview: Preview) -> Sequence[tuple[DepartmentId, str]]:
    """The departments that own a measure, in the plan's order, with their names."""
    owners = {one for measure in preview.plan.measures for one in measure.departments}
    return [(one.id, one.name) for one in preview.plan.departments if one.id in owners]


def paper_hint(page: Page, size_pt: float) -> str:
    """For which paper the pages are made, and what A4 does to text of that size."""
    said = _("ページの大きさは{sheet}です。用紙が違うときは、切れないように用紙に合わせて拡大・縮小します。").format(
        sheet=paper_name(page)
    )
    short, long = sorted((page.width_mm, page.height_mm))
    scale = min(side / mine for side, mine in zip(_A_SIZES_MM["A4"], (short, long), strict=True))
    if scale < 1 - _SAME_SIZE_MM / short:
        smaller = f"{size_pt * scale:.1f}"
        said += _("A4に印刷すると、文字は{size} ptから{smaller} ptになります。").format(
            size=f"{size_pt:g}", smaller=smaller
        )
    return said


def paper_name(page: Page) -> str:
    """Such as 「A3横」, or the measures where the paper has no name."""
    short, long = sorted((page.width_mm, page.height_mm))
    side = _("横") if page.width_mm > page.height_mm else _("縦")
    for name, (width, height) in _A_SIZES_MM.items():
        if abs(short - width) < _SAME_SIZE_MM and abs(long - height) < _SAME_SIZE_MM:
            return f"{name}{side}"
    return _("{width}×{height}mm").format(width=f"{page.width_mm:g}", height=f"{page.height_mm:g}")
