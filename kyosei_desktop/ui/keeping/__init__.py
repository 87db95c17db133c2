"""What is to last: a look through the history, the archive, and what is left of a damaged ledger."""
