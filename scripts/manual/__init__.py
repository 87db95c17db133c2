"""Makes the manual: the reference pages out of the program itself, pictures, HTML and PDF. `make manual` runs it."""
