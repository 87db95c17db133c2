"""The files that travel: requests out, submissions in, and the merge."""
