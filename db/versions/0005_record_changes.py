"""Record changes are noted by triggers, so that a link covers what its transaction changed and not all there is.

The first link after this migration says what all records are (`store.chain.seal`); each later one which of them its
transaction changed. A later migration that rebuilds one of these tables makes its triggers anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KEYS = {
    "plan": ("id",),
    "department": ("id",),
    "former_name": ("sequence",),
    "succession": ("predecessor_id", "successor_id"),
    "measure": ("id",),
    "former_number": ("sequence",),
    "initiative": ("id",),
    "round": ("id",),
    "round_department": ("round_id", "department_id"),
    "request": ("sequence",),
    "request_field": ("request_id", "field_id"),
    "submission": ("sequence",),
    "submission_revision": ("submission_id", "revision_id"),
    "acknowledgement": ("sequence",),
    "revision": ("id",),
}
_ONLY = {
    "acknowledgement": "{row}.submission_id IS NOT NULL",
    "revision": "({row}.is_withdrawn OR {row}.is_held)",
}
"""Ticks of a work file are no records, and of a revision only its marks are."""
_LINK = ("previous", "made_at", "revisions", "acts", "removed", "records", "changes", "hash")
_REFUSAL = "the history is append-only"


def upgrade() -> None:
    """Raise the schema."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "record_change",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_record_change")),
    )
    op.add_column("link", sa.Column("changes", sa.JSON(), nullable=True))
    op.execute("DROP TRIGGER link_stays_as_it_is" + (" ON link" if is_postgresql else ""))
    refuse = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        if is_postgresql
        else f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    )
    listed = ", ".join(f'"{one}"' for one in _LINK)
    op.execute(f"CREATE TRIGGER link_stays_as_it_is BEFORE UPDATE OF {listed} ON link {refuse}")
    if is_postgresql:
        op.execute(
            "CREATE FUNCTION note_record_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "DECLARE changed jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END; "
            "BEGIN INSERT INTO record_change (kind, key, part) VALUES "
            "(TG_TABLE_NAME, changed->>TG_ARGV[0], CASE WHEN TG_NARGS > 1 THEN changed->>TG_ARGV[1] END); "
            "RETURN NULL; END $$"
        )
    for table, keys in _KEYS.items():
        for event in ("INSERT", "UPDATE", "DELETE"):
            _note(table, keys, event, is_postgresql=is_postgresql)


def _note(table: str, keys: tuple[str, ...], event: str, *, is_postgresql: bool) -> None:
    row = "OLD" if event == "DELETE" else "NEW"
    # An update that takes a mark or a tick away is a change too.
    only = f"WHEN ({_ONLY[table].format(row=row)})" if table in _ONLY and event != "UPDATE" else ""
    what = "UPDATE OF is_withdrawn, is_held" if (table, event) == ("revision", "UPDATE") else event
    head = f"CREATE TRIGGER {table}_{event.lower()}_is_noted AFTER {what} ON {table} FOR EACH ROW {only}"
    if is_postgresql:
        named = ", ".join(f"'{one}'" for one in keys)
        op.execute(f"{head} EXECUTE FUNCTION note_record_change({named})")
        return
    key, part = (*(f"{row}.{one}" for one in keys), "NULL")[:2]
    op.execute(f"{head} BEGIN INSERT INTO record_change (kind, key, part) VALUES ('{table}', {key}, {part}); END")
