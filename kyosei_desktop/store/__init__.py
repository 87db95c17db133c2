"""The ledger: SQLAlchemy tables, unit of work, history, rounds and backup."""
