"""Validity of departments and their successors, former names and numbers, suggestions, and how to undo a turn."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Raise the schema."""
    op.add_column("department", sa.Column("begins_on", sa.Date(), nullable=True))
    op.add_column("department", sa.Column("ends_on", sa.Date(), nullable=True))
    op.create_table(
        "former_name",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("department_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_former_name_department_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_former_name")),
    )
    op.create_index(op.f("ix_former_name_department_id"), "former_name", ["department_id"], unique=False)
    op.create_table(
        "succession",
        sa.Column("predecessor_id", sa.Text(), nullable=False),
        sa.Column("successor_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["predecessor_id"], ["department.id"], name=op.f("fk_succession_predecessor_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["department.id"], name=op.f("fk_succession_successor_id")),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name=op.f("pk_succession")),
    )
    op.create_table(
        "former_number",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("measure_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Text(), nullable=False),
        sa.Column("no_is_text", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_former_number_measure_id")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_former_number")),
    )
    op.create_index(op.f("ix_former_number_measure_id"), "former_number", ["measure_id"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("field_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["field.id"], name=op.f("fk_suggestion_field_id")),
        sa.PrimaryKeyConstraint("field_id", name=op.f("pk_suggestion")),
    )
    op.create_table(
        "turn",
        sa.Column("act", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("act", name=op.f("pk_turn")),
    )
