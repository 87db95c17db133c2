"""What a form says in words: its heading, and a row for each field with the past years beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.field_labels import initiative_label, part_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Address, Field, Value
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.excel_form_document import FormDocument, FormField
from kyosei_desktop.exchange.excel_form_layout import STATE_OF
from kyosei_desktop.exchange.request_file import RequestedField, RequestFile
from kyosei_desktop.report.workbook_text import fits_cell

_GUIDE = N_(
    "1　色の付いた「回答」の欄に記入してください。書くことがないときは「状態」で{states}を選びます。\n"
    "2　右上に、問い合わせ先の担当者と内線を記入してください。ほかの欄は書き換えられません。\n"
    "3　Excel ブック（.xlsx）のまま保存し、{due}までに取りまとめの担当へ送り返してください。"
)
_TO_PROGRAM = N_("この欄は文が長く、Excel では扱えません。プログラム（.kyoq）で回答してください。")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row in words.

    Attributes:
        asked: what is asked, on the first line as in the field's label; a word from the coordinator after it.
        past: by year, what the fields beside it say.
        hint: why it cannot be answered here; empty where it can.
    """

    field: FormField
    number: str
    name: str
    content: str
    asked: str
    past: Mapping[FiscalYear, str]
    hint: str


def form_document(request: RequestFile) -> FormDocument:
    """The document that makes a form of a request."""
    return FormDocument(
        plan=request.plan.id,
        round=request.round.id,
        department=request.department,
        request=request.id,
        made_at=request.made_at,
        fields=tuple(
            FormField(
                field=one.field,
                heads=one.heads,
                value=one.value,
                is_required=one.is_required,
                label=" ".join(_labels(request, request.places[one.field])),
                is_in_form=fits_cell(one.value.text),
            )
            for one in request.fields
        ),
    )


def form_rows(request: RequestFile, document: FormDocument) -> list[FormRow]:
    """The rows in printed order."""
    return [_row(request, asked, field) for asked, field in zip(request.fields, document.fields, strict=True)]


def title_of(request: RequestFile) -> str:
    """The form's heading: round, department, due date; that it is a return, or for practice, where it is."""
    calendar, definition = request.definition.calendar, request.definition
    when = f"{calendar.fiscal_year(request.round.year)}{definition.period(request.round.period).label}"
    kind = _("差戻し") if request.is_return else _("照会")
    practice = _("【予行演習】") if definition.is_rehearsal else ""
    return _("{practice}{title}　{when}の{kind}　{department}　締切 {due}").format(
        practice=practice,
        title=" ".join(request.plan.title.split()),
        when=when,
        kind=kind,
        department=request.department.name,
        due=calendar.day(request.round.due_on),
    )


def guide_of(request: RequestFile) -> str:
    """How to fill the form in and send it back, in three sentences; before them why it was returned."""
    due = request.definition.calendar.day(request.round.due_on)
    guide = _(_GUIDE).format(states=_("「終了」「該当なし」「未着手」のどれか"), due=due)
    if request.reason:
        guide = _("差戻しの理由：{reason}").format(reason=request.reason) + "\n" + guide
    return guide


def years_shown(request: RequestFile) -> tuple[FiscalYear | None, Sequence[FiscalYear]]:
    """The year before the round's, if the plan has one, and those before it, the newest first."""
    before = sorted((year for year in request.plan.years if year < request.round.year), reverse=True)
    return (before[0], before[1:]) if before else (None, ())


def _labels(request: RequestFile, place: Field) -> tuple[str, str]:
    measure = request.plan.measure(place.measure)
    number = None if place.initiative is None else request.initiative_numbers[place.initiative]
    address = Address(measure.no, place.kind, number, place.year, place.period)
    definition = request.definition
    return initiative_label(definition, address), part_label(definition, address, definition.calendar)


def _row(request: RequestFile, asked: RequestedField, field: FormField) -> FormRow:
    place = request.places[asked.field]
    measure = request.plan.measure(place.measure)
    initiative = None if place.initiative is None else measure.initiatives[measure.position_of(place.initiative)]
    number, part = _labels(request, place)
    note = "" if asked.note is None else "\n" + _("取りまとめから：{note}").format(note=asked.note)
    hint = "" if field.is_in_form else _(_TO_PROGRAM)
    past = {year: _past(request, place, year) for year in request.plan.years}
    if asked.suggestion:
        offered = _("【案】{text}").format(text=asked.suggestion)
        year = request.round.year
        past[year] = "\n".join(one for one in (past.get(year, ""), offered) if one)
    return FormRow(
        field=field,
        number=number,
        name=measure.name,
        content="" if initiative is None else initiative.content,
        asked=part + note,
        past=past,
        hint=hint,
    )


def _past(request: RequestFile, place: Field, year: FiscalYear) -> str:
    """What was written of a year: of an initiative its entries, of a measure those that no row of their own shows.

    Beside a plan of a year to come stand the plans of the years before, of the same period.
    """
    definition, measure = request.definition, request.plan.measure(place.measure)
    if place.initiative is None:
        shown = {one.initiative for one in request.places.values()}
        owners = [one for one in measure.initiatives if one.id not in shown]
    else:
        owners = [measure.initiatives[measure.position_of(place.initiative)]]
    is_ahead = place.year is not None and place.year > request.round.year
    lines = []
    for owner in owners:
        for period in definition.periods:
            value = owner.entry(year, period.id)
            is_asked = (place.initiative, place.year, place.period) == (owner.id, year, period.id)
            if value.is_answered and not is_asked and (not is_ahead or period.id == place.period):
                lines.append(_("【{period}】{text}").format(period=period.label, text=_said(value)))
    return "\n".join(lines)


def _said(value: Value) -> str:
    return value.text if value.blank is None else STATE_OF[value.blank]
