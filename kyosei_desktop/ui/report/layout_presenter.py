"""What the report looks like by hand: page breaks and typeface, each with a way back. No Qt here."""

from collections.abc import Callable, Generator, Sequence
from typing import Protocol

from kyosei_desktop.domain.definition import Fonts
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import MeasureNumber
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.report.engine import families_at_hand
from kyosei_desktop.store.report_settings import (
    PageGroups,
    change_fonts,
    measures_after_breaks,
    restore_page_groups,
    set_page_breaks,
    toggle_page_break,
)
from kyosei_desktop.ui.attempt import attempt
from kyosei_desktop.ui.context import AppContext
from kyosei_desktop.ui.wording import measure_label


class LayoutViewing(Protocol):
    """What the presenter asks of the view."""

    def show_fonts(self, fonts: Fonts, families: Sequence[str]) -> None:
        """The panel for the typeface: what is set now, and the families to choose from."""

    def show_report(self) -> None:
        """The pages again."""


class LayoutPresenter:
    """Sets page breaks and typeface; the pages are made anew after each change."""

    def __init__(self, context: AppContext, view: LayoutViewing) -> None:
        self._context = context
        self._view = view

    # Page breaks

    def has_break_before(self, measure: MeasureNumber) -> bool:
        """Whether a page begins with the measure by hand."""
        return measure in measures_after_breaks(self._context.open_ledger)

    @property
    def has_breaks(self) -> bool:
        """Whether any page begins by hand."""
        return bool(measures_after_breaks(self._context.open_ledger))

    def toggle_break(self, measure: MeasureNumber) -> None:
        """Begin a page with the measure, or no longer."""
        ledger, author = self._context.open_ledger, self._context.author
        had_break = self.has_break_before(measure)
        name = measure_label(ledger.definition, measure)
        said = _("{measure}の前の改ページをやめました。") if had_break else _("{measure}の前で改ページします。")
        self._change(lambda: toggle_page_break(ledger, measure, author=author), said.format(measure=name))

    def clear_breaks(self) -> None:
        """Leave all page breaks to the program."""
        ledger, author = self._context.open_ledger, self._context.author
        self._change(lambda: set_page_breaks(ledger, None, author=author), _("改ページをすべて自動にしました。"))

    def _change(self, act: Callable[[], PageGroups], said: str) -> None:
        former: list[PageGroups] = []
        if attempt(self._context, lambda: former.append(act())):
            self._context.changed()
            self._context.messages.info(said, (_("元に戻す"), lambda: self._restore(former[0])))

    def _restore(self, groups: PageGroups) -> None:
        ledger, author = self._context.open_ledger, self._context.author
        self._change(lambda: restore_page_groups(ledger, groups, author=author), _("改ページを元に戻しました。"))

    # Typeface

    def begin_fonts(self) -> None:
        """Look which families are at hand, and ask for one."""
        self._context.jobs.start(
            _("使える書体を調べています"),
            _look_for_families(),
            done=lambda families: self._view.show_fonts(self._context.open_ledger.definition.fonts, families),
            key="report.families",
        )

    def set_fonts(self, family: str, max_pt: float, min_pt: float) -> None:
        """Set the report in another typeface or size."""
        ledger, author = self._context.open_ledger, self._context.author
        former: list[Fonts] = []

        def act() -> None:
            former.append(change_fonts(ledger, family=family, max_pt=max_pt, min_pt=min_pt, author=author))

        if not attempt(self._context, act):
            return
        self._view.show_report()
        fonts = ledger.definition.fonts
        if fonts == former[0]:
            self._context.messages.info(_("書体は変わっていません。"))
            return
        self._context.changed()
        before = former[0]
        said = _("書体を{family}、大きさを{min_pt}〜{max_pt} ptにしました。ページを測り直しています。")
        self._context.messages.info(
            said.format(family=fonts.family, min_pt=f"{fonts.min_pt:g}", max_pt=f"{fonts.max_pt:g}"),
            (_("元に戻す"), lambda: self.set_fonts(before.family, before.max_pt, before.min_pt)),
        )


def _look_for_families() -> Generator[Step, None, Sequence[str]]:
    yield Step(0, 1, "")
    return families_at_hand()
