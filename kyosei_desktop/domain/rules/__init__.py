"""What is pointed out about an answer while it is typed: one small rule each, in a table, without screen or disk."""
