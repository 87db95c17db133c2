"""The year's turn and reorganisations: what will change, in words, before it does."""
