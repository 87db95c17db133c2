"""The hand-in slip (提出票) of a work file: what is in the file that is handed in, and its check word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import part_label
from kyosei_desktop.domain.plan import NOT_BEGUN_MARK, Field, Plan, Value
from kyosei_desktop.report.papers import Paper, PaperTexts, make_paper
from kyosei_desktop.store.editions import work_edition
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.work_files import HandIn, Work, newest_answers, read_work

TEMPLATE = "slip"
OPENING_CHARACTERS = 36
"""So much of an answer stands on the slip: enough to tell it from others, in two lines."""

NAME_MM, LABEL_MM, OPENING_MM, FACT_MM = 41.0, 24.0, 71.0, 80.0
_ELLIPSIS = "…"
_WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Words:
    """Whom to ask about a submission, and a word to the coordinator."""

    person: str | None = None
    extension: str | None = None
    message: str | None = None


_NO_WORDS = Words()


def slip_paper(ledger: Ledger, *, words: Words = _NO_WORDS, seals: Sequence[str] | None = None) -> Paper:
    """The slip for what a work file holds now.

    Where that has been handed in, it is the slip of that file, else of the next one.

    Args:
        ledger: a work file.
        words: those of the next file; one that has been handed in has its own.
        seals: titles of the seal boxes, none of them for an empty list; None for the usual ones.
    """
    work, plan = read_work(ledger), ledger.plan()
    edition = work_edition(ledger)
    last = work.handed_in[-1] if work.handed_in and work.handed_in[-1].made_at >= edition.changed_at else None
    if last is not None:
        words = Words(last.person, last.extension, last.message)
    composer = _Composer(work, plan, PaperTexts(ledger.definition))
    answered = {one.field for one in newest_answers(ledger, work)}
    data = {
        **composer.head(last, words, ledger.clock()),
        "seals": composer.texts.seals(seals),
        "answers": [composer.answer(one.place, one.value) for one in work.fields if one.place.id in answered],
        "missing": [composer.name(one.place) for one in work.missing],
    }
    return make_paper(TEMPLATE, work.title, composer.texts, edition, data)


@dataclass(frozen=True)
class _Composer:
    work: Work
    plan: Plan
    texts: PaperTexts

    @property
    def definition(self) -> Definition:
        return self.texts.definition

    def head(self, last: HandIn | None, words: Words, now: datetime) -> Mapping[str, Any]:
        work, texts, calendar = self.work, self.texts, self.definition.calendar
        label = f"{calendar.fiscal_year(work.year)} {self.definition.period(work.period).label}"
        return {
            "head": texts.short(f"{work.department.name}　{label}"),
            "department": texts.word(work.department.name),
            "round": texts.word(label),
            "due": texts.word(calendar.day(work.due_on)),
            "serial": last.serial if last else len(work.handed_in) + 1,
            "handed_in_at": texts.word(calendar.moment(last.made_at)) if last else "",
            "file": texts.word(last.file_name, FACT_MM) if last else "",
            "made_at": texts.word(calendar.moment(now)),
            "person": texts.word(words.person or "", FACT_MM),
            "extension": texts.word(words.extension or "", FACT_MM),
            "message": texts.word(words.message or "", FACT_MM),
        }

    def name(self, place: Field) -> Mapping[str, Any]:
        """Which field it is."""
        measure = self.plan.measure(place.measure)
        address = self.plan.address_of(place)
        label = part_label(self.definition, address, self.definition.calendar)
        if address.initiative is not None and len(measure.initiatives) > 1:
            label += f"（{address.initiative}）"
        return {
            "no": self.texts.word(self.definition.number_label(measure.no)),
            "name": self.texts.word(" ".join(measure.name.split()), NAME_MM),
            "label": self.texts.word(label, LABEL_MM),
        }

    def answer(self, place: Field, value: Value) -> Mapping[str, Any]:
        """A field and how what it says begins."""
        state = _state(value)
        opening = _opening(value) if state == _WRITTEN else ""
        return {
            **self.name(place),
            "text": self.texts.cell(opening, OPENING_MM, self.plan.address_of(place)).text,
            "state": state,
            "characters": f"{len(value.text):,}",
        }


def _opening(value: Value) -> str:
    line = " ".join(value.text.split())
    return line if len(line) <= OPENING_CHARACTERS else line[:OPENING_CHARACTERS] + _ELLIPSIS


def _state(value: Value) -> str:
    """What the slip says in the place of a text, or that there is one."""
    if value.blank is not None:
        return value.blank.value
    if value.text.strip() == NOT_BEGUN_MARK:
        return "not_begun"
    return _WRITTEN if value.text.strip() else "none"
