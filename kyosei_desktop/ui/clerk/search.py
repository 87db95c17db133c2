"""Finding words in all texts of a work file: what is asked, what was said before, and what the plan says. No Qt."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Field, FieldId, FieldKind, Measure, MeasureId
from kyosei_desktop.domain.text import fold_notation
from kyosei_desktop.ui.clerk.pages import WorkPages
from kyosei_desktop.ui.wording import field_label

MOST_HITS = 200
_LONGEST_EXCERPT = 60
_BEFORE_HIT = 16


@dataclass(frozen=True, slots=True)
class Hit:
    """A text in which the words stand.

    Attributes:
        measure: on which page of the form it is.
        answer: the field of the form; None for a text of the past, which is found by `place`.
        where: such as 「№30 令和２年度 下期実績」.
        excerpt: the line in which they stand first.
    """

    measure: MeasureId
    place: Field
    answer: FieldId | None
    where: str
    excerpt: str


def find_texts(pages: WorkPages, words: str) -> list[Hit]:
    """Every text that holds the words, in the order of the form; 全角/半角, small and capital letters are the same.

    At most `MOST_HITS`.
    """
    wanted = _folded(words)
    if not wanted:
        return []
    hits = []
    for place, answer, text in _texts(pages):
        if wanted in _folded(text):
            where = field_label(pages.definition, pages.plan.address_of(place))
            if answer is not None:
                where = _("{place}（記入欄）").format(place=where)
            hits.append(Hit(place.measure, place, answer, where, _excerpt(text, wanted)))
            if len(hits) == MOST_HITS:
                break
    return hits


def _folded(text: str) -> str:
    return fold_notation(text).casefold()


def _texts(pages: WorkPages) -> Iterator[tuple[Field, FieldId | None, str]]:
    for page in pages.pages:
        measure = pages.plan.measure(page.measure)
        answers = {one.place: one for one in page.answers}
        for answer in page.answers:
            yield answer.place, answer.id, answer.value.text
        for place in _places(measure, pages):
            if place not in answers:
                yield place, None, pages.plan.value(place).text


def _places(measure: Measure, pages: WorkPages) -> Iterator[Field]:
    for kind in (FieldKind.NAME, FieldKind.OUTCOME, FieldKind.RECORD):
        yield Field(kind, measure.id)
    for initiative in measure.initiatives:
        yield Field(FieldKind.CONTENT, measure.id, initiative.id)
        for year in sorted(pages.plan.years, reverse=True):
            for period in pages.definition.periods:
                if (year, period.id) in initiative.entries:
                    yield Field(FieldKind.ENTRY, measure.id, initiative.id, year, period.id)


def _excerpt(text: str, wanted: str) -> str:
    lines: Sequence[str] = [line.strip() for line in text.split("\n") if line.strip()]
    line = next((line for line in lines if wanted in _folded(line)), lines[0] if lines else "")
    if len(line) <= _LONGEST_EXCERPT:
        return line
    # the shortest beginning that holds the words tells where they end
    end = next((n for n in range(1, len(line) + 1) if wanted in _folded(line[:n])), len(wanted))
    start = max(0, end - len(wanted) - _BEFORE_HIT)
    cut = line[start : start + _LONGEST_EXCERPT]
    return ("…" if start else "") + cut + ("…" if start + _LONGEST_EXCERPT < len(line) else "")
