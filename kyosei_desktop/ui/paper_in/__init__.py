"""Paper in: answer sheets are printed, and what comes back on them is typed in."""
