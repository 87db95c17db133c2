"""The line of figures above the pages: what a person should know before printing. No Qt here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kyosei_desktop.domain.language import _
from kyosei_desktop.report.typeface import SHIPPED_FAMILY
from kyosei_desktop.ui.report.preview import Figures

VIEW_ID = "report"
_MOST_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Note:
    """One figure in words. `tone` is a colour of the palette; `goes_to` a view that deals with it, at `where`."""

    text: str
    tone: str = "muted"
    goes_to: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)


def notes_of(figures: Figures, pages: int) -> Iterator[Note]:
    """The figures in words, the alarming ones coloured."""
    yield Note(_("{pages}ページ").format(pages=pages))
    yield Note(_("{cells}欄").format(cells=f"{figures.cells:,}"))
    if figures.clipped:
        yield Note(_("切れた欄 {count}").format(count=figures.clipped), "error")
    else:
        yield Note(_("✓ 切れた欄 0"), "ok")
    if figures.blanks:
        yield Note(_("未記入 {count}欄").format(count=figures.blanks), "warning", "measures", {"only_unwritten": True})
    if figures.conflicts:
        yield Note(
            _("競合中 {count}欄（最後に決めた文、なければ照会時の文で印刷されます）").format(count=figures.conflicts),
            "error",
            "conflicts",
        )
    if figures.missing:
        characters = "".join(dict.fromkeys(one.character for one in figures.missing))
        if len(characters) > _MOST_CHARACTERS:
            characters = characters[:_MOST_CHARACTERS] + "…"
        said = _("書体にない文字：{characters}（〓で印刷されます）")
        yield Note(said.format(characters=characters), "warning", VIEW_ID, {"show": "missing"})
    if figures.missing_family is not None:
        yield Note(
            _("書体「{family}」がないので「{shipped}」で組んでいます").format(
                family=figures.missing_family, shipped=SHIPPED_FAMILY
            ),
            "warning",
            VIEW_ID,
            {"do": "fonts"},
        )
    size = f"{figures.size_pt:g}"
    yield Note(_("書体 {family} {size}pt").format(family=figures.family, size=size), "muted", VIEW_ID, {"do": "fonts"})
