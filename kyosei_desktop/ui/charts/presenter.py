"""Which chart of which round is looked at, its figures as lines, and its picture as a file. No Qt here."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.rounds import Round, RoundId
from kyosei_desktop.report.charts import CHART_TITLES, ChartKind, chart_svg, export_chart
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.round_figures import RoundFigures, round_figures
from kyosei_desktop.store.rounds import list_rounds, round_label
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext

VIEW_ID = "charts"
PATTERNS = {".png": N_("PNG画像 (*.png)"), ".svg": N_("SVG画像 (*.svg)")}


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One line of the table beside a chart: what, how many, and in words what that means."""

    what: str
    count: str
    note: str


class ChartsViewing(Protocol):
    """What the presenter asks of the view."""

    def show_rounds(self, rounds: Sequence[tuple[RoundId, str]], chosen: RoundId | None) -> None:
        """The rounds to choose from; none where none was opened yet."""

    def show_figures(self, lines: Sequence[ChartLine], summary: str) -> None:
        """The figures of the chart, and what it says in one sentence."""

    def show_picture(self, svg: bytes) -> None:
        """The chart itself, when it is drawn."""


class ChartsPresenter:
    """The round and the chart."""

    def __init__(self, context: AppContext, view: ChartsViewing) -> None:
        self._context = context
        self._view = view
        self._kind = ChartKind.HAND_INS
        self._round: RoundId | None = None
        self._figures: RoundFigures | None = None

    def load(self) -> None:
        """Read the round's figures again and draw its chart."""
        ledger = self._context.open_ledger
        rounds = list_rounds(ledger)
        chosen = next((one for one in rounds if one.id == self._round), rounds[-1] if rounds else None)
        self._round = None if chosen is None else chosen.id
        self._view.show_rounds([(one.id, round_label(ledger, one)) for one in reversed(rounds)], self._round)
        self._figures = None
        if chosen is not None:
            self._context.jobs.start(
                _("グラフを描いています"),
                _draw(ledger, chosen, self._kind),
                done=self._show,
                is_quiet=True,
                key=VIEW_ID,
            )

    def choose_round(self, chosen: RoundId) -> None:
        """Look at another round."""
        if chosen != self._round:
            self._round = chosen
            self.load()

    def choose_kind(self, kind: ChartKind) -> None:
        """Look at another chart."""
        if kind != self._kind:
            self._kind = kind
            self.load()

    def export(self, suffix: str) -> None:
        """Ask where the picture goes, `.png` or `.svg`, and write it."""
        figures, ledger = self._figures, self._context.open_ledger
        if figures is None:
            return
        name = f"{round_label(ledger, figures.round)}_{_(CHART_TITLES[self._kind])}".replace(" ", "")
        mark = _("予行演習_") if ledger.definition.is_rehearsal else ""
        suggested = ledger.path.parent / f"{mark}{name}{suffix}"
        file = self._context.dialogs.ask_save_file(_("グラフを保存"), suggested, _(PATTERNS[suffix]))
        if file is None:
            return
        target = file if file.suffix.lower() == suffix else file.with_name(file.name + suffix)
        if attempt(self._context, lambda: export_chart(figures, ledger.definition, self._kind, target)):
            self._context.messages.info(_("「{name}」に保存しました。").format(name=target.name))

    def _show(self, drawn: tuple[RoundFigures, bytes]) -> None:
        self._figures, picture = drawn
        self._view.show_figures(self._lines(self._figures), _summary(self._figures, self._kind))
        self._view.show_picture(picture)

    def _lines(self, figures: RoundFigures) -> list[ChartLine]:
        if self._kind is ChartKind.SHARES:
            said = _("{asked}欄のうち {answered}欄")
            return [
                ChartLine(one.department, f"{one.percent}%", said.format(asked=one.asked, answered=one.answered))
                for one in figures.shares
            ]
        calendar = self._context.open_ledger.definition.shown_calendar
        return [
            ChartLine(calendar.day(one.day), _("{count}課").format(count=one.total), "、".join(one.departments))
            for one in figures.days
        ]


def _draw(ledger: Ledger, collection: Round, kind: ChartKind) -> Generator[Step, None, tuple[RoundFigures, bytes]]:
    yield Step(0, 2, _("照会の数字"))
    figures = round_figures(ledger, collection)
    yield Step(1, 2, _("グラフ"))
    return figures, chart_svg(figures, ledger.definition, kind)


def _summary(figures: RoundFigures, kind: ChartKind) -> str:
    if kind is ChartKind.SHARES:
        asked = sum(one.asked for one in figures.shares)
        answered = sum(one.answered for one in figures.shares)
        return _("照会した{asked}欄のうち {answered}欄に記入があります。").format(asked=asked, answered=answered)
    total = figures.days[-1].total if figures.days else 0
    in_time = max((one.total for one in figures.days if one.day <= figures.round.due_on), default=0)
    said = _("{departments}課のうち {total}課が提出し、締切までに提出したのは {in_time}課です。")
    return said.format(departments=figures.departments, total=total, in_time=in_time)
