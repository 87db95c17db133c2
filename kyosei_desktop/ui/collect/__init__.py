"""Taking answers in: what each file would change, before it does."""
