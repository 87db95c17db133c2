"""The diagnosis (動作の診断) and the log, for whoever helps."""
