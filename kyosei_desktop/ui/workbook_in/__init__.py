"""The official workbook that comes back: what it says otherwise, before any of it is taken."""
