"""One department's measures on A4 pages for internal approval (決裁): made for reading and signing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.field_labels import kind_label
from kyosei_desktop.domain.plan import (
    DepartmentId,
    Field,
    FieldId,
    FieldKind,
    Initiative,
    Measure,
    Plan,
    Value,
)
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.composition import part_of_department
from kyosei_desktop.report.papers import Paper, PaperTexts, make_paper

TEMPLATE = "approval"
TEXT_MM, LABEL_MM = 122.0, 40.0
"""What the columns of texts and of labels have inside."""


@dataclass(frozen=True, slots=True)
class AskedNow:
    """What the round in question asks of the department; the paper marks these fields as its answer.

    Attributes:
        label: the round in words, such as 令和３年度 下期実績.
        due_on: until when.
        fields: ids of the fields asked for, `required` those of them that must be answered.
    """

    label: str
    due_on: date
    fields: Collection[FieldId]
    required: Collection[FieldId]


def approval_paper(
    plan: Plan,
    definition: Definition,
    department: DepartmentId,
    *,
    edition: Edition,
    asked: AskedNow | None = None,
    seals: Sequence[str] | None = None,
) -> Paper:
    """A department's measures, each with the initiatives that are the department's.

    Args:
        plan: the whole one, or the part of it that a work file holds.
        definition: of the plan.
        department: whose measures.
        edition: of what the paper shows.
        asked: the round that it answers; None where nothing has been asked yet.
        seals: titles of the seal boxes, none of them for an empty list; None for the usual ones.
    """
    composer = _Composer(part_of_department(plan, department), PaperTexts(definition), department, asked)
    return composer.paper(edition, seals)


@dataclass(frozen=True)
class _Composer:
    plan: Plan
    texts: PaperTexts
    department: DepartmentId
    asked: AskedNow | None

    @property
    def definition(self) -> Definition:
        return self.texts.definition

    def paper(self, edition: Edition, seals: Sequence[str] | None) -> Paper:
        texts, asked = self.texts, self.asked
        name = self.plan.department_names[self.department]
        label = "" if asked is None else asked.label
        data = {
            "head": texts.short(f"{name}　{label}" if label else name),
            "department": texts.word(name),
            "round": texts.word(label),
            "due": "" if asked is None else texts.word(self.definition.calendar.day(asked.due_on)),
            "seals": texts.seals(seals),
            "count": self._count(),
            "measures": [self._measure(one) for one in self.plan.measures],
        }
        return make_paper(TEMPLATE, self.plan.title, texts, edition, data)

    def _count(self) -> Mapping[str, int]:
        places = [place for place in self.plan.fields() if self._is_asked(place)]
        answered = [place for place in places if self.plan.value(place).is_answered]
        missing = [place for place in places if self._is_required(place) and place not in answered]
        return {
            "measures": len(self.plan.measures),
            "asked": len(places),
            "answered": len(answered),
            "missing": len(missing),
        }

    def _is_asked(self, place: Field) -> bool:
        return self.asked is not None and place.id in self.asked.fields

    def _is_required(self, place: Field) -> bool:
        return self.asked is not None and place.id in self.asked.required

    def _measure(self, measure: Measure) -> Mapping[str, Any]:
        number = self.definition.number_label(measure.no)
        name = Field(FieldKind.NAME, measure.id)
        return {
            "no": self.texts.cell(number, LABEL_MM).text,
            "name": self.texts.cell(measure.name, TEXT_MM, self.plan.address_of(name)).text,
            "bookmark": self.texts.short(measure.name),
            "running": self.texts.short(f"{number}　{measure.name}"),
            "groups": [[*rows] for rows in self._groups(measure)],
        }

    def _groups(self, measure: Measure) -> Iterator[Sequence[Mapping[str, Any]]]:
        """Rows that belong together: a row by itself, or all rows of one year."""
        own = [one for one in measure.initiatives if self.department in one.departments]
        for number, initiative in enumerate(measure.initiatives, start=1):
            if initiative in own:
                suffix = f"（{number}）" if len(measure.initiatives) > 1 else ""
                yield from self._groups_of_initiative(measure, initiative, suffix)
                yield from self._years_of_initiative(measure, initiative, suffix if len(own) > 1 else "")
        columns = {one.source.value for one in self.definition.columns}
        for kind in (FieldKind.OUTCOME, FieldKind.RECORD):
            place = Field(kind, measure.id)
            value = self.plan.value(place)
            if value.text or kind.value in columns:  # a report without such a column does not ask for it
                yield [self._row(place, kind_label(self.definition, kind), value)]

    def _groups_of_initiative(
        self, measure: Measure, initiative: Initiative, suffix: str
    ) -> Iterator[Sequence[Mapping[str, Any]]]:
        owners = Value("・".join(self.plan.names_of(initiative.departments)))
        for kind, value in ((FieldKind.DEPARTMENTS, owners), (FieldKind.CONTENT, Value(initiative.content))):
            place = Field(kind, measure.id, initiative.id)
            yield [self._row(place, kind_label(self.definition, kind) + suffix, value)]

    def _years_of_initiative(
        self, measure: Measure, initiative: Initiative, suffix: str
    ) -> Iterator[Sequence[Mapping[str, Any]]]:
        for year in self._years(measure, initiative):
            label = self.definition.calendar.fiscal_year(year) + suffix
            places = [
                (Field(FieldKind.ENTRY, measure.id, initiative.id, year, period.id), period.label)
                for period in self.definition.periods
            ]
            yield [self._row(place, label, self.plan.value(place), period=period) for place, period in places]

    def _years(self, measure: Measure, initiative: Initiative) -> Sequence[FiscalYear]:
        """The plan's years, and the year after where the round asks for its plans."""
        asked = {
            year
            for year, period in initiative.entries
            if self._is_asked(Field(FieldKind.ENTRY, measure.id, initiative.id, year, period))
        }
        return sorted({*self.plan.years, *asked})

    def _row(self, place: Field, label: str, value: Value, *, period: str = "") -> Mapping[str, Any]:
        return {
            "label": self.texts.word(label, LABEL_MM / 2),
            "period": self.texts.word(period, LABEL_MM / 2),
            "text": self.texts.cell(value.text, TEXT_MM, self.plan.address_of(place)).text,
            "state": self._state(place, value),
            "is_asked": self._is_asked(place),
        }

    def _state(self, place: Field, value: Value) -> str:
        """Why there is no text, where there is none."""
        if value.blank is not None:
            return value.blank.value
        if not self._is_asked(place):
            return "none"
        return "missing" if self._is_required(place) else "unwritten"
