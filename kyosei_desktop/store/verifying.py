"""Whether the history is as it was written: hashes of revisions, links of the chain, records, and what is derived."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kyosei_desktop.domain.chain import content_hash, digits_of, revision_hashes, short_form
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.field_labels import field_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId
from kyosei_desktop.domain.plan import Field, FieldId, Plan
from kyosei_desktop.domain.progress import Step
from kyosei_desktop.store.chain import act_hash, are_in_their_places, newest_link, read_seals
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.plans import load_plan, revision_of, value_of
from kyosei_desktop.store.records import present_records
from kyosei_desktop.store.revisions import FieldHistory, load_histories
from kyosei_desktop.store.tables import ActRow, FieldRow, LinkRow, RevisionRow

MOST_TOLD = 20
"""So many findings are told one by one; an altered ledger may have thousands."""
_STEPS = 4
_AT_ONCE = 2_000


@dataclass(eq=False)
class NotAHistoryNumber(KyoseiError):
    """What somebody gave as the number of a history is none."""

    sentence: ClassVar[str] = N_(
        "「{written}」は履歴の確認番号ではありません。"
        "3f2a-91bc-07de-55aa の形の16桁を、書き留めたとおりに入れてください。"
    )
    written: str


@dataclass(frozen=True, slots=True)
class HistoryHead:
    """The end of the chain: what may be written down now and compared later.

    Attributes:
        hash: 64 hex digits; its first 16 are what people write down (`number`).
        sealed_at: when the last link was made (UTC).
        links: how many there are.
    """

    hash: str
    sealed_at: datetime
    links: int

    @property
    def number(self) -> str:
        """履歴の確認番号, such as 3f2a-91bc-07de-55aa."""
        return short_form(self.hash)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look at the whole history found.

    Attributes:
        head: its end; None for a ledger without a chain.
        revisions: how many were looked at.
        findings: sentences, the oldest alteration first, `MOST_TOLD` at most; empty means that all is as written.
        known_at: when the history had the number that was given; None where it never had, or none was given.
    """

    head: HistoryHead | None
    revisions: int
    findings: Sequence[str]
    known_at: datetime | None = None


def history_head(ledger: Ledger) -> HistoryHead | None:
    """The end of the chain as it is now, without looking whether all before it is as written."""
    with ledger.reading() as session:
        row = newest_link(session)
        count = session.scalars(select(func.count()).select_from(LinkRow)).one()
        return None if row is None else HistoryHead(row.hash, row.made_at, count)


def verify_history(ledger: Ledger, *, known: str | None = None) -> Generator[Step, None, Verified]:
    """Hold all of the history against its hashes, and what fields show against their history.

    Args:
        known: a number that somebody wrote down earlier; the history must have had it.

    Raises:
        NotAHistoryNumber.
    """
    wanted = None if known is None else _digits(known)
    with ledger.reading() as session:
        looking = _Looking(session, load_plan(session), ledger.definition)
        yield Step(0, _STEPS, _("履歴のつながりを調べています"))
        looking.follow_links()
        yield Step(1, _STEPS, _("履歴の一つ一つを調べています"))
        looking.compare_revisions()
        yield Step(2, _STEPS, _("操作の記録を調べています"))
        looking.compare_acts()
        looking.compare_records()
        yield Step(3, _STEPS, _("欄の値を履歴と比べています"))
        looking.compare_fields(Origin.DEPARTMENT if ledger.is_work_file else Origin.COORDINATOR)
    known_at = None
    if wanted is not None:
        known_at = looking.known_since(wanted)
        if known_at is None:
            looking.tell(
                _("書き留めた確認番号 {number} は、この台帳の履歴にありません。古い控えか、作り替えられた台帳です。"),
                number=known,
            )
    return Verified(looking.head, looking.count, looking.told(), known_at)


def _digits(written: str) -> str:
    try:
        return digits_of(written)
    except ValueError as error:
        raise NotAHistoryNumber(written=written[:100]) from error


