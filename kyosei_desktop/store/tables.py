"""The ledger's tables. Rows never leave `store`; other layers get domain values.

A clerk's work file has the same tables as a coordinator's ledger (decision 0005). To change a table: change it
here, add a migration under `db/versions/`, and a stored ledger of the old version for the tests.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no time zone, so it is taken off going in and put on coming out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take the time zone off."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put the time zone on."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of all rows, with the types that annotations stand for."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it off the class
        str: Text(),
        datetime: UtcDateTime(),
        bytes: LargeBinary(),
        Mapping[str, Any]: JSON(),
        Sequence[str]: JSON(),
        Sequence[int]: JSON(),
        Sequence[Sequence[str]]: JSON(),
        Sequence[Sequence[Any]]: JSON(),
    }


def table_of(rows: type[Base]) -> Table:
    """The table that rows lie in.

    A statement on it that is made once takes a third of the time of one on the class, and gives bare rows. Unlike
    that it does not flush what is pending in the session.
    """
    return Base.metadata.tables[rows.__tablename__]


class PlanRow(Base):
    """The one plan of the ledger. `work_file` and `department_id` are set in a clerk's work file only."""

    __tablename__ = "plan"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    subtitle: Mapped[str | None]
    as_of: Mapped[str | None]
    years: Mapped[Sequence[int]]
    definition: Mapped[Mapping[str, Any]]
    created_at: Mapped[datetime]
    work_file: Mapped[str | None]
    department_id: Mapped[str | None]


class DepartmentRow(Base):
    """A department. `begins_on` is its first day, `ends_on` the first day without it; None where nobody told."""

    __tablename__ = "department"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    position: Mapped[int]
    begins_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class FormerNameRow(Base):
    """A name that a department had until the day on which it got the next one."""

    __tablename__ = "former_name"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    department_id: Mapped[str] = mapped_column(ForeignKey("department.id"), index=True)
    name: Mapped[str]
    until: Mapped[date]


class SuccessionRow(Base):
    """A department that took over the work of another one, in the order given; it may be that one itself."""

    __tablename__ = "succession"
    predecessor_id: Mapped[str] = mapped_column(ForeignKey("department.id"), primary_key=True)
    successor_id: Mapped[str] = mapped_column(ForeignKey("department.id"), primary_key=True)
    position: Mapped[int]


class MeasureRow(Base):
    """A measure; its texts are fields. `no` is text, `no_is_text` tells whether the plan gives it as text."""

    __tablename__ = "measure"
    id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(index=True)
    no: Mapped[str]
    no_is_text: Mapped[bool]
    page: Mapped[int | None]


class FormerNumberRow(Base):
    """A number that a measure had until a moment (UTC)."""

    __tablename__ = "former_number"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"), index=True)
    no: Mapped[str]
    no_is_text: Mapped[bool]
    until: Mapped[datetime]


class InitiativeRow(Base):
    """An initiative; `number` counts from 1 within its measure in the whole plan."""

    __tablename__ = "initiative"
    id: Mapped[str] = mapped_column(primary_key=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"), index=True)
    number: Mapped[int]


class FieldRow(Base):
    """A field with what follows from its revisions, stored in the transaction that brings them.

    `heads` are the ids of the heads in the order of `domain.merge.FieldState`.
    """

    __tablename__ = "field"
    id: Mapped[str] = mapped_column(primary_key=True)
    measure_id: Mapped[str] = mapped_column(ForeignKey("measure.id"), index=True)
    initiative_id: Mapped[str | None] = mapped_column(ForeignKey("initiative.id"))
    kind: Mapped[str]
    year: Mapped[int | None]
    period: Mapped[str | None]
    text: Mapped[str]
    blank: Mapped[str | None]
    heads: Mapped[Sequence[str]]
    is_conflict: Mapped[bool] = mapped_column(index=True)


def _unsealed(name: str) -> Index:
    """The few rows that no link of the chain covers yet: those of the transaction that is going on.

    The migration says `hash IS NULL` to both databases; naming PostgreSQL here would load its dialect for everybody.
    """
    return Index(name, "sequence", sqlite_where=text("hash IS NULL"))


class RevisionRow(Base):
    """A revision, and whether it is dormant: withdrawn with its file, or held since its department is accepted.

    What it says is never changed: triggers of the database see to that. `hash` is `domain.chain.revision_hashes`.
    """

    __tablename__ = "revision"
    __table_args__ = (_unsealed("ix_revision_unsealed"),)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    field_id: Mapped[str] = mapped_column(ForeignKey("field.id"), index=True)
    text: Mapped[str]
    blank: Mapped[str | None]
    after: Mapped[Sequence[str]]
    origin: Mapped[str]
    author: Mapped[str]
    department_id: Mapped[str | None] = mapped_column(index=True)
    made_at: Mapped[datetime]
    reason: Mapped[str | None]
    is_withdrawn: Mapped[bool]
    is_held: Mapped[bool]
    hash: Mapped[str | None]


class RoundRow(Base):
    """A round."""

    __tablename__ = "round"
    id: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    period: Mapped[str]
    due_on: Mapped[date]
    asks: Mapped[Sequence[str]]
    requires: Mapped[Sequence[str]]
    is_open: Mapped[bool]
    opened_at: Mapped[datetime]


class RoundDepartmentRow(Base):
    """A department's part in a round: the key of its requests, made once a round, and when it was accepted."""

    __tablename__ = "round_department"
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), primary_key=True)
    department_id: Mapped[str] = mapped_column(ForeignKey("department.id"), primary_key=True)
    key: Mapped[bytes]
    accepted_at: Mapped[datetime | None]


