"""What all papers on A4 share: preparing their texts, making the PDF, and reading it back before it is handed over."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from kyosei_desktop.domain.definition import Definition, Page
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.columns import POINTS_PER_MM
from kyosei_desktop.report.engine import paper_engine, report_typeface
from kyosei_desktop.report.export import ExportResult, MissingGlyph
from kyosei_desktop.report.pages import document_properties
from kyosei_desktop.report.print_text import PrintText, line_starts, to_print
from kyosei_desktop.report.readback import Readback, compare
from kyosei_desktop.report.typeface import SHIPPED_FAMILY, Typeface
from kyosei_desktop.store.files import replacing

TEXT_PT = 10.0
"""The size of the texts in the template `a4`; by it lines are measured that could be wider than their column."""

A4 = Page(width_mm=210, height_mm=297, margin_mm=16, footer="")
"""The sheet that the template `a4` is made for."""

HEAD_EM = 28.0
"""So wide may either side of a running head be."""

SEAL_BOX_MM = 17.0
"""What a seal box has inside."""

_ELLIPSIS = "…"
_NARROWEST_EM = 0.1


@dataclass(frozen=True, slots=True)
class PaperCell:
    """One text of the plan on a paper. `address` is None for numbers of measures."""

    printed: PrintText
    address: Address | None = None


class PaperTexts:
    """Prepares the texts of one paper, and remembers them to be looked for on its pages."""

    def __init__(self, definition: Definition) -> None:
        """Texts are set in the typeface of the definition."""
        self.definition = definition
        self.typeface: Typeface = report_typeface(definition.fonts)
        self.cells: list[PaperCell] = []
        self._words: list[PrintText] = []

    def cell(self, text: str, width_mm: float, address: Address | None = None) -> PrintText:
        """A text of the plan as it stands in a cell of that width. It must be drawn exactly once."""
        printed = to_print(text, self.typeface, width_mm * POINTS_PER_MM / TEXT_PT)
        self.cells.append(PaperCell(printed, address))
        return printed

    def word(self, text: str, width_mm: float = 120.0) -> str:
        """A text beside the cells: the template draws it by `said`, as often as it likes."""
        self._words.append(to_print(text, self.typeface, width_mm * POINTS_PER_MM / TEXT_PT))
        return self._words[-1].text

    def short(self, text: str, width_em: float = HEAD_EM) -> str:
        """A text for a running head or a bookmark: one line, cut where it would be too long."""
        line = " ".join(text.split())
        if self.typeface.width_em(line) > width_em:
            line = line[: ceil(width_em / _NARROWEST_EM)]
            while self.typeface.width_em(line + _ELLIPSIS) > width_em:
                line = line[:-1]
            line += _ELLIPSIS
        return self.word(line)

    def seals(self, titles: Sequence[str] | None) -> list[str] | None:
        """The titles of the seal boxes; None leaves them to the template."""
        return None if titles is None else [self.word(one, SEAL_BOX_MM) for one in titles]

    def missing_glyphs(self) -> list[MissingGlyph]:
        """The characters that are printed as 〓, each once a cell."""
        found = [
            MissingGlyph(character, cell.address)
            for cell in self.cells
            for character in dict.fromkeys(cell.printed.missing)
        ]
        words = dict.fromkeys("".join(one.missing for one in self._words))
        return found + [MissingGlyph(character, None) for character in words]

    @property
    def families(self) -> list[str]:
        """The fonts that the texts need; the shipped one comes last, for the templates' own words."""
        printed = [*(cell.printed for cell in self.cells), *self._words]
        names = self.typeface.families_for(name for one in printed for name in one.helpers)
        return list(dict.fromkeys([*names, SHIPPED_FAMILY]))


@dataclass(frozen=True)
class Paper:
    """A paper whose texts are prepared, and the data that its template takes."""

    template: str
    texts: PaperTexts
    edition: Edition
    data: Mapping[str, Any]

    def pdf(self) -> bytes:
        """The paper as a tagged PDF (PDF/UA-1 and PDF/A-2a), dated by its edition."""
        return paper_engine().pdf(self.template, {"data": self.data}, made_at=self.edition.changed_at)

    def svg(self) -> list[bytes]:
        """Its pages for the printer, each an SVG document."""
        return paper_engine().svg(self.template, {"data": self.data})

    def read_back(self, pdf: bytes) -> Readback[PaperCell]:
        """Whether every character of its cells, and of what the template says beside them, is on its pages."""
        said = paper_engine().query(self.template, {"data": self.data}, "furniture")
        return compare(pdf, self.texts.cells, lambda _pages: said)


def make_paper(template: str, title: str, texts: PaperTexts, edition: Edition, data: Mapping[str, Any]) -> Paper:
    """A paper of a template that uses `a4`. `title` is the plan's; `data` is the paper's own, prepared by `texts`."""
    definition = texts.definition
    shared = {
        "title": texts.word(title),
        "properties": document_properties(definition, edition),
        "edition": {
            "changed_at": definition.calendar.moment(edition.changed_at),
            "check_word": edition.check_word,
        },
        "mark": texts.word(_("【予行演習】")) if definition.is_rehearsal else "",
        "line_starts": line_starts(texts.typeface),
    }
    return Paper(template, texts, edition, {**shared, **data, "fonts": texts.families})


def export_paper(make: Callable[[], Paper], file: Path) -> Generator[Step, None, ExportResult]:
    """Make a paper's PDF, read it back, then put it in its place.

    Args:
        make: prepares the paper, when there is time for it.
        file: what is there is replaced.

    Raises:
        FileNotWritten, WouldReplaceLedger: and whatever `make` raises.
    """
    yield Step(0, 4, _("紙面の内容"))
    made = make()
    yield Step(1, 4, _("ページ"))
    pdf = made.pdf()
    yield Step(2, 4, _("切れた文字"))
    found = made.read_back(pdf)
    yield Step(3, 4, _("ファイルを保存しています"))
    with replacing(file) as beside:
        beside.write_bytes(pdf)
    return ExportResult(
        cells=found.cells,
        clipped=found.clipped,
        pages=found.pages,
        files=(file,),
        missing_glyphs=tuple(made.texts.missing_glyphs()),
        missing_family=made.texts.typeface.missing,
    )


def draw_paper(make: Callable[[], Paper]) -> Generator[Step, None, list[bytes]]:
    """A paper's pages for the printer, each an SVG document. Raises what `make` raises."""
    yield Step(0, 2, _("紙面の内容"))
    made = make()
    yield Step(1, 2, _("ページ"))
    return made.svg()
