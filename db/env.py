"""Alembic's environment: migrations run on the connection that the program hands in (store/schema.py)."""

from alembic import context

from kyosei_desktop.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter most of a table in place
)
with context.begin_transaction():
    context.run_migrations()
