"""The index that texts are searched by, and triggers that note which fields' texts it does not have yet.

Every field is noted here, so that the first unit of work brings the index up to the present. `search_gram` is an FTS5
table, which SQLite only has; a server looks through `search_text`. A later migration that rebuilds `field` makes its
triggers anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Raise the schema."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "search_text",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("field_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_text")),
        sa.UniqueConstraint("field_id", name=op.f("uq_search_text_field_id")),
    )
    op.create_table(
        "search_change",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("field_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_search_change")),
    )
    op.execute("INSERT INTO search_change (field_id) SELECT id FROM field")
    if is_postgresql:
        op.execute(
            "CREATE FUNCTION note_search_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "INSERT INTO search_change (field_id) VALUES (CASE TG_OP WHEN 'DELETE' THEN OLD.id ELSE NEW.id END); "
            "RETURN NULL; END $$"
        )
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_gram "
            "USING fts5(grams, content='', tokenize='ascii', detail=none, columnsize=0)"
        )
    for event, what in (("INSERT", "INSERT"), ("UPDATE", "UPDATE OF text"), ("DELETE", "DELETE")):
        row = "OLD" if event == "DELETE" else "NEW"
        noted = f"BEGIN INSERT INTO search_change (field_id) VALUES ({row}.id); END"
        head = f"CREATE TRIGGER field_{event.lower()}_is_noted AFTER {what} ON field FOR EACH ROW"
        op.execute(f"{head} EXECUTE FUNCTION note_search_change()" if is_postgresql else f"{head} {noted}")
