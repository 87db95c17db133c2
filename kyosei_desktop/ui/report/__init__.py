"""The report before it is printed: its pages, its figures, and everything it is exported to."""
