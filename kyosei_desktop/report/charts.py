"""Charts of a round as pictures: hand-ins over time, and the answered share of each department.

Drawn by the paper engine, so that text, fonts and missing glyphs are treated as on all papers; in black and white.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.report.engine import paper_engine
from kyosei_desktop.report.papers import PaperTexts
from kyosei_desktop.store.files import replacing
from kyosei_desktop.store.round_figures import RoundFigures

TEMPLATE = "charts"
PNG_PPI = 200.0
"""Sharp enough for slides and print: 240 mm become 1,890 pixels."""


class ChartKind(StrEnum):
    """The charts there are."""

    HAND_INS = "hand_ins"
    SHARES = "shares"


CHART_TITLES = {
    ChartKind.HAND_INS: N_("提出した課の数"),
    ChartKind.SHARES: N_("課ごとの、記入された欄の割合"),
}


def chart_svg(figures: RoundFigures, definition: Definition, kind: ChartKind) -> bytes:
    """A chart as an SVG picture; its letters are outlines, so that it looks alike everywhere."""
    return paper_engine().svg(TEMPLATE, {"data": chart_data(figures, definition, kind)})[0]


def export_chart(figures: RoundFigures, definition: Definition, kind: ChartKind, file: Path) -> None:
    """Write a chart as PNG or SVG, by the file's suffix; what is there is replaced. Raises FileNotWritten."""
    inputs = {"data": chart_data(figures, definition, kind)}
    if file.suffix.lower() == ".svg":
        content = paper_engine().svg(TEMPLATE, inputs)[0]
    else:
        content = paper_engine().png(TEMPLATE, inputs, ppi=PNG_PPI)[0]
    with replacing(file) as beside:
        beside.write_bytes(content)


def chart_data(figures: RoundFigures, definition: Definition, kind: ChartKind) -> Mapping[str, Any]:
    """What the template takes. Places on the axis of days run from 0 to 1."""
    texts = PaperTexts(definition)
    calendar, collection = definition.calendar, figures.round
    label = f"{calendar.fiscal_year(collection.year)} {definition.period(collection.period).label}"
    span = max(1, (figures.until - figures.begins_on).days)

    def at(day: date) -> float:
        return (day - figures.begins_on).days / span

    mark = _("【予行演習】") if definition.is_rehearsal else ""
    return {
        "kind": kind.value,
        "title": texts.word(f"{mark}{label}　{_(CHART_TITLES[kind])}"),
        "departments": figures.departments,
        "begins_on": texts.word(_day(figures.begins_on)),
        "known_at": at(figures.known_until),
        "until": texts.word(_day(figures.until)),
        "due_on": texts.word(_("締切 {day}").format(day=_day(collection.due_on))),
        "due_at": at(collection.due_on),
        "days": [{"at": at(one.day), "total": one.total, "day": texts.word(_day(one.day))} for one in figures.days],
        "shares": [
            {
                "department": texts.short(one.department, 16.0),
                "percent": one.percent,
                "said": texts.word(f"{one.answered}／{one.asked}　{one.percent}%"),
            }
            for one in figures.shares
        ],
        "fonts": texts.families,
    }


def _day(day: date) -> str:
    return _("{month}月{day}日").format(month=day.month, day=day.day)
