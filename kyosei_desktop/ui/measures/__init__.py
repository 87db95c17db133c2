"""The whole plan as a table, any cell of which the coordinator may edit, with its history beside it."""
