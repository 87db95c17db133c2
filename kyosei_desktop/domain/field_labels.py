"""What fields are called in the words of a report's definition.

Their years are those of windows and messages; papers and files give the definition's own `calendar`.
"""

from kyosei_desktop.domain.definition import ColumnSource, Definition
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Address, FieldKind, MeasureNumber
from kyosei_desktop.domain.years import Calendar

# Where the report has no such column, or one without a title.
_WORDS = {
    FieldKind.ENTRY: N_("記載"),
    FieldKind.NAME: N_("施策名"),
    FieldKind.CONTENT: N_("取組内容"),
    FieldKind.DEPARTMENTS: N_("担当課"),
    FieldKind.OUTCOME: N_("成果内容"),
    FieldKind.RECORD: N_("取組実績"),
}
_SOURCES = {
    FieldKind.NAME: ColumnSource.NAME,
    FieldKind.CONTENT: ColumnSource.CONTENT,
    FieldKind.DEPARTMENTS: ColumnSource.DEPARTMENTS,
    FieldKind.OUTCOME: ColumnSource.OUTCOME,
    FieldKind.RECORD: ColumnSource.RECORD,
}


def kind_label(definition: Definition, kind: FieldKind) -> str:
    """A kind of field as the report's column calls it; an entry, and what has no column, in our own words."""
    titles = [column.title for column in definition.columns if column.source is _SOURCES.get(kind)]
    return titles[0] if titles and titles[0] else _(_WORDS[kind])


def part_label(definition: Definition, address: Address, calendar: Calendar | None = None) -> str:
    """Which part of a measure a field is: 「令和３年度 下期実績」, 「成果内容」."""
    if address.year is None or address.period is None:
        return kind_label(definition, address.field)
    year = (calendar or definition.shown_calendar).fiscal_year(address.year)
    return f"{year} {definition.period(address.period).label}"


def measure_label(definition: Definition, number: MeasureNumber) -> str:
    """Such as №10."""
    return _("№{number}").format(number=definition.number_label(number))


def initiative_label(definition: Definition, address: Address) -> str:
    """Such as №34（2）, the initiative only from the second one on."""
    measure = measure_label(definition, address.measure)
    if address.initiative is not None and address.initiative > 1:
        measure += _("（{initiative}）").format(initiative=address.initiative)
    return measure


def field_label(definition: Definition, address: Address, calendar: Calendar | None = None) -> str:
    """Such as 「№34（2） 令和３年度 下期実績」 or 「№10 成果内容」; the initiative only from the second one on."""
    return f"{initiative_label(definition, address)} {part_label(definition, address, calendar)}"
