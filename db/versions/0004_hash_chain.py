"""Hashes of revisions and acts, the chain of links, and triggers that keep the history from being written over.

The hashes of what is there already are computed by the program after the migrations, in the same transaction
(`store.chain.seal`): a hash is NULL until then. A later migration that rebuilds one of these tables makes its triggers
anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_CONTENT = {
    "revision": ("id", "field_id", "text", "blank", "after", "origin", "author", "department_id", "made_at", "reason"),
    "act": ("kind", "done_at", "done_by", "round_id", "department_id", "note"),
    "link": ("previous", "made_at", "revisions", "acts", "removed", "records", "hash"),
}
_NEVER_REMOVED = ("act", "link")
_REFUSAL = "the history is append-only"


def upgrade() -> None:
    """Raise the schema."""
    for table in ("revision", "act"):
        op.add_column(table, sa.Column("hash", sa.Text(), nullable=True))
        unsealed = sa.text("hash IS NULL")
        op.create_index(f"ix_{table}_unsealed", table, ["sequence"], sqlite_where=unsealed, postgresql_where=unsealed)
    op.create_table(
        "link",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("revisions", sa.JSON(), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("removed", sa.JSON(), nullable=False),
        sa.Column("records", sa.Text(), nullable=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_link")),
        sa.UniqueConstraint("hash", name=op.f("uq_link_hash")),
        sa.UniqueConstraint("previous", name=op.f("uq_link_previous")),
    )
    _forbid_changes()


def _forbid_changes() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    if is_postgresql:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
        )
        refuse = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    for table, columns in _CONTENT.items():
        listed = ", ".join(f'"{one}"' for one in columns)
        op.execute(f"CREATE TRIGGER {table}_stays_as_it_is BEFORE UPDATE OF {listed} ON {table} {refuse}")
    for table in _NEVER_REMOVED:
        op.execute(f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} {refuse}")
