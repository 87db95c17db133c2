"""The year's turn (年度更新) of a ledger."""

from collections.abc import Generator
from dataclasses import dataclass

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.domain.year_turn import YearTurn, turn_of_year
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.plans import load_plan, plan_row
from kyosei_desktop.store.revisions import ensure_fields, write_field
from kyosei_desktop.store.suggestions import offer
from kyosei_desktop.store.turning import take_turn, try_turn


def preview_rollover(
    ledger: Ledger, year: FiscalYear, *, years_shown: int | None = None, carries_plans: bool = True
) -> YearTurn:
    """What `rollover` would do.

    Raises:
        OnlyInALedger, NotTheNextYear, NoYearsShown.
    """
    return try_turn(ledger, _Rollover(year, years_shown, carries_plans))


def rollover(
    ledger: Ledger,
    year: FiscalYear,
    *,
    years_shown: int | None = None,
    carries_plans: bool = True,
    marks_ended: bool = False,
    as_of: str | None = None,
    author: str,
) -> Generator[Step, None, YearTurn]:
    """Begin a year: its cells for every initiative, last year's plans as suggestions, the oldest year to the archive.

    What leaves the report stays in the ledger with its history, and is exported when its year is asked for. The width
    of the new year's column is the definition's. A backup is made first; `turning.undo_turn` undoes it all while
    nothing has come since.

    Args:
        year: the one after the last year shown.
        years_shown: how many years the report shows afterwards; by default as many as before.
        carries_plans: whether last year's plans are offered for the new year's.
        marks_ended: whether initiatives that had ended are blank for that reason (`ended`) in the new year.
        as_of: the words that say as of when the report is; None leaves them as they are.

    Raises:
        OnlyInALedger, NotTheNextYear, NoYearsShown, LedgerReadOnly, NotAcceptableText, TextTooLong.
    """
    change = _Rollover(year, years_shown, carries_plans, marks_ended, as_of, author)
    return (yield from take_turn(ledger, ActKind.ROLLED_OVER, change, note=str(year), author=author))


@dataclass(frozen=True, slots=True)
class _Rollover:
    """The year's turn within a unit."""

    year: FiscalYear
    years_shown: int | None
    carries_plans: bool
    marks_ended: bool = False
    as_of: str | None = None
    author: str = ""

    def __call__(self, unit: Unit) -> YearTurn:
        turn = turn_of_year(
            load_plan(unit.session),
            unit.ledger.definition,
            self.year,
            years_shown=self.years_shown,
            carries_plans=self.carries_plans,
        )
        row = plan_row(unit.session)
        row.years = list(turn.years)
        if self.as_of is not None:
            row.as_of = clean_text(self.as_of) or None
        _fill_year(unit, turn, author=self.author, marks_ended=self.marks_ended)
        return turn


def _fill_year(unit: Unit, turn: YearTurn, *, author: str, marks_ended: bool) -> None:
    ensure_fields(unit, turn.added, author=author)
    offer(unit, {place.id: text for place, text in turn.offered.items()})
    if marks_ended:
        for place in turn.ended:
            write_field(unit, place.id, Value(blank=BlankReason.ENDED), author=author, reason=_("年度更新"))