class RequestRow(Base):
    """A request made (in a ledger) or opened (in a work file)."""

    __tablename__ = "request"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    department_id: Mapped[str] = mapped_column(ForeignKey("department.id"))
    made_at: Mapped[datetime]
    is_return: Mapped[bool]
    reason: Mapped[str | None]


class RequestFieldRow(Base):
    """A field that a request asks for."""

    __tablename__ = "request_field"
    request_id: Mapped[str] = mapped_column(ForeignKey("request.id"), primary_key=True)
    field_id: Mapped[str] = mapped_column(ForeignKey("field.id"), primary_key=True)
    position: Mapped[int]
    is_required: Mapped[bool]
    note: Mapped[str | None]


class SubmissionRow(Base):
    """A submission merged (in a ledger) or handed in (in a work file). `id` is its SHA-256.

    `merge_id` names the merge that brought it and `arrived_at` says when; one that was withdrawn and is merged again
    arrives anew.
    """

    __tablename__ = "submission"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(unique=True)
    merge_id: Mapped[str | None]
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    department_id: Mapped[str] = mapped_column(ForeignKey("department.id"))
    request_id: Mapped[str]
    work_file: Mapped[str]
    serial: Mapped[int]
    made_at: Mapped[datetime]
    arrived_at: Mapped[datetime]
    file_name: Mapped[str]
    is_late: Mapped[bool]
    is_complete: Mapped[bool]
    is_withdrawn: Mapped[bool]
    person: Mapped[str | None]
    extension: Mapped[str | None]
    message: Mapped[str | None]


class SubmissionRevisionRow(Base):
    """Which submission brought which revision; one revision may come in several."""

    __tablename__ = "submission_revision"
    submission_id: Mapped[str] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    revision_id: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True, index=True)


class ActRow(Base):
    """What was done with the ledger as a whole, for the history: `kind` is a `store.acts.ActKind`.

    Never changed, never removed: triggers of the database see to that.
    """

    __tablename__ = "act"
    __table_args__ = (_unsealed("ix_act_unsealed"),)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    done_at: Mapped[datetime]
    done_by: Mapped[str]
    round_id: Mapped[str | None]
    department_id: Mapped[str | None]
    note: Mapped[str | None]
    hash: Mapped[str | None]


class LinkRow(Base):
    """What one transaction added to the history, with the hash of that and of the link before (`domain.chain.Link`)."""

    __tablename__ = "link"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    previous: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    revisions: Mapped[Sequence[Sequence[str]]]
    acts: Mapped[Sequence[Sequence[Any]]]
    removed: Mapped[Sequence[str]]
    records: Mapped[str | None]
    changes: Mapped[Sequence[Sequence[Any]] | None]
    hash: Mapped[str] = mapped_column(unique=True)


class RecordChangeRow(Base):
    """What triggers note of a record that the transaction going on has changed: its table, its key of one or two."""

    __tablename__ = "record_change"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str]
    key: Mapped[str]
    part: Mapped[str | None]


class SearchTextRow(Base):
    """A field's text as it is searched (`store.search_index`); none where it is blank. Follows from `field`."""

    __tablename__ = "search_text"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    field_id: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]


class SearchChangeRow(Base):
    """What triggers note of a field whose text is not indexed yet as it is now."""

    __tablename__ = "search_change"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    field_id: Mapped[str]


class DraftRow(Base):
    """A text being typed, not yet a revision."""

    __tablename__ = "draft"
    field_id: Mapped[str] = mapped_column(ForeignKey("field.id"), primary_key=True)
    text: Mapped[str]
    blank: Mapped[str | None]
    saved_at: Mapped[datetime]


class SuggestionRow(Base):
    """A text offered for a field that nobody has answered yet: no value until somebody confirms it."""

    __tablename__ = "suggestion"
    field_id: Mapped[str] = mapped_column(ForeignKey("field.id"), primary_key=True)
    text: Mapped[str]


class TurnRow(Base):
    """A turn of the plan, with what it takes to undo it (`store.turning`), and those that came just before it.

    `act` and `revision` are the newest of their kind after it: while they still are, nothing has come since.
    """

    __tablename__ = "turn"
    act: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
    before: Mapped[Mapping[str, Any]]


class AcknowledgementRow(Base):
    """A tick on a warning. `submission_id` is the submission that brought it; None for a work file's own."""

    __tablename__ = "acknowledgement"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    submission_id: Mapped[str | None] = mapped_column(ForeignKey("submission.id"), index=True)
    field_id: Mapped[str] = mapped_column(ForeignKey("field.id"), index=True)
    rule: Mapped[str]
    evidence: Mapped[str]
    reason: Mapped[str | None]
    author: Mapped[str]
    made_at: Mapped[datetime]
