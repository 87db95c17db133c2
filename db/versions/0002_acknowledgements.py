"""Ticks on warnings."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Raise the schema."""
    op.create_table(
        "acknowledgement",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=True),
        sa.Column("field_id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["field.id"], name=op.f("fk_acknowledgement_field_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_acknowledgement_submission_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_acknowledgement")),
    )
    op.create_index(op.f("ix_acknowledgement_field_id"), "acknowledgement", ["field_id"], unique=False)
    op.create_index(op.f("ix_acknowledgement_submission_id"), "acknowledgement", ["submission_id"], unique=False)
