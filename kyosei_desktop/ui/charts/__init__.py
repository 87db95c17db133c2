"""Charts of a round, each with the same figures in a table beside it."""
