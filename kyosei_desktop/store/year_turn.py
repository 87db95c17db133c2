"""The year's turn (年度更新) of a ledger."""

from collections.abc import Generator

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.domain.year_turn import YearTurn, turn_of_year
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.backup import back_up_ledger
from kyosei_desktop.store.ledger import Ledger, Unit
from kyosei_desktop.store.plans import load_plan, plan_row
from kyosei_desktop.store.revisions import ensure_fields, write_field
from kyosei_desktop.store.suggestions import offer
from kyosei_desktop.store.turning import record_turn, refuse_work_file, rows_before_turn

_STEPS = 2


def preview_rollover(
    ledger: Ledger, year: FiscalYear, *, years_shown: int | None = None, carries_plans: bool = True
) -> YearTurn:
    """What `rollover` would do.

    Raises:
        OnlyInALedger, NotTheNextYear, NoYearsShown.
    """
    refuse_work_file(ledger)
    return turn_of_year(ledger.plan(), ledger.definition, year, years_shown=years_shown, carries_plans=carries_plans)


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
    words = None if as_of is None else clean_text(as_of)
    preview_rollover(ledger, year, years_shown=years_shown)
    yield Step(0, _STEPS, _("控えを作っています"))
    backup = back_up_ledger(ledger)
    yield Step(1, _STEPS, _("年度を更新しています"))
    with ledger.begin() as unit:
        before = rows_before_turn(unit)
        plan = load_plan(unit.session)
        turn = turn_of_year(plan, ledger.definition, year, years_shown=years_shown, carries_plans=carries_plans)
        row = plan_row(unit.session)
        row.years = list(turn.years)
        row.as_of = row.as_of if words is None else words or None
        _fill_year(unit, turn, author=author, marks_ended=marks_ended)
        record_turn(unit, ActKind.ROLLED_OVER, before, author=author, note=str(year), backup=backup.name)
        unit.commit()
    return turn


def _fill_year(unit: Unit, turn: YearTurn, *, author: str, marks_ended: bool) -> None:
    ensure_fields(unit, turn.added, author=author)
    offer(unit, {place.id: text for place, text in turn.offered.items()})
    if marks_ended:
        for place in turn.ended:
            write_field(unit, place.id, Value(blank=BlankReason.ENDED), author=author, reason=_("年度更新"))
