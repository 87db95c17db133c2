"""Benchmarks: each line is a ratio to a floor or a peer that is measured in the same run, in turn with it."""
