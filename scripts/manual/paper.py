"""The manual on paper: one accessible PDF (PDF/UA-1, PDF/A-2a) by the program's own paper engine."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from kyosei_desktop import __version__, paths
from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.report.engine import PaperEngine, report_fonts, report_typeface
from kyosei_desktop.report.print_text import to_print
from kyosei_desktop.report.typeface import SHIPPED_FAMILY
from kyosei_desktop.store.documents import load_definition
from kyosei_desktop.ui.help.pages import Manual, Page, Place
from scripts.manual.html import TITLE
from scripts.manual.markdown import Block, Run, read_blocks, text_of

ABOUT = "計画の進捗状況の報告書を、照会から印刷まで作るプログラムの手引です。"
_TEMPLATES = ("manual.typ", "japanese.typ")
_LINE_EM = 40.0
_NARROWEST, _WIDEST = 5, 26
"""Of a column, in characters of its longest cell."""


def write_pdf(manual: Manual, pictures: Path, file: Path) -> None:
    """Write the whole manual; the engine refuses what would not be accessible, such as a picture without a text."""
    words = _Words()
    data = _document(manual, words)
    with tempfile.TemporaryDirectory() as folder:  # the engine reads pictures beside its template only
        for name in _TEMPLATES:
            shutil.copy(paths.TEMPLATES / name, folder)
        for picture in pictures.glob("*.png"):
            shutil.copy(picture, folder)
        engine = PaperEngine(Path(folder), report_fonts())
        file.write_bytes(engine.pdf("manual", {"data": data | {"fonts": words.families}}, made_at=_made_at()))


def _made_at() -> datetime | None:
    """When the sources say that what is made of them is made; None where they say nothing.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else None


class _Words:
    """Prepares texts for paper, and remembers which fonts they need."""

    def __init__(self) -> None:
        fonts: Fonts = load_definition(paths.BUILT_IN_DEFINITION.read_bytes(), paths.BUILT_IN_DEFINITION.name).fonts
        self._typeface = report_typeface(fonts)
        self._helpers: dict[str, None] = {}

    def __call__(self, text: str) -> str:
        printed = to_print(text, self._typeface, _LINE_EM)
        self._helpers |= dict.fromkeys(printed.helpers)
        return printed.text

    @property
    def families(self) -> list[str]:
        return [*dict.fromkeys([*self._typeface.families_for(self._helpers), SHIPPED_FAMILY])]


def _document(manual: Manual, words: _Words) -> dict[str, Any]:
    groups = groupby(manual.pages[1:], lambda page: page.group)
    return {
        "title": words(TITLE),
        "about": ABOUT,
        "version": words(f"第{__version__}版"),
        "groups": [
            {"title": words(group), "pages": [list(_parts(page, words)) for page in pages]} for group, pages in groups
        ],
    }


def _parts(page: Page, words: _Words) -> Iterator[dict[str, Any]]:
    """The blocks of a page as the template takes them; its title stands below that of its group."""
    taken: set[str] = set()
    for block in read_blocks(page.text):
        part: dict[str, Any] = {
            "kind": block.kind,
            "level": block.level + 1,
            "runs": _runs(block.runs, page, words),
            "rows": [[_runs(cell, page, words) for cell in row] for row in block.rows],
            "inner": [{"runs": _runs(one.runs, page, words)} for one in block.inner],
            "file": block.file,
            "alt": text_of(block.runs),
            "name": _name(block, page, taken),
        }
        yield part | ({"widths": _widths(block)} if block.kind == "table" else {})


def _name(block: Block, page: Page, taken: set[str]) -> str | None:
    """What links call a heading; None where an earlier one of the page has the same words, or it is none."""
    if block.kind != "heading":
        return None
    place = Place(page.name, "" if block.level == 1 else text_of(block.runs))
    name = _label(place)
    if name in taken:
        return None
    taken.add(name)
    return name


def _label(place: Place) -> str:
    return f"{place.page}#{place.heading}"


def _runs(runs: Sequence[Run], page: Page, words: _Words) -> list[dict[str, str]]:
    return [
        {
            "kind": one.kind,
            "text": words(one.text),
            "target": _label(Place.of_link(one.target, page.name)) if one.kind == "link" else "",
        }
        for one in runs
    ]


def _widths(block: Block) -> list[int]:
    lengths = [[len(text_of(cell)) for cell in row] for row in block.rows]
    return [min(max(_NARROWEST, *column), _WIDEST) for column in zip(*lengths, strict=True)]