class _Looking:
    """One look at a history: what the links say, and what was found to differ."""

    def __init__(self, session: Session, plan: Plan, definition: Definition) -> None:
        self._session, self._plan, self._definition = session, plan, definition
        self._places: Mapping[FieldId, Field] = {one.id: one for one in plan.fields()}
        self._seals = read_seals(session)
        self._findings: list[tuple[datetime | None, str]] = []
        self.count = 0

    @property
    def head(self) -> HistoryHead | None:
        """The end of the chain."""
        *_before, last = [None, *self._seals.links.items()]
        return None if last is None else HistoryHead(*last, len(self._seals.links))

    def known_since(self, digits: str) -> datetime | None:
        """When the chain had a link whose hash begins so; None where it never had."""
        return next((at for one, at in self._seals.links.items() if one.startswith(digits)), None)

    def tell(self, sentence: str, *, at: datetime | None = None, **words: object) -> None:
        """Note a finding; `at` is when the altered thing was made."""
        if at is not None:
            words["when"] = self._definition.shown_calendar.moment(at)
        self._findings.append((at, sentence.format(**words)))

    def told(self) -> list[str]:
        """The findings, the oldest first, each once."""
        ordered = sorted(self._findings, key=lambda one: (one[0] is None, one[0] and one[0].isoformat()))
        sentences = list(dict.fromkeys(sentence for _at, sentence in ordered))
        if len(sentences) > MOST_TOLD:
            more = _("ほかに{count}件あります。").format(count=len(sentences) - MOST_TOLD)
            return [*sentences[:MOST_TOLD], more]
        return sentences

    def follow_links(self) -> None:
        """Follow the chain from its beginning."""
        if self._seals.broken_at is not None:
            sentence = _("{when}の記録から先の、履歴のつながりが書き換えられています。")
            self.tell(sentence, at=self._seals.broken_at)
        if not self._seals.links:
            self.tell(_("履歴のつながりの記録がすべて失われています。"))

    def compare_revisions(self) -> None:
        """Hold each revision against the link that brought it, and against the hash beside it."""
        missing = dict(self._seals.revisions)
        for rows in _by_field(self._session):
            revisions = [revision_of(row) for row in rows]
            contents = {one.id: content_hash(one) for one in revisions}
            hashes = revision_hashes(revisions, contents)
            for row, one in zip(rows, revisions, strict=True):
                self.count += 1
                sealed = missing.pop(one.id, None)
                if not self._seals.links:  # said already, and nothing is left to compare with
                    continue
                if sealed is None:
                    self._tell_of(one, _("{when}の{where}の履歴は、後から紛れ込ませたものです（{who}）。"))
                elif sealed != (one.field, contents[one.id]):
                    self._tell_of(one, _("{when}の{where}の履歴が書き換えられています（{who}）。"))
                elif row.hash != hashes[one.id] and _is_first_altered(row, rows, hashes):
                    self._tell_of(one, _("{when}の{where}の履歴の照合の値が書き換えられています（{who}）。"))
        for field, _content in missing.values():
            self.tell(_("{where}の履歴が消されています。"), where=self._where(FieldId(field)))

    def _tell_of(self, revision: Revision, sentence: str) -> None:
        self.tell(sentence, at=revision.made_at, where=self._where(revision.field), who=revision.author)

    def _where(self, field: FieldId) -> str:
        place = self._places.get(field)
        return field if place is None else field_label(self._definition, self._plan.address_of(place))

    def compare_acts(self) -> None:
        """Hold each act against the link that brought it."""
        if not self._seals.links:
            return
        missing = dict(self._seals.acts)
        for row in self._session.scalars(select(ActRow).order_by(ActRow.sequence)):
            if missing.pop(row.sequence, None) != act_hash(row):
                self.tell(_("{when}の操作の記録が書き換えられています（{who}）。"), at=row.done_at, who=row.done_by)
        if missing:
            self.tell(_("操作の記録が{count}件消されています。"), count=len(missing))

    def compare_records(self) -> None:
        """Hold the other records against what the links say."""
        if self._seals.links and self._seals.records != present_records(self._session):
            self.tell(
                _(
                    "照会・受理・提出・組織などの記録か、履歴の「元に戻した」「保留」の印を、ほかのプログラムが変えています。"
                )
            )

    def compare_fields(self, authority: Origin) -> None:
        """Hold what each field shows against what follows from its revisions."""
        if not are_in_their_places(self._session):
            self.tell(_("欄の年度、期間、施策のどれかが、欄の番号と違います。"))
        rows = self._session.scalars(select(FieldRow)).all()
        histories = load_histories(self._session, [FieldId(row.id) for row in rows])
        for row in rows:
            history = histories.get(FieldId(row.id))
            if history is None or not _shows(row, history, authority):
                self.tell(_("{where}の値が、履歴から決まる値と違います。"), where=self._where(FieldId(row.id)))


def _shows(row: FieldRow, history: FieldHistory, authority: Origin) -> bool:
    state = history.state(authority)
    derived = state.shown, [head.revision for head in state.heads], state.is_conflict
    return (value_of(row), list(row.heads), row.is_conflict) == derived


def _is_first_altered(row: RevisionRow, rows: Sequence[RevisionRow], hashes: Mapping[RevisionId, str]) -> bool:
    """Whether no earlier revision of the field explains that this one's hash differs."""
    wrong = {one.id for one in rows if one.hash != hashes[RevisionId(one.id)]}
    return not wrong & set(row.after)


def _by_field(session: Session) -> Iterable[Sequence[RevisionRow]]:
    """The revisions field by field, read in parts that fit into memory."""
    fields = list(session.scalars(select(RevisionRow.field_id).distinct().order_by(RevisionRow.field_id)))
    for start in range(0, len(fields), _AT_ONCE):
        rows: dict[str, list[RevisionRow]] = defaultdict(list)
        some = fields[start : start + _AT_ONCE]
        chosen = select(RevisionRow).where(RevisionRow.field_id.in_(some)).order_by(RevisionRow.sequence)
        for row in session.scalars(chosen):
            rows[row.field_id].append(row)
        yield from rows.values()
        session.expunge_all()
