"""The answer sheet (紙の回答票): a request on paper, with boxes to write in and the check word to find it by."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.domain.field_labels import kind_label, part_label
from kyosei_desktop.domain.plan import Field, FieldKind, Plan
from kyosei_desktop.report.composition import part_of_department
from kyosei_desktop.report.papers import Paper, PaperTexts, make_paper
from kyosei_desktop.store.answer_sheets import AnswerSheet, SheetField
from kyosei_desktop.store.editions import edition_of
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import round_label

TEMPLATE = "answer_sheet"
TEXT_MM, LABEL_MM = 128.0, 30.0
"""What the columns of texts and of labels have inside."""


def answer_sheet_paper(ledger: Ledger, sheet: AnswerSheet) -> Paper:
    """The sheet to be printed, in the order in which it is typed in. Its footer says the check word on every page.

    Args:
        ledger: the coordinator's, in which the sheet has been made.
        sheet: made just now: the paper shows what the ledger says.
    """
    plan = ledger.plan()
    own = part_of_department(plan, sheet.department)
    composer = _Composer(plan, PaperTexts(ledger.definition), sheet)
    edition = Edition(edition_of(ledger, own).changed_at, sheet.check_word)
    return composer.paper(round_label(ledger, sheet.round), edition)


@dataclass(frozen=True)
class _Composer:
    plan: Plan
    texts: PaperTexts
    sheet: AnswerSheet

    @property
    def definition(self) -> Definition:
        return self.texts.definition

    def paper(self, label: str, edition: Edition) -> Paper:
        texts, sheet = self.texts, self.sheet
        name = self.plan.department_names[sheet.department]
        data = {
            "head": texts.short(f"{name}　{label}"),
            "department": texts.word(name),
            "round": texts.word(label),
            "due": texts.word(self.definition.calendar.day(sheet.round.due_on)),
            "fields": len(sheet.fields),
            "required": sum(1 for one in sheet.fields if one.is_required),
            "measures": list(self._measures()),
        }
        return make_paper(TEMPLATE, self.plan.title, texts, edition, data)

    def _measures(self) -> Iterator[Mapping[str, Any]]:
        """The fields of one measure after the other, in the order of the sheet."""
        for measure in self.plan.measures:
            fields = [one for one in self.sheet.fields if one.place.measure == measure.id]
            if not fields:
                continue
            number = self.definition.number_label(measure.no)
            address = self.plan.address_of(Field(FieldKind.NAME, measure.id))
            initiatives = [one.place.initiative for one in fields]
            yield {
                "no": self.texts.cell(number, LABEL_MM).text,
                "name": self.texts.cell(measure.name, TEXT_MM, address).text,
                "bookmark": self.texts.short(measure.name),
                "running": self.texts.short(f"{number}　{measure.name}"),
                "parts": [
                    self._part(field, is_first=initiative not in initiatives[:position])
                    for position, (field, initiative) in enumerate(zip(fields, initiatives, strict=True))
                ],
            }

    def _part(self, field: SheetField, *, is_first: bool) -> Mapping[str, Any]:
        """A field: what is asked, what is known of it, and what it says so far."""
        several = len(self.plan.measure(field.place.measure).initiatives) > 1
        number = f"（取組{field.address.initiative}）" if several and field.address.initiative is not None else ""
        return {
            "label": self.texts.word(
                part_label(self.definition, field.address, self.definition.calendar) + number, TEXT_MM
            ),
            "is_required": field.is_required,
            "known": [
                {"label": self.texts.word(label, LABEL_MM), "text": self.texts.cell(text, TEXT_MM).text}
                for label, text in (self._known(field.place) if is_first else ())
            ],
            "printed": self.texts.cell(field.printed.text, TEXT_MM, field.address).text,
        }

    def _known(self, place: Field) -> Iterator[tuple[str, str]]:
        """What helps to answer an entry: the initiative's content, and what the year's other periods say."""
        if place.initiative is None or place.year is None:
            return
        content = Field(FieldKind.CONTENT, place.measure, place.initiative)
        yield kind_label(self.definition, FieldKind.CONTENT), self.plan.value(content).text
        for period in self.definition.periods:
            other = Field(FieldKind.ENTRY, place.measure, place.initiative, place.year, period.id)
            text = self.plan.value(other).text
            if other != place and text:
                yield part_label(self.definition, self.plan.address_of(other), self.definition.calendar), text
