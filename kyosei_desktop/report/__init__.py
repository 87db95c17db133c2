"""Papers by Typst, workbooks and open data by openpyxl; values in, files out."""
