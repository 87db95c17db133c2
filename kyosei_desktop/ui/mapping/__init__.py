"""The wizard that says how a workbook of another layout is to be read."""
