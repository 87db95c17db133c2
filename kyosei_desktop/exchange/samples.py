"""Made-up answers, marked as samples: for the tour and for rehearsals."""

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field, Initiative, PeriodId, Plan
from kyosei_desktop.domain.years import FiscalYear


def initiative_of(plan: Plan, place: Field) -> Initiative:
    """The initiative that a field belongs to; for a measure's own field its first one."""
    measure = plan.measure(place.measure)
    return next((one for one in measure.initiatives if one.id == place.initiative), measure.initiatives[0])


def sample_text(plan: Plan, place: Field, year: FiscalYear, planned: PeriodId | None) -> str:
    """A text for a field, made of what was planned for the year, else of the initiative's content.

    Args:
        planned: the period whose cells hold plans; None where there is none.
    """
    initiative = initiative_of(plan, place)
    text = "" if planned is None else initiative.entry(year, planned).text
    lines = [line.lstrip("・").rstrip("。") for line in (text or initiative.content).split("\n") if line.strip()]
    return "\n".join(_("・（見本）「{planned}」に取り組んだ。").format(planned=line) for line in lines)


def sample_count(times: int) -> str:
    """A text whose figure stands for whatever departments may count differently."""
    return _("・（見本）関係課による連絡会を{times}回開催した。").format(times=times)
