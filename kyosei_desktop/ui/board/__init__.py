"""The coordinator's board: how far the open round has come, and what to do next."""
